"""What partners try their receivers with: an invented article, its correction, its translation, its withdrawal.

As samples, one document each, and as a feed of changes that brings one event at a time.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import lru_cache

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import newsml_g2
from osce_feeds.formats import ninjs
from osce_feeds.formats.base import Format
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.ninjs import NINJS
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.revisions import next_version
from osce_feeds.model.revisions import withdrawn
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.text import digest

EVENTS = ("first", "correction", "translation", "withdrawal")
"""Names of the events, in the order in which they take place."""
FORMATS = (NEWSML_G2, NINJS)
"""What they are told in: the formats in which an invented article says to editors that it is one."""

_MOMENT = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_KEY, _TRANSLATED = "sampleferrya", "sampleferryb"
_ITEMS: Mapping[str, tuple[str, str, Callable[[Article, Channel], bytes]]] = {
    NEWSML_G2.file: (newsml_g2.ITEM_TYPE, "xml", newsml_g2.item_document),
    NINJS.file: (wire.JSON, "json", ninjs.item_document),
}


def sample(newsroom: Newsroom, store: Store, event: str, file: str) -> Document | None:
    """Return what an event looks like in the format whose files are called *file*, or None where there is none."""
    if event not in EVENTS or file not in _ITEMS:
        return None
    media_type, ending, make = _ITEMS[file]
    with store.read() as reader:
        channel = _channel(newsroom, reader, NEWSML_G2, EVENTS.index(event) + 1)
        (article,) = channel.articles
        body = make(article, channel)
        name = newsml_g2.file_name(article, ending)
        return Document(media_type, digest(newsroom.epoch, body.decode()), last_modified(newsroom, reader), body, name)


def changes(newsroom: Newsroom, store: Store, form: Format, after: int) -> tuple[Document, int]:
    """Return the event after the one of that number, or a document without any, and the number to go on after."""
    number = min(after + 1, len(EVENTS))
    with store.read() as reader:
        channel = _channel(newsroom, reader, form, number)
        if after >= number:
            channel = replace(channel, articles=())
        body = b"".join(form.render(channel, newsroom.localiser(newsroom.languages[0])))
        mark = digest(newsroom.epoch, str(after), body.decode())
        return Document(form.media_type, mark, last_modified(newsroom, reader), body), number


def _channel(newsroom: Newsroom, reader: Reader, form: Format, number: int) -> Channel:
    """Return a channel of one event, with what has taken place until then behind it."""
    real = make_channel(newsroom, reader, newsroom.languages[0], EVERYTHING, (), _MOMENT + number * _HOUR, form)
    events = _events(real.id.split(":")[1], _terms(newsroom))
    known = {
        key: tuple(event for event in events[:number] if event.key == key) for key in {each.key for each in events}
    }
    return replace(
        real,
        articles=(events[number - 1],),
        change=number,
        sample=True,
        versions=lambda key: known.get(key, ()),
        published_article=lambda key: known[key][-1] if known.get(key) else None,
    )


def _terms(newsroom: Newsroom) -> tuple[Term, ...]:
    """Return an office, a topic and a type, as far as the vocabulary has them."""
    wanted = ((OFFICE, "secretariat"), (TOPIC, "education"), (TYPE, "press-release"))
    concepts = (newsroom.vocabulary.get(scheme, code) for scheme, code in wanted)
    return tuple(concept.term for concept in concepts if concept)


@lru_cache(maxsize=16)
def _events(authority: str, terms: tuple[Term, ...]) -> tuple[Article, ...]:
    first = Article(
        key=_KEY,
        id=f"tag:{authority}:{_KEY}",
        version=1,
        status=Status.USABLE,
        work=_KEY,
        received=_MOMENT,
        published=_MOMENT,
        updated=_MOMENT,
        language="en",
        headline="Ferry school opens in Voss",
        date=date(2026, 1, 12),
        dateline=Dateline("OSLO, 12 January 2026", ("OSLO",), date(2026, 1, 12)),
        summary="The school takes thirty pupils, and every lesson lasts as long as the crossing.",
        content="<p>The school takes thirty pupils, and every lesson lasts as long as the crossing.</p>"
        "<p>The first ferry sails at six.</p>",
        genre=next((term for term in terms if term.scheme == TYPE), None),
        offices=tuple(term for term in terms if term.scheme == OFFICE),
        topics=tuple(term for term in terms if term.scheme == TOPIC),
        link="https://news.example/ferry-school",
        source=Origin("Sample newsroom", "https://news.example/"),
    )
    correction = next_version(
        first,
        _MOMENT + _HOUR,
        {"content": first.content.replace("at six", "at seven"), "note": "The ferry sails at seven, not at six."},
    )
    translation = replace(
        first,
        key=_TRANSLATED,
        id=f"tag:{authority}:{_TRANSLATED}",
        language="fr",
        headline="Une école ouvre sur le ferry de Voss",
        dateline=Dateline("OSLO, le 12 janvier 2026", ("OSLO",), date(2026, 1, 12)),
        summary="L’école accueille trente élèves, et chaque leçon dure le temps de la traversée.",
        content="<p>L’école accueille trente élèves, et chaque leçon dure le temps de la traversée.</p>"
        "<p>Le premier ferry part à sept heures.</p>",
        link="https://news.example/fr/ferry-school",
        received=_MOMENT + 2 * _HOUR,
    )
    return first, correction, translation, withdrawn(correction, "The school does not exist.", _MOMENT + 3 * _HOUR)
