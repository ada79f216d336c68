"""The codebook in force, for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tacitus.knowledge.codebook import Codebook

FIELDS = {
    "type": "one of the sub-event types",
    "initiators": "the side that acted, as the report names it",
    "targets": "the side acted upon, or the thing hit",
    "place": "the most specific place name tied to the event",
    "within": "the larger places named for it",
    "start, end": "first and last possible day",
    "killed, injured, captured": "tolls, each from a least to a greatest number",
    "weapon": "as written",
    "attribution": "whom the report credits with the account",
    "factuality": "asserted, hedged, denied or prospective",
    "aggregate": "whether it is a sum over many unnamed events",
    "accounts": "versions, where sources differ",
    "evidence": "the words that tell it",
}


def codebook_view(book: Codebook) -> RenderableType:
    """Event types with their meaning, the words that tell of acts, and the fields of a claim."""
    types = Table(title=f"Event types (codebook {book.version})", title_justify="left")
    for name in ("Event type", "Sub-event type", "Meaning"):
        types.add_column(name)
    for event_type, members in book.event_types.items():
        for number, (name, meaning) in enumerate(members.items()):
            types.add_row(event_type if number == 0 else "", name, meaning)

    words = Table(title="Words that tell of acts", title_justify="left", show_lines=True)
    for name in ("Act", "Verbs", "Nouns", "Subject", "Object"):
        words.add_column(name)
    for name, act in book.acts.items():
        words.add_row(
            f"{name} (weak)" if act.weak else name,
            ", ".join(act.verbs),
            ", ".join([*act.nouns, *act.adjectives]),
            act.subject,
            act.object,
        )

    fields = Table(title="Fields of a claim", title_justify="left")
    fields.add_column("Field")
    fields.add_column("What it holds")
    for name, meaning in FIELDS.items():
        fields.add_row(name, meaning)
    return Group(types, Text(), words, Text(), fields)
