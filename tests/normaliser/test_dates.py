"""Publishing days as people write them, in every language of the newsroom."""

from datetime import date

import pytest
from babel.dates import get_month_names

from osce_feeds.normaliser.dates import LANGUAGES
from osce_feeds.normaliser.dates import make_day
from osce_feeds.normaliser.dates import month_number
from osce_feeds.normaliser.dates import read_day


def names(language: str) -> list[tuple[int, str]]:
    """Give every name of every month, as in a date and alone, long and short."""
    return [
        (number, name)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, language).items()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 July 2025", date(2025, 7, 4)),
        ("04 July 2025", date(2025, 7, 4)),
        ("4 JULY 2025", date(2025, 7, 4)),
        ("4 Jul 2025", date(2025, 7, 4)),
        ("9 Sept. 2012", date(2012, 9, 9)),
        ("9 sept 2012", date(2012, 9, 9)),
        ("  4 \u00a0July\t2025\n", date(2025, 7, 4)),
        ("29 February 2024", date(2024, 2, 29)),
        ("2025-07-04", date(2025, 7, 4)),
        ("4. Juli 2025", date(2025, 7, 4)),
        ("4. März 2025", date(2025, 3, 4)),
        ("1er mars 2025", date(2025, 3, 1)),
        ("4 août 2025", date(2025, 8, 4)),
        ("1º de mayo de 2025", date(2025, 5, 1)),
        ("4 de julio de 2025", date(2025, 7, 4)),
        ("4 luglio 2025", date(2025, 7, 4)),
        ("4 мая 2025 г.", date(2025, 5, 4)),
        ("4 мая 2025 года", date(2025, 5, 4)),
        ("12 жовтня 2020", date(2020, 10, 12)),
        ("12 жовтня 2020 р.", date(2020, 10, 12)),
        ("12 жовтня 2020 року", date(2020, 10, 12)),
        ("27 aprilie 2013", date(2013, 4, 27)),
        ("26. novembar 2025. godine", date(2025, 11, 26)),
        ("26. новембар 2025. године", date(2025, 11, 26)),
        ("4. srpnja 2025.", date(2025, 7, 4)),
        ("4 korrik 2025", date(2025, 7, 4)),
    ],
)
def test_written_days_are_read(text: str, expected: date) -> None:
    assert expected == read_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "July 2025",
        "4 July",
        "4 July 25",
        "04/07/2025",
        "04.07.2025",
        "2025/07/04",
        "2025-7-4",
        "2025-13-04",
        "2025-02-30",
        "31 June 2025",
        "0 July 2025",
        "29 February 2025",
        "4 Foo 2025",
        "4July 2025",
        "104 July 2025",
        "4 July 20255",
        "4 July 3025",
        "4 July 2025, Voss",
        "Voss, 4 July 2025",
        "from 4 July 2025",
        "4 July 2025 - 5 July 2025",
        "٤ July 2025",
        "4 July 2025 o'clock",
        "yesterday",
    ],
)
def test_what_is_not_exactly_one_day_is_refused(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_known_by_every_name(language: str) -> None:
    """Also that no two languages mean different months by one word."""
    found = [(month_number(name), name) for _, name in names(language)]
    assert names(language) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_can_stand_in_a_day(language: str) -> None:
    found = [read_day(f"4 {name} 2025") for _, name in names(language)]
    expected = [date(2025, number, 4) for number, _ in names(language)]
    assert expected == found


@pytest.mark.parametrize("word", ["", ".", "Ju", "Julyy", "Octobrе", "13"])
def test_other_words_are_no_month(word: str) -> None:
    assert month_number(word) is None


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [(2024, 2, 29, date(2024, 2, 29)), (2023, 2, 29, None), (2024, 0, 1, None), (2024, 1, 0, None), (0, 1, 1, None)],
)
def test_only_days_of_the_calendar_are_made(year: int, month: int, day: int, expected: date | None) -> None:
    assert expected == make_day(year, month, day)


@pytest.mark.parametrize("character", ["A", " ", "4", ".", ",", "de ", "4 "])
def test_endless_text_is_no_day(character: str) -> None:
    assert read_day(f"4 {character * 200_000} 2025") is None
