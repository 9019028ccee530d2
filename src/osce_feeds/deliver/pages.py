"""What HTML pages show; the templates only arrange it."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import NEWEST
from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.channels import published_article
from osce_feeds.deliver.descriptions import Filter
from osce_feeds.deliver.descriptions import Phrase
from osce_feeds.deliver.descriptions import describe
from osce_feeds.deliver.descriptions import filters
from osce_feeds.deliver.history import public_versions
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats.json_ld import news_article
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import SCHEMES
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.counts import TermUse
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True)
class Discovery:
    """A feed that a page announces, or a file it offers."""

    title: str
    url: str
    media_type: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionPage:
    """The page of a selection: its newest articles, its files, and the way to others.

    ``url`` is its address as it was asked for, ``description`` the selection in words
    and ``filters`` what makes it up; both are empty for everything. ``offices``,
    ``topics``, ``types`` and ``regions`` are those that articles have which meet all
    other filters, minted ones only where they were accepted. ``count`` is None where it
    would take long to find out.
    """

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    description: tuple[Phrase, ...]
    filters: tuple[Filter, ...]
    articles: tuple[Article, ...]
    count: int | None
    offices: tuple[TermUse, ...]
    topics: tuple[TermUse, ...]
    types: tuple[TermUse, ...]
    regions: tuple[TermUse, ...]
    files: tuple[Discovery, ...]
    discovery: tuple[Discovery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """The page of an article, or of one that was withdrawn.

    ``restored`` says that this version brought it back; ``versions`` are those that
    readers saw, newest first. ``channel`` is that of all news. ``linked_data`` describes a
    usable article in JSON-LD, safe inside of a ``script`` element, and is empty for others.
    """

    fingerprint: str
    last_modified: datetime
    article: Article
    restored: bool
    versions: tuple[Article, ...]
    channel: Channel
    discovery: tuple[Discovery, ...]
    linked_data: str


def selection_page(
    newsroom: Newsroom,
    store: Store,
    language: Language,
    selection: Selection,
    now: datetime,
    limit: int | None = None,
) -> SelectionPage:
    """Return the page of *selection* in *language*, as of *now*, with *limit* articles at most.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when it has another address.
    """
    keep_current(newsroom, store, now)
    with store.read(newsroom.regions, newsroom.names) as reader:
        terms, t = known_terms(newsroom, reader, selection), newsroom.localiser(language)
        articles = tuple(reader.newest(selection, language.tag, limit or NEWEST))
        updated = changed(reader, selection)
        channel = make_channel(newsroom, reader, language, selection, articles, updated, FEEDS[0])
        url = newsroom.addresses.file(language.tag, selection, "", limit)
        uses = {scheme: _directory(newsroom, reader, language, selection, scheme) for scheme in SCHEMES}
        listed = (f"{use.term.scheme}/{use.term.code}" for found in uses.values() for use in found)
        return SelectionPage(
            fingerprint=digest(newsroom.epoch, url, str(reader.generation()), *listed),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=channel,
            description=describe(selection, terms, t),
            filters=filters(selection, terms, t),
            articles=articles,
            count=reader.count(selection, language.tag),
            offices=uses[OFFICE],
            topics=uses[TOPIC],
            types=uses[TYPE],
            regions=uses[REGION],
            files=_files(newsroom, language, selection, channel.title),
            discovery=announced(newsroom, language, selection, channel.title),
        )


def article_page(newsroom: Newsroom, store: Store, language: Language, key: str, now: datetime) -> ArticlePage | None:
    """Return the page of the article *key* in *language*, or None where readers never saw one under that key."""
    keep_current(newsroom, store, now)
    with store.read() as reader:
        article = published_article(reader, key)
        if article is None:
            return None
        channel = make_channel(newsroom, reader, language, EVERYTHING, (), article.updated, FEEDS[0])
        address = newsroom.addresses.article(language.tag, key)
        usable = article.status is Status.USABLE
        return ArticlePage(
            fingerprint=digest(newsroom.epoch, address, str(reader.generation())),
            last_modified=last_modified(newsroom, reader),
            article=article,
            restored=channel.is_restored(article),
            versions=public_versions(reader, article),
            channel=channel,
            discovery=announced(newsroom, language, EVERYTHING, newsroom.settings.site_name),
            linked_data=news_article(article, channel, newsroom.localiser(language)) if usable else "",
        )


def _directory(
    newsroom: Newsroom, reader: Reader, language: Language, selection: Selection, scheme: str
) -> tuple[TermUse, ...]:
    """Return the terms of *scheme* that can take the place of those in *selection*, by name.

    They are terms of the vocabulary, and those that somebody accepted.
    """
    within, known = selection.any_of(scheme), newsroom.vocabulary.concepts.get(scheme, {})
    if scheme == REGION:
        uses = [TermUse(known[code].term, count) for code, count in reader.regions(within, language.tag).items()]
    else:
        uses = [use for use in reader.terms(scheme, within, language.tag) if use.accepted or use.term.code in known]
    return tuple(sorted(uses, key=lambda use: newsroom.localiser(language).name(use.term).casefold()))


def _files(newsroom: Newsroom, language: Language, selection: Selection, title: str) -> tuple[Discovery, ...]:
    return tuple(
        Discovery(
            f"{title} ({form.title})",
            newsroom.addresses.file(language.tag, selection, form.file),
            form.media_type.partition(";")[0],
            form.file,
        )
        for form in FORMATS
    )


def announced(newsroom: Newsroom, language: Language, selection: Selection, title: str) -> tuple[Discovery, ...]:
    """Return the feeds that a page announces, nearest first: its own, then all news; six at most."""
    own = _files(newsroom, language, selection, title)[: len(FEEDS)]
    if selection == EVERYTHING:
        return own
    return own + _files(newsroom, language, EVERYTHING, newsroom.settings.site_name)[: len(FEEDS)]
