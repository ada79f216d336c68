import pytest

from tacitus.fetch.feeds import MOST, feeds_of, read_feed, read_opml
from tacitus.records import TacitusError

URL = "http://a.example/feeds/all.xml"


def rss(items, head=""):
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>The  Post</title>{head}{items}</channel></rss>'.encode()


ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>The Post</title><entry><id>tag:1</id><title>Shells</title><link href="../a/1"/>
<published>2024-05-01T12:30:00+02:00</published><updated>2024-05-02T00:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            rss(
                "<item><guid isPermaLink='false'>1</guid><link>/a/1</link><title>Shells</title><pubDate>Wed, 01 May 2024 12:30:00 +0200</pubDate></item>"
            ),
            ("1", "http://a.example/a/1", "Shells", "2024-05-01T10:30:00Z"),
        ),
        (
            rss("<item><link>http://a.example/a/1</link></item>"),
            ("http://a.example/a/1", "http://a.example/a/1", None, None),
        ),
        (
            rss("<item><guid>http://a.example/a/1</guid></item>"),
            ("http://a.example/a/1", "http://a.example/a/1", None, None),
        ),
        (
            rss("<item><title>A &amp; B</title><link>x</link><pubDate>yesterday</pubDate></item>"),
            ("http://a.example/feeds/x", "http://a.example/feeds/x", "A & B", None),
        ),
        (ATOM, ("tag:1", "http://a.example/a/1", "Shells", "2024-05-01T10:30:00Z")),
    ],
)
def test_items_of_feeds(data, expected):
    document = read_feed(data, URL, "application/xml")
    assert document.name == "The Post"
    assert document.problem is None
    item = document.items[0]
    assert (item.key, item.url, item.title, item.dated) == expected


def test_an_item_without_id_and_address_has_a_key_of_its_words():
    items = (
        "<item><title>A</title></item><item><title>B</title></item><item><title>A</title></item>"
    )
    first, second, third = read_feed(rss(items), URL, None).items
    assert first.key == third.key != second.key
    assert first.url is None


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (
            "<updated>2024-05-01T00:00:00Z</updated>",
            "<updated>2024-05-02T00:00:00Z</updated>",
            True,
        ),
        ("<title>3 killed</title>", "<title>5 killed</title>", True),
        ("<summary>x</summary>", "<summary>y</summary>", False),
        ("<link href='/a?1'/>", "<link href='/a?2'/>", False),
    ],
)
def test_what_counts_as_a_change_of_an_item(before, after, changed):
    form = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{}</entry></feed>'
    old, new = (
        read_feed(form.format(part).encode(), URL, None).items[0] for part in (before, after)
    )
    assert old.key == new.key
    assert (old.stamp != new.stamp) == changed


@pytest.mark.parametrize(
    ("head", "every"),
    [
        ("", None),
        ("<ttl>60</ttl>", 3600.0),
        ("<ttl>-5</ttl>", None),
        ("<ttl>often</ttl>", None),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            1800.0,
        ),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 86400.0),
        ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86400.0),
    ],
)
def test_how_often_a_feed_asks_to_be_read(head, every):
    assert read_feed(rss("<item><link>/a</link></item>", head), URL, None).every == every


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"hello",
        b"\x00\xff\xfe\x01",
        b"<html><body><p>No feed</p></body></html>",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"%PDF-1.4",
    ],
)
def test_what_is_no_feed(data):
    with pytest.raises(TacitusError) as caught:
        read_feed(data, URL, "text/html")
    assert caught.value.problem.code == "not-a-feed"


@pytest.mark.parametrize(
    "data",
    [
        rss("<item><link>/a/1</link><title>A & B</title></item>"),
        rss("<item><link>/a/1</link></item>")[:-20],
        rss("<item><link>/a/1</link><title>&nosuch;</title></item>"),
        rss("<item><link>/a/1</link><title>\x01</title></item>"),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(data):
    document = read_feed(data, URL, None)
    assert [item.url for item in document.items] == ["http://a.example/a/1"]
    assert document.problem is None or document.problem.code == "malformed-feed"


def test_entities_that_unfold_without_end_do_not():
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
    )
    data = (
        b'<?xml version="1.0"?>'
        + bomb
        + b"]>"
        + rss("<item><link>/a</link><title>&m;</title></item>").split(b"?>", 1)[1]
    )
    document = read_feed(data, URL, None)
    assert all(len(item.title or "") < 1_000 for item in document.items)


def test_files_that_a_feed_names_are_not_opened(tmp_path):
    (tmp_path / "secret").write_text("secret")
    data = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'.encode()
    data += rss("<item><link>/a</link><title>&x;</title></item>").split(b"?>", 1)[1]
    assert "secret" not in str(read_feed(data, URL, None))
    with pytest.raises(TacitusError):
        read_feed(str(tmp_path / "secret").encode(), URL, None)


def test_a_feed_of_too_many_items_is_cut():
    document = read_feed(rss("<item><title>x</title></item>" * (MOST + 1)), URL, None)
    assert len(document.items) == MOST
    assert document.problem.code == "feed-cut"


OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="Syria"><outline text="Post" type="rss" xmlUrl="http://a.example/1"/>
<outline title="News" text="n" XMLURL=" http://b.example/2 "/></outline>
<outline text="a folder"/></body></opml>"""


def test_lists_of_feeds(tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text(OPML)
    assert [(feed.url, feed.name) for feed in read_opml(path)] == [
        ("http://a.example/1", "Post"),
        ("http://b.example/2", "News"),
    ]
    found = feeds_of(["HTTP://a.example/1", str(path), "http://c.example/"])
    assert [feed.url for feed in found] == [
        "http://a.example/1",
        "http://b.example/2",
        "http://c.example/",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no xml",
        OPML[:-10],
        "<opml><body/></opml>",
        OPML.replace("http://a.example/1", "file:///etc/passwd"),
        OPML.replace("http://a.example/1", "http://user:pw@a.example/1"),
    ],
)
def test_broken_lists_of_feeds(tmp_path, text):
    path = tmp_path / "feeds.opml"
    path.write_text(text)
    with pytest.raises(TacitusError) as caught:
        feeds_of([str(path)])
    assert caught.value.problem.code == "bad-opml"
    assert str(path) in caught.value.problem.message


def test_a_list_of_feeds_that_is_not_there(tmp_path):
    with pytest.raises(TacitusError) as caught:
        feeds_of([str(tmp_path / "none.opml")])
    assert caught.value.problem.code == "bad-opml"
    with pytest.raises(TacitusError):
        feeds_of([])
