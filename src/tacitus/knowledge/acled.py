"""How events are told in ACLED's table: acled.yaml."""

from __future__ import annotations

from functools import cache

import pycountry
from pydantic import Field

from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.iso import country_name
from tacitus.knowledge.load import Entry, check_known, packaged
from tacitus.records import TacitusError

_FILE = "acled.yaml"


class Civilian(Entry):
    """Where an event is marked as targeting civilians."""

    text: str
    always: list[str]
    if_target: list[str]
    targets: list[int]


class Unnamed(Entry):
    """What an actor without a name of its own is called, and its class by ACLED's digit."""

    name: str
    inter: int = Field(ge=1, le=8)


class Things(Entry):
    """Classes of things: those that stand for the military, and for nobody."""

    military: list[str]
    none: list[str]


class AcledActors(Entry):
    """How actors are named; the head of acled.yaml says what stands where."""

    local: list[str]
    organs: dict[str, str]
    fighting: list[str]
    military: str
    state: dict[str, str]
    unarmed: list[str]
    attackers: list[str]
    things: Things
    names: dict[str, Unnamed]
    joints: list[str]
    umbrella: list[str]
    crowds: dict[str, str]
    nobody: dict[str, str]
    not_allied: list[list[str]]
    groups: dict[str, list[str]]


class Scale(Entry):
    """How far sources reach."""

    order: list[str]
    ids: dict[str, str]
    kinds: dict[str, str]


class Acled(Entry):
    """The file acled.yaml; its head says what stands where."""

    columns: list[str]
    required: list[str]
    types: dict[str, list[str]]
    disorder: dict[str, dict[str, str]]
    inter: dict[int, str]
    reversed: list[str]
    civilian: Civilian
    lasting: list[str]
    doubt: list[str]
    longest: int = Field(ge=1)
    bounds: dict[int, int]
    actors: AcledActors
    scale: Scale
    publishers: list[str]
    regions: dict[str, list[str]]
    names: dict[str, str]
    numbers: dict[str, int]

    def event_type(self, sub_event_type: str) -> str | None:
        """The event type of a sub-event type; None for what ACLED does not have."""
        return next((k for k, held in self.types.items() if sub_event_type in held), None)

    def disorder_type(self, sub_event_type: str) -> str:
        """The disorder type of a sub-event type of ACLED."""
        held = self.disorder[str(self.event_type(sub_event_type))]
        return held.get(sub_event_type, held["default"])

    def interaction(self, one: int, other: int | None) -> str:
        """ACLED's words for who met whom ("State forces-Rebel group", "Rioters only").

        Args:
            one: class of actor 1, by its digit.
            other: that of actor 2; None where it acted alone.
        """
        if other is None:
            return f"{self.inter[one]} only"
        pair = sorted((one, other))
        if f"{pair[0]}{pair[1]}" in self.reversed:
            pair.reverse()
        return f"{self.inter[pair[0]]}-{self.inter[pair[1]]}"

    def digit(self, text: str) -> int | None:
        """The digit of a class by its text; None for what is none."""
        return next((n for n, name in self.inter.items() if name == text), None)

    def country(self, code: str) -> str:
        """ACLED's name of a country, by its ISO 3166 alpha-2 code."""
        return self.names.get(code) or country_name(code) or code

    def number(self, code: str) -> int | None:
        """The ISO 3166 number of a country, by its alpha-2 code."""
        known = pycountry.countries.get(alpha_2=code)
        return int(known.numeric) if known else self.numbers.get(code)

    def region(self, code: str) -> str:
        """ACLED's region of a country, by its ISO 3166 alpha-2 code; empty for what is none."""
        return next((name for name, held in self.regions.items() if code in held), "")


@cache
def load_acled() -> Acled:
    """How events are told in ACLED's table.

    Raises:
        TacitusError: ``bad-knowledge`` when the file does not fit its schema or itself.
    """
    book = packaged(_FILE, Acled)
    kinds = load_kinds()
    held = [name for names in book.types.values() for name in names]
    check_known(_FILE, "sub-event type", [*book.lasting, *book.civilian.always], held)
    check_known(_FILE, "event type", [*book.disorder, *book.civilian.if_target], book.types)
    classes = [c for side in book.actors.not_allied for c in side]
    classes += [*book.actors.local, *book.actors.names, *book.actors.nobody.values()]
    check_known(_FILE, "class of actor", classes, kinds)
    check_known(_FILE, "class with a name", book.actors.nobody.values(), book.actors.names)
    codes = [code for held in book.regions.values() for code in held]
    if len(codes) != len(set(codes)):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise TacitusError(
            "bad-knowledge", f"{_FILE}: {twice[0]} lies in two regions.", "Keep it in one."
        )
    return book
