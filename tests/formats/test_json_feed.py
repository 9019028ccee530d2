"""JSON Feed 1.1: what the format requires, and what we add under our own name."""

import json
from typing import Any

import pytest
from tests.builders import BASE
from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import LIGHTHOUSE
from tests.builders import TRANSLATED_CHANNEL
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.formats.reading import paragraphs

from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.i18n.localiser import localiser

PAGE = f"{BASE}/en/offices/presence-in-albania/"


def read(sample_name: str, tag: str = "en") -> Any:
    return json.loads(rendered(JSON_FEED, CHANNELS[sample_name], tag))


def items(sample_name: str, tag: str = "en") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(sample_name, tag)["items"]
    return found


def test_top_level_says_what_the_feed_is() -> None:
    feed = read("common")
    del feed["items"]

    assert {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Test Newsroom",
        "home_page_url": PAGE,
        "feed_url": f"{PAGE}feed.json",
        "description": "News from invented places · Unofficial republication; the original is authoritative."
        " · Text & pictures free to reprint",
        "favicon": f"{BASE}/icon.svg",
        "language": "en",
        "authors": [{"name": "Test Newsroom"}],
        "_osce_feeds": {
            "generator": "OSCE Feeds",
            "notice": "Unofficial republication; the original is authoritative.",
            "rights": "Text & pictures free to reprint",
        },
    } == feed


def test_document_is_one_line_with_its_end() -> None:
    data = rendered(JSON_FEED, CHANNELS["common"])

    assert data.count(b"\n") == 1
    assert data.endswith(b"}\n")


def test_feed_without_items_has_an_empty_list_of_them() -> None:
    """JSON Feed 1.1 requires ``items``, an array."""
    assert read("empty")["items"] == []


@pytest.mark.parametrize("sample_name", CHANNELS)
def test_items_stand_newest_first_as_given(sample_name: str) -> None:
    found = json.loads(rendered(JSON_FEED, CHANNELS[sample_name])).get("items", [])

    assert [article.id for article in CHANNELS[sample_name].articles] == [item["id"] for item in found]


def test_item_with_a_day_alone_has_what_the_format_requires_and_no_more() -> None:
    assert [
        {
            "id": "tag:feeds.example.org,2026:voss2345abcd",
            "url": f"{BASE}/en/articles/voss2345abcd/",
            "title": "Ferry school opens in Voss",
            "content_html": "<p>4 July 2025</p>\n<p>The source gave no address for this article.</p>",
            "date_published": "2025-07-04T10:00:00Z",
            "date_modified": "2025-07-04T10:00:00Z",
            "language": "en",
            "_osce_feeds": {"key": "voss2345abcd", "version": 1, "date": "2025-07-04", "date_text": "4 July 2025"},
        }
    ] == items("minimal")


def test_item_has_every_field_that_its_article_has() -> None:
    item = items("common")[0]
    summary = "OSLO, 3 July 2025 – Forty piers have a lantern now, and the last of them was lit by a pupil who […]"

    assert {
        "id": "tag:feeds.example.org,2026:oslo2345abcd",
        "url": "https://news.example.org/node/4711",
        "title": "Lanterns for every village pier",
        "content_html": "<p>Correction: 5 July 2025 · The number of piers was corrected.</p>\n"
        f"<p>{summary}</p>\n<p>4 July 2025 · Press release · OSCE Mission to Skopje,"
        " OSCE Presence in Albania · Elections, Youth</p>\n"
        '<p><a href="https://news.example.org/node/4711">Read the original</a></p>',
        "summary": summary,
        "date_published": "2025-07-04T10:00:01Z",
        "date_modified": "2025-07-05T08:15:00Z",
        "authors": [{"name": "The press desk of Port Sample"}],
        "tags": ["OSCE Mission to Skopje", "OSCE Presence in Albania", "Elections", "Youth", "Press release"],
        "language": "en",
        "_osce_feeds": {
            "key": "oslo2345abcd",
            "version": 2,
            "date": "2025-07-04",
            "date_text": "4 July 2025",
            "type": {"scheme": "type", "code": "press-release", "label": "Press release"},
            "offices": [
                {"scheme": "office", "code": "mission-to-skopje", "label": "OSCE Mission to Skopje"},
                {"scheme": "office", "code": "presence-in-albania", "label": "OSCE Presence in Albania"},
            ],
            "topics": [
                {"scheme": "topic", "code": "elections", "label": "Elections"},
                {"scheme": "topic", "code": "youth", "label": "Youth"},
            ],
            "dateline": {"text": "OSLO, 3 July 2025", "places": ["OSLO"], "date": "2025-07-03"},
            "summary_cut": True,
            "note": "The number of piers was corrected.",
            "change": "Correction: 5 July 2025",
            "media_topics": ["20000574"],
            "rights": "Free to reprint with the name of the harbour",
        },
    } == item


def test_enclosures_are_attachments() -> None:
    assert items("common")[1]["attachments"] == [
        {
            "url": "https://news.example.org/ferry.jpg",
            "mime_type": "image/jpeg",
            "title": "The ferry",
            "size_in_bytes": 20480,
        },
        {"url": "https://news.example.org/timetable.pdf", "mime_type": "application/pdf"},
    ]


def test_item_names_its_translations_with_their_language() -> None:
    (item,) = json.loads(rendered(JSON_FEED, TRANSLATED_CHANNEL))["items"]

    assert [{"language": "fr", "url": f"{BASE}/fr/articles/voss2345fren/"}] == item["_osce_feeds"]["translations"]


def test_feed_names_hubs_and_license() -> None:
    channel = make_channel(hubs=("https://hub.example.org/",), license="https://license.example.org/by")
    feed = json.loads(rendered(JSON_FEED, channel))

    assert feed["hubs"] == [{"url": "https://hub.example.org/", "type": "WebSub"}]
    assert feed["_osce_feeds"]["license"] == "https://license.example.org/by"


def test_full_text_is_the_content_where_there_is_one() -> None:
    (_, article, _) = CHANNELS["common"].articles

    assert article.content == items("common")[1]["content_html"]
    assert items("common")[1]["summary"] == "Lessons last as long as the crossing."


def test_withdrawn_item_says_so_and_nothing_else() -> None:
    assert items("changed")[0] == {
        "id": "tag:feeds.example.org,2026:voss2345gone",
        "url": f"{BASE}/en/articles/voss2345gone/",
        "title": "Ferry to nowhere leaves Voss - withdrawn",
        "content_html": "<p>Withdrawn: 6 July 2025 · Published by mistake: there is no &lt;nowhere&gt;.</p>",
        "date_published": "2025-07-04T10:00:03Z",
        "date_modified": "2025-07-06T09:30:00Z",
        "tags": ["OSCE Presence in Albania", "News"],
        "language": "en",
        "_osce_feeds": {
            "key": "voss2345gone",
            "version": 2,
            "date": "2025-07-04",
            "date_text": "4 July 2025",
            "status": "canceled",
            "type": {"scheme": "type", "code": "news", "label": "News"},
            "offices": [{"scheme": "office", "code": "presence-in-albania", "label": "OSCE Presence in Albania"}],
            "note": "Published by mistake: there is no <nowhere>.",
            "change": "Withdrawn: 6 July 2025",
        },
    }


def test_erased_item_has_a_title_all_the_same() -> None:
    erased = items("changed", "de")[2]

    assert erased["title"] == "Zurückgezogener Artikel"
    assert erased["content_html"] == "<p>Zurückgezogen: 6. Juli 2025</p>"
    assert erased["_osce_feeds"]["status"] == "canceled"


def test_full_text_begins_with_the_note_on_what_was_corrected() -> None:
    note = '<p>Correction\N{NO-BREAK SPACE}: 4 juillet 2025 · <span lang="en" dir="ltr">Lessons are longer.</span></p>'
    assert items("changed", "fr")[3]["content_html"].startswith(f"{note}\n<p>Lessons last")


def test_dateline_without_a_date_has_none() -> None:
    assert items("common")[2]["_osce_feeds"]["dateline"] == {"text": "ÉVIAN", "places": ["ÉVIAN"]}


@pytest.mark.parametrize("cut", [True, False])
def test_item_without_a_summary_has_none_even_where_the_source_cut_it(*, cut: bool) -> None:
    channel = make_channel((make_article(summary="", summary_cut=cut),))

    assert "summary" not in json.loads(rendered(JSON_FEED, channel))["items"][0]


def test_machine_fields_are_the_same_in_every_language_and_words_are_not() -> None:
    english, russian = items("common")[0], items("common", "ru")[0]

    for name in ("id", "url", "title", "summary", "date_published", "date_modified", "language"):
        assert english[name] == russian[name]
    assert russian["_osce_feeds"]["date_text"].startswith("4 июля 2025")
    assert [office["code"] for office in english["_osce_feeds"]["offices"]] == [
        office["code"] for office in russian["_osce_feeds"]["offices"]
    ]


def test_term_without_a_translation_keeps_its_own_words() -> None:
    assert LIGHTHOUSE.label in items("common", "ru")[1]["tags"]


def test_extension_stands_under_one_name_without_a_period() -> None:
    for item in items("common"):
        assert [name for name in item if name.startswith("_")] == ["_osce_feeds"]


def test_texts_come_back_as_they_were() -> None:
    (article,) = CHANNELS["hostile"].articles
    (item,) = items("hostile")

    assert item["title"] == HOSTILE
    assert f"{HOSTILE} – {HOSTILE} […]" == item["summary"]
    assert article.content == item["content_html"]
    assert item["authors"] == [{"name": HOSTILE}]
    assert item["tags"] == [HOSTILE] * 3
    assert article.link == item["url"]
    assert read("hostile")["title"] == HOSTILE


def test_summary_in_content_is_html_escaped_once() -> None:
    channel = make_channel((make_article(language="ar", summary=HOSTILE),))
    (item,) = json.loads(rendered(JSON_FEED, channel))["items"]

    assert paragraphs(item["content_html"]) == [
        ({"lang": "ar", "dir": "rtl"}, HOSTILE),
        ({}, "4 July 2025 · Arabic"),
        ({}, "The source gave no address for this article."),
    ]


def test_text_from_right_to_left_says_so() -> None:
    channel = make_channel((make_article(language="ar"), make_article()), language="ar")
    feed = json.loads(b"".join(JSON_FEED.render(channel, localiser(language("en")))))

    assert feed["_osce_feeds"]["direction"] == "rtl"
    assert [item["_osce_feeds"].get("direction") for item in feed["items"]] == ["rtl", None]


def test_feed_without_items_says_so_in_words() -> None:
    assert read("empty")["_osce_feeds"]["empty"] == "There are no articles here yet."
    assert "empty" not in read("minimal")["_osce_feeds"]
