"""ninjs 3.1, the IPTC's news in JSON: articles as objects, selections as arrays of them.

An object says what the NewsML-G2 item of the same version says, as far as ninjs can:
it has names in one language, English, and moments but no days, so the publishing day
is left out. Like the item, it is the same under every page language.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.newsml_g2 import PROFILE
from osce_feeds.formats.newsml_g2 import first_received
from osce_feeds.formats.newsml_g2 import located
from osce_feeds.formats.newsml_g2 import notes
from osce_feeds.formats.newsml_g2 import word_count
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser as localiser_of
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel

VERSION = "3.1"
SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
_ENGLISH = next(language for language in LANGUAGES if language.tag == "en")


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - the same in every language
    """Yield an array with one ninjs object for each article, a line each."""
    encoder = msgspec.json.Encoder()
    before = b"[\n"
    for article in channel.articles:
        yield before + encoder.encode(news_object(article, channel))
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def item_document(article: Article, channel: Channel) -> bytes:
    """Return the ninjs object of *article* as a document of its own."""
    return msgspec.json.encode(news_object(article, channel)) + b"\n"


def news_object(article: Article, channel: Channel) -> dict[str, Any]:
    """Return the ninjs object of the current version of *article*; a canceled one has no text."""
    first = first_received(article, channel)
    english = localiser_of(_ENGLISH)
    has_text = article.status is not Status.CANCELED
    value = {
        "standard": {"name": "ninjs", "version": VERSION, "schema": SCHEMA},
        "uri": article.id,
        "type": "text",
        "representationType": "partial" if article.summary_cut and not article.content and has_text else "full",
        "profile": PROFILE,
        "version": str(article.version),
        "firstCreated": rfc3339(first) if first else "",
        "versionCreated": rfc3339(article.received),
        "pubStatus": str(article.status),
        "copyrightHolder": article.source.name,
        "copyrightNotice": article.rights or channel.rights,
        "usageTerms": english.unofficial() if channel.notice else "",
        "edNote": " ".join(notes(article, channel)),
        "language": article.language,
        "title": article.headline or item_title(article, english),
        "by": article.byline,
        "headlines": [{"role": "main", "value": article.headline}] if article.headline else [],
        "descriptions": list(_descriptions(article)) if has_text else [],
        "bodies": [_body(article)] if article.content and has_text else [],
        "located": ", ".join(article.dateline.places) if article.dateline else "",
        "places": [{"name": place, "rel": "located", "uri": uri} for place, uri in located(article)],
        "infoSources": list(_sources(article, channel)),
        "subjects": list(_subjects(article, channel)),
        "genres": [_term(article.genre, channel)] if article.genre else [],
        "renditions": list(_renditions(article)),
        "associations": list(_associations(article, channel)),
    }
    return {name: each for name, each in value.items() if each}


def _descriptions(article: Article) -> Iterator[dict[str, str]]:
    if article.summary:
        yield {"role": "summary", "contentType": "text/plain", "value": article.summary}
    if article.dateline:
        yield {"role": "dateline", "contentType": "text/plain", "value": article.dateline.text}


def _body(article: Article) -> dict[str, object]:
    return {"role": "main", "contentType": "text/html", "wordCount": word_count(article), "value": article.content}


def _term(term: Term, channel: Channel) -> dict[str, str]:
    return {"name": term.label, "uri": f"{channel.addresses.scheme(term.scheme)}{term.code}"}


def _sources(article: Article, channel: Channel) -> Iterator[dict[str, str]]:
    for office in article.offices:
        yield _term(office, channel)
    if article.source.name:
        yield {"name": article.source.name} | ({"uri": article.source.url} if article.source.url else {})


def _subjects(article: Article, channel: Channel) -> Iterator[dict[str, str]]:
    for topic in article.topics:
        yield _term(topic, channel)
        if media_topic := channel.media_topics.get(topic.code):
            yield {"uri": f"{_MEDIA_TOPICS}{media_topic}", "creator": "inferred"}


def _renditions(article: Article) -> Iterator[dict[str, object]]:
    """Yield the article's page at its source, and the files that belong to it."""
    if article.link:
        yield {"name": "page", "href": article.link, "contentType": "text/html"}
    for number, enclosure in enumerate(article.enclosures, 1):
        found = {
            "name": f"file{number}",
            "href": enclosure.url,
            "contentType": enclosure.media_type,
            "title": enclosure.title,
            "sizeInBytes": enclosure.length,
        }
        yield {name: value for name, value in found.items() if value}


def _associations(article: Article, channel: Channel) -> Iterator[dict[str, str]]:
    if original := channel.original_of(article):
        yield {"rel": "translatedFrom", "uri": original.id, "version": str(original.version), "type": "text"}


NINJS = Format("ninjs", "ninjs", "ninjs.json", wire.JSON, feed=False, render=render)
