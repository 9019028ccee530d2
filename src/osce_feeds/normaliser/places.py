"""The places of a dateline, and what only stands where places would.

Places are capitalised words without prepositions. Several are separated by
slashes, spaced dashes, or commas; after a comma, other than capital letters and
short forms mean the country of the place before.
"""

import re
from functools import lru_cache

from osce_feeds.normaliser.months import weekday_names
from osce_feeds.text import fold_label

_WORDS = 6
"""Words of the longest name of a place."""
_LETTERS = 40
"""Letters of the longest word in one."""
_BETWEEN_PLACES = re.compile(r"\s*/\s*|\s+[-‐‑‒–—―]+\s+")
_BETWEEN_PARTS = re.compile(r"\s*[,|]\s*")
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑‒–—―]+")
_NEVER = re.compile(r"[!?:;\"“”„«»\[\]@#*_=+<>{}\\]")
_COUNTRY = re.compile(r"\s*\([^\W\d_][^()]{1,40}\)\Z")
_SHORT_FORM = re.compile(r"(?:[^\W\d_]\.){2,}|DC|UK|USA|US|UAE|BIH|NY")
"""What stands after a comma in capitals and belongs to the place before."""

# fmt: off
_ABBREVIATIONS = frozenset(("st.", "ste.", "ss.", "mt.", "ft.", "sv.", "g.", "s.", "г.", "м.", "с.", "смт.", "пгт."))
"""What may have a stop inside the name of a place, and what may begin one in small letters."""
_PARTICLES = frozenset((
    "of", "the", "and", "&", "de", "la", "le", "les", "di", "da", "del", "des", "do", "du", "dos", "am", "an", "der",
    "den", "im", "in", "on", "sur", "upon", "pri", "na", "nad", "pod", "kod", "i", "и", "і", "та", "et", "und", "e",
    "y", "și", "dhe", "смт", "пгт",
))
"""Words inside the name of a place that are not capitalised."""
_SENTENCE_STARTS = frozenset((
    "on", "in", "at", "from", "by", "since", "until", "after", "before", "during", "between", "today", "yesterday",
    "tomorrow", "to", "with", "for", "about", "over", "ahead", "following", "under", "within", "throughout", "as",
    "this", "these", "last", "next", "every", "starting", "dated", "meanwhile", "recently", "earlier", "later",
    "du", "au", "dès", "depuis", "am", "im", "ab", "vom", "seit", "dal", "nel", "desde", "en", "в", "на", "с", "со",
    "от", "до", "у", "з", "від", "с", "din", "pe", "u", "od", "do", "na", "më", "сьогодні", "вчора", "сегодня",
    "вчера", "danas", "jučer", "astăzi", "ieri", "heute", "gestern", "aujourd’hui", "hier", "oggi", "hoy", "ayer",
))
"""Words that begin a sentence with a date in it, and no place."""
_NO_PLACES = frozenset((
    "osce", "osze", "oebs", "osbe", "обсе", "обсє", "day", "days", "week", "month", "year", "statement", "report",
    "reports", "update", "press", "release", "news", "summary", "conference", "meeting", "session", "ambassador", "mr",
    "ms", "mrs", "dr", "secretary", "minister", "president", "director", "chairperson", "chairman", "chairmanship",
    "mission", "office", "council", "commission", "election", "elections", "deadline", "venue", "date", "when",
    "issued", "published", "день", "день", "dan", "jour", "journée", "tag", "día", "giorno", "ziua",
))
"""Words of titles and events, which are followed by dates as well."""
_SPEAKING = ("en", "fr", "de", "it", "ru", "es", "uk", "ro", "bs", "sr", "sr_Latn", "mk", "sq")
"""Languages of datelines. In others, weekdays have the names of places: Dushanbe is Tajik for Monday."""
# fmt: on


def read_places(text: str) -> tuple[str, ...]:
    """Return the places that *text* lists, as printed, or none where something else is in it."""
    places: list[str] = []
    for group in _BETWEEN_PLACES.split(text.strip()):
        first, *others = _BETWEEN_PARTS.split(group.strip(" ,|"))
        parts = [part for part in others if not _is_weekday(part)]
        if not all(map(_is_place, (first, *parts))) or _is_weekday(first):
            return ()
        places.append(first)
        for part in parts:
            if part.isupper() and not _SHORT_FORM.fullmatch(part):
                places.append(part)
            else:
                places[-1] = f"{places[-1]}, {part}"
    return tuple(places)


def _is_place(text: str) -> bool:
    words = _BETWEEN_WORDS.split(_COUNTRY.sub("", text))
    if _NEVER.search(text) or "(" in words[-1] or not 1 <= len(words) <= _WORDS:
        return False
    if fold_label(words[0]) in _SENTENCE_STARTS or any(fold_label(word) in _NO_PLACES for word in words):
        return False
    stops = any(word.endswith(".") and word.casefold() not in _ABBREVIATIONS for word in words[:-1])
    return not stops and any(map(_is_capitalised, words)) and all(map(_may_be_in_a_place, words))


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper()


def _may_be_in_a_place(word: str) -> bool:
    small = word.casefold()
    return (_is_capitalised(word) or small in _PARTICLES or small in _ABBREVIATIONS) and len(word) <= _LETTERS


@lru_cache(maxsize=1024)
def _is_weekday(text: str) -> bool:
    return fold_label(text) in weekday_names(_SPEAKING)
