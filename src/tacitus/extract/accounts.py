"""Versions of an event, where the sources that the report credits differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.extract.attribution import attributions_for
from tacitus.extract.credits import credited
from tacitus.extract.evidence import quote_range
from tacitus.extract.figures import Version, account_figure, same_figure, source_key, versions
from tacitus.records import Account, Count, Grounded, Span
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from tacitus.extract.attribution import AttributionMention
    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

KINDS = ("killed", "injured", "captured")
# sentences after an event within which a denial is still one of it
_DENIED_WITHIN = 3
# an event told by more sources is told by the report itself
_MOST = 6


@dataclass(slots=True)
class _Voice:
    """A source with what it tells of one event."""

    attribution: tuple[Grounded[str], ...]
    factuality: str
    spans: list[Span] = field(default_factory=list)
    figures: dict[str, Grounded[Count]] = field(default_factory=dict)


def find_accounts(draft: Draft, reading: Reading) -> tuple[Account, ...]:
    """One account a source, where sources give different figures or one denies it; else none.

    Args:
        draft: the event.
        reading: the report.
    """
    voices = _voices(draft, reading)
    if len(voices) < 2 or not any(v.attribution for v in voices.values()):
        return ()
    told: dict[str, list[Version]] = {kind: versions(kind, draft, reading) for kind in KINDS}
    for key, voice in voices.items():
        for kind in KINDS:
            figure = account_figure([v for v in told[kind] if v.source == key], told[kind], reading)
            if figure is not None and voice.factuality != "denied":
                voice.figures[kind] = figure
    denied = any(v.factuality == "denied" for v in voices.values())
    if denied == all(v.factuality == "denied" for v in voices.values()) and not _figures_differ(
        voices
    ):
        return ()
    kept = [
        v
        for v in voices.values()
        if v.figures or v.factuality == "denied" or (denied and v.attribution)
    ]
    if denied and all(v.factuality == "denied" for v in kept):
        kept.extend(v for v in voices.values() if v.factuality != "denied")
    return tuple(
        Account(
            v.attribution,
            v.figures.get("killed"),
            v.figures.get("injured"),
            v.figures.get("captured"),
            v.factuality,
            tuple(v.spans),
        )
        for v in kept[:_MOST]
    )


def _figures_differ(voices: dict[str, _Voice]) -> bool:
    for kind in KINDS:
        counts = [v.figures[kind].value for v in voices.values() if kind in v.figures]
        if any(not same_figure(a, b) for a in counts for b in counts):
            return True
    return False


def _voices(draft: Draft, reading: Reading) -> dict[str, _Voice]:
    """The sources of an event's mentions, and those that deny it, in order."""
    out: dict[str, _Voice] = {}
    for mention in draft.mentions:
        said, denying = credited(mention, reading)[:1], _denials_of(mention, reading)
        denials = [] if said else denying
        grounded = tuple(said or [_ground(denials[0], reading)] if said or denials else ())
        factuality = "denied" if denials else mention.factuality
        voice = out.setdefault(_known(grounded, out), _Voice(grounded, factuality))
        voice.spans.append(reading.parsed.span(*quote_range(mention, reading)))
        for denial in denying if said else ():  # "rebels said the army bombed it, which it denied"
            _deny(denial, out, reading)
    for denial in _denials_after(draft, reading):
        _deny(denial, out, reading)
    return out


def _deny(denial: AttributionMention, voices: dict[str, _Voice], reading: Reading) -> None:
    """Add the voice of a source that denies the event, unless it is heard already."""
    grounded = (_ground(denial, reading),)
    key = _known(grounded, voices)
    if key not in voices:
        span = reading.parsed.span(denial.cue, denial.cue + 1)
        voices[key] = _Voice(grounded, "denied", [span])


def _known(grounded: tuple[Grounded[str], ...], voices: dict[str, _Voice]) -> str:
    """The key of a source: a voice heard before under another form of its name, or its own."""
    if not grounded:
        return ""
    key, name = source_key(grounded[0].value), grounded[0].value
    if key in voices:
        return key
    return next(
        (k for k, v in voices.items() if v.attribution and same_name(v.attribution[0].value, name)),
        key,
    )


def _ground(denial: AttributionMention, reading: Reading) -> Grounded[str]:
    first, stop = denial.source_start, denial.source_stop
    spans = (reading.parsed.span(first, stop), reading.parsed.span(denial.cue, denial.cue + 1))
    return Grounded(reading.parsed.quote(first, stop), spans, denial.by)


def _denials_of(mention: Mention, reading: Reading) -> list[AttributionMention]:
    said = attributions_for(mention.main.token, reading.attributions, reading.parsed)
    return [a for a in said if a.verb_class == "denies"]


def _denials_after(draft: Draft, reading: Reading) -> list[AttributionMention]:
    """Denials without an event word, told right after the event ("It denied the charges")."""
    own = {t.token for m in draft.mentions for t in m.triggers}
    out = []
    for said in reading.attributions:
        if said.verb_class != "denies" or not said.resolved:
            continue
        if any(said.covers(t.token) for t in reading.triggers):
            continue
        before = [t.token for t in reading.triggers if t.token < said.cue]
        near = (
            bool(before)
            and reading.sentence_of[said.cue] - reading.sentence_of[before[-1]] <= _DENIED_WITHIN
        )
        if near and before[-1] in own:
            out.append(said)
    return out
