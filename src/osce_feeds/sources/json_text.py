"""The one door for JSON: RFC 8259, read strictly, as I-JSON (RFC 7493) would have it.

Python's own reader takes NaN, lets the last of two equal names win, and falls
over text that is nested too deep. What two readers understand differently is
not read at all.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence

from osce_feeds.errors import DocumentRefused
from osce_feeds.text import legal

DEPTH_LIMIT = 32
_DIGITS = 20
"""Digits of the longest integer of 64 bits."""
_TOKENS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


class _Unreadable(ValueError):
    """Something that JSON can say and nobody should."""


def decode_json(text: str, document: str, line: int = 1) -> object:
    """Return what *text* says: dicts, lists, strings (legal, see ``text.legal``), ints, floats, bools, None.

    *line* is that of its beginning in the *document*.

    Raises:
        DocumentRefused: when it is not JSON, says a name twice in one object, holds NaN or a number that
            others cannot hold, or is nested more than ``DEPTH_LIMIT`` deep.
    """
    if text.count("[") + text.count("{") > DEPTH_LIMIT and _too_deep(text):
        detail = f"its JSON is nested more than {DEPTH_LIMIT} deep"
        raise DocumentRefused(detail, document, line)
    try:
        return _legal(_DECODER.decode(text.removeprefix("\ufeff")))
    except json.JSONDecodeError as error:
        detail = f"not JSON: {error.msg} (column {error.colno})"
        raise DocumentRefused(detail, document, line + error.lineno - 1) from error
    except _Unreadable as error:
        raise DocumentRefused(str(error), document, line) from error


def _too_deep(text: str) -> bool:
    depth = 0
    for found in _TOKENS.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                return True
        elif sign in "]}":
            depth -= 1
    return False


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = {key: _legal(value) for key, value in pairs}
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        message = f"its JSON has the name {twice[:40]!r} twice in one object"
        raise _Unreadable(message)
    return found


def _legal(value: object) -> object:
    """Return a string legal, and a list with its strings legal; what is in a dict is so already."""
    if isinstance(value, str):
        return legal(value)
    return [_legal(one) for one in value] if isinstance(value, list) else value


def _constant(name: str) -> object:
    message = f"its JSON holds {name}, which is no number"
    raise _Unreadable(message)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > _DIGITS:
        message = f"its JSON holds an integer of more than {_DIGITS} digits"
        raise _Unreadable(message)
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        message = "its JSON holds a number that is too large"
        raise _Unreadable(message)
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer, parse_float=_fraction
)
