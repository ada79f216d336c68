"""A coded report made by hand, offsets found by the words themselves."""

from __future__ import annotations

import re
from datetime import date

from tacitus.records import (
    ActorRef,
    Claim,
    Coded,
    Count,
    Cut,
    Grounded,
    PlaceRef,
    Problem,
    Relation,
    Report,
    Span,
)

TEXT = (
    "Rebels shelled the barracks in Goma on Monday, killing at least 3 soldiers, a doctor said. "
    "The army may attack Sake. Subscribe to our newsletter!"
)


def span(words, text=TEXT):
    found = re.search(re.escape(words), text)
    return Span(found.start(), found.end())


def said(value, words=None, by="rule:test", how=None, text=TEXT):
    return Grounded(value, (span(words or value, text),), by, how)


def make_report(**changes):
    fields = {
        "id": "r1",
        "text": TEXT,
        "source": "Example Gazette",
        "title": "Shells hit barracks",
        "published": date(2012, 11, 20),
        "published_by": "option",
        "language": "en",
        "cuts": (Cut(span("Subscribe to our newsletter!"), "subscribe", "rule:test"),),
    }
    return Report(**{**fields, **changes})


def make_coded(report=None):
    shelling = Claim(
        id="e1",
        type=said("Shelling/artillery/missile attack", "shelled", "trigger:shell"),
        evidence=(span("Rebels shelled the barracks in Goma"), span("killing at least 3 soldiers")),
        factuality=said("asserted", "shelled"),
        initiators=(said("Rebels"),),
        targets=(said("the barracks"),),
        place=said("Goma"),
        start=said("2012-11-19", "Monday", how="the Monday before publication"),
        end=said("2012-11-19", "Monday", how="the Monday before publication"),
        date_precision="day",
        killed=said(Count(3, None), "at least 3"),
        attribution=(said("a doctor"),),
        actors=(
            ActorRef("Rebels", None, "unidentified rebels", "rebels"),
            ActorRef("the barracks", None, None, "military_object"),
        ),
        place_ref=PlaceRef(
            "Goma",
            "Goma",
            "geonames:216281",
            -1.674,
            29.228,
            "CD",
            "North Kivu",
            "settlement",
            1,
            1,
        ),
        why=("one sentence",),
    )
    offensive = Claim(
        id="e2",
        type=said("Armed clash", "attack"),
        evidence=(span("The army may attack Sake"),),
        factuality=said("prospective", "may"),
        initiators=(said("The army"),),
        place=said("Sake"),
    )
    relation = Relation(
        said("Rebels"), "fights_with", said("The army"), span("Rebels"), (), "rule:test"
    )
    return Coded(
        report or make_report(),
        (shelling, offensive),
        (relation,),
        (Problem("no-date", "Event e2 has no date."),),
        {"tacitus": "0"},
    )
