"""Content codings: which one a client takes (RFC 9110 section 12.5.3), and bytes in it."""

import gzip
from functools import lru_cache

import brotli

BR, GZIP, IDENTITY = "br", "gzip", ""
_OURS = (BR, GZIP)
"""What we write, the smallest first."""
_BR_QUALITY, _GZIP_LEVEL = 5, 6
_LONGEST = 1_000
"""Characters beyond which no list of codings is looked at."""


@lru_cache(maxsize=512)
def chosen(accepted: str) -> str:
    """Return the coding for a client whose ``Accept-Encoding`` is *accepted*; nobody is refused for taking none."""
    if len(accepted) > _LONGEST:
        return IDENTITY
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weights.setdefault(name.strip(), _weight(rest))
    others = weights.get("*", 0.0)
    plain = weights.get("identity", 0.0)
    best = max(_OURS, key=lambda coding: weights.get(coding, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= plain else IDENTITY


def encoded(body: bytes, coding: str) -> bytes:
    """Return *body* in *coding*; equal bytes give equal bytes."""
    if coding == BR:
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BR_QUALITY))
    return gzip.compress(body, _GZIP_LEVEL, mtime=0) if coding == GZIP else body


def _weight(parameters: str) -> float:
    """Return the weight of a coding, 0 where it cannot be read: what is not understood is not sent."""
    name, _, value = parameters.partition("=")
    if not name.strip():
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
