"""A selection in a format: its validators first, its bytes only when they are wanted."""

from collections.abc import Callable
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from itertools import islice

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.feeds import feed_list
from osce_feeds.deliver.kept import shown_as
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import current
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import Format
from osce_feeds.formats import sitemap
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Alternate
from osce_feeds.model.channel import ArchiveLink
from osce_feeds.model.month import Month
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.changes import changes
from osce_feeds.store.editions import editions
from osce_feeds.text import digest

PAGE = 500
"""Changes on a page."""
PREVIOUS, NEXT, CURRENT = "prev-archive", "next-archive", "current"
"""Relations of RFC 5005."""


@dataclass(frozen=True, slots=True)
class Document:
    """A small document that is made already, with its validators; ``file`` is a name to save it under, or empty."""

    media_type: str
    fingerprint: str
    last_modified: datetime
    body: bytes
    file: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A document that is ready to be made.

    ``fingerprint`` changes exactly when the bytes may; ``last_modified`` moves with
    it and never back. ``body`` makes the bytes, once; ``close`` must be called
    afterwards, whether they were made or not. ``next_url`` is where changes go on.
    """

    media_type: str
    fingerprint: str
    last_modified: datetime
    self_url: str
    alternates: tuple[Alternate, ...]
    hubs: tuple[str, ...]
    license: str
    archives: tuple[ArchiveLink, ...]
    body: Callable[[], Iterable[bytes]]
    close: Callable[[], None]
    next_url: str = ""


def deliver(
    newsroom: Newsroom,
    store: Store,
    language: Language,
    selection: Selection,
    form: Format,
    now: datetime,
    limit: int | None = None,
    after: int | None = None,
) -> Rendition:
    """Return the rendition of *selection* in *form* and *language*, as of *now*, of *limit* articles at most.

    With *after*, of the articles that changed after the change of that number, each once
    in its current version, in the order of changes, whatever their language: of ``PAGE``
    of them where there is no *limit*.

    All of it comes from one state of the store, which a streamed body keeps in
    view until it is closed.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when it has another address.
        StoreUnavailable: when the store does not answer.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(current(newsroom, store, now))
        known_terms(newsroom, reader, selection)  # before articles are looked for: an unknown region has no offices
        if after is not None:
            return _changes(newsroom, reader, language, selection, form, limit, after, stack)
        feed = feed_list(reader, selection, language, now, limit) if form.feed else None
        articles: Iterable[Article] = feed.articles if feed else islice(reader.stream(selection, language.tag), limit)
        updated = changed(reader, selection)
        works = editions(reader, (article.work for article in feed.articles)) if feed else {}
        channel = make_channel(newsroom, reader, language, selection, articles, updated, form, limit, works)
        if feed and feed.oldest and form.archived and not selection.query:
            month = Month.of(feed.oldest)
            address = newsroom.addresses.archive(language.tag, selection, month, form.file)
            channel = replace(channel, archives=(ArchiveLink(PREVIOUS, address),))
        shown = (
            [f"{key}.{version}.{moment}.{work}" for key, version, moment, work in map(shown_as, feed.articles)]
            if feed
            else []
        )
        state = [str(reader.touched(selection)), *shown, *(key for work in sorted(works) for _, key in works[work])]
        modified = last_modified(newsroom, reader, selection)
        return Rendition(
            media_type=form.media_type,
            fingerprint=digest(
                newsroom.epoch,
                form.name,
                channel.self_url,
                channel.id,
                channel.title,
                channel.notice,
                str(updated),
                *state,
            ),
            last_modified=max(modified, feed.left) if feed and feed.left else modified,
            self_url=channel.self_url,
            alternates=channel.alternates,
            hubs=channel.hubs,
            license=channel.license,
            archives=channel.archives,
            body=lambda: form.render(channel, newsroom.localiser(language)),
            close=stack.pop_all().close,
        )


def news_sitemap(newsroom: Newsroom, store: Store, language: Language, now: datetime) -> Document | None:
    """Return the news sitemap of the last two days, or None where the service is not the newsroom's own."""
    if not newsroom.settings.official:
        return None
    today = now.astimezone(newsroom.settings.zone).date()
    recent = Selection(since=today - timedelta(days=sitemap.NEWS_DAYS - 1))
    with current(newsroom, store, now) as reader:
        articles = reader.newest(recent, language.tag, sitemap.MOST_NEWS)
        updated = changed(reader, EVERYTHING)
        channel = make_channel(newsroom, reader, language, EVERYTHING, articles, updated, sitemap.SITEMAP)
        body = b"".join(sitemap.render_news(channel, newsroom.localiser(language)))
        return Document(wire.XML, digest(newsroom.epoch, body.decode()), last_modified(newsroom, reader), body)


def _changes(
    newsroom: Newsroom,
    reader: Reader,
    language: Language,
    selection: Selection,
    form: Format,
    limit: int | None,
    after: int,
    stack: ExitStack,
) -> Rendition:
    most = limit or PAGE
    found = changes(reader, selection, after, most)
    last = found[-1].number if found else after
    # Where there is nothing more, what other selections changed need not be looked through again.
    onward = last if len(found) == most else max(last, reader.generation())
    updated = found[-1].article.received if found else changed(reader, selection)
    articles = [change.article for change in found]
    left = frozenset(change.article.key for change in found if change.left)
    channel = make_channel(newsroom, reader, language, selection, articles, updated, form, limit, after=after)
    channel = replace(channel, change=last, left=left)
    state = [f"{change.number}.{change.left}" for change in found]
    return Rendition(
        media_type=form.media_type,
        fingerprint=digest(newsroom.epoch, form.name, channel.self_url, channel.title, channel.notice, *state),
        last_modified=last_modified(newsroom, reader),
        self_url=channel.self_url,
        alternates=channel.alternates,
        hubs=(),
        license=channel.license,
        archives=(),
        body=lambda: form.render(channel, newsroom.localiser(language)),
        close=stack.pop_all().close,
        next_url=newsroom.addresses.file(language.tag, selection, form.file, limit, onward),
    )


def changed(reader: Reader, selection: Selection) -> datetime:
    """Return when *selection* last changed; never goes back, whatever is withdrawn or leaves the selection."""
    return reader.touched(selection) or reader.created()


def last_modified(newsroom: Newsroom, reader: Reader, selection: Selection = EVERYTHING) -> datetime:
    """Return the latest of: the selection's last change, the start of this epoch, the second before the store was made.

    Before, so that a change in the very second of its making is later.
    """
    made = reader.created() - timedelta(seconds=1)
    candidates = (reader.touched(selection), reader.epoch_since(newsroom.epoch), made)
    return max(moment for moment in candidates if moment)
