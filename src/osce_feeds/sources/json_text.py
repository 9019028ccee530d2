"""The one door for JSON: RFC 8259, read strictly, as I-JSON (RFC 7493) would have it.

Python's own reader takes NaN, lets the last of two equal names win, and falls
over text that is nested too deep. What two readers understand differently is
not read at all.
"""

import json
import math
import re
from collections.abc import Sequence

from osce_feeds.errors import DocumentRefused
from osce_feeds.text import legal

DEPTH_LIMIT = 32
_DIGITS = 18
"""Digits of an integer that any reader holds."""
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


class _Unreadable(ValueError):
    """Something that JSON can say and nobody should."""


def decode_json(text: str, document: str, line: int = 1) -> object:
    """Return what *text* says: dicts, lists, strings (legal, see ``text.legal``), ints, floats, bools, None.

    *line* is that of its beginning in the *document*.

    Raises:
        DocumentRefused: when it is not JSON, says a name twice in one object, holds NaN or a number that
            others cannot hold, or is nested more than ``DEPTH_LIMIT`` deep.
    """
    if _depth(text) > DEPTH_LIMIT:
        detail = f"its JSON is nested more than {DEPTH_LIMIT} deep"
        raise DocumentRefused(detail, document)
    try:
        return _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        detail = f"not JSON: {error.msg} (column {error.colno})"
        raise DocumentRefused(detail, document, line + error.lineno - 1) from error
    except _Unreadable as error:
        raise DocumentRefused(str(error), document, line) from error


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _TOKENS.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"its JSON has the name {key[:40]!r} twice in one object"
            raise _Unreadable(message)
        found[key] = legal(value) if isinstance(value, str) else _legal_list(value)
    return found


def _legal_list(value: object) -> object:
    if isinstance(value, list):
        return [legal(one) if isinstance(one, str) else _legal_list(one) for one in value]
    return value


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
    object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer, parse_float=_fraction, strict=False
)
