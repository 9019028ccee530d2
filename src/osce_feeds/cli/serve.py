"""``osce-feeds serve`` and ``osce-feeds demo``."""

import os
import tempfile
from contextlib import ExitStack
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click

from osce_feeds.cli.sample import fill
from osce_feeds.deliver import Newsroom
from osce_feeds.settings import PREFIX
from osce_feeds.settings import load
from osce_feeds.store import Store

THREADS = 4
"""Requests that a worker answers at once."""

SHARED_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""Where several workers count together; read when the library of that is loaded."""

GRACE = 10
"""Seconds that running requests have after the order to end."""

_ADDRESS_OPTIONS = (
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."),
)


def _with_address(command: click.decorators.FC) -> click.decorators.FC:
    for option in reversed(_ADDRESS_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_address
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that answer.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the store; an empty one is migrated first.

    Without BASE_URL, links begin with the address that is listened on.
    """
    with ExitStack() as stack:
        if workers > 1 and SHARED_COUNTS not in os.environ:  # whichever worker is asked answers for all
            os.environ[SHARED_COUNTS] = stack.enter_context(tempfile.TemporaryDirectory(prefix="osce-feeds-"))
        _run(host, port, workers)


@click.command()
@_with_address
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Use this file as the store and keep it; the sample goes in only while it is empty.",
)
def demo(host: str, port: int, keep: Path | None) -> None:
    """Serve the bundled sample newsroom, by default from a throw-away store."""
    with tempfile.TemporaryDirectory(prefix="osce-feeds-") as folder:
        os.environ[f"{PREFIX}DATABASE"] = str(keep or Path(folder) / "store.db")
        settings = load(os.environ)
        store, now = Store(settings.database), datetime.now(UTC)
        store.upgrade(now)
        with store.read() as reader:
            empty = reader.generation() == 0
        if empty:
            click.echo("Feeding the sample newsroom ...")
            click.echo(f"{fill(store, settings, now)} invented articles, some of them corrected or translated")
        store.close()
        _run(host, port, workers=1)


def _run(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - only this command needs the server
    from granian.log import LogLevels  # noqa: PLC0415

    from osce_feeds.cli.listening import Server  # noqa: PLC0415
    from osce_feeds.cli.listening import listen  # noqa: PLC0415

    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    os.environ.setdefault(f"{PREFIX}BASE_URL", f"http://{f'[{shown}]' if ':' in shown else shown}:{port}")
    newsroom = Newsroom.open(load(os.environ))
    store = Store(newsroom.settings.database)
    store.prepare(datetime.now(UTC))
    store.close()
    listener = listen(host, port)
    _announce(newsroom, store)
    server = Server(
        "osce_feeds.cli.listening:make_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
    )
    server.listener = listener
    server.serve()


def _announce(newsroom: Newsroom, store: Store) -> None:
    base, tag = newsroom.settings.base_url, newsroom.languages[0].tag
    click.echo(f"{newsroom.settings.site_name}, from {store.address}")
    for path, what in (
        (f"/{tag}/", "the newsroom's page"),
        (f"/{tag}/feed.atom", "all news as Atom; also feed.rss, feed.json"),
        (f"/{tag}/articles.xml", "all articles as XML; also newsml.xml, articles.jsonl"),
        ("/healthz", "the pulse"),
    ):
        click.echo(f"  {base}{path:<20} {what}")
    click.echo("Stop with Ctrl-C.")
