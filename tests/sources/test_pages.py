"""Which bytes are an HTML page, and what a page says about itself."""

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.pages import is_page
from osce_feeds.sources.pages import language_at
from osce_feeds.sources.pages import line_of
from osce_feeds.sources.pages import read_page

URL = "https://voss.example.org/hbs/node/12"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf\r\n <HTML lang=en>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>',
        b"<!-- saved --><!-- twice -->\n<html>",
        b"<div class='search-result-news'>",
        b"<h1>Voss</h1>",
    ],
)
def test_html_is_a_page(data: bytes) -> None:
    assert is_page(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Voss <html>",
        b"<!-- open <html>",
        b"<rss>",
        b"<feed xmlns='x'>",
        b"<?xml version='1.0'?><newsMessage/>",
        b"<headline>",
    ],
)
def test_other_documents_are_no_page(data: bytes) -> None:
    assert not is_page(data)


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"<!doctype html><!-- Voss -->", "the page holds no text"),
        (b"<p>Voss\0", "this is a binary file (byte 0 at offset 7), not text; save the listing page as text"),
        (b"<p>Bod\xf8", "not UTF-8: byte 0xF8 at offset 6; save the file again with the encoding UTF-8"),
        (
            b"<meta charset=iso-8859-1><p>Voss",
            "the page says that it is iso-8859-1; save it again with the encoding UTF-8",
        ),
        (
            b'<META http-equiv="Content-Type" content="text/html; charset=UTF-7"><p>+ADw-',
            "the page says that it is UTF-7; save it again with the encoding UTF-8",
        ),
        (b"<div>" * 101, "the page was not read: its elements are nested more than 100 deep"),
        (b"<p>" * 100_001, "the page was not read: it has more than 100,000 elements"),
    ],
)
def test_page_that_cannot_be_read_is_refused_in_words(data: bytes, detail: str) -> None:
    with pytest.raises(DocumentRefused) as caught:
        read_page(data, "page.html")
    assert (detail, "page.html") == (caught.value.detail, caught.value.source)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("meta", [b"", b"<meta charset=UTF-8>", b"<meta charset='utf8'>"])
def test_utf_8_is_read_with_and_without_a_mark(mark: bytes, meta: bytes) -> None:
    page = read_page(mark + meta + "<p>Bodø".encode(), "page.html")
    assert "".join(map(str, page.root.itertext())) == "Bodø"


@pytest.mark.parametrize(
    ("head", "address", "base"),
    [
        ("", "", ""),
        (f"<link rel=canonical href=' {URL} '>", URL, URL),
        (f"<link rel='shortlink' href=/s><link rel='x Canonical' href={URL}>", URL, URL),
        (f"<meta property=og:url content={URL}>", URL, URL),
        (f"<link rel=canonical href={URL}><meta property=og:url content=https://x>", URL, URL),
        (f"<base href=https://oslo.example.org/><link rel=canonical href={URL}>", URL, "https://oslo.example.org/"),
        (f"<base target=_top><base href=/en/><link rel=canonical href={URL}>", URL, URL),
    ],
)
def test_page_knows_its_address_and_what_links_are_relative_to(head: str, address: str, base: str) -> None:
    page = read_page(f"<html><head>{head}</head><body>Voss</html>".encode(), "page.html")
    assert (address, base) == (page.address, page.base)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<html lang=en>", "en"),
        ("<html lang=hbs>", "bs"),
        ("<html lang='' xml:lang=uk-UA>", "uk"),
        ("<html><meta property=og:locale content=ro_RO>", "ro"),
        ("<html><meta http-equiv=Content-Language content=de>", "de"),
        (f"<html><link rel=canonical href={URL}>", "bs"),
        ("<html><link rel=canonical href=https://voss.example.org/sg/12>", ""),
        ("<html lang=und><meta property=og:locale content=ro_RO>", "ro"),
        ("<html>", ""),
    ],
)
def test_language_is_what_the_page_says_first(html: str, expected: str) -> None:
    assert expected == read_page(f"{html}<p>Voss".encode(), "page.html").language


def test_part_of_a_page_may_be_in_a_language_of_its_own() -> None:
    page = read_page(b"<html lang=en><div lang=hbs><p id=a>Voss</p></div><p lang='' id=b>Oslo</p>", "page.html")
    assert [language_at(each, page) for each in page.root.iter("p")] == ["bs", "en"]
    page = read_page(b"<html><div lang=und><p>Voss</p></div><p lang=de>Oslo", "page.html")
    assert [language_at(each, page) for each in page.root.iter("p")] == ["", "de"]


def test_lines_that_the_parser_does_not_count_are_unknown() -> None:
    page = read_page(b"<p>Voss</p>" + b"\n" * 70_000 + b"<p>Oslo</p>", "page.html")
    assert [line_of(each) for each in page.root.iter("p")] == [1, None]


@pytest.mark.parametrize(
    ("html", "expected"),
    [("<html><p>Voss", True), ("<html><p>Voss</body>", False), ("<html><p>Voss</HTML>", False), ("<p>Voss", False)],
)
def test_page_that_began_and_did_not_end_was_cut(html: str, expected: bool) -> None:
    assert expected == read_page(html.encode(), "page.html").cut
