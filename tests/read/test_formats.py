"""Each form that is read, made by us in its real form."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import formats
from helpers.formats import STORY, TEXT

from tacitus.read import Columns, Skipped, read_paths
from tacitus.records import Report, TacitusError


def read(tmp_path: Path, name: str, data: bytes | str, **options: object) -> list[Report | Skipped]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_paths([path], **options))  # type: ignore[arg-type]


def report(items: list[Report | Skipped]) -> Report:
    assert len(items) == 1, items
    assert isinstance(items[0], Report), items[0]
    return items[0]


def codes(items: list[Report | Skipped]) -> list[str]:
    return [item.problem.code for item in items if isinstance(item, Skipped)]


def cut(report: Report) -> list[tuple[str, str]]:
    return [(each.kind, each.span.quote(report.text)) for each in report.cuts]


def test_a_page_gives_all_that_it_says_and_nothing_around_the_story(tmp_path: Path) -> None:
    found = report(read(tmp_path, "a.html", formats.html_page()))
    for paragraph in STORY:
        assert paragraph in found.text.split("\n")
    for other in ("Home", "Photo", "Flood cuts off", "Subscribe", "Copyright"):
        assert other not in found.text
    assert found.title == "Mine kills four near Kalemba"
    assert found.source == "The Hill Post"
    assert found.author == "Ada Mwamba"
    assert found.url == "https://hillpost.example/news/mine-kills-four"
    assert (found.published, found.published_by) == (date(2021, 5, 4), "metadata")
    assert found.published_at == "2021-05-04T18:30:00+02:00"
    assert found.updated == "2021-05-05T07:10:00+02:00"
    assert found.language == "en"


def test_what_stands_between_a_page_s_paragraphs_is_left_out_or_cut(tmp_path: Path) -> None:
    teaser = '<a href="/y">Teachers strike over pay in three provinces</a>'
    around = (
        "<p>Sign up for our newsletter to get the day's news in your inbox.</p>"
        '<div class="newsletter"><p>Subscribe now to the Hill Post</p></div>'
        '<p class="wp-caption-text">A soldier at a bridge near Kalemba. [Photo: Ben Ilunga/AFP]</p>'
        "<p>Follow us on Twitter and Facebook.</p><div>Tags: mine, army</div>"
    )
    paragraphs = [STORY[0], f"Also read: {teaser}", *STORY[1:]]
    found = report(read(tmp_path, "a.html", formats.html_page(paragraphs, more_body=around)))
    left = found.text
    for each in reversed(found.cuts):
        left = left[: each.span.start] + left[each.span.end :]
    assert [line for line in left.split("\n") if line] == [found.title, *STORY]
    assert {kind for kind, _ in cut(found)} == {"related", "subscribe", "tags"}


def test_a_page_credits_an_agency_by_its_author_or_its_head(tmp_path: Path) -> None:
    by_author = report(read(tmp_path, "a.html", formats.html_page(author="Agence France-Presse")))
    head = '<meta name="syndication-source" content="Reuters">'
    by_head = report(read(tmp_path, "b.html", formats.html_page(more_head=head)))
    assert (by_author.syndicated_from, by_head.syndicated_from) == ("AFP", "Reuters")


def test_a_page_too_short_to_tell_is_in_the_language_that_it_declares(tmp_path: Path) -> None:
    page = formats.html_page(["Hubo cuatro muertos."], title="Cuatro muertos")
    found = report(read(tmp_path, "a.html", page.replace('lang="en"', 'lang="es-CO"')))
    assert found.language == "es"


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = formats.html_page([STORY[0].replace("Kalemba", "Łódź"), *STORY[1:]]).replace(
        "<head>", '<head><meta charset="windows-1250">'
    )
    found = report(read(tmp_path, "a.html", page.encode("cp1250")))
    assert "Łódź" in found.text
    assert found.problems == ()


HEAD = "Hills Monitor - Weekly report"


def wrapped(text: str, width: int = 60) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def test_a_pdf_gives_paragraphs_and_its_running_heads_are_cut(tmp_path: Path) -> None:
    first, second, third = (wrapped(paragraph) for paragraph in STORY)
    third[0:2] = [third[0].replace("Front", "Fr-"), "ont " + third[1]]
    pages = [
        [HEAD, "Mine near Kalemba", *first, *second[:1], "1"],
        [HEAD, *second[1:], "2"],
        [HEAD, *third, "3"],
    ]
    data = formats.pdf(pages, title="Weekly report", author="A. Desk", made="D:20210506080000Z")
    found = report(read(tmp_path, "a.pdf", data))
    story = found.text
    for each in reversed(found.cuts):
        story = story[: each.span.start].rstrip() + " " + story[each.span.end :].lstrip()
    assert STORY[0] in found.text
    assert STORY[1] in " ".join(story.split())
    assert "\n\nMine near Kalemba\n\n" in found.text
    assert [kind for kind, _ in cut(found)].count("running-head") == 6
    assert {quote for _, quote in cut(found)} == {HEAD, "1", "2", "3"}
    assert (found.title, found.author) == ("Weekly report", "A. Desk")
    assert found.published is None
    assert "2021-05-06" in found.problems[0].fix


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The govern-", "ment said so."], "The government said so."),
        (["A cease-fire held.", "Then the cease-", "fire broke."],
         "A cease-fire held. Then the cease-fire broke."),
        (["Fighters of al-", "Shabaab left."], "Fighters of al-Shabaab left."),
        (["The ofﬁcers ﬂed."], "The officers fled."),
        (["INTRODUCTION", "The army of the hills said on Monday that it had",
          "left the town."], "INTRODUCTION\n\nThe army of the hills said on Monday that it had left the town."),
    ],
)  # fmt: skip
def test_lines_of_a_pdf_are_put_together(lines: list[str], text: str) -> None:
    from tacitus.read.pdf_layout import lay_out

    assert lay_out(["\n".join(lines)])[0] == text


def test_heads_of_parts_of_a_pdf_are_running_heads_too() -> None:
    from tacitus.read.pdf_layout import lay_out

    pages = [
        f"Part {1 + n // 6}: {'North' if n < 6 else 'South'}\nText {'abcdefghijklmnop'[n]}."
        for n in range(16)
    ]
    text, cuts = lay_out(pages)
    assert {each.span.quote(text) for each in cuts} == {
        "Part 1: North",
        "Part 2: South",
        "Part 3: South",
    }


def test_a_pdf_says_which_pages_are_pictures(tmp_path: Path) -> None:
    found = report(read(tmp_path, "a.pdf", formats.pdf([wrapped(TEXT), None, None])))
    problem = found.problems[0]
    assert problem.code == "scanned-pages"
    assert "(2, 3)" in problem.message
    assert codes(read(tmp_path, "b.pdf", formats.pdf([None, None]))) == ["scanned-document"]


def test_a_pdf_with_a_password_is_refused_one_with_restrictions_read(tmp_path: Path) -> None:
    plain = formats.pdf([wrapped(TEXT)])
    locked = formats.encrypted_pdf(plain, "secret", "other")
    restricted = formats.encrypted_pdf(plain, "", "other")
    assert codes(read(tmp_path, "a.pdf", locked)) == ["encrypted-file"]
    assert "Kalemba" in report(read(tmp_path, "b.pdf", restricted)).text


def test_a_word_document_gives_its_paragraphs(tmp_path: Path) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del><w:r><w:t>Two</w:t>"
        "<w:tab/><w:t>fled</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = report(read(tmp_path, "a.docx", formats.docx(body=body)))
    assert found.text == f"{TEXT}\n\nTwo\tfled\n\nA cell"
    assert (found.title, found.author) == ("Incident report", "Field office")
    # by its content too, whatever it is called
    assert report(read(tmp_path, "a.zip", formats.docx())).text == TEXT
    assert report(read(tmp_path, "a", formats.docx())).text == TEXT


def test_a_mail_gives_its_words_and_its_attachments(tmp_path: Path) -> None:
    text = f"{TEXT}\n\n> An older mail\n> of others.\n\n-- \nHills Monitor, Kalemba\n"
    attached = {
        "annex.pdf": ("application/pdf", formats.pdf([wrapped(STORY[2])])),
        "map.png": ("image/png", b"\x89PNG\r\n\x1a\n"),
        "page.html": ("application/octet-stream", formats.html_page().encode()),
    }
    body, annex, picture, page = read(
        tmp_path, "a.eml", bytes(formats.mail(text, attached=attached))
    )
    assert isinstance(body, Report)
    assert isinstance(annex, Report)
    assert isinstance(page, Report)
    assert body.text.startswith(TEXT)
    assert body.title == "Flash update: mine near Kalemba"
    assert (body.source, body.author) == ("Hills Monitor", "Hills Monitor")
    assert body.published_at == "2021-05-05T09:15:00+03:00"
    assert cut(body) == [
        ("quoted", "> An older mail\n> of others."),
        ("signature", "-- \nHills Monitor, Kalemba"),
    ]
    assert annex.path is not None
    assert annex.path.endswith("a.eml!annex.pdf")
    assert annex.published is None
    assert "2021-05-05" in annex.problems[0].fix
    assert page.title == "Mine kills four near Kalemba"
    assert codes([picture]) == ["no-reader"]


def test_a_mail_in_html_alone_and_one_inside_another(tmp_path: Path) -> None:
    html = f"<html><style>p {{}}</style><body><p>{STORY[0]}</p><div>{STORY[1]}<br>Bye</div></body>"
    inner = formats.mail(None, html=html)
    assert report(read(tmp_path, "a.eml", bytes(inner))).text == f"{STORY[0]}\n\n{STORY[1]}\n\nBye"
    outer = formats.mail(
        "See below, a mail of the monitor about the mine near the town of Kalemba."
    )
    outer.add_attachment(inner)
    first, second = read(tmp_path, "b.eml", bytes(outer))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert second.text.startswith(STORY[0])


def table(separator: str = ",") -> str:
    rows = [
        ["Headline", "Body", "Date", "Outlet"],
        ["Mine kills four", f'"{STORY[0]} He said ""no""."', "2021-05-04", "Hill Post"],
        ["Road closed", f'"{STORY[1]}\nA second line."', "4 May 2021", ""],
        ["Nothing", "", "2021-05-04", ""],
    ]
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_by_its_columns(tmp_path: Path, separator: str, encoding: str) -> None:
    data = table(separator).encode(encoding)
    first, second, third = read(tmp_path, "a.csv", data, source="Given")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.text == f'{STORY[0]} He said "no".'
    assert (first.title, first.source) == ("Mine kills four", "Hill Post")
    assert first.published == date(2021, 5, 4)
    assert second.text == f"{STORY[1]}\nA second line."
    assert (second.source, second.published) == ("Given", date(2021, 5, 4))
    assert isinstance(third, Skipped)
    assert (third.line, third.problem.code) == (5, "empty-text")


def test_columns_are_named_and_a_missing_one_is_told(tmp_path: Path) -> None:
    data = f"a,b,when\n{STORY[0].replace(',', '')},x,2020-01-02\n"
    named = Columns.parse("text=a, published=when")
    found = report(read(tmp_path, "a.csv", data, columns=named))
    assert (found.text, found.published) == (STORY[0].replace(",", ""), date(2020, 1, 2))
    (skipped,) = read(tmp_path, "b.csv", data, columns=Columns.parse("text=a,title=headline"))
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == "no-column"
    assert "'headline'" in skipped.problem.message
    assert "a, b, when" in skipped.problem.message
    assert codes(read(tmp_path, "c.csv", data)) == ["no-column"]
    for wrong in ("text", "words=a", "text="):
        with pytest.raises(TacitusError, match="columns"):
            Columns.parse(wrong)


def test_json_records_are_read_by_their_usual_names_or_by_path(tmp_path: Path) -> None:
    usual = {
        "headline": "Mine",
        "content": STORY[0],
        "authors": ["A", "B"],
        "pubDate": "2021-05-04",
    }
    deep = {"meta": {"when": "2021-05-04"}, "parts": [{"words": STORY[0]}]}
    found = report(read(tmp_path, "a.jsonl", json.dumps(usual)))
    assert (found.title, found.author, found.published) == ("Mine", "A, B", date(2021, 5, 4))
    columns = Columns.parse("text=parts.words,published=meta.when")
    found = report(read(tmp_path, "b.jsonl", json.dumps(deep), columns=columns))
    assert (found.text, found.published) == (STORY[0], date(2021, 5, 4))
    assert codes(read(tmp_path, "c.jsonl", json.dumps(usual), columns=columns)) == ["no-text-field"]
    both = read(tmp_path, "d.json", json.dumps([usual, {"no": 1}], indent=1))
    assert isinstance(both[0], Report)
    assert codes(both) == ["no-text-field"]


LINES = "".join(json.dumps({"id": f"r{n}", "text": f"{n} {STORY[0]}"}) + "\n" for n in range(3))


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.jsonl.gz", formats.gzipped(LINES.encode()), 3),
        ("a.jsonl.gz", formats.gzipped(LINES.encode()) + formats.gzipped(LINES.encode()) + b"\0" * 9, 6),
        ("a.jsonl.zst", formats.zstd(LINES.encode()), 3),
        ("a.jsonl.zst", formats.zstd(LINES.encode()) + formats.zstd(LINES.encode()), 6),
        ("renamed", formats.gzipped(LINES.encode()), 3),
        ("a.zip", formats.zipped({"x/a.jsonl": LINES, "x/b.txt": TEXT, "x/c.png": "x",
                                  "__MACOSX/x/._b.txt": "x"}), 4),
        ("a.zip", formats.zipped({"in.zip": formats.zipped({"a.jsonl.gz": formats.gzipped(LINES.encode())})}), 3),
        ("a.txt.gz", formats.gzipped(TEXT.encode()), 1),
        ("a.html.zst", formats.zstd(formats.html_page().encode()), 1),
    ],
)  # fmt: skip
def test_packed_files_are_read_as_what_is_in_them(
    tmp_path: Path, name: str, data: bytes, count: int
) -> None:
    items = read(tmp_path, name, data)
    assert [type(item) for item in items] == [Report] * count
    stdin = list(read_paths(["-"], stdin=io.BytesIO(data)))
    assert [item.text for item in stdin if isinstance(item, Report)] == [
        item.text for item in items if isinstance(item, Report)
    ]


def test_names_in_archives_follow_an_exclamation_mark(tmp_path: Path) -> None:
    data = formats.zipped({"may/1.txt": TEXT})
    assert report(read(tmp_path, "a.zip", data)).path == f"{tmp_path / 'a.zip'}!may/1.txt"


PAGE = formats.html_page()
SMALL = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_the_pages_that_servers_gave(tmp_path: Path, packed: bool) -> None:
    latin = formats.html_page([STORY[0].replace("Kalemba", "Ocaña"), *STORY[1:]], url="")
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:900].encode(), PAGE[900:].encode())
    )
    pages = [
        ("https://hillpost.example/1", "200 OK", SMALL, PAGE.encode()),
        ("https://hillpost.example/2", "404 Not Found", SMALL, b"<html>gone</html>"),
        ("https://hillpost.example/3", "200 OK",
         {"Content-Type": "text/html", "Content-Encoding": "gzip"}, formats.gzipped(PAGE.encode())),
        ("https://hillpost.example/4", "200 OK", {**SMALL, "Transfer-Encoding": "chunked"},
         chunks + b"0\r\n\r\n"),
        ("https://hillpost.example/5.png", "200 OK", {"Content-Type": "image/png"}, b"\x89PNG"),
        ("https://hillpost.example/6", "200 OK", {"Content-Type": "text/html; charset=ISO-8859-2"},
         latin.encode("iso-8859-1")),
        ("https://hillpost.example/7", "200 OK", {"Content-Type": "application/pdf"},
         formats.pdf([wrapped(TEXT)])),
        ("https://hillpost.example/8", "200 OK", {**SMALL, "Content-Encoding": "br"}, b"\x0b\x02"),
    ]  # fmt: skip
    name = "crawl.warc.gz" if packed else "crawl.warc"
    items = read(tmp_path, name, formats.warc(pages, packed=packed))
    assert len(items) == len(pages)
    found = [item for item in items if isinstance(item, Report)]
    assert codes(items) == ["http-status", "no-reader", "unknown-encoding"]
    assert [item.path.rsplit("!", 1)[1][-1] for item in found if item.path] == list("13467")
    first, _, chunked, other, document = found
    assert first.url == "https://hillpost.example/news/mine-kills-four"
    assert first.published == date(2021, 5, 4)
    assert STORY[2] in chunked.text
    assert "Ocańa" in other.text  # as the server said, though it was wrong
    assert document.url == "https://hillpost.example/7"
    assert document.published is None


def test_gdelt_s_lists_give_headlines_that_say_so(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, "a.json", formats.gdelt_list())
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.text == "Mine kills three soldiers and a nurse near Kalemba , army says"
    assert first.url == "https://hillpost.example/news/mine-kills-four"
    assert (first.source, first.published) == ("hillpost.example", date(2021, 5, 4))
    assert first.published_at is None
    assert {problem.code for problem in first.problems} == {"headline-only", "seen-date"}
    assert second.language == "es"
    assert codes([third]) == ["no-text-field"]


@pytest.mark.parametrize("name", ["a.gkg.csv", "a.gkg.csv.zip"])
def test_gdelt_s_knowledge_graph_gives_headlines(tmp_path: Path, name: str) -> None:
    data: bytes = formats.gkg().encode()
    first, second, third = read(
        tmp_path, name, formats.zipped({"a.gkg.csv": data}) if name.endswith("zip") else data
    )
    assert isinstance(first, Report)
    assert first.text == "Gunmen kill two at Kalemba's bridge"
    assert (first.id, first.url) == ("20210504171500-12", "https://hillpost.example/a")
    assert codes([second, third]) == ["no-text-field", "bad-row"]


def test_reliefweb_s_answers_give_reports(tmp_path: Path) -> None:
    first, second = read(tmp_path, "a.json", formats.reliefweb())
    assert isinstance(first, Report)
    assert first.text == TEXT
    assert (first.id, first.title, first.source) == (
        "901",
        "Kalemba: Flash update",
        "Hills Monitor",
    )
    assert first.published == date(2021, 5, 5)
    assert first.updated == "2021-05-07T12:00:00+00:00"
    assert first.url == "https://reliefweb.example/report/901"
    assert codes([second]) == ["no-text-field"]


def test_every_form_is_taken_out_of_folders(tmp_path: Path) -> None:
    files = SimpleNamespace(
        pdf=formats.pdf([wrapped(TEXT)]),
        docx=formats.docx(),
        eml=bytes(formats.mail()),
        csv=table().encode(),
        zip=formats.zipped({"a.txt": TEXT}),
    )
    for suffix, data in vars(files).items():
        (tmp_path / f"a.{suffix}").write_bytes(data)
    items = list(read_paths([tmp_path]))
    assert [Path(item.path or "").name.split(",")[0][:5] for item in items] == [
        "a.csv", "a.csv", "a.csv", "a.doc", "a.eml", "a.pdf", "a.zip",
    ]  # fmt: skip
