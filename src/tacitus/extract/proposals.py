"""What the learned reader proposes: words that tell of events, put together, with their parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from tacitus.extract.aggregates import conflict_totals
from tacitus.extract.apart import (
    blame_apart,
    days_apart,
    lent,
    stories_apart,
    sums_apart,
    towns_apart,
    words_of,
)
from tacitus.extract.deeds import is_reply, two_deeds
from tacitus.extract.grouping import told_with
from tacitus.extract.kinship import chances, claim_numbers, features
from tacitus.extract.reading import is_town
from tacitus.extract.screening import worth_reading
from tacitus.extract.spots import numbers_in
from tacitus.extract.tellings import Part, Proposal, Telling
from tacitus.learned.decode import Run, groups, runs
from tacitus.learned.labels import LOSSES, ROLES
from tacitus.learned.model import Answer, Labels, Model
from tacitus.learned.pieces import Pieces
from tacitus.parse.heading import LONGEST_PREFIX
from tacitus.resolve.dates import time_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tacitus.extract.reading import Reading
    from tacitus.knowledge.learned import Trust
    from tacitus.records import Claim, PlaceRef, Span
    from tacitus.resolve.dates import TimeMention

# in place of a likeness where a day or a town speaks against one event, and where both do; other
# tellings may outweigh the first: a report may give one event two days, or go from town to town
_APART, _NEVER = -1.0, -100.0
# kinds of places that are no more than a town
_SMALL = frozenset({"settlement", "district", "site", "unknown"})
# pieces and sentences apart beyond which two tellings are simply far from each other
_FAR_PIECES, _FAR_SENTENCES = 300, 10
# types of fire that one side gives and the other may return; bombs and raids are not returned so
_AT_A_DISTANCE = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
_HYPHENS = frozenset("-‐–")


class Proposer:
    """Asks the model about one report.

    Args:
        reading: the report as the rules see it.
        model: the model.
        trust: how far it is trusted.
        ruled: the rules' claims, which tell what belongs together; empty without them.
    """

    def __init__(
        self, reading: Reading, model: Model, trust: Trust, ruled: Sequence[Claim] = ()
    ) -> None:
        self.reading, self.model, self.trust, self.ruled = reading, model, trust, ruled
        self.pieces = Pieces(reading.parsed, model.tokenizer, worth_reading(reading))
        self.labels: Labels = model.read(
            self.pieces.ids, self.pieces.offsets, self.pieces.sentences
        )
        self._begins = [t.idx for t in reading.parsed.doc]
        # spaCy joins a text of its tokens anew each time that it is asked for
        self._text = reading.parsed.doc.text

    def proposals(self) -> list[Proposal]:
        """The events of the report, in order of their first telling."""
        tellings = self.tellings()
        if not tellings:
            return []
        ruled = self._claims(tellings)
        deeds, stories = blame_apart(ruled, _AT_A_DISTANCE), self._stories(tellings, ruled)
        others = self._of_others(tellings)
        together = self._joined(tellings, deeds | stories | others)
        found = [self._event([tellings[n] for n in group]) for group in together]
        told = [{telling.sentence for telling in proposal.tellings} for proposal in found]
        for proposal, own, mine in zip(found, told, together, strict=True):

            def of(pairs: np.ndarray, mine: list[int] = mine) -> Iterator[set[int]]:
                """The sentences of the events that one of the pairs sets apart from this one."""
                for sentences, group in zip(told, together, strict=True):
                    if pairs[np.ix_(mine, group)].any():
                        yield sentences

            proposal.others = frozenset().union(*told) - own
            proposal.rivals = frozenset().union(*of(deeds)) - own
            proposal.elsewhere = frozenset().union(*of(deeds | stories)) - own
            rivals = [ruled[n] for n in np.flatnonzero((deeds | others)[mine].any(axis=0))]
            self._leave_to(rivals, [ruled[n] for n in mine], proposal)
        self._leave_figures(list(zip(found, told, strict=True)))
        return found

    def _leave_to(
        self, rivals: Sequence[Claim | None], own: Sequence[Claim | None], proposal: Proposal
    ) -> None:
        """Take from an event the words that the rules have in claims of its rivals alone."""
        span = self.reading.parsed.span
        for role in (*LOSSES, "initiators", "targets", "place", "weapon"):
            theirs = words_of(rivals, role) - words_of(own, role)
            proposal.parts[role] = [
                part
                for part in proposal.parts[role]
                if not any(span(part.first, part.stop).overlaps(words) for words in theirs)
            ]

    def _leave_figures(self, events: Sequence[tuple[Proposal, set[int]]]) -> None:
        """Take from events the figures that are other events' tolls."""
        for proposal, own in events:
            for kind in LOSSES:
                proposal.parts[kind] = [
                    part
                    for part in proposal.parts[kind]
                    if not self._of_another(part, kind, own, events)
                ]

    def _of_another(
        self, part: Part, kind: str, own: set[int], events: Sequence[tuple[Proposal, set[int]]]
    ) -> bool:
        """Whether a figure is the toll of the event that its sentence tells of, not of this one."""
        sentence = self.reading.sentence_of[part.first]
        return sentence not in own and any(
            sentence in told
            and other.score >= self.trust.event
            and any(
                p.first < part.stop and part.first < p.stop and p.score > part.score
                for p in other.parts[kind]
            )
            for other, told in events
        )

    def tokens(self, run: Run) -> tuple[int, int]:
        """The tokens behind some pieces, as a range."""
        start, end = self.pieces.offsets[run.first][0], self.pieces.offsets[run.stop - 1][1]
        first = bisect_right(self._begins, start) - 1
        return first, max(first + 1, bisect_right(self._begins, end - 1))

    def token_at(self, words: Span) -> int:
        """Index of the token that some words of the report begin with."""
        begin = bisect_left(self.reading.parsed.view.begin, words.start)
        return max(0, bisect_right(self._begins, begin) - 1)

    def sentence_of(self, words: Span) -> int:
        """Index of the sentence that some words of the report begin in."""
        return self.reading.sentence_of[self.token_at(words)]

    def likeliest(self, proposal: Proposal, role: str, words: Span) -> float:
        """How likely the likeliest of some words fills a role of an event.

        Args:
            proposal: the event.
            role: its name.
            words: in the report.
        """
        view = self.reading.parsed.view
        start, end = bisect_left(view.begin, words.start), bisect_left(view.begin, words.end)
        pieces = self.pieces.of_view(start, end)
        return float(proposal.chance[pieces, ROLES.index(role)].max(initial=0.0))

    def tellings(self) -> list[Telling]:
        """Words that tell of events, in order."""
        doc = self.reading.parsed.doc
        if not len(self.pieces.ids):
            return []
        told = self.model.told(self.labels)
        breaks = np.diff(self.pieces.sentences, prepend=-1) > 0
        wanted = [self.tokens(r) for r in runs(told, self.trust.candidate, breaks)]
        ruled = [(t.first, t.stop) for t in self.reading.triggers]
        spans = ruled + [(a, b) for a, b in wanted if not any(a < d and c < b for c, d in ruled)]
        marked = []
        for first, stop in spans:
            place = self.reading.place_at.get(first)
            calm = self.reading.sentence_of[first] in self.reading.calm
            if calm or is_town(place, first, stop, self.reading.parsed):
                continue
            span = doc[first:stop]
            marks = np.array(self.pieces.of_view(span.start_char, span.end_char), dtype=int)
            if len(marks) and told[marks].max() >= self.trust.least:
                marked.append((float(told[marks].max()), first, stop, marks))
        # the likeliest of a text that is all triggers, so that time for it stays in hand
        likeliest = sorted(marked, key=lambda m: (-m[0], m[1]))[: self.trust.most]
        out = []
        for _, first, stop, marks in sorted(likeliest, key=lambda m: m[1:3]):
            answer = self.model.ask(self.labels, marks, self.pieces.sentences)
            score = float(answer.heads["valid"][0])
            if score >= self.trust.telling:
                sentence = self.reading.sentence_of[first]
                out.append(Telling(first, stop, sentence, marks, score, answer))
        return out

    def likenesses(self, tellings: Sequence[Telling]) -> np.ndarray:
        """Likenesses of all pairs of tellings, as `kinship.features` has them."""
        n = len(tellings)
        one, other = np.triu_indices(n, 1)
        alike = np.eye(n)
        if len(one):
            likeness = np.array([t.answer.likeness for t in tellings])
            at = np.array([float(t.pieces[0]) for t in tellings])
            sentence = np.array([float(self.pieces.sentences[t.pieces[0]]) for t in tellings])
            apart = np.abs(sentence[one] - sentence[other])
            extra = np.stack(
                [
                    apart == 0,
                    np.minimum(apart, _FAR_SENTENCES) / _FAR_SENTENCES,
                    np.minimum(np.abs(at[one] - at[other]), _FAR_PIECES) / _FAR_PIECES,
                ],
                axis=-1,
            )
            alike[one, other] = self.model.same(likeness[one], likeness[other], extra)
            alike[other, one] = alike[one, other]
        return features(tellings, alike, len(self.pieces.ids), self._ruled(tellings))

    def _ruled(self, tellings: Sequence[Telling]) -> list[int]:
        """For each telling the number of the rules' claim it stands in, or -1."""
        words = [self.reading.parsed.span(t.first, t.stop) for t in tellings]
        return claim_numbers(words, self.ruled)

    def _claims(self, tellings: Sequence[Telling]) -> list[Claim | None]:
        """For each telling the rules' claim it stands in, None for none."""
        return [self.ruled[n] if n >= 0 else None for n in self._ruled(tellings)]

    def _stories(self, tellings: Sequence[Telling], ruled: Sequence[Claim | None]) -> np.ndarray:
        """Pairs of tellings of two places, each with a toll of its own or told as another."""
        small = {
            self.reading.parsed.quote(place.start, place.stop)
            for place in self.reading.places
            if place.kind in _SMALL
        }
        another = [self._another(telling) for telling in tellings]
        return stories_apart(ruled, small, another)

    def _of_others(self, tellings: Sequence[Telling]) -> np.ndarray:
        """Pairs of tellings of two deeds: one of those whom the other befalls, or a reply."""
        doc = self.reading.parsed.doc
        roots = [doc[t.first : t.stop].root for t in tellings]
        at = [telling.sentence for telling in tellings]

        def apart(one: int, other: int) -> bool:
            if at[one] == at[other]:
                return two_deeds(roots[one], roots[other])
            first, second = sorted((one, other), key=at.__getitem__)
            near = at[second] - at[first] == 1
            return near and is_reply(roots[second]) and not is_reply(roots[first])

        every = range(len(tellings))
        return np.array([[apart(one, other) for one in every] for other in every])

    def _another(self, telling: Telling) -> bool:
        """Whether words beside those of a telling say that it is another happening."""
        root = self.reading.parsed.doc[telling.first : telling.stop].root
        noun = root.pos_ in ("NOUN", "PROPN")
        return told_with(self.reading.syntax.another, root, noun=noun)

    def _joined(self, tellings: Sequence[Telling], two: np.ndarray) -> list[list[int]]:
        weights = self.trust.joining if self.ruled else self.trust.joining_alone
        alike = chances(self.likenesses(tellings), weights)
        times = [self._time(t) for t in tellings]
        towns = [self._town(t) for t in tellings]
        alike[days_apart(times) | towns_apart(towns)] = _APART
        times, towns = lent(times, towns, [self._paragraph(t) for t in tellings])
        never = days_apart(times) & towns_apart(towns)
        sums = sums_apart(
            [(t.first, t.stop, t.sentence) for t in tellings],
            {total.verb for total in conflict_totals(self.reading)},
        )
        alike[never | sums | two] = _NEVER
        return groups(alike, self.trust.same)

    def _time(self, telling: Telling) -> TimeMention | None:
        """The time that stands by the words of a telling."""
        doc = self.reading.parsed.doc
        root = doc[telling.first : telling.stop].root
        return time_for(root, self.reading.times, self.reading.parsed)

    def _paragraph(self, telling: Telling) -> int:
        """The number of the paragraph that a telling stands in."""
        return self._text.count("\n\n", 0, self._begins[telling.first])

    def _town(self, telling: Telling) -> PlaceRef | None:
        """The town that alone is named in the sentence of a telling, where it is known."""
        sentence = self.reading.sentences[telling.sentence]
        named = (
            self.reading.refs[n] for n in numbers_in(self.reading, sentence.start, sentence.end)
        )
        refs = {ref.gazetteer_id: ref for ref in named if ref.feature == "settlement"}
        return next(iter(refs.values())) if len(refs) == 1 else None

    def _event(self, tellings: list[Telling]) -> Proposal:
        best = max(tellings, key=lambda t: t.score)
        answers = [t.answer for t in tellings]
        if len(tellings) > 1:
            marks = np.unique(np.concatenate([t.pieces for t in tellings]))
            answers.append(self.model.ask(self.labels, marks, self.pieces.sentences))
        weights = np.array([t.score for t in tellings] + [1.0] * (len(tellings) > 1))
        heads = {
            k: np.average([a.heads[k] for a in answers], axis=0, weights=weights)
            for k in best.answer.heads
        }
        chance = self._chances(answers, weights)
        proposal = Proposal(tellings, best.score, heads, chance)
        for n, role in enumerate(ROLES):
            found = runs(chance[:, n], self.trust.roles[role])
            parts = _hyphened([Part(*self.tokens(r), r.score) for r in found], self.reading)
            proposal.parts[role] = sorted(parts, key=lambda p: (-p.score, p.first))
        return proposal

    def _chances(self, answers: Sequence[Answer], weights: np.ndarray) -> np.ndarray:
        """Probabilities that pieces of the report fill roles, pieces x roles.

        The mean over what the answers say that looked at a piece, each by its weight.
        """
        total = np.zeros((len(self.pieces.ids), len(ROLES)))
        seen = np.zeros((len(self.pieces.ids), 1))
        for answer, weight in zip(answers, weights, strict=True):
            total[answer.seen] += weight * answer.roles[:, :, 1]
            seen[answer.seen] += weight
        return np.asarray(total / np.maximum(seen, 1e-9))


def _dash(before: str, after: str) -> bool:
    """Whether a hyphen stands for a dash: "peace-Turkey", but "pro-Kurdish" and "al-Qaeda"."""
    return before.islower() and len(before) > LONGEST_PREFIX and after[:1].isupper()


def _hyphened(parts: list[Part], reading: Reading) -> list[Part]:
    """The parts in order, those on both sides of a hyphen ("US-led coalition") put together."""
    doc = reading.parsed.doc
    out: list[Part] = []
    for part in parts:
        first, score = part.first, part.score
        while (
            first > 1
            and doc[first - 1].text in _HYPHENS
            and not doc[first - 1].whitespace_
            and not _dash(doc[first - 2].text, doc[first].text)
        ):
            first -= 2
        stop = part.stop
        while (
            stop + 1 < len(doc)
            and doc[stop].text in _HYPHENS
            and not (doc[stop].whitespace_ or doc[stop - 1].whitespace_)
        ):
            stop += 2
        if out and first <= out[-1].stop:
            first, score = out[-1].first, max(score, out[-1].score)
            out.pop()
        out.append(Part(first, stop, score))
    return out
