"""Who a source is: registry, kind by words, side."""

from __future__ import annotations

import pytest

from tacitus.knowledge.load import packaged
from tacitus.resolve.sources import (
    SourceBook,
    is_registered,
    named_sources,
    resolve_source,
)

KINDS = {
    "party",
    "pro_party",
    "state_media",
    "agency",
    "monitor",
    "un",
    "ngo",
    "medical",
    "witness",
    "official",
    "local",
    "media",
    "person",
    "unnamed",
}

CASES = [
    ("SANA", "sana", "state_media", "Syrian government"),
    ("the Syrian Observatory for Human Rights", "sohr", "monitor", None),
    ("Observatory chief Rami Abdel Rahman", "sohr", "monitor", None),
    ("Human Rights Watch", "hrw", "ngo", None),
    ("U.N. refugee agency", "unhcr", "un", None),
    ("AFP photographer", "afp", "agency", None),
    ("civil defence workers", None, "medical", None),
    ("a spokesman for the Syrian Democratic Forces", "sdf", "party", "Syrian Democratic Forces"),
    ("sources close to Hezbollah", None, "pro_party", "Hezbollah"),
    ("pro-Kurdish sources", None, "pro_party", "Kurdish"),
    ("Iranian-backed media", None, "pro_party", "Iranian"),
    ("opposition activists", None, "pro_party", "opposition"),
    ("anti-government activists", None, "pro_party", "against government"),
    ("state television", None, "state_media", None),
    ("regime media", None, "state_media", "government"),
    ("Sudanese military spokesman", None, "party", "Sudanese"),
    ("MILITARY SOURCES", None, "party", None),
    ("rebel commanders", None, "party", "rebels"),
    ("witnesses", None, "witness", None),
    ("medics", None, "medical", None),
    ("a hospital source", None, "medical", None),
    ("police", None, "official", None),
    ("residents of Goma", None, "local", None),
    ("human rights groups", None, "ngo", None),
    ("a monitoring group", None, "monitor", None),
    ("Moscow", None, "official", "Russian government"),
    ("local newspaper", None, "media", None),
    ("sources", None, "unnamed", None),
    ("Jorge Salazar", None, "person", None),
]


@pytest.mark.parametrize(("mention", "source", "kind", "stance"), CASES)
def test_resolve_source(mention: str, source: str | None, kind: str, stance: str | None) -> None:
    ref = resolve_source(mention)
    assert (ref.source, ref.kind, ref.stance) == (source, kind, stance), ref.reason
    assert ref.mention == mention
    assert ref.reason


def test_small_words_are_no_acronyms() -> None:
    assert resolve_source("a man who is here").source is None
    assert resolve_source("WHO").source == "who"


def test_registry_is_sound() -> None:
    book = packaged("sources.yaml", SourceBook)
    ids = [row[0] for row in book.named]
    assert len(ids) == len(set(ids)) >= 250
    assert {row[1] for row in book.named} <= KINDS
    assert {rule.kind for rule in book.kinds} <= KINDS
    assert all(len(row) > 3 for row in book.named)


def test_names_in_running_words() -> None:
    words = "Radio Okapi and the Kivu Security Tracker gave no toll".split()
    assert named_sources(words) == [(0, 2, "media"), (4, 7, "monitor")]
    assert is_registered(["Radio", "Okapi"])
    assert not is_registered(["Radio"])
