"""Names of months, in every language of the newsroom and in that of a page."""

import subprocess
import sys
from collections import defaultdict

import pytest
from babel.dates import get_month_names

from osce_feeds.normaliser.months import LANGUAGES
from osce_feeds.normaliser.months import _months
from osce_feeds.normaliser.months import bare
from osce_feeds.normaliser.months import is_weekday
from osce_feeds.normaliser.months import month_number


def names(locale: str) -> list[tuple[int, str]]:
    """Give every name of every month, as in a date and alone, long and short."""
    if locale == "az":  # loading it would change others; its names are ours
        return [(number, name) for name, number in _months(locale).items()]
    return [
        (number, name)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, locale).items()
    ]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_month_is_known_by_every_name(locale: str) -> None:
    found = [(month_number(name), name) for _, name in names(locale)]
    assert names(locale) == found


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_month_is_known_in_capitals_without_accents_and_with_a_stop(locale: str) -> None:
    for number, name in names(locale):
        assert [number] * 3 == [month_number(form) for form in (name.upper(), bare(name), f"{name.rstrip('.')}.")]


def test_no_word_means_different_months_in_the_languages_of_the_newsroom() -> None:
    meant: defaultdict[str, set[int]] = defaultdict(set)
    for locale in LANGUAGES:
        for name, number in _months(locale).items():
            meant[name].add(number)
    assert {name: numbers for name, numbers in meant.items() if len(numbers) > 1} == {}
    assert len(meant) > 300


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_has_twelve_months(locale: str) -> None:
    assert set(range(1, 13)) == set(_months(locale).values())


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("listopad", "", 10),
        ("listopad", "hr", 10),
        ("listopad", "pl", 11),
        ("listopada", "pl-PL", 11),
        ("listopad", "cs", 11),
        ("July", "pl", 7),
        ("липень", "pl", 7),
        ("lipiec", "pl", 7),
        ("lipiec", "", None),
        ("jūlijs", "lv", 7),
        ("јул", "sr", 7),
        ("jul", "sr-Latn", 7),
        ("novembra", "bs", 11),
        ("новембра", "cnr", 11),
        ("sept", "en", 9),
        ("setiembre", "es", 9),
        ("Jänner", "de", 1),
        ("июли", "tg", 7),
        ("Долоодугаар", "mn", 7),
        ("арван хоёрдугаар", "mn", 12),
        ("كانون الثاني", "ar", 1),
        ("İYUL", "az", 7),
        ("iyul", "", 7),
        ("AĞUSTOS", "tr", 8),
        ("KASIM", "tr", 11),
    ],
)
def test_language_of_the_page_is_asked_first(word: str, language: str, expected: int | None) -> None:
    assert expected == month_number(word, language)


@pytest.mark.parametrize("language", ["", "xx", "en/../de", "x" * 1000, "<b>", "../../etc", "\x00", "e", "tlh-Latn"])
def test_language_that_nobody_knows_changes_nothing(language: str) -> None:
    assert (month_number("July", language), month_number("Foo", language)) == (7, None)


@pytest.mark.parametrize("word", ["", ".", "Ju", "Julyy", "Octobrе", "13", "Friday"])
def test_other_words_are_no_month(word: str) -> None:
    assert month_number(word) is None


@pytest.mark.parametrize(
    "word", ["Friday", "FRI", "vendredi", "п'ятниця", "пʼятниця", "petak", "Cuma", "ertəsi", "mar"]
)
def test_weekdays_are_known(word: str) -> None:
    assert is_weekday(word) is (word != "ertəsi")


@pytest.mark.parametrize("word", ["July", "Voss", "", "e"])
def test_other_words_are_no_weekday(word: str) -> None:
    assert not is_weekday(word)


def test_reading_months_does_not_change_the_names_that_others_print() -> None:
    """Babel names the months of some languages in Azerbaijani once that locale is loaded."""
    program = (
        "from osce_feeds.normaliser.months import month_number\n"
        "assert month_number('iyul', 'az') == 7 and month_number('nothing') is None\n"
        "from babel.dates import get_month_names\n"
        "print(get_month_names('wide', 'stand-alone', 'tr')[7])"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "Temmuz"
