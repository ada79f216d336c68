"""The files of ECB+: the words of its documents and the gold mentions of events in them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.benchmark import set_lines, set_text
from tacitus.records import TacitusError

_WORDS, _MENTIONS = "ECB_Dev_corpus.txt", "ECB_Dev_Event_gold_mentions.json"


@dataclass(frozen=True, slots=True)
class EventMention:
    """One mention.

    Attributes:
        key: "document#number", the number that of its line in the file.
        document: id ("5_10ecb").
        sentence: number of its sentence.
        tokens: numbers of its words there.
        chain: the event it tells.
    """

    key: str
    document: str
    sentence: int
    tokens: tuple[int, ...]
    chain: str

    @property
    def topic(self) -> str:
        """The corpus' topic: two events of a kind."""
        return self.document.split("_")[0]

    @property
    def subtopic(self) -> str:
        """One of the two: "5ecb" or "5ecbplus"."""
        return self.topic + self.document.split("_")[1].lstrip("0123456789")


def read_mentions(folder: Path) -> list[EventMention]:
    """The gold mentions of the development topics.

    Raises:
        TacitusError: ``bad-set-file`` when the file is missing or of another form.
    """
    path = folder / _MENTIONS
    try:
        rows = json.loads(set_text(path))
        return [
            EventMention(
                f"{row['doc_id']}#{number}",
                row["doc_id"],
                row["sent_id"],
                tuple(row["tokens_number"]),
                row["coref_chain"],
            )
            for number, row in enumerate(rows)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise TacitusError("bad-set-file", f"{path}: is of another form ({error}).") from error


def read_words(folder: Path) -> dict[str, list[list[str]]]:
    """The words of each document, by sentence and number; sentences left out are empty.

    Raises:
        TacitusError: ``bad-set-file`` when the file is missing or of another form.
    """
    path = folder / _WORDS
    documents: dict[str, list[list[str]]] = defaultdict(list)
    for number, line in enumerate(set_lines(path), 1):
        if not line.strip():
            continue
        try:
            document, sentence, token, word = line.split("\t")[:4]
            at, place = int(sentence), int(token)
        except ValueError as error:
            raise TacitusError(
                "bad-set-file", f"{path}, line {number}: is of another form ({error})."
            ) from error
        sentences = documents[document]
        while len(sentences) <= at:
            sentences.append([])
        while len(sentences[at]) < place:
            sentences[at].append("")
        sentences[at].append(word)
    return dict(documents)
