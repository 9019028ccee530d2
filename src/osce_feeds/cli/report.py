"""``osce-feeds report``."""

import os
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click
import msgspec

from osce_feeds.cli.editorial import open_store
from osce_feeds.cli.report_text import report_lines
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.quality import quality
from osce_feeds.settings import load


@click.command()
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to a file, as a page that needs nothing beside it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@click.option("--language", default="", help="Language of the page; by default the first one served.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Articles, terms or documents to name in each part, as text and on the page.",
)
def report(page: Path | None, as_json: bool, language: str, limit: int) -> None:
    """Show how good the data is, by source and by office, and what a person may want to mend.

    What articles lack, what was inferred, terms that the vocabulary does not know,
    summaries that the source cut, articles that may be one and the same, and what the
    last ingest of each document found; each with where it came from.
    """
    settings = load(os.environ)
    newsroom = Newsroom.open(settings)
    spoken = newsroom.language(language or settings.languages[0])
    if spoken is None:
        message = f"{language!r} is not among the languages served: {', '.join(settings.languages)}"
        raise click.UsageError(message)
    found = quality(newsroom, open_store(settings), datetime.now(UTC))
    if page:
        from osce_feeds.web.report import render_report  # noqa: PLC0415 - only a page needs the templates

        try:
            page.write_bytes(render_report(newsroom, found, newsroom.localiser(spoken), limit))
        except OSError as error:
            message = f"cannot write {page}: {error.strerror}"
            raise click.UsageError(message) from error
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    elif page:
        click.echo(f"{page}: {len(found.findings)} of {found.articles} articles are worth a look")
    else:
        for line in report_lines(found, limit):
            click.echo(line)
