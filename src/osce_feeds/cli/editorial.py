"""``osce-feeds link``, ``withdraw``, ``restore`` and ``erase``: decisions of a person about articles."""

import os
import sys
from datetime import UTC
from datetime import datetime

import click

from osce_feeds import edit
from osce_feeds.cli.exits import SOME_REFUSED
from osce_feeds.edit import Erased
from osce_feeds.errors import EditRefused
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.settings import Settings
from osce_feeds.settings import load
from osce_feeds.store import Store


def open_store(settings: Settings) -> Store:
    """Return the store that *settings* name, ready for use."""
    store = Store(settings.database)
    store.prepare(datetime.now(UTC))
    return store


@click.command()
@click.argument("articles", metavar="ARTICLE ARTICLE...", nargs=-1, required=True)
def link(articles: tuple[str, ...]) -> None:
    """Say that articles are language editions of one story; lists then show it once.

    ARTICLE is a key, an id, or the article's address, here or at its source.
    """
    work = edit.link(open_store(load(os.environ)), articles, datetime.now(UTC))
    click.echo(f"{len(articles)} articles are editions of {work}")


@click.command()
@click.argument("article")
@click.option("--note", required=True, help="Why; shown to everybody who has the article.")
def withdraw(article: str, note: str) -> None:
    """Withdraw an article: it leaves every list, and its page says that it is gone.

    ARTICLE is a key, an id, or the article's address, here or at its source.
    `osce-feeds restore` undoes it.
    """
    withdrawn = edit.withdraw(open_store(load(os.environ)), article, note, datetime.now(UTC))
    click.echo(f"{withdrawn.key} is withdrawn (version {withdrawn.version})")


@click.command()
@click.argument("article")
@click.option("--note", default="", help="Why it is back; shown to everybody who has the article.")
def restore(article: str, note: str) -> None:
    """Bring a withdrawn article back, as it was before.

    ARTICLE is a key, an id, or the article's address, here or at its source.
    """
    settings = load(os.environ)
    words = vocabulary(settings.vocabulary)
    restored = edit.restore(open_store(settings), article, note, settings, words, datetime.now(UTC))
    held = f", held back until {restored.date.isoformat()}" if restored.status == "withheld" else ""
    click.echo(f"{restored.key} is back (version {restored.version}){held}")


@click.command()
@click.argument("article")
@click.option("--note", required=True, help="Why; shown to everybody who has the article.")
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
def erase(article: str, note: str, yes: bool) -> None:
    """Remove the text of an article for good, from every version and report; nothing can bring it back.

    A withdrawal without any text stays, so that everybody who has the article learns
    of it. ARTICLE is a key, an id, or the article's address, here or at its source.
    """
    store = open_store(load(os.environ))
    named = edit.look_up(store, article)
    if not yes:
        _ask(named.key, named.headline)
    erased = edit.erase(store, named.key, note, datetime.now(UTC))
    for line in _told(erased):
        click.echo(line)
    if not erased.scrubbed:
        message = "the store is in use: its files may still hold remains of the text; erase again to remove them"
        click.echo(f"osce-feeds: {message}", err=True)
        sys.exit(SOME_REFUSED)


def _ask(key: str, headline: str) -> None:
    """Go on only when a person says so."""
    try:
        meant = click.confirm(f"Erase {key}{f', {headline!r},' if headline else ''} for good?", err=True)
    except click.Abort:  # nobody is there to answer
        meant = False
    if not meant:
        message = f"{key} was not erased; --yes says that it is meant"
        raise EditRefused(message)


def _told(erased: Erased) -> list[str]:
    """Return what was done, and where else the text may be."""
    lines = [f"{erased.article.key} is erased (version {erased.article.version})"]
    if erased.remarks:
        remarks = "1 remark" if erased.remarks == 1 else f"{erased.remarks} remarks"
        lines.append(f"its text is gone from {remarks} in stored reports, too")
    lines.append("The text may still be in:")
    lines += [f"  the source: {address}" for address in erased.addresses] or ["  the source"]
    lines += [f"  another language edition: {edition.key} ({edition.language})" for edition in erased.editions]
    lines += [
        "  backups of the store made before now",
        "  files that were exported or published, and the documents that were ingested",
        "  caches, feed readers and partners that have it: feeds and exports tell them of the withdrawal",
    ]
    return lines
