"""NewsML-G2 2.35, power conformance: articles as ``newsItem``, selections as ``newsMessage``.

A ``newsItem`` is one version of one article and says the same under every page
language: all names that have a source stand in it, and the publishing day in
words of every language. The source knows days, so ``contentCreated`` is a day;
``versionCreated`` is the moment at which *we* made the version.
"""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml import html

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import NOTE_LANGUAGE
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.newsml_terms import SERVICE
from osce_feeds.formats.newsml_terms import add
from osce_feeds.formats.newsml_terms import add_term
from osce_feeds.formats.newsml_terms import item_root
from osce_feeds.formats.newsml_terms import qcode
from osce_feeds.formats.newsml_terms import root
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser as localiser_of
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

MESSAGE_TYPE = "application/vnd.iptc.g2.newsmessage+xml; charset=utf-8"
ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml; charset=utf-8"
PROFILE = "osce-feeds-text"
"""The structure of our items; its number rises when a receiver has to change."""
PROFILE_VERSION = "1"

_XHTML = "http://www.w3.org/1999/xhtml"
_END = b"</itemSet></newsMessage>"


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - the same in every language
    """Yield a ``newsMessage`` with one ``newsItem`` for each article, one at a time.

    ``sent`` and ``transmitId`` are those of the last change in the selection, so
    an unchanged selection gives unchanged bytes. The standard wants an item in each
    message, so an empty selection is told by a ``packageItem`` without members.
    """
    message = root("newsMessage")
    header = add(message, "header")
    add(header, "sent", rfc3339(channel.updated))
    add(header, "sender", channel.addresses.base)
    add(header, "transmitId", str(channel.change))
    add(header, "priority", "5")
    add(message, "itemSet").text = ""
    document = etree.tostring(message, encoding="UTF-8", xml_declaration=True)
    yield document.removesuffix(_END)
    empty = True
    for article in channel.articles:
        yield etree.tostring(news_item(article, channel), encoding="UTF-8") + b"\n"
        empty = False
    if empty:
        yield etree.tostring(_nothing(channel), encoding="UTF-8") + b"\n"
    yield _END + b"\n"


def item_document(article: Article, channel: Channel) -> bytes:
    """Return the ``newsItem`` of *article* as a document of its own."""
    return etree.tostring(news_item(article, channel), encoding="UTF-8", xml_declaration=True) + b"\n"


def news_item(article: Article, channel: Channel) -> etree._Element:
    """Return the ``newsItem`` of the current version of *article*; a canceled one has no text."""
    item = item_root("newsItem", article.id, article.version, article.language, channel.addresses.base)
    _rights(item, article, channel)
    _item_meta(item, article, channel)
    _content_meta(item, article, channel)
    _content_set(item, article)
    return item


def _nothing(channel: Channel) -> etree._Element:
    item = item_root("packageItem", channel.id, 1, channel.language, channel.addresses.base)
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:composite")
    add(add(meta, "provider", uri=f"{channel.addresses.base}/"), "name", channel.site)
    add(meta, "versionCreated", rfc3339(channel.updated))
    add(meta, "pubStatus", qcode="stat:usable")
    add(meta, "title", channel.title)
    return item


def _rights(item: etree._Element, article: Article, channel: Channel) -> None:
    rights = add(item, "rightsInfo")
    if article.source.name:
        holder = add(rights, "copyrightHolder", **({"uri": article.source.url} if article.source.url else {}))
        add(holder, "name", article.source.name)
    if notice := article.rights or channel.rights:
        add(rights, "copyrightNotice", notice)
    if channel.notice:
        for language in LANGUAGES:
            add(rights, "usageTerms", localiser_of(language).unofficial(), lang=language.tag)
    if not len(rights):
        item.remove(rights)


def _item_meta(item: etree._Element, article: Article, channel: Channel) -> None:
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:text")
    provider = add(meta, "provider", uri=f"{channel.addresses.base}/")
    add(provider, "name", channel.site)
    add(meta, "versionCreated", rfc3339(article.received))
    if first := _first_received(article, channel):
        add(meta, "firstCreated", rfc3339(first))
    add(meta, "pubStatus", qcode=f"stat:{article.status}")
    add(meta, "fileName", f"{article.key}_{article.version}.xml")
    add(meta, "generator", wire.GENERATOR)
    add(meta, "profile", PROFILE, versioninfo=PROFILE_VERSION)
    add(add(meta, "service", qcode=qcode(SERVICE, "newsroom")), "name", "Newsroom", lang="en")
    if article.headline:
        add(meta, "title", article.headline)
    else:  # erased: no element may be empty
        for language in LANGUAGES:
            add(meta, "title", item_title(article, localiser_of(language)), lang=language.tag)
    for note in _notes(article, channel):
        add(meta, "edNote", note, lang=NOTE_LANGUAGE)
    if article.version > 1 and article.status is Status.USABLE:
        corrected = article.note and not channel.is_restored(article)
        add(meta, "signal", qcode="sig:correction" if corrected else "sig:update")
    if article.link:
        add(meta, "link", rel="irel:seeAlso", href=article.link, contenttype="text/html")


def _first_received(article: Article, channel: Channel) -> datetime | None:
    """Return when the first version was made, or None where the channel does not know."""
    if article.version == 1:
        return article.received
    return next((version.received for version in channel.versions(article.key)), None)


def _notes(article: Article, channel: Channel) -> Iterator[str]:
    if channel.sample:
        yield wire.SAMPLE_NOTE
    if article.note:
        yield article.note
    if article.summary_cut and article.status is not Status.CANCELED:
        yield wire.CUT_NOTE


def _content_meta(item: etree._Element, article: Article, channel: Channel) -> None:
    meta = add(item, "contentMeta")
    add(meta, "contentCreated", article.date.isoformat())
    for office in article.offices:
        add_term(meta, "infoSource", office)
    add(meta, "language", tag=article.language)
    if article.genre:
        add_term(meta, "genre", article.genre)
    for topic in article.topics:
        add_term(meta, "subject", topic, type="cpnat:abstract")
        if media_topic := channel.media_topics.get(topic.code):
            add(meta, "subject", type="cpnat:abstract", qcode=f"medtop:{media_topic}", why="why:inferred")
    if article.headline:
        add(meta, "headline", article.headline)
    if article.dateline:
        add(meta, "dateline", article.dateline.text)
    for language in LANGUAGES:
        add(meta, "dateline", localiser_of(language).date(article.date), lang=language.tag)
    if article.byline:
        add(meta, "by", article.byline)
    if article.summary and article.status is not Status.CANCELED:
        add(meta, "description", article.summary, role="drol:summary")


def _content_set(item: etree._Element, article: Article) -> None:
    """Append the text; without any, an empty set with an id: without it, some readers refuse the whole message."""
    if not article.content or article.status is Status.CANCELED:
        add(item, "contentSet", id=f"text-{article.key}")
        return
    words = len(" ".join(html.fragment_fromstring(article.content, create_parent="div").itertext()).split())
    inline = add(
        add(item, "contentSet"),
        "inlineXML",
        contenttype="application/xhtml+xml",
        wordcount=str(words),
        lang=article.language,
    )
    inline.append(_xhtml(article))


def _xhtml(article: Article) -> etree._Element:
    """Return the full text as an XHTML document."""
    document = html.document_fromstring(f"<html><head><title></title></head><body>{article.content}</body></html>")
    title = document.find("head/title")
    assert title is not None  # noqa: S101 - written above
    title.text = article.headline
    html.html_to_xhtml(document)
    etree.cleanup_namespaces(document, top_nsmap={None: _XHTML})  # type: ignore[dict-item]
    return document


NEWSML_G2 = Format("newsml", "NewsML-G2", "newsml.xml", MESSAGE_TYPE, feed=False, render=render)
