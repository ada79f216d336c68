"""One report asked about, its answers checked and made claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.llm.answers import BadAnswerError, read_events
from tacitus.llm.backend import Answer, AskError, Backend, Messages, estimate
from tacitus.llm.budget import Budget
from tacitus.llm.cache import Cache
from tacitus.llm.claims import ClaimMaker
from tacitus.llm.defaults import STRETCH
from tacitus.llm.drops import Drops
from tacitus.llm.prompt import Prompt, make_prompt, report_message
from tacitus.parse.document import parse
from tacitus.parse.grounding import Ground
from tacitus.parse.stretches import stretches
from tacitus.pipeline import Engine, problems_of, versions
from tacitus.read.language import not_coded
from tacitus.records import Coded, Problem
from tacitus.resolve.place_views import viewed
from tacitus.resolving import resolve_claims

if TYPE_CHECKING:
    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, PlaceRef, Report, Span

_AGAIN = "That was not usable ({fault}). Answer with the JSON object only, in the form asked for."


@dataclass(slots=True)
class LlmCoder:
    """Codes reports by asking a model.

    Attributes:
        backend: answers.
        budget: what may be asked, and what was.
        codebook: a codebook file of one's own, or None for the packaged one.
        cache_folder: where answers are kept, or None for the user's cache.
        stretch: characters shown at a time.
        ask_again: whether to ask again where the answer kept is of no use.
        drops: all that was dropped.
        cached: stretches answered from the cache.
    """

    backend: Backend
    budget: Budget = field(default_factory=Budget)
    codebook: Path | None = None
    cache_folder: Path | None = None
    stretch: int = STRETCH
    ask_again: bool = False
    drops: Drops = field(default_factory=Drops)
    cached: int = 0
    prompt: Prompt = field(init=False)
    _cache: Cache = field(init=False)
    _types: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        book = load_codebook(self.codebook)
        self._types = tuple(name for members in book.event_types.values() for name in members)
        self.prompt = make_prompt(book, bounded=self.backend.bounded)
        settings = f"{self.prompt.version}-{self.backend.answer_tokens}"
        self._cache = Cache(
            self.backend.model, self.backend.identity, settings, folder=self.cache_folder
        )

    def code(self, report: Report) -> Coded:
        """Code one report.

        Args:
            report: what ``tacitus.read`` gave.

        Returns:
            The report with the claims that it bears out; what was dropped is among the problems.
            A report in another language than English is not asked about and has none.

        Raises:
            AskError: when an answer could not be had, or was of no use also the second time.
            TacitusError: when no request can succeed, or answers cannot be kept.
        """
        foreign = not_coded(report)
        if foreign is not None:
            problems = (*report.problems, foreign)
            return Coded(report, (), (), problems, self._versions())
        parts = stretches(report.text, self.stretch)
        answers = list(self._answers(report, parts))
        claims: list[Claim] = []
        notes: list[Problem] = []
        drops = Drops()
        book, index, gazetteer = (
            load_codebook(self.codebook),
            load_index(self.codebook),
            open_gazetteer(),
        )
        for part, (answer, events) in zip(parts, answers, strict=True):
            if answer.cut:
                notes.append(
                    Problem(
                        "answer-cut",
                        f"The answer was cut off; the {len(events)} events told in full were read.",
                        "Allow more --answer-tokens or take a shorter --stretch.",
                    )
                )
            reading = read_out(parse(report, part), book, index, gazetteer)
            maker = ClaimMaker(
                report,
                reading.parsed,
                Ground(report, part),
                self._types,
                f"llm:{self.backend.model}",
                drops,
            )
            resolved = resolve_claims(tuple(maker.claims(events)), reading)
            claims.extend(_placed(claim, reading) for claim in resolved)
        self.drops.add(drops)
        numbered = tuple(replace(claim, id=f"e{n}") for n, claim in enumerate(claims, 1))
        problems = (*problems_of(report, parts, numbered), *notes, *drops.problems())
        return Coded(report, numbered, (), problems, self._versions())

    def _versions(self) -> dict[str, str]:
        return versions(self.codebook, Engine.RULES) | {
            "engine": "llm",
            "llm": self.backend.model,
            "prompt": self.prompt.version,
        }

    def _answers(
        self, report: Report, parts: Iterable[Span]
    ) -> Iterator[tuple[Answer, list[object]]]:
        opened = False
        for part in parts:
            message = report_message(report, part)
            answer = self._cache.get(message)
            if answer is not None:
                try:
                    events = read_events(answer)
                    self.cached += 1
                except BadAnswerError as fault:
                    if not self.ask_again:
                        raise _useless(fault) from fault
                else:
                    yield answer, events
                    continue
            if not opened:
                self.budget.open_report()
                opened = True
            yield self._asked(message)

    def _asked(self, message: str) -> tuple[Answer, list[object]]:
        """An answer to a message, asked for twice at most, and kept."""
        messages = [
            {"role": "system", "content": self.prompt.system},
            {"role": "user", "content": message},
        ]
        answer = self._ask(messages)
        try:
            events = read_events(answer)
        except BadAnswerError as fault:
            said = {"role": "assistant", "content": answer.content}
            told = {"role": "user", "content": _AGAIN.format(fault=fault)}
            answer = self._ask([*messages, said, told])
            # kept also when it is of no use: the next run need not pay for the same again
            self._cache.put(message, answer)
            try:
                return answer, read_events(answer)
            except BadAnswerError as again:
                raise _useless(again) from again
        self._cache.put(message, answer)
        return answer, events

    def _ask(self, messages: Messages) -> Answer:
        self.budget.allow(estimate(messages) + self.backend.answer_tokens)
        try:
            answer = self.backend.ask(messages, self.prompt.schema)
        except AskError as failure:
            self.budget.spend(failure.tokens)
            raise
        self.budget.spend(answer.tokens)
        return answer


def _useless(fault: BadAnswerError) -> AskError:
    return AskError(
        "bad-answer",
        f"the model's answer is of no use ({fault}).",
        "Another model or more --answer-tokens may do better; --ask-again asks anew.",
    )


def _placed(claim: Claim, reading: Reading) -> Claim:
    """A claim whose place is worded a little otherwise than the place finder's gets its reference.

    Resolution goes by the exact characters; the model may give "the town of Bara" for "Bara".
    """
    if claim.place is None or claim.place_ref is not None:
        return claim
    span = claim.place.spans[0]
    best: tuple[int, PlaceRef] | None = None
    for place, ref in zip(reading.places, reading.refs, strict=True):
        own = reading.parsed.span(place.start, place.stop)
        shared = min(own.end, span.end) - max(own.start, span.start)
        if shared > 0 and (best is None or shared > best[0]):
            best = (shared, ref)
    if best is None:
        return claim
    day = date.fromisoformat(claim.end.value) if claim.end else reading.day
    return replace(claim, place_ref=viewed(best[1], day))
