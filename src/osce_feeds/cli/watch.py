"""``osce-feeds watch``: the worker beside the service."""

import os
import time
from datetime import UTC
from datetime import datetime

import click

from osce_feeds.deliver import Newsroom
from osce_feeds.errors import StoreUnavailable
from osce_feeds.settings import PolledSource
from osce_feeds.settings import load
from osce_feeds.store import Store
from osce_feeds.watch import Worker
from osce_feeds.watch import backfill
from osce_feeds.watch.harvest import Harvester
from osce_feeds.watch.messages import sender


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option(
    "--every", default=2.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds between two looks."
)
@click.option("--backfill", "archive", metavar="NAME", help="Read the archive of this source of SOURCES, and end.")
@click.option(
    "--pages",
    default=10_000,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="Pages of the archive to read at most, with --backfill.",
)
def watch(once: bool, every: float, archive: str | None, pages: int) -> None:
    """Work beside the service: poll sources, publish what is due, tell hubs and people.

    Sources are those of SOURCES; their pages are read, too, where they are followed. A person
    is told through ALERTS when a source is refused, cannot be reached, brings many unknown
    terms, or has been silent for long. A host that does not answer is asked again later
    and later. --backfill reads thousands of pages, as slowly as the host wants; stopped, it goes
    on with the page where it was.
    """
    newsroom = Newsroom.open(load(os.environ))
    store = Store(newsroom.settings.database)
    store.prepare(_now())
    worker = Worker.make(newsroom, store, _now, sender(newsroom.settings.alerts, _say), _say)
    if archive is not None:
        _backfill(_source(newsroom, archive), worker, pages)
        return
    _look(worker)
    while not once:
        time.sleep(every)
        _look(worker)


def _look(worker: Worker) -> None:
    try:
        worker.look()
    except StoreUnavailable as error:  # others write; there is another look
        click.echo(f"osce-feeds: {error}", err=True)


def _source(newsroom: Newsroom, name: str) -> PolledSource:
    sources = newsroom.settings.sources
    found = next((source for source in sources if source.name == name), None)
    if found is None:
        known = ", ".join(source.name for source in sources) or "none"
        message = f"SOURCES has no source {name!r}; it has: {known}"
        raise click.UsageError(message)
    return found


def _backfill(source: PolledSource, worker: Worker, most: int) -> None:
    """Print a line for each page of the archive and of an article."""
    harvester = Harvester(worker.newsroom, worker.store, worker.clock)
    for step in backfill(source, harvester, worker.manners, most):
        click.echo(f"page {step.page}: {step.said}{'; the archive ends here' if step.ended else ''}")


def _now() -> datetime:
    return datetime.now(UTC)


def _say(line: str) -> None:
    click.echo(line)
