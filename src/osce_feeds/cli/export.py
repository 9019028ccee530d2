"""``osce-feeds export``."""

import os
import sys
import tempfile
from contextlib import closing
from datetime import UTC
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl

import click

from osce_feeds.cli.exits import REFUSED
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import Rendition
from osce_feeds.deliver import canonical
from osce_feeds.deliver import deliver
from osce_feeds.deliver.channels import NEWEST
from osce_feeds.errors import BadParameter
from osce_feeds.errors import ExportFailed
from osce_feeds.errors import RequestRefused
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FORMATS
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.model.selection import AFTER
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import parse
from osce_feeds.model.selection import parse_after
from osce_feeds.model.selection import parse_limit
from osce_feeds.model.selection import path_pairs
from osce_feeds.settings import load
from osce_feeds.store import Store

_FORMATS = {form.name: form for form in (*FORMATS, RAW_CSV)}


@click.command()
@click.argument("selection", default="", metavar="[SELECTION]")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), required=True, help="What to write.")
@click.option("--language", default="", help="Language of labels and dates; by default the first one served.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; by default standard output.",
)
def export(selection: str, form: str, language: str, output: Path | None) -> None:
    """Write a selection in any format, with the very bytes that the service serves.

    SELECTION is the part of an address after the language: a path, such as
    offices/odihr/topics/elections, and a query, such as
    "?region=central-asia&not-topic=elections&since=2026-01-01"; without one everything is
    meant.
    """
    settings = load(os.environ)
    newsroom, store = Newsroom.open(settings), Store(settings.database)
    spoken = newsroom.language(language or settings.languages[0])
    if spoken is None:
        message = f"{language!r} is not among the languages served: {', '.join(settings.languages)}"
        raise click.UsageError(message)
    chosen = _FORMATS[form]
    try:
        pairs = _pairs(selection)
        wanted, limit = parse(pairs), parse_limit(pairs, NEWEST if chosen.feed else None)
        after = parse_after(pairs)
        if after is not None and chosen.feed:
            raise BadParameter(AFTER, f"after is for exports; {form} is a feed, which shows what is new by itself")
        store.prepare(datetime.now(UTC))
        wanted = canonical(newsroom, store, wanted)
        rendition = deliver(newsroom, store, spoken, wanted, chosen, datetime.now(UTC), limit, after)
    except RequestRefused as error:
        raise click.UsageError(_words(error)) from error
    with closing(rendition):
        if output is None:
            _print(rendition)
        else:
            _write(rendition, output)


def _pairs(selection: str) -> tuple[Pair, ...]:
    """Return the parameters that a path and a query stand for; one that means nothing is taken for a mistake."""
    path, _, query = selection.partition("?")
    folders = path_pairs(path)
    if folders is None:
        message = f"{path!r} is not a selection: give offices/CODE, topics/CODE or offices/CODE/topics/CODE, and ?query"
        raise click.UsageError(message)
    found = parse_qsl(query, keep_blank_values=True)
    for name, _ in found:
        if name not in PARAMETERS:
            message = f"{name!r} is not a parameter of selections: {', '.join(sorted(PARAMETERS))} are"
            raise click.UsageError(message)
    return (*folders, *found)


def _words(error: RequestRefused) -> str:
    nearest = f"; nearest: {', '.join(error.nearest)}" if isinstance(error, UnknownTerm) and error.nearest else ""
    return f"{error}{nearest}"


def _print(rendition: Rendition) -> None:
    try:
        sys.stdout.buffer.writelines(rendition.body())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader of our output has left; Python must not complain while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)


def _write(rendition: Rendition, output: Path) -> None:
    """Write to a file beside *output* and rename it, so that nothing half-done ever stands there."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}-")
    except OSError as error:
        message = f"cannot write {output}: {error.strerror}"
        raise click.UsageError(message) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(rendition.body())
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(output)
    except OSError as error:
        message = f"cannot write {output}: {error.strerror}"
        raise ExportFailed(message) from error
    finally:
        part.unlink(missing_ok=True)
