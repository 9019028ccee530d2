"""Listing pages saved as text: where entries begin and end, and what stands in the wrong place."""

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.sources.text_listing import TEXT_LISTING

HEADING = "Newsroom\nNews and press releases\n"
FULL = """\
Voss opens a footbridge
Publishing date: 4 July 2025
Collections: River days
Content type: News
Where we are: Office in Voss, Office in Oslo
What we do: Rivers
VOSS, 4 July 2025 - A footbridge: open.
"""
BARE = "Oslo counts its benches\nPublishing date: 3 July 2025\nThere are nine.\n"
LAST = "Bergen dries its umbrellas\nPublishing date: 2 July 2025\nContent type: News\nAll of them.\n"
THREE = HEADING + FULL + BARE + LAST


def found(text: str | bytes) -> list[RawEntry | Problem]:
    return list(TEXT_LISTING.read(text.encode() if isinstance(text, str) else text, "listing.txt"))


def entries(text: str | bytes) -> list[RawEntry]:
    return [thing for thing in found(text) if isinstance(thing, RawEntry)]


def problems(text: str | bytes) -> list[tuple[str, int | None, Severity]]:
    return [(thing.code, thing.line, thing.severity) for thing in found(text) if isinstance(thing, Problem)]


def briefly(text: str | bytes) -> list[tuple[str, str, str]]:
    return [(entry.headline, entry.date, entry.summary) for entry in entries(text)]


def test_entry_holds_strings_as_found_and_their_lines() -> None:
    expected = RawEntry(
        document="listing.txt",
        line=3,
        headline="Voss opens a footbridge",
        date="4 July 2025",
        collections="River days",
        genre="News",
        offices="Office in Voss, Office in Oslo",
        topics="Rivers",
        summary="VOSS, 4 July 2025 - A footbridge: open.",
        lines={"date": 4, "collections": 5, "genre": 6, "offices": 7, "topics": 8, "summary": 9},
    )
    assert [expected] == found(HEADING + FULL)


def test_entry_with_nothing_but_headline_and_date_is_one() -> None:
    entry = RawEntry(document="listing.txt", line=1, headline="Voss", date="4 July 2025", lines={"date": 2})
    assert [entry] == found("Voss\nPublishing date: 4 July 2025\n")


def test_entries_come_in_the_order_of_the_document() -> None:
    assert [entry.line for entry in entries(THREE)] == [3, 10, 13]
    assert problems(THREE) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + THREE, id="byte order mark"),
        pytest.param(THREE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(THREE.replace("\n", "\r"), id="CR"),
        pytest.param(THREE.replace("\n", "\u2028"), id="line separators"),
        pytest.param(THREE.replace("\n", "  \n").replace(": ", " :\u00a0\t"), id="white space around"),
        pytest.param(THREE.replace("Publishing date", "\tPUBLISHING  DATE"), id="capitals"),
        pytest.param(THREE.replace("date: ", "date:").replace("type: ", "type:"), id="no space after the colon"),
        pytest.param(THREE.replace("date: ", "date：").replace("do: ", "do ： "), id="full-width colon"),
        pytest.param(THREE.replace("Publishing", "\u200bPubli\u00adshing\x1b"), id="invisible letters"),
        pytest.param(THREE.removesuffix("\n"), id="no line end at the end"),
        pytest.param(THREE.removeprefix(HEADING), id="no heading"),
    ],
)
def test_listing_reads_the_same_however_it_was_saved(text: str) -> None:
    expected = briefly(THREE)
    assert [tuple(part.replace(" :\u00a0\t", ": ") for part in brief) for brief in briefly(text)] == expected


def test_blank_lines_mean_nothing_but_count() -> None:
    spaced = THREE.replace("\n", "\n \n\n")
    assert briefly(THREE) == briefly(spaced)
    assert [entry.line for entry in entries(spaced)] == [7, 28, 37]


def test_summary_of_several_lines_keeps_them() -> None:
    text = BARE.replace("nine.\n", "nine.\nTwo of them are green.\n\nOne: is wet.\n") + LAST
    assert entries(text)[0].summary == "There are nine.\nTwo of them are green.\nOne: is wet."


def test_ukrainian_date_label_gives_the_language_of_its_entry_only() -> None:
    text = "Тиша у Воссі\nДата публікації: 12 жовтня 2020\nContent type: Новина\nДощ.\n" + BARE
    expected = [("12 жовтня 2020", "Новина", "uk"), ("3 July 2025", "", "")]
    assert expected == [(entry.date, entry.genre, entry.language) for entry in entries(text)]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "the file is empty"),
        (" \n\r\n\t\u00a0\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("Voss\nOslo\n", 'no entry found: a listing has a "Publishing date:" line below each headline'),
        ("Publishing date 4 July", 'no entry found: a listing has a "Publishing date:" line below each headline'),
        ("Content type: Ne", 'no entry found: a listing has a "Publishing date:" line below each headline'),
        ("\x1b\x7f", 'no entry found: a listing has a "Publishing date:" line below each headline'),
    ],
)
def test_document_without_an_entry_is_refused(text: str, detail: str) -> None:
    with pytest.raises(DocumentRefused) as caught:
        found(text)
    assert (detail, "listing.txt", None) == (caught.value.detail, caught.value.source, caught.value.line)


@pytest.mark.parametrize("data", [b"Voss\0", THREE.encode("utf-16"), THREE.encode().replace(b"nine", b"n\xefne")])
def test_document_that_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentRefused):
        found(data)


def test_entry_without_a_date_is_handed_on() -> None:
    text = HEADING + FULL.replace("Publishing date: 4 July 2025\n", "") + BARE
    expected = [("Voss opens a footbridge", ""), ("Oslo counts its benches", "3 July 2025")]
    assert expected == [(entry.headline, entry.date) for entry in entries(text)]


def test_entry_without_a_headline_is_handed_on() -> None:
    expected = RawEntry(
        document="listing.txt", line=1, date="4 July 2025", summary="Rain.", lines={"date": 1, "summary": 2}
    )
    assert [expected] == found("Publishing date: 4 July 2025\nRain.\n")


def test_second_line_with_one_label_is_ignored_and_reported() -> None:
    again = "Content type: Statement\nPublishing date: 5 July 2025\n"
    text = FULL.replace("Content type: News\n", f"Content type: News\n{again}")
    first = [("4 July 2025", "News")]
    assert first == [(entry.date, entry.genre) for entry in entries(text)]
    expected = [("listing.repeated_label", 5, Severity.WARNING), ("listing.repeated_label", 6, Severity.WARNING)]
    assert expected == problems(text)
    detail = "a second line with this label in one entry was ignored: 'Content type: Statement'"
    assert detail == next(thing.detail for thing in found(text) if isinstance(thing, Problem))


def test_headline_that_looks_like_a_label_stays_a_headline() -> None:
    """The first label of a record is always its date, so what stands above a date is its headline."""
    expected = [
        ("Oslo counts its benches", "3 July 2025", "There are nine."),
        ("What we do: an open day", "2 July 2025", "All day."),
    ]
    assert expected == briefly(f"{BARE}What we do: an open day\nPublishing date: 2 July 2025\nAll day.\n")


TEXT = "listing.label_in_text", Severity.WARNING


def test_body_line_that_looks_like_a_label_is_text_and_reported() -> None:
    text = HEADING + BARE.replace("nine.\n", "nine.\nWhere we are: in the rain\nStill.\n") + LAST
    expected = [
        ("Oslo counts its benches", "3 July 2025", "There are nine.\nWhere we are: in the rain\nStill."),
        ("Bergen dries its umbrellas", "2 July 2025", "All of them."),
    ]
    assert expected == briefly(text)
    assert [(TEXT[0], 6, TEXT[1])] == problems(text)
    detail = "this looks like a label but is in no block of labels, and was taken as text: 'Where we are: in the rain'"
    assert detail == next(thing.detail for thing in found(text) if isinstance(thing, Problem))


def test_single_label_in_the_heading_is_heading() -> None:
    assert found(f"What we do: nothing\n{THREE}")[1:] == found(f"Anything\n{THREE}")[1:]
    assert problems(f"What we do: nothing\n{THREE}") == []


def test_several_labels_without_a_date_are_an_entry_of_their_own() -> None:
    """It will be refused, and its text must not end up in the summary above it."""
    text = f"{BARE}Voss paints a fence\nContent type: News\nWhere we are: Office in Voss\nGreen.\n{LAST}"
    expected = [
        ("Oslo counts its benches", "3 July 2025", "There are nine."),
        ("Voss paints a fence", "", "Green."),
        ("Bergen dries its umbrellas", "2 July 2025", "All of them."),
    ]
    assert expected == briefly(text)
    assert problems(text) == []


DATED_LAST = "Voss\nContent type: News\nPublishing date: 4 July 2025\nRain.\n"


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        pytest.param(DATED_LAST, ["Voss"], id="alone"),
        pytest.param(HEADING + DATED_LAST * 3, ["Voss"] * 3, id="as a habit"),
        pytest.param(
            DATED_LAST.replace("Publishing", "Where we are: Here\nPublishing") + BARE,
            ["Voss", "Oslo counts its benches"],
            id="two of them",
        ),
        pytest.param(
            f"{THREE}Voss\nContent type: News\nWhere we are: Here\nPublishing date: 1 July 2025\n",
            [*("Voss opens a footbridge", "Oslo counts its benches", "Bergen dries its umbrellas"), "Voss"],
            id="two of them against the habit",
        ),
    ],
)
def test_block_may_begin_with_another_label_than_the_date(text: str, headlines: list[str]) -> None:
    assert headlines == [entry.headline for entry in entries(text)]
    assert "News" in {entry.genre for entry in entries(text)}
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{BARE}Content type: a riddle\nWhat we do: an open day\nPublishing date: 2 July 2025\n"
            "Content type: News\n",
            ("What we do: an open day", "News", ""),
            id="below a line of text that looks like a label",
        ),
        pytest.param(
            "What we do: an open day\nPublishing date: 2 July 2025\nWhat we do: Rivers\n",
            ("What we do: an open day", "", "Rivers"),
            id="with the same label below",
        ),
        pytest.param(
            "What we do: an open day\nPublishing date: 2 July 2025\n",
            ("What we do: an open day", "", ""),
            id="at the very top",
        ),
    ],
)
def test_headline_like_a_label_is_known_by_what_is_around_it(text: str, expected: tuple[str, str, str]) -> None:
    last = entries(text)[-1]
    assert expected == (last.headline, last.genre, last.topics)


@pytest.mark.parametrize("line", ["Publishing date: 1 July 2025", "Publishing date:", "Дата публікації: завтра"])
def test_there_are_never_more_entries_than_blocks_of_labels(line: str) -> None:
    """A date in a text cannot be told from a block of labels, but it makes one entry at most."""
    text = HEADING + BARE.replace("nine.\n", f"nine.\n{line}\nStill.\n") + LAST
    assert len(entries(text)) == 3
    assert "There are nine." in {entry.headline for entry in entries(text)}


REBUILT = """\
News Item
Voss otvara most
Issued on: 26. novembar 2025. godine
Izdavač: Office in Voss
VOSS, 26. novembar 2025. godine - Kiša.
"""
REBUILT_LIST = """\
Latest
Press release
Voss opens a footbridge
Date: 4 July 2025
Source: Office in Voss
Fields of work: Rivers, Roads
It is open.
Oslo counts its benches
Date: 3 July 2025
There are nine.
"""


def test_page_of_the_rebuilt_site_begins_with_the_type() -> None:
    expected = RawEntry(
        document="listing.txt",
        line=2,
        headline="Voss otvara most",
        date="26. novembar 2025. godine",
        genre="News Item",
        offices="Office in Voss",
        summary="VOSS, 26. novembar 2025. godine - Kiša.",
        language="bs",
        lines={"date": 3, "offices": 4, "genre": 1, "summary": 5},
    )
    assert [expected] == found(REBUILT)


def test_list_of_the_rebuilt_site_has_labels_of_its_own() -> None:
    expected = [
        ("Voss opens a footbridge", "4 July 2025", "Press release", "Office in Voss", "Rivers, Roads", "It is open."),
        ("Oslo counts its benches", "3 July 2025", "", "", "", "There are nine."),
    ]
    names = ("headline", "date", "genre", "offices", "topics", "summary")
    assert expected == [tuple(getattr(entry, name) for name in names) for entry in entries(REBUILT_LIST)]
    assert problems(REBUILT_LIST) == []


def test_type_above_a_headline_leaves_the_summary_before_it() -> None:
    text = REBUILT_LIST + REBUILT
    assert [entry.summary for entry in entries(text)] == [
        "It is open.",
        "There are nine.",
        "VOSS, 26. novembar 2025. godine - Kiša.",
    ]
    assert [entry.genre for entry in entries(text)] == ["Press release", "", "News Item"]


def test_type_above_a_headline_is_text_where_the_labels_are_older_or_name_it() -> None:
    older = entries(f"{BARE}News\nVoss\nPublishing date: 1 July 2025\n")
    assert (older[0].summary, older[1].genre) == ("There are nine.\nNews", "")
    named = entries(f"{BARE}News\nVoss\nIssued on: 1 July 2025\nContent type: Statement\n")
    assert (named[0].summary, named[1].genre) == ("There are nine.\nNews", "Statement")


@pytest.mark.parametrize("line", ["Date: 5 July 2025", "Date: soon", "Source: Voss Gazette"])
def test_common_word_with_a_colon_is_text_in_a_listing_of_the_older_layout(line: str) -> None:
    text = HEADING + FULL + BARE.replace("nine.\n", f"nine.\n{line}\nStill.\n")
    assert f"There are nine.\n{line}\nStill." == entries(text)[1].summary
    assert [entry.headline for entry in entries(text)] == [("Voss opens a footbridge"), ("Oslo counts its benches")]


def test_several_labels_of_the_rebuilt_site_begin_an_entry_beside_older_ones() -> None:
    text = BARE + REBUILT_LIST.partition("Oslo")[0].removeprefix("Latest\n")
    assert [entry.headline for entry in entries(text)] == ["Oslo counts its benches", "Voss opens a footbridge"]
    assert entries(text)[0].summary == "There are nine."


def test_values_may_stand_below_their_labels() -> None:
    """Pages are saved like this where label and value are blocks of their own."""
    wrapped = REBUILT.replace(": ", ":\n").replace("VOSS, 26", "\nVOSS, 26")
    names = ("headline", "date", "genre", "offices", "summary", "language")
    assert [[getattr(entry, name) for name in names] for entry in entries(REBUILT)] == [
        [getattr(entry, name) for name in names] for entry in entries(wrapped)
    ]
    assert entries(wrapped)[0].lines == {"date": 3, "offices": 5, "genre": 1, "summary": 8}


def test_last_label_of_a_page_may_have_no_value_below() -> None:
    (entry,) = entries("Voss\nIssued on:\n4 July 2025\nIssued by:\n")
    assert (entry.date, entry.offices) == ("4 July 2025", "")


@pytest.mark.parametrize(
    "below",
    [
        "What we do: Rivers",
        "Nobody knows in the 21st century when this was published",
        "It is open.",
        "\n\n\n4 July 2025",
    ],
)
def test_empty_date_takes_nothing_but_a_day_from_the_line_below(below: str) -> None:
    (entry,) = entries(f"Voss\nPublishing date:\n{below}\nRain.\n")
    assert (entry.headline, entry.date) == ("Voss", "")


def test_empty_label_stays_empty_where_values_stand_beside_their_labels() -> None:
    (entry,) = entries("Voss\nPublishing date: 4 July 2025\nContent type:\nIt is open since 1999.\n")
    assert (entry.genre, entry.summary) == ("", "It is open since 1999.")
    assert entry.lines == {"date": 2, "genre": 3, "summary": 4}


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff", "\x1b", "\u00ad \u200e"])
def test_line_that_shows_nothing_is_no_headline(invisible: str) -> None:
    text = BARE.replace("benches\n", f"benches\n{invisible}\n")
    assert entries(text)[0].headline == "Oslo counts its benches"


@pytest.mark.parametrize(
    "start", ["<p>", "{", "[1]", '\n<?xml version="1.0"?>', "<!-- Publishing date: 4 July 2025 -->", "\ufeff <html>"]
)
def test_markup_with_a_listing_in_it_is_not_recognised(start: str) -> None:
    assert TEXT_LISTING.sniff((start + "\n" + THREE).encode()) is False


@pytest.mark.parametrize("text", [THREE, REBUILT, REBUILT_LIST, "A\nДата публікації: 1 липня 2025\n"])
def test_listing_of_either_layout_is_recognised(text: str) -> None:
    assert TEXT_LISTING.sniff(text.encode())


@pytest.mark.parametrize(
    "line",
    [
        "Director: election day",
        "19:30 (Kyiv time)",
        "What: we do",
        "Publishing dates: two",
        "Publishing date",
        ":",
        "A" * 90 + ": b",
    ],
)
def test_line_with_a_colon_is_text_unless_a_known_label_stands_before_it(line: str) -> None:
    expected = [("Oslo counts its benches", "3 July 2025", f"{line}\nThere are nine.")]
    assert expected == briefly(BARE.replace("There", f"{line}\nThere"))


TWO = ["Voss opens a footbridge", "Oslo counts its benches"]
ALL = [*TWO, "Bergen dries its umbrellas"]
NEXT = "Voss paints a fence"
DATED = f"{THREE}{NEXT}\nPublishing date: 1 July 2025\n"
CUT = [
    pytest.param(THREE + NEXT, ALL, 17, NEXT, id="in a headline"),
    pytest.param(THREE + f"{NEXT}\n", ALL, 17, NEXT, id="after a headline"),
    pytest.param(THREE + f"{NEXT}\nPub", ALL, 17, NEXT, id="in the first letters of a label"),
    pytest.param(THREE + f"{NEXT}\nPublis", ALL, 17, NEXT, id="in a label"),
    pytest.param(FULL + f"{NEXT}\nPublis", TWO[:1], 8, NEXT, id="in the label of a second entry"),
    pytest.param(THREE + f"{NEXT}\nPublishing date", ALL, 17, NEXT, id="before a colon"),
    pytest.param(THREE + f"{NEXT}\nPublishing date:", ALL, 17, NEXT, id="after a colon"),
    pytest.param(THREE + f"{NEXT}\nPublishing date: 1 J", ALL, 17, NEXT, id="in a date"),
    pytest.param(f"{DATED}Content ty", ALL, 17, NEXT, id="in a later label"),
    pytest.param(f"{DATED}Cont", ALL, 17, NEXT, id="in the first letters of a later label"),
    pytest.param(f"{DATED}W", ALL, 17, NEXT, id="in the first letter of a later label"),
    pytest.param(f"{DATED}Content type: Ne", ALL, 17, NEXT, id="in a value"),
]


@pytest.mark.parametrize(("text", "headlines", "line", "about"), CUT)
def test_document_that_was_cut_off_loses_its_unfinished_entry_and_says_so(
    text: str, headlines: list[str], line: int, about: str
) -> None:
    things = found(text)
    detail = f"the document ends inside an entry, which was left out: {about!r}"
    expected = Problem("listing.cut_off", detail, "listing.txt", line, Severity.ERROR)
    assert headlines == [thing.headline for thing in things if isinstance(thing, RawEntry)]
    assert [expected] == [thing for thing in things if isinstance(thing, Problem)]
    assert {thing.summary for thing in things if isinstance(thing, RawEntry)} <= {part[2] for part in briefly(THREE)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(THREE.removesuffix("them.\n"), id="in a summary"),
        pytest.param(
            THREE.replace("nine.", "nine.\nAnd a stool.") + "They dripped.\n", id="summaries of several lines"
        ),
        pytest.param(BARE + LAST + "They dripped.\n", id="too few entries to tell"),
        pytest.param(THREE.removesuffix("All of them.\n"), id="after a label line"),
    ],
)
def test_document_that_may_be_whole_is_kept_whole(text: str) -> None:
    assert problems(text) == []
    assert entries(text)[-1].headline == "Bergen dries its umbrellas"


def test_document_cut_anywhere_gives_whole_entries_before_its_last() -> None:
    text = THREE + FULL.replace("Voss", "Hamar") + BARE.replace("Oslo", "Moss")
    whole = entries(text)
    for end in range(len(HEADING + FULL), len(text)):
        part = entries(text[:end])
        assert whole[: len(part) - 1] == part[:-1]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["A", " ", ",", "7", ":", "\n", "\u0301\u0323", "What we do: ", "A\nContent type: B\n"]
)
def test_endless_listing_is_read(piece: str) -> None:
    text = f"{THREE}{piece * (400_000 // len(piece))}\n"
    assert [entry.headline for entry in entries(text)][:3] == ALL
