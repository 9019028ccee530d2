"""``osce-feeds check``."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from osce_feeds.cli.exits import SOME_REFUSED
from osce_feeds.cli.fetching import fetched
from osce_feeds.cli.fetching import is_address
from osce_feeds.cli.files import STANDARD_INPUT
from osce_feeds.cli.files import find_files
from osce_feeds.cli.files import opened
from osce_feeds.deliver.check import MOST_BYTES
from osce_feeds.deliver.check import check as check_document


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL...")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="XML Schema to hold the documents against, too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def check(files: tuple[str, ...], schema: Path | None, *, as_json: bool) -> None:
    """Say what is wrong with renditions, ours or another publisher's, with the line of each mistake.

    NewsML-G2 is held against rules of meaning that its schema cannot say, articles.xml
    against its schema, JSON lines against the record, JSON Feed and ninjs against what
    they must have. FILE may be packed, a folder, a pattern, or - for standard input; what
    stands at a URL is fetched.
    """
    found = [problem for name, data in _documents(files) for problem in check_document(data, name, schema)]
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for each in found:
            where = each.source if each.line is None else f"{each.source}:{each.line}"
            click.echo(f"{where}: {each.code}: {each.detail}")
    if found:
        sys.exit(SOME_REFUSED)
    click.echo("nothing wrong was found", err=True)


def _documents(names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each document that *names* mean."""
    for name in names:
        if is_address(name):
            yield name, fetched(name, MOST_BYTES)
            continue
        for path in find_files((name,)):
            with opened(path) as file:
                yield str(path) if path else STANDARD_INPUT, file.read()
