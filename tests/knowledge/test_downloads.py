"""Files come whole from a server, also after cuts, or not at all."""

import json
import threading

import pytest
from helpers.geodump import serving

from tacitus.knowledge.downloads import fetch
from tacitus.records import TacitusError

BODY = bytes(range(256)) * 4000


@pytest.fixture
def server():
    with serving() as dumps:
        dumps.files["/SY.zip"] = BODY
        yield dumps


@pytest.fixture
def got(server, tmp_path):
    def get(**options):
        options = {"timeout": 5.0, "attempts": 2, "pause": 0.0, **options}
        return fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", **options)

    return get


def test_a_file_comes_whole_with_its_size_told_first(server, got, tmp_path):
    told, steps = [], []

    fetched = got(begin=lambda *size: told.append(size), step=steps.append)

    assert (tmp_path / "SY.zip").read_bytes() == BODY
    assert (fetched.etag, fetched.size) == ('"v1"', len(BODY))
    assert told == [(len(BODY), 0)]
    assert steps == sorted(steps)
    assert steps[-1] == len(BODY)
    assert not list(tmp_path.glob("*.part*"))


def test_a_cut_file_goes_on_where_it_stopped(server, got, tmp_path):
    server.cuts = [300_000, 5_000]

    got()

    assert (tmp_path / "SY.zip").read_bytes() == BODY
    assert [span for _, span in server.asked] == [None, "bytes=300000-", "bytes=305000-"]


def test_a_later_call_goes_on_too(server, got, tmp_path):
    server.cuts = [300_000, 0, 0]
    with pytest.raises(TacitusError, match=r"cut after 300000 bytes.*goes on where it stopped"):
        got()
    assert not (tmp_path / "SY.zip").exists()

    told = []
    got(begin=lambda *size: told.append(size))

    assert (tmp_path / "SY.zip").read_bytes() == BODY
    assert told == [(len(BODY), 300_000)]
    assert server.asked[-1] == ("/SY.zip", "bytes=300000-")


@pytest.mark.parametrize("change", ["etag", "ranges", "none"])
def test_what_may_be_another_version_is_got_anew(server, got, tmp_path, change):
    if change == "none":
        server.etag = None
    server.cuts = [300_000, 0, 0]
    with pytest.raises(TacitusError):
        got()
    other = BODY[::-1]
    server.files["/SY.zip"] = other
    if change == "etag":
        server.etag = '"v2"'
    server.ranges = change != "ranges"

    got()

    assert (tmp_path / "SY.zip").read_bytes() == other


@pytest.mark.parametrize("ranges", [True, False])
def test_less_than_was_announced_is_no_file(server, got, tmp_path, ranges):
    server.ranges, server.announce = ranges, len(BODY) + 10

    with pytest.raises(TacitusError, match=r"were announced|does not go on"):
        got()

    assert not (tmp_path / "SY.zip").exists()
    assert len(server.asked) < 10


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (503, 2)])
def test_a_refusal_is_told(server, got, tmp_path, status, asked):
    server.status = status

    with pytest.raises(TacitusError, match=f"answers {status}"):
        got()

    assert len(server.asked) == asked
    assert not (tmp_path / "SY.zip").exists()


def test_a_server_that_is_not_there_is_told(tmp_path):
    with serving() as dumps:
        url = dumps.url

    with pytest.raises(TacitusError, match="cannot be reached"):
        fetch(f"{url}/SY.zip", tmp_path / "SY.zip", attempts=2, pause=0.0)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/y", "SY.zip", "http:///SY.zip"])
def test_only_web_addresses_are_asked(tmp_path, url):
    with pytest.raises(TacitusError, match="no http"):
        fetch(url, tmp_path / "SY.zip")


def test_notes_that_are_damaged_cost_the_part_only(server, got, tmp_path):
    (tmp_path / "SY.zip.part").write_bytes(b"old")
    (tmp_path / "SY.zip.part.json").write_text(json.dumps({"url": 3}))

    got()

    assert (tmp_path / "SY.zip").read_bytes() == BODY


def test_two_at_once_wait_for_each_other(server, got, tmp_path):
    failed = []

    def get():
        try:
            got()
        except TacitusError as error:
            failed.append(error)

    threads = [threading.Thread(target=get) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert (tmp_path / "SY.zip").read_bytes() == BODY
