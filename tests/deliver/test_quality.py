"""What the data lacks, and where to mend it."""

from datetime import timedelta

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.quality import Finding
from osce_feeds.deliver.quality import Quality
from osce_feeds.deliver.quality import quality
from osce_feeds.ingest import Order
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store
from osce_feeds.store.survey import Place

GOOD = make_entry("Pier painted", "1 June 2026", office="OSCE Mission to Skopje", topic="Youth")
BARE = "Lamp lit\nPublishing date: 2 June 2026\nAnd so it was\n"
UNKNOWN = make_entry("Ferry named", "3 June 2026", office="Lighthouse Office in Voss", topic="Youth")
COMING = make_entry("Harbour opens", "9 July 2026", office="OSCE Mission to Skopje", topic="Youth")


def survey(newsroom: Newsroom, store: Store) -> Quality:
    return quality(newsroom, store, NOW)


def by_headline(found: Quality) -> dict[str, Finding]:
    return {finding.article.headline: finding for finding in found.findings}


def test_empty_store_needs_no_look(newsroom: Newsroom, store: Store) -> None:
    found = survey(newsroom, store)

    assert (found.made, found.site, found.articles) == (NOW, "Test Newsroom", 0)
    assert (found.sources, found.offices, found.unknown, found.findings) == ((), (), (), ())
    assert (found.duplicates, found.runs) == ((), ())


def test_finding_names_the_article_its_page_and_its_line(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(GOOD, BARE), name="june.txt")
    (finding,) = survey(newsroom, store).findings

    assert (finding.missing, finding.cut, finding.unknown) == (("type", "office", "topic"), True, ())
    assert finding.article.headline == "Lamp lit"
    assert finding.article.page == f"https://feeds.example.org/en/articles/{finding.article.key}/"
    assert finding.article.places == (Place("text-listing", "text-listing", "june.txt", 9),)
    assert finding.article.places[0].shown == "june.txt, line 9"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("s", "rss", "feed.rss", None, "https://news.example.org/1"), "https://news.example.org/1"),
        (Place("s", "rss", "feed.rss", None, "/1"), "feed.rss"),
        (Place("s", "rss", "feed.rss", 7, "https://news.example.org/1"), "feed.rss, line 7"),
    ],
)
def test_place_is_a_line_or_else_a_page(place: Place, shown: str) -> None:
    assert place.shown == shown


def test_page_is_in_the_language_of_the_article_where_that_is_served(
    newsroom: Newsroom, store: Store, feed: Feed
) -> None:
    feed(BARE.replace("Lamp lit", "Lampe"), Order(Evidence("fr"), source="fr"))
    feed(BARE.replace("Lamp lit", "Lampe tænt"), Order(Evidence("da"), source="da"))

    pages = {name: finding.article.page for name, finding in by_headline(survey(newsroom, store)).items()}
    assert "/fr/articles/" in pages["Lampe"]
    assert "/en/articles/" in pages["Lampe tænt"]


def test_articles_are_counted_by_source_and_by_office(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(GOOD, BARE, UNKNOWN), Order(source="harbour"))
    feed(BARE, Order(Evidence(offices=("odihr",)), source="filtered"))
    found = survey(newsroom, store)

    assert [(tally.name, tally.records, tally.inferred, tally.unknown, tally.cut) for tally in found.sources] == [
        ("filtered", 1, 1, 0, 1),
        ("harbour", 3, 1, 1, 1),
    ]
    assert found.sources[1].missing == {"type": 1, "office": 0, "topic": 1, "summary": 0}
    assert [(tally.name, tally.records) for tally in found.offices] == [
        ("Lighthouse Office in Voss", 1),
        ("OSCE Mission to Skopje", 1),
        ("OSCE Office for Democratic Institutions and Human Rights", 1),
    ]
    assert by_headline(found)["Lamp lit"].inferred == {"offices": "the listing was filtered by it"}
    assert by_headline(found)["Ferry named"].unknown == ("lighthouse-office-in-voss",)


def test_articles_without_office_are_counted_last(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(GOOD, BARE))

    assert [tally.name for tally in survey(newsroom, store).offices] == ["OSCE Mission to Skopje", ""]


def test_term_about_which_a_person_decided_is_unknown_no_longer(
    newsroom: Newsroom, store: Store, feed: Feed, vocabulary: Vocabulary
) -> None:
    feed(UNKNOWN)
    assert [term.code for term in survey(newsroom, store).unknown] == ["lighthouse-office-in-voss"]
    edit.accept(store, vocabulary, "office", "lighthouse-office-in-voss", NOW)
    found = survey(newsroom, store)

    assert (found.unknown, found.findings) == ((), ())


def test_what_is_not_public_is_counted_apart(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(COMING, GOOD, BARE, UNKNOWN))
    for headline, edit_it in (("Lamp lit", edit.erase), ("Ferry named", edit.withdraw)):
        edit_it(store, by_headline(survey(newsroom, store))[headline].article.key, "Why.", NOW)
    found = survey(newsroom, store)

    assert (found.articles, found.withheld, found.withdrawn, found.erased) == (2, 1, 2, 1)
    assert found.findings == ()


def test_duplicates_are_named(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(GOOD, Order(source="harbour"))
    feed(GOOD.replace("1 June", "2 June"), Order(source="mirror"), name="mirror.txt")
    (pair,) = survey(newsroom, store).duplicates

    assert (pair.first.places[0].document, pair.second.places[0].document) == ("listing.txt", "mirror.txt")
    assert pair.likeness == 1


def test_problems_of_the_last_runs_are_told(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(GOOD, BARE), name="june.txt")
    feed(make_listing(GOOD), name="may.txt")
    feed(make_listing(BARE), name="may.txt")
    feed(make_listing(GOOD), name="may.txt", now=NOW + timedelta(hours=1))
    (run,) = survey(newsroom, store).runs

    assert (run.document, run.source, run.received) == ("june.txt", "text-listing", NOW)
    assert {problem.code for problem in run.problems} == {"metadata.missing", "summary.cut"}
    assert min(problem.line or 0 for problem in run.problems) == 9
