"""What the forms of the review page send."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from tacitus.records import TacitusError
from tacitus.serve.review.deciding import Words

# characters of a reason, and of any other field
_LONGEST_WHY, _LONGEST = 2000, 5000
_WORDS = "words_"


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A form of the review page.

    Attributes:
        why: the reason; empty where none was given.
        values: the fields of the event.
        words: where values were read, by field.
        others: ids of events chosen to be merged.
        claims: keys of claims chosen to be split off.
        undoes: id of a decision to be taken back.
        accept: whether the event is accepted with what is changed.
        asked: the filter of the queue, as names and values.
    """

    why: str
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    undoes: str = ""
    accept: bool = False
    asked: tuple[tuple[str, str], ...] = ()


async def form_of(request: Request) -> ReviewForm:
    """The form that a request brings.

    Raises:
        TacitusError: ``bad-form`` for fields that are too long or no text.
    """
    sent = await request.form(max_files=0, max_fields=200)
    pairs: list[tuple[str, str]] = []
    for name, value in sent.multi_items():
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise TacitusError("bad-form", f"{name[:40]} is too long.", "Shorten it.")
        pairs.append((name, value))
    known = dict(pairs)
    why = " ".join(known.get("why", "").split())
    if len(why) > _LONGEST_WHY:
        raise TacitusError("bad-form", "The reason is too long.", "Shorten it.")
    return ReviewForm(
        why=why,
        values={n: v for n, v in known.items() if n not in ("csrf", "why", "kept")},
        words={
            name.removeprefix(_WORDS): _words(value)
            for name, value in known.items()
            if name.startswith(_WORDS) and value
        },
        others=tuple(dict.fromkeys(v for n, v in pairs if n == "other" and v.strip())),
        claims=tuple(dict.fromkeys(v for n, v in pairs if n == "claim")),
        undoes=known.get("undoes", ""),
        accept=known.get("accept") == "true",
        asked=tuple(parse_qsl(known.get("kept", ""))),
    )


def _words(text: str) -> Words:
    try:
        report, start, end = json.loads(text)
        fine = isinstance(report, str) and 0 <= int(start) < int(end)
    except (ValueError, TypeError):
        fine = False
    if not fine:
        raise TacitusError("bad-form", "The words of a value are no stretch of a report.")
    return report, int(start), int(end)
