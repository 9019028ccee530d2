"""The archive of a source, page by page from the newest: thousands of pages, stopped and gone on with at will."""

import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from urllib.parse import urlsplit

from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import FetchFailed
from osce_feeds.http_client import Fetched
from osce_feeds.settings import PolledSource
from osce_feeds.store.polls import PollState
from osce_feeds.watch.harvest import Harvester
from osce_feeds.watch.manners import Manners
from osce_feeds.watch.manners import is_final
from osce_feeds.watch.manners import pause
from osce_feeds.watch.poll import counts
from osce_feeds.watch.poll import read_page

TRIES = 5
"""How often a page is asked for that cannot be had now."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, in words: ``page`` is the number of the archive's page, ``ended`` after the last."""

    page: int
    said: str
    ended: bool = False


def backfill(
    source: PolledSource,
    harvester: Harvester,
    manners: Manners,
    most: int,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Step]:
    """Yield what is done with *most* pages of the archive of *source*, from where it was left, each once it is stored.

    Where the source is followed, the pages of the articles of each are read before the next.
    It ends at a page that is not there, has no article, or is the one before again; the next
    call tries that one again.

    Raises:
        FetchError: when a page cannot be had; the next call begins with it.
        StoreError: when the store cannot take it.
    """
    name, before = archive_of(source), b""
    state = harvester.state(name)
    yield from _read_articles(source, harvester, manners, sleep)
    for number in range(state.page, state.page + most):
        address = numbered(source.url, source.pages, number)
        answer = _fetched(address, harvester, manners, sleep)
        if answer.status != HTTPStatus.OK or answer.body == before:
            why = f"it answered {answer.status}" if answer.status != HTTPStatus.OK else "it is the one before again"
            yield Step(number, f"{address}: {why}", ended=True)
            return
        try:
            report = harvester.take(source, answer.body, address, whole=False)
        except DocumentRefused as refused:
            yield Step(number, str(refused), ended=True)
            return
        before, state = answer.body, harvester.state(name)
        unread = harvester.unread(source, answer.body, answer.address, state.given_up) if source.follow else []
        harvester.keep(state, page=number + 1, waiting=(*state.waiting, *unread))
        yield Step(number, f"{address}: {counts(report)}")
        yield from _read_articles(source, harvester, manners, sleep)


def archive_of(source: PolledSource) -> str:
    """Return the name under which it is remembered how far an archive was read, apart from what the worker knows."""
    return f"{source.name} archive"


def numbered(address: str, parameter: str, number: int) -> str:
    """Return the address of a page of an archive: the first one is *address* itself."""
    if not number:
        return address
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != parameter]
    return parts._replace(query=urlencode([*kept, (parameter, str(number))])).geturl()


def _read_articles(
    source: PolledSource, harvester: Harvester, manners: Manners, sleep: Callable[[float], None]
) -> Iterator[Step]:
    """Read the pages that wait, until one cannot be had now: what is left waits for the next page of the archive."""
    state: PollState = harvester.state(archive_of(source))
    while state.waiting and not state.stumbles:
        sleep(manners.wait(state.waiting[0]))
        looked = read_page(source, state, harvester, manners)
        state = looked.state
        yield Step(state.page, looked.said)
    if state.stumbles:
        harvester.keep(state, stumbles=0, stalled=0)


def _fetched(address: str, harvester: Harvester, manners: Manners, sleep: Callable[[float], None]) -> Fetched:
    """Return what a page of the archive answers for good, asked for up to five times, longer apart each time."""
    problem: FetchFailed | None = None
    for failures in range(1, TRIES + 1):
        answer: Fetched | None = None
        sleep(manners.wait(address))
        try:
            answer = manners.fetch(address)
        except FetchFailed as error:
            problem = error
        if answer and is_final(answer.status):
            return answer
        if answer:
            problem = FetchFailed(address, f"it answered {answer.status}")
        if failures < TRIES:
            sleep(pause(failures, answer, harvester.clock()))
    assert problem is not None  # noqa: S101 - whatever was tried failed
    raise problem
