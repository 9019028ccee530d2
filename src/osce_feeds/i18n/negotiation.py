"""Which language a visitor of ``/`` is sent to: RFC 4647 section 3.4 (lookup), RFC 9110 section 12.5.4."""

import re
from collections.abc import Iterator
from collections.abc import Sequence

ALIASES: dict[str, tuple[str, ...]] = {
    # ISO 639-2 codes of languages that have a shorter one.
    "alb": ("sq",),
    "ara": ("ar",),
    "bos": ("bs",),
    "deu": ("de",),
    "eng": ("en",),
    "fra": ("fr",),
    "fre": ("fr",),
    "ger": ("de",),
    "hrv": ("hr",),
    "ita": ("it",),
    "mac": ("mk",),
    "mkd": ("mk",),
    "ron": ("ro",),
    "rum": ("ro",),
    "rus": ("ru",),
    "spa": ("es",),
    "sqi": ("sq",),
    "ukr": ("uk",),
    # Retired codes.
    "mo": ("ro",),
    "sh": ("sr-latn",),
    # Serbian is written in two scripts, in Montenegro mostly in the Latin one.
    "sr": ("sr-cyrl",),
    "srp": ("sr-cyrl",),
    "sr-me": ("cnr", "sr-latn"),
    # A catalog may be filed under either code.
    "nb": ("no",),
    "no": ("nb",),
}
"""What ranges mean besides themselves, the first of them that is served.

Kin is no alias: Bosnian, Croatian, Montenegrin and Serbian never stand in for each
other, nor Russian for Ukrainian or Belarusian.
"""
_RANGES = 10
"""Ranges of an Accept-Language field that are looked at; more only cost time."""
_RANGE = re.compile(r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")


def negotiate(accept: str, served: Sequence[str]) -> str:
    """Return the tag of *served* that fits an Accept-Language field best, by default the first one.

    Ranges that are no ranges are left out, and no language with ``q=0`` is chosen
    while there is another. Each range is cut from the right until it, or what it is an
    alias of, fits; single-letter subtags fall with the one after them.
    """
    known = {tag.lower(): tag for tag in served}
    weighted = _ranges(accept)
    refused = {known[tag] for weight, tag in weighted if not weight and tag in known}
    for weight, wanted in weighted:
        for tag in _cut(wanted) if weight else ():
            found = next((known[one] for one in (tag, *ALIASES.get(tag, ())) if one in known), None)
            if found and found not in refused:
                return found
    return next((tag for tag in served if tag not in refused), served[0])


def _cut(wanted: str) -> Iterator[str]:
    """Yield *wanted*, then what is left of it without its last subtag, and so on."""
    parts = wanted.split("-")
    while parts:
        yield "-".join(parts)
        del parts[-1]
        if parts and len(parts[-1]) == 1:
            del parts[-1]


def _ranges(accept: str) -> list[tuple[float, str]]:
    weighted: list[tuple[float, str]] = []
    for part in accept.split(",", _RANGES)[:_RANGES]:
        found = _RANGE.fullmatch(part.strip())
        if found and found[1] != "*":
            weighted.append((float(found[2] or 1), found[1].lower()))
    return sorted(weighted, key=lambda pair: -pair[0])
