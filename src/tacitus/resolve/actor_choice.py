"""Which actor a name means: by years of use, by the countries of the report, by spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from tacitus.knowledge.actors import load_registry
from tacitus.knowledge.gazetteer_names import loose, skeleton

if TYPE_CHECKING:
    from tacitus.knowledge.actors import Actor, Alias, Registry

# What speaks for an actor: the name itself, that it acts where the report is, that it was active.
NAME, PLACE, ACTIVE = 1.0, 0.5, 0.2
# How far the best must be ahead of the next.
AHEAD = 0.15
# Letters up to which a name without a space is an abbreviation that many share.
SHORT = 3
# Letters of a name that may be found by its sound, and likeness (RapidFuzz, 0 to 100) it needs.
SOUND_LETTERS, SOUND_FLOOR = 7, 90.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name means.

    Attributes:
        actor: id of the actor, or None where none or several fit.
        scores: all that were considered with their scores, the best first.
        why: in words.
    """

    actor: str | None
    scores: tuple[tuple[str, float], ...]
    why: str


def choose_actor(
    words: tuple[str, ...],
    year: int | None,
    countries: Sequence[str],
    *,
    likeness: float = 1.0,
    told: bool = False,
) -> Choice:
    """The actor that a name means.

    Args:
        words: the name, folded, as the registry has it.
        year: of the event; a name counts only in its years, an actor only once it is there.
        countries: of the report; an abbreviation means nobody who acts elsewhere alone.
        likeness: of the name to what is written, up to 1.
        told: whether the report gives the name in full.
    """
    registry = load_registry()
    scores: dict[str, float] = {}
    ruled_out = ""
    home_out_of_time = False
    for alias in registry.aliases[words]:
        actor = registry.actors[alias.actor]
        here = _here(actor, countries, registry)
        late = _out_of_time(actor, alias, words, year)
        if late:
            ruled_out = late
            home_out_of_time = home_out_of_time or here is True
            continue
        if alias.where and not set(alias.where) & set(countries):
            ruled_out = f"{actor.name} is called so in {', '.join(alias.where)} only"
            continue
        over = not _active(actor, year)
        if here is False and not told and (_short(words) or over):
            ruled_out = f"{actor.name} acts in none of the report's countries"
            continue
        scores[actor.id] = NAME * likeness + PLACE * (here is True) + ACTIVE * _active(actor, year)
    if home_out_of_time and all(
        _here(registry.actors[key], countries, registry) is False for key in scores
    ):
        # one of this name acts here in other years: one from elsewhere is not meant by it
        scores = {}
    ranked = tuple(
        sorted(((k, round(v, 2)) for k, v in scores.items()), key=lambda s: (-s[1], s[0]))
    )
    if not ranked:
        held = tuple((alias.actor, 0.0) for alias in registry.aliases[words])
        return Choice(None, held, ruled_out)
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < AHEAD:
        return Choice(None, ranked, f"name {' '.join(words)!r} is shared")
    return Choice(ranked[0][0], ranked, "")


def _out_of_time(
    actor: Actor, alias: Alias, words: tuple[str, ...], year: int | None
) -> str | None:
    """Why an actor cannot be meant in a year, or None."""
    since = actor.entry.since if actor.entry else None
    if year is not None and (since or year) > year + 1:
        return f"{actor.name} began in {since}, after {year}"
    if not alias.fits(year):
        return f"{actor.name} was not called {' '.join(words)!r} in {year}"
    return None


def _here(actor: Actor, countries: Sequence[str], registry: Registry) -> bool | None:
    """Whether an actor acts in a country of the report; None where that is not known."""
    reach = registry.reach.get(actor.id) or frozenset(actor.countries)
    if not countries or not reach:
        return None
    return bool(reach & set(countries))


def _active(actor: Actor, year: int | None) -> bool:
    entry = actor.entry
    if entry is None or year is None:
        return True
    return (entry.since or year) <= year <= (entry.until or year)


def _short(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and len(words[0]) <= SHORT


@cache
def _sounds() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The names of written actors by the consonants of their sound."""
    out = defaultdict(list)
    registry = load_registry()
    for words, aliases in registry.aliases.items():
        name = " ".join(words)
        sound = loose(name)
        if (
            len(sound) >= SOUND_LETTERS
            and name.isascii()
            and not aliases[0].actor.startswith("state:")
        ):
            out[skeleton(sound)].append((sound, words))
    return dict(out)


def by_sound(words: tuple[str, ...]) -> tuple[tuple[str, ...], float] | None:
    """The name of the registry that sounds like some words, with its likeness up to 1.

    The comparison is that of place names: "Jabhet al-Nousra" and "Jabhat al-Nusra" are alike.

    Args:
        words: folded, as written.
    """
    sound = loose(" ".join(words))
    if len(sound) < SOUND_LETTERS:
        return None
    best: tuple[float, tuple[str, ...]] | None = None
    for other, name in _sounds().get(skeleton(sound), ()):
        if len(name) != len(words):
            continue
        likeness = fuzz.ratio(sound, other, score_cutoff=SOUND_FLOOR)
        if likeness and (best is None or likeness > best[0]):
            best = likeness, name
    return (best[1], best[0] / 100) if best is not None else None
