"""Documents at an address that a person gave to a command."""

from http import HTTPStatus

import click

from osce_feeds.errors import FetchError
from osce_feeds.errors import FetchFailed
from osce_feeds.http_client import Door
from osce_feeds.http_client import place

_LONGEST = 300
"""Seconds for the whole document."""


def is_address(name: str) -> bool:
    """Say whether *name* is the address of a document on the web."""
    return name.lower().startswith(("http://", "https://"))


def fetched(address: str, most: int, door: Door | None = None) -> bytes:
    """Return the document at *address*, unpacked, of *most* bytes.

    Without a *door* the host is asked wherever it is, since a person named it; it leads on to
    hosts on the open internet only.

    Raises:
        UsageError: when it cannot be had, or is larger.
    """
    try:
        door = door or Door([place(address)], anywhere=True)
        answer = door.fetch(address, most=most, seconds=_LONGEST)
        if answer.status != HTTPStatus.OK:
            raise FetchFailed(address, f"it answered {answer.status}")
    except FetchError as error:
        raise click.UsageError(str(error)) from error
    return answer.body
