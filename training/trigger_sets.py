"""Public sets that mark the words that tell of events, of any kind: ECB+ and WikiEvents.

The output "trigger_any" is 1 for the pieces of such a word, 0 for others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tacitus.evaluate.benchmark import set_lines, set_text
from tacitus.evaluate.running import running
from training.piece_examples import Labelled, PieceExample, packed, split

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def ecb_triggers(folder: Path, tokenizer: Tokenizer, upto: int = 200) -> Iterator[PieceExample]:
    """ECB+, training part, Cybulska and Vossen 2014: sentences with at least one event.

    Args:
        folder: holds `ecbplus`.
        tokenizer: the model's.
        upto: pieces to which sentences are packed.
    """
    home = folder / "ecbplus"
    told: dict[tuple[str, int], set[int]] = {}
    for mention in json.loads(set_text(home / "ECB_Train_Event_gold_mentions.json")):
        place = mention["doc_id"], int(mention["sent_id"])
        told.setdefault(place, set()).update(mention["tokens_number"])
    words: dict[tuple[str, int], dict[int, str]] = {}
    for line in set_lines(home / "ECB_Train_corpus.txt"):
        row = line.split("\t")
        if len(row) >= 4:
            words.setdefault((row[0], int(row[1])), {})[int(row[2])] = row[3]
    named = (
        (
            f"ecb-{document}-{sentence}",
            _labelled(own, told.get((document, sentence), ()), tokenizer),
        )
        for (document, sentence), own in words.items()
    )
    yield from packed(named, upto)


def wiki_triggers(folder: Path, tokenizer: Tokenizer, upto: int = 200) -> Iterator[PieceExample]:
    """WikiEvents, dev part (the only one there is here), Li, Ji and Han 2021.

    Only events of the KAIROS types are marked, so a word without a mark may tell of another.

    Args:
        folder: holds `wikievents/dev.jsonl`.
        tokenizer: the model's.
        upto: pieces to which sentences are packed.
    """
    for line in set_lines(folder / "wikievents" / "dev.jsonl"):
        if line.strip():
            yield from packed(_wiki(json.loads(line), tokenizer), upto)


def _wiki(row: dict, tokenizer: Tokenizer) -> Iterator[tuple[str, Labelled]]:
    told = {
        number
        for mention in row["event_mentions"]
        for number in range(mention["trigger"]["start"], mention["trigger"]["end"])
    }
    first = 0
    for sentence, (tokens, *_) in enumerate(row["sentences"]):
        words = {first + n: token[0] for n, token in enumerate(tokens)}
        yield f"wiki-{row['doc_id']}-{sentence}", _labelled(words, told, tokenizer)
        first += len(tokens)


def _labelled(words: dict[int, str], told: Iterable[int], tokenizer: Tokenizer) -> Labelled:
    """A sentence with the words marked whose numbers are told."""
    text, at = running(list(words.values()))
    labelled = split(text, tokenizer)
    labels = np.zeros(len(labelled.ids), dtype=np.int64)
    marked = set(told)
    for number, span in zip(words, at, strict=True):
        if number in marked:
            own = labelled.pieces(span)
            labels[own.start : own.stop] = 1
    labelled.labels["trigger_any"] = labels
    return labelled
