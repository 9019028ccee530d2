"""``osce-feeds renormalise``."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime

import click
import msgspec

from osce_feeds import edit
from osce_feeds.cli.editorial import open_store
from osce_feeds.edit import Renormalised
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.settings import load
from osce_feeds.text import shorten

_LONG = 1000
"""Articles from which on a person wants to see how far the work is."""
_WIDTH = 90


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what changes as JSON.")
def renormalise(*, dry_run: bool, as_json: bool) -> None:
    """Read what sources said again, by the rules and the vocabulary of today.

    An article gets a new version where it says what the older rules had read:
    corrections stay, and so does what another source said.
    """
    settings = load(os.environ)
    words, store = vocabulary(settings.vocabulary), open_store(settings)
    keys = edit.renormalisable(store)
    hidden = len(keys) < _LONG or not sys.stderr.isatty()
    with click.progressbar(length=len(keys), label="Reading", file=sys.stderr, hidden=hidden) as bar:
        result = edit.renormalise(
            store, keys, settings, words, lambda: datetime.now(UTC), dry_run=dry_run, progress=bar.update
        )
    if as_json:
        shown = {**msgspec.to_builtins(result), "dry_run": dry_run}
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=2))
        return
    for line in _lines(result, dry_run=dry_run):
        click.echo(line)


def _lines(result: Renormalised, *, dry_run: bool) -> Iterator[str]:
    key = ""
    for difference in result.differences:
        if difference.key != key:
            key = difference.key
            yield f"{key}  {shorten(difference.headline, _WIDTH - 14)}"
        yield f"  {difference.field}"
        yield f"    was  {shorten(difference.was, _WIDTH - 9) or '(nothing)'}"
        yield f"    now  {shorten(difference.now, _WIDTH - 9) or '(nothing)'}"
    for refusal in result.refused:
        yield f"left as it is: {refusal}"
    counts = f"{result.articles} articles read again, {result.changed} changed, {result.readings} read differently"
    yield f"{counts}{' (dry run: nothing stored)' if dry_run else ''}"
