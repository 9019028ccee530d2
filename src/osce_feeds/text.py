"""Text as records may hold it: legal, tidy, and comparable. Pure.

Two forms are kept apart. *Clean* text is what people read: the source's own
characters, without those that XML 1.0 forbids or that reorder a line. *Folded*
text is for comparing only (identity, look-up, slugs) and is never shown.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

# XML 1.0 section 2.2 allows tab, LF, CR, and the ranges below; C1 controls are
# legal but never meant. NEL, line and paragraph separators are line ends.
_ILLEGAL = re.compile("[^\\t\\n\\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_PLANE_ENDS = re.compile("[" + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(1, 17)) + "]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_IGNORABLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
_MARKS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_ENDLESS_RUN = re.compile(f"({_MARKS}{{64}}){_MARKS}+")
_COMBINING_RUN = re.compile(f"({_MARKS}{{8}}){_MARKS}+")
_SPACES = re.compile("[ \t\n]+")

_LOOK_ALIKES = str.maketrans("авекмнорстухіјѕԁһӏγνοαρτυικ", "abekmhopctyxijsdhlyvoaptuik")
_PUNCTUATION = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def legal(text: str) -> str:
    """Return *text* with only characters that XML 1.0 section 2.2 allows, lines ended by LF.

    Controls, lone surrogates and non-characters go; NEL, LS and PS become LF.
    """
    return _PLANE_ENDS.sub("", _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text)))


def clean(text: str) -> str:
    """Return *text* as one tidy line: legal, NFC, single spaces, no direction overrides.

    No-break spaces stay, since French typography means them. Runs of more than
    eight combining marks are cut, so that no name climbs over its neighbours.
    """
    # Taking letters and marks apart orders the marks, in quadratic time: endless runs are cut before.
    tidy = _ENDLESS_RUN.sub(r"\1", _BIDI.sub("", legal(text)))
    tidy = _COMBINING_RUN.sub(r"\1", unicodedata.normalize("NFD", tidy))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", tidy)).strip()


@lru_cache(maxsize=16_384)
def fold_label(text: str) -> str:
    """Return the form in which vocabulary labels compare: NFKC, caseless, one dash, one quote.

    Look-alike letters of other scripts stay different: a label that only looks
    like an office must be reported, not mapped.
    """
    # Punctuation first: NFKC would take an acute accent that stands for an apostrophe apart.
    plain = _IGNORABLE.sub("", unicodedata.normalize("NFKC", text.translate(_PUNCTUATION))).translate(_PUNCTUATION)
    return " ".join(plain.casefold().split())


def fold(text: str) -> str:
    """Return the form in which headlines and summaries compare: ``fold_label`` and look-alikes made Latin."""
    return fold_label(text).translate(_LOOK_ALIKES)


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order, punctuation left out."""
    return re.findall(r"\w+", fold(text))


def slug(text: str, limit: int = 80) -> str:
    """Return an address part of ``a-z0-9`` and single hyphens made from *text*, or ``""`` if none is left."""
    latin = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", latin)
    joined = ""
    for part in parts:
        candidate = f"{joined}-{part}" if joined else part[:limit]
        if len(candidate) > limit:
            break
        joined = candidate
    return joined


def shorten(text: str, limit: int) -> str:
    """Return *text* in at most *limit* characters, the last one an ellipsis where something was left out."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def digest(*parts: str) -> str:
    """Return the SHA-256 of *parts* in hexadecimal; parts are delimited, so ``("ab", "c")`` is not ``("a", "bc")``."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
