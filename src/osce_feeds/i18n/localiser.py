"""Everything that depends on a language, bound to one and passed as a value."""

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cache
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.languages import direction
from osce_feeds.i18n.languages import language_name
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
        return language_name(tag, self.language.locale) or tag

    def date(self, day: date) -> str:
        """Return *day* in the long form of CLDR, such as "4 July 2025"."""
        return _long_date(day, self.language.locale)

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
def _long_date(day: date, locale: str) -> str:
    return format_date(day, "long", locale=_locale(locale))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)
