"""``osce-feeds watch``: the worker beside the service."""

import os
import time
from datetime import UTC
from datetime import datetime

import click

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.errors import StoreUnavailable
from osce_feeds.http_client import Door
from osce_feeds.http_client import place
from osce_feeds.notify import Told
from osce_feeds.notify import tell_hubs
from osce_feeds.settings import load
from osce_feeds.store import Store


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option(
    "--every", default=2.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds between two looks."
)
def watch(once: bool, every: float) -> None:
    """Work beside the service: publish what is due, and tell hubs which feeds changed.

    A hub that does not answer is asked again later and later, and told of everything then.
    """
    newsroom = Newsroom.open(load(os.environ))
    store, hubs = Store(newsroom.settings.database), Door(map(place, newsroom.settings.hubs))
    store.prepare(datetime.now(UTC))
    _look(newsroom, store, hubs)
    while not once:
        time.sleep(every)
        _look(newsroom, store, hubs)


def _look(newsroom: Newsroom, store: Store, hubs: Door) -> None:
    try:
        keep_current(newsroom, store, datetime.now(UTC))
        for told in tell_hubs(newsroom.settings, store, hubs.post_form, datetime.now(UTC)):
            click.echo(_line(told), err=bool(told.problem))
    except StoreUnavailable as error:  # others write; there is another look
        click.echo(f"osce-feeds: {error}", err=True)


def _line(told: Told) -> str:
    if told.again:
        return f"{told.hub}: {told.problem}; {told.feeds} feeds, again at {told.again:%Y-%m-%d %H:%M:%S} UTC"
    return f"{told.hub}: told of {told.feeds} feeds"
