"""JSON Feed of other publishers, and our own read back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import ROOT
from tests.sources import golden

from osce_feeds.formats.json_feed import JSON_FEED as FORMAT
from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.json_feed import JSON_FEED
from osce_feeds.text import clean
from osce_feeds.text import legal

VERSION = "https://jsonfeed.org/version/1.1"
ITEM: dict[str, Any] = {"id": "1", "title": "Ferry school opens in Voss", "date_published": "2025-07-04T10:00:00Z"}


def feed(*items: object, **about: object) -> str:
    return json.dumps({"version": VERSION, "title": "Voss", **about, "items": items})


def take(about: dict[str, object] | None = None, **item: object) -> RawEntry:
    return golden.only(JSON_FEED, feed({**ITEM, **item}, **(about or {})))


def test_feed_is_read_as_expected() -> None:
    assert golden.expected("quay.json") == golden.shown(golden.read(JSON_FEED, golden.given("quay.json")))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (feed(ITEM), True),
        (f"\ufeff\n {feed(ITEM)}", True),
        (json.dumps({"items": ["x" * 100_000], "version": VERSION}), True),
        ('{"version" : "http:\\/\\/jsonfeed.org/version/1"', True),
        (f'["version": "{VERSION}"]', False),
        ('{"version": "https://example.org/version/1"}', False),
        (f'{{"url": "{VERSION}"}}', False),
        ("", False),
    ],
)
def test_feed_is_recognised_by_its_version_wherever_that_stands(data: str, expected: object) -> None:
    assert expected == JSON_FEED.sniff(data.encode())


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("[]", "this is no JSON Feed with items"),
        ("{}", "this is no JSON Feed with items"),
        ('{"items": []}', "this is no JSON Feed with items"),
        ('{"items": {"id": 1}}', "this is no JSON Feed with items"),
        ("1", "this is no JSON Feed with items"),
        ('{"items": [{"id": "1", "id": "2"}]}', "its JSON has the name 'id' twice"),
        ('{"items": [NaN]}', "its JSON holds NaN"),
    ],
)
def test_document_without_items_is_refused(data: str, detail: str) -> None:
    assert golden.refusal(JSON_FEED, data).detail.startswith(detail)


@pytest.mark.parametrize(
    ("item", "detail"),
    [
        ({"title": "No id"}, "item 1 of the feed is none: Object missing required field `id`"),
        ({"id": None}, "item 1 of the feed is none: Expected "),
        ({"id": True}, "item 1 of the feed is none: Expected "),
        ({**ITEM, "tags": ["a", 1]}, "item 1 of the feed is none: Expected `str`, got `int` - at `$.tags[1]`"),
        ({**ITEM, "authors": [["x"]]}, "item 1 of the feed is none: Expected `object`, got `array`"),
        (
            {**ITEM, "attachments": [{"mime_type": "x"}]},
            "item 1 of the feed is none: Object missing required field `url`",
        ),
        ("x", "item 1 of the feed is none: Expected `object`, got `str`"),
        (None, "item 1 of the feed is none: Expected `object`, got `null`"),
    ],
)
def test_item_that_is_none_is_a_problem_and_the_others_are_read(item: object, detail: str) -> None:
    problem, entry = golden.read(JSON_FEED, feed(item, {**ITEM, "id": "2"}))
    assert not isinstance(problem, RawEntry)
    assert (problem.code, problem.severity) == ("entry.unreadable", "error")
    assert problem.detail.startswith(detail)
    assert isinstance(entry, RawEntry)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1"), (2**63, str(2**63)), (10**20 - 1, "9" * 20), (1.5, "1.5"), ("", "")]
)
def test_id_may_be_a_number(number: object, text: str) -> None:
    assert text == take(id=number).id


def test_texts_are_plain_and_html_is_html() -> None:
    entry = take(title="A &amp; <b>", summary="B &amp; <b>", content_html="<p>C &amp; D</p>", content_text="no")
    assert (entry.headline, entry.summary, entry.content) == ("A &amp; <b>", "B &amp; <b>", "<p>C &amp; D</p>")


def test_plain_content_becomes_paragraphs() -> None:
    assert take(content_text="A & <b>\r\nB\r\n\r\n\n\nC").content == "<p>A &amp; &lt;b&gt;\nB</p><p>C</p>"


@pytest.mark.parametrize(
    ("about", "item", "expected"),
    [
        ({}, {}, ("", "", "")),
        ({"language": "nb-NO", "feed_url": "https://a.example.org/f"}, {}, ("nb", "", "https://a.example.org/f")),
        (
            {"language": 1, "home_page_url": "https://a.example.org/"},
            {"url": "/1"},
            ("", "/1", "https://a.example.org/"),
        ),
        ({"language": "nb"}, {"language": "fr", "url": "/1", "external_url": "/2"}, ("fr", "/1", "")),
        ({}, {"external_url": "/2", "language": None}, ("", "/2", "")),
    ],
)
def test_language_link_and_base(
    about: dict[str, object], item: dict[str, object], expected: tuple[str, str, str]
) -> None:
    entry = take(about, **item)
    assert expected == (entry.language, entry.link, entry.base)


def test_attachments_are_files_and_their_size_is_known_only_where_it_can_be() -> None:
    sizes = (1, 2.0, None, -3, 1e300)
    found = take(attachments=[{"url": f" a{size} ", "size_in_bytes": size, "title": " The  map "} for size in sizes])
    assert [enclosure.length for enclosure in found.enclosures] == [1, 2, 0, 0, 0]
    assert found.enclosures[0] == Enclosure("a1", "", 1, "The map")


@given(headline=st.text(), summary=st.text(), tag=st.text())
def test_any_text_comes_back(headline: str, summary: str, tag: str) -> None:
    entry = take(title=headline, summary=summary, tags=[tag])
    assert (legal(headline), legal(summary)) == (entry.headline, entry.summary)
    assert clean(tag) == clean(entry.categories)


def test_our_own_feed_gives_back_what_it_was_made_from() -> None:
    found = golden.entries(JSON_FEED, (ROOT / "tests" / "golden" / "common" / "en" / "feed.json").read_bytes())
    articles = list(CHANNELS["common"].articles)
    assert len(found) == 3
    for name in ("id", "headline", "language", "link", "byline", "content"):
        assert [getattr(article, name) for article in articles] == [getattr(entry, name) for entry in found]
    assert [article.date.isoformat() for article in articles] == [entry.date for entry in found]
    assert found[0].summary == f"OSLO, 3 July 2025 – {articles[0].summary} […]"
    assert (found[0].genre, found[0].topics) == ("Press release\n", "Elections\nYouth\n")
    assert (found[0].note, found[1].offices) == ("The number of piers was corrected.", "Lighthouse Office in Voss\n")


@pytest.mark.parametrize("tag", ["fr", "ru"])
def test_our_own_terms_come_back_by_what_is_the_same_in_every_language(tag: str) -> None:
    found = golden.entries(JSON_FEED, rendered(FORMAT, make_channel(CHANNELS["common"].articles), tag))
    assert found[0].offices.splitlines() == ["mission-to-skopje", "presence-in-albania"]
    assert found[1].offices.splitlines() == ["Lighthouse Office in Voss"]


def test_our_own_withdrawals_take_back_and_corrections_are_no_text() -> None:
    found = golden.entries(JSON_FEED, (ROOT / "tests" / "golden" / "changed" / "en" / "feed.json").read_bytes())
    gone, restored, erased, corrected = found
    assert [gone.status, restored.status, erased.status, corrected.status] == ["canceled", "", "canceled", ""]
    assert (gone.note, gone.content) == ("Published by mistake: there is no <nowhere>.", "")
    assert restored.content == "<p>Le phare d’Oslo reste allumé toute l’année.</p>"
    assert corrected.content.startswith("<p>Lessons last as long as the <a ")
    assert corrected.summary == "Lessons last as long as the crossing."


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("summary", ["", "Lessons are short."])
@pytest.mark.parametrize("content", ["", "<p>Lessons.</p>"])
def test_full_text_is_told_from_the_repeated_summary(version: int, summary: str, content: str) -> None:
    article = make_article(version=version, note="It was wrong.", summary=summary, content=content)
    entry = golden.only(JSON_FEED, rendered(FORMAT, make_channel((article,))))
    assert (summary, content) == (entry.summary, entry.content)


CLEAN = st.text(max_size=80).map(clean).filter(bool)


@given(headline=CLEAN, summary=CLEAN)
def test_any_text_survives_our_own_feed(headline: str, summary: str) -> None:
    entry = golden.only(JSON_FEED, rendered(FORMAT, make_channel((make_article(headline=headline, summary=summary),))))
    assert (headline, summary) == (entry.headline, entry.summary)
