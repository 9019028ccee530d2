"""Language tags as sources write them, as BCP 47 would have them for a text."""

import re

_TAG = re.compile("([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_][A-Za-z0-9]{1,8}){0,8}")
# fmt: off
_KNOWN = {
    "hbs": "bs", "mo": "ro", "sh": "sr-Latn",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it", "rus": "ru", "spa": "es",
    "ukr": "uk", "ron": "ro", "rum": "ro", "bos": "bs", "srp": "sr", "hrv": "hr", "mkd": "mk", "mac": "mk",
    "sqi": "sq", "alb": "sq", "ara": "ar", "hye": "hy", "arm": "hy", "aze": "az", "kat": "ka", "geo": "ka", "kaz": "kk",
    "kir": "ky", "tgk": "tg", "tuk": "tk", "uzb": "uz", "bel": "be", "tur": "tr", "mon": "mn",
    "mol": "ro", "scc": "sr", "scr": "hr",
}
"""Codes of the newsroom's addresses, those that are retired, and longer codes than BCP 47 allows."""
# fmt: on
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_NONE = frozenset({"und", "mul", "mis", "zxx"})


def tidy_tag(tag: str) -> str:
    """Return *tag* as language and script (BCP 47), or empty for what is none.

    Region and variants go: a text in "en-GB" and one in "en-US" are both English here.
    """
    found = _TAG.fullmatch(tag.strip())
    if not found or found[1].lower() in _NONE:
        return ""
    language = _KNOWN.get(found[1].lower(), found[1].lower())
    return f"{language.partition('-')[0]}-{found[2].title()}" if found[2] else language


def with_script(tag: str, text: str) -> str:
    """Return *tag*, and for Serbian without a script the one that most letters of *text* are in.

    It is read in both, so a list in one of them has to know.
    """
    if tag != "sr":
        return tag
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    return tag if cyrillic == latin else "sr-Cyrl" if cyrillic > latin else "sr-Latn"
