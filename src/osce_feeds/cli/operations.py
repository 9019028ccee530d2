"""``osce-feeds settings`` and ``osce-feeds db``."""

import os
import sys
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click
import msgspec

from osce_feeds.cli.exits import DONE
from osce_feeds.cli.exits import REFUSED
from osce_feeds.cli.progress import progress
from osce_feeds.settings import PREFIX
from osce_feeds.settings import describe
from osce_feeds.settings import load
from osce_feeds.settings import without_password
from osce_feeds.store import Store
from osce_feeds.store.revision import REVISION

_as_json = click.option("--json", "as_json", is_flag=True, help="Print what was done or found as JSON.")
_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print names and values as JSON.")
def settings(as_json: bool) -> None:
    """Show every setting: its variable, its value now, and what it means."""
    values = msgspec.to_builtins(load(os.environ), builtin_types=(), enc_hook=str)
    values["database"] = without_password(values["database"])
    values["alerts"] = [without_password(address) for address in values["alerts"]]
    if as_json:
        _print(values)
        return
    for name, meaning in describe().items():
        click.echo(f"{PREFIX}{name}={_shown(values[name.lower()])}\n    {meaning}")


def _shown(value: object) -> str:
    """Return *value* as the variable would have it."""
    if not isinstance(value, list | tuple):
        return "" if value is None else str(value)
    if any(isinstance(part, dict) for part in value):
        return msgspec.json.encode(value).decode()
    return ",".join(value)


@click.group()
def db() -> None:
    """Look after the store."""


@db.command()
@_as_json
def upgrade(as_json: bool) -> None:
    """Bring the store's schema to the newest revision; safe to repeat."""
    store = _store()
    found = store.upgrade(_now())
    if as_json:
        _print({"store": store.address, "from": found, "to": REVISION})
    elif found == REVISION:
        click.echo(f"{store.address} is at {REVISION} already")
    else:
        click.echo(f"{store.address}: {found or 'empty'} -> {REVISION}")


@db.command()
@click.argument("revision")
@click.option("--force", is_flag=True, help="Go back even if something is lost by it.")
@_as_json
def downgrade(revision: str, force: bool, as_json: bool) -> None:
    """Bring the store's schema back to REVISION, for an older program; base means no tables at all."""
    store = _store()
    found, lost = store.downgrade(revision, _now(), force=force)
    if as_json:
        _print({"store": store.address, "from": found, "to": revision, "lost": lost})
    else:
        click.echo(f"{store.address}: {found} -> {revision}{''.join(f'; lost: {what}' for what in lost)}")


@db.command()
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@_as_json
def backup(file: Path, force: bool, as_json: bool) -> None:
    """Write one state of the store to FILE, verified; the service and ingests may go on meanwhile."""
    store = _store()
    with progress("Backing up") as bar:
        holding = store.back_up(file, force=force, progress=bar)
    if as_json:
        _print({"store": store.address, "file": str(file), **msgspec.to_builtins(holding)})
    else:
        what = f"{_number(holding.articles, 'article')}, generation {holding.generation}, schema {holding.revision}"
        click.echo(f"{file}: {_size(holding.size)}, {what}")


@db.command()
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Replace what is in the store, even while it is in use.")
@_as_json
def restore(file: Path, force: bool, as_json: bool) -> None:
    """Put what the backup FILE holds in the place of what is in the store, after verifying it."""
    store = _store()
    with progress("Restoring") as bar:
        holding = store.restore(file, force=force, progress=bar)
    if as_json:
        _print({"store": store.address, "file": str(file), **msgspec.to_builtins(holding)})
        return
    what = f"{_number(holding.articles, 'article')}, generation {holding.generation}, schema {holding.revision}"
    click.echo(f"{store.address}: {what}, from {file}")
    if holding.revision != REVISION:
        click.echo(f"note: run `osce-feeds db upgrade` to bring it to {REVISION}", err=True)


@db.command()
@_as_json
def check(as_json: bool) -> None:
    """Look for everything that could be wrong with the store, and change nothing; exit 3 if something is."""
    store = _store()
    with progress("Checking") as bar:
        found = list(store.check(bar))
    if as_json:
        _print({"store": store.address, "violations": msgspec.to_builtins(found)})
    else:
        for violation in found:
            click.echo(f"{violation.key or 'the store'}: {violation.detail} [{violation.rule}]")
        click.echo(f"{store.address}: {_number(len(found), 'thing')} wrong" if found else f"{store.address} is sound")
    sys.exit(REFUSED if found else DONE)


def _store() -> Store:
    return Store(load(os.environ).database)


def _now() -> datetime:
    return datetime.now(UTC)


def _print(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MiB" if count >= 2**20 else f"{count // 2**10} KiB"
