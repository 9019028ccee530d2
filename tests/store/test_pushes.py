"""What hubs have still to be told, on every engine."""

from datetime import timedelta

from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Store
from osce_feeds.store.pushes import HubState
from osce_feeds.store.pushes import hub_state
from osce_feeds.store.pushes import keep_hub_state
from osce_feeds.store.pushes import last_touched
from osce_feeds.store.pushes import touched_since

HUB = "https://hub.example.org/"


def test_state_of_a_hub_is_kept_and_replaced(store: Store) -> None:
    with store.read() as reader:
        assert hub_state(reader, HUB) is None
    for state in (HubState(hub=HUB, told=7), HubState(hub=HUB, told=7, failures=1, again=99)):
        with store.write(NOW) as writer:
            keep_hub_state(writer, state)
        with store.read() as reader:
            assert hub_state(reader, HUB) == state
            assert hub_state(reader, f"{HUB}other") is None


def test_lists_of_all_news_and_of_single_terms_are_found_by_the_moment_of_their_last_change(
    store: Store, feed: Feed, vocabulary: Vocabulary
) -> None:
    with store.read() as reader:
        assert last_touched(reader) == 0
        assert touched_since(reader, 0).lists == []
    feed(make_listing([Entry(offices="ODIHR", topics="Youth"), Entry(headline="Other", offices="Harbour Bureau")]))
    with store.read() as reader:
        moment = last_touched(reader)
        found = touched_since(reader, 0)
        assert touched_since(reader, moment).lists == []
    assert found.last == moment
    assert found.lists[0] == EVERYTHING
    assert set(found.lists) == {
        EVERYTHING,
        only("office", "odihr"),
        only("office", "harbour-bureau"),
        only("topic", "youth"),
    }
    edit.merge(store, vocabulary, "office", "harbour-bureau", "odihr", NOW + timedelta(seconds=9))
    with store.read() as reader:
        later = touched_since(reader, moment)
    assert set(later.lists) == {EVERYTHING, only("office", "odihr"), only("topic", "youth")}
    assert later.last > moment
