"""``osce-feeds link`` and ``osce-feeds withdraw``: decisions of a person about articles."""

import os
from datetime import UTC
from datetime import datetime

import click

from osce_feeds import edit
from osce_feeds.settings import load
from osce_feeds.store import Store


def _store() -> Store:
    store = Store(load(os.environ).database)
    store.prepare(datetime.now(UTC))
    return store


@click.command()
@click.argument("articles", metavar="ARTICLE ARTICLE...", nargs=-1, required=True)
def link(articles: tuple[str, ...]) -> None:
    """Say that articles are language editions of one story; lists then show it once.

    ARTICLE is a key or the address of an article's page.
    """
    work = edit.link(_store(), articles, datetime.now(UTC))
    click.echo(f"{len(articles)} articles are editions of {work}")


@click.command()
@click.argument("article")
@click.option("--note", required=True, help="Why; shown to everybody who has the article.")
def withdraw(article: str, note: str) -> None:
    """Withdraw an article: it leaves every list, and its page says that it is gone.

    ARTICLE is a key or the address of an article's page.
    """
    withdrawn = edit.withdraw(_store(), article, note, datetime.now(UTC))
    click.echo(f"{withdrawn.key} is withdrawn (version {withdrawn.version})")
