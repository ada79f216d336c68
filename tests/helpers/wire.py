"""An invented story of a news agency, and reports that carry it, whole, cut or brought up to date."""

from __future__ import annotations

from datetime import date

from tacitus.records import Report

STORY = (
    "Shells fell on the market of Harlan at noon on Tuesday and killed 58 people, the town's"
    " doctors said.",
    "The stalls had just been opened again after a truce of nine days, and families from the"
    " villages around had come to sell their first apricots.",
    '"We carried them in on doors and blankets until there was no room left on the floor,"'
    " said a nurse, Mirel Addan, whose own brother was among the wounded.",
    "The army did not answer questions, while a spokesman of the Eastern Front blamed a battery"
    " on the ridge of Tell Omran for the fire.",
    "Harlan has changed hands four times since the war began and lies on the only paved road"
    " between the plain and the port of Selm.",
    "Talks about opening that road to lorries with flour were to go on in Odrin on Thursday.",
)
OTHER = (
    "Parliament put off its vote on the bread subsidy for a third time after deputies of the"
    " coast had left the hall in protest.",
    "The finance minister told reporters that the stores would last until the harvest, a claim"
    " that bakers in the capital called a fairy tale.",
    "Prices of flour have doubled since the spring, and queues form before dawn in most of the"
    " districts south of the river.",
)


def story(*parts: str) -> str:
    """A text of paragraphs."""
    return "\n\n".join(parts)


def report(
    name: str,
    text: str | None = None,
    outlet: str | None = "Gazette",
    day: str | None = "2017-04-04",
    **more: object,
) -> Report:
    """A report; of the whole story where no text is given."""
    published = date.fromisoformat(day) if day else None
    body = story(*STORY) if text is None else text
    return Report(name, body, source=outlet, published=published, **more)  # type: ignore[arg-type]
