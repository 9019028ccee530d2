"""What says the same changes nothing, however it was saved and by whichever way it comes."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import Feed
from tests.ingest.results import LATER
from tests.ingest.results import counts
from tests.ingest.results import only
from tests.ingest.results import versions
from tests.listings import HEADING
from tests.listings import SUMMARY
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.ingest import Order
from osce_feeds.model.article import Origin
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store

ENTRIES = [Entry(headline=f"«Ålesund» says “Č” {entry.headline}", date=entry.date) for entry in make_entries(12)]
PUBLIC = ("article", "version", "article_term", "identity", "term", "selection", "counter", "meta")


def shuffled() -> str:
    return make_listing(ENTRIES[number * 5 % len(ENTRIES)] for number in range(len(ENTRIES)))


SAVED: dict[str, Callable[[], str]] = {
    "again": lambda: make_listing(ENTRIES),
    "reordered": shuffled,
    "reversed": lambda: make_listing(reversed(ENTRIES)),
    "CRLF": lambda: make_listing(ENTRIES).replace("\n", "\r\n"),
    "CR": lambda: make_listing(ENTRIES).replace("\n", "\r"),
    "blank lines": lambda: make_listing(ENTRIES).replace("\n", "\n\n"),
    "white space": lambda: make_listing(ENTRIES).replace(" ", "  ").replace("\n", " \t\n"),
    "decomposed": lambda: unicodedata.normalize("NFD", make_listing(ENTRIES)),
    "byte order mark": lambda: "\ufeff" + make_listing(ENTRIES),
    "without heading": lambda: make_listing(ENTRIES).removeprefix(HEADING),
}


def public(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    found = rows(settings.database)
    return {name: found[name] for name in PUBLIC}


@pytest.mark.parametrize("saved", SAVED)
def test_document_saved_otherwise_changes_nothing(feed: Feed, settings: Settings, saved: str) -> None:
    feed(make_listing(ENTRIES))
    before = public(settings)
    report = feed(SAVED[saved](), now=LATER)

    assert counts(report) == (0, 0, 12, 0)
    assert before == public(settings)


PAGE = """<!doctype html>
<html lang="en">
<head><title>Ferry school opens in Voss</title>
<link rel="canonical" href="https://www.osce.org/mission-to-skopje/47110">
<meta property="og:description" content="{summary} It has a bell, too."></head>
<body><h1>Ferry school opens in Voss</h1>
<span class="date-display-single">4 July 2025</span>
<p><strong>Where we are:</strong> OSCE Mission to Skopje</p>
<p><strong>What we do:</strong> Youth</p>
<div class="pane-content"><p>{summary} It has a bell, too.</p><p>The bell was a gift.</p></div>
</body></html>
"""


@pytest.mark.parametrize("source", ["", "osce"], ids=["unnamed", "named"])
@pytest.mark.parametrize("order", ["LFP", "LPF", "FLP", "PFL"])
def test_listing_filtered_copy_and_page_alternate_with_one_new_version_at_most(
    feed: Feed, store: Store, source: str, order: str
) -> None:
    listing = make_listing([Entry()])
    plain = Order(Evidence(origin=Origin(source, "https://www.osce.org/press-releases")), source=source)
    filtered = Order(
        Evidence(origin=Origin(source, "https://www.osce.org/press-releases"), offices=("mission-to-skopje",)),
        source=source,
    )
    ways: dict[str, Callable[[], object]] = {
        "L": lambda: feed(listing, plain, now=LATER),
        "F": lambda: feed(listing, filtered, now=LATER),
        "P": lambda: feed(PAGE.format(summary=SUMMARY), plain, now=LATER, name="page.html"),
    }
    for _ in range(10):
        for way in order:
            ways[way]()

    article = only(store)
    assert len(versions(store, article.key)) <= 2
    assert article.content
    assert article.link == "https://www.osce.org/mission-to-skopje/47110"
