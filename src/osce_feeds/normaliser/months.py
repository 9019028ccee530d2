"""The names of months and weekdays, in the languages of the newsroom and in that of a page.

Names come from CLDR, as used inside dates and alone, long and short. Spellings
that CLDR lacks are in a table, so a further language is one entry in
``LANGUAGES``. The same word may mean different months in different languages
("listopada" is October in Croatian and November in Polish): the page's own
language is asked first, the newsroom's others next, and no other at all.
"""

import re
import unicodedata
from functools import lru_cache

from babel import localedata
from babel.dates import get_day_names
from babel.dates import get_month_names

from osce_feeds.text import fold_label

# fmt: off
LANGUAGES = (
    "en", "fr", "de", "it", "ru", "es", "uk", "ro", "bs", "bs_Cyrl", "sr", "sr_Latn", "sr_Latn_ME", "sr_Cyrl_ME", "hr",
    "mk", "sq", "hy", "az", "az_Cyrl", "ka", "kk", "ky", "tg", "tk", "uz", "uz_Cyrl", "be", "tr", "mn", "ar", "ar_SY",
)
"""Locales whose names are understood on any page; where two share a spelling they agree on the month."""
# fmt: on

_SCRIPTS = {
    "bs": ("bs", "bs_Cyrl"),
    "sr": ("sr", "sr_Latn"),
    "cnr": ("sr_Latn_ME", "sr_Cyrl_ME"),
    "az": ("az", "az_Cyrl"),
    "uz": ("uz", "uz_Cyrl"),
    "ar": ("ar", "ar_SY"),
}
"""Locales of a language that is written in several ways, or that CLDR has under another name."""

_SERBIAN = "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra"
_CYRILLIC = "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра"
_FURTHER = {
    "en": "- - - - - - - - sept - - -",
    # Austrian usage (Duden).
    "de": "jänner feber - - - - - - - - - -",
    # Both spellings are correct (Real Academia Española).
    "es": "- - - - - - - - setiembre - - -",
    # CLDR has the nominative only; written dates have the genitive as well, and both forms of June and July.
    "bs": "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
    "sr": _CYRILLIC,
    "sr_Latn": _SERBIAN,
    "sr_Latn_ME": _SERBIAN,
    "sr_Cyrl_ME": _CYRILLIC,
    "hr": "- - - - - - - - - - studenog -",
    # The izafat before "соли" (of the year), as official texts date themselves.
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    # Ordinals; CLDR has them together with the word for month, which dates inflect.
    "mn": "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар долоодугаар наймдугаар есдүгээр"
    " аравдугаар арван_нэгдүгээр арван_хоёрдугаар",
    # The spelling before 1995, still in use.
    "uz": "- - - - - - - - sentyabr oktyabr - -",
    # All of CLDR's: once Babel has loaded this locale, it names the months of some others in Azerbaijani.
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
}
"""Spellings that CLDR does not give, January first; "-" where there is no other."""
_NOT_FROM_CLDR = frozenset({"az"})

_TAG = re.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")


def month_number(name: str, language: str = "") -> int | None:
    """Return the month (1 to 12) that *name* means, or None.

    *language* is the page's (BCP 47); its own names go before those of the
    newsroom's languages. Case, accents and a final stop do not matter.
    """
    word = bare(name)
    return (
        (_page_months(language).get(word) if language else None) or _months("en").get(word) or _all_months().get(word)
    )


def is_weekday(word: str) -> bool:
    """Say whether *word* is the name of a weekday, or part of it, in one of the newsroom's languages."""
    return bare(word) in _weekdays()


def bare(name: str) -> str:
    """Return *name* in the form in which names compare: folded, without accents, apostrophes and a final stop."""
    plain = unicodedata.normalize("NFD", fold_label(name).replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'ʼ").rstrip(".")


@lru_cache(maxsize=1)
def _all_months() -> dict[str, int]:
    return {name: number for locale in LANGUAGES for name, number in _months(locale).items()}


@lru_cache(maxsize=64)
def _page_months(language: str) -> dict[str, int]:
    tag = language.partition("-")[0].lower()
    locales = _SCRIPTS.get(tag, (tag,)) if _TAG.fullmatch(language) else ()
    return {name: number for locale in locales for name, number in _months(locale).items()}


@lru_cache(maxsize=128)
def _months(locale: str) -> dict[str, int]:
    found: dict[str, int] = {}
    if locale not in _NOT_FROM_CLDR and localedata.exists(locale):
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                names = get_month_names(width, context, locale)
                found |= {bare(name): number for number, name in names.items()}
    further = _FURTHER.get(locale, "").split()
    return found | {bare(name.replace("_", " ")): number for number, name in enumerate(further, start=1) if name != "-"}


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    names = (
        name
        for locale in LANGUAGES
        if locale not in _NOT_FROM_CLDR
        for width in ("abbreviated", "wide")
        for name in get_day_names(width, "format", locale).values()
    )
    return frozenset(word for name in names for word in map(bare, name.split()) if len(word) > 1)


@lru_cache(maxsize=4)
def weekday_names(locales: tuple[str, ...]) -> frozenset[str]:
    """Return the full names of the weekdays in *locales*, folded."""
    return frozenset(
        fold_label(name) for locale in locales for name in get_day_names("wide", "format", locale).values()
    )
