"""A real listing page, read and normalised: every figure is counted by hand."""

from datetime import date

import pytest

from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.batch import Batch
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.sources.text_listing import TEXT_LISTING


@pytest.fixture
def batch(seed: bytes, vocabulary: Vocabulary) -> Batch:
    return make_batch(TEXT_LISTING.read(seed, "newsroom-listing.txt"), vocabulary, Evidence())


def test_seed_is_recognised(seed: bytes) -> None:
    assert TEXT_LISTING.sniff(seed)


def test_seed_has_seven_articles_at_their_lines(batch: Batch) -> None:
    expected = [
        (4, date(2025, 7, 4)),
        (10, date(2025, 7, 4)),
        (16, date(2025, 7, 3)),
        (21, date(2025, 7, 3)),
        (26, date(2025, 7, 3)),
        (31, date(2025, 7, 2)),
        (34, date(2025, 7, 1)),
    ]
    assert expected == [(item.entry.line, item.reading.date) for item in batch.items]


def test_seed_articles_have_the_codes_of_their_metadata(batch: Batch) -> None:
    expected = [
        ("news", ["centre-in-ashgabat"], ["arms-control", "border-management"]),
        ("news", ["mission-to-bosnia-and-herzegovina"], ["border-management"]),
        ("press-release", ["secretary-general", "secretariat"], []),
        ("news", ["programme-office-in-astana"], []),
        ("press-release", ["chairpersonship"], []),
        ("", [], []),
        (
            "news",
            ["programme-office-in-bishkek"],
            ["border-management", "conflict-prevention-and-resolution", "policing"],
        ),
    ]
    assert expected == [
        (
            item.reading.genre.code if item.reading.genre else "",
            [term.code for term in item.reading.offices],
            [term.code for term in item.reading.topics],
        )
        for item in batch.items
    ]


def test_seed_has_exactly_five_problems_none_of_them_an_error(batch: Batch) -> None:
    expected = [
        ("summary.cut", 9),
        ("metadata.missing", 31),
        ("summary.cut", 33),
        ("summary.cut", 39),
        ("dateline.differs", 39),
    ]
    assert expected == [(problem.code, problem.line) for problem in batch.problems]
    assert {Severity.WARNING} == {problem.severity for problem in batch.problems}
    assert {"newsroom-listing.txt"} == {problem.source for problem in batch.problems}


def test_seed_problems_say_what_is_missing_and_what_differs(batch: Batch) -> None:
    details = {problem.code: problem.detail for problem in batch.problems}
    assert details["metadata.missing"].endswith(" has no content type and no office")
    expected = "the dateline 'Batken, Kyrgyz Republic | 23 June 2025' differs from the publishing date 2025-07-01"
    assert expected == details["dateline.differs"]


def test_seed_summaries_are_whole_or_known_to_be_cut(batch: Batch) -> None:
    expected = [True, False, False, False, False, True, True]
    assert expected == [item.reading.summary_cut for item in batch.items]
    assert all(item.reading.summary for item in batch.items)


def test_seed_datelines_are_three(batch: Batch) -> None:
    expected = {
        16: ("PARIS, 3 July 2025", ("PARIS",), date(2025, 7, 3)),
        26: ("KYIV, 3 JULY 2025", ("KYIV",), date(2025, 7, 3)),
        34: ("Batken, Kyrgyz Republic | 23 June 2025", ("Batken, Kyrgyz Republic",), date(2025, 6, 23)),
    }
    assert expected == {
        item.entry.line: (item.reading.dateline.text, item.reading.dateline.places, item.reading.dateline.date)
        for item in batch.items
        if item.reading.dateline
    }


def test_seed_read_again_gives_the_same_digests_and_identities(
    batch: Batch, seed: bytes, vocabulary: Vocabulary
) -> None:
    windows = b"\xef\xbb\xbf" + seed.replace(b"\n", b"\r\n\r\n")
    again = make_batch(TEXT_LISTING.read(windows, "again.txt"), vocabulary, Evidence())
    assert [(item.digest, item.all_identities) for item in batch.items] == [
        (item.digest, item.all_identities) for item in again.items
    ]
