"""How fresh everything is: when each source was read last, and what it and each office published last.

Anybody may read this, so problems are numbers only: their words may come from
articles that nobody may read yet, and the names of documents from the operator's disk.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from osce_feeds.deliver.by_month import MonthCount
from osce_feeds.deliver.by_month import by_month
from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.last_runs import last_runs
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import FEEDS
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.raw import Severity
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.survey import Run
from osce_feeds.store.survey import latest_runs
from osce_feeds.store.survey import newest_by_source
from osce_feeds.text import digest

UNREAD = timedelta(days=7)
"""A source that was not read for longer is marked."""
SILENT = timedelta(days=365)
"""A source or an office that published nothing for longer is marked."""
_NEWEST = 2_000
"""Articles among which the newest one of each source is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source: when it was read last, and how many problems its latest documents had, refused entries included.

    ``newest`` is the day of its newest article, None where that is not known: it is
    before ``earlier``, or there is none where that is None, too.
    """

    name: str
    read: datetime
    refused: int
    problems: int
    newest: date | None
    earlier: date | None
    unread: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class OfficeState:
    """An office, and the day of its newest article."""

    term: Term
    newest: date
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The page about how fresh everything is; sources by name, offices from the latest article on.

    ``newest`` is the day of the newest article, None where there is none.
    """

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    discovery: tuple[Discovery, ...]
    count: int | None
    newest: date | None
    changed: datetime
    sources: tuple[SourceState, ...]
    offices: tuple[OfficeState, ...]
    months: tuple[MonthCount, ...]


def freshness(newsroom: Newsroom, store: Store, language: Language, now: datetime) -> Freshness:
    """Return what the page in *language* shows as of *now*."""
    keep_current(newsroom, store, now)
    zone = newsroom.settings.zone
    today = now.astimezone(zone).date()
    url = newsroom.addresses.guide(language.tag, "status")
    with store.read(newsroom.regions, newsroom.names) as reader:
        runs = latest_runs(reader)
        newest = reader.newest(EVERYTHING, language.tag, 1)
        updated = changed(reader, EVERYTHING)
        moments = [
            last_modified(newsroom, reader),
            datetime.combine(today, time(), zone),
            *(run.received for run in runs),
        ]
        return Freshness(
            fingerprint=digest(
                newsroom.epoch, url, str(today), str(reader.generation()), *(str(run.received) for run in runs)
            ),
            last_modified=max(moment for moment in moments if moment <= now),
            url=url,
            channel=make_channel(newsroom, reader, language, EVERYTHING, (), updated, FEEDS[0]),
            discovery=announced(newsroom, language, EVERYTHING, newsroom.settings.site_name),
            count=reader.count(EVERYTHING, language.tag),
            newest=newest[0].date if newest else None,
            changed=updated,
            sources=_sources(reader, runs, now, today),
            offices=_offices(newsroom, reader, language, today),
            months=by_month(newsroom, reader, language, EVERYTHING, newest, now),
        )


def _sources(reader: Reader, runs: list[Run], now: datetime, today: date) -> tuple[SourceState, ...]:
    days, earlier = newest_by_source(reader, _NEWEST)
    by_name: dict[str, list[Run]] = {}
    for run in last_runs(runs):
        by_name.setdefault(run.source, []).append(run)
    found = []
    for name, own in by_name.items():
        day, problems = days.get(name), [problem for run in own for problem in run.problems]
        found.append(
            SourceState(
                name=name,
                read=own[0].received,
                refused=sum(problem.severity is Severity.ERROR for problem in problems),
                problems=len(problems),
                newest=day,
                earlier=earlier,
                unread=now - own[0].received > UNREAD,
                silent=today - (day or earlier or date.min) > SILENT,
            )
        )
    return tuple(sorted(found, key=lambda state: state.name.casefold()))


def _offices(newsroom: Newsroom, reader: Reader, language: Language, today: date) -> tuple[OfficeState, ...]:
    known, found = newsroom.vocabulary.concepts.get(OFFICE, {}), []
    for use in reader.terms(OFFICE, EVERYTHING, language.tag):
        if use.accepted or use.term.code in known:
            newest = reader.newest(only(OFFICE, use.term.code), language.tag, 1)
            found += [OfficeState(use.term, one.date, today - one.date > SILENT) for one in newest]
    t = newsroom.localiser(language)
    by_name = sorted(found, key=lambda state: t.name(state.term).casefold())
    return tuple(sorted(by_name, key=lambda state: state.newest, reverse=True))
