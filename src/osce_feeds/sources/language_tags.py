"""Language tags as sources write them, as BCP 47 would have them for a text."""

import re

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")
_KNOWN = {
    "hbs": "bs",
    "mo": "ro",
    "sh": "sr-Latn",
    "eng": "en",
    "fra": "fr",
    "deu": "de",
    "ita": "it",
    "rus": "ru",
    "spa": "es",
}
_NONE = frozenset({"und", "mul", "mis", "zxx"})


def tidy_tag(tag: str) -> str:
    """Return *tag* as language and script, or empty for what is none.

    The region goes: a text in "en-GB" and one in "en-US" are both English here. Codes
    of the newsroom's addresses that are no language of BCP 47 are mapped.
    """
    found = _TAG.fullmatch(tag.strip())
    if not found or found[1].lower() in _NONE:
        return ""
    language = _KNOWN.get(found[1].lower(), found[1].lower())
    return f"{language}-{found[2].title()}" if found[2] else language
