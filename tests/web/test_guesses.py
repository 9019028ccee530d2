"""Addresses that people guess, that were of offices now closed, and that terms had before they were merged."""

import feedparser
import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.formats import FEEDS
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Store
from osce_feeds.web.guesses import GUESSES

pytestmark = pytest.mark.usefixtures("layer")

BASE = "https://feeds.example.org"


@pytest.mark.parametrize(
    ("guess", "feed"),
    [
        ("/feed", "/en/feed.atom"),
        ("/feed/", "/en/feed.atom"),
        ("/feeds/news", "/en/feed.atom"),
        ("/atom.xml", "/en/feed.atom"),
        ("/feed.atom", "/en/feed.atom"),
        ("/rss", "/en/feed.rss"),
        ("/rss/", "/en/feed.rss"),
        ("/rss.xml", "/en/feed.rss"),
        ("/index.xml", "/en/feed.rss"),
        ("/press-releases/rss", "/en/feed.rss"),
        ("/feed.json", "/en/feed.json"),
        ("/fr/rss", "/fr/feed.rss"),
        ("/de/feed/", "/de/feed.atom"),
        ("/ru/atom.xml?utm_source=x", "/ru/feed.atom"),
    ],
)
def test_guessed_address_leads_to_the_feed_for_good(full_client: FlaskClient, guess: str, feed: str) -> None:
    response = full_client.get(guess)

    assert (response.status_code, response.headers["Location"]) == (301, f"{BASE}{feed}")
    assert full_client.head(guess).headers["Location"] == f"{BASE}{feed}"


def test_every_guess_leads_to_a_feed_in_one_step(full_client: FlaskClient) -> None:
    for guess in (*GUESSES, *(form.file for form in FEEDS)):
        location = full_client.get(f"/{guess}").headers["Location"]
        assert full_client.get(location.removeprefix(BASE)).status_code == 200, guess


@pytest.mark.parametrize("path", ["/xx/rss", "/feed.atom/", "/rss.xml/", "/en/feed.atom/", "/rss//"])
def test_what_nobody_would_guess_is_not_there(full_client: FlaskClient, path: str) -> None:
    assert full_client.get(path).status_code == 404


@pytest.mark.parametrize("form", FEEDS, ids=lambda form: form.name)
def test_feed_of_a_closed_office_answers_as_ever(
    feed: Feed, client: FlaskClient, vocabulary: Vocabulary, form: object
) -> None:
    closed = next(office for office in vocabulary.concepts[OFFICE].values() if office.closed)
    feed(make_listing([Entry(offices=closed.name)]))
    response = client.get(f"/en/offices/{closed.code}/{form.file}")  # type: ignore[attr-defined]

    assert response.status_code == 200
    assert b"Ferry school opens in Voss" in response.data


@pytest.mark.parametrize("form", FEEDS, ids=lambda form: form.name)
def test_feed_of_a_merged_office_has_moved_to_the_other_for_good(
    feed: Feed, client: FlaskClient, store: Store, vocabulary: Vocabulary, form: object
) -> None:
    feed(make_listing([Entry(offices="Harbour Bureau of Voss")]))
    old = f"/en/offices/harbour-bureau-of-voss/{form.file}"  # type: ignore[attr-defined]
    before = client.get(old)
    edit.merge(store, vocabulary, OFFICE, "harbour-bureau-of-voss", "odihr", NOW)
    response = client.get(old)
    followed = client.get(response.headers["Location"].removeprefix(BASE))

    assert (before.status_code, response.status_code) == (200, 301)
    assert response.headers["Location"] == f"{BASE}/en/offices/odihr/{form.file}"  # type: ignore[attr-defined]
    if form is not FEEDS[2]:
        ids = [[entry.id for entry in feedparser.parse(each.data).entries] for each in (before, followed)]
        assert ids[0] == ids[1]
