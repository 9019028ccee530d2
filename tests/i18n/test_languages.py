"""The languages the service can speak."""

import pytest
from babel import Locale
from tests.conftest import ROOT

from osce_feeds.errors import SettingsRefused
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import PREPARED
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.languages import direction
from osce_feeds.i18n.languages import served
from osce_feeds.i18n.overrides import overrides
from osce_feeds.settings import Settings

TAGS = tuple(language.tag for language in LANGUAGES)

KNOWN = (*LANGUAGES, *PREPARED)
every_language = pytest.mark.parametrize("language", KNOWN, ids=[language.tag for language in KNOWN])


def test_the_six_official_languages_are_there() -> None:
    assert {"en", "fr", "de", "it", "ru", "es"} <= set(TAGS)


def test_no_tag_stands_twice() -> None:
    tags = [language.tag for language in KNOWN]

    assert sorted(set(tags)) == sorted(tags)


def test_every_language_is_served_unless_a_setting_says_otherwise() -> None:
    assert Settings().languages == TAGS


@every_language
def test_locale_is_one_of_the_language(language: Language) -> None:
    assert Locale.parse(language.locale).language == Locale.parse(language.tag, sep="-").language


@every_language
def test_language_calls_itself_by_its_own_name(language: Language) -> None:
    name = overrides(language.tag).names.get(language.tag) or Locale.parse(language.tag, sep="-").language_name

    assert name is not None
    assert language.autonym.casefold() == name.casefold()


@every_language
def test_direction_is_that_of_its_script(language: Language) -> None:
    order = {"ltr": "left-to-right", "rtl": "right-to-left"}

    assert order[language.direction] == Locale.parse(language.tag, sep="-").character_order
    assert language.direction == direction(language.tag)


def test_languages_of_the_site_are_those_with_a_catalog() -> None:
    """A language of which dates are known appears with its texts and not before."""
    found = {path.parents[1].name for path in (ROOT / "locales").glob("*/LC_MESSAGES/messages.po")}

    assert found == set(TAGS)


def test_languages_are_served_in_the_order_asked_for() -> None:
    assert [language.tag for language in served(("ru", "en", "fr"))] == ["ru", "en", "fr"]


def test_language_asked_for_twice_is_served_once() -> None:
    assert [language.tag for language in served(("ru", "en", "ru"))] == ["ru", "en"]


def test_every_unknown_language_is_named() -> None:
    with pytest.raises(SettingsRefused) as refused:
        served(("en", "xx", "ru", "EN"))

    known = ", ".join(TAGS)
    assert (
        f"LANGUAGES: 'xx' is not one of {known}",
        f"LANGUAGES: 'EN' is not one of {known}",
    ) == refused.value.messages


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "ltr"),
        ("uk", "ltr"),
        ("sr-Latn", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ur-PK", "rtl"),
        ("", "ltr"),
        ("arn", "ltr"),
    ],
)
def test_any_language_has_a_direction(tag: str, expected: str) -> None:
    assert expected == direction(tag)
