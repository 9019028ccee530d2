"""Plain XML of whole selections: every field under its own name, dates for machines and for people."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from tests.builders import BASE
from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import LIGHTHOUSE
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.formats.reading import xpath

from osce_feeds.deliver.check import articles_schema
from osce_feeds.formats.article_xml import ARTICLE_XML

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COMMON = rendered(ARTICLE_XML, CHANNELS["common"])
DATES = {
    "en": "4 July 2025",
    "fr": "4 juillet 2025",
    "de": "4. Juli 2025",
    "it": "4 luglio 2025",
    "ru": "4 июля 2025 г.",
    "es": "4 de julio de 2025",
}


def outline(element: Any) -> list[tuple[str, dict[str, str], str]]:
    """Return name, attributes and text of each child, and of theirs, in the order of the document."""
    return [(child.tag, dict(child.attrib), child.text) for child in element.iterdescendants()]


def articles(data: bytes) -> Iterator[Any]:
    yield from xpath(data, "/articles/article")


def test_head_describes_the_selection() -> None:
    (root,) = xpath(COMMON, "/articles")
    head = [(child.tag, child.text) for child in root if child.tag != "article"]

    page = f"{BASE}/en/offices/presence-in-albania/"
    schema = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
    assert dict(root.attrib) == {XML_LANG: "en", schema: f"{BASE}/schema/articles.xsd"}
    assert [
        ("title", "Test Newsroom"),
        ("subtitle", "News from invented places"),
        ("notice", "Unofficial republication; the original is authoritative."),
        ("rights", "Text & pictures free to reprint"),
        ("self", f"{page}articles.xml"),
        ("page", page),
        ("updated", "2025-07-05T08:15:00Z"),
    ] == head


def test_head_leaves_out_what_is_empty() -> None:
    assert [child.tag for child in xpath(rendered(ARTICLE_XML, CHANNELS["empty"]), "/articles/*")] == [
        "title",
        "subtitle",
        "self",
        "page",
        "updated",
    ]


def test_article_with_a_day_alone_has_few_elements() -> None:
    (article,) = articles(rendered(ARTICLE_XML, CHANNELS["minimal"]))

    assert dict(article.attrib) == {
        XML_LANG: "en",
        "key": "voss2345abcd",
        "id": "tag:feeds.example.org,2026:voss2345abcd",
        "version": "1",
        "status": "usable",
    }
    assert [
        ("headline", {}, "Ferry school opens in Voss"),
        ("date", {"iso": "2025-07-04"}, "4 July 2025"),
        ("published", {}, "2025-07-04T10:00:00Z"),
        ("updated", {}, "2025-07-04T10:00:00Z"),
        ("page", {}, f"{BASE}/en/articles/voss2345abcd/"),
    ] == outline(article)


def test_article_has_every_field_of_its_record() -> None:
    (article, *_) = articles(COMMON)

    assert article.get("version") == "2"
    assert [
        ("headline", {}, "Lanterns for every village pier"),
        ("byline", {}, "The press desk of Port Sample"),
        ("date", {"iso": "2025-07-04"}, "4 July 2025"),
        ("published", {}, "2025-07-04T10:00:01Z"),
        ("updated", {}, "2025-07-05T08:15:00Z"),
        ("type", {"code": "press-release"}, "Press release"),
        ("office", {"code": "mission-to-skopje"}, "OSCE Mission to Skopje"),
        ("office", {"code": "presence-in-albania"}, "OSCE Presence in Albania"),
        ("topic", {"code": "elections"}, "Elections"),
        ("topic", {"code": "youth"}, "Youth"),
        ("dateline", {}, None),
        ("text", {}, "OSLO, 3 July 2025"),
        ("place", {}, "OSLO"),
        ("date", {"iso": "2025-07-03"}, "3 July 2025"),
        (
            "summary",
            {"cut": "true"},
            "Forty piers have a lantern now, and the last of them was lit by a pupil who",
        ),
        ("link", {}, "https://news.example.org/node/4711"),
        ("page", {}, f"{BASE}/en/articles/oslo2345abcd/"),
        ("source", {"url": "https://news.example.org/press-releases"}, "Harbour listing"),
        ("rights", {}, "Free to reprint with the name of the harbour"),
        ("note", {}, "The number of piers was corrected."),
    ] == outline(article)


def test_article_with_files_names_each_of_them() -> None:
    (_, article, _) = articles(COMMON)

    assert [item for item in outline(article) if item[0] in {"enclosure", "collection"}] == [
        (
            "enclosure",
            {"type": "image/jpeg", "length": "20480", "title": "The ferry"},
            "https://news.example.org/ferry.jpg",
        ),
        (
            "enclosure",
            {"type": "application/pdf", "length": "0", "title": ""},
            "https://news.example.org/timetable.pdf",
        ),
        ("collection", {}, "Ferry schools"),
        ("collection", {}, "Sample summer schools"),
    ]


def test_content_is_html_escaped_once() -> None:
    assert [article.content for article in CHANNELS["common"].articles if article.content] == xpath(
        COMMON, "//content/text()"
    )


def test_source_without_an_address_has_its_name() -> None:
    (*_, article) = articles(COMMON)

    assert [item for item in outline(article) if item[0] == "source"] == [("source", {}, "Liste du port")]


def test_dateline_without_a_date_has_text_and_places() -> None:
    (*_, article) = articles(COMMON)

    assert [child.tag for child in article.find("dateline")] == ["text", "place"]


@pytest.mark.parametrize("tag", DATES)
def test_day_is_written_as_the_language_writes_it(tag: str) -> None:
    (article, *_) = articles(rendered(ARTICLE_XML, CHANNELS["common"], tag))
    day = article.find("date")

    assert ("2025-07-04", DATES[tag]) == (day.get("iso"), day.text.replace("\u202f", " ").replace("\xa0", " "))


@pytest.mark.parametrize("tag", DATES)
def test_words_in_another_language_than_the_article_are_marked(tag: str) -> None:
    (english, _, french) = articles(rendered(ARTICLE_XML, CHANNELS["common"], tag))

    assert (None if tag == "en" else tag) == english.find("date").get(XML_LANG)
    assert (None if tag == "en" else tag) == english.find("dateline/date").get(XML_LANG)
    assert (None if tag == "fr" else tag) == french.find("date").get(XML_LANG)
    assert (english.get(XML_LANG), french.get(XML_LANG)) == ("en", "fr")


def test_name_without_a_translation_is_not_said_to_be_one() -> None:
    french = make_article(language="fr", offices=(LIGHTHOUSE,))
    data = rendered(ARTICLE_XML, make_channel((french,)), "ru")

    assert [(LIGHTHOUSE.label, "en")] == [(office.text, office.get(XML_LANG)) for office in xpath(data, "//office")]


@pytest.mark.parametrize(
    "path",
    [
        "/articles/title",
        "/articles/rights",
        "//article/headline",
        "//article/byline",
        "//article/type",
        "//article/office",
        "//article/topic",
        "//article/dateline/text",
        "//article/dateline/place",
        "//article/summary",
        "//article/collection",
        "//article/source",
        "//article/rights",
        "//article/note",
    ],
)
def test_every_text_comes_back_as_it_was(path: str) -> None:
    assert {HOSTILE} == set(xpath(rendered(ARTICLE_XML, CHANNELS["hostile"]), f"{path}/text()"))


def test_addresses_and_attributes_come_back_as_they_were() -> None:
    data = rendered(ARTICLE_XML, CHANNELS["hostile"])
    (article,) = CHANNELS["hostile"].articles

    assert [article.link] == xpath(data, "//article/link/text()")
    assert [article.source.url] == xpath(data, "//article/source/@url")
    assert [article.enclosures[0].url] == xpath(data, "//article/enclosure/text()")
    assert xpath(data, "//article/enclosure/@title") == [HOSTILE]


def test_each_article_stands_in_a_line_of_its_own() -> None:
    lines = COMMON.decode().splitlines()

    assert [line.startswith("<article ") and line.endswith("</article>") for line in lines[-4:-1]] == [True] * 3
    assert lines[-1] == "</articles>"


@pytest.mark.parametrize("name", CHANNELS)
def test_document_is_valid_by_the_published_schema(name: str) -> None:
    validator = articles_schema()
    data = rendered(ARTICLE_XML, replace(CHANNELS[name], left=frozenset({"voss2345full"})))

    assert validator.validate(etree.fromstring(data)), validator.error_log
