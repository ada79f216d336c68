"""What other data sets call an actor: as noted, or as they make it of country and class."""

from __future__ import annotations

from dataclasses import dataclass

import pycountry

from tacitus.knowledge.actors import Actor, load_kinds
from tacitus.knowledge.states import load_countries


@dataclass(frozen=True, slots=True)
class OtherNames:
    """An actor in the terms of other data sets.

    Attributes:
        ucdp: ActorId of the UCDP Actor Dataset; of a state's organs that of its government.
        cameo: noted, or made as CAMEO makes it: ISO 3166 alpha-3 code of the home country and
            sector ("SYRMIL"). None for bodies of several countries that have none of their own.
        acled: ACLED's names; of a state's forces one for each regime, in order.
        inter: ACLED's class.
        sector: PLOVER's.
        wikidata: item.
    """

    ucdp: int | None = None
    cameo: str | None = None
    acled: tuple[str, ...] = ()
    inter: str | None = None
    sector: str | None = None
    wikidata: str | None = None


def other_names(actor: Actor) -> OtherNames:
    """What other data sets call an actor.

    Args:
        actor: of the registry.
    """
    kind = load_kinds()[actor.kind]
    home = actor.countries[0] if actor.countries else None
    made = _cameo(home, kind.sector) if actor.kind != "international" else None
    if actor.entry is None:
        ucdp, acled = _state(actor.id)
        return OtherNames(ucdp, made, acled, kind.inter, kind.sector)
    codes = actor.entry.codes
    acled = (codes.acled,) if codes.acled else ()
    return OtherNames(
        codes.ucdp, codes.cameo or made, acled, kind.inter, kind.sector, codes.wikidata
    )


def _cameo(home: str | None, sector: str | None) -> str | None:
    country = pycountry.countries.get(alpha_2=home) if home and sector else None
    return f"{country.alpha_3}{sector}" if country else None


def _state(key: str) -> tuple[int | None, tuple[str, ...]]:
    """UCDP's id of a state's organ ("state:ML:army") and ACLED's names for it."""
    _, code, branch = key.split(":")
    known = load_countries()
    state, label = known.countries[code], known.branches[branch].acled
    if state.acled is None or label is None:
        return state.ucdp, ()
    names = (f"{label} of {state.acled.name} ({years})" for years in state.acled.regimes)
    return state.ucdp, tuple(names)
