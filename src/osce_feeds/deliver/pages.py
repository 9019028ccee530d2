"""What HTML pages show; the templates only arrange it."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.by_month import MonthCount
from osce_feeds.deliver.by_month import by_month
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
from osce_feeds.store.editions import editions
from osce_feeds.text import digest

PER_PAGE = 20
"""Articles on one page of a list, where no other number is asked for."""
WITHIN_REACH = 1_000
"""Articles of a list that its pages lead to; older ones are asked for by their days."""


def most_pages(limit: int | None) -> int:
    """Return how many pages of *limit* articles each a list has at most."""
    return max(WITHIN_REACH // (limit or PER_PAGE), 1)


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
    would take long to find out. ``number`` says which page of the list it is, from 1; ``pages``
    are the numbers to choose from, with None for those left out, ``older`` whether the
    list goes on where no page leads. ``months`` are the last ones, if they were counted.
    """

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    description: tuple[Phrase, ...]
    filters: tuple[Filter, ...]
    articles: tuple[Article, ...]
    number: int
    limit: int | None
    pages: tuple[int | None, ...]
    older: bool
    months: tuple[MonthCount, ...]
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
    ``editions`` are those of the same story in other languages: tag and key.
    """

    fingerprint: str
    last_modified: datetime
    article: Article
    restored: bool
    versions: tuple[Article, ...]
    editions: tuple[tuple[str, str], ...]
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
    number: int = 1,
) -> SelectionPage | None:
    """Return page *number* of *selection* in *language*, as of *now*, with *limit* articles at most.

    None where the list ends before that page.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when it has another address.
    """
    keep_current(newsroom, store, now)
    with store.read(newsroom.regions, newsroom.names) as reader:
        terms, t = known_terms(newsroom, reader, selection), newsroom.localiser(language)
        size = limit or PER_PAGE
        found = tuple(reader.newest(selection, language.tag, size + 1, skip=size * (number - 1)))
        if number > 1 and not found:
            return None
        articles, goes_on = found[:size], len(found) > size
        updated, count = changed(reader, selection), reader.count(selection, language.tag)
        last = most_pages(limit) if count is None else min(-(-count // size), most_pages(limit))
        channel = make_channel(newsroom, reader, language, selection, articles, updated, FEEDS[0])
        url = newsroom.addresses.page(language.tag, selection, number, limit)
        months = by_month(newsroom, reader, language, selection, articles, now) if number == 1 else ()
        uses = {scheme: _directory(newsroom, reader, language, selection, scheme) for scheme in SCHEMES}
        listed = [f"{use.term.scheme}/{use.term.code}" for found in uses.values() for use in found]
        listed += [str(one.month) for one in months]
        return SelectionPage(
            fingerprint=digest(
                newsroom.epoch, url, str(reader.generation()), *listed, *(str(one.month) for one in months)
            ),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=channel,
            description=describe(selection, terms, t),
            filters=filters(selection, terms, t),
            articles=articles,
            number=number,
            limit=limit,
            pages=_pages(number, number if not goes_on else max(last, number + 1)),
            older=goes_on and number >= most_pages(limit),
            months=months,
            count=count,
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
            editions=tuple(one for one in editions(reader, [article.work]).get(article.work, ()) if one[1] != key),
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


def _month_began(newsroom: Newsroom, now: datetime) -> datetime:
    """Return when the present month began: another one was shown before."""
    return now.astimezone(newsroom.settings.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _pages(number: int, last: int) -> tuple[int | None, ...]:
    """Return the numbers of pages to choose from on page *number*, with None where some are left out."""
    shown = sorted({1, *range(max(number - 2, 1), min(number + 2, last) + 1), last})
    found: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        found += [page] if page == before + 1 else [None, page]
    return tuple(found)


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
