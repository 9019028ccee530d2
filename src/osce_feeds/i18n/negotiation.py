"""Which language a visitor of ``/`` is sent to: RFC 4647 section 3.4 (lookup), RFC 9110 section 12.5.4."""

import re
from collections.abc import Sequence

ALIASES = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "ita": "it",
    "rus": "ru",
    "spa": "es",
    "mo": "ro",
    "rum": "ro",
    "ron": "ro",
    "sh": "sr-latn",
    "sr": "sr-cyrl",
    "sr-me": "cnr",
    "ukr": "uk",
}
"""Ranges that mean another tag: ISO 639-2 codes, retired codes, and a language that is written in two scripts."""
_RANGES = 10
"""Ranges of an Accept-Language field that are looked at; more only cost time."""
_RANGE = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")


def negotiate(accept: str, served: Sequence[str]) -> str:
    """Return the tag of *served* that fits an Accept-Language field best, by default the first one.

    Ranges that are no ranges, and those with ``q=0``, are left out. Each is cut from
    the right until it, or what it is an alias of, fits; single-letter subtags fall with
    the one after them.
    """
    known = {tag.lower(): tag for tag in served}
    for wanted in _ranges(accept):
        parts = wanted.split("-")
        while parts:
            tag = "-".join(parts)
            if found := known.get(tag) or known.get(ALIASES.get(tag, "")):
                return found
            del parts[-1]
            if parts and len(parts[-1]) == 1:
                del parts[-1]
    return served[0]


def _ranges(accept: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accept.split(",", _RANGES)[:_RANGES]:
        found = _RANGE.fullmatch(part.strip())
        if found and found[1] != "*":
            weighted.append((float(found[2] or 1), found[1].lower()))
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight]
