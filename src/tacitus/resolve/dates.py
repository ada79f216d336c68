"""Mentions of time in a report, resolved against the report's own day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tacitus.resolve.calendar import NOWHERE, Interval, one_day
from tacitus.resolve.date_reading import Context, Reading
from tacitus.resolve.date_steps import Rules
from tacitus.resolve.date_words import FREE, Found, class_string, forms_from, lexicon
from tacitus.resolve.dateline import reference_day, reference_of
from tacitus.resolve.feasts import readings_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from tacitus.parse.document import Parsed

__all__ = ["TimeMention", "find_times", "reference_day", "time_for"]

_CLAUSE_DEPS = frozenset({"advcl", "relcl", "acl", "ccomp", "csubj", "parataxis", "pcomp"})
# Clauses whose time is that of their own verb.
_CLOSED_DEPS = frozenset({"advcl", "relcl", "ccomp", "csubj", "parataxis"})
# Clauses whose deeds have a time of their own, apart from the one told above them; below a noun
# also those that tell what somebody does about the deed it names.
_ASIDE = frozenset({"relcl"})
_ASIDE_FOR_NOUNS = frozenset({"advcl", "pcomp", "xcomp", "acl", "ccomp"})
_TELLING = frozenset({"point", "since", "future", "deadline", "bound"})
_OF_PREPOSITION = frozenset({"pobj", "pcomp", "prep"})
_INSIDE_NOUN = frozenset({"compound", "nmod", "poss", "nummod", "amod"})
# Leaving or entering a clause by its verb costs more than a step within it. Set by judgement, and
# only checked on the gold training reports: 168 of 195 mentions taken had the right first day.
_CLAUSE_COST = 3
_UP_COST = 1
_FAR = 12


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that tell when.

    Attributes:
        start, stop: tokens of the mention, with its "since", "by" or "before".
        first, last: first and last possible day, ISO 8601; None where open or unknown.
        precision: "day", "days", "week", "month", "season", "year" or "span".
        kind: "point" (when something happened), "since" (from then up to the report's day),
            "bound" (before or after a date), "duration", "habitual", "age", "deadline",
            "future", "clock" (time of day without a date) or "dateline" (the report's own date).
        how: one line on how it was worked out.
        by: the rule that gave it, "time:NAME".
    """

    start: int
    stop: int
    first: str | None
    last: str | None
    precision: str
    kind: str
    how: str
    by: str


def find_times(parsed: Parsed) -> list[TimeMention]:
    """All mentions of time in a report, in order of their first token.

    Args:
        parsed: the report.

    Returns:
        Mentions with their intervals; a clause "since the war began in 2011" gives a mention of
        kind "since" beside the point "2011" inside it.
    """
    doc = parsed.doc
    words = [token.lower_ for token in doc]
    codes = class_string(doc, words)
    reference, _, dateline = reference_of(parsed)
    context = Context(doc, words, codes, reference, lambda index: _is_future(doc, index))
    rules = Rules(context)
    mentions: list[TimeMention] = []
    for reading in readings_in(context):
        start, stop = reading.start or 0, reading.stop or 0
        mentions.append(_mention(context, Found("feast", start, stop, {}), reading))
        # "Easter Sunday" is no Sunday like others
        codes = codes[:start] + FREE * (stop - start) + codes[stop:]
    steps: list[tuple[int, int | None]] = []
    place = 0
    while candidates := forms_from(codes, place):
        place = candidates[0].start + 1
        for found in candidates:
            if _only_a_name(found, words):
                place = found.stop
                break
            readings = rules.read(found)
            if readings:
                for reading in readings:
                    if reading.kind == "step":
                        steps.append((len(mentions), reading.steps))
                    mentions.append(_mention(context, found, reading))
                place = found.stop
                break
    if dateline is not None:
        mentions = [
            replace(mention, kind="dateline", how="the report's own date")
            if parsed.span(mention.start, mention.stop).overlaps(dateline)
            else mention
            for mention in mentions
        ]
    mentions = _with_anchors(doc, mentions, steps)
    return sorted(
        mentions + _since_clauses(doc, mentions, reference),
        key=lambda m: (m.start, -m.stop),
    )


def _only_a_name(found: Found, words: Sequence[str]) -> bool:
    """Whether a day and month are the name of what stands behind them: "9 October Avenue"."""
    if found.rule != "date" or found.stop >= len(words):
        return False
    named, behind = lexicon().times.named_after_days, words[found.stop]
    if behind in named.groups:  # "On 3 March coalition jets" lacks a comma
        return found.start > 0 and words[found.start - 1] in ("the", "of", "a")
    return behind in named.places


def _mention(context: Context, found: Found, reading: Reading) -> TimeMention:
    start = found.start if reading.start is None else reading.start
    stop = found.stop if reading.stop is None else reading.stop
    interval, kind, how = reading.interval, reading.kind, reading.how
    begin = start
    while begin and context.words[begin - 1] in (
        "the",
        "about",
        "around",
        "early",
        "late",
        "least",
    ):
        begin -= 1
    opener = lexicon().classes.get(context.words[begin - 1]) if begin else None
    at_noun = stop < len(context.doc) and _modifies_next(context.doc, stop)
    if kind in ("point", "future") and opener in (
        "since",
        "by",
        "until",
        "before",
        "after",
    ):
        if opener == "since" and reading.since is not None:
            interval = Interval(reading.since, interval.last)
        changed = _opened(opener, interval, kind, context.reference, at_noun)
        if changed is not None:
            interval, kind, told = changed
            how, start = f"{told} ({how})", begin - 1
    elif kind == "duration" and opener == "for":
        start = begin - 1
    precision = "span" if kind in ("since", "bound") else reading.precision
    return TimeMention(
        start, stop, _iso(interval.first), _iso(interval.last), precision,
        "point" if kind == "step" else kind, how, f"time:{found.rule}",
    )  # fmt: skip


def _modifies_next(doc: Doc, stop: int) -> bool:
    """Whether the mention is part of a longer noun phrase ("after Friday prayers")."""
    return (doc[stop - 1].head.i >= stop and doc[stop - 1].dep_ in _INSIDE_NOUN) or (
        doc[stop].lower_ in ("'s", "’s") and stop + 1 < len(doc)
    )


def _opened(
    opener: str, interval: Interval, kind: str, reference: date | None, at_noun: bool
) -> tuple[Interval, str, str] | None:
    """What "since", "by", "until", "before" or "after" in front makes of an interval."""
    first, last = interval.first, interval.last
    if opener == "since":
        return (
            Interval(first, reference if first else None),
            "since",
            "from then to the report's day",
        )
    if at_noun:
        return None
    if opener == "by":
        return Interval(None, last), "deadline", "no later than then"
    if opener == "until":
        return Interval(None, last), "bound", "up to then"
    if kind == "future":
        return None
    if opener == "before":
        end = first - timedelta(days=1) if first else None
        return Interval(None, end), "bound", "before then"
    return (
        Interval(first, reference if first else None),
        "bound",
        "after then, to the report's day",
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_future(doc: Doc, index: int) -> bool:
    """Whether the nearest verb above a token has "will" or the like.

    "Monday's attack will be investigated" tells nothing of the attack's own time.
    """
    times = lexicon().times
    token = doc[index]
    if token.dep_ in ("poss", "compound", "nmod") and token.head.pos_ == "NOUN":
        return False
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX"):
            if token.lower_ in times.future_words:
                return True
            before = [child.lower_ for child in token.lefts]
            if any(word in times.future_words for word in before):
                return True
            return "to" in before and _is_present_plan(token.head, times.future_heads)
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _is_present_plan(verb: Token, heads: list[str]) -> bool:
    """Whether a verb is one of ``heads`` in the present: "is expected", "plans"."""
    if verb.lower_ not in heads:
        return False
    present = ("VBZ", "VBP")
    return verb.tag_ in present or any(child.tag_ in present for child in verb.lefts)


def _with_anchors(
    doc: Doc, mentions: list[TimeMention], steps: list[tuple[int, int | None]]
) -> list[TimeMention]:
    """Give "two days later" the day that another mention of its sentence allows.

    "Two days after the attack on Monday" counts from the day told behind it; in "on Thursday, two
    days after it fell" the event behind "after" lies that far on the other side of Thursday.
    """
    out = list(mentions)
    for index, days in steps:
        step = mentions[index]
        if days is None:
            continue
        sentence = doc[step.start].sent
        near = [
            other
            for other in mentions
            if other.precision == "day" and other.kind == "point" and other.first
            and sentence.start <= other.start < sentence.end
        ]  # fmt: skip
        if not near:
            continue
        anchor = min(near, key=lambda other: (abs(other.start - step.start), other.start))
        last_word = lexicon().classes.get(doc[step.stop - 1].lower_)
        turned = last_word in ("after", "before") and anchor.start < step.start
        day = date.fromisoformat(anchor.first or "") + timedelta(days=-days if turned else days)
        how = f"{abs(days)} day(s) from {anchor.first}, told in the same sentence"
        interval = one_day(day) if abs(days) < 7 else NOWHERE
        out[index] = replace(step, first=_iso(interval.first), last=_iso(interval.last), how=how)
    return out


def _since_clauses(
    doc: Doc, mentions: list[TimeMention], reference: date | None
) -> list[TimeMention]:
    """Mentions of kind "since" for clauses: "since the conflict began in March 2011"."""
    out = []
    for mention in mentions:
        if mention.kind != "point" or mention.first is None:
            continue
        verb = _verb_over(doc[mention.start])
        if verb is None:
            continue
        marks = [
            child
            for child in verb.lefts
            if child.lower_ == "since"
            and child.dep_ in ("mark", "prep")
            and child.i < mention.start
        ]
        if marks:
            out.append(
                replace(
                    mention,
                    start=marks[0].i,
                    last=_iso(reference),
                    precision="span",
                    kind="since",
                    how=f"from then to the report's day ({mention.how})",
                    by="time:since_clause",
                )
            )
    return out


def _verb_over(token: Token) -> Token | None:
    """The nearest verb over a token, or None."""
    while token.pos_ not in ("VERB", "AUX"):
        if token.head.i == token.i:
            return None
        token = token.head
    return token


def time_for(trigger: Token, times: Sequence[TimeMention], parsed: Parsed) -> TimeMention | None:
    """The mention that tells when a trigger's event happened.

    The mention nearest along the dependency path wins. Barred are mentions inside a clause with a
    verb of its own that the trigger is not part of ("which was captured in 2014"), and days that
    stand right beside a verb of saying above the trigger ("killed six, police said Tuesday"). Where
    the path is too long to trust, the only time of the sentence is taken.

    Args:
        trigger: the verb or noun that tells the event.
        times: what ``find_times`` gave for the report.
        parsed: the report.

    Returns:
        The mention, or None where the sentence has none for this event.
    """
    sentence = trigger.sent
    open_to = []
    for mention in times:
        if mention.start >= sentence.end or mention.stop <= sentence.start:
            continue
        inside = mention.start <= trigger.i < mention.stop
        if mention.kind not in _TELLING or (inside and mention.by == "time:since_clause"):
            continue
        cost = _path_cost(trigger, parsed.doc[_head_index(parsed.doc, mention)], mention)
        if cost is not None:
            open_to.append((cost, abs(mention.start - trigger.i), mention))
    if not open_to:
        return None
    cost, _, best = min(open_to, key=lambda found: found[:2])
    distinct = {(mention.first, mention.last) for _, _, mention in open_to}
    return best if cost <= _FAR or len(distinct) == 1 else None


def _head_index(doc: Doc, mention: TimeMention) -> int:
    """The token of a mention by which it hangs in the sentence."""
    if mention.by == "time:since_clause":
        return doc[mention.start].head.head.i
    for word in doc[max(0, mention.start - 1) : mention.start + 1]:
        if word.dep_ == "prep" and all(c.dep_ not in _OF_PREPOSITION for c in word.children):
            return word.i  # "On Monday X-backed rebels ...", with Monday taken for a part of X
    return doc[mention.start : mention.stop].root.i


def _along(verb: Token) -> bool:
    """Whether a clause tells what went on at the time of the one above it."""
    along = lexicon().times.along
    marks = (child for child in verb.lefts if child.dep_ in ("mark", "advmod"))
    return verb.dep_ == "advcl" and any(child.lower_ in along for child in marks)


def _path_cost(trigger: Token, end: Token, mention: TimeMention) -> int | None:
    """Length of the dependency path, clause borders weighing more; None where it is barred."""
    over = {trigger.i: 0}
    saying: dict[int, int] = {}
    token, cost = trigger, 0
    noun = trigger.pos_ not in ("VERB", "AUX")
    while token.head.i != token.i:
        if token.dep_ in _ASIDE or (noun and token.dep_ in _ASIDE_FOR_NOUNS and not _along(token)):
            break  # "met Wednesday to condemn the strike": the time of another deed
        cost += _CLAUSE_COST if token.dep_ in _CLAUSE_DEPS else _UP_COST
        if token.dep_ == "ccomp":
            saying[token.head.i] = token.left_edge.i
        token = token.head
        over.setdefault(token.i, cost)
    down, token = 0, end
    while token.i not in over:
        if token.dep_ in _CLOSED_DEPS:
            return None
        if token.dep_ == "pobj" and token.i != end.i and token.head.lower_ in lexicon().times.aside:
            return None  # "stormed it following last week's attack"
        clause = token.dep_ in _CLAUSE_DEPS or (token.dep_ == "conj" and token.pos_ == "VERB")
        down += _CLAUSE_COST if clause else _UP_COST
        if token.head.i == token.i:
            return None
        token = token.head
    # "ministry sources today reported that"
    after = trigger.doc[mention.stop] if mention.stop < len(trigger.doc) else trigger
    told = after.pos_ == "VERB" and after.lemma_ in lexicon().times.reporting
    if told and mention.stop < trigger.i:
        return None
    # "said Tuesday", "said on Tuesday", "told the press today that": when it was said.
    if token.i in saying:
        between = token.i < mention.start and mention.stop <= saying[token.i]
        if between or 0 <= mention.start - token.i - 1 <= 1:
            return None
    return down + over[token.i]
