"""What HTML pages show."""

from datetime import timedelta

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import SelectionPage
from osce_feeds.deliver import article_page
from osce_feeds.deliver import selection_page
from osce_feeds.deliver.pages import PER_PAGE
from osce_feeds.deliver.pages import ArticlePage
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FORMATS
from osce_feeds.i18n.languages import Language
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.store.counts import TermUse

SKOPJE = Selection(offices=("mission-to-skopje",))
BASE = "https://feeds.example.org"

PIER = make_entry("Pier painted", "1 June 2026", office="OSCE Mission to Skopje", topic="Youth, Elections")
LAMP = make_entry("Lamp lit", "2 June 2026", office="OSCE Mission to Serbia, OSCE Presence in Albania", topic="Youth")
FERRY = make_entry("Ferry named", "3 June 2026", office="OSCE Mission to Skopje")
TOMORROW = make_entry("Harbour opens", "2 July 2026", office="OSCE Mission to Skopje")


@pytest.fixture
def english(newsroom: Newsroom) -> Language:
    language = newsroom.language("en")
    assert language is not None
    return language


def page(
    newsroom: Newsroom, store: Store, selection: Selection = EVERYTHING, tag: str = "en", limit: int | None = None
) -> SelectionPage:
    language = newsroom.language(tag)
    assert language is not None
    shown = selection_page(newsroom, store, language, selection, NOW, limit)
    assert shown is not None
    return shown


def codes(uses: tuple[TermUse, ...]) -> list[tuple[str, int | None]]:
    return [(use.term.code, use.count) for use in uses]


def test_page_shows_the_newest_articles_of_its_selection(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(FERRY, LAMP, PIER))
    shown = page(newsroom, store, SKOPJE)

    assert [article.headline for article in shown.articles] == ["Ferry named", "Pier painted"]
    assert shown.articles == shown.channel.articles
    assert [phrase.text for phrase in shown.description] == ["OSCE Mission to Skopje"]
    assert shown.count == 2


def test_page_counts_what_it_has_no_room_for(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(*(make_entry(f"Pier {number}", "1 June 2026") for number in range(PER_PAGE + 2))))
    shown = page(newsroom, store)

    assert (len(shown.articles), shown.count) == (PER_PAGE, PER_PAGE + 2)


def test_page_leads_to_the_terms_that_its_articles_have(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(FERRY, LAMP, PIER))
    everything, office, topic = (
        page(newsroom, store, selection) for selection in (EVERYTHING, SKOPJE, Selection(topics=("youth",)))
    )

    assert codes(everything.offices) == [("mission-to-serbia", 1), ("mission-to-skopje", 2), ("presence-in-albania", 1)]
    assert codes(everything.topics) == [("elections", 1), ("youth", 2)]
    assert codes(office.topics) == [("elections", 1), ("youth", 1)]
    assert codes(everything.offices) == codes(office.offices)
    assert codes(topic.offices) == [("mission-to-serbia", 1), ("mission-to-skopje", 1), ("presence-in-albania", 1)]


def test_page_leads_to_what_meets_its_other_filters(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(FERRY, LAMP, PIER))
    everything = page(newsroom, store)
    refined = page(newsroom, store, Selection(topics=("youth",), regions=("south-eastern-europe",)))
    without = page(newsroom, store, Selection(not_offices=("mission-to-skopje",)))

    assert codes(everything.types) == [("news", 3)]
    assert codes(everything.regions) == [("south-eastern-europe", 3)]
    assert codes(refined.offices) == [("mission-to-serbia", 1), ("mission-to-skopje", 1), ("presence-in-albania", 1)]
    assert codes(refined.topics) == [("elections", 1), ("youth", 2)]
    assert codes(refined.regions) == [("south-eastern-europe", 2)]
    assert codes(without.offices) == [("mission-to-serbia", 1), ("presence-in-albania", 1)]
    assert (everything.count, refined.count, without.count) == (3, 2, 1)


def test_page_says_which_filters_are_on(newsroom: Newsroom, store: Store) -> None:
    refined = page(newsroom, store, Selection(topics=("youth",), not_types=("news",)))

    assert "".join(phrase.text for phrase in refined.description) == "Youth, without News"
    assert [one.name.text for one in refined.filters] == ["Youth", "News"]
    assert page(newsroom, store).filters == ()
    assert page(newsroom, store).description == ()


def test_page_shows_as_many_articles_as_are_asked_for(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(FERRY, LAMP, PIER))
    whole, short = (page(newsroom, store, limit=limit) for limit in (None, 2))

    assert [article.headline for article in short.articles] == ["Ferry named", "Lamp lit"]
    assert (whole.count, short.count) == (3, 3)
    assert (whole.url, short.url) == (f"{BASE}/en/", f"{BASE}/en/?limit=2")
    assert short.channel.page_url == whole.channel.page_url
    assert whole.fingerprint != short.fingerprint


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_terms_stand_in_the_order_of_their_names_in_the_language(
    newsroom: Newsroom, store: Store, feed: Feed, sample: bytes, tag: str
) -> None:
    feed(sample)
    language = newsroom.language(tag)
    assert language is not None
    shown = page(newsroom, store, tag=tag)

    for uses in (shown.offices, shown.topics):
        names = [newsroom.localiser(language).name(use.term).casefold() for use in uses]
        assert len(names) > 5
        assert sorted(names) == names


def test_page_of_an_empty_store_dates_from_its_making(newsroom: Newsroom, store: Store) -> None:
    shown = page(newsroom, store)

    assert (shown.articles, shown.count, shown.offices, shown.topics) == ((), 0, (), ())
    assert (NOW, NOW - timedelta(seconds=1)) == (shown.channel.updated, shown.last_modified)


def test_page_offers_every_file_of_its_selection(newsroom: Newsroom, store: Store) -> None:
    files = page(newsroom, store, SKOPJE, "fr").files

    assert [f"{BASE}/fr/offices/mission-to-skopje/{form.file}" for form in FORMATS] == [file.url for file in files]
    assert [form.file for form in FORMATS] == [file.file for file in files]
    assert [form.media_type.partition(";")[0] for form in FORMATS] == [file.media_type for file in files]


def test_page_announces_its_own_feeds_before_those_of_all_news(newsroom: Newsroom, store: Store) -> None:
    assert [
        ("OSCE Mission to Skopje - Test Newsroom (Atom)", f"{BASE}/en/offices/mission-to-skopje/feed.atom"),
        ("OSCE Mission to Skopje - Test Newsroom (RSS)", f"{BASE}/en/offices/mission-to-skopje/feed.rss"),
        ("OSCE Mission to Skopje - Test Newsroom (JSON Feed)", f"{BASE}/en/offices/mission-to-skopje/feed.json"),
        ("Test Newsroom (Atom)", f"{BASE}/en/feed.atom"),
        ("Test Newsroom (RSS)", f"{BASE}/en/feed.rss"),
        ("Test Newsroom (JSON Feed)", f"{BASE}/en/feed.json"),
    ] == [(feed.title, feed.url) for feed in page(newsroom, store, SKOPJE).discovery]


def test_page_of_all_news_announces_its_feeds_once(newsroom: Newsroom, store: Store) -> None:
    assert [f"{BASE}/en/{name}" for name in ("feed.atom", "feed.rss", "feed.json")] == [
        feed.url for feed in page(newsroom, store).discovery
    ]


def test_page_of_an_unknown_term_is_refused(newsroom: Newsroom, store: Store) -> None:
    with pytest.raises(UnknownTerm) as unknown:
        page(newsroom, store, Selection(topics=("yuoth",)))

    assert unknown.value.nearest[0] == "youth"


def test_page_moves_with_every_public_change_and_with_nothing_else(
    newsroom: Newsroom, store: Store, feed: Feed
) -> None:
    """It shows counts and terms of other selections, too."""
    feed(make_listing(PIER))
    before = page(newsroom, store, SKOPJE)
    feed(make_listing(PIER), now=NOW + timedelta(hours=1))
    again = page(newsroom, store, SKOPJE)
    feed(make_listing(LAMP), now=NOW + timedelta(hours=2))
    after = page(newsroom, store, SKOPJE)

    assert (before.fingerprint, before.last_modified) == (again.fingerprint, again.last_modified)
    assert before.fingerprint != after.fingerprint
    assert (NOW, NOW + timedelta(hours=2)) == (before.last_modified, after.last_modified)


def test_pages_do_not_share_a_fingerprint(newsroom: Newsroom, store: Store, feed: Feed, english: Language) -> None:
    feed(make_listing(FERRY, PIER))
    shown = page(newsroom, store)
    articles = [article_page(newsroom, store, english, article.key, NOW) for article in shown.articles]
    found = [shown, page(newsroom, store, tag="ru"), page(newsroom, store, SKOPJE), *articles]

    assert len({each.fingerprint for each in found if each}) == 5


def test_article_has_a_page(newsroom: Newsroom, store: Store, feed: Feed, english: Language) -> None:
    feed(make_listing(PIER))
    (article,) = page(newsroom, store).articles
    shown = article_page(newsroom, store, english, article.key, NOW)

    assert isinstance(shown, ArticlePage)
    assert article == shown.article
    assert shown.last_modified == NOW
    assert page(newsroom, store).discovery == shown.discovery


def test_page_of_an_article_moves_with_a_correction(
    newsroom: Newsroom, store: Store, feed: Feed, english: Language
) -> None:
    feed(make_listing(PIER))
    key = page(newsroom, store).articles[0].key
    before = article_page(newsroom, store, english, key, NOW)
    feed(make_listing(PIER.replace("said the ferryman", "sang the ferryman")), now=NOW + timedelta(hours=1))
    after = article_page(newsroom, store, english, key, NOW)

    assert before is not None
    assert after is not None
    assert (before.article.version, after.article.version) == (1, 2)
    assert before.fingerprint != after.fingerprint
    assert (NOW, NOW + timedelta(hours=1)) == (before.last_modified, after.last_modified)


def test_key_that_no_article_has_gives_no_page(newsroom: Newsroom, store: Store, english: Language) -> None:
    assert article_page(newsroom, store, english, "nosucharticl", NOW) is None


def test_article_of_tomorrow_has_its_page_tomorrow(
    newsroom: Newsroom, store: Store, feed: Feed, english: Language
) -> None:
    feed(make_listing(TOMORROW))
    tomorrow = NOW + timedelta(days=1)
    with store.write(NOW) as writer:
        ((key),) = (article.key for article in writer.due(tomorrow.date()))

    assert article_page(newsroom, store, english, key, NOW) is None
    assert page(newsroom, store).count == 0
    shown = article_page(newsroom, store, english, key, tomorrow)
    assert shown is not None
    assert shown.article.headline == "Harbour opens"
