"""RSS of other publishers, old and new, and our own read back."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import ROOT
from tests.sources import golden

from osce_feeds.formats.rss import RSS as FORMAT
from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.rss import RSS
from osce_feeds.text import clean
from osce_feeds.text import legal

ITEM = "<title>Ferry school opens in Voss</title><pubDate>Fri, 04 Jul 2025 10:00:00 GMT</pubDate>"
XML_TEXT = st.text().map(legal).map(str.strip)


def feed(*items: str, about: str = "", root: str = "") -> str:
    channel = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {root}><channel><title>Voss</title>{about}{channel}</channel></rss>'


def take(item: str, about: str = "", root: str = "") -> RawEntry:
    return golden.only(RSS, feed(ITEM + item, about=about, root=root))


@pytest.mark.parametrize("name", ["harbour.rss", "pier.rdf"])
def test_feed_is_read_as_expected(name: str) -> None:
    data = golden.given(name)
    assert RSS.sniff(data)
    assert golden.expected(name) == golden.shown(golden.read(RSS, data))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_feed_in_another_encoding_says_the_same(encoding: str) -> None:
    data = golden.given("harbour.rss").decode().replace('encoding="UTF-8"', f'encoding="{encoding}"', 1)
    wide = data.replace(' encoding="utf-8-sig"', "").encode(encoding)
    assert RSS.sniff(wide)
    assert golden.expected("harbour.rss") == golden.shown(golden.read(RSS, wide))


def test_feed_with_other_line_ends_says_the_same() -> None:
    data = golden.given("harbour.rss").replace(b"\n", b"\r\n")
    assert golden.expected("harbour.rss") == golden.shown(golden.read(RSS, data))


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("<rss/>", "this is no RSS: there is no channel in it"),
        ("<feed><channel/></feed>", "this is no RSS: there is no channel in it"),
        ("<rss><channel/></rss>", "the feed has no items"),
        ("<rss><channel><image><item/></image></channel></rss>", "the feed has no items"),
        ("<!DOCTYPE rss><rss><channel><item/></channel></rss>", "it has a document type (DOCTYPE)"),
    ],
)
def test_document_without_items_is_refused(data: str, detail: str) -> None:
    assert golden.refusal(RSS, data).detail.startswith(detail)


def test_items_of_every_channel_are_read() -> None:
    data = f"<rss><channel><item>{ITEM}</item></channel><channel><item>{ITEM}</item></channel><item>{ITEM}</item></rss>"
    assert len(golden.entries(RSS, data)) == 3


@pytest.mark.parametrize(
    ("item", "link"),
    [
        (
            "<link>https://news.example.org/1</link><guid>https://news.example.org/2</guid>",
            "https://news.example.org/1",
        ),
        ("<guid>https://news.example.org/2</guid>", "https://news.example.org/2"),
        ("<guid isPermaLink='true'>https://news.example.org/2</guid>", "https://news.example.org/2"),
        ("<guid isPermaLink='TRUE '>https://news.example.org/2</guid>", "https://news.example.org/2"),
        ("<guid isPermaLink='false'>https://news.example.org/2</guid>", ""),
        ("<guid>2</guid>", ""),
        ("<link/>", ""),
        ("<link>  javascript:run() </link>", "javascript:run()"),
    ],
)
def test_link_is_the_item_s_own_or_a_guid_that_is_one(item: str, link: str) -> None:
    assert link == take(item).link


@pytest.mark.parametrize(
    ("about", "root", "base"),
    [
        ("", "", ""),
        ("<link>https://a.example.org/</link>", "", "https://a.example.org/"),
        (
            "<link>https://a.example.org/</link><l:link rel='hub' href='/'/><l:link rel='self' href='https://a.example.org/feed/'/>",
            "xmlns:l='http://www.w3.org/2005/Atom'",
            "https://a.example.org/feed/",
        ),
        ("<link>https://a.example.org/</link>", "xml:base='https://b.example.org/c/'", "https://b.example.org/c/"),
    ],
)
def test_relative_addresses_hold_against_the_feed_s_own(about: str, root: str, base: str) -> None:
    assert base == take("<link>voss</link>", about, root).base


def test_full_text_with_a_base_of_its_own_leaves_the_link_where_it_was() -> None:
    content = (
        "<c:encoded xml:base='texts/' xmlns:c='http://purl.org/rss/1.0/modules/content/'>&lt;a href='b'></c:encoded>"
    )
    entry = take(f"<link>voss</link>{content}", root="xml:base='https://a.example.org/'")
    assert (entry.link, entry.base) == ("https://a.example.org/voss", "https://a.example.org/texts/")


@pytest.mark.parametrize(
    ("about", "item", "language"),
    [
        ("", "", ""),
        ("<language>nb-NO</language>", "", "nb"),
        ("<language>Norwegian</language>", "", ""),
        ("<language>nb</language>", "<d:language>fr</d:language>", "fr"),
        ("<d:language>nb</d:language>", "", "nb"),
    ],
)
def test_language_is_the_item_s_or_the_channel_s(about: str, item: str, language: str) -> None:
    root = "xmlns:d='http://purl.org/dc/elements/1.1/'"
    assert language == take(item, about, root).language


def test_file_is_listed_once_whoever_names_it_and_with_the_length_that_is_one() -> None:
    entry = take(
        "<enclosure url='https://a.example.org/a.pdf' type='application/pdf' length='20480'/>"
        "<enclosure url='https://a.example.org/b.pdf' type='application/pdf' length='many'/>"
        "<enclosure url=' '/><enclosure url='https://a.example.org/c' length='-1'/>"
        "<m:content url='https://a.example.org/a.pdf'/><m:group><m:content url='https://a.example.org/d'/></m:group>",
        root="xmlns:m='http://search.yahoo.com/mrss/'",
    )
    assert entry.enclosures == (
        Enclosure("https://a.example.org/a.pdf", "application/pdf", 20480),
        Enclosure("https://a.example.org/b.pdf", "application/pdf"),
        Enclosure("https://a.example.org/c", ""),
        Enclosure("https://a.example.org/d", ""),
    )


def test_elements_of_other_namespaces_are_not_taken_for_those_of_rss() -> None:
    others = "".join(
        f"<o:{tag}>Oslo</o:{tag}>" for tag in ("link", "guid", "description", "category", "author", "title")
    )
    entry = golden.only(RSS, feed(others + ITEM, root="xmlns:o='urn:o'"))
    assert golden.shown([entry]) == golden.shown(golden.entries(RSS, feed(ITEM)))


@given(headline=XML_TEXT, summary=XML_TEXT)
def test_any_title_and_description_come_back(headline: str, summary: str) -> None:
    item = f"<title>{escape(headline)}</title><description>{escape(escape(summary))}</description>"
    entry = golden.only(RSS, feed(item))
    assert clean(headline) == clean(entry.headline)
    assert clean(summary) == clean(entry.summary)


def test_our_own_feed_gives_back_what_it_was_made_from() -> None:
    data = (ROOT / "tests" / "golden" / "common" / "en" / "feed.rss").read_bytes()
    corrected, full, french = golden.entries(RSS, data)
    articles = list(CHANNELS["common"].articles)
    assert [article.id for article in articles] == [corrected.id, full.id, french.id]
    assert [article.headline for article in articles] == [corrected.headline, full.headline, french.headline]
    assert [article.language for article in articles] == [corrected.language, full.language, french.language]
    assert [article.link for article in articles] == [corrected.link, full.link, french.link]
    assert [article.byline for article in articles] == [corrected.byline, full.byline, french.byline]
    assert [article.content for article in articles] == [corrected.content, full.content, french.content]
    dateline = "OSLO, 3 July 2025 – "
    assert f"{dateline}{articles[0].summary} […]" == corrected.summary
    assert (full.summary, french.summary) == (articles[1].summary, f"ÉVIAN – {articles[2].summary}")
    assert (corrected.genre, corrected.topics) == ("Press release\n", "Elections\nYouth\n")
    assert corrected.offices == "OSCE Mission to Skopje\nOSCE Presence in Albania\n"
    assert corrected.note == "The number of piers was corrected."
    assert {entry.rights for entry in (corrected, full, french)} == {""}


def test_our_own_withdrawals_take_back_and_corrections_are_no_text() -> None:
    data = (ROOT / "tests" / "golden" / "changed" / "en" / "feed.rss").read_bytes()
    gone, restored, erased, corrected = golden.entries(RSS, data)
    assert [gone.status, restored.status, erased.status, corrected.status] == ["canceled", "", "canceled", ""]
    assert (gone.note, erased.note) == ("Published by mistake: there is no <nowhere>.", "")
    assert (restored.summary, restored.note) == ("", "It is lit after all.")
    assert (corrected.summary, corrected.note) == ("Lessons last as long as the crossing.", "Lessons are longer.")
    assert corrected.content.startswith("<p>Lessons last as long as the <a ")
    assert restored.content == "<p>Le phare d’Oslo reste allumé toute l’année.</p>"


def test_our_own_feed_in_another_language_names_no_terms() -> None:
    """Their names there are translations, which nobody else knows; Atom and JSON Feed have their codes."""
    data = rendered(FORMAT, make_channel(CHANNELS["common"].articles), "ru")
    assert {(entry.genre, entry.offices, entry.topics, entry.categories) for entry in golden.entries(RSS, data)} == {
        ("", "", "", "")
    }


CLEAN = st.text(max_size=80).map(clean).filter(bool)


@given(headline=CLEAN, summary=CLEAN)
def test_any_text_survives_our_own_feed(headline: str, summary: str) -> None:
    data = rendered(FORMAT, make_channel((make_article(headline=headline, summary=summary),)))
    entry = golden.only(RSS, data)
    assert (headline, summary) == (clean(entry.headline), clean(entry.summary))
