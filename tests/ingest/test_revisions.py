"""Articles that come again: corrected, filtered, twice, from elsewhere, or after their withdrawal."""

from dataclasses import replace
from datetime import date
from datetime import timedelta

from tests.conftest import NOW
from tests.conftest import Feed
from tests.ingest.results import LATER
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.ingest.results import only
from tests.ingest.results import stored
from tests.ingest.results import versions
from tests.listings import SKOPJE
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds.ingest import Order
from osce_feeds.model.article import Status
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store

FILTERED = Order(Evidence(offices=(SKOPJE,)))


def test_correction_makes_exactly_one_version(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(topics="Youth"), Entry(headline="Heron reads aloud", summary="It did.")]))
    before = stored(store)
    corrected = make_listing([Entry(topics="Youth, Elections"), Entry(headline="Heron reads aloud", summary="It did.")])
    for times in range(3):
        expected = (0, 1, 1, 0) if times == 0 else (0, 0, 2, 0)
        assert expected == counts(feed(corrected, now=LATER + timedelta(hours=times)))

    after = stored(store)
    assert before[1:] == after[1:]
    assert after[0] == replace(before[0], version=2, topics=after[0].topics, received=LATER, updated=LATER)
    assert [term.code for term in after[0].topics] == ["youth", "elections"]
    assert [before[0], after[0]] == versions(store, after[0].key)


def test_version_made_while_the_clock_is_back_is_not_older_than_the_one_before(feed: Feed, store: Store) -> None:
    """Subscribers ask for what is newer than what they have."""
    for topics, now in (("Youth", NOW), ("Elections", LATER), ("Youth", NOW)):
        feed(make_listing([Entry(topics=topics)]), now=now)

    assert (only(store).updated, only(store).received, only(store).version) == (LATER, LATER, 3)


def test_corrected_day_moves_the_article_to_it(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="4 July 2025")]))
    before = only(store)
    report = feed(make_listing([Entry(date="5 July 2025")]), now=LATER)

    # Day and headline are all that a listing identifies by: another day is another article.
    assert counts(report) == (1, 0, 0, 0)
    assert [date(2025, 7, 5), date(2025, 7, 4)] == [article.date for article in stored(store)]
    assert before == stored(store)[1]


def test_corrected_headline_is_recognised_by_its_long_summary(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Fery school opens in Vos")]))
    before = only(store)
    report = feed(make_listing([Entry(headline="Ferry school opens in Voss")]), now=LATER)

    assert counts(report) == (0, 1, 0, 0)
    assert replace(before, version=2, headline="Ferry school opens in Voss", received=LATER, updated=LATER) == only(
        store
    )


def test_headline_that_returns_after_a_correction_is_an_article_of_its_own(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Old")]))
    key = only(store).key
    feed(make_listing([Entry(headline="New")]), now=LATER)
    other = Entry(headline="Old", summary="Quite another summary.")
    report = feed(make_listing([Entry(headline="New"), other]), now=LATER)

    assert counts(report) == (1, 0, 1, 0)
    assert {key: "New", f"{key}-2": "Old"} == {article.key: article.headline for article in stored(store)}


def test_entry_that_resembles_several_articles_is_kept_as_new(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Ferry one"), Entry(headline="Ferry two")]))
    report = feed(make_listing([Entry(headline="Ferry three")]))

    keys = ", ".join(sorted(article.key for article in stored(store) if article.headline != "Ferry three"))
    assert counts(report) == (1, 0, 0, 0)
    assert codes(report) == ["identity.ambiguous"]
    assert f"'Ferry three' is known as several articles ({keys}): kept as a new one" == report.problems[0].detail
    assert report.problems[0].line == 4


def test_filtered_copy_adds_its_evidence_once(feed: Feed, store: Store) -> None:
    bare = make_listing([Entry(offices="", topics="")])
    feed(bare)
    for hours in range(1, 11):
        feed(bare, FILTERED if hours % 2 else Order(), now=NOW + timedelta(hours=hours))

    article = only(store)
    assert [office.label for office in article.offices] == [SKOPJE]
    assert article.provenance == {"offices": "inferred: the listing was filtered by it"}
    assert [version.version for version in versions(store, article.key)] == [1, 2]
    assert NOW + timedelta(hours=1) == article.updated


def test_office_that_a_source_confirms_is_inferred_no_longer(feed: Feed, store: Store) -> None:
    """Nobody sees the difference, so it is no version."""
    feed(make_listing([Entry(offices="")]), FILTERED)
    before = only(store)
    report = feed(make_listing([Entry()]), now=LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert replace(before, provenance={}) == only(store)
    assert [only(store)] == versions(store, before.key)


def test_filter_never_overrides_what_was_read(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry()]))
    before = only(store)
    report = feed(make_listing([Entry()]), Order(Evidence(offices=("odihr",), topics=("elections",))), now=LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert before == only(store)


def test_twins_of_a_document_are_one_article_completed_from_both(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(topics="Youth"), Entry(topics="Elections", genre="")]))

    assert counts(report) == (1, 0, 0, 0)
    assert codes(report) == ["entry.twin"]
    assert [term.code for term in only(store).topics] == ["youth", "elections"]


def test_one_headline_in_two_years_is_two_articles(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(date="4 July 2025"), Entry(date="4 July 2024")]))

    assert counts(report) == (2, 0, 0, 0)
    assert [article.date.year for article in stored(store)] == [2025, 2024]


def test_withdrawn_article_is_never_revived(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry()]))
    article = only(store)
    withdrawn = replace(article, status=Status.CANCELED, version=2, summary="", note="Sent too early")
    with store.write(NOW) as writer:
        writer.put(withdrawn, ())

    changed = make_listing([Entry(topics="Youth, Elections")])
    report = feed(changed, now=LATER)
    assert counts(report) == (0, 0, 1, 0)
    assert codes(report) == ["article.withdrawn"]
    detail = f"{article.headline!r} was withdrawn and stays so; `osce-feeds restore {article.key}` brings it back"
    assert detail == report.problems[0].detail
    assert counts(feed(changed, now=LATER)) == (0, 0, 1, 0)
    assert codes(feed(changed, now=LATER)) == []
    with store.read() as reader:
        assert withdrawn == reader.article(article.key)
        assert stored(store) == []


def test_sources_are_read_side_by_side(feed: Feed, store: Store) -> None:
    """What one source says differently the first time only adds; each is compared with itself."""
    feed(make_listing([Entry(topics="Youth")]), Order(source="listing"))
    assert counts(feed(make_listing([Entry(topics="Elections")]), Order(source="mirror"), now=LATER)) == (0, 1, 0, 0)
    assert [term.code for term in only(store).topics] == ["youth", "elections"]
    for _ in range(3):
        assert counts(feed(make_listing([Entry(topics="Youth")]), Order(source="listing"))) == (0, 0, 1, 0)
        assert counts(feed(make_listing([Entry(topics="Elections")]), Order(source="mirror"))) == (0, 0, 1, 0)
