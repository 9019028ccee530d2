"""The one door out: requests that the program itself makes."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from typing import Any

TIMEOUT = 10.0
"""Seconds for each step of a request."""
AGENT = "osce-feeds"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follow nothing: an operator names the address that is meant."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:  # noqa: ANN401 - urllib's signature
        """Answer no redirect."""


_opener = urllib.request.build_opener(_NoRedirects)


def post_form(address: str, fields: Iterable[tuple[str, str]], timeout: float = TIMEOUT) -> int:
    """Send a form to an http or https *address* and return the status of the answer, whose body nobody reads.

    Raises:
        OSError: when there is no answer.
    """
    body = urllib.parse.urlencode(list(fields)).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
    request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 - settings take http only
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (ValueError, urllib.error.URLError) as error:
        raise OSError(str(getattr(error, "reason", error))) from error
