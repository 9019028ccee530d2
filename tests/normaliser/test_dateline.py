"""Datelines: every shape that newsrooms print, and what only resembles one."""

from datetime import date

import pytest

from osce_feeds.model.article import Dateline
from osce_feeds.normaliser.dateline import split_dateline

PUBLISHED = date(2020, 6, 15)

SHAPES = [
    ("OSLO, 25 April 2015- The", "OSLO, 25 April 2015", ("OSLO",), date(2015, 4, 25)),
    ("OSLO, 21 August 2016 – The", "OSLO, 21 August 2016", ("OSLO",), date(2016, 8, 21)),
    ("OSLO, 3 July 2025 — The", "OSLO, 3 July 2025", ("OSLO",), date(2025, 7, 3)),
    ("OSLO, 24 June 1999-- The", "OSLO, 24 June 1999", ("OSLO",), date(1999, 6, 24)),
    ("OSLO, 19 October 2001 (OSCE)- The", "OSLO, 19 October 2001 (OSCE)", ("OSLO",), date(2001, 10, 19)),
    ("OSLO, 1 March 2018-The", "OSLO, 1 March 2018", ("OSLO",), date(2018, 3, 1)),
    ("OSLO, 28 September 2015 The", "OSLO, 28 September 2015", ("OSLO",), date(2015, 9, 28)),
    (
        "OSLO / BERGEN / BODØ – 6 October 2020. The",
        "OSLO / BERGEN / BODØ – 6 October 2020",
        ("OSLO", "BERGEN", "BODØ"),
        date(2020, 10, 6),
    ),
    ("OSLO, 3 JULY 2025 – The", "OSLO, 3 JULY 2025", ("OSLO",), date(2025, 7, 3)),
    ("OSLO, 9 Apr 2012- The", "OSLO, 9 Apr 2012", ("OSLO",), date(2012, 4, 9)),
    ("OSLO, 9 Sept. 2012- The", "OSLO, 9 Sept. 2012", ("OSLO",), date(2012, 9, 9)),
    ("OSLO, 9 September, 2012- The", "OSLO, 9 September, 2012", ("OSLO",), date(2012, 9, 9)),
    ("OSLO/BERGEN, 30 June – The", "OSLO/BERGEN, 30 June", ("OSLO", "BERGEN"), date(2020, 6, 30)),
    (
        "OSLO, BERGEN, BODØ, 26 February 2018- The",
        "OSLO, BERGEN, BODØ, 26 February 2018",
        ("OSLO", "BERGEN", "BODØ"),
        date(2018, 2, 26),
    ),
    ("VOSS, Norway, 14 March 2006- The", "VOSS, Norway, 14 March 2006", ("VOSS, Norway",), date(2006, 3, 14)),
    ("Voss, Norway | 23 June 2025 – The", "Voss, Norway | 23 June 2025", ("Voss, Norway",), date(2025, 6, 23)),
    (
        "OSLO, BERGEN, Norway, 2 May 2020: The",
        "OSLO, BERGEN, Norway, 2 May 2020",
        ("OSLO", "BERGEN, Norway"),
        date(2020, 5, 2),
    ),
    ("OSLO D.C., 23 October 2002- The", "OSLO D.C., 23 October 2002", ("OSLO D.C.",), date(2002, 10, 23)),
    ("Oslo, 1 September 2025 — The", "Oslo, 1 September 2025", ("Oslo",), date(2025, 9, 1)),
    ("BODØ, 27 aprilie 2013 - The", "BODØ, 27 aprilie 2013", ("BODØ",), date(2013, 4, 27)),
    ("VOSS, 26. novembar 2025. godine - The", "VOSS, 26. novembar 2025. godine", ("VOSS",), date(2025, 11, 26)),
    ("ВОСС, 12 жовтня 2020 року – The", "ВОСС, 12 жовтня 2020 року", ("ВОСС",), date(2020, 10, 12)),
    ("ВОСС, 12 октября 2020 г. – The", "ВОСС, 12 октября 2020 г.", ("ВОСС",), date(2020, 10, 12)),
    ("Voss/ Bodø, 3 May 2020 - The", "Voss/ Bodø, 3 May 2020", ("Voss", "Bodø"), date(2020, 5, 3)),
    ("MO-I-RANA, 3 May 2020 - The", "MO-I-RANA, 3 May 2020", ("MO-I-RANA",), date(2020, 5, 3)),
    ("Nes am Fjord, 3 May 2020 - The", "Nes am Fjord, 3 May 2020", ("Nes am Fjord",), date(2020, 5, 3)),
    ("OSLO, 1er mars 2020 - The", "OSLO, 1er mars 2020", ("OSLO",), date(2020, 3, 1)),
    ("OSLO, 2 de mayo de 2020 – The", "OSLO, 2 de mayo de 2020", ("OSLO",), date(2020, 5, 2)),
    ("OSLO, 3 May 2020 | The", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO,3 May 2020- The", "OSLO,3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO 3 May 2020 - The", "OSLO 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO. 3 May 2020 – The", "OSLO. 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO: 3 May 2020 – The", "OSLO: 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020, The", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020. – The", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020 – - The", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020\u00a0−\u00a0The", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3rd of May 2020 – The", "OSLO, 3rd of May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, May 3rd, 2020 – The", "OSLO, May 3rd, 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, Sept. 3, 2020 – The", "OSLO, Sept. 3, 2020", ("OSLO",), date(2020, 9, 3)),
    ("OSLO, 3.5.2020 – The", "OSLO, 3.5.2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 03. 05. 2020 – The", "OSLO, 03. 05. 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 2020-05-03 – The", "OSLO, 2020-05-03", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, Sunday, 3 May 2020 – The", "OSLO, Sunday, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, le 3 mai 2020 – The", "OSLO, le 3 mai 2020", ("OSLO",), date(2020, 5, 3)),
    ("Oslo, am 3. Mai 2020 – The", "Oslo, am 3. Mai 2020", ("Oslo",), date(2020, 5, 3)),
    ("OSLO, 4. srpnja 2020. – The", "OSLO, 4. srpnja 2020", ("OSLO",), date(2020, 7, 4)),
    ("VOSS, 26. novembra 2025. godine – The", "VOSS, 26. novembra 2025. godine", ("VOSS",), date(2025, 11, 26)),
    ("OSLO (OSCE), 3 May 2020 - The", "OSLO (OSCE), 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO(OSCE), 3 May 2020 - The", "OSLO(OSCE), 3 May 2020", ("OSLO",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020 (OSCE/ODIHR) - The", "OSLO, 3 May 2020 (OSCE/ODIHR)", ("OSLO",), date(2020, 5, 3)),
    ("VOSS (Norway), 3 May 2020 - The", "VOSS (Norway), 3 May 2020", ("VOSS (Norway)",), date(2020, 5, 3)),
    ("OSLO, D.C., 3 May 2020 - The", "OSLO, D.C., 3 May 2020", ("OSLO, D.C.",), date(2020, 5, 3)),
    ("OSLO, UK, 3 May 2020 - The", "OSLO, UK, 3 May 2020", ("OSLO, UK",), date(2020, 5, 3)),
    ("OSLO – BERGEN, 3 May 2020 - The", "OSLO – BERGEN, 3 May 2020", ("OSLO", "BERGEN"), date(2020, 5, 3)),
    ("St. Voss, 3 May 2020 - The", "St. Voss, 3 May 2020", ("St. Voss",), date(2020, 5, 3)),
    ("м. Восс, 12 жовтня 2020 – The", "м. Восс, 12 жовтня 2020", ("м. Восс",), date(2020, 10, 12)),
    ("THE VOSS, 3 May 2020 - The", "THE VOSS, 3 May 2020", ("THE VOSS",), date(2020, 5, 3)),
    ("L’ÅS, 3 May 2020 - The", "L’ÅS, 3 May 2020", ("L’ÅS",), date(2020, 5, 3)),
    ("OSLO AND VOSS, 3 May 2020 - The", "OSLO AND VOSS, 3 May 2020", ("OSLO AND VOSS",), date(2020, 5, 3)),
    ("ДУШАНБЕ, 3 мая 2020 г. – The", "ДУШАНБЕ, 3 мая 2020 г.", ("ДУШАНБЕ",), date(2020, 5, 3)),
    ("Oslo, 3 May: The", "Oslo, 3 May", ("Oslo",), date(2020, 5, 3)),
    ("OSLO, 3 May 2020 G-20", "OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)),
]


@pytest.mark.parametrize(("summary", "text", "places", "day"), SHAPES)
def test_dateline_is_split_off(summary: str, text: str, places: tuple[str, ...], day: date) -> None:
    rest = "G-20" if summary.endswith("G-20") else "The"
    assert (Dateline(text, places, day), rest) == split_dateline(summary, PUBLISHED)


@pytest.mark.parametrize(
    "summary",
    [
        "On 22 July 2022, an event was held in Voss.",
        "From 24 to 28 August 2022, the hall was open.",
        "Voss, Norway. The mission opens a hall.",
        "In Voss, 22 July 2022. The hall opens.",
        "Since Monday, 22 July 2022 - the hall is open.",
        "У Воссі, 12 жовтня 2020 року – дощ.",
        "He said, 3 May 2020 - no.",
        "Rain! Voss, 3 May 2020 - wet.",
        "Hall: Voss, 3 May 2020 - wet.",
        "Voss. Oslo, 3 May 2020 - wet.",
        "VOSS (3 May), 3 May 2020 - wet.",
        "VOSS (Norway, 3 May 2020 - wet.",
        "“VOSS”, 3 May 2020 - wet.",
        "OSCE in Voss, 3 May 2020 - wet.",
        "One Two Three Four Five Six Seven, 3 May 2020 - wet.",
        "/, 3 May 2020 - wet.",
        "VOSS, 3 May 2020, the hall opens.",
        "VOSS, 3 May 2020 the hall opens.",
        "VOSS, 3 May The hall opens.",
        "Voss, 3 May 2020 The hall opens.",
        "Voss 3 May 2020 - wet.",
        "VOSS 3 May - wet.",
        "Voss. 3 May 2020 - wet.",
        "VOSS, 3 May. The hall opens.",
        "Voss, 3 May 2020, The hall opens.",
        "VOSS, 3 May 2020The hall opens.",
        "VOSS, 3 May 1815 - wet.",
        "VOSS, 3 May 2101 - wet.",
        "VOSS, May 31, 1815 - wet.",
        "VOSS, 31.6.2020 - wet.",
        "Monday, 4 May 2020 - wet.",
        "понеділок, 4 травня 2020 – дощ.",
        "World Press Freedom Day, 3 May 2020 – wet.",
        "SPOT REPORT, 3 May 2020 – wet.",
        "Yesterday, 3 May 2020 – wet.",
        "of the, 3 May 2020 – wet.",
        "VOSS, 3 May 2020/4 May 2020 – wet.",
        "VOSS, 3 and 4 May 2020 – wet.",
        "VOSS, 31 June 2020 - wet.",
        "VOSS, 3 Foo 2020 - wet.",
        "VOSS, May 2020 - wet.",
        "VOSS, 3 May 20200 - wet.",
        "VOSS, 4-6 May 2020 - wet.",
        "VOSS, 29 – 30 May 2020 – wet.",
        "VOSS, 3 May 2020",
        "VOSS, 3 May 2020 -",
        "VOSS, 3 May 2020. ",
        "3 May 2020 - wet.",
        ", 3 May 2020 - wet.",
        "",
        f"{'A' * 101}, 3 May 2020 - wet.",
        f"{'Voss, ' * 30}3 May 2020 - wet.",
    ],
)
def test_what_resembles_a_dateline_stays_in_the_text(summary: str) -> None:
    assert (None, summary) == split_dateline(summary, PUBLISHED)


@pytest.mark.parametrize(
    "summary", ["OSLO, 30 June – 2 July 2020 – The hall opens.", "OSLO, 30 June-2 July 2020 - The hall opens."]
)
def test_a_range_of_days_is_not_cut_in_two(summary: str) -> None:
    assert (None, summary) == split_dateline(summary, PUBLISHED)


@pytest.mark.parametrize("rest", ["48 people came.", "2020 was wet.", "“Wet”, they say.", "… wet."])
@pytest.mark.parametrize("end", [" – ", "- ", ". ", ": "])
def test_text_after_a_dateline_may_begin_with_anything_but_a_further_day(end: str, rest: str) -> None:
    assert (Dateline("OSLO, 3 May 2020", ("OSLO",), date(2020, 5, 3)), rest) == split_dateline(
        f"OSLO, 3 May 2020{end}{rest}", PUBLISHED
    )


@pytest.mark.parametrize(
    ("written", "published", "expected"),
    [
        ("30 June", date(2020, 7, 1), date(2020, 6, 30)),
        ("31 December", date(2021, 1, 2), date(2020, 12, 31)),
        ("1 January", date(2020, 12, 31), date(2021, 1, 1)),
        ("31 December", date(2020, 12, 31), date(2020, 12, 31)),
        ("22 October", date(2021, 1, 1), date(2020, 10, 22)),
        ("2 July", date(2020, 1, 1), date(2019, 7, 2)),
        ("2 July", date(2021, 1, 1), date(2021, 7, 2)),
        ("29 February", date(2021, 3, 1), date(2020, 2, 29)),
        ("29 February", date(2023, 12, 1), date(2024, 2, 29)),
    ],
)
def test_missing_year_is_the_one_that_comes_closest(written: str, published: date, expected: date) -> None:
    assert (Dateline(f"VOSS, {written}", ("VOSS",), expected), "Wet.") == split_dateline(
        f"VOSS, {written} – Wet.", published
    )


def test_day_that_no_close_year_has_makes_no_dateline() -> None:
    summary = "VOSS, 29 February – Wet."
    assert (None, summary) == split_dateline(summary, date(2022, 3, 1))


@pytest.mark.parametrize(("language", "month"), [("", 10), ("hr", 10), ("pl", 11)])
def test_month_is_read_in_the_language_of_the_page(language: str, month: int) -> None:
    dateline, _ = split_dateline("OSLO, 3 listopada 2020 – Kiša.", PUBLISHED, language)
    assert dateline
    assert date(2020, month, 3) == dateline.date


def test_only_the_first_dateline_is_split_off() -> None:
    expected = "OSLO, 4 May 2020 - Wet."
    assert expected == split_dateline("VOSS, 3 May 2020 - OSLO, 4 May 2020 - Wet.", PUBLISHED)[1]


@pytest.mark.parametrize("piece", ["A", " ", ",", "7", "-", "/", "A, ", "A/", "VOSS, 3 May ", "\u00a0", "."])
@pytest.mark.parametrize("start", ["", "VOSS", "VOSS, 3", "VOSS, 3 May", "VOSS, 3 May 2020", "VOSS, 3 May 2020 -"])
def test_endless_text_is_split_without_losing_any(start: str, piece: str) -> None:
    summary = f"{start}{piece * 100_000}x"
    dateline, rest = split_dateline(summary, PUBLISHED)
    assert summary.startswith(dateline.text if dateline else rest)
    assert summary.endswith(rest)
    assert rest[-1] == "x"
