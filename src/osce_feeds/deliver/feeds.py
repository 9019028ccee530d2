"""What a feed shows: the newest articles, and below them what was added late, corrected or withdrawn of late."""

from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from osce_feeds.deliver.channels import NEWEST
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader

WINDOW = timedelta(days=14)
"""How long a feed keeps what changed below its newest articles, in whole UTC days before today."""
MOST = 200
"""Articles added late, and articles changed, that a feed keeps: an archive that is fed or read anew is not news."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeedList:
    """The articles of a feed, newest first, withdrawn ones among them.

    ``left`` is a midnight, UTC: the latest at which an article left the feed because
    its time was up, or None where that was before the last change of the selection.
    ``oldest`` is the publishing day of the last of the newest articles where there are so many
    that older ones may have no place, or None.
    """

    articles: tuple[Article, ...]
    left: datetime | None
    oldest: date | None = None


def feed_list(
    reader: Reader, selection: Selection, language: Language, now: datetime, limit: int | None = None
) -> FeedList:
    """Return what the feed of *selection* in *language* shows on the day of *now*.

    Withdrawn articles are all there, so that whoever has them hears of it; of those
    changed and of those added late, the ``MOST`` last received. Whoever asks for a
    *limit* gets so many at most, from the top.
    """
    since = _midnight(now) - WINDOW
    touched = reader.touched(selection)
    newest = reader.newest(selection, language.tag, limit or NEWEST)
    if touched is None:
        return FeedList(tuple(newest), None)
    last_of_newest = newest[-1] if len(newest) == NEWEST and limit is None else None
    before = last_of_newest.published if last_of_newest else None
    # Nothing in a selection was received after it was touched last.
    recent = reader.recent(selection, language.tag, since, before, MOST) if touched >= since else []
    articles = sorted((*newest, *recent), key=lambda article: article.published, reverse=True)
    last = reader.last_received(selection, language.tag, touched - WINDOW - 2 * _DAY, since, before)
    left = _midnight(last) + WINDOW + _DAY if last else None
    return FeedList(tuple(articles[:limit]), left, last_of_newest.date if last_of_newest else None)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)
