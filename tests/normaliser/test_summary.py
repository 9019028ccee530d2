"""Summaries: tidy, and known to be cut where the source cut them."""

import pytest

from osce_feeds.normaliser.summary import tidy_summary

HEADLINE = "Voss opens a footbridge"


@pytest.mark.parametrize(
    ("raw", "text", "cut"),
    [
        ("It is open.", "It is open.", False),
        ("Is it open?", "Is it open?", False),
        ("It is open!", "It is open!", False),
        ("It is “open.”", "It is “open.”", False),
        ("It is (open).", "It is (open).", False),
        ("(It is open.)", "(It is open.)", False),
        ("«Open.\u00a0»", "«Open.\u00a0»", False),
        ("It is open...", "It is open", True),
        ("It is open ...", "It is open", True),
        ("It is open..", "It is open", True),
        ("It is open…", "It is open", True),
        ("It is open.\u00a0…\n", "It is open.", True),
        ("It is open. ...", "It is open.", True),
        ("It is", "It is", True),
        ("It is open,", "It is open,", True),
        ("It is open:", "It is open:", True),
        ("It is (open)", "It is (open)", True),
        ("It... is open.", "It... is open.", False),
        ("It is open;", "It is open;", True),
        ("It is open....", "It is open.", True),
        ("It is open.…", "It is open.", True),
        ("It is open.....", "It is open", True),
        ("It is open ....", "It is open", True),
        ("....", "", True),
        ("It is open [...]", "It is open", True),
        ("It is open. (…)", "It is open.", True),
        ("It is “open...”", "It is “open...”", False),
        ("It was opened by Dr.", "It was opened by Dr.", True),
        ("It is open (e.g.", "It is open (e.g.", True),
        ("It is open, etc.", "It is open, etc.", False),
        ("It is open in the U.S.", "It is open in the U.S.", False),
        ("Բաց է։", "Բաց է։", False),
        ("...", "", True),
        ("”", "”", False),
        ("", "", False),
        (" \n ", "", False),
        ("It\tis\n\nopen\r\n.", "It is open .", False),
        ("It is \u202eopen\x00.", "It is open.", False),
    ],
)
def test_summary_is_tidy_and_knows_whether_it_was_cut(raw: str, text: str, cut: bool) -> None:
    assert (text, cut) == tidy_summary(raw, HEADLINE)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Summary The bridge is open.", "The bridge is open."),
        ("\nSummary\n\n“Open” it is.", "“Open” it is."),
        ('Summary "Open" it is.', '"Open" it is.'),
        ("Summary 48 people came.", "48 people came."),
        ("Summary Summary The end.", "Summary The end."),
        ("Summary: The bridge.", "The bridge."),
        ("Summary : the bridge.", "the bridge."),
        ("Summary – the bridge.", "the bridge."),
        ("SUMMARY\nThe bridge.", "The bridge."),
        ("SummaryThe bridge.", "The bridge."),
        ("Резюме Міст відкрито.", "Міст відкрито."),
        ("Résumé : le pont.", "le pont."),
        ("Zusammenfassung\nDie Brücke.", "Die Brücke."),
        ("Краткое содержание: мост.", "мост."),
        ("Summary Report of the day.", "Summary Report of the day."),
        ("Summary Proceedings began.", "Summary Proceedings began."),
        ("Summary Regional news.", "Regional news."),
        ("SummarySHEET.", "SummarySHEET."),
        ("Summarythe bridge.", "Summarythe bridge."),
        ("Summary:", "Summary:"),
        ("Summary of the day.", "Summary of the day."),
        ("Summary.", "Summary."),
        ("A Summary The bridge.", "A Summary The bridge."),
        ("The bridge. Summary The end.", "The bridge. Summary The end."),
    ],
)
def test_only_a_leaked_heading_goes(raw: str, text: str) -> None:
    assert text == tidy_summary(raw, HEADLINE)[0]


@pytest.mark.parametrize("raw", [HEADLINE, "VOSS  opens a footbridge", "Vоss opens a footbridge"])
def test_summary_that_repeats_the_headline_is_whole(raw: str) -> None:
    """The last one has a Cyrillic letter."""
    assert not tidy_summary(raw, HEADLINE)[1]


def test_summary_that_repeats_the_headline_and_ends_in_dots_is_cut() -> None:
    expected = HEADLINE, True
    assert expected == tidy_summary(f"{HEADLINE}...", HEADLINE)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["A", " ", ",", "7", ".", "…", "\u00a0", "\n", "Summary ", ")", ". "])
def test_endless_summary_is_tidied_in_one_go(piece: str) -> None:
    text, cut = tidy_summary(f"x{piece * 200_000}x", HEADLINE)
    assert cut
    assert text[0] + text[-1] == "xx"
