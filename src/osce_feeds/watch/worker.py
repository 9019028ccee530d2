"""One look of the worker at everything that may be due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.http_client import Door
from osce_feeds.http_client import place
from osce_feeds.notify import Told
from osce_feeds.notify import tell_hubs
from osce_feeds.settings import PolledSource
from osce_feeds.store import Store
from osce_feeds.watch.alerts import Send
from osce_feeds.watch.alerts import silence
from osce_feeds.watch.alerts import tell
from osce_feeds.watch.harvest import Harvester
from osce_feeds.watch.manners import Manners
from osce_feeds.watch.poll import look

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Worker:
    """Does what is due: releases, sources, hubs, and messages to a person, in that order."""

    newsroom: Newsroom
    store: Store
    clock: Callable[[], datetime]
    manners: Manners
    hubs: Door
    send: Send
    log: Log

    @classmethod
    def make(cls, newsroom: Newsroom, store: Store, clock: Callable[[], datetime], send: Send, log: Log) -> "Worker":
        """Return a worker as the settings of *newsroom* want it."""
        settings = newsroom.settings
        hubs = Door(map(place, settings.hubs))
        return cls(newsroom, store, clock, Manners(Door(settings.fetched_hosts)), hubs, send, log)

    def look(self) -> None:
        """Do what is due now.

        Raises:
            StoreUnavailable: when others keep the store; what was not done is due at the next look.
        """
        keep_current(self.newsroom, self.store, self.clock())
        harvester = Harvester(self.newsroom, self.store, self.clock)
        for source in self.newsroom.settings.sources:
            self._look_at(source, harvester)
        for told in tell_hubs(self.newsroom.settings, self.store, self.hubs.post_form, self.clock()):
            self.log(_line(told))

    def _look_at(self, source: PolledSource, harvester: Harvester) -> None:
        looked = look(source, harvester.state(source.name), harvester, self.manners)
        if looked is None:
            return
        if looked.said:
            self.log(looked.said)
        if looked.troubles is None:
            return
        now = int(self.clock().timestamp())
        troubles = {**looked.troubles, **silence(source, looked.state, now)}
        harvester.keep(looked.state, troubles=tell(source, looked.state.troubles, troubles, self.send, now))


def _line(told: Told) -> str:
    if told.again:
        return f"{told.hub}: {told.problem}; {told.feeds} feeds, again at {told.again:%Y-%m-%d %H:%M:%S} UTC"
    return f"{told.hub}: told of {told.feeds} feeds"
