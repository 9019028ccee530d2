"""Everything that depends on a language, bound to one and passed as a value."""

import gettext
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from functools import cache
from functools import lru_cache
from html import escape

from babel import Locale
from babel.dates import format_date
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.languages import direction
from osce_feeds.i18n.languages import language_name
from osce_feeds.i18n.overrides import overrides
from osce_feeds.i18n.packaged import catalog
from osce_feeds.model.article import Term


@dataclass(frozen=True, slots=True)
class Localiser:
    """Texts, names and dates in one language; texts without a translation come out in English."""

    language: Language
    catalog: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        """Return *message* in this language."""
        return self.catalog.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form for *number*, with ``%(number)d`` filled in."""
        return self.catalog.ngettext(singular, plural, number) % {"number": number}

    def unofficial(self) -> str:
        """Return the sentence that every rendition of an unofficial service carries."""
        return self.gettext("Unofficial republication; the original is authoritative.")

    def invented(self) -> str:
        """Return the sentence that every rendition of the sample newsroom carries."""
        return self.gettext("Sample: these articles are invented.")

    def name(self, term: Term) -> str:
        """Return the name of a term in this language, else its English name or the source's own words."""
        return _name(self.catalog, term.scheme, term.label)

    def name_language(self, term: Term) -> str:
        """Return the language that ``name`` answers in: this one, or "en" where it has no name for the term."""
        return self.language.tag if self.name(term) != term.label else "en"

    def language_name(self, tag: str) -> str:
        """Return the name of a language in this one, or its tag where nobody gave it a name."""
        return language_name(tag, self.language) or tag

    def month(self, day: date) -> str:
        """Return the month of *day* with its year, as CLDR writes it on its own, such as "July 2025"."""
        return _month(day.replace(day=1), self.language.tag, self.language.locale)

    def date(self, day: date) -> str:
        """Return *day* in the long form of the language, such as "4 July 2025"."""
        return _long_date(day, self.language.tag, self.language.locale)

    def marks(self, tag: str) -> str:
        """Return the HTML attributes of a text in the language *tag*, none where it is this one; safe for any tag."""
        return "" if tag == self.language.tag else f' lang="{escape(tag)}" dir="{direction(tag)}"'

    def isolated(self, text: str, tag: str) -> str:
        """Return *text*, in the language *tag*, so that it may stand inside a text in this one without markup.

        Where the two run in different directions, it is between the isolates of Unicode (UAX 9 section 2.4).
        """
        return f"\u2068{text}\u2069" if direction(tag) != self.language.direction else text

    @property
    def comma(self) -> str:
        """Return what stands between the members of a list: a comma of the script, and a space."""
        return "، " if self.language.direction == "rtl" else ", "

    def decimal(self, number: float) -> str:
        """Return *number* as CLDR writes it, such as "3.2" or "3,2"."""
        return format_decimal(number, locale=_locale(self.language.locale))

    @staticmethod
    def direction(tag: str) -> str:
        """Return the writing direction of any language, for text that is not in this one."""
        return direction(tag)


@cache
def localiser(language: Language) -> Localiser:
    """Return the localiser of *language*."""
    return Localiser(language, catalog(language.tag))


@lru_cache(maxsize=16_384)
def _name(names: gettext.NullTranslations, scheme: str, label: str) -> str:
    return names.pgettext(scheme, label)


@lru_cache(maxsize=16_384)
def _long_date(day: date, tag: str, locale: str) -> str:
    return overrides(tag).write_date(day) or format_date(day, "long", locale=_locale(locale))


@lru_cache(maxsize=4_096)
def _month(day: date, tag: str, locale: str) -> str:
    return overrides(tag).write_month(day) or format_skeleton(
        "yMMMM", datetime.combine(day, time()), locale=_locale(locale)
    )


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)
