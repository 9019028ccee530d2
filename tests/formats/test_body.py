"""What feed items say of an article: what happened to it, and where it comes from."""

from dataclasses import replace

import pytest
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel

from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import note_html
from osce_feeds.formats.body import summary_html
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status

ENGLISH = localiser(language("en"))
CHANNEL = make_channel()
FIRST = make_article(content="<p>All.</p>", note="Kept for editors.")
CORRECTED = replace(FIRST, version=2, note="It was <two>.")
WITHDRAWN = replace(CORRECTED, version=3, status=Status.CANCELED, note="By mistake.")
RESTORED = replace(CORRECTED, version=4, note="Rightly so.")
RESTORING = make_channel(versions=lambda _key: (FIRST, CORRECTED, WITHDRAWN, RESTORED))


@pytest.mark.parametrize(
    ("link", "source", "expected"),
    [
        ("https://news.example.org/1", Origin(), '<a href="https://news.example.org/1">Read the original</a>'),
        ("", Origin("Port", "https://x.example/?a&b"), 'Source: <a href="https://x.example/?a&amp;b">Port</a>'),
        ("", Origin("", "https://x.example/"), 'Source: <a href="https://x.example/">https://x.example/</a>'),
        ("", Origin("Port <1>"), "Source: Port &lt;1&gt;"),
        ("", Origin(), "The source gave no address for this article."),
    ],
)
def test_item_names_its_origin(link: str, source: Origin, expected: str) -> None:
    html = summary_html(make_article(link=link, source=source), ENGLISH)

    assert f"<p>{expected}</p>" == html.splitlines()[-1]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (FIRST, ""),
        (replace(CORRECTED, note=""), ""),
        (CORRECTED, "<p>Correction: 4 July 2025 · It was &lt;two&gt;.</p>"),
        (WITHDRAWN, "<p>Withdrawn: 4 July 2025 · By mistake.</p>"),
        (replace(WITHDRAWN, note=""), "<p>Withdrawn: 4 July 2025</p>"),
        (RESTORED, "<p>Restored: 4 July 2025 · Rightly so.</p>"),
        (replace(RESTORED, note=""), ""),
    ],
)
def test_note_says_what_happened_and_when(article: Article, expected: str) -> None:
    assert expected == note_html(article, RESTORING, ENGLISH)


def test_note_is_marked_as_english_where_the_feed_is_not() -> None:
    expected = '<p>Berichtigung: 4. Juli 2025 · <span lang="en" dir="ltr">It was &lt;two&gt;.</span></p>'
    assert expected == note_html(CORRECTED, CHANNEL, localiser(language("de")))


def test_correction_stands_before_summary_and_text() -> None:
    note = note_html(CORRECTED, CHANNEL, ENGLISH)

    assert item_html(CORRECTED, CHANNEL, ENGLISH) == f"{note}\n{summary_html(CORRECTED, ENGLISH)}"
    assert content_html(CORRECTED, CHANNEL, ENGLISH) == f"{note}\n<p>All.</p>"
    assert content_html(FIRST, CHANNEL, ENGLISH) == "<p>All.</p>"


def test_withdrawn_item_shows_no_text_even_where_the_record_has_one() -> None:
    assert item_html(WITHDRAWN, CHANNEL, ENGLISH) == note_html(WITHDRAWN, CHANNEL, ENGLISH)
    assert content_html(WITHDRAWN, CHANNEL, ENGLISH) == ""


@pytest.mark.parametrize(
    ("article", "tag", "expected"),
    [
        (CORRECTED, "de", "Ferry school opens in Voss"),
        (WITHDRAWN, "en", "Ferry school opens in Voss - withdrawn"),
        (WITHDRAWN, "de", "Ferry school opens in Voss - zurückgezogen"),
        (replace(WITHDRAWN, headline="100 % %(headline)s"), "en", "100 % %(headline)s - withdrawn"),
        (replace(WITHDRAWN, headline=""), "es", "Artículo retirado"),
    ],
)
def test_title_says_that_an_article_was_withdrawn(article: Article, tag: str, expected: str) -> None:
    assert expected == item_title(article, localiser(language(tag)))
