"""``osce-feeds export``."""

import os
import sys
import tempfile
from contextlib import closing
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click

from osce_feeds.cli.exits import REFUSED
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import Rendition
from osce_feeds.deliver import deliver
from osce_feeds.errors import ExportFailed
from osce_feeds.formats import FORMATS
from osce_feeds.model.selection import parse_path
from osce_feeds.settings import load
from osce_feeds.store import Store

_FORMATS = {form.name: form for form in FORMATS}


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

    SELECTION is a path as in addresses, such as offices/odihr/topics/elections;
    without one everything is meant.
    """
    settings = load(os.environ)
    newsroom, store = Newsroom.open(settings), Store(settings.database)
    spoken = newsroom.language(language or settings.languages[0])
    if spoken is None:
        message = f"{language!r} is not among the languages served: {', '.join(settings.languages)}"
        raise click.UsageError(message)
    wanted = parse_path(selection)
    if wanted is None:
        message = f"{selection!r} is not a selection: give offices/CODE, topics/CODE or offices/CODE/topics/CODE"
        raise click.UsageError(message)
    store.prepare(datetime.now(UTC))
    rendition = deliver(newsroom, store, spoken, wanted, _FORMATS[form], datetime.now(UTC))
    with closing(rendition):
        if output is None:
            _print(rendition)
        else:
            _write(rendition, output)


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
