"""Archives of feeds by month (RFC 5005 section 4): what the live feed no longer shows, in documents that stay.

A month holds the articles whose publishing day is in it, withdrawn ones as feeds tell of
them. Membership only moves where a source corrects a day. The chain begins at the month of the
oldest of the newest articles that the live feed shows, so nothing lies between the two.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.kept import shown_as
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import CURRENT
from osce_feeds.deliver.renditions import NEXT
from osce_feeds.deliver.renditions import PREVIOUS
from osce_feeds.deliver.renditions import Rendition
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import Format
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.channel import ArchiveLink
from osce_feeds.model.month import Month
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.editions import editions
from osce_feeds.text import digest

_DAY = timedelta(days=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed_month(
    newsroom: Newsroom,
    store: Store,
    language: Language,
    selection: Selection,
    month: Month,
    form: Format,
    now: datetime,
) -> Rendition | None:
    """Return the feed of *selection* in *language* and *form* for *month*, or None where it has no articles.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        SelectionMoved: when it has another address.
        StoreUnavailable: when the store does not answer.
    """
    keep_current(newsroom, store, now)
    with ExitStack() as stack:
        reader = stack.enter_context(store.read(newsroom.regions))
        known_terms(newsroom, reader, selection)
        articles = _articles(reader, language, within(selection, month.first, month.last))
        if not articles:
            return None
        works = editions(reader, (article.work for article in articles))
        channel = replace(
            make_channel(newsroom, reader, language, selection, articles, _last_change(articles), form, None, works),
            self_url=newsroom.addresses.archive(language.tag, selection, month, form.file),
            alternates=(),
            hubs=(),
            archives=_links(newsroom, reader, language, selection, month, form, now),
            is_archive=True,
        )
        shown = [".".join(map(str, shown_as(article))) for article in articles]
        shown += [key for work in sorted(works) for _, key in works[work]]
        links = (link.url for link in channel.archives)
        return Rendition(
            media_type=form.media_type,
            fingerprint=digest(
                newsroom.epoch, channel.self_url, channel.id, channel.title, channel.notice, *links, *shown
            ),
            last_modified=last_modified(newsroom, reader, selection),
            self_url=channel.self_url,
            alternates=(),
            hubs=(),
            license=channel.license,
            archives=channel.archives,
            body=lambda: form.render(channel, newsroom.localiser(language)),
            close=stack.pop_all().close,
        )


def _articles(reader: Reader, language: Language, wanted: Selection) -> list[Article]:
    gone = reader.recent(wanted, language.tag, _EVER, None, 0)
    return sorted((*reader.stream(wanted, language.tag), *gone), key=lambda article: article.published, reverse=True)


def _last_change(articles: Sequence[Article]) -> datetime:
    return max(max(article.received, article.updated) for article in articles)


def _links(
    newsroom: Newsroom,
    reader: Reader,
    language: Language,
    selection: Selection,
    month: Month,
    form: Format,
    now: datetime,
) -> tuple[ArchiveLink, ...]:
    """Return the links of a month's document: to its neighbours, and to the live feed."""
    addresses, today = newsroom.addresses, now.astimezone(newsroom.settings.zone).date()
    near = (
        (PREVIOUS, older(reader, language, selection, month)),
        (NEXT, newer(reader, language, selection, month, today)),
    )
    found = [
        ArchiveLink(relation, addresses.archive(language.tag, selection, other, form.file))
        for relation, other in near
        if other
    ]
    return (*found, ArchiveLink(CURRENT, addresses.file(language.tag, selection, form.file)))


def within(selection: Selection, first: date | None, last: date | None) -> Selection:
    """Return the articles of *selection* whose publishing day is from *first* to *last*, None for no end."""
    return replace(selection, since=first, until=last)


def older(reader: Reader, language: Language, selection: Selection, month: Month) -> Month | None:
    """Return the last month before *month* that has articles."""
    if month.first == date.min:
        return None
    found = reader.newest(within(selection, None, month.first - _DAY), language.tag, 1)
    return Month.of(found[0].date) if found else None


def newer(reader: Reader, language: Language, selection: Selection, month: Month, today: date) -> Month | None:
    """Return the first month after *month* that has articles, *today* at the latest: halving, for lists run one way."""
    low, high = 1, month.until(Month.of(today))
    if high < low or not _has_any(reader, language, selection, month.after(low), month.after(high)):
        return None
    while low < high:
        middle = (low + high) // 2
        if _has_any(reader, language, selection, month.after(low), month.after(middle)):
            high = middle
        else:
            low = middle + 1
    return month.after(low)


def _has_any(reader: Reader, language: Language, selection: Selection, first: Month, last: Month) -> bool:
    return bool(reader.newest(within(selection, first.first, last.last), language.tag, 1))
