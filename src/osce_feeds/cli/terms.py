"""``osce-feeds terms``: what sources bring and the vocabulary does not know."""

import os
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime

import click
import msgspec

from osce_feeds import edit
from osce_feeds.cli.editorial import open_store
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.settings import load
from osce_feeds.store.terms import MintedTerm
from osce_feeds.store.terms import minted_terms

_scheme = click.argument("scheme", type=click.Choice([OFFICE, TOPIC, TYPE]))


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the terms as JSON.")
@click.pass_context
def terms(context: click.Context, *, as_json: bool) -> None:
    """Show the terms that sources brought and the vocabulary does not know, and decide what they are."""
    if context.invoked_subcommand:
        return
    settings = load(os.environ)
    with open_store(settings).read() as reader:
        found = minted_terms(reader, vocabulary(settings.vocabulary))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for line in _lines(found):
        click.echo(line)


@terms.command()
@_scheme
@click.argument("code")
def accept(scheme: str, code: str) -> None:
    """Say that a term is one of its own: it is reported no longer, and enters directories.

    SCHEME is office, topic or type; CODE is the term's, as `osce-feeds terms` shows it.
    """
    settings = load(os.environ)
    words = vocabulary(settings.vocabulary)
    term = edit.accept(open_store(settings), words, scheme, code, datetime.now(UTC))
    click.echo(f"{scheme} {code} is accepted: {term.label}")


@terms.command()
@_scheme
@click.argument("code")
@click.argument("into")
def merge(scheme: str, code: str, into: str) -> None:
    """Say that a term is another one: its articles get that one, and its address leads there.

    CODE is the term's, as `osce-feeds terms` shows it; INTO the code of a term of the
    vocabulary, or of an accepted one.
    """
    settings = load(os.environ)
    words = vocabulary(settings.vocabulary)
    number = edit.merge(open_store(settings), words, scheme, code, into, datetime.now(UTC))
    articles = "1 article has" if number == 1 else f"{number} articles have"
    click.echo(f"{scheme} {code} is merged into {into}: {articles} a new version")


def _lines(found: list[MintedTerm]) -> Iterator[str]:
    """Yield what nobody has decided about, then what somebody has."""
    for one in sorted(found, key=lambda one: one.is_decided):
        articles = f"{one.count} article{'' if one.count == 1 else 's'}"
        yield f"{one.scheme} {one.code}  {one.label!r}, {articles}"
        if one.merged_into:
            yield f"  merged into {one.merged_into}"
        elif one.accepted:
            yield "  accepted"
        else:
            yield f"  nearest: {', '.join(one.nearest) or 'nothing'}"
    if not found:
        yield "the vocabulary knows every term that sources brought"
