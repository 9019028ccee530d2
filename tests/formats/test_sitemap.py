"""Sitemaps: valid, of usable articles, and of no more than the protocol allows."""

from pathlib import Path

import pytest
from lxml import etree
from tests.builders import BASE
from tests.builders import CHANNELS
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import SCHEMAS

from osce_feeds.formats import sitemap
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.formats.sitemap import render_news
from osce_feeds.i18n.localiser import localiser

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def texts(data: bytes, path: str) -> list[str]:
    return [str(text) for text in etree.fromstring(data).xpath(path, namespaces=NS)]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", CHANNELS)
def test_sitemaps_are_valid(name: str) -> None:
    path = SCHEMAS / "sitemap" / "urlset-own.xsd"
    if not Path(path).is_file():
        pytest.skip(f"needs the sitemap schemas beside {path}; OSCE_FEEDS_SCHEMAS names another folder")
    validator = etree.XMLSchema(etree.parse(str(path)))
    channel = CHANNELS[name]
    news = b"".join(render_news(channel, localiser(language("en"))))

    assert validator.validate(etree.fromstring(rendered(SITEMAP, channel))), validator.error_log
    if list(channel.articles) and name != "changed":
        assert validator.validate(etree.fromstring(news)), validator.error_log


def test_sitemap_lists_pages_here_and_none_that_is_gone() -> None:
    assert texts(rendered(SITEMAP, CHANNELS["changed"], "fr"), "//s:loc/text()") == [
        f"{BASE}/fr/",
        f"{BASE}/fr/articles/oslo2345back/",
        f"{BASE}/fr/articles/voss2345full/",
    ]


def test_sitemap_ends_where_the_protocol_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 3)
    channel = make_channel(make_article(key=f"voss{number}") for number in range(9))

    assert len(texts(rendered(SITEMAP, channel), "//s:url")) == 3


def test_news_sitemap_says_the_day_and_the_language() -> None:
    data = b"".join(render_news(make_channel((make_article(language="sr-Latn"),)), localiser(language("en"))))

    assert texts(data, "//n:publication_date/text()") == ["2025-07-04"]
    assert texts(data, "//n:language/text()") == ["sr"]
    assert texts(data, "//n:title/text()") == ["Ferry school opens in Voss"]
