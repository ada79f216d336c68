"""Random coded reports for property tests."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tacitus.records import (
    Account,
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
    SideToll,
    SourceRef,
    Span,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
optional_names = st.none() | names


@st.composite
def spans(draw, length):
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


def span_tuples(length, min_size=1):
    return st.lists(spans(length), min_size=min_size, max_size=2).map(tuple)


def grounded(values, length):
    return st.builds(Grounded, values, span_tuples(length), names, optional_names)


@st.composite
def counts(draw):
    low = draw(st.integers(0, 500))
    return Count(low, draw(st.none() | st.integers(low, 1000)))


def tuples(values, most=2):
    return st.lists(values, max_size=most).map(tuple)


actors = st.builds(
    ActorRef,
    names,
    optional_names,
    optional_names,
    names,
    country=optional_names,
    affiliation=tuples(st.tuples(names, names)),
    reason=names,
    candidates=tuples(names),
)
places = st.builds(
    PlaceRef,
    names,
    optional_names,
    optional_names,
    st.none() | st.floats(-90, 90),
    st.none() | st.floats(-180, 180),
    optional_names,
    optional_names,
    optional_names,
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 7),
    radius_km=st.none() | st.floats(0, 100),
    reason=names,
    candidates=tuples(names),
)
sources = st.builds(SourceRef, names, optional_names, names, optional_names, names)
factualities = st.sampled_from(["asserted", "hedged", "denied", "prospective"])


def claims(length):
    words = grounded(names, length)
    tolls = st.none() | grounded(counts(), length)
    accounts = st.builds(
        Account, tuples(words), tolls, tolls, tolls, factualities, span_tuples(length)
    )
    sides = st.builds(
        SideToll,
        st.sampled_from(["initiators", "targets", "civilians", "unknown"]),
        st.sampled_from(["killed", "injured", "captured"]),
        grounded(counts(), length),
        names,
    )
    return st.builds(
        Claim,
        id=names,
        type=words,
        evidence=span_tuples(length),
        factuality=grounded(factualities, length),
        initiators=tuples(words),
        targets=tuples(words),
        place=st.none() | words,
        within=tuples(words),
        start=st.none() | grounded(st.dates().map(date.isoformat), length),
        end=st.none() | grounded(st.dates().map(date.isoformat), length),
        date_precision=optional_names,
        killed=tolls,
        injured=tolls,
        captured=tolls,
        weapon=st.none() | words,
        attribution=tuples(words),
        aggregate=st.none() | grounded(st.booleans(), length),
        accounts=tuples(accounts),
        sides=tuples(sides),
        actors=tuples(actors),
        place_ref=st.none() | places,
        sources=tuples(sources),
        why=tuples(names),
    )


@st.composite
def coded_reports(draw):
    text = draw(texts)
    length = len(text)
    words = grounded(names, length)
    problems = st.builds(Problem, names, names, names)
    read = draw(tuples(problems))
    report = Report(
        id=draw(names),
        text=text,
        source=draw(optional_names),
        title=draw(optional_names),
        published=draw(st.none() | st.dates()),
        published_by=draw(optional_names),
        published_span=draw(st.none() | spans(length)),
        url=draw(optional_names),
        language=draw(optional_names),
        syndicated_from=draw(optional_names),
        author=draw(optional_names),
        published_at=draw(optional_names),
        updated=draw(optional_names),
        cuts=draw(tuples(st.builds(Cut, spans(length), names, names))),
        problems=read,
    )
    relations = st.builds(Relation, words, names, words, spans(length), tuples(words), names)
    more = draw(tuples(problems.filter(lambda problem: problem not in read)))
    return Coded(
        report=report,
        claims=draw(tuples(claims(length))),
        relations=draw(tuples(relations)),
        problems=(*read, *more),
        versions=draw(st.dictionaries(names, names, max_size=2)),
    )
