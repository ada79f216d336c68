"""Stores for looking at pages: a small one of rival accounts, one with hostile words, a made war."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from helpers.copied import copied
from helpers.stored import coded
from helpers.tellings import place_ref, telling
from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import coded_reports
from tacitus.records import ActorRef, Claim, Coded, Count, Cut, Grounded, PlaceRef, Span
from tacitus.resolve.sources import resolve_source
from tacitus.store import open_store

STATE_NEWS = (
    "By our correspondent\n\nHARLAN – Government aircraft struck a rebel depot in Harlan on Tuesday,"
    " state news agency SANA said. Five gunmen were killed. Subscribe for more."
)
MONITOR_NEWS = (
    "Warplanes hit the market of Harlan on Tuesday, killing at least 14 people, the Syrian Observatory"
    " for Human Rights said. The army may have used chlorine, residents said."
)
ARABIC_NEWS = (
    "قصف مدفعي على مدينة بريسك يوم الأربعاء. Shelling hit Bresk on Wednesday, 2 were wounded."
)


def _spot(text: str, words: str) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def _claim(text: str, evidence: str, **fields: tuple[object, str] | Claim) -> Claim:
    """A claim whose values stand at words of a text."""
    made = fields.pop("base")
    assert isinstance(made, Claim)
    spot = _spot(text, evidence)
    changed: dict[str, object] = {
        "evidence": spot,
        "factuality": Grounded("asserted", spot, "test:made"),
    }
    for name, told in fields.items():
        value, words = told  # type: ignore[misc]
        grounded = Grounded(value, _spot(text, words), "test:made")
        listed = name in ("initiators", "targets", "attribution")
        changed[name] = (grounded,) if listed else grounded
    return replace(made, **changed)  # type: ignore[arg-type]


def rival_reports() -> list[Coded]:
    """Two accounts of one strike that differ, and a shelling told in two scripts."""
    army = ActorRef("Government aircraft", None, "Syrian army", "state_forces", "SY")
    plane = ActorRef("Warplanes", None, "Syrian army", "state_forces", "SY")
    one = telling("state", text=STATE_NEWS, outlet="State News", initiators=(army,), killed=(5, 5))
    two = telling(
        "monitor", text=MONITOR_NEWS, outlet="Gazette", initiators=(plane,), killed=(14, None)
    )
    three = telling(
        "arabic", text=ARABIC_NEWS, outlet="الوطن", kind="Shelling/artillery/missile attack",
        place="Bresk", start="2017-04-05", end="2017-04-05", injured=(2, 2),
    )  # fmt: skip
    first = _claim(
        STATE_NEWS, "Government aircraft struck a rebel depot in Harlan on Tuesday", base=one.claim,
        type=("Air/drone strike", "struck"), initiators=("Government aircraft", "Government aircraft"),
        place=("Harlan", "Harlan on"), start=("2017-04-04", "Tuesday"), end=("2017-04-04", "Tuesday"),
        killed=(Count(5, 5), "Five gunmen were killed"), attribution=("state news agency SANA", "state news agency SANA"),
    )  # fmt: skip
    second = _claim(
        MONITOR_NEWS, "Warplanes hit the market of Harlan on Tuesday, killing at least 14 people", base=two.claim,
        type=("Air/drone strike", "hit"), initiators=("Warplanes", "Warplanes"), place=("Harlan", "Harlan"),
        start=("2017-04-04", "Tuesday"), end=("2017-04-04", "Tuesday"), killed=(Count(14, None), "at least 14"),
        attribution=("the Syrian Observatory for Human Rights", "the Syrian Observatory for Human Rights"),
    )  # fmt: skip
    hedged = replace(
        _claim(
            MONITOR_NEWS, "The army may have used chlorine", base=two.claim,
            type=("Chemical weapon", "used chlorine"), factuality=("hedged", "may have"),
            attribution=("residents", "residents"),
        ),
        id="e2", killed=None, start=None, end=None, date_precision=None,
    )  # fmt: skip
    named = {claim: replace(claim, sources=tuple(resolve_source(a.value) for a in claim.attribution))
             for claim in (first, second, hedged)}  # fmt: skip
    cut = tuple(Cut(_spot(STATE_NEWS, words)[0], kind, "test:made") for words, kind in
                (("By our correspondent", "byline"), ("Subscribe for more.", "subscribe")))  # fmt: skip
    return [
        Coded(
            replace(one.report, cuts=cut, title="Army strikes depot"),
            (named[first],),
            (),
            (),
            {"code": "1"},
        ),
        Coded(
            replace(two.report, title="Market hit in Harlan"),
            (named[second], named[hedged]),
            (),
            (),
            {"code": "1"},
        ),
        coded(three, title="قصف مدفعي على بريسك"),
    ]


def rival_store(path: Path) -> str:
    """A store of ``rival_reports``."""
    return copied(path, "rival", lambda made: _filled(made, rival_reports()))


def made_store(path: Path, claims: int, seed: int = 1) -> str:
    """A store of so many made claims."""
    return copied(
        path,
        ("made", claims, seed),
        lambda made: _filled(made, coded_reports(make_claims(claims, seed))),
    )


#: What must come out of a page as words; each would do something if it came out as HTML.
HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'\"><b onmouseover=window.hit=1>",
    "</title><script>window.hit=1</script>",
    "</textarea></div></mark><iframe src=javascript:window.hit=1>",
    "javascript:window.hit=1",
    "{{ 7 * 191 }} {% raw %} ${7*191} #{7*191}",
    "<div hx-get=/log hx-trigger=load data-island=map>",
    "&lt;script&gt; &#60;script&#62; \\u003cscript\\u003e",
    "<!-- --><style>*{display:none}</style>",
    "\u202egnp.exe\u2066",
)


def hostile_store(path: Path) -> str:
    """A store whose reports are hostile in their texts, titles, outlets, actors, places and links."""
    return copied(path, "hostile", lambda made: _filled(made, hostile_reports()))


def hostile_reports() -> list[Coded]:
    """A report of each of ``HOSTILE``."""
    reports = []
    for number, words in enumerate(HOSTILE):
        text = f"{words} Shells hit {words} near Harlan, {words} said."
        actor = ActorRef(words, None, words, "unknown_armed", "SY", reason=words)
        place: PlaceRef = replace(
            place_ref("Harlan", 35.2 + number / 10, 37.1, "SY"),
            mention=words,
            name=words,
            reason=words,
        )
        made = telling(
            f"r{number}<i>", text=text, outlet=f"{words} {number}", kind="Shelling/artillery/missile attack",
            initiators=(actor,), targets=(replace(actor, mention=f"x{words}"),), place=place, killed=(3, 5),
            weapon=words, attribution=(words,), start=f"{2000 + number}-04-04", end=f"{2000 + number}-04-04", published=f"{2000 + number}-04-05",
        )  # fmt: skip
        reports.append(
            coded(
                made,
                title=words,
                author=words,
                url=f"javascript:window.hit=1//{words}",
                syndicated_from=words,
            )
        )
    return reports


def _filled(path: Path, reports: list[Coded]) -> None:
    with open_store(path) as store:
        for added in store.add_all(reports, group=100):
            assert added.problem is None, added.problem
        store.refresh()
