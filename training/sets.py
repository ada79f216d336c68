"""Public sets the model learns from, besides reports coded by hand: their training parts.

Each function takes the folder that holds the sets and the model's tokenizer, and yields examples
in a fixed order. Texts are what the benchmarks of `tacitus.evaluate` read, with the same readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tacitus.evaluate import brat, happened, muc4_reports, re3d
from tacitus.evaluate.bio import chunks
from tacitus.evaluate.running import running
from tacitus.learned.piece_labels import ATTRIBUTION, ENTITIES, MUC_ROLES
from training.piece_examples import (
    LONGEST,
    Labelled,
    PieceExample,
    Span,
    classes,
    examples,
    packed,
    split,
)
from training.trigger_sets import ecb_triggers, wiki_triggers

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Columns of the output "attribution" for a kind of span: its start, where told, and its inside.
_COLUMNS = {"Source": (0, 1), "Cue": (2, 3), "Content": (None, 4)}


def load_set(name: str, folder: Path, tokenizer: Tokenizer) -> Iterator[PieceExample]:
    """The examples of one set.

    Args:
        name: "re3d", "polnear", "happened", "muc", "ecb" or "wiki".
        folder: holds the sets.
        tokenizer: the model's.

    Raises:
        KeyError: when there is no such set.
    """
    known = {
        "re3d": re3d_entities,
        "polnear": polnear_attribution,
        "happened": uds_happened,
        "muc": muc4_roles,
        "ecb": ecb_triggers,
        "wiki": wiki_triggers,
    }
    yield from known[name](folder, tokenizer)


def re3d_entities(folder: Path, tokenizer: Tokenizer, upto: int = 0) -> Iterator[PieceExample]:
    """re3d, training part: "entity", classes of `piece_labels.bio(ENTITIES)`.

    Args:
        folder: holds `re3d/train.txt`.
        tokenizer: the model's.
        upto: pieces to which sentences are packed; at 0 each is an example, as it is measured.
    """
    named = _re3d(folder / "re3d" / "train.txt", tokenizer)
    if upto:
        yield from packed(named, upto)
        return
    for name, labelled in named:
        yield from examples(name, labelled)


def _re3d(path: Path, tokenizer: Tokenizer) -> Iterator[tuple[str, Labelled]]:
    for number, sentence in enumerate(re3d.sentences(path), 1):
        text, at = running(sentence.words)
        labelled = split(text, tokenizer)
        spans = [
            ((at[chunk.start][0], at[chunk.stop - 1][1]), ENTITIES.index(chunk.kind))
            for chunk in chunks(sentence.labels)
        ]
        labelled.labels["entity"] = classes(labelled, spans)
        yield f"re3d-{number}", labelled


def polnear_attribution(
    folder: Path, tokenizer: Tokenizer, upto: int = 400
) -> Iterator[PieceExample]:
    """PolNeAR, training part: "attribution", pieces x 5 of 0 and 1 (`piece_labels.ATTRIBUTION`).

    Args:
        folder: holds `polnear/train`.
        tokenizer: the model's.
        upto: pieces at the most; articles are cut into about equal parts where paragraphs end.
    """
    for article in brat.articles(folder / "polnear", "train"):
        labelled = split(article.text, tokenizer)
        rows = np.zeros((len(labelled.ids), len(ATTRIBUTION)), dtype=np.int64)
        for kind, spans in article.spans.items():
            start, inside = _COLUMNS[kind]
            for span in spans:
                own = labelled.pieces(span)
                if len(own):
                    rows[own.start : own.stop, inside] = 1
                    if start is not None:
                        rows[own.start, start] = 1
        labelled.labels["attribution"] = rows
        yield from examples(f"polnear-{article.id}", labelled, upto)


def uds_happened(folder: Path, tokenizer: Tokenizer, upto: int = 200) -> Iterator[PieceExample]:
    """UDS-IH2, training part: "happened", values at the first piece of each target, else NaN.

    Args:
        folder: holds `factuality/UDS_IH2/train.jsonl`.
        tokenizer: the model's.
        upto: pieces to which sentences are packed.
    """
    yield from packed(_uds(folder / "factuality" / "UDS_IH2" / "train.jsonl", tokenizer), upto)


def _uds(path: Path, tokenizer: Tokenizer) -> Iterator[tuple[str, Labelled]]:
    for sentence in happened.sentences(path):
        text, at = running(sentence.words)
        labelled = split(text, tokenizer)
        values = np.full(len(labelled.ids), np.nan, dtype=np.float32)
        for word, value in sentence.targets:
            own = labelled.pieces(at[word])
            if len(own):
                values[own.start] = value
        labelled.labels["happened"] = values
        yield f"uds-{sentence.id}", labelled


def muc4_roles(folder: Path, tokenizer: Tokenizer, upto: int = LONGEST) -> Iterator[PieceExample]:
    """MUC-4, training part: "muc", classes of `piece_labels.bio(MUC_ROLES)`.

    Every occurrence of a string that stands for a participant bears its role, longer strings
    first. Reports without incidents have none, and `templates` 0.

    Args:
        folder: holds `muc4/train.json`.
        tokenizer: the model's.
        upto: pieces at the most; longer reports are cut where sentences end.
    """
    for report in muc4_reports.reports(folder / "muc4" / "train.json"):
        labelled = split(report.text, tokenizer)
        spans = [
            (span, MUC_ROLES.index(role))
            for mention, role, first in report.fillers
            for span in _occurrences(mention, report.text, first)
        ]
        spans.sort(key=lambda item: (item[0][0] - item[0][1], item[0]))
        labelled.labels["muc"] = classes(labelled, spans)
        yield from examples(f"muc4-{report.id}", labelled, upto, report.templates)


def _occurrences(mention: str, text: str, first: int) -> list[Span]:
    """Where a string stands as whole words; where it never does, its first occurrence."""
    pattern = (
        (r"(?<!\w)" if mention[:1].isalnum() else "")
        + re.escape(mention)
        + (r"(?!\w)" if mention[-1:].isalnum() else "")
    )
    found = [match.span() for match in re.finditer(pattern, text)]
    return found or [(first, first + len(mention))]
