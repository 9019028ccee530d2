"""Telling hubs: when, of what, and what comes of it at the other end."""

import threading
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from click.testing import CliRunner
from tests.conftest import NOW
from tests.conftest import Feed
from tests.hubs import Hub
from tests.hubs import Subscriber
from tests.hubs import serving
from tests.listings import Entry
from tests.listings import make_listing
from werkzeug.serving import make_server

from osce_feeds import edit
from osce_feeds.cli.main import commands
from osce_feeds.errors import FetchError
from osce_feeds.errors import FetchFailed
from osce_feeds.formats import FEEDS
from osce_feeds.http_client import Door
from osce_feeds.http_client import place
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.notify import FIRST_PAUSE
from osce_feeds.notify import LONGEST_PAUSE
from osce_feeds.notify import Told
from osce_feeds.notify import tell_hubs
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

HUB = "https://hub.example.org/"
BASE = "https://feeds.example.org"
ONE, OTHER = (
    make_listing([Entry(headline=name, offices=office, topics="Youth", summary="")])
    for name, office in (("One", "ODIHR"), ("Other", "OSCE Mission to Skopje"))
)


class Post:
    """Keeps what is sent, and answers as it is told to."""

    def __init__(self) -> None:
        self.sent: list[list[tuple[str, str]]] = []
        self.answer: int | FetchError = 202

    def __call__(self, hub: str, fields: Iterable[tuple[str, str]]) -> int:
        assert hub == HUB
        self.sent.append(list(fields))
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer

    def topics(self) -> list[str]:
        """Return the paths that the hub was told of since it was asked last."""
        found = [url.removeprefix(BASE) for fields in self.sent for name, url in fields if name == "hub.url"]
        self.sent.clear()
        return found


@pytest.fixture
def announcing(settings: Settings) -> Settings:
    return replace(settings, hubs=(HUB,))


@pytest.fixture
def post() -> Post:
    return Post()


class Teller:
    """Tells the hub, by a clock that only goes on when it is told to."""

    def __init__(self, settings: Settings, store: Store, post: Post) -> None:
        self._settings, self._store, self._post = settings, store, post
        self.now = NOW

    def __call__(self, seconds: float = 0) -> list[Told]:
        self.now += timedelta(seconds=seconds)
        return tell_hubs(self._settings, self._store, self._post, self.now)


@pytest.fixture
def tell(announcing: Settings, store: Store, post: Post) -> Teller:
    teller = Teller(announcing, store, post)
    teller()  # to be met
    return teller


def files(*folders: str) -> list[str]:
    return [f"/{tag.tag}/{folder}{form.file}" for folder in folders for tag in LANGUAGES for form in FEEDS]


def test_hub_is_told_of_each_list_that_changed_in_every_language_and_format(
    feed: Feed, tell: Teller, post: Post
) -> None:
    feed(ONE)
    told = tell()

    assert told == [Told(HUB, 3 * len(LANGUAGES) * len(FEEDS))]
    assert {fields[0] for fields in post.sent} == {("hub.mode", "publish")}
    assert sorted(files("", "offices/odihr/", "topics/youth/")) == sorted(post.topics())


def test_hub_is_told_once_and_only_of_what_changed_since(feed: Feed, tell: Teller, post: Post) -> None:
    feed(ONE)
    tell()
    post.topics()

    assert tell() == []
    feed(OTHER, now=NOW + timedelta(seconds=1))
    tell(1)
    assert sorted(files("", "offices/mission-to-skopje/", "topics/youth/")) == sorted(post.topics())


def test_ten_changes_of_a_list_are_told_at_once(feed: Feed, tell: Teller, post: Post) -> None:
    for number in range(10):
        feed(make_listing([Entry(headline=f"Ferry {number}", offices="ODIHR", topics="", summary="")]))
    tell()

    assert sorted(files("", "offices/odihr/")) == sorted(post.topics())


def test_feeding_the_same_again_tells_nobody(feed: Feed, tell: Teller, post: Post) -> None:
    feed(ONE)
    tell()
    post.topics()
    feed(ONE, now=NOW + timedelta(hours=1))

    assert tell(3600) == []
    assert post.topics() == []


def test_withdrawal_is_told_of_in_the_lists_that_the_article_left(
    feed: Feed, tell: Teller, post: Post, store: Store
) -> None:
    feed(ONE)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 1)
    tell()
    post.topics()
    edit.withdraw(store, article.key, "It never left.", NOW)
    tell(1)

    assert set(files("offices/odihr/", "topics/youth/")) <= set(post.topics())


@pytest.mark.parametrize("answer", [500, 404, 302, FetchFailed("https://hub.example.org/", "refused")])
def test_hub_that_fails_is_left_alone_longer_each_time_and_told_of_everything_then(
    feed: Feed, tell: Teller, post: Post, answer: int | FetchError
) -> None:
    post.answer = answer
    feed(ONE)
    (first,) = tell()
    assert first.problem
    assert first.again == NOW + timedelta(seconds=FIRST_PAUSE)
    assert tell(FIRST_PAUSE - 1) == []
    (second,) = tell(1)
    assert second.again == tell.now + timedelta(seconds=2 * FIRST_PAUSE)
    feed(OTHER, now=tell.now)
    post.sent.clear()
    post.answer = 204

    assert tell(1) == []
    (third,) = tell(2 * FIRST_PAUSE)
    assert not third.problem
    assert set(files("offices/odihr/", "offices/mission-to-skopje/")) <= set(post.topics())
    assert tell(1) == []


def test_no_pause_is_longer_than_the_longest(feed: Feed, tell: Teller, post: Post) -> None:
    post.answer = 500
    feed(ONE)
    pauses = []
    for _ in range(30):
        (told,) = tell(LONGEST_PAUSE)
        assert told.again
        pauses.append((told.again - tell.now).total_seconds())

    assert pauses[:3] == [30, 60, 120]
    assert pauses[-1] == LONGEST_PAUSE


def test_many_feeds_are_told_in_several_requests(feed: Feed, tell: Teller, post: Post) -> None:
    offices = ("ODIHR", "OSCE Mission to Skopje", "OSCE Presence in Albania", "OSCE Mission to Moldova")
    feed(
        make_listing(
            Entry(headline=office, offices=office, topics="Youth, Elections", summary="") for office in offices
        )
    )
    tell()
    sizes = [len(fields) - 1 for fields in post.sent]

    full, rest = divmod(7 * len(LANGUAGES) * len(FEEDS), 100)
    assert sizes == [*[100] * full, rest]
    assert len(set(post.topics())) == sum(sizes)


def test_hub_that_is_new_is_not_told_of_what_was_before(
    feed: Feed, announcing: Settings, store: Store, post: Post
) -> None:
    feed(ONE)

    assert tell_hubs(announcing, store, post, NOW) == []
    assert post.sent == []


def test_term_that_was_merged_has_no_feed_to_tell_of(
    feed: Feed, tell: Teller, post: Post, store: Store, vocabulary: Vocabulary
) -> None:
    feed(make_listing([Entry(offices="Harbour Bureau of Voss", topics="")]))
    edit.merge(store, vocabulary, "office", "harbour-bureau-of-voss", "odihr", NOW)
    tell()

    assert sorted(files("", "offices/odihr/")) == sorted(post.topics())


def test_every_feed_that_a_hub_is_told_of_announces_it_and_itself(
    feed: Feed, sample: bytes, tell: Teller, post: Post, announcing: Settings
) -> None:
    feed(sample)
    tell()
    client = create_app(announcing, clock=lambda: NOW).test_client()
    for path in post.topics()[::7]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'<{HUB}>; rel="hub"' in response.headers["Link"]
        assert f'<{BASE}{path}>; rel="self"' in response.headers["Link"]


def test_store_is_free_while_a_hub_is_slow(feed: Feed, announcing: Settings, store: Store, tell: Teller) -> None:
    """An ingest in the middle of telling is taken, and told of next time."""
    feed(ONE)

    def slow(_hub: str, _fields: object) -> int:
        feed(OTHER, now=NOW + timedelta(seconds=1))
        return 202

    assert [told.problem for told in tell_hubs(announcing, store, slow, NOW)] == [""]
    (told,) = tell(2)
    assert told.feeds


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    with serving(hub):
        yield hub


def test_subscriber_gets_the_whole_feed_signed_when_something_is_published(
    hub: Hub, settings: Settings, store: Store, feed: Feed
) -> None:
    """From an ingest to the inbox, over real connections, under whatever address the feed was found."""
    subscriber = Subscriber()
    with make_server("127.0.0.1", 0, lambda *_: [], threaded=True) as server, serving(subscriber):
        base = f"http://127.0.0.1:{server.server_port}"
        settings = replace(settings, base_url=base, hubs=(hub.address,))
        app = create_app(settings, clock=lambda: NOW)
        server.app = app
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            tell_hubs(settings, store, Door([place(hub.address)]).post_form, NOW)
            subscriber.subscribe(f"{base}/en/offices/odihr/feed.atom?utm_source=poster")
            feed(ONE)
            assert hub.requests == []
            (told,) = tell_hubs(settings, store, Door([place(hub.address)]).post_form, NOW)
            hub.distribute()
        finally:
            server.shutdown()
            thread.join()

    assert not told.problem
    assert subscriber.topic == f"{base}/en/offices/odihr/feed.atom"
    (delivery,) = subscriber.received
    assert delivery.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [entry.title for entry in feedparser.parse(delivery.body).entries] == ["One"]
    assert app.test_client().get("/en/offices/odihr/feed.atom").data == delivery.body


def test_subscriber_believes_nothing_that_is_not_signed() -> None:
    assert Subscriber().take({"X-Hub-Signature": "sha256=00"}, b"<feed/>") == 403


def test_watch_tells_what_is_due_and_says_so(
    hub: Hub, settings: Settings, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATABASE", settings.database), ("HUBS", hub.address), ("LANGUAGES", "en")):
        monkeypatch.setenv(f"OSCE_FEEDS_{name}", value)
    met = CliRunner().invoke(commands, ["watch", "--once"], catch_exceptions=False)
    feed(ONE)
    told = CliRunner().invoke(commands, ["watch", "--once"], catch_exceptions=False)
    hub.status = 503
    feed(OTHER, now=NOW + timedelta(seconds=1))
    failed = CliRunner().invoke(commands, ["watch", "--once"], catch_exceptions=False)

    assert (met.exit_code, met.output) == (0, "")
    assert told.output == f"{hub.address}: told of 9 feeds\n"
    assert failed.output.startswith(f"{hub.address}: answered 503; 9 feeds, again at ")
    assert len(hub.requests) == 2
