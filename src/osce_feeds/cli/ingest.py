"""``osce-feeds ingest``."""

import os
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click

from osce_feeds.cli.exits import DONE
from osce_feeds.cli.exits import REFUSED
from osce_feeds.cli.exits import SOME_REFUSED
from osce_feeds.cli.fetching import fetched
from osce_feeds.cli.fetching import is_address
from osce_feeds.cli.files import STANDARD_INPUT
from osce_feeds.cli.files import find_files
from osce_feeds.cli.files import opened
from osce_feeds.cli.files import size_of
from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import FetchRefused
from osce_feeds.http_client import Door
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest_stream
from osce_feeds.ingest.order import wrong_tag
from osce_feeds.ingest.order import wrong_terms
from osce_feeds.ingest.report import encoded
from osce_feeds.model.article import Origin
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings
from osce_feeds.settings import load
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.store import Store
from osce_feeds.text import clean

_LONG = 2 * 1024 * 1024
"""Bytes from which on a person wants to see how far the work is."""


def _check_tag(_context: click.Context, _parameter: click.Parameter, tag: str) -> str:
    if message := wrong_tag(tag):
        raise click.BadParameter(message)
    return tag


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice([source.name for source in SOURCES]),
    help="Kind of document; by default found out by looking.",
)
@click.option("--source", "publisher", default="", help="Name of the publisher; its new readings replace its old ones.")
@click.option("--source-url", default="", help="Address of the listing, named as the origin of articles without one.")
@click.option(
    "--language",
    default="en",
    show_default=True,
    callback=_check_tag,
    help="Language of the text where a document shows none.",
)
@click.option("--office", "offices", multiple=True, help="The listing was filtered by this office (name or code).")
@click.option("--topic", "topics", multiple=True, help="The listing was filtered by this topic (name or code).")
@click.option("--strict", is_flag=True, help="Refuse a document whole if one record in it cannot be used.")
@click.option("--dry-run", is_flag=True, help="Report what would happen and store nothing.")
@click.option(
    "--accept-shrink",
    is_flag=True,
    help="Take a run of a named source even if it is much shorter than usual, or renames or retracts much.",
)
@click.option(
    "--note", default="", help="What the changes in these documents correct; shown with every changed article."
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to a file, as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def ingest(
    sources: tuple[str, ...],
    form: str | None,
    publisher: str,
    source_url: str,
    language: str,
    offices: tuple[str, ...],
    topics: tuple[str, ...],
    strict: bool,
    dry_run: bool,
    accept_shrink: bool,
    note: str,
    report_file: Path | None,
    as_json: bool,
) -> None:
    """Take documents into the store: files, folders of files, patterns, addresses, or - for standard input.

    Listings as text or HTML, article pages, feeds, and our own exports are told
    apart by looking; any of them may be packed with gzip. Addresses may be of hosts that
    SOURCES or FETCH_HOSTS name. Feeding a document again changes nothing. Each document is
    stored whole or not at all (JSON lines: in parts of a thousand); records that cannot be
    used are reported with their line, and the others kept.
    """
    if report_file and not os.access(report_file.parent, os.W_OK):
        message = f"cannot write {report_file}: its folder does not exist or may not be written to"
        raise click.UsageError(message)
    settings = load(os.environ)
    words = vocabulary(settings.vocabulary)
    _check_terms(OFFICE, offices, words)
    _check_terms(TOPIC, topics, words)
    evidence = Evidence(language, Origin(publisher, source_url), offices, topics, settings.timezone)
    order = Order(evidence, form or "", publisher, strict, dry_run, accept_shrink, clean(note))
    door = Door(settings.fetched_hosts)
    files = _find(sources, door)
    store = Store(settings.database)
    store.prepare(datetime.now(UTC))
    _warn_of_loopback(store, settings)
    outcomes: list[Report | DocumentRefused] = []
    unread: click.UsageError | None = None
    with _progress(files) as progress:
        try:
            for path in files:
                name = STANDARD_INPUT if path is None else str(path)
                try:
                    with _opened(path, door) as stream:
                        outcome: Report | DocumentRefused = ingest_stream(
                            stream, name, store, settings, words, order, _now, progress
                        )
                except DocumentRefused as error:
                    outcome = error
                outcomes.append(outcome)
                if not as_json:
                    _print(outcome)
        except click.UsageError as error:
            unread = error  # what was stored before it is reported all the same
    told = encoded(outcomes)
    if as_json:
        click.echo(told)
    if report_file:
        report_file.write_bytes(told + b"\n")
    if unread:
        raise unread
    sys.exit(max(map(_exit_code, outcomes), default=DONE))


def _find(names: tuple[str, ...], door: Door) -> list[Path | str | None]:
    """Return what *names* mean, in their order: files, addresses as text, None for standard input.

    Raises:
        UsageError: for a name that means no file, and for an address that may not be asked.
    """
    found: list[Path | str | None] = []
    for name in names:
        if not is_address(name):
            found += find_files((name,))
            continue
        try:
            door.check(name)
        except FetchRefused as refused:
            raise click.UsageError(str(refused)) from refused
        found.append(name)
    return found


@contextmanager
def _opened(thing: Path | str | None, door: Door) -> Iterator[BinaryIO]:
    """Yield what *thing* means, to read bytes from.

    Raises:
        UsageError: when it cannot be had.
    """
    if isinstance(thing, str):
        yield BytesIO(fetched(thing, SIZE_LIMIT, door))
        return
    with opened(thing) as stream:
        yield stream


@contextmanager
def _progress(files: list[Path | str | None]) -> Iterator[Callable[[int], None]]:
    """Yield what is told of every part taken: a bar on a terminal where the work is long, else nothing."""
    total = sum(size_of(file) for file in files if not isinstance(file, str))
    if total < _LONG or not sys.stderr.isatty():
        yield lambda _size: None
        return
    with click.progressbar(length=total, label="Reading", file=sys.stderr) as bar:
        yield bar.update


def _now() -> datetime:
    return datetime.now(UTC)


def _check_terms(scheme: str, labels: tuple[str, ...], words: Vocabulary) -> None:
    if message := wrong_terms(scheme, labels, words):
        raise click.UsageError(message)


def _warn_of_loopback(store: Store, settings: Settings) -> None:
    """Say it once when ids are about to be fixed under a host that means every machine."""
    with store.read() as reader:
        fixed = reader.fact("authority")
    host = urlsplit(settings.base_url).hostname
    if not fixed and not settings.authority and host in ("127.0.0.1", "localhost", "::1"):
        click.echo(
            f"note: article ids will be made under {host}; for a public service set {PREFIX}BASE_URL or"
            f" {PREFIX}AUTHORITY before the first ingest",
            err=True,
        )


def _print(outcome: Report | DocumentRefused) -> None:
    if isinstance(outcome, DocumentRefused):
        click.echo(f"refused: {outcome}", err=True)
        return
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, {outcome.refused} refused"
    withheld = f", {outcome.withheld} held back until their day" if outcome.withheld else ""
    click.echo(f"{outcome.document}: {counts}{withheld}{' (dry run: nothing stored)' if outcome.dry_run else ''}")
    for problem in outcome.problems:
        where = f"line {problem.line}" if problem.line else problem.url
        place = f"{where}: " if where else ""
        click.echo(f"  {problem.severity}: {place}{problem.detail} [{problem.code}]")


def _exit_code(outcome: Report | DocumentRefused) -> int:
    if isinstance(outcome, DocumentRefused):
        return REFUSED
    return SOME_REFUSED if outcome.refused else DONE
