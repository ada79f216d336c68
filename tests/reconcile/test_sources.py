"""Independent sources: a source counts once, however many carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.tellings import telling

from tacitus.reconcile.sources import independent
from tacitus.records import Telling


def _ids(*tellings: Telling) -> dict[str, int]:
    return {s.id: len(s.claims) for s in independent(tellings)}


def _syndicated(made: Telling, agency: str) -> Telling:
    return replace(made, report=replace(made.report, syndicated_from=agency))


@pytest.mark.parametrize(
    ("name", "sources", "told"),
    [
        ("own voices of two outlets", {"outlet:Gazette": 1, "outlet:Herald": 1}, [(), ()]),
        ("one monitor in two papers", {"sohr": 2}, [("SOHR",), ("the Syrian Observatory",)]),
        ("several sources of one claim", {"sohr": 2, "amnesty": 1}, [("SOHR", "Amnesty"), ("SOHR",)]),
        ("organs of one state", {"side:state:SY": 2}, [("SANA",), ("a Syrian army officer",)]),
        ("an organ without its country", {"side:state:SY": 2}, [("SANA",), ("the army",)]),
        ("two states", {"side:state:SY": 1, "side:state:RU": 1}, [("SANA",), ("Moscow",)]),
        ("a group and its outlet", {"side:islamic_state": 2}, [("Amaq",), ("Daesh",)]),
        ("unnamed of one kind", {"words:local": 2}, [("activists",), ("residents",)]),
        ("unnamed of two kinds", {"words:local": 1, "words:medical": 1}, [("activists",), ("medics",)]),
        ("nobody in particular", {"outlet:Gazette": 1, "outlet:Herald": 1}, [("sources",), ()]),
        ("a person by two names", {"words:ali gul marwan": 2}, [("Ali Gul Marwan",), ("Gul Marwan",)]),
        ("two ministers", {"words:ali harun": 1, "words:omar zand": 1},
         [("Foreign Minister Ali Harun",), ("Foreign Minister Omar Zand",)]),
        ("a doctor's country is no side", {"words:medical": 2}, [("a Syrian doctor",), ("medics",)]),
        ("those who fight a state", {"side:Syrian rebels": 2}, [("rebel commander",), ("Syrian rebels",)]),
    ],
)  # fmt: skip
def test_who_is_one_source(name: str, sources: dict[str, int], told: list[tuple[str, ...]]) -> None:
    texts = ["Nine died in Harlan.", "In the town of Harlan a blast killed nine people on Tuesday."]
    made = [
        telling(f"r{n}", text=text, outlet=outlet, attribution=given)
        for n, (text, outlet, given) in enumerate(
            zip(texts, ["Gazette", "Herald"], told, strict=True)
        )
    ]
    assert _ids(*made) == sources, name


def test_a_country_of_the_place_is_that_of_its_army() -> None:
    made = telling(place="Odrin", attribution=("the army",))
    assert _ids(made) == {"side:state:UA": 1}


def test_a_carried_agency_is_the_agency_said() -> None:
    carried = [_syndicated(telling(r, outlet=r), "Reuters") for r in ("Gazette", "Herald")]
    quoted = telling("Post", outlet="Post", attribution=("Reuters",))
    (source,) = independent([*carried, quoted])
    assert (source.id, source.outlets) == ("reuters", ("Gazette", "Herald", "Post"))
    assert "Gazette carries Reuters" in source.why


def test_copied_sentences_make_outlets_one() -> None:
    lead = "A blast tore through the market of Harlan at noon, killing nine traders and a child."
    one = telling("a", outlet="Gazette", text=lead)
    other = telling("b", outlet="Herald", text=lead + " " + " ".join(f"word{n}" for n in range(60)))
    own = telling(
        "c", outlet="Post", text="Ten people are dead after an explosion, we learned at the scene."
    )
    found = {s.id: s for s in independent([own, other, one])}
    assert set(found) == {"outlet:Gazette", "outlet:Post"}
    assert found["outlet:Gazette"].outlets == ("Gazette", "Herald")
    assert any("one text" in why for why in found["outlet:Gazette"].why)


def test_a_copied_report_is_one_source_whatever_its_claims() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + "."
    one = telling("a", outlet="Gazette", text=text)
    other = telling("b", outlet="Herald", text=text)
    assert _ids(one, other) == {"outlet:Gazette": 2}


def test_copies_with_a_source_of_their_own_rest_on_that() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + "."
    one = telling("a", outlet="Gazette", text=text, attribution=("Amnesty",))
    other = telling("b", outlet="Herald", text=text)
    assert _ids(one, other) == {"amnesty": 1, "outlet:Herald": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Nine died, said Ali Harun, head of the Syrian Observatory.",
        "Nine died, said Syrian Observatory chief Ali Harun.",
        "Nine died, said SOHR director Ali Harun.",
        "Nine died, said Ali Harun, who heads the Syrian Observatory.",
    ],
)
def test_a_person_is_the_body_that_the_report_ties_to_the_name(text: str) -> None:
    made = telling("a", text=text, attribution=("Ali Harun",))
    assert _ids(made, telling("b", attribution=("SOHR",))) == {"sohr": 2}


@pytest.mark.parametrize(
    "text",
    [
        "Ali Harun told Reuters that nine died.",
        "Nine died. The Syrian Observatory told of eight. Ali Harun was there.",
        "Ali Harun blamed the Islamic State.",
    ],
)
def test_a_person_beside_others_speaks_for_himself(text: str) -> None:
    assert _ids(telling("a", text=text, attribution=("Ali Harun",))) == {"words:ali harun": 1}


def test_a_name_tied_in_one_report_is_tied_in_all() -> None:
    one = telling("a", attribution=("SOHR director Ali Harun",))
    other = telling("b", outlet="Herald", attribution=("Ali Harun",))
    assert _ids(one, other) == {"sohr": 2}


def test_reports_of_no_known_outlet_may_be_of_two() -> None:
    made = [telling(r, outlet=None, text=f"Report {r} tells of it.") for r in ("a", "b")]
    assert len(independent(made)) == 2


def test_an_outlet_of_a_side_speaks_for_it() -> None:
    (source,) = independent([telling(outlet="SANA"), telling("b", attribution=("Damascus",))])
    assert (source.kind, source.stance) == ("official", "Government of Syria")
