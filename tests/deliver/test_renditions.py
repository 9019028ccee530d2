"""A selection in a format: which articles it shows, and validators that can be trusted."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.builders import REPRESENTATIVES
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed
from tests.deliver.conftest import FERRY
from tests.deliver.conftest import LAMP
from tests.deliver.conftest import NOBODY
from tests.deliver.conftest import PIER
from tests.deliver.conftest import PIER_CORRECTED
from tests.deliver.conftest import SKOPJE
from tests.deliver.conftest import TOMORROW
from tests.deliver.conftest import YOUTH_IN_SKOPJE
from tests.deliver.conftest import Look
from tests.deliver.conftest import Seen
from tests.deliver.conftest import ask

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.channels import NEWEST
from osce_feeds.deliver.feeds import WINDOW
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.rss import RSS
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.settings import Settings
from osce_feeds.store import Store

TELLING = tuple(form for form in FORMATS if form is not SITEMAP)
"""Formats in which headlines stand."""
EXPORTS = tuple(form for form in TELLING if not form.feed)

SKOPJE_OR_SERBIA = Selection(offices=("mission-to-skopje", "mission-to-serbia"))
BALKANS = Selection(regions=("south-eastern-europe",))
REFINED = Selection(regions=("south-eastern-europe",), types=("news",))
MADE = NOW - timedelta(seconds=1)
every_telling = pytest.mark.parametrize("form", TELLING, ids=[form.name for form in TELLING])
every_format = pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])


def headlines(data: bytes) -> list[str]:
    return [headline.decode() for headline in re.findall(rb'"headline":"([^"]*)"', data)]


@every_format
def test_feeding_the_same_again_changes_nothing(form: Format, feed: Feed, look: Look, sample: bytes) -> None:
    feed(sample)
    before = look(form)
    feed(sample, now=NOW + timedelta(hours=3))

    assert before == look(form, now=NOW + timedelta(hours=3))


@every_format
@pytest.mark.parametrize("selection", [EVERYTHING, SKOPJE, YOUTH_IN_SKOPJE], ids=["all", "office", "office-topic"])
def test_correction_moves_fingerprint_date_and_bytes(
    form: Format, selection: Selection, feed: Feed, look: Look
) -> None:
    feed(make_listing(PIER))
    before = look(form, selection)
    feed(make_listing(PIER_CORRECTED), now=NOW + timedelta(hours=1))
    after = look(form, selection, now=NOW + timedelta(hours=1))

    assert before.fingerprint != after.fingerprint
    assert before.data != after.data
    assert (NOW, NOW + timedelta(hours=1)) == (before.last_modified, after.last_modified)


@every_format
def test_two_changes_within_a_second_do_not_share_a_date(form: Format, feed: Feed, look: Look) -> None:
    feed(make_listing(PIER))
    before = look(form)
    feed(make_listing(PIER_CORRECTED))
    after = look(form)

    assert before.fingerprint != after.fingerprint
    assert before.last_modified < after.last_modified


@every_format
@pytest.mark.parametrize("selection", [SKOPJE, YOUTH_IN_SKOPJE, NOBODY], ids=["office", "office-topic", "empty"])
def test_news_elsewhere_leaves_a_selection_as_it_was(
    form: Format, selection: Selection, feed: Feed, look: Look
) -> None:
    feed(make_listing(PIER))
    before = look(form, selection)
    feed(make_listing(LAMP), now=NOW + timedelta(hours=1))

    assert before == look(form, selection, now=NOW + timedelta(hours=1))


@every_format
def test_fingerprint_moves_exactly_with_the_bytes_and_the_date_with_both(form: Format, feed: Feed, look: Look) -> None:
    """A newsroom's day, seen through six selections at once."""
    day = (PIER, PIER, LAMP, PIER_CORRECTED, PIER_CORRECTED, FERRY, LAMP, TOMORROW)
    asked = (EVERYTHING, SKOPJE, YOUTH_IN_SKOPJE, NOBODY, SKOPJE_OR_SERBIA, BALKANS)
    seen: dict[Selection, list[Seen]] = {selection: [] for selection in asked}
    for hour, entry in enumerate(day):
        now = NOW + timedelta(hours=hour)
        feed(make_listing(entry), now=now)
        for selection, history in seen.items():
            history.append(look(form, selection, now=now))

    for selection, history in seen.items():
        for before, after in pairwise(history):
            same = before.data == after.data
            assert same == (before.fingerprint == after.fingerprint), selection
            assert same == (before.last_modified == after.last_modified), selection
            assert before.last_modified <= after.last_modified, selection


@every_format
@pytest.mark.parametrize(
    "selection",
    [
        Selection(offices=("mission-to-skopje",), types=("news",)),
        Selection(types=("news",), not_topics=("youth",)),
        Selection(regions=("south-eastern-europe",), not_offices=("mission-to-serbia",)),
        Selection(since=date(2026, 6, 2), until=date(2026, 7, 1)),
        Selection(content="en"),
        Selection(content="fr"),
    ],
    ids=lambda selection: selection.address,
)
def test_refined_selection_never_changes_behind_its_validators(
    form: Format, selection: Selection, feed: Feed, look: Look
) -> None:
    seen = [look(form, selection)]
    for hour, entry in enumerate((PIER, LAMP, PIER_CORRECTED, PIER_CORRECTED, FERRY, LAMP, TOMORROW)):
        feed(make_listing(entry), now=NOW + timedelta(hours=hour))
        seen.append(look(form, selection, now=NOW + timedelta(hours=hour)))

    for before, after in pairwise(seen):
        assert before.last_modified <= after.last_modified
        assert (before.fingerprint == after.fingerprint) == (before.last_modified == after.last_modified)
        assert before.data == after.data or before.fingerprint != after.fingerprint


@every_telling
def test_limit_takes_the_newest(form: Format, feed: Feed, look: Look) -> None:
    feed(make_listing(*(make_entry(f"Pier {number}.", "1 June 2026") for number in range(NEWEST + 4))))

    for limit in (1, 3, NEWEST + 2):
        data = look(form, limit=limit).data
        assert [number for number in range(NEWEST + 4) if f"Pier {number}.".encode() in data] == [*range(limit)]
    assert len({look(form, limit=limit).fingerprint for limit in (None, 1, 3, 500)}) == 4


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
def test_limited_feed_tells_of_withdrawals_among_its_newest(form: Format, feed: Feed, look: Look, store: Store) -> None:
    feed(make_listing(*(make_entry(f"Pier {number}.", "1 June 2026") for number in range(5))))
    with store.read() as reader:
        newest = reader.newest(EVERYTHING, "en", 5)
    edit.withdraw(store, newest[1].key, "Never painted.", NOW)
    edit.withdraw(store, newest[4].key, "Never painted.", NOW)
    data = look(form, limit=2).data

    assert [number for number in range(5) if newest[number].id.encode() in data] == [0, 1]


@every_format
def test_title_does_not_change_behind_the_validators(form: Format, feed: Feed, look: Look) -> None:
    """An office that only the sources know is called as they call it; another article may call it otherwise."""
    selection = Selection(offices=("lighthouse-office-in-voss",), topics=("youth",))
    feed(make_listing(make_entry("Lamp lit", "1 June 2026", office="Lighthouse Office in Voss", topic="Youth")))
    before = look(form, selection)
    feed(
        make_listing(make_entry("Lamp out", "2 June 2026", office="Lighthouse office in Voss")),
        now=NOW + timedelta(hours=1),
    )
    after = look(form, selection, now=NOW + timedelta(hours=1))

    assert before.data == after.data or (
        before.fingerprint != after.fingerprint and before.last_modified < after.last_modified
    )


def test_no_two_renditions_share_a_fingerprint(newsroom: Newsroom, feed: Feed, look: Look) -> None:
    feed(make_listing(PIER))
    fingerprints = [
        look(form, selection, language.tag).fingerprint
        for form in FORMATS
        for selection in (EVERYTHING, SKOPJE, YOUTH_IN_SKOPJE, NOBODY, SKOPJE_OR_SERBIA, BALKANS, REFINED)
        for language in filter(None, map(newsroom.language, REPRESENTATIVES))
    ]

    assert sorted(set(fingerprints)) == sorted(fingerprints)


@every_format
def test_setting_that_is_printed_moves_the_fingerprint(
    form: Format, settings: Settings, store: Store, feed: Feed, look: Look
) -> None:
    feed(make_listing(PIER))
    renamed = Newsroom.open(replace(settings, site_name="Harbour Newsroom"))

    with closing(ask(renamed, store, form)) as rendition:
        assert look(form).fingerprint != rendition.fingerprint


@every_format
def test_date_moves_when_program_or_settings_do(
    form: Format, settings: Settings, store: Store, feed: Feed, look: Look
) -> None:
    feed(make_listing(PIER))
    renamed = Newsroom.open(replace(settings, site_name="Harbour Newsroom"))
    with store.write(NOW + timedelta(days=1)) as writer:
        writer.note_epoch(renamed.epoch, NOW + timedelta(days=1))

    with closing(ask(renamed, store, form)) as rendition:
        assert NOW + timedelta(days=1) == rendition.last_modified
    assert look(form).last_modified == NOW


@every_format
def test_store_without_articles_dates_from_its_making(form: Format, look: Look) -> None:
    """A second before, so that a change in the second of its making is later."""
    assert look(form).last_modified == MADE


@every_format
def test_rendition_says_what_it_is_and_where(form: Format, newsroom: Newsroom, store: Store) -> None:
    with closing(ask(newsroom, store, form, YOUTH_IN_SKOPJE, "ru")) as rendition:
        assert form.media_type == rendition.media_type
        assert f"https://feeds.example.org/ru/offices/mission-to-skopje/topics/youth/{form.file}" == rendition.self_url
        assert len(rendition.alternates) == len(set(rendition.alternates))
        assert rendition.self_url not in {other.url for other in rendition.alternates}


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
def test_feed_holds_the_newest_articles_only(form: Format, feed: Feed, look: Look) -> None:
    entries = [make_entry(f"Pier {number}.", "1 June 2026") for number in range(NEWEST + 1)]
    feed(make_listing(*entries), now=NOW - WINDOW - timedelta(days=1))
    data = look(form).data

    assert b"Pier 0." in data
    assert f"Pier {NEWEST - 1}.".encode() in data
    assert f"Pier {NEWEST}.".encode() not in data


@pytest.mark.parametrize("form", EXPORTS, ids=[form.name for form in EXPORTS])
def test_export_holds_them_all(form: Format, feed: Feed, look: Look) -> None:
    feed(make_listing(*(make_entry(f"Pier {number}.", "1 June 2026") for number in range(NEWEST + 1))))

    assert f"Pier {NEWEST}.".encode() in look(form).data


def test_article_stands_in_every_selection_that_it_has_the_terms_of(feed: Feed, look: Look) -> None:
    feed(make_listing(FERRY, LAMP, PIER))

    assert headlines(look(JSON_LINES).data) == ["Ferry named", "Lamp lit", "Pier painted"]
    assert headlines(look(JSON_LINES, SKOPJE).data) == ["Ferry named", "Pier painted"]
    assert headlines(look(JSON_LINES, YOUTH_IN_SKOPJE).data) == ["Pier painted"]
    assert headlines(look(JSON_LINES, NOBODY).data) == []


@every_telling
def test_article_of_tomorrow_is_shown_tomorrow(form: Format, feed: Feed, look: Look) -> None:
    feed(make_listing(TOMORROW))
    today, tomorrow = look(form, SKOPJE), look(form, SKOPJE, now=NOW + timedelta(days=1))

    assert b"Harbour opens" not in today.data
    assert b"Harbour opens" in tomorrow.data
    assert today.fingerprint != tomorrow.fingerprint
    assert (MADE, NOW + timedelta(days=1)) == (today.last_modified, tomorrow.last_modified)


@pytest.mark.parametrize(
    ("selection", "scheme", "code", "nearest"),
    [
        (Selection(offices=("misson-to-skopje",)), "office", "misson-to-skopje", "mission-to-skopje"),
        (Selection(topics=("election",)), "topic", "election", "elections"),
        (Selection(offices=("mission-to-skopje",), topics=("yuoth",)), "topic", "yuoth", "youth"),
    ],
)
def test_unknown_term_is_refused_with_those_that_may_be_meant(
    newsroom: Newsroom, store: Store, selection: Selection, scheme: str, code: str, nearest: str
) -> None:
    with pytest.raises(UnknownTerm) as unknown:
        ask(newsroom, store, RSS, selection)

    assert (scheme, code, nearest) == (unknown.value.scheme, unknown.value.code, unknown.value.nearest[0])


def test_term_that_only_an_article_has_is_known(feed: Feed, look: Look) -> None:
    feed(make_listing(make_entry("Lamp lit", "1 June 2026", office="Lighthouse Office in Voss")))

    assert headlines(look(JSON_LINES, Selection(offices=("lighthouse-office-in-voss",))).data) == ["Lamp lit"]
