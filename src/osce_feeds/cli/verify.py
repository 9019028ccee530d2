"""``osce-feeds verify``."""

import sys
from pathlib import Path

import click
import msgspec

from osce_feeds.cli.exits import SOME_REFUSED
from osce_feeds.deliver.archives import Entry
from osce_feeds.deliver.archives import Manifest
from osce_feeds.deliver.archives import Verified
from osce_feeds.deliver.archives import verified


@click.command()
@click.argument("manifest", type=click.Path(exists=True, path_type=Path), metavar="MANIFEST")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(manifest: Path, *, as_json: bool) -> None:
    """Hold downloaded archives against their manifest: sizes, SHA-256, numbers of articles.

    MANIFEST is the file manifest.json of a service, beside which its archives lie, or
    the folder with all of them.
    """
    path = manifest / "manifest.json" if manifest.is_dir() else manifest
    try:
        named = msgspec.json.decode(path.read_bytes(), type=Manifest).archives
    except (OSError, msgspec.DecodeError) as error:
        message = f"{path} is no manifest of archives: {error}"
        raise click.UsageError(message) from error
    found = [_verified(path.parent, entry) for entry in named]
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for each in found:
            click.echo(f"{each.name}: {each.problem or 'as the manifest says'}")
    if any(each.problem for each in found):
        sys.exit(SOME_REFUSED)


def _verified(folder: Path, entry: Entry) -> Verified:
    """Return what became of the archive of *entry*; its name is a name and no path."""
    try:
        with (folder / Path(entry.name).name).open("rb") as file:
            return verified(entry, file)
    except (OSError, EOFError) as error:
        return Verified(entry.name, f"it cannot be read: {error}")
