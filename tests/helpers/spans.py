"""Every span of a coded report, and what must hold for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tacitus.records import Account, Claim, Coded, Count, Grounded, Relation, Span

_VERBATIM = ("initiators", "targets", "within", "attribution", "place", "weapon")


def grounded_of(claim: Claim) -> Iterator[tuple[str, Grounded]]:
    """All grounded values of a claim with the names of their fields."""
    for name in (
        "type",
        "factuality",
        "start",
        "end",
        "killed",
        "injured",
        "captured",
        "aggregate",
    ):
        value = getattr(claim, name)
        if value is not None:
            yield name, value
    for name in _VERBATIM:
        value = getattr(claim, name)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None:
                yield name, each
    for account in claim.accounts:
        yield from _of_account(account)
    for side in claim.sides:
        yield "side", side.toll


def _of_account(account: Account) -> Iterator[tuple[str, Grounded]]:
    for each in account.attribution:
        yield "attribution", each
    for value in (account.killed, account.injured, account.captured):
        if value is not None:
            yield "account", value


def _of_relation(relation: Relation) -> Iterator[tuple[str, Grounded]]:
    yield "subject", relation.subject
    yield "object", relation.object
    for each in relation.attribution:
        yield "attribution", each


def spans_of(coded: Coded) -> Iterator[tuple[str, Span]]:
    """All spans of a coded report with what they belong to."""
    for claim in coded.claims:
        for span in claim.evidence:
            yield "evidence", span
        for account in claim.accounts:
            for span in account.spans:
                yield "account", span
        for name, value in grounded_of(claim):
            for span in value.spans:
                yield name, span
    for relation in coded.relations:
        yield "relation", relation.evidence
        for name, value in _of_relation(relation):
            for span in value.spans:
                yield name, span
    for cut in coded.report.cuts:
        yield "cut", cut.span
    if coded.report.published_span:
        yield "published", coded.report.published_span


def letters(text: str) -> str:
    """The letters and digits of a text, for comparing across mended characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", plain)


def _tells(words: str, count: Count) -> bool:
    """Whether words with digits in them can tell of a count; words without can tell anything."""
    if re.search("hundred|thousand|million|dozen|score", words.casefold()):
        return True
    plain = "".join(c for c in words if unicodedata.category(c) not in ("Cf", "Cc", "Po"))
    numbers = {int(n) for n in re.findall(r"\d+", unicodedata.normalize("NFKC", plain))}
    near = numbers | {n + 1 for n in numbers}
    return not numbers or count.low in near or count.high in near or not count.low


def faults(coded: Coded) -> list[str]:
    """What is wrong with the spans of a coded report; nothing when all is well."""
    text, found = coded.report.text, []
    for name, span in spans_of(coded):
        if not 0 <= span.start < span.end <= len(text) or not span.quote(text).strip():
            found.append(f"{name}: {span} covers nothing")
    for claim in coded.claims:
        if not claim.evidence:
            found.append(f"{claim.id}: no evidence")
        for name, value in grounded_of(claim):
            if name in _VERBATIM and value.value not in [s.quote(text) for s in value.spans]:
                found.append(f"{claim.id} {name}: {value.value!r} is not what its span covers")
            if isinstance(value.value, Count) and value.how is None:
                covered = "".join(s.quote(text) for s in value.spans)
                if not _tells(covered, value.value):
                    found.append(f"{claim.id} {name}: {value.value} from {covered!r}")
    for relation in coded.relations:
        for name, value in _of_relation(relation):
            if (
                name != "attribution"
                and value.how is None
                and letters(value.value) not in [letters(s.quote(text)) for s in value.spans]
            ):
                found.append(f"relation {name}: {value.value!r} is not what its span covers")
    return found
