"""Sitemaps (sitemaps.org 0.9) of the articles' pages here, and the news sitemap that search engines want, too."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import rfc3339
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

MOST = 50_000
"""Addresses that the protocol allows in one sitemap."""
MOST_NEWS = 1000
"""Addresses that search engines read in a news sitemap."""
NEWS_DAYS = 2
"""Age in days that an article in it may have."""
NEWS_FILE = "sitemap-news.xml"

_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NS = "http://www.google.com/schemas/sitemap-news/0.9"
_END = b"</urlset>"


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - addresses have no words
    """Yield the selection's page, then those of its articles, newest first, up to what the protocol allows."""
    yield _head({None: _NS})
    page = _url(channel.page_url, rfc3339(channel.updated))
    yield etree.tostring(page, encoding="UTF-8") + b"\n"
    usable = (article for article in channel.articles if article.status is Status.USABLE)
    for article in islice(usable, MOST - 1):
        address = channel.addresses.article(channel.language, article.key)
        yield etree.tostring(_url(address, rfc3339(article.updated)), encoding="UTF-8") + b"\n"
    yield _END + b"\n"


def render_news(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - names are not translated
    """Yield a news sitemap of the articles of *channel*, which are those of the last two days; perhaps of none."""
    yield _head({None: _NS, "news": _NEWS_NS})
    for article in islice(channel.articles, MOST_NEWS):
        yield etree.tostring(_news(article, channel), encoding="UTF-8") + b"\n"
    yield _END + b"\n"


def _head(names: dict[str | None, str]) -> bytes:
    root = etree.Element(f"{{{_NS}}}urlset", nsmap=names)  # type: ignore[arg-type] # the stubs know no default namespace
    root.text = "\n"
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True).removesuffix(_END)


def _url(address: str, modified: str = "") -> etree._Element:
    url = etree.Element(f"{{{_NS}}}url", nsmap={None: _NS})  # type: ignore[dict-item]
    etree.SubElement(url, f"{{{_NS}}}loc").text = address
    if modified:
        etree.SubElement(url, f"{{{_NS}}}lastmod").text = modified
    return url


def _news(article: Article, channel: Channel) -> etree._Element:
    url = _url(channel.addresses.article(channel.language, article.key))
    news = etree.SubElement(url, f"{{{_NEWS_NS}}}news", nsmap={"news": _NEWS_NS})
    publication = etree.SubElement(news, f"{{{_NEWS_NS}}}publication")
    etree.SubElement(publication, f"{{{_NEWS_NS}}}name").text = channel.site
    etree.SubElement(publication, f"{{{_NEWS_NS}}}language").text = article.language.partition("-")[0]
    etree.SubElement(news, f"{{{_NEWS_NS}}}publication_date").text = article.date.isoformat()
    etree.SubElement(news, f"{{{_NEWS_NS}}}title").text = article.headline
    return url


SITEMAP = Format("sitemap", "Sitemap", "sitemap.xml", wire.XML, feed=False, render=render)
