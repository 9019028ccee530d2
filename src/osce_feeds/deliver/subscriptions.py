"""What the page shows on which somebody chooses what to subscribe to."""

from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from enum import StrEnum

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.choices import Choices
from osce_feeds.deliver.choices import choices
from osce_feeds.deliver.descriptions import Phrase
from osce_feeds.deliver.descriptions import describe
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.outlines import parts
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.readers import FeedReader
from osce_feeds.deliver.readers import own_readers
from osce_feeds.deliver.readers import readers
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import FEEDS
from osce_feeds.formats.qr_code import qr_code
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.text import digest

SHOWN = 5
"""Articles that the page shows."""
_YEAR = timedelta(days=366)


class Silence(StrEnum):
    """For how long a selection has had no news, where that is worth a warning."""

    NONE = ""
    YEAR = "year"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed by the name of its format."""

    title: str
    url: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The page's contents for one selection.

    ``url`` is the page's own address and ``page_url`` that of the selection. ``count`` is
    None where it would take long to find out. ``feeds`` are all formats, the best one
    first; that one is in ``readers``, ``own_readers`` and ``qr_code``, which is empty where the
    address is too long for one. ``parts`` is of how many feeds the selection can be made up.
    """

    fingerprint: str
    last_modified: datetime
    url: str
    page_url: str
    channel: Channel
    description: tuple[Phrase, ...]
    articles: tuple[Article, ...]
    count: int | None
    silence: Silence
    choices: Choices
    feeds: tuple[Feed, ...]
    readers: tuple[FeedReader, ...]
    own_readers: tuple[FeedReader, ...]
    qr_code: str
    parts: int
    discovery: tuple[Discovery, ...]


def subscription(
    newsroom: Newsroom, store: Store, language: Language, selection: Selection, now: datetime
) -> Subscription:
    """Return what the page in *language* shows for *selection*, as of *now*.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when something in it has another code.
    """
    keep_current(newsroom, store, now)
    with store.read(newsroom.regions, newsroom.names) as reader:
        terms, t = known_terms(newsroom, reader, selection), newsroom.localiser(language)
        articles = tuple(reader.newest(selection, language.tag, SHOWN))
        channel = make_channel(newsroom, reader, language, selection, articles, changed(reader, selection), FEEDS[0])
        feeds = tuple(
            Feed(form.title, newsroom.addresses.file(language.tag, selection, form.file), form.file) for form in FEEDS
        )
        silence, since = _silence(articles[0].date if articles else None, now)
        offered = choices(newsroom, reader, language, selection, terms)
        url = newsroom.addresses.subscribe(language.tag, selection)
        listed = (f"{choice.term.scheme}/{choice.term.code}" for found in offered.terms.values() for choice in found)
        return Subscription(
            fingerprint=digest(newsroom.epoch, url, str(reader.generation()), silence, *listed),
            last_modified=max(last_modified(newsroom, reader), since),
            url=url,
            page_url=channel.page_url,
            channel=channel,
            description=describe(selection, terms, t),
            articles=articles,
            count=reader.count(selection, language.tag),
            silence=silence,
            choices=offered,
            feeds=feeds,
            readers=readers(feeds[0].url),
            own_readers=own_readers(feeds[0].url),
            qr_code=qr_code(feeds[0].url, t.gettext("QR code of the feed's address")),
            parts=len(parts(newsroom, selection)),
            discovery=announced(newsroom, language, selection, channel.title),
        )


def _silence(last: date | None, now: datetime) -> tuple[Silence, datetime]:
    """Return for how long there was no news since *last*, and the moment from which that is to be said."""
    if last is None:
        return Silence.EVER, datetime.min.replace(tzinfo=UTC)
    year_later = datetime.combine(last + _YEAR, time(), UTC)
    if year_later <= now:
        return Silence.YEAR, year_later
    return Silence.NONE, datetime.min.replace(tzinfo=UTC)
