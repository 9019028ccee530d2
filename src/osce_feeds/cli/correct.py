"""``osce-feeds correct``."""

import os
import sys
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click

from osce_feeds import edit
from osce_feeds.cli.editorial import open_store
from osce_feeds.edit import Correction
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.settings import load
from osce_feeds.sources.base import decode


@click.command()
@click.argument("article")
@click.option("--note", required=True, help="What is corrected; shown to everybody who has the article.")
@click.option("--headline", help="The headline.")
@click.option("--summary", help="The summary; a dateline may stand at its start, and dots at its end mean a cut.")
@click.option("--byline", help="By whom it is.")
@click.option("--date", help="The publishing day, such as '4 July 2025' or 2025-07-04.")
@click.option("--type", "genre", help="The content type (name or code).")
@click.option("--office", "offices", multiple=True, help="An office (name or code); all of them, once for each.")
@click.option("--topic", "topics", multiple=True, help="A topic (name or code); all of them, once for each.")
@click.option("--link", help="The article's address at its source.")
@click.option("--rights", help="The rights statement.")
@click.option(
    "--content",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="File with the full text as HTML, or - for standard input.",
)
@click.option("--language", help="Language of the text, as a tag such as uk.")
def correct(
    article: str,
    note: str,
    headline: str | None,
    summary: str | None,
    byline: str | None,
    date: str | None,
    genre: str | None,
    offices: tuple[str, ...],
    topics: tuple[str, ...],
    link: str | None,
    rights: str | None,
    content: Path | None,
    language: str | None,
) -> None:
    """Correct an article: a new version that says what the options do; '' empties a field.

    The source may repeat what it said, or bring other articles: the correction stays
    until the source itself changes that field. ARTICLE is a key, an id, or the
    article's address, here or at its source.
    """
    correction = Correction(
        headline=headline,
        summary=summary,
        byline=byline,
        date=date,
        genre=genre,
        offices=offices or None,
        topics=topics or None,
        link=link,
        rights=rights,
        content=None if content is None else _read(content),
        language=language,
    )
    if correction == Correction():
        message = "nothing to correct: give at least one field, such as --headline"
        raise click.UsageError(message)
    settings = load(os.environ)
    words = vocabulary(settings.vocabulary)
    corrected = edit.correct(open_store(settings), article, correction, note, settings, words, datetime.now(UTC))
    made = corrected.article
    held = f"; held back until {made.date.isoformat()}" if made.status == "withheld" else ""
    click.echo(f"{made.key} is corrected (version {made.version}): {', '.join(corrected.fields)}{held}")


def _read(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise click.UsageError(message) from error
    return decode(data, str(path))
