"""Notify: tell hubs which feeds changed (WebSub), after the change and beside it.

Whoever changes articles waits for no hub. A hub that does not answer is asked again, later
each time, and is told then of all that changed meanwhile.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

import msgspec

from osce_feeds.errors import FetchError
from osce_feeds.formats import FEEDS
from osce_feeds.i18n.languages import served
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.selection import Selection
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.pushes import HubState
from osce_feeds.store.pushes import Touched
from osce_feeds.store.pushes import hub_state
from osce_feeds.store.pushes import keep_hub_state
from osce_feeds.store.pushes import last_touched
from osce_feeds.store.pushes import touched_since

BATCH = 100
"""Feeds that a hub is told of in one request."""
FIRST_PAUSE, LONGEST_PAUSE = 30, 6 * 3600
"""Seconds after a first failure, and at most; each pause is twice as long as the one before."""
_MOST_FAILURES = 20
"""As many as count."""
_DONE = range(200, 300)

Post = Callable[[str, Iterable[tuple[str, str]]], int]
"""Sends a form to an address and returns the status; raises FetchError where nobody answers."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of telling a hub: of how many feeds, and what went wrong, or ""; then ``again`` says when next."""

    hub: str
    feeds: int
    problem: str = ""
    again: datetime | None = None


def tell_hubs(settings: Settings, store: Store, post: Post, now: datetime) -> list[Told]:
    """Tell each hub of HUBS which feeds changed since it was told last; return those that had to be told.

    A hub that is new here is told of changes from now on. Nothing is locked while a hub
    is being told.

    Raises:
        StoreError: when the store cannot be used.
    """
    told = (_tell(settings, store, post, hub, now) for hub in settings.hubs)
    return [each for each in told if each]


def _tell(settings: Settings, store: Store, post: Post, hub: str, now: datetime) -> Told | None:
    with store.read() as reader:
        state = hub_state(reader, hub)
        touched = touched_since(reader, state.told) if state else Touched((), last_touched(reader))
    if state is None:
        _keep(store, HubState(hub=hub, told=touched.last), now)
        return None
    if touched.last == state.told or now.timestamp() < state.again:
        return None
    topics = list(_topics(settings, touched.lists))
    problem = _post(post, hub, topics)
    if not problem:
        _keep(store, HubState(hub=hub, told=touched.last), now)
        return Told(hub, len(topics))
    pause = min(FIRST_PAUSE * 2**state.failures, LONGEST_PAUSE)
    again = int(now.timestamp()) + pause
    failures = min(state.failures + 1, _MOST_FAILURES)
    _keep(store, msgspec.structs.replace(state, failures=failures, again=again), now)
    return Told(hub, len(topics), problem, datetime.fromtimestamp(again, now.tzinfo))


def _topics(settings: Settings, lists: Iterable[Selection]) -> Iterator[str]:
    """Yield the address of each feed of *lists*, as it names itself."""
    addresses = Addresses(settings.base_url, "")
    for selection, language, form in product(lists, served(settings.languages), FEEDS):
        yield addresses.file(language.tag, selection, form.file)


def _post(post: Post, hub: str, topics: list[str]) -> str:
    """Tell a hub of *topics*; return what went wrong, or ""."""
    for start in range(0, len(topics), BATCH):
        fields = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics[start : start + BATCH])]
        try:
            status = post(hub, fields)
        except FetchError as error:
            return f"no answer: {error.detail}"
        if status not in _DONE:
            return f"answered {status}"
    return ""


def _keep(store: Store, state: HubState, now: datetime) -> None:
    with store.write(now) as writer:
        keep_hub_state(writer, state)
