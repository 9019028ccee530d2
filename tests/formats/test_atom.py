"""Atom 1.0 as RFC 4287 wants it."""

from dataclasses import replace
from datetime import UTC
from datetime import datetime
from urllib.parse import unquote

import feedparser
import pytest
from tests.builders import BASE
from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import REPRESENTATIVES
from tests.builders import TRANSLATED_CHANNEL
from tests.builders import rendered
from tests.formats.reading import paragraphs
from tests.formats.reading import xpath

from osce_feeds.formats.atom import ATOM
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Status
from osce_feeds.model.selection import Selection
from osce_feeds.model.wire import TOMBSTONE_NS

COMMON = rendered(ATOM, CHANNELS["common"])
HOSTILE_FEED = rendered(ATOM, CHANNELS["hostile"])
TRANSLATED = rendered(ATOM, TRANSLATED_CHANNEL)
PAGE = f"{BASE}/en/offices/presence-in-albania/"
TAGS = [language.tag for language in LANGUAGES]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("atom:id", "tag:feeds.example.org,2026:en/offices/presence-in-albania"),
        ("atom:title", "Test Newsroom"),
        ("atom:updated", "2025-07-05T08:15:00+00:00"),
        ("atom:author/atom:name", "Test Newsroom"),
        (
            "atom:subtitle",
            "News from invented places · Unofficial republication; the original is authoritative.",
        ),
        ("atom:rights", "Text & pictures free to reprint"),
        ("atom:generator", "OSCE Feeds"),
    ],
)
def test_feed_has_exactly_one(path: str, text: str) -> None:
    """RFC 4287 section 4.1.1: id, title and updated are required, each once; a feed's author serves its entries."""
    assert [text] == xpath(COMMON, f"/atom:feed/{path}/text()")


@pytest.mark.parametrize("sample_name", CHANNELS)
@pytest.mark.parametrize("element", ["id", "title", "updated"])
def test_feed_and_entries_have_each_required_element_once(sample_name: str, element: str) -> None:
    data = rendered(ATOM, CHANNELS[sample_name])

    assert xpath(data, f"count(/atom:feed/atom:{element})") == 1
    assert [1] * int(xpath(data, "count(//atom:entry)")) == [
        len(entry.findall(f"{{*}}{element}")) for entry in xpath(data, "//atom:entry")
    ]


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_feed_names_its_own_address_once(tag: str) -> None:
    (link,) = xpath(rendered(ATOM, CHANNELS["common"], tag), "/atom:feed/atom:link[@rel='self']")

    assert {
        "href": f"{BASE}/{tag}/offices/presence-in-albania/feed.atom",
        "rel": "self",
        "type": "application/atom+xml",
    } == dict(link.attrib)


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_no_two_alternates_have_the_same_type_and_language(tag: str) -> None:
    """RFC 4287 section 4.1.1 forbids it."""
    links = xpath(rendered(ATOM, CHANNELS["common"], tag), "/atom:feed/atom:link[@rel='alternate']")
    kinds = [(link.get("type"), link.get("hreflang")) for link in links]

    assert sorted(set(kinds)) == sorted(kinds)
    assert {("application/atom+xml", other) for other in TAGS if other != tag} | {
        ("application/rss+xml", tag),
        ("application/feed+json", tag),
        ("text/html", tag),
    } == set(kinds)


def test_feed_leads_to_the_page_of_its_selection() -> None:
    assert xpath(COMMON, "/atom:feed/atom:link[@rel='alternate'][@type='text/html']/@href") == [PAGE]


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_feed_says_its_language(tag: str) -> None:
    assert [tag] == xpath(rendered(ATOM, CHANNELS["common"], tag), "/atom:feed/@xml:lang")


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_every_entry_says_its_language(tag: str) -> None:
    entries = xpath(rendered(ATOM, CHANNELS["common"], tag), "//atom:entry")

    assert [entry.get(XML_LANG) for entry in entries] == ["en", "en", "fr"]


@pytest.mark.parametrize("sample_name", CHANNELS)
def test_first_node_is_a_comment_that_leads_people_to_the_page(sample_name: str) -> None:
    (comment,) = xpath(rendered(ATOM, CHANNELS[sample_name]), "/comment()")

    assert comment.text.strip().startswith("This is a feed")
    assert CHANNELS[sample_name].page_url in comment.text


def test_address_in_the_comment_cannot_end_it() -> None:
    channel = replace(CHANNELS["empty"], selection=Selection(not_topics=("a--b-->c",)))
    (comment,) = xpath(rendered(ATOM, channel), "/comment()")

    assert unquote(comment.text).strip().endswith("?not-topic=a--b-->c")


def test_feed_names_hubs_license_and_icon() -> None:
    channel = replace(CHANNELS["empty"], hubs=("https://hub.example.org/",), license="https://license.example.org/by")
    data = rendered(ATOM, channel)

    assert xpath(data, "/atom:feed/atom:link[@rel='hub']/@href") == ["https://hub.example.org/"]
    assert xpath(data, "/atom:feed/atom:link[@rel='license']/@href") == ["https://license.example.org/by"]
    assert [f"{BASE}/icon.svg"] == xpath(data, "/atom:feed/atom:icon/text()")


def test_entry_names_its_translations_with_their_language() -> None:
    (alternate,) = xpath(TRANSLATED, "//atom:entry/atom:link[@hreflang='fr']")

    assert dict(alternate.attrib) == {
        "rel": "alternate",
        "href": f"{BASE}/fr/articles/voss2345fren/",
        "type": "text/html",
        "hreflang": "fr",
    }


def test_enclosures_say_type_length_and_title_where_they_are_known() -> None:
    links = xpath(COMMON, "//atom:entry/atom:link[@rel='enclosure']")

    assert [{name: value for name, value in link.attrib.items() if name != "rel"} for link in links] == [
        {"type": "image/jpeg", "length": "20480", "title": "The ferry", "href": "https://news.example.org/ferry.jpg"},
        {"type": "application/pdf", "href": "https://news.example.org/timetable.pdf"},
    ]


def test_entries_stand_newest_first_as_given() -> None:
    expected = [article.headline for article in CHANNELS["common"].articles]

    assert expected == xpath(COMMON, "//atom:entry/atom:title/text()")


def test_entry_tells_first_publication_from_last_change() -> None:
    """Changes of one second differ in its fraction: validators warn of entries that were updated at the same moment."""
    assert xpath(COMMON, "//atom:entry/atom:published/text()") == [
        "2025-07-04T10:00:01+00:00",
        "2025-07-04T10:00:00+00:00",
        "2025-03-01T10:00:00+00:00",
    ]
    assert xpath(COMMON, "//atom:entry/atom:updated/text()") == [
        "2025-07-05T08:15:00.766863+00:00",
        "2025-07-04T10:00:00+00:00",
        "2025-03-01T10:00:00+00:00",
    ]


def test_feed_is_updated_when_its_channel_was() -> None:
    channel = replace(CHANNELS["empty"], updated=datetime(2026, 1, 9, 23, 59, 59, tzinfo=UTC))

    assert xpath(rendered(ATOM, channel), "/atom:feed/atom:updated/text()") == ["2026-01-09T23:59:59+00:00"]


def test_entry_has_one_alternate_in_its_language_and_it_leads_to_the_article() -> None:
    entries = xpath(COMMON, "//atom:entry")

    assert [
        [("en", "https://news.example.org/node/4711")],
        [("en", f"{BASE}/en/articles/voss2345full/")],
        [("fr", f"{BASE}/en/articles/evian234fren/")],
    ] == [
        [
            (link.get("hreflang"), link.get("href"))
            for link in entry.findall("{*}link")
            if link.get("rel") == "alternate"
        ]
        for entry in entries
    ]


def test_category_has_a_lasting_code_and_a_name_to_read() -> None:
    (entry, *_) = xpath(rendered(ATOM, CHANNELS["common"]), "//atom:entry")

    assert [
        {"term": "mission-to-skopje", "scheme": f"{BASE}/vocabulary/office/", "label": "OSCE Mission to Skopje"},
        {"term": "presence-in-albania", "scheme": f"{BASE}/vocabulary/office/", "label": "OSCE Presence in Albania"},
        {"term": "elections", "scheme": f"{BASE}/vocabulary/topic/", "label": "Elections"},
        {"term": "youth", "scheme": f"{BASE}/vocabulary/topic/", "label": "Youth"},
        {"term": "press-release", "scheme": f"{BASE}/vocabulary/type/", "label": "Press release"},
        {"term": "20000574", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
    ] == [dict(category.attrib) for category in entry.findall("{*}category")]


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_code_of_a_category_is_the_same_in_every_language(tag: str) -> None:
    expected = xpath(COMMON, "//atom:category/@term")

    assert expected == xpath(rendered(ATOM, CHANNELS["common"], tag), "//atom:category/@term")


def test_entry_has_the_author_and_the_rights_that_its_article_names() -> None:
    assert [[name.text for name in entry.findall("{*}author/{*}name")] for entry in xpath(COMMON, "//atom:entry")] == [
        ["The press desk of Port Sample"],
        [],
        [],
    ]
    assert xpath(COMMON, "//atom:entry/atom:rights/text()") == ["Free to reprint with the name of the harbour"]


def test_summary_is_html_with_a_mark_where_the_source_cut_it() -> None:
    (summary, *_) = xpath(COMMON, "//atom:entry/atom:summary")

    assert summary.get("type") == "html"
    assert paragraphs(summary.text) == [
        ({}, "Correction: 5 July 2025 · The number of piers was corrected."),
        (
            {},
            "OSLO, 3 July 2025 – Forty piers have a lantern now, and the last of them was lit by a pupil who […]",
        ),
        ({}, "4 July 2025 · Press release · OSCE Mission to Skopje, OSCE Presence in Albania · Elections, Youth"),
        ({}, "Read the original"),
    ]


def test_content_is_the_full_text_only() -> None:
    (content,) = xpath(COMMON, "//atom:entry/atom:content")

    assert content.get("type") == "html"
    assert [content.text] == [article.content for article in CHANNELS["common"].articles if article.content]


def test_full_text_begins_with_the_note_on_what_was_corrected() -> None:
    (restored, corrected) = xpath(rendered(ATOM, CHANNELS["changed"]), "//atom:entry/atom:content/text()")

    assert paragraphs(restored)[0] == ({}, "Restored: 7 July 2025 · It is lit after all.")
    assert paragraphs(corrected)[0] == ({}, "Correction: 4 July 2025 · Lessons are longer.")


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_withdrawn_article_is_a_tombstone_and_no_entry(tag: str) -> None:
    """RFC 6721 section 3: ``ref`` is the entry's id, ``when`` an RFC 3339 moment; a comment is text."""
    feed = rendered(ATOM, CHANNELS["changed"], tag)
    tombstones = xpath(feed, "/atom:feed/at:deleted-entry")

    assert [dict(tombstone.attrib) for tombstone in tombstones] == [
        {"ref": "tag:feeds.example.org,2026:voss2345gone", "when": "2025-07-06T09:30:00Z"},
        {"ref": "tag:feeds.example.org,2026:bergen2erase", "when": "2025-07-06T09:00:00Z"},
    ]
    assert not {tombstone.get("ref") for tombstone in tombstones} & set(xpath(feed, "//atom:entry/atom:id/text()"))
    assert all([child.tag for child in tombstone] == [f"{{{TOMBSTONE_NS}}}comment"] for tombstone in tombstones)


def test_tombstone_gives_the_reason_in_the_language_that_it_is_in() -> None:
    english, russian = (
        [
            (comment.text, comment.get(XML_LANG))
            for comment in xpath(rendered(ATOM, CHANNELS["changed"], tag), "//at:comment")
        ]
        for tag in ("en", "ru")
    )

    assert english == [
        ("Published by mistake: there is no <nowhere>.", None),
        ("This article was withdrawn.", None),
    ]
    assert russian == [("Published by mistake: there is no <nowhere>.", "en"), ("Эта статья отозвана.", None)]


def test_feed_without_tombstones_does_not_speak_of_them() -> None:
    assert b"tombstones" not in COMMON


def test_title_is_plain_text_escaped_once() -> None:
    """A text construct without a type is text (RFC 4287 section 3.1.1)."""
    (title,) = xpath(HOSTILE_FEED, "//atom:entry/atom:title")

    assert (title.text, title.get("type")) == (HOSTILE, None)


def test_summary_is_html_escaped_once_for_each_layer() -> None:
    (summary,) = xpath(HOSTILE_FEED, "//atom:entry/atom:summary/text()")

    assert [
        ({"lang": "ar", "dir": "rtl"}, f"{HOSTILE} – {HOSTILE} […]"),
        ({}, f"4 July 2025 · Arabic · {HOSTILE} · {HOSTILE} · {HOSTILE}"),
        ({}, "Read the original"),
    ] == paragraphs(summary)


@pytest.mark.parametrize(
    "path",
    [
        "/atom:feed/atom:title/text()",
        "/atom:feed/atom:author/atom:name/text()",
        "/atom:feed/atom:rights/text()",
        "//atom:entry/atom:author/atom:name/text()",
        "//atom:entry/atom:rights/text()",
        "//atom:category[@term='hostile'][1]/@label",
    ],
)
def test_every_text_comes_back_as_it_was(path: str) -> None:
    assert {HOSTILE} == set(xpath(HOSTILE_FEED, path))


def test_content_and_link_come_back_as_they_were() -> None:
    (article,) = CHANNELS["hostile"].articles

    assert [article.content] == xpath(HOSTILE_FEED, "//atom:entry/atom:content/text()")
    assert [article.link, article.enclosures[0].url] == xpath(HOSTILE_FEED, "//atom:entry/atom:link/@href")


@pytest.mark.parametrize("sample_name", CHANNELS)
def test_feedparser_reads_it_without_complaint(sample_name: str) -> None:
    channel = CHANNELS[sample_name]
    parsed = feedparser.parse(rendered(ATOM, channel))
    articles = [article for article in channel.articles if article.status is Status.USABLE]

    assert parsed.bozo is False
    assert parsed.version == "atom10"
    assert [(article.id, article.headline) for article in articles] == [
        (entry.id, entry.title) for entry in parsed.entries
    ]
    assert [article.updated.timetuple()[:6] for article in articles] == [
        entry.updated_parsed[:6] for entry in parsed.entries
    ]
