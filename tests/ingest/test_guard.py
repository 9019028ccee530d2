"""Runs of a named source that look like a redesign are refused until a person says that they are right."""

from collections.abc import Sequence

import pytest
from tests.conftest import Feed
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.errors import DocumentRefused
from osce_feeds.ingest import Order
from osce_feeds.ingest.guard import Run
from osce_feeds.ingest.guard import suspicion
from osce_feeds.settings import Settings

NAMED = Order(source="harbour")


@pytest.mark.parametrize(
    ("run", "earlier", "reason"),
    [
        (Run(10, 10, 0, 0), [], ""),
        (Run(25, 0, 0, 0), [50, 50, 50], ""),
        (Run(24, 0, 0, 0), [50, 50, 50], "24 records, where the last 3 runs had 50 in the middle"),
        (Run(10, 0, 0, 0), [10, 10, 10, 200, 200], ""),
        (Run(50, 50, 10, 0), [], ""),
        (Run(50, 50, 11, 0), [], "11 of 50 known articles come under other ids or addresses"),
        (Run(3, 3, 2, 0), [], ""),
        (Run(100, 0, 0, 2), [], ""),
        (Run(100, 0, 0, 3), [], "3 of 100 records are retractions"),
        (Run(10, 0, 0, 1), [], ""),
    ],
)
def test_run_is_suspicious_where_it_shrinks_renames_or_retracts_too_much(
    run: Run, earlier: Sequence[int], reason: str
) -> None:
    assert reason == suspicion(run, earlier)


def test_shrunk_listing_of_a_named_source_is_refused_and_nothing_stored(feed: Feed, settings: Settings) -> None:
    entries = make_entries(20)
    feed(make_listing(entries), NAMED)
    before = rows(settings.database)

    with pytest.raises(DocumentRefused, match=r"9 records, where the last 1 runs had 20 .* --accept-shrink"):
        feed(make_listing(entries[:9]), NAMED)
    assert before == rows(settings.database)


def test_shrunk_listing_is_taken_on_a_persons_word(feed: Feed) -> None:
    entries = make_entries(20)
    feed(make_listing(entries), NAMED)
    assert feed(make_listing(entries[:9]), Order(source="harbour", accept_shrink=True)).unchanged == 9


def test_unnamed_document_may_have_any_length(feed: Feed) -> None:
    entries = make_entries(20)
    feed(make_listing(entries))
    assert feed(make_listing(entries[:1])).unchanged == 1


def test_run_is_compared_with_the_middle_of_the_last_five(feed: Feed) -> None:
    entries = make_entries(60)
    for count in (60, 12, 12, 12, 12, 12):
        feed(make_listing(entries[:count]), Order(source="harbour", accept_shrink=True))
    assert feed(make_listing(entries[:6]), NAMED).unchanged == 6
