"""How many articles of a list came out in each of the last months, as a chart shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.feed_months import within
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.month import Month
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader

MONTHS = 24


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month, how many articles of a list came out in it, and the selection of those."""

    month: Month
    count: int
    articles: Selection


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in units of its picture: its left edge, upper edge, width and height."""

    left: float
    top: float
    width: float
    height: float


def by_month(
    newsroom: Newsroom,
    reader: Reader,
    language: Language,
    selection: Selection,
    newest: Sequence[Article],
    now: datetime,
) -> tuple[MonthCount, ...]:
    """Return the last months of the list of *selection*, in order; none where it is empty or counting would take long.

    They end with the present month, or with that of the first of the *newest* articles if
    nothing came out since they would begin. A list of chosen days has none.
    """
    if not newest or selection.since or selection.until:
        return ()
    today, latest = Month.of(now.astimezone(newsroom.settings.zone).date()), Month.of(newest[0].date)
    end = today if 0 <= latest.until(today) < MONTHS else latest
    begin = Month(1, 1).after(max(Month(1, 1).until(end) - MONTHS + 1, 0))
    found = reader.by_month(selection, language.tag, begin.first, end.last)
    if found is None:
        return ()
    months = [begin.after(number) for number in range(begin.until(end) + 1)]
    return tuple(
        MonthCount(month, found.get(str(month), 0), within(selection, month.first, month.last)) for month in months
    )


def bars(counts: Sequence[MonthCount], width: float, height: float) -> tuple[Bar, ...]:
    """Return a bar for each of *counts*, the highest as high as the picture, with gaps of a quarter."""
    most = max((one.count for one in counts), default=0) or 1
    step = width / max(len(counts), 1)
    heights = [round(height * one.count / most, 1) for one in counts]
    return tuple(
        Bar(round(step * (number + 0.125), 1), round(height - high, 1), round(step * 0.75, 1), high)
        for number, high in enumerate(heights)
    )
