"""What stands around the articles of a selection."""

from dataclasses import replace

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.selections import known_terms
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.base import Format
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.rss import RSS
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.settings import Settings
from osce_feeds.store import Store

SKOPJE = Selection(offices=("mission-to-skopje",))
VOSS = Selection(offices=("lighthouse-office-in-voss",), topics=("youth",))
LAMP = make_listing(make_entry("Lamp lit", "1 June 2026", office="Lighthouse Office in Voss", topic="Youth"))


def channel(
    newsroom: Newsroom, store: Store, selection: Selection = EVERYTHING, tag: str = "en", form: Format = ATOM
) -> Channel:
    language = newsroom.language(tag)
    assert language is not None
    with store.read() as reader:
        return make_channel(newsroom, reader, language, selection, (), NOW, form)


@pytest.mark.parametrize(
    ("selection", "title"),
    [
        (EVERYTHING, "Test Newsroom"),
        (SKOPJE, "OSCE Mission to Skopje - Test Newsroom"),
        (Selection(topics=("elections",)), "Elections - Test Newsroom"),
        (
            Selection(offices=("mission-to-skopje",), topics=("elections",)),
            "OSCE Mission to Skopje, Elections - Test Newsroom",
        ),
    ],
)
def test_title_names_the_terms_before_the_site(
    newsroom: Newsroom, store: Store, selection: Selection, title: str
) -> None:
    assert title == channel(newsroom, store, selection).title


def test_title_is_in_the_language_of_the_channel(newsroom: Newsroom, store: Store) -> None:
    spoken = newsroom.language("ru")
    assert spoken is not None
    name = newsroom.localiser(spoken).name(Term("office", "mission-to-skopje", "OSCE Mission to Skopje"))

    assert f"{name} - Test Newsroom" == channel(newsroom, store, SKOPJE, "ru").title


def test_republication_says_that_it_is_one(newsroom: Newsroom, store: Store) -> None:
    assert channel(newsroom, store).notice == "Unofficial republication; the original is authoritative."


def test_service_of_the_newsroom_itself_has_no_such_notice(settings: Settings, store: Store) -> None:
    assert channel(Newsroom.open(replace(settings, official=True)), store).notice == ""


def test_sample_newsroom_says_that_its_articles_are_invented(newsroom: Newsroom, store: Store) -> None:
    before = channel(newsroom, store)
    with store.write(NOW) as writer:
        writer.state_fact("sample", "true")
    after = channel(newsroom, store, SKOPJE)

    assert (before.sample, after.sample) == (False, True)
    assert after.site == "Test Newsroom (sample)"
    assert after.title == "OSCE Mission to Skopje - Test Newsroom (sample)"
    assert after.notice == (
        "Sample: these articles are invented. Unofficial republication; the original is authoritative."
    )


def test_channel_says_what_the_settings_do(settings: Settings, store: Store) -> None:
    made = channel(Newsroom.open(replace(settings, rights="Free to reprint")), store, SKOPJE, "fr")

    assert (made.rights, made.site, made.language, made.selection) == ("Free to reprint", "Test Newsroom", "fr", SKOPJE)
    assert made.updated == NOW
    assert made.page_url == "https://feeds.example.org/fr/offices/mission-to-skopje/"
    assert made.self_url == "https://feeds.example.org/fr/offices/mission-to-skopje/feed.atom"


def test_codes_resolve_below_the_base_of_the_vocabulary(settings: Settings, store: Store) -> None:
    ours = channel(Newsroom.open(settings), store)
    theirs = channel(Newsroom.open(replace(settings, vocabulary_base="https://terms.example.org")), store)

    assert ours.addresses.scheme("office") == "https://feeds.example.org/vocabulary/office/"
    assert theirs.addresses.scheme("office") == "https://terms.example.org/vocabulary/office/"


@pytest.mark.parametrize(
    ("selection", "tag", "expected"),
    [
        (EVERYTHING, "en", "tag:feeds.example.org,2026:en/"),
        (SKOPJE, "ru", "tag:feeds.example.org,2026:ru/offices/mission-to-skopje"),
    ],
)
def test_id_is_permanent_from_the_empty_store_on(
    newsroom: Newsroom, store: Store, feed: Feed, selection: Selection, tag: str, expected: str
) -> None:
    """Subscribers may come before the first article, and an id never changes (RFC 4287 section 4.2.6)."""
    before = channel(newsroom, store, selection, tag).id
    feed(LAMP)

    assert [expected] * 2 == [before, channel(newsroom, store, selection, tag).id]


def test_id_is_the_same_in_every_format(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(LAMP)

    assert len({channel(newsroom, store, form=form).id for form in (ATOM, RSS, JSON_LINES)}) == 1


def test_id_does_not_follow_the_address_of_the_service(
    newsroom: Newsroom, settings: Settings, store: Store, feed: Feed
) -> None:
    feed(LAMP)
    moved = Newsroom.open(replace(settings, base_url="https://news.example.net", authority=""))

    assert channel(newsroom, store).id == channel(moved, store).id


def test_alternates_are_the_other_formats_then_the_other_languages(newsroom: Newsroom, store: Store) -> None:
    folder = "offices/mission-to-skopje"

    assert [
        (f"https://feeds.example.org/en/{folder}/feed.atom", "application/atom+xml", "en", "Atom"),
        (f"https://feeds.example.org/en/{folder}/feed.json", "application/feed+json", "en", "JSON Feed"),
        *(
            (f"https://feeds.example.org/{tag}/{folder}/feed.rss", "application/rss+xml", tag, "RSS")
            for tag in (language.tag for language in LANGUAGES[1:])
        ),
    ] == [
        (other.url, other.media_type, other.language, other.title)
        for other in channel(newsroom, store, SKOPJE, form=RSS).alternates
    ]


def test_known_terms_come_from_the_vocabulary_and_from_the_store(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(LAMP)
    with store.read() as reader:
        assert known_terms(newsroom, reader, VOSS) == {
            ("office", "lighthouse-office-in-voss"): Term(
                "office", "lighthouse-office-in-voss", "Lighthouse Office in Voss"
            ),
            ("topic", "youth"): Term("topic", "youth", "Youth"),
        }


def test_first_unknown_term_is_the_one_refused(newsroom: Newsroom, store: Store) -> None:
    with store.read() as reader, pytest.raises(UnknownTerm) as unknown:
        known_terms(newsroom, reader, Selection(offices=("no-such-office",), topics=("no-such-topic",)))

    assert (unknown.value.scheme, unknown.value.code) == ("office", "no-such-office")
