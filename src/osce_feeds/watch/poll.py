"""One source at its turn: its listing when that is due, else the next page that waits to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import FetchError
from osce_feeds.errors import FetchFailed
from osce_feeds.errors import FetchRefused
from osce_feeds.http_client import Fetched
from osce_feeds.ingest import Report
from osce_feeds.settings import PolledSource
from osce_feeds.sources.html_article import HTML_ARTICLE
from osce_feeds.store.polls import PollState
from osce_feeds.watch.harvest import MOST_GIVEN_UP
from osce_feeds.watch.harvest import MOST_WAITING
from osce_feeds.watch.harvest import Harvester
from osce_feeds.watch.harvest import page_digest
from osce_feeds.watch.manners import Manners
from osce_feeds.watch.manners import is_final
from osce_feeds.watch.manners import pause
from osce_feeds.watch.manners import spread

REFUSED, UNREACHABLE, UNKNOWN = "refused", "unreachable", "unknown terms"
"""Troubles that a look may find."""
PATIENCE = 5
"""Failures in a row after which a person is told."""
MANY_UNKNOWN = 5
"""Unknown terms in one document after which a person is told."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a source did: a line for the log, or ""; what troubles it now, in words, by kind."""

    state: PollState
    said: str = ""
    troubles: Mapping[str, str] | None = None
    """None where the look says nothing about troubles, as when a page was read."""


def look(source: PolledSource, state: PollState, harvester: Harvester, manners: Manners) -> Looked | None:
    """Ask once for what is due of *source*, and return what came of it; None where nothing is due or may be asked yet.

    Raises:
        StoreError: when the store cannot be used; then nothing is remembered.
    """
    now = int(harvester.clock().timestamp())
    if now >= state.again:
        return _look_at_listing(source, state, harvester, manners) if not manners.wait(source.url) else None
    if state.waiting and now >= state.stalled and not manners.wait(state.waiting[0]):
        return read_page(source, state, harvester, manners)
    return None


def _look_at_listing(source: PolledSource, state: PollState, harvester: Harvester, manners: Manners) -> Looked:
    moment = harvester.clock()
    now = int(moment.timestamp())
    state = harvester.keep(state, met=state.met or now)
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    answer: Fetched | None = None
    problem = ""
    try:
        answer = manners.fetch(source.url, {name: value for name, value in asked.items() if value})
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            problem = f"it answered {answer.status}"
    except FetchError as error:
        problem = error.detail
    if problem or answer is None:
        failures = state.failures + 1
        seconds = max(pause(failures, answer, moment), source.every * 60)
        state = harvester.keep(state, failures=failures, again=now + spread(seconds))
        said = f"{source.name}: {problem}; {failures} in a row, again in {seconds} seconds"
        return Looked(state, said, {UNREACHABLE: problem} if failures >= PATIENCE else {})
    later = {"failures": 0, "again": now + spread(source.every * 60), "answered": now}
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Looked(harvester.keep(state, **later))
    return _take_listing(source, state, harvester, answer, later)


def _take_listing(
    source: PolledSource, state: PollState, harvester: Harvester, answer: Fetched, later: Mapping[str, int]
) -> Looked:
    """Take the listing that was answered; its validators are remembered only once it is stored."""
    try:
        report = harvester.take(source, answer.body, answer.address)
    except DocumentRefused as refused:
        state = harvester.keep(state, **later, etag="", modified="")
        return Looked(state, f"{source.name}: refused: {refused}", {REFUSED: str(refused)})
    unread = harvester.unread(source, answer.body, answer.address, state.given_up) if source.follow else []
    waiting = tuple(dict.fromkeys((*state.waiting, *reversed(unread))))[:MOST_WAITING]
    state = harvester.keep(
        state,
        **later,
        etag=answer.headers.get("ETag", ""),
        modified=answer.headers.get("Last-Modified", ""),
        news=later["answered"] if report.new else state.news,
        waiting=waiting,
    )
    unknown = [problem.detail for problem in report.problems if problem.code == "term.unknown"]
    troubles = (
        {UNKNOWN: f"{len(unknown)} unknown terms, the first: {unknown[0]}"} if len(unknown) >= MANY_UNKNOWN else {}
    )
    return Looked(state, f"{source.name}: {counts(report)}" if report.new or report.changed else "", troubles)


def read_page(source: PolledSource, state: PollState, harvester: Harvester, manners: Manners) -> Looked:
    """Read the first page that waits.

    One that cannot be had now goes behind the others, later each time; one that can never be
    read is given up, and asked for no more.
    """
    page, *rest = state.waiting
    try:
        answer = manners.fetch(page)
    except FetchFailed as error:
        return _put_off(state, harvester, None, error.detail)
    except FetchRefused as refused:
        return _give_up(state, harvester, refused.detail)
    if not is_final(answer.status):
        return _put_off(state, harvester, answer, f"it answered {answer.status}")
    if answer.status != HTTPStatus.OK:
        return _give_up(state, harvester, f"it answered {answer.status}")
    try:
        report = harvester.take(source, answer.body, page, HTML_ARTICLE.name, whole=False)
    except DocumentRefused as refused:
        return _give_up(state, harvester, refused.detail)
    others = (place for _, place in harvester.editions(answer.body, page) if not harvester.join(page, place))
    lost = set(state.given_up)
    wanted = [place for place in others if page_digest(place) not in lost]
    waiting = tuple(dict.fromkeys((*rest, *wanted)))[:MOST_WAITING]
    state = harvester.keep(state, waiting=waiting, stumbles=0, stalled=0)
    return Looked(state, f"{source.name}: {page}: {counts(report)}")


def _put_off(state: PollState, harvester: Harvester, answer: Fetched | None, problem: str) -> Looked:
    page, *rest = state.waiting
    moment, stumbles = harvester.clock(), state.stumbles + 1
    seconds = pause(stumbles, answer, moment)
    stalled = int(moment.timestamp()) + spread(seconds)
    state = harvester.keep(state, waiting=(*rest, page), stumbles=stumbles, stalled=stalled)
    return Looked(state, f"{state.source}: {page}: {problem}; again in {seconds} seconds")


def _give_up(state: PollState, harvester: Harvester, problem: str) -> Looked:
    page, *rest = state.waiting
    given_up = (*state.given_up, page_digest(page))[-MOST_GIVEN_UP:]
    state = harvester.keep(state, waiting=tuple(rest), given_up=given_up)
    return Looked(state, f"{state.source}: {page}: {problem}; it is not asked for again")


def counts(report: Report) -> str:
    """Return what became of a document, in words."""
    return f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, {report.refused} refused"
