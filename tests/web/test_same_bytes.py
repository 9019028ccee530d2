"""The contract that caches and readers live by: the same state gives the same bytes, another one another tag."""

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import SKOPJE
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.conftest import Site
from tests.web.crawler import Answer
from tests.web.crawler import fetch

from osce_feeds.formats import FORMATS
from osce_feeds.ingest import Order
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app
from osce_feeds.web.selections import EMBEDS

pytestmark = pytest.mark.usefixtures("layer")


def some(site: Site) -> list[tuple[str, Answer]]:
    """Return every third answer: all of them are made by few functions."""
    return sorted(site.answers.items())[::3]


def timeless(site: Site) -> list[tuple[str, Answer]]:
    """Return some answers but those that say when the service was fed last, and how long ago that was."""
    return [(path, answer) for path, answer in some(site) if not path.endswith("/status/")]


def test_same_ingest_again_changes_no_answer(site: Site) -> None:
    """A strong tag stands for the very bytes; English ones are compared as well."""
    assert len(site.answers) > 700
    report = site.feed()
    assert (report.new, report.changed, report.unchanged) == (0, 0, 12)

    client = site.app.test_client()
    for path, answer in timeless(site):
        if "ETag" in answer.fields:
            assert client.get(path, headers={"If-None-Match": answer.fields["ETag"]}).status_code == 304, path
        if path.startswith("/en/"):
            assert answer == fetch(client, path)


def test_not_one_byte_or_header_differs_in_a_fresh_process_of_the_same_store(site: Site) -> None:
    """Later by a day: none of the sample's bytes depend on when they are asked for."""
    client = create_app(site.settings, clock=lambda: NOW + timedelta(days=1)).test_client()

    assert [path for path, answer in timeless(site) if answer != fetch(client, path)] == []


TOWN = Entry(headline="Ferry school opens in Voss", offices="", summary="Nineteen pupils learned to tie a bowline.")
OTHER = Entry(headline="Heron reads aloud", offices="OSCE Presence in Albania", topics="Elections", summary="It did.")
FUTURE = Entry(headline="Tomorrow's ferry", date="2 July 2026", summary="It will leave.")
PATHS = [
    f"/{tag}/{folder}{file}"
    for tag in ("en", "ru")
    for folder in ("", "offices/mission-to-skopje/", "topics/youth/", "offices/mission-to-skopje/topics/youth/")
    for file in ("", *EMBEDS, *(form.file for form in FORMATS))
]


class Watch:
    """Looks at every path again and again, and notices what a cache would be misled by."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store = settings, store
        self.now = NOW
        self.client = create_app(settings, clock=lambda: self.now).test_client()
        self.seen: dict[str, Answer] = {}
        self.look()
        self.now += timedelta(seconds=1)

    def look(self) -> set[str]:
        """Return the paths whose bytes have changed, and check their validators."""
        with self.store.read() as reader:
            keys = [article.key for article in reader.stream(EVERYTHING, "en")]
        changed = set()
        for path in (*PATHS, *(f"/en/articles/{key}/" for key in keys)):
            answer = fetch(self.client, path)
            assert answer.status == 200
            before = self.seen.get(path)
            if before:
                if before.body != answer.body:
                    changed.add(path)
                    assert before.fields["ETag"] != answer.fields["ETag"], f"{path}: other bytes under the same tag"
                if before.fields["ETag"] != answer.fields["ETag"]:
                    assert modified(before) < modified(answer), f"{path}: the tag moved, Last-Modified did not"
                assert modified(before) <= modified(answer), f"{path}: Last-Modified went back"
            self.seen[path] = answer
        return changed


def modified(answer: Answer) -> datetime:
    return parsedate_to_datetime(answer.fields["Last-Modified"])


@pytest.fixture
def watch(settings: Settings, store: Store) -> Watch:
    return Watch(settings, store)


def test_other_bytes_never_come_under_the_same_tag(watch: Watch, feed: Feed) -> None:
    """A life of a newsroom, the clock standing still for a while: each step is one in which bytes may change."""
    filtered = Order(Evidence(offices=(SKOPJE,)))
    steps: list[tuple[str, list[Entry], Order]] = [
        ("first articles", [TOWN, OTHER], Order()),
        ("nothing new", [TOWN, OTHER], Order()),
        ("an inferred office", [TOWN], filtered),
        ("the office confirmed", [Entry(headline=TOWN.headline, summary=TOWN.summary)], Order()),
        ("a topic more", [Entry(headline=TOWN.headline, summary=TOWN.summary, topics="Youth, Elections")], Order()),
        (
            "the topic gone",
            [Entry(headline=TOWN.headline, summary=TOWN.summary, topics="Elections, Education")],
            Order(),
        ),
        ("an article held back", [FUTURE], Order()),
        ("an unknown office", [Entry(headline="New office", offices="Lighthouse Office in Voss")], Order()),
    ]
    moved: dict[str, bool] = {}
    for number, (name, entries, order) in enumerate(steps):
        if number > 4:
            watch.now += timedelta(minutes=1)
        feed(make_listing(entries), order, now=watch.now)
        # A moment passes before anybody asks: what is too young for Last-Modified is not sent at all.
        moment, watch.now = watch.now, watch.now + timedelta(seconds=30)
        moved[name] = bool(watch.look())
        watch.now = moment

    quiet = {"nothing new", "an article held back"}
    assert {name: name not in quiet for name in moved} == moved


def test_change_in_the_second_in_which_the_store_was_made_moves_last_modified(watch: Watch, feed: Feed) -> None:
    watch.now = NOW
    feed(make_listing([OTHER]), now=NOW)
    watch.now += timedelta(minutes=1)

    assert watch.look()


def test_release_changes_what_it_shows(watch: Watch, feed: Feed) -> None:
    feed(make_listing([FUTURE, OTHER]), now=watch.now)
    watch.now += timedelta(seconds=30)
    watch.look()
    watch.now = NOW + timedelta(days=1)

    assert "/en/feed.atom" in watch.look()
    assert b"Tomorrow" in watch.seen["/en/feed.atom"].body


def test_selection_that_nothing_happened_to_keeps_its_tags(watch: Watch, feed: Feed) -> None:
    """Readers of one office need not load their feed again for the news of another."""
    feed(make_listing([Entry()]), now=watch.now)
    watch.now += timedelta(minutes=1)
    watch.look()
    before = dict(watch.seen)
    feed(make_listing([OTHER]), now=watch.now)
    watch.now += timedelta(minutes=1)
    watch.look()

    for form in FORMATS:
        for folder in ("offices/mission-to-skopje/", "topics/youth/", "offices/mission-to-skopje/topics/youth/"):
            path = f"/en/{folder}{form.file}"
            assert before[path] == watch.seen[path]
        assert before[f"/en/{form.file}"] != watch.seen[f"/en/{form.file}"]


def test_settings_that_are_printed_change_every_tag(settings: Settings, watch: Watch) -> None:
    renamed = replace(settings, site_name="Other")
    later = NOW + timedelta(hours=1)
    client = create_app(renamed, clock=lambda: later).test_client()

    for path, answer in watch.seen.items():
        assert answer.fields["ETag"] != fetch(client, path).fields["ETag"]
        assert later == modified(fetch(client, path))


@pytest.mark.usefixtures("watch")
def test_settings_that_are_set_back_move_last_modified_forward(settings: Settings) -> None:
    """Whoever asks by date alone must not keep the bytes of the settings in between."""
    for hours, name in ((1, "Other"), (2, settings.site_name)):
        now = NOW + timedelta(hours=hours)
        client = create_app(replace(settings, site_name=name), clock=lambda now=now: now).test_client()  # type: ignore[misc]
        assert now == modified(fetch(client, "/en/feed.atom"))


def test_fresh_tags_of_new_settings_come_with_a_later_date(settings: Settings, watch: Watch, feed: Feed) -> None:
    """Even where the clock has been set back since the last change."""
    feed(make_listing([OTHER]), now=NOW + timedelta(hours=2))
    watch.now = NOW + timedelta(hours=3)
    watch.look()
    renamed = replace(settings, site_name="Other")
    create_app(renamed, clock=lambda: NOW + timedelta(hours=1))
    client = create_app(renamed, clock=lambda: NOW + timedelta(hours=3)).test_client()

    for path, answer in watch.seen.items():
        assert modified(answer) < modified(fetch(client, path))
