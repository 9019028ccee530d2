"""Documents at an address that a person gave to a command."""

import time
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError

import click

from osce_feeds import __version__

_TIMEOUT = 30
"""Seconds without a byte after which nothing more is expected."""
_LONGEST = 300
"""Seconds for the whole document."""
_BLOCK = 1 << 16
_HANDLERS = (
    request.ProxyHandler,
    request.HTTPHandler,
    request.HTTPSHandler,
    request.HTTPRedirectHandler,
    request.HTTPDefaultErrorHandler,
    request.HTTPErrorProcessor,
    request.UnknownHandler,
)
"""No redirect leads to a file or to anything else that is not HTTP."""


def is_address(name: str) -> bool:
    """Say whether *name* is the address of a document on the web."""
    return name.lower().startswith(("http://", "https://"))


def fetched(address: str, most: int) -> bytes:
    """Return the document at *address*, as it is sent, of *most* bytes.

    Raises:
        UsageError: when it cannot be had, or is larger.
    """
    opener = request.OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", f"osce-feeds/{__version__}"), ("Accept-Encoding", "gzip")]
    data, end = bytearray(), time.monotonic() + _LONGEST
    try:
        with opener.open(address, timeout=_TIMEOUT) as answer:
            while block := answer.read(_BLOCK):
                data += block
                if len(data) > most or time.monotonic() > end:
                    message = f"{address} has more than {most >> 20} MiB, or needs more than {_LONGEST} seconds"
                    raise click.UsageError(message)
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        message = f"cannot fetch {address}: {error}"
        raise click.UsageError(message) from error
    return bytes(data)
