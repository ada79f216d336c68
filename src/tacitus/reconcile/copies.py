"""Reports that are copies of each other, and sentences of one that stand in another.

Texts are compared as sets of shingles, runs of five words (Broder 1997). A report is kept as a
MinHash signature of half a kilobyte, and candidates are found by bands of it (Leskovec, Rajaraman
and Ullman, Mining of Massive Datasets, chapter 3), so that each new report is compared with its
likes alone. Two signatures are compared whatever others there are: copies do not hang on the order
in which reports come. A report of which only some paragraphs are another's is no copy as a whole;
its claims are, where their sentences stand in the other (``Passages``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.reconcile.rulebook import support_book
from tacitus.records import Report, Span, Telling

#: Words of a shingle.
SHINGLE = 5
#: Rows of a signature, and how many of them make a band.
ROWS, BAND = 128, 4
_CHUNK = 4096
_WORD = re.compile(r"[^\W_]+")
# an odd multiplier, so that the order of words within a shingle counts
_STEP = 0x9E3779B97F4A7C15
#: Where a sentence ends, near enough to take in what stands around a claim's evidence.
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """A report's text in short, to find its copies by.

    Attributes:
        report: id of the report.
        words: how many words it has, what is not story left out.
        sketch: the least hash of its shingles under each of ``ROWS`` functions, 4 bytes each.
    """

    report: str
    words: int
    sketch: bytes

    def bands(self) -> tuple[str, ...]:
        """Keys of which copies have at least one in common, to look them up by.

        Reports of which 60 % of all shingles are shared have one in 99 of 100 cases, reports of
        which 20 % are shared in 5.
        """
        if not self.words:
            return ()
        size = 4 * BAND
        parts = (self.sketch[at : at + size] for at in range(0, len(self.sketch), size))
        return tuple(
            hashlib.blake2b(bytes([number]) + part, digest_size=8).hexdigest()
            for number, part in enumerate(parts)
        )

    def to_json(self) -> dict[str, Any]:
        """The signature as plain values."""
        return {"report": self.report, "words": self.words, "sketch": self.sketch.hex()}

    @staticmethod
    def from_json(form: Mapping[str, Any]) -> Signature:
        """The signature that ``to_json`` gave."""
        return Signature(form["report"], form["words"], bytes.fromhex(form["sketch"]))


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports of one text.

    Attributes:
        a, b: ids of the reports, in their order.
        share: of all their shingles, the part that both have, as estimated.
    """

    a: str
    b: str
    share: float


@dataclass(frozen=True)
class Copies:
    """Which reports are copies of each other.

    Attributes:
        pairs: the reports found alike, by id.
    """

    pairs: tuple[Copy, ...] = ()
    _heads: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_heads", joined((pair.a, pair.b) for pair in self.pairs))

    def head(self, report: str) -> str:
        """The id that stands for all copies of a report: the first of their ids."""
        return self._heads.get(report, report)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Reports of one text, two or more each, by id."""
        found: dict[str, list[str]] = {}
        for report in sorted(self._heads):
            found.setdefault(self._heads[report], []).append(report)
        return tuple(tuple(group) for _, group in sorted(found.items()))


class CopyIndex:
    """Signatures in memory, to find the copies of each new report among those before it."""

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        self._known: list[Signature] = []
        self._at: dict[str, int] = {}
        self._bands: dict[int, int | list[int]] = {}
        for signature in signatures:
            self.add(signature)

    def add(self, signature: Signature) -> tuple[Copy, ...]:
        """Take a report in.

        Args:
            signature: of the report; one whose id is known is not taken in again.

        Returns:
            The known reports that it is a copy of.
        """
        if signature.report in self._at:
            return ()
        number = len(self._known)
        likely: set[int] = set()
        for band in signature.bands():
            key = int(band, 16)
            held = self._bands.get(key)
            if held is None:
                self._bands[key] = number
            elif isinstance(held, int):
                likely.add(held)
                self._bands[key] = [held, number]
            else:
                likely.update(held)
                held.append(number)
        self._known.append(signature)
        self._at[signature.report] = number
        found = (compared(signature, self._known[other]) for other in likely)
        return tuple(sorted((c for c in found if c), key=lambda c: (c.a, c.b)))


def signature(report: Report) -> Signature:
    """The signature of a report; the same for the same text.

    Args:
        report: what its ``cuts`` mark as no story does not count.
    """
    hashes = _shingles(report.id, report.text, tuple(cut.span for cut in report.cuts))
    least = np.full(ROWS, np.iinfo(np.uint32).max, dtype=np.uint32)
    factors, addends = _functions()
    for at in range(0, len(hashes), _CHUNK):
        part = hashes[at : at + _CHUNK]
        # the high half of a multiplication is a hash of its own (Dietzfelbinger and others 1997)
        values = (part[None, :] * factors[:, None] + addends[:, None]) >> np.uint64(32)
        least = np.minimum(least, values.min(axis=1).astype(np.uint32))
    return Signature(report.id, _words_of(report), least.astype("<u4").tobytes())


def compared(one: Signature, other: Signature) -> Copy | None:
    """The two reports as copies of each other, or None where their texts differ.

    Args:
        one: the signature of a report.
        other: that of another.
    """
    if not one.words or not other.words or one.report == other.report:
        return None
    rows = np.frombuffer(one.sketch, "<u4") == np.frombuffer(other.sketch, "<u4")
    share = float(rows.mean())
    if share < support_book().copies.whole:
        return None
    a, b = sorted((one.report, other.report))
    return Copy(a, b, round(share, 2))


def copies(reports: Iterable[Report | Signature]) -> Copies:
    """Which of many reports are copies of each other; the same in any order.

    Args:
        reports: reports or their signatures.
    """
    index = CopyIndex()
    found: list[Copy] = []
    for given in reports:
        made = given if isinstance(given, Signature) else signature(given)
        found += index.add(made)
    return Copies(tuple(sorted(found, key=lambda c: (c.a, c.b))))


def passage(telling: Telling) -> str:
    """The sentences that a claim's evidence stands in."""
    text = telling.report.text
    parts: list[Span] = []
    for span in sorted(telling.claim.evidence):
        ends = [m.end() for m in SENTENCE_END.finditer(text, max(0, span.start - 1000), span.start)]
        start = ends[-1] if ends else max(0, span.start - 1000)
        after = SENTENCE_END.search(text, max(span.start, span.end - 1))
        end = after.end() if after else len(text)
        if parts and start <= parts[-1].end:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, end))
        else:
            parts.append(Span(start, end))
    return "\n".join(part.quote(text) for part in parts)


class Passages:
    """Some reports, to find which of them hold a claim's sentences.

    Args:
        reports: where sentences are looked for.
    """

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = list(reports)
        held = [
            _shingles(report.id, report.text, tuple(cut.span for cut in report.cuts))
            for report in self._reports
        ]
        hashes = np.concatenate(held) if held else np.empty(0, dtype=np.uint64)
        owners = np.repeat(np.arange(len(held)), [len(part) for part in held])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def shares(self, part: str) -> dict[str, float]:
        """How much of some sentences stands in each report, word for word.

        Args:
            part: the sentences.

        Returns:
            The part of their shingles, from 0 to 1, by report; without reports that hold none.
            Empty where they are too few words to tell.
        """
        words = _WORD.findall(part.casefold())
        if len(words) < support_book().copies.passage_words:
            return {}
        sought = _hashed(words)
        first = np.searchsorted(self._hashes, sought, "left")
        last = np.searchsorted(self._hashes, sought, "right")
        hits = [self._owners[a:b] for a, b in zip(first, last, strict=True) if a < b]
        if not hits:
            return {}
        counts = np.bincount(np.concatenate(hits), minlength=len(self._reports))
        return {
            self._reports[number].id: float(counts[number] / len(sought))
            for number in np.flatnonzero(counts)
        }


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names tied by pairs, each with the first name of all that it is tied to."""
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        while heads.setdefault(name, name) != name:
            heads[name] = heads[heads[name]]
            name = heads[name]
        return name

    for a, b in pairs:
        one, other = sorted((head(a), head(b)))
        heads[other] = one
    return {name: head(name) for name in list(heads)}


def _words_of(report: Report) -> int:
    return sum(len(_WORD.findall(part)) for part in _story(report.text, report.cuts))


def _story(text: str, cuts: Iterable[Any]) -> Iterator[str]:
    """A report's text without what is cut from it."""
    at = 0
    for span in sorted(getattr(cut, "span", cut) for cut in cuts):
        if span.start > at:
            yield text[at : span.start]
        at = max(at, span.end)
    yield text[at:]


@lru_cache(maxsize=2048)
def _shingles(_report: str, text: str, cuts: tuple[Span, ...]) -> Hashes:
    """The hashes of a text's shingles, each once; kept, since its claims are met one by one."""
    words = _WORD.findall("\n".join(_story(text, cuts)).casefold())
    return np.unique(_hashed(words))


def _hashed(words: list[str]) -> Hashes:
    """The hashes of all shingles of a run of words; a run shorter than one is one shingle."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    single = np.fromiter((_hash(word) for word in words), dtype=np.uint64, count=len(words))
    size = min(SHINGLE, len(words))
    found = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for at in range(size):
        found = found * np.uint64(_STEP) + single[at : at + len(found)]
    # multiplication leaves the low bits weak: the high ones are folded down
    found ^= found >> np.uint64(29)
    return found * np.uint64(0xBF58476D1CE4E5B9)


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@cache
def _functions() -> tuple[Hashes, Hashes]:
    """The hash functions of a signature: odd factors, and addends; always the same."""
    raw = hashlib.shake_256(b"tacitus minhash").digest(16 * ROWS)
    numbers = np.frombuffer(raw, dtype="<u8")
    return numbers[:ROWS] | np.uint64(1), numbers[ROWS:]
