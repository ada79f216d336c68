"""A store of a made war for the pages of actors: groups, states, classes, persons, and what binds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from helpers.stored import coded
from helpers.tellings import telling
from tacitus.records import ActorRef, Coded, Grounded, Relation, Span
from tacitus.resolve.actors import resolve_actor
from tacitus.store import open_store

TEXT = (
    "Hezbollah, which was backed by Iran, shelled Harlan, residents said. Iranian-backed fighters"
    " were seen. Iran denied that it backed Hezbollah. Omar Test was a commander of Hezbollah."
)
#: A person's name, which no list, network or page of actors may hold.
PERSON = "Omar Test"


def _at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _said(words: str) -> Grounded[str]:
    return Grounded(words, (_at(words),), "test")


def _who(words: str, **changes: object) -> ActorRef:
    found = resolve_actor(words, countries=("SY",), home="SY")
    return replace(found, country=found.country or "SY", **changes)  # type: ignore[arg-type]


def _relation(subject: str, name: str, other: str, words: str, sure: str | None) -> Relation:
    factuality = Grounded(sure, (_at(words),), "test") if sure else None
    attribution = (_said("residents"),) if sure == "asserted" else ()
    return Relation(_said(subject), name, _said(other), _at(words), attribution, "test", factuality)


def war_reports() -> list[Coded]:
    """Two reports on Hezbollah and rebels, and one of an agreement, one denied and one of a person."""
    hezbollah, rebels, army = _who("Hezbollah"), _who("rebels"), _who("Suma Liberation Army")
    backed = _who("Iranian-backed fighters")
    person = ActorRef(PERSON, None, PERSON, "person", "SY")
    clash = {"kind": "Armed clash", "text": TEXT}
    one = telling("a", initiators=(hezbollah,), targets=(rebels, person), killed=(3, 5), **clash)
    made = replace(
        coded(one),
        relations=(
            _relation("Hezbollah", "backed_by", "Iran", "backed by Iran", "asserted"),
            _relation("Omar Test", "led", "Hezbollah", "commander of Hezbollah", "asserted"),
        ),
    )
    two = telling(
        "b", initiators=(backed,), targets=(hezbollah,), start="2018-02-01", end="2018-02-01",
        published="2018-02-02", outlet="Herald", killed=(4, None), place="Bresk", **clash,
    )  # fmt: skip
    words = (_said("Iranian-backed fighters"),)
    two = replace(two, claim=replace(two.claim, initiators=words))
    denied = replace(
        coded(two),
        relations=(_relation("Hezbollah", "backed_by", "Iran", "backed Hezbollah", "denied"),),
    )
    others = [
        telling("c", kind="Agreement", initiators=(hezbollah,), targets=(army,), start="2019-01-01",
                end="2019-01-01", published="2019-01-02"),
        telling("d", kind="Air/drone strike", initiators=(_who("Russian jets"),), targets=(army,),
                start="2020-01-01", end="2020-01-01", published="2020-01-02", factuality="denied"),
        telling("e", kind="Attack", initiators=(_who("Suma Liberation Army"),),
                targets=(person, _who("lawyer Omar Test")), start="2021-01-01", end="2021-01-01",
                published="2021-01-02", killed=(1, 1)),
    ]  # fmt: skip
    return [made, denied, *map(coded, others)]


def war_store(path: Path) -> str:
    """A store of ``war_reports``."""
    with open_store(path) as store:
        for added in store.add_all(war_reports()):
            assert added.problem is None, added.problem
        store.refresh()
    return str(path)
