"""RSS 2.0 as the RSS Advisory Board's profile wants it."""

from dataclasses import replace
from datetime import UTC
from datetime import datetime

import feedparser
import pytest
from feedgen.feed import FeedGenerator
from lxml import etree
from tests.builders import BASE
from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import TRANSLATED_CHANNEL
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.formats.reading import paragraphs
from tests.formats.reading import xpath

from osce_feeds.formats.feedgen_news import NewsEntry
from osce_feeds.formats.feedgen_news import NewsFeed
from osce_feeds.formats.rss import RSS
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Enclosure
from osce_feeds.model.selection import Selection

COMMON = rendered(RSS, CHANNELS["common"])
HOSTILE_FEED = rendered(RSS, CHANNELS["hostile"])
PAGE = f"{BASE}/en/offices/presence-in-albania/"


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("title", "Test Newsroom"),
        ("link", PAGE),
        (
            "description",
            "News from invented places · Unofficial republication; the original is authoritative.",
        ),
        ("language", "en"),
        ("copyright", "Text & pictures free to reprint"),
        ("generator", "OSCE Feeds"),
        ("lastBuildDate", "Sat, 05 Jul 2025 08:15:00 GMT"),
    ],
)
def test_channel_has_element(element: str, text: str) -> None:
    assert [text] == xpath(COMMON, f"/rss[@version='2.0']/channel/{element}/text()")


@pytest.mark.parametrize("element", ["copyright", "item", "ttl", "pubDate", "webMaster"])
def test_channel_leaves_out_what_it_does_not_know(element: str) -> None:
    assert xpath(rendered(RSS, CHANNELS["empty"]), f"/rss/channel/{element}") == []


def test_channel_names_its_own_address_once() -> None:
    (link,) = xpath(COMMON, "/rss/channel/atom:link[@rel='self']")

    assert {"href": f"{PAGE}feed.rss", "rel": "self", "type": "application/rss+xml"} == dict(link.attrib)


def test_channel_announces_the_other_formats_and_languages() -> None:
    found = [
        (link.get("href").removeprefix(BASE), link.get("type"), link.get("hreflang"))
        for link in xpath(COMMON, "/rss/channel/atom:link[@rel='alternate']")
    ]

    folder = "offices/presence-in-albania"
    others = [known.tag for known in LANGUAGES if known.tag != "en"]
    assert [
        (f"/en/{folder}/feed.atom", "application/atom+xml", "en"),
        (f"/en/{folder}/feed.json", "application/feed+json", "en"),
        *((f"/{tag}/{folder}/feed.rss", "application/rss+xml", tag) for tag in others),
    ] == found


def test_items_stand_newest_first_as_given() -> None:
    expected = [article.headline for article in CHANNELS["common"].articles]

    assert expected == xpath(COMMON, "/rss/channel/item/title/text()")


def test_guid_is_the_id_of_the_article_and_no_address() -> None:
    expected = [("false", article.id) for article in CHANNELS["common"].articles]

    assert expected == [(guid.get("isPermaLink"), guid.text) for guid in xpath(COMMON, "//item/guid")]


def test_publication_date_is_rfc_822_with_four_digits_and_gmt() -> None:
    expected = ["Fri, 04 Jul 2025 10:00:01 GMT", "Fri, 04 Jul 2025 10:00:00 GMT", "Sat, 01 Mar 2025 10:00:00 GMT"]

    assert expected == xpath(COMMON, "//item/pubDate/text()")
    assert xpath(COMMON, "//item/pubDate/text()") == xpath(rendered(RSS, CHANNELS["common"], "ru"), "//pubDate/text()")


def test_link_leads_to_the_source_else_to_our_page() -> None:
    expected = [
        "https://news.example.org/node/4711",
        f"{BASE}/en/articles/voss2345full/",
        f"{BASE}/en/articles/evian234fren/",
    ]

    assert expected == xpath(COMMON, "//item/link/text()")


def test_author_without_an_e_mail_address_is_a_creator() -> None:
    assert xpath(COMMON, "//item/author") == []
    assert [
        item.xpath("dc:creator/text()", namespaces={"dc": "http://purl.org/dc/elements/1.1/"})
        for item in xpath(COMMON, "//item")
    ] == [["The press desk of Port Sample"], [], []]


def test_item_says_its_language() -> None:
    assert xpath(COMMON, "//item/dc:language/text()") == ["en", "en", "fr"]


def test_category_is_a_name_within_its_scheme() -> None:
    (item, *_) = xpath(COMMON, "//item")

    assert [
        (f"{BASE}/vocabulary/office/", "OSCE Mission to Skopje"),
        (f"{BASE}/vocabulary/office/", "OSCE Presence in Albania"),
        (f"{BASE}/vocabulary/topic/", "Elections"),
        (f"{BASE}/vocabulary/topic/", "Youth"),
        (f"{BASE}/vocabulary/type/", "Press release"),
        ("http://cv.iptc.org/newscodes/mediatopic/", "20000574"),
    ] == [(category.get("domain"), category.text) for category in item.findall("category")]


def test_item_has_one_enclosure_and_links_to_the_others() -> None:
    (enclosure,) = xpath(COMMON, "//item/enclosure")
    (link,) = xpath(COMMON, "//item/atom:link[@rel='enclosure']")

    assert dict(enclosure.attrib) == {
        "url": "https://news.example.org/ferry.jpg",
        "length": "20480",
        "type": "image/jpeg",
    }
    assert (link.get("href"), link.get("type")) == ("https://news.example.org/timetable.pdf", "application/pdf")


def test_length_of_an_enclosure_that_is_not_known_is_nought() -> None:
    channel = make_channel(
        (make_article(enclosures=(Enclosure("https://news.example.org/a.pdf", "application/pdf"),)),)
    )

    assert xpath(rendered(RSS, channel), "//item/enclosure/@length") == ["0"]


def test_item_names_its_translations_with_their_language() -> None:
    (link,) = xpath(rendered(RSS, TRANSLATED_CHANNEL), "//item/atom:link[@rel='alternate']")

    assert (link.get("hreflang"), link.get("href")) == ("fr", f"{BASE}/fr/articles/voss2345fren/")


def test_channel_names_hubs_and_license() -> None:
    channel = replace(CHANNELS["empty"], hubs=("https://hub.example.org/",), license="https://license.example.org/by")
    data = rendered(RSS, channel)

    assert xpath(data, "/rss/channel/atom:link[@rel='hub']/@href") == ["https://hub.example.org/"]
    assert xpath(data, "/rss/channel/atom:link[@rel='license']/@href") == ["https://license.example.org/by"]


def test_description_holds_the_summary_and_its_facts_as_html() -> None:
    (first, second, third) = xpath(COMMON, "//item/description/text()")

    assert paragraphs(first) == [
        ({}, "Correction: 5 July 2025 · The number of piers was corrected."),
        (
            {},
            "OSLO, 3 July 2025 – Forty piers have a lantern now, and the last of them was lit by a pupil who […]",
        ),
        ({}, "4 July 2025 · Press release · OSCE Mission to Skopje, OSCE Presence in Albania · Elections, Youth"),
        ({}, "Read the original"),
    ]
    assert paragraphs(second) == [
        ({}, "Lessons last as long as the crossing."),
        ({}, "4 July 2025 · News · Lighthouse Office in Voss · Youth"),
        ({}, "The source gave no address for this article."),
    ]
    assert paragraphs(third) == [
        ({"lang": "fr", "dir": "ltr"}, "ÉVIAN – Les leçons durent le temps d’une traversée."),
        ({}, "1 March 2025 · French · OSCE Presence in Albania"),
        ({}, "Source: Liste du port"),
    ]


def test_description_without_a_summary_holds_facts_and_origin_alone() -> None:
    expected = "<p>4 July 2025</p>\n<p>The source gave no address for this article.</p>"
    assert [expected] == xpath(rendered(RSS, CHANNELS["minimal"]), "//item/description/text()")


def test_full_text_stands_after_the_description() -> None:
    content = CHANNELS["common"].articles
    (encoded,) = xpath(COMMON, "//item/content:encoded")

    assert [encoded.text] == [article.content for article in content if article.content]
    assert [encoded] == encoded.xpath("../description/following-sibling::*[1]")


def test_titles_are_plain_text_escaped_once() -> None:
    assert xpath(HOSTILE_FEED, "/rss/channel/title/text()") == [HOSTILE]
    assert xpath(HOSTILE_FEED, "//item/title/text()") == [HOSTILE]


def test_description_is_html_escaped_once_for_each_layer() -> None:
    (description,) = xpath(HOSTILE_FEED, "//item/description/text()")

    assert [
        ({"lang": "ar", "dir": "rtl"}, f"{HOSTILE} – {HOSTILE} […]"),
        ({}, f"4 July 2025 · Arabic · {HOSTILE} · {HOSTILE} · {HOSTILE}"),
        ({}, "Read the original"),
    ] == paragraphs(description)
    assert b'&lt;p lang="ar" dir="rtl"&gt;A &amp;lt;b&amp;gt;bold' in HOSTILE_FEED


def test_every_text_of_an_item_comes_back_as_it_was() -> None:
    (article,) = CHANNELS["hostile"].articles

    assert [article.byline] == xpath(HOSTILE_FEED, "//item/dc:creator/text()")
    assert [article.link] == xpath(HOSTILE_FEED, "//item/link/text()")
    assert [article.content] == xpath(HOSTILE_FEED, "//item/content:encoded/text()")
    assert [term.label for term in article.terms] == xpath(HOSTILE_FEED, "//item/category/text()")


@pytest.mark.parametrize("sample_name", CHANNELS)
def test_feedparser_reads_it_without_complaint(sample_name: str) -> None:
    channel = CHANNELS[sample_name]
    parsed = feedparser.parse(rendered(RSS, channel))

    assert parsed.bozo is False
    assert parsed.version == "rss20"
    assert parsed.feed.link == channel.page_url
    assert [article.id for article in channel.articles] == [entry.id for entry in parsed.entries]
    assert [article.published.timetuple()[:6] for article in channel.articles] == [
        entry.published_parsed[:6] for entry in parsed.entries
    ]


def test_withdrawn_item_says_so_and_nothing_else() -> None:
    (withdrawn, _, erased, _) = feedparser.parse(rendered(RSS, CHANNELS["changed"])).entries

    assert withdrawn.id == "tag:feeds.example.org,2026:voss2345gone"
    assert withdrawn.title == "Ferry to nowhere leaves Voss - withdrawn"
    assert withdrawn.link == f"{BASE}/en/articles/voss2345gone/"
    assert paragraphs(withdrawn.description) == [
        ({}, "Withdrawn: 6 July 2025 · Published by mistake: there is no <nowhere>.")
    ]
    assert "author" not in withdrawn
    assert "content" not in withdrawn
    assert (erased.title, erased.description) == ("Withdrawn article", "<p>Withdrawn: 6 July 2025</p>")


def test_withdrawn_item_says_so_in_the_language_of_the_feed() -> None:
    (withdrawn, _, erased, _) = xpath(rendered(RSS, CHANNELS["changed"], "ru"), "//item")

    assert withdrawn.findtext("title") == "Ferry to nowhere leaves Voss - отозвано"
    assert withdrawn.findtext("description") == (
        "<p>Отозвано: 6 июля 2025\u202fг. · "
        '<span lang="en" dir="ltr">Published by mistake: there is no &lt;nowhere&gt;.</span></p>'
    )
    assert erased.findtext("title") == "Отозванная статья"


def test_feedparser_finds_author_language_and_full_text() -> None:
    (first, second, third) = feedparser.parse(COMMON).entries

    assert first.author == "The press desk of Port Sample"
    assert third.language == "fr"
    assert [article.content for article in CHANNELS["common"].articles][1] == second.content[0].value


def test_last_build_date_is_that_of_the_channel_whatever_its_articles_say() -> None:
    channel = make_channel((make_article(),), updated=datetime(2026, 1, 9, 23, 59, 59, tzinfo=UTC))

    assert xpath(rendered(RSS, channel), "//lastBuildDate/text()") == ["Fri, 09 Jan 2026 23:59:59 GMT"]


def test_channel_links_to_the_page_of_its_selection() -> None:
    channel = replace(CHANNELS["empty"], selection=Selection(offices=("presence-in-albania",), topics=("youth",)))

    assert [f"{BASE}/ru/offices/presence-in-albania/topics/youth/"] == xpath(
        rendered(RSS, channel, "ru"), "/rss/channel/link/text()"
    )


def test_extension_that_was_told_nothing_adds_nothing() -> None:
    """Feedgen makes an extension for every feed and entry, also where nobody fills it."""
    feed = FeedGenerator()
    feed.register_extension("news", NewsFeed, NewsEntry, atom=True, rss=True)
    rss, item, entry = etree.fromstring("<rss><channel/></rss>"), etree.Element("item"), etree.Element("entry")

    feed.news.extend_rss(rss)
    feed.add_entry().news.extend_rss(item)
    feed.add_entry().news.extend_atom(entry)

    assert [etree.tostring(part) for part in (rss, item, entry)] == [b"<rss><channel/></rss>", b"<item/>", b"<entry/>"]
