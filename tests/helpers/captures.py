"""Captures as made from what a server gave."""

from helpers.web import BEGIN
from tacitus.fetch.body import Body
from tacitus.fetch.capture import digest, make_capture
from tacitus.fetch.client import Answer, Hop


def answer(content=b"hello", status=200, url="http://a.example/y", kind="text/html"):
    return Answer(
        asked="http://a.example/x",
        url=url,
        hops=(Hop("http://a.example/x", 301, "93.184.216.34"),),
        begun=BEGIN,
        seconds=0.25,
        status=status,
        headers=(("Content-Type", kind), ("X-Odd", "caf\xe9\xff")) if kind else (),
        request=(("User-Agent", "tacitus"),),
        address="93.184.216.34",
        body=Body(content, digest(content), len(content)),
    )


def capture(content=b"hello", **said):
    return make_capture(
        answer(content, **said),
        number=1,
        sha256=digest(content),
        size=len(content),
        previous=None,
        collector=None,
    )
