"""``osce-feeds settings`` and ``osce-feeds db``."""

import os
from datetime import UTC
from datetime import datetime

import click
import msgspec

from osce_feeds.settings import PREFIX
from osce_feeds.settings import describe
from osce_feeds.settings import load
from osce_feeds.store import Store
from osce_feeds.store.store import REVISION


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print names and values as JSON.")
def settings(as_json: bool) -> None:
    """Show every setting: its variable, its value now, and what it means."""
    values = msgspec.to_builtins(load(os.environ), builtin_types=(), enc_hook=str)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(values), indent=2))
        return
    for name, meaning in describe().items():
        value = values[name.lower()]
        shown = ",".join(value) if isinstance(value, list | tuple) else value
        click.echo(f"{PREFIX}{name}={'' if shown is None else shown}\n    {meaning}")


@click.group()
def db() -> None:
    """Look after the store."""


@db.command()
def upgrade() -> None:
    """Bring the store's schema to the newest revision; safe to repeat."""
    store = Store(load(os.environ).database)
    found = store.upgrade(datetime.now(UTC))
    if found == REVISION:
        click.echo(f"{store.address} is at {REVISION} already")
    else:
        click.echo(f"{store.address}: {found or 'empty'} -> {REVISION}")
