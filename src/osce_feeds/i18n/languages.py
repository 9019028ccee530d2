"""The languages the service can speak. A further one is a line here and a catalog.

What CLDR lacks about a language, or has thinly, stands in ``locales/overrides.toml``.
"""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from osce_feeds.errors import SettingsRefused
from osce_feeds.i18n.overrides import overrides


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag (BCP 47), the CLDR locale of its dates, its own name, its direction."""

    tag: str
    locale: str
    autonym: str
    direction: str = "ltr"


LANGUAGES = (
    Language("en", "en_GB", "English"),  # the organisation writes British English
    Language("fr", "fr", "Français"),
    Language("de", "de", "Deutsch"),
    Language("it", "it", "Italiano"),
    Language("ru", "ru", "Русский"),
    Language("es", "es", "Español"),
    Language("uk", "uk", "Українська"),
    Language("sq", "sq", "Shqip"),
    Language("sr-Cyrl", "sr_Cyrl", "Српски"),
    Language("sr-Latn", "sr_Latn", "Srpski"),
    Language("bs", "bs", "Bosanski"),
    Language("mk", "mk", "Македонски"),
    Language("ro", "ro", "Română"),
    Language("ar", "ar", "العربية", "rtl"),
)

ENGLISH = LANGUAGES[0]

PREPARED = (
    Language("hr", "hr", "Hrvatski"),
    Language("cnr", "sr_Latn_ME", "Crnogorski"),
    Language("hy", "hy", "Հայերեն"),
    Language("az", "az", "Azərbaycan"),
    Language("ka", "ka", "ქართული"),
    Language("kk", "kk", "Қазақ тілі"),
    Language("ky", "ky", "Кыргызча"),
    Language("tg", "tg", "Тоҷикӣ"),
    Language("tk", "tk", "Türkmen dili"),
    Language("uz", "uz", "O‘zbek"),
    Language("be", "be", "Беларуская"),
    Language("tr", "tr", "Türkçe"),
    Language("mn", "mn", "Монгол"),
)
"""Languages of which dates, months and labels are known. With its catalog, a line moves to ``LANGUAGES``."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


def served(tags: tuple[str, ...]) -> tuple[Language, ...]:
    """Return the languages of the LANGUAGES setting, in its order.

    Raises:
        SettingsRefused: naming every tag that is not known.
    """
    known = {language.tag: language for language in LANGUAGES}
    if unknown := [tag for tag in tags if tag not in known]:
        messages = [f"LANGUAGES: {tag!r} is not one of {', '.join(known)}" for tag in unknown]
        raise SettingsRefused(messages)
    return tuple(known[tag] for tag in dict.fromkeys(tags))


def direction(tag: str) -> str:
    """Return ``ltr`` or ``rtl`` for the text of any language tag, served or not."""
    return "rtl" if tag.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1024)
def language_name(tag: str, language: Language) -> str:
    """Return what a language is called in *language*, script included, or "" where nobody gave it a name."""
    code, _, script = tag.partition("-")
    names = Locale.parse(language.locale)
    name = overrides(code).names.get(language.tag) or names.languages.get(code, "")
    return f"{name} ({names.scripts.get(script, script)})" if name and script else name
