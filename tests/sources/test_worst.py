"""The worst that every kind of document can be made of is read, or refused, in linear time and without fail."""

from time import process_time

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import Source

LINE = 20_000
LARGE = 200_000
SECOND = 1.0
"""The limit on 20 kB, where whatever is not linear takes minutes; measured, it is a hundredth of that."""
SMALL_MATTER = 1.0
"""Seconds below which nothing is asked about 200 kB."""
LINEAR = 50
"""How many times as long the tenfold may take; where time grows with the square, it is a hundred."""

_RSS = "<rss><channel><item>{}</item></channel></rss>"
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry>{}</entry></feed>'
_NEWSML = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">{}</newsItem>'
_PAGE = "<!doctype html><html><body>{}</body></html>"
_JSON_FEED = '{{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}}'
_RECORD = '{{"headline": "Voss", "date": "2025-07-04", "summary": "{}"}}'

WORST: dict[str, tuple[str, str]] = {
    # What is repeated, and what stands around it.
    "spaces": (" ", "{}"),
    "spaces before an end": (" ", "Voss{}x"),
    "no-break spaces": ("\u00a0", "Voss{}x"),
    "line ends": ("\n", "{}"),
    "other line ends": ("\r", "{}"),
    "line separators": ("\u2028", "{}x"),
    "combining marks": ("\u0301\u0316", "a{}"),
    "invisible letters": ("\u200b\ufeff", "{}"),
    "letters": ("A", "{}"),
    "colons": (":", "{}"),
    "commas": (", ", "{}"),
    "labels": ("Publishing date: ", "{}"),
    "lines of labels": ("Voss\nPublishing date: 4 July 2025\n", "{}"),
    "lines of one label": ("Publishing date: 4 July 2025\n", "{}"),
    "lines of offices": ("What we do: A, B\n", "Voss\nPublishing date: 4 July 2025\n{}"),
    "one long list": ("A, ", "Voss\nPublishing date: 4 July 2025\nWhat we do: {}"),
    "datelines": ("OSLO / ", "Voss\nPublishing date: 4 July 2025\n{}"),
    "days": ("4 July ", "Voss\nPublishing date: {}\n"),
    "angles": ("<", "{}"),
    "closed angles": ("<>", "{}"),
    "ends": ("</", "{}"),
    "comments that never end": ("<!--", "{}"),
    "comments": ("<!-- -->", "{}<rss/>"),
    "instructions that never end": ("<?xml ", "{}"),
    "instructions": ("<?a?>", "{}<rss/>"),
    "document types": ("<!DOCTYPE ", "{}"),
    "spaces in a declaration": (" ", '<?xml version="1.0"{}encoding="utf-8"?><rss/>'),
    "spaces in a root": (" ", "<rss{}"),
    "CDATA that never ends": ("<![CDATA[", "<rss>{}"),
    "CDATA": ("<![CDATA[<]]>", _RSS),
    "ampersands": ("&", "<rss>{}"),
    "entities": ("&amp;", _RSS),
    "open elements": ("<a>", "<rss>{}"),
    "empty elements": ("<a/>", _RSS),
    "attributes": ("a='' ", "<rss {}/>"),
    "quotes": ("'", "<rss a={}"),
    "namespaces": ('<a xmlns:b="urn:b" b:c=""/>', _RSS),
    "items": ("<item><title>Voss</title></item>", "<rss><channel>{}</channel></rss>"),
    "items with one id": ("<item><guid>1</guid></item>", "<rss><channel>{}</channel></rss>"),
    "categories": ("<category>Voss</category>", _RSS),
    "links": ("<link>https://a.example.org/</link>", _RSS),
    "files": ("<enclosure url='a'/>", _RSS),
    "elements in a description": (
        "<b>a</b>",
        "<rss><channel><item><description>{}</description></item></channel></rss>",
    ),
    "HTML in a description": ("&lt;b>", "<rss><channel><item><description>{}</description></item></channel></rss>"),
    "lists in a description": (
        "&lt;li>&lt;p>a",
        "<rss><channel><item><description>{}</description></item></channel></rss>",
    ),
    "numbers in a description": (
        "1",
        "<rss><channel><item><description>&amp;#{};</description></item></channel></rss>",
    ),
    "names in a description": ("&amp;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", _RSS.format("<description>{}</description>")),
    "entries": ("<entry><id>1</id></entry>", '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'),
    "tombstones": (
        '<t:deleted-entry ref="1"/>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:t="http://purl.org/atompub/tombstones/1.0">{}</feed>',
    ),
    "authors": ("<author><name>a</name></author>", _ATOM),
    "alternates": ("<link href='a'/>", _ATOM),
    "elements in a content": ("<p>a</p>", _ATOM.format("<content type='xhtml'>{}</content>")),
    "text in a content": ("a\n\n", _ATOM.format("<content>{}</content>")),
    "bases": ("a/", "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{}'><entry><link href='b'/></entry></feed>"),
    "dots in bases": (
        "../",
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{}'><entry><link href='b'/></entry></feed>",
    ),
    "descriptions": ("<description/>", _NEWSML.format("<contentMeta>{}</contentMeta>")),
    "subjects": (
        "<subject qcode='oftopic:a'><name>a</name></subject>",
        _NEWSML.format("<contentMeta>{}</contentMeta>"),
    ),
    "notes": ("<edNote>a</edNote>", _NEWSML.format("<itemMeta>{}</itemMeta>")),
    "elements of a page": ("<div>", _PAGE),
    "headings": ("<h2><a href='b'>Voss</a></h2>", _PAGE),
    "dates of a page": ("<h2>Voss</h2><p>Publishing date: 4 July 2025</p>", _PAGE),
    "results": ('<div class="search-result-news"><h3 class="search-title">Voss</h3></div>', _PAGE),
    "metas": ('<meta name="a" content="b">', _PAGE),
    "JSON-LD": ("[", '<!doctype html><script type="application/ld+json">{}</script>'),
    "tables": ("<table><tr><td>", _PAGE),
    "brackets": ("[", "{}"),
    "braces": ('{"a":', "{}"),
    "lists": ("[],", _JSON_FEED.format('{{"id": "1", "x": [{}0]}}')),
    "quotes in JSON": ('"', "{}"),
    "back-slashes": ("\\", '{{"{}'),
    "escapes": ("\\n", _RECORD),
    "surrogates": ("\\ud800", _RECORD),
    "digits": ("1", '{{"headline": {}, "date": 1}}'),
    "digits of a fraction": ("1", '{{"headline": 1.{}, "date": 1}}'),
    "digits of an exponent": ("9", '{{"headline": 1e{}, "date": 1}}'),
    "names": ('"a": 1, ', '{{"headline": 1, "date": 1, {}"b": 1}}'),
    "feed items": ('{"id": "1"},', _JSON_FEED.format('{}{{"id": "1"}}')),
    "tags": ('"a",', _JSON_FEED.format('{{"id": "1", "tags": [{}"b"]}}')),
    "versions": ('"version":', "{{{}"),
    "records": ('{"headline": "Voss", "date": "2025-07-04"}\n', "{}"),
    "lines that are no record": ("{\n", "{}"),
    "bytes that are none": ("\udcff", "{}"),
    "zeros": ("\0", "{}"),
}


def document(name: str, size: int) -> bytes:
    """Return the document of that name, of about *size* bytes."""
    piece, around = (text.encode("utf-8", "surrogateescape") for text in WORST[name])
    whole = around.replace(b"{}", piece * (size // len(piece) + 1), 1)
    return whole.replace(b"{{", b"{").replace(b"}}", b"}")


def seconds(source: Source, data: bytes) -> float:
    """Return the processor's time, which does not depend on what else runs."""
    start = process_time()
    source.sniff(data)
    try:
        for _ in source.read(data, "document"):
            pass
    except DocumentRefused:
        pass
    return process_time() - start


every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


@every_source
def test_twenty_kilobytes_of_the_worst_take_less_than_a_second(source: Source) -> None:
    slow = {name: taken for name in WORST if (taken := seconds(source, document(name, LINE))) > SECOND}
    assert slow == {}


@every_source
@pytest.mark.timeout(600)
def test_time_over_two_hundred_kilobytes_of_the_worst_grows_with_their_size(source: Source) -> None:
    slow = {name: taken for name in WORST if (taken := seconds(source, document(name, LARGE))) > SMALL_MATTER}
    tenth = {name: seconds(source, document(name, LARGE // 10)) for name in slow}
    assert {name: (taken, tenth[name]) for name, taken in slow.items() if taken > LINEAR * tenth[name]} == {}


@pytest.mark.parametrize("name", WORST)
def test_documents_are_as_large_as_they_are_said_to_be(name: str) -> None:
    assert LINE <= len(document(name, LINE)) < 2 * LINE
