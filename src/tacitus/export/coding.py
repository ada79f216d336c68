"""What events are in PLOVER and CAMEO: which rule holds, and how actors are coded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tacitus.export.sides import home_of
from tacitus.knowledge.actors import load_kinds, load_nouns, load_registry
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.event_maps import ActorCodes, C, Rule, When, classes_of
from tacitus.knowledge.iso import alpha3
from tacitus.records import Event, Party, Telling

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask of an event.

    Attributes:
        weapons: its weapons, in one text.
        told: the evidence of those of its claims that give it its type, in one text.
        initiators, targets: classes of actor on each side.
        lost: kinds of losses of which at least one person is told.
    """

    weapons: str
    told: str
    initiators: frozenset[str]
    targets: frozenset[str]
    lost: frozenset[str]


def facts_of(event: Event, tellings: Mapping[str, Telling]) -> Facts:
    """What the rules ask of an event.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
    """
    held = [tellings[key] for key in event.claims if key in tellings]
    own = [t for t in held if t.claim.type.value == event.type] or held
    quotes = (span.quote(t.report.text) for t in own for span in t.claim.evidence)
    return Facts(
        weapons=_with_singulars("; ".join(event.weapons)),
        told=_with_singulars("\n".join(quotes)),
        initiators=frozenset(party.kind for party in event.initiators),
        targets=frozenset(party.kind for party in event.targets),
        lost=frozenset(figure.kind for figure in event.figures if figure.best > 0),
    )


def holds(when: When, facts: Facts) -> bool:
    """Whether all conditions that are given hold.

    Args:
        when: the conditions.
        facts: of an event.
    """
    if when.means and not _says(facts.weapons, _words_of_means(tuple(when.means))):
        return False
    if when.weapon and not _says(facts.weapons, tuple(when.weapon)):
        return False
    if when.told and not _says(facts.told, tuple(when.told)):
        return False
    sides = (
        (when.initiator, facts.initiators),
        (when.target, facts.targets),
        (when.party, facts.initiators | facts.targets),
    )
    if any(wanted and not classes_of(tuple(wanted)) & held for wanted, held in sides):
        return False
    return not when.lost or not facts.lost.isdisjoint(when.lost)


def codings_of(event: Event, facts: Facts, types: Mapping[str, Sequence[Rule[C]]]) -> Sequence[C]:
    """What an event is in a scheme, by the first of its type's rules that holds.

    Args:
        event: the event.
        facts: of the event.
        types: the scheme's rules, by sub-event type.

    Returns:
        None where the scheme has no place for it.
    """
    rule = next((r for r in types.get(event.type, []) if holds(r.when, facts)), None)
    return rule.gives if rule else []


def _says(text: str, words: tuple[str, ...]) -> bool:
    return _pattern(words).search(text) is not None


def _with_singulars(text: str) -> str:
    """A text, and below it the same with irregular plurals ("knives") in the singular."""
    irregular = load_nouns().lists.irregular
    single = _WORD.sub(lambda m: irregular.get(m.group().lower(), m.group()), text)
    return text if single == text else f"{text}\n{single}"


@cache
def _words_of_means(means: tuple[str, ...]) -> tuple[str, ...]:
    book = load_codebook().means
    return tuple(w for name in means for w in (*book[name].weapons, *book[name].signs))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words or runs of words, whole; their last word may stand in the plural."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_one, words))})(?!\w)", re.IGNORECASE)


def _one(words: str) -> str:
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in re.split(r"[\s-]+", words)]
    return r"[\s-]+".join(parts) + ("" if words.endswith("*") else "(?:e?s)?")


@dataclass(frozen=True, slots=True)
class ActorCode:
    """An actor in the terms of a scheme.

    Attributes:
        country: three letters, of a country or in its place; None where nothing gives one.
        sector: three letters; None where its class has none.
        whole: the code of the actor itself that the CAMEO dictionaries have; None without one.
        wikidata: its item ("Q41053").
    """

    country: str | None
    sector: str | None
    whole: str | None = None
    wikidata: str | None = None


def actor_code(party: Party, event: Event, codes: ActorCodes) -> ActorCode:
    """How a party of an event is coded.

    Args:
        party: one of its actors.
        event: the event, in whose country civilians and the like belong where they have none.
        codes: how the scheme codes actors.
    """
    known = _registered(party.actor)
    home = home_of(party, event, codes.local)
    kind = load_kinds().get(party.kind)
    body = next((codes.bodies[key] for key in known.line if key in codes.bodies), None)
    return ActorCode(
        body or codes.alone.get(party.kind) or alpha3(home),
        codes.sectors.get(party.kind, kind.sector if kind else None),
        known.cameo,
        known.wikidata,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the registry has of an actor; ``line`` is its id and those it is a branch of."""

    line: tuple[str, ...] = ()
    cameo: str | None = None
    wikidata: str | None = None


@lru_cache(maxsize=16_384)
def _registered(actor: str | None) -> _Known:
    actors = load_registry().actors
    entry = actors[actor].entry if actor in actors else None
    if actor is None or entry is None:
        return _Known()
    line = [actor]
    for key in line:
        above = actors[key].entry if key in actors else None
        line += [tie.to for tie in (above.parents if above else ()) if tie.to not in line]
    return _Known(tuple(line), entry.codes.cameo, entry.codes.wikidata)


def lack_of_days(event: Event) -> str:
    """What is missing of an event's first and last day, where one of them is."""
    undated = event.start is None and event.end is None
    return "it is undated" if undated else "only one end of its dates is told"


def no_dated_happening(event: Event, unit: str) -> str | None:
    """As ``no_happening``, for a scheme whose records have a date.

    Args:
        event: the event.
        unit: what the scheme calls a record ("row").
    """
    why = no_happening(event)
    if why is None and event.start is None and event.end is None:
        return f"it is undated, and a {unit} needs a date"
    return why


def no_happening(event: Event) -> str | None:
    """Why a scheme of things that happened has no place for an event, or None where it has one.

    A threat is no attack, and the day it was uttered on is not told; what is denied is told by
    no data set of events; a total is told of many happenings at once.

    Args:
        event: the event.
    """
    if event.rejected:
        return "a reviewer rejected it"
    if event.factuality == "denied":
        return "it is denied, and the format holds what happened"
    if event.factuality == "prospective":
        return "it has not happened by the reports, and the format holds what happened"
    if event.aggregate:
        return "it is a total over many events, and the format holds single ones"
    return None
