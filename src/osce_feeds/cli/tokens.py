"""``osce-feeds token``: who may feed the service and decide about articles over HTTP."""

import os
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import click
import msgspec

from osce_feeds.cli.editorial import open_store
from osce_feeds.settings import load
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.store.tokens import create as create_token
from osce_feeds.store.tokens import revoke as revoke_token
from osce_feeds.store.tokens import tokens

LONGEST = 3650
"""Days for which a token can be made."""


@click.group()
def token() -> None:
    """Make, list and revoke tokens, by which programs and people prove what they may do."""


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    default=(Scope.INGEST.value,),
    show_default=True,
    help="What it allows: to feed documents, to decide about articles, to read metrics; several, once for each.",
)
@click.option("--source", default="", help="The publisher that it speaks for; by default for any.")
@click.option(
    "--days", type=click.IntRange(1, LONGEST), default=365, show_default=True, help="For how long it is valid."
)
@click.option("--json", "as_json", is_flag=True, help="Print the token and what is known of it as JSON.")
def create(name: str, scopes: tuple[str, ...], source: str, days: int, as_json: bool) -> None:
    """Make a token and print it, this once: the store keeps a hash.

    NAME says for whom it is. Two tokens of one name can be valid together: make the
    new one, put it to use, then revoke the old one.
    """
    if not name.strip():
        message = "a token needs a name, which says for whom it is"
        raise click.UsageError(message)
    now = datetime.now(UTC)
    with open_store(load(os.environ)).write(now) as writer:
        given, made = create_token(writer, name.strip(), map(Scope, scopes), source.strip(), now, timedelta(days=days))
    if as_json:
        click.echo(msgspec.json.encode({"token": given, **msgspec.to_builtins(made)}))
        return
    click.echo(given)
    click.echo(f"{_line(made, now)}; it is not shown again", err=True)


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the tokens as JSON.")
def list_tokens(as_json: bool) -> None:
    """Show all tokens that were ever made, the oldest first; never their secrets."""
    with open_store(load(os.environ)).read() as reader:
        found = tokens(reader)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for line in _lines(found, datetime.now(UTC)):
        click.echo(line)


@token.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """Have a token allow nothing any longer, at once.

    PREFIX is what stands before its dot, as `osce-feeds token list` shows it.
    """
    now = datetime.now(UTC)
    with open_store(load(os.environ)).write(now) as writer:
        revoked = revoke_token(writer, prefix.partition(".")[0], now)
    click.echo(_line(revoked, now))


def _lines(found: list[Token], now: datetime) -> Iterator[str]:
    yield from (_line(one, now) for one in found)
    if not found:
        yield "there are no tokens; `osce-feeds token create NAME` makes one"


def _line(one: Token, now: datetime) -> str:
    what = f"{' and '.join(one.scopes)} for {one.source or 'any source'}"
    if one.revoked:
        state = f"revoked {one.revoked:%Y-%m-%d}"
    else:
        state = f"valid until {one.expires:%Y-%m-%d}" if one.is_valid(now) else f"over since {one.expires:%Y-%m-%d}"
    return f"{one.prefix}  {one.name}: {what}, {state}"
