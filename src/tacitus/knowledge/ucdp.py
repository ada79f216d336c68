"""How events are told in UCDP's Georeferenced Event Dataset: ucdp.yaml."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.iso import country_name
from tacitus.knowledge.load import Entry, check_known, packaged
from tacitus.records import TacitusError

_FILE = "ucdp.yaml"


class Earlier(Entry):
    """The number that a state had before a year."""

    before: int
    number: int


class UcdpCivilians(Entry):
    """What civilians are called as a side, and their ActorId."""

    name: str
    id: int


class Umbrella(Entry):
    """What rebels of no named group are called, and the words that tell them."""

    name: str
    words: list[str]


class Ucdp(Entry):
    """The file ucdp.yaml; its head says what stands where."""

    columns: list[str]
    required: list[str]
    violence: dict[int, str]
    types: list[str]
    sides: dict[str, list[str]]
    unidentified: list[str]
    not_allied: list[list[str]]
    local: list[str]
    civilians: UcdpCivilians
    umbrella: Umbrella
    government: str
    date: dict[int, int]
    active: int = Field(ge=1)
    gw: dict[str, int]
    earlier: dict[str, Earlier]
    within: dict[str, str]
    names: dict[str, str]
    regions: dict[str, tuple[int, int]]

    def side(self, kind: str) -> str | None:
        """What a class of actor is: one of the keys of ``sides``; None for no side."""
        return next((name for name, held in self.sides.items() if kind in held), None)

    def state(self, code: str) -> str:
        """The state that an area belongs to, by its ISO 3166 alpha-2 code."""
        return self.within.get(code, code)

    def country(self, code: str) -> str:
        """UCDP's name of the state that an area belongs to, by its ISO 3166 alpha-2 code."""
        state = self.state(code)
        return self.names.get(state) or country_name(state) or state

    def number(self, code: str, year: int) -> int | None:
        """The Gleditsch-Ward number of the state that an area belongs to, in a year."""
        state = self.state(code)
        former = self.earlier.get(state)
        if former is not None and year < former.before:
            return former.number
        return self.gw.get(state)

    def region(self, number: int | None) -> str:
        """UCDP's region of a state, by its Gleditsch-Ward number; empty for none."""
        if number is None:
            return ""
        return next((k for k, (a, z) in self.regions.items() if a <= number <= z), "")


@cache
def load_ucdp() -> Ucdp:
    """How events are told in UCDP's data.

    Raises:
        TacitusError: ``bad-knowledge`` when the file does not fit its schema or itself.
    """
    book = packaged(_FILE, Ucdp)
    named = [c for held in book.sides.values() for c in held]
    check_known(_FILE, "class of actor", [*named, *book.unidentified], load_kinds())
    numbers = list(book.gw.values())
    if len(numbers) != len(set(numbers)):
        raise TacitusError("bad-knowledge", f"{_FILE}: two states share a number.", "Mend one.")
    return book
