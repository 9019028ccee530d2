"""Polling: what is asked, what is read, and what is left alone."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.watch.conftest import Site
from tests.watch.conftest import Watch
from tests.watch.conftest import article
from tests.watch.conftest import changed
from tests.watch.conftest import with_sources

from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import PolledSource
from osce_feeds.settings import Settings
from osce_feeds.store import Store


def test_listing_is_taken_and_asked_again_when_it_is_due(watch: Watch, site: Site) -> None:
    site.listing(1, 2)
    watch.look()
    assert site.paths == ["/news"]
    assert watch.said == ["voss: 2 new, 0 changed, 0 unchanged, 0 refused"]

    site.listing(1, 2, 3)
    watch.look(minutes=13)
    assert "/news" not in site.paths
    watch.look(minutes=5)
    assert site.paths[-1] == "/news"
    assert watch.said[-1] == "voss: 1 new, 0 changed, 2 unchanged, 0 refused"


def test_articles_are_followed_to_their_pages_oldest_first_each_once(watch: Watch, site: Site) -> None:
    site.listing(2, 1)
    watch.look()
    assert watch.articles() == {"Ferry 2 leaves Voss": "", "Ferry 1 leaves Voss": ""}
    site.asked.clear()
    watch.look(5)

    assert site.paths == ["/node/10001", "/node/10002"]
    texts = watch.articles()
    assert all(f"The whole text of number {number}" in texts[f"Ferry {number} leaves Voss"] for number in (1, 2))
    watch.look(10, minutes=16)
    assert set(site.paths) == {"/news"}


def test_host_is_asked_once_in_two_seconds_however_much_waits(watch: Watch, site: Site) -> None:
    site.listing(*range(1, 9))
    watch.look(minutes=1 / 60)
    site.asked.clear()
    watch.look(10, minutes=1 / 60)

    assert len(site.paths) == 5


def test_source_that_is_not_followed_is_read_from_its_listing_alone(
    settings: Settings, store: Store, source: PolledSource, site: Site
) -> None:
    site.listing(1)
    watch = Watch(with_sources(settings, changed(source, follow=False)), store)
    watch.look(5)

    assert site.paths == ["/news"]


def test_validators_are_sent_back_and_nothing_is_read_where_nothing_changed(watch: Watch, site: Site) -> None:
    site.listing(1, ETag='"a"', Last_Modified="Mon, 01 Jun 2026 12:00:00 GMT")
    watch.look()
    assert not {"If-None-Match", "If-Modified-Since"} & site.asked[-1][1].keys()
    watch.restart()
    watch.look(minutes=30)

    path, fields = next(each for each in site.asked if each[0] == "/news" and "If-None-Match" in each[1])
    assert path == "/news"
    assert fields["If-None-Match"] == '"a"'
    assert fields["If-Modified-Since"] == "Mon, 01 Jun 2026 12:00:00 GMT"
    with watch.store.read() as reader:
        assert reader.count(EVERYTHING, "en") == 1


def test_listing_that_is_refused_is_read_whole_again(watch: Watch, site: Site) -> None:
    """Its validators would say that nothing has changed since it was refused."""
    site.put("/news", "<!doctype html><html><body><p>We are rebuilding.</p></body></html>", ETag='"a"')
    watch.look()
    watch.look(minutes=30)

    assert "If-None-Match" not in site.asked[-1][1]
    assert [message.subject for message in watch.sent] == ["voss: refused"]


def test_failures_put_the_next_request_off_longer_each_time(
    watch: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osce_feeds.watch.manners._JITTER", 0)
    site.put("/news", status=500)
    waits = []
    for _ in range(12):
        before = watch.now
        while not site.paths:
            watch.look(minutes=5)
        waits.append((watch.now - before) / timedelta(minutes=1))

    assert waits == sorted(waits)
    assert waits[1] <= 20
    assert waits[-1] == 360
    site.listing(1)
    watch.look(minutes=410)
    watch.look(minutes=20)
    assert site.paths.count("/news") == 2


@pytest.mark.parametrize("later", ["7200", (NOW + timedelta(hours=2, minutes=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")])
def test_host_that_names_a_time_is_left_alone_until_then(watch: Watch, site: Site, later: str) -> None:
    site.put("/news", status=503, Retry_After=later)
    watch.look()
    site.asked.clear()
    watch.look(20, minutes=5)
    assert site.paths == []
    watch.look(6, minutes=10)
    assert site.paths[:1] == ["/news"]


@pytest.mark.parametrize("later", ["soon", "-5", "", "Mon, 99 Foo 2026", "9" * 30])
def test_nonsense_in_retry_after_does_no_harm(watch: Watch, site: Site, later: str) -> None:
    site.put("/news", status=503, Retry_After=later)
    watch.look()
    watch.look(minutes=7 * 60)

    assert site.paths == ["/news", "/news"]


def test_robots_are_heard(watch: Watch, site: Site) -> None:
    site.listing(1, 2)
    site.put("/robots.txt", "User-agent: *\nDisallow: /node/10002\nCrawl-delay: 30\n")
    watch.look()
    watch.look(20, minutes=0.1)

    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert site.paths == ["/news", "/node/10001"]
    assert any("robots.txt" in line and "not asked for again" in line for line in watch.said)


def test_source_that_robots_may_not_read_is_not_read(watch: Watch, site: Site) -> None:
    site.listing(1)
    site.put("/robots.txt", "User-agent: osce-feeds\nDisallow: /\n")
    watch.look(3, minutes=20)

    assert site.paths == []
    assert "robots.txt" in watch.said[0]


def test_nothing_is_asked_while_robots_cannot_be_known(watch: Watch, site: Site) -> None:
    site.listing(1)
    site.put("/robots.txt", status=503)
    watch.look()

    assert site.paths == []


def test_page_that_is_gone_is_given_up_and_one_that_fails_comes_later(watch: Watch, site: Site) -> None:
    site.listing(1, 2, 3)
    site.put("/node/10001", status=410)
    site.put("/node/10002", status=500)
    site.put("/node/10003", "<!doctype html><html><body><h1>Under repair</h1></body></html>")
    watch.look(20, minutes=10)
    asked = site.paths

    assert asked.count("/node/10001") == asked.count("/node/10003") == 1
    assert asked.count("/node/10002") > 1
    site.put("/node/10002", article(2))
    watch.look(40, minutes=10)
    assert "number 2" in watch.articles()["Ferry 2 leaves Voss"]


def test_editions_are_read_and_joined(watch: Watch, site: Site) -> None:
    site.listing(1)
    links = '<link rel="alternate" hreflang="{}" href="/{}/node/20001">'
    site.put("/node/10001", article(1, head=links.format("ru", "ru") + links.format("x-default", "en")))
    russian = article(1, "ru", "Паром уходит из Восса", '<link rel="alternate" hreflang="en" href="/node/10001">')
    site.put("/ru/node/20001", russian)
    watch.look(10)

    assert set(watch.articles("en")) == {"Ferry 1 leaves Voss"}
    assert set(watch.articles("ru")) == {"Паром уходит из Восса"}
    assert site.paths.count("/ru/node/20001") == 1


def test_nothing_is_lost_or_done_twice_when_it_is_stopped_after_each_look(watch: Watch, site: Site) -> None:
    site.listing(*range(1, 7))
    for _ in range(20):
        watch.restart()
        watch.look()

    assert len([content for content in watch.articles().values() if "The whole text" in content]) == 6
    assert sorted(site.paths) == sorted(["/news", *(f"/node/{10_000 + number}" for number in range(1, 7))])


def test_source_that_is_down_does_not_hold_up_another(settings: Settings, store: Store, site: Site) -> None:
    dead = PolledSource(name="dead", url="http://127.0.0.1:9/news")
    site.listing(1)
    watch = Watch(with_sources(settings, dead, PolledSource(name="voss", url=f"{site.base}/news")), store)
    watch.look()

    assert site.paths == ["/news"]
    assert watch.said[0].startswith("dead: ")


def test_pages_elsewhere_are_not_asked_for(watch: Watch, site: Site) -> None:
    site.listing(1)
    _, body, _ = site.pages["/news"]
    site.put("/news", body.decode().replace("/node/10001", "http://127.0.0.1:9/node/10001"))
    watch.look(5)

    assert site.paths == ["/news"]
    assert any("is not allowed" in line for line in watch.said)
