"""The door for XML: what is refused and why, and what addresses and markup become."""

import codecs
import sys
from pathlib import Path

import pytest
from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.xml import DEPTH_LIMIT
from osce_feeds.sources.xml import ELEMENT_LIMIT
from osce_feeds.sources.xml import against
from osce_feeds.sources.xml import base_of
from osce_feeds.sources.xml import inner_html
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import markup_of
from osce_feeds.sources.xml import name
from osce_feeds.sources.xml import parse
from osce_feeds.sources.xml import starts_with
from osce_feeds.sources.xml import text_of

DOCTYPES = (
    "<!DOCTYPE rss>",
    '<!DOCTYPE rss SYSTEM "file:///etc/hostname">',
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>',
    '<!DOCTYPE rss [<!ENTITY a "voss"><!ENTITY x "&a;&a;&a;&a;">]>',
)


def take(text: str) -> etree._Element:
    return parse(text.encode(), "feed.xml")


def refused(data: bytes | str) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        parse(data.encode() if isinstance(data, str) else data, "feed.xml")
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        "<rss>Øre</rss>".encode(),
        codecs.BOM_UTF8 + "<rss>Øre</rss>".encode(),
        codecs.BOM_UTF8 * 2 + "<rss>Øre</rss>".encode(),
        codecs.BOM_UTF16_LE + "<rss>Øre</rss>".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + '<?xml version="1.0" encoding="UTF-16"?><rss>Øre</rss>'.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + '<?xml version="1.0" encoding="UTF-8"?><rss>Øre</rss>'.encode("utf-16-be"),
        "<?xml version='1.0' encoding='utf-8'?><rss>Øre</rss>".encode(),
        '\n \n<?xml version="1.1" encoding="UTF8" standalone="yes"?>\n<rss>Øre</rss>'.encode(),
        "<?xml-stylesheet href='file:///etc/hostname'?><!-- <!DOCTYPE rss> --><rss>Øre</rss>".encode(),
    ],
)
def test_well_formed_document_is_read_in_utf_8_and_utf_16(data: bytes) -> None:
    root = parse(data, "feed.xml")
    assert (root.tag, root.text) == ("rss", "Øre")


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("before", ["", "\n\n", "<!-- a -->\n\n", '<?xml version="1.0"?>\n<?other ?>\n'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_document_type_is_refused_with_its_line(doctype: str, before: str, encoding: str) -> None:
    found = refused(f"{before}{doctype}<rss>&x;</rss>".encode(encoding))
    assert found.detail.startswith("it has a document type (DOCTYPE)")
    assert found.line == before.count("\n") + 1


def test_document_type_behind_a_second_mark_is_refused() -> None:
    assert "DOCTYPE" in refused("\ufeff\ufeff<!DOCTYPE rss><rss/>").detail


@pytest.mark.parametrize("text", ["<rss><![CDATA[<!DOCTYPE rss>]]></rss>", "<rss>&lt;!DOCTYPE rss&gt;</rss>"])
def test_document_type_in_a_text_is_text(text: str) -> None:
    assert take(text).text == "<!DOCTYPE rss>"


def test_declaration_in_a_text_is_text() -> None:
    assert take('<rss><![CDATA[ <?xml version="1.0"?>]]></rss>').text == ' <?xml version="1.0"?>'


@pytest.mark.parametrize(
    ("data", "detail", "line"),
    [
        ("", "not well-formed XML: Document is empty", 1),
        ("<rss>\n<a></b></rss>", "not well-formed XML: Opening and ending tag mismatch", 2),
        ("<rss>\n\n&nbsp;</rss>", "not well-formed XML: Entity 'nbsp' not defined", 3),
        ("<rss>2 & 3</rss>", "not well-formed XML: xmlParseEntityRef: no name", 1),
        ("<rss><item>", "not well-formed XML: ", 1),
        ("<rss>\x01</rss>", "not well-formed XML: ", 1),
        ("<rss a='1' a='2'/>", "not well-formed XML: Attribute a redefined", 1),
        ("<rss/><rss/>", "not well-formed XML: Extra content", 1),
        ("<!-- never closed <rss/>", "not well-formed XML: ", 1),
        ("<!doctype rss><rss/>", "not well-formed XML: ", 1),
        (f"<rss><{'a' * 60_000}></b></rss>", "not well-formed XML: ", 1),
        (b"<rss>\n\xff</rss>", "not UTF-8: byte 0xFF at offset 6", 2),
        (b"<\0r\0s\0s\0/\0>\0", "this is a binary file", None),
        (codecs.BOM_UTF16_LE + b"<\0r\0s\0s\0/\0>", "not UTF-16: the bytes at offset 12", None),
        (codecs.BOM_UTF16_LE + b"\0\xd8<\0", "not UTF-16: the bytes at offset 2", None),
        ("<rss/>".encode("utf-32"), "not well-formed XML: ", 1),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><rss/>', "it says that its encoding is ISO-8859-1", 1),
        (f'<?xml version="1.0"{" " * 500}encoding = "koi8-r" ?><rss/>', "it says that its encoding is koi8-r", 1),
    ],
)
def test_broken_document_is_refused_with_its_line(data: bytes | str, detail: str, line: int | None) -> None:
    found = refused(data)
    assert found.detail.startswith(detail)
    assert found.line == line
    assert len(str(found)) < 300
    assert len(str(found).splitlines()) == 1


def test_depth_has_a_limit() -> None:
    take("<a>" * DEPTH_LIMIT + "</a>" * DEPTH_LIMIT)
    assert "nested more than 100 deep" in refused("<a>" * (DEPTH_LIMIT + 1) + "</a>" * (DEPTH_LIMIT + 1)).detail
    assert "not well-formed" in refused("<a>" * 50_000 + "</a>" * 50_000).detail


def test_elements_have_a_limit_that_markup_in_texts_does_not_count_against() -> None:
    assert len(take(f"<rss>{'<a/>' * (ELEMENT_LIMIT - 1)}</rss>")) == ELEMENT_LIMIT - 1
    assert "more than 100,000 elements" in refused(f"<rss>{'<a/>' * ELEMENT_LIMIT}</rss>").detail
    text = "<p>" * ELEMENT_LIMIT * 2
    assert take(f"<rss><![CDATA[{text}]]><a/><![CDATA[{text}]]></rss>").text == text
    assert "not well-formed" in refused(f"<rss><![CDATA[{text}").detail


def test_element_may_have_a_hundred_thousand_attributes() -> None:
    attributes = " ".join(f'a{number}=""' for number in range(100_000))
    assert len(take(f"<rss {attributes}/>").attrib) == 100_000


def test_text_may_have_nine_megabytes_and_more_are_refused_rather_than_cut() -> None:
    text = "voss " * 1_900_000
    assert take(f"<rss>{text}</rss>").text == text
    assert "too long" in refused(f"<rss>{text}{text}</rss>").detail


def test_nothing_is_fetched_or_included(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ferry", encoding="utf-8")
    opened: list[str] = []
    document = (
        f'<?xml-stylesheet href="file://{secret}"?><rss xmlns:xi="http://www.w3.org/2001/XInclude" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="a file://{secret}"><xi:include href="file://{secret}" parse="text"/></rss>'
    )
    listening = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            opened.append(str(arguments))

    sys.addaudithook(listen)
    root = take(document)
    listening = False
    assert "ferry" not in "".join(map(str, root.itertext()))
    assert opened == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<rss version='2.0'>", True),
        ("<rss/>", True),
        ("<rss>", True),
        ("<r:rss\n>", True),
        ("\ufeff\n<?xml version='1.0'?><!-- <feed> -->\n<rss>", True),
        ("<!DOCTYPE rss><rss>", True),
        ("<!DOCTYPE rss [", True),
        ("<!DOCTYPE\n  rss PUBLIC '-//Netscape'>", True),
        ("<rss", False),
        ("<rssfeed>", False),
        ("<feed>", False),
        ("<!DOCTYPE html><rss>", False),
        ("rss", False),
        ("", False),
        (f"<{'r' * 200}>", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_root_is_found_out_by_its_name(data: str, expected: object, encoding: str) -> None:
    assert expected == starts_with(data.encode(encoding), "rss", "RDF")


def test_names_and_texts_of_elements() -> None:
    root = take('<a:feed xmlns:a="urn:a">\n <b> Voss <i>and</i> Oslo </b><c/></a:feed>')
    assert [name(root), *(name(child) for child in root)] == ["feed", "b", "c"]
    assert [text_of(None), text_of(root[0]), text_of(root[1])] == ["", "Voss and Oslo", ""]


def test_lines_are_counted_as_far_as_the_parser_counts() -> None:
    far = "\n" * 70_000
    root = take(f"\n<rss>\n<a/>{far}<b/></rss>")
    assert [line_of(root), line_of(root[0])] == [2, 3]
    assert line_of(root[1]) in {None, 70_003}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("<a> &lt;p&gt;Voss&lt;/p&gt; </a>", "<p>Voss</p>"),
        ("<a><![CDATA[<p>Voss</p>]]></a>", "<p>Voss</p>"),
        ("<a/>", ""),
        ("<a>5 &lt; 6 <b>&amp;</b> more</a>", "5 &lt; 6 <b>&amp;</b> more"),
        ('<a xmlns:h="urn:h"><h:p class="x">Voss<h:br/>Oslo</h:p></a>', '<p class="x">Voss<br>Oslo</p>'),
        ('<a xmlns="urn:h" xmlns:o="urn:o"><p>Voss</p>, <p/></a>', "<p>Voss</p>, <p></p>"),
    ],
)
def test_markup_is_html_whether_it_was_escaped_or_not(document: str, expected: str) -> None:
    assert expected == markup_of(take(document))


def test_text_among_elements_alone_is_escaped() -> None:
    assert inner_html(take("<body>5 &lt; 6</body>")) == "5 &lt; 6"


@pytest.mark.parametrize(
    ("around", "own", "expected"),
    [
        ("", None, ""),
        ("https://a.example.org/b/c", None, "https://a.example.org/b/c"),
        ("https://a.example.org/b/c", "d/", "https://a.example.org/b/d/"),
        ("https://a.example.org/b/c", " /d ", "https://a.example.org/d"),
        ("", "d", "d"),
        ("https://a.example.org/b", "https://[", "https://["),
    ],
)
def test_base_is_that_of_the_nearest_element_that_has_one(around: str, own: str | None, expected: str) -> None:
    element = etree.Element("a", {"{http://www.w3.org/XML/1998/namespace}base": own} if own else {})
    assert expected == base_of(element, around)


def test_address_that_is_none_stays_as_it_is() -> None:
    assert against("https://a.example.org/", " http://[voss ") == "http://[voss"
