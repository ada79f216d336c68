"""Mentions of actors as their report has them: whole words, and who "the group" is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.knowledge.actors import fold, load_kinds, load_nouns
from tacitus.resolve.mentions import take_apart

if TYPE_CHECKING:
    from tacitus.records import ActorRef, Span

_HYPHENS = "-‑–"
_ARTICLE = "the "


def whole_words(span: Span, text: str) -> str:
    """The words of a mention with the start of a hyphenated word that it broke off.

    A mention "backed militants" of "Turkish-backed militants" would lose whom they are tied to.

    Args:
        span: of the mention.
        text: of the report.
    """
    start = span.start
    if start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        start -= 1
        while start and (text[start - 1].isalnum() or text[start - 1] in _HYPHENS):
            start -= 1
    words = text[start : span.end]
    # "al-Harith" says no more than "Harith"; what counts is a tie that was broken off
    return words if take_apart(words).ties else span.quote(text)


def groups_named_before(refs: Sequence[tuple[Span, ActorRef]], text: str) -> list[ActorRef]:
    """The references, "the group" resolved to the group that was named last before it.

    Args:
        refs: the actors of a report's claims with where each is mentioned.
        text: of the report.
    """
    named = sorted(
        ((span, ref) for span, ref in refs if ref.actor is not None and _is_group(ref)),
        key=lambda pair: pair[0],
    )
    out = []
    for span, ref in refs:
        before = [other for where, other in named if where.end <= span.start]
        if before and ref.actor is None and not ref.affiliation and _is_anaphor(span, text):
            out.append(_referred(ref, before[-1]))
        else:
            out.append(ref)
    return out


def _is_group(ref: ActorRef) -> bool:
    kind = load_kinds()[ref.kind]
    return ref.kind == "political" or (kind.armed is True and kind.state is False)


def _is_anaphor(span: Span, text: str) -> bool:
    words = fold(span.quote(text))
    definite = text[: span.start].lower().endswith(_ARTICLE) or span.quote(text).lower().startswith(
        _ARTICLE
    )
    return definite and len(words) == 1 and words[0] in load_nouns().lists.anaphors


def _referred(ref: ActorRef, named: ActorRef) -> ActorRef:
    return replace(
        ref,
        actor=named.actor,
        name=named.name,
        kind=named.kind,
        country=named.country,
        reason=f"the group named last before it, as {named.mention!r}",
        candidates=(),
        scores=named.scores[:1],
    )
