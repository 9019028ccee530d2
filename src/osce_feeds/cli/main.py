"""The group of commands, and what their exit codes mean."""

import sys
from collections.abc import Sequence

import click

from osce_feeds import __version__
from osce_feeds.cli.check import check
from osce_feeds.cli.correct import correct
from osce_feeds.cli.editorial import erase
from osce_feeds.cli.editorial import link
from osce_feeds.cli.editorial import restore
from osce_feeds.cli.editorial import withdraw
from osce_feeds.cli.exits import REFUSED
from osce_feeds.cli.exits import USAGE
from osce_feeds.cli.export import export
from osce_feeds.cli.ingest import ingest
from osce_feeds.cli.operations import db
from osce_feeds.cli.operations import settings
from osce_feeds.cli.publish import publish
from osce_feeds.cli.renormalise import renormalise
from osce_feeds.cli.report import report
from osce_feeds.cli.serve import demo
from osce_feeds.cli.serve import serve
from osce_feeds.cli.terms import terms
from osce_feeds.cli.tokens import token
from osce_feeds.cli.verify import verify
from osce_feeds.cli.watch import watch
from osce_feeds.errors import OsceFeedsError
from osce_feeds.errors import SettingsRefused


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="osce-feeds")
def commands() -> None:
    """Turn a newsroom's listings into feeds and exports, and serve them.

    Settings are OSCE_FEEDS_* variables or a TOML file named by OSCE_FEEDS_CONFIG;
    `osce-feeds settings` shows them all.

    Exit codes: 0 done, also with warnings; 1 some records refused; 2 wrong usage
    or settings; 3 refused whole, nothing changed.
    """


for command in (
    *(ingest, serve, watch, demo, export, publish, check, verify),
    *(correct, withdraw, restore, erase, link, terms, renormalise, report),
    *(settings, token, db),
):
    commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, by default the process's own, and end the process with its exit code."""
    try:
        commands.main(arguments, prog_name="osce-feeds")
    except SettingsRefused as error:
        for message in error.messages:
            click.echo(f"osce-feeds: {message}", err=True)
        sys.exit(USAGE)
    except OsceFeedsError as error:
        click.echo(f"osce-feeds: {error}", err=True)
        sys.exit(REFUSED)
