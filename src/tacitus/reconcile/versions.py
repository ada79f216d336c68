"""What is told of an event, taken apart by who tells it: one version for each account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tacitus.reconcile.copies import SENTENCE_END
from tacitus.reconcile.voices import Voice, own_voice, voice_of
from tacitus.records import Account, Count, Grounded, SideToll, Span, Telling
from tacitus.resolve.sources import resolve_source

KINDS = ("killed", "injured", "captured")


@dataclass(frozen=True, slots=True)
class Version:
    """What some sources tell of an event in one report.

    Attributes:
        telling: the claim, with its report.
        voices: who tells it; the report's own where nobody is credited.
        factuality: how sure they are.
        figures: their figures by kind, over all sides.
        sides: their figures by side.
        main: whether it is the claim as a whole, not an account that the report sets beside it.
        credits: of a claim that credits several, each voice with the words that credit it.
    """

    telling: Telling
    voices: tuple[Voice, ...]
    factuality: str
    figures: tuple[tuple[str, Grounded[Count]], ...]
    sides: tuple[SideToll, ...]
    main: bool
    credits: tuple[tuple[Voice, tuple[Span, ...]], ...] = ()

    def tellers(self, told: Grounded[Count]) -> tuple[Voice, ...]:
        """Who of the voices tells a figure: those credited in its sentence, else all.

        Args:
            told: one of the version's figures.
        """
        text = self.telling.report.text
        near = [
            voice
            for voice, spans in self.credits
            if any(_one_sentence(text, a, b) for a in spans for b in told.spans)
        ]
        return _once(near) or self.voices

    @property
    def key(self) -> str:
        """Key of the claim."""
        return self.telling.key

    @property
    def day(self) -> date | None:
        """Day of publication."""
        return self.telling.report.published

    @property
    def told(self) -> bool:
        """Whether they tell it as having happened, surely or not."""
        return self.factuality in ("asserted", "hedged")


def versions_of(telling: Telling) -> tuple[Version, ...]:
    """The versions of a claim: the report's as a whole, and each account that it sets beside it.

    A source that has an account of its own is taken at that. Where accounts give the figure of a
    kind, the claim's own figure is but their range, and is left out.

    Args:
        telling: a claim with its report.
    """
    claim = telling.claim
    apart = [(account, _voices(account, telling)) for account in claim.accounts]
    heard = {voice.id for _, voices in apart for voice in voices}
    by_account = {kind for account in claim.accounts for kind in KINDS if getattr(account, kind)}
    named = [voice_of(ref, telling) for ref in claim.sources]
    credited = _once(named) or (own_voice(telling.report),)
    found = [
        Version(
            telling,
            voices,
            account.factuality,
            tuple((kind, toll) for kind in KINDS if (toll := getattr(account, kind))),
            tuple(side for side in claim.sides if _of_account(side, account)),
            False,
        )
        for account, voices in apart
    ]
    main = tuple(voice for voice in credited if voice.id not in heard)
    spoken = {id(side) for version in found for side in version.sides}
    figures = tuple(
        (kind, toll) for kind in KINDS if kind not in by_account and (toll := getattr(claim, kind))
    )
    sides = tuple(side for side in claim.sides if id(side) not in spoken)
    if main or figures or sides:
        whole = main or credited
        spans = [given.spans for given in claim.attribution]
        tied = zip(named, spans, strict=True) if len(named) == len(spans) > 1 else ()
        credit = tuple((voice, where) for voice, where in tied if voice in whole)
        sure = claim.factuality.value
        found.insert(0, Version(telling, whole, sure, figures, sides, True, credit))
    return tuple(found)


def _voices(account: Account, telling: Telling) -> tuple[Voice, ...]:
    refs = [resolve_source(source.value) for source in account.attribution]
    return _once([voice_of(ref, telling) for ref in refs]) or (own_voice(telling.report),)


def _once(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    return tuple({voice.id: voice for voice in reversed(voices)}.values())[::-1]


def _one_sentence(text: str, one: Span, other: Span) -> bool:
    """Whether two stretches of a text stand in one sentence."""
    first, second = sorted((one, other))
    return SENTENCE_END.search(text, first.end, max(first.end, second.start)) is None


def _of_account(side: SideToll, account: Account) -> bool:
    """Whether a loss by side was read where the account tells its figure."""
    toll: Grounded[Count] | None = getattr(account, side.kind)
    return toll is not None and any(a.overlaps(b) for a in toll.spans for b in side.toll.spans)
