"""What the words of an address mean, and how a selection is put in words."""

import re
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import canonical
from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.descriptions import describe
from osce_feeds.deliver.descriptions import filters
from osce_feeds.deliver.descriptions import text_of
from osce_feeds.deliver.selections import known_terms
from osce_feeds.errors import BadParameter
from osce_feeds.errors import RequestRefused
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats.atom import ATOM
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import FILTERS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.model.selection import parse
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Store

LAMP = make_listing(make_entry("Lamp lit", "1 June 2026", office="Lighthouse Office in Voss", topic="Маяки, Lamps"))


@pytest.fixture
def lit(store: Store, feed: Feed) -> Store:
    """A store with an office and two topics that the vocabulary does not know."""
    feed(LAMP)
    return store


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("office", "ODIHR", "odihr"),
        ("office", "Odihr", "odihr"),
        ("office", "Mission-To-Skopje", "mission-to-skopje"),
        ("office", "OSCE Mission to Skopje", "mission-to-skopje"),
        ("office", "osce mission to skopje", "mission-to-skopje"),
        ("office", "POiB", "programme-office-in-bishkek"),
        ("office", "OSCE Centre in Bishkek", "programme-office-in-bishkek"),
        ("office", "OSCE Centre in Bishkek (closed)", "programme-office-in-bishkek"),
        ("office", "Mission de l’OSCE à Skopje", "mission-to-skopje"),
        ("office", "Mission de l'OSCE à Skopje", "mission-to-skopje"),
        ("office", "Präsenz in Albanien", "presence-in-albania"),
        ("office", "Присутствие ОБСЕ в Албании", "presence-in-albania"),
        ("not-office", "ODIHR", "odihr"),
        ("topic", "Elections", "elections"),
        ("topic", "Wahlen", "elections"),
        ("topic", "ВЫБОРЫ", "elections"),
        ("topic", "Border management", "border-management"),
        ("not-topic", "Border Management", "border-management"),
        ("type", "News Item", "news"),
        ("type", "Press release", "press-release"),
        ("not-type", "PRESS-RELEASE", "press-release"),
        ("region", "Central Asia", "central-asia"),
        ("region", "Asie centrale", "central-asia"),
        ("office", "Lighthouse Office in Voss", "lighthouse-office-in-voss"),
        ("office", "LIGHTHOUSE-OFFICE-IN-VOSS", "lighthouse-office-in-voss"),
        ("topic", "lamps", "lamps"),
        ("topic", "LAMPS", "lamps"),
        ("content", "FR", "fr"),
        ("content", "en-GB", "en"),
        ("content", "SR-latn", "sr-Latn"),
        ("content", "rus", "ru"),
        ("content", "cnr", "cnr"),
    ],
)
def test_words_mean_the_term_that_has_or_had_the_name_in_any_language(
    newsroom: Newsroom, lit: Store, name: str, text: str, code: str
) -> None:
    assert parse([(name, code)]) == canonical(newsroom, lit, parse([(name, text)]))


def test_label_in_another_script_means_the_term_that_was_minted_from_it(
    newsroom: Newsroom, lit: Store, vocabulary: Vocabulary
) -> None:
    code = vocabulary.mint("topic", "Маяки").code

    assert code.startswith("topic-")
    assert only("topic", code) == canonical(newsroom, lit, only("topic", "МАЯКИ"))


def test_term_with_another_code_is_refused_with_the_selection_that_is_meant(newsroom: Newsroom, lit: Store) -> None:
    asked = Selection(offices=("ODIHR", "odihr"), topics=("Youth", "ELECTIONS"), types=("news",))
    with lit.read() as reader, pytest.raises(SelectionMoved) as moved:
        known_terms(newsroom, reader, asked)

    assert moved.value.address == "offices/odihr?topic=elections&topic=youth&type=news"
    assert parse(moved.value.pairs) == Selection(offices=("odihr",), topics=("elections", "youth"), types=("news",))


def test_merged_term_is_the_one_that_it_is_also_when_it_is_excluded(
    newsroom: Newsroom, lit: Store, vocabulary: Vocabulary
) -> None:
    edit.merge(lit, vocabulary, "topic", "lamps", "youth", NOW)

    assert Selection(not_topics=("youth",)) == canonical(newsroom, lit, Selection(not_topics=("lamps",)))
    assert only("topic", "youth") == canonical(newsroom, lit, only("topic", "Lamps"))


@pytest.mark.parametrize(
    ("name", "text", "nearest"),
    [
        ("office", "odir", "odihr"),
        ("not-office", "mission-to-skopie", "mission-to-skopje"),
        ("topic", "Election", "elections"),
        ("not-topic", "yuoth", "youth"),
        ("type", "pres-release", "press-release"),
        ("not-type", "newz", "news"),
        ("region", "central-asi", "central-asia"),
        ("topic", "e\u200blectionz", "elections"),
    ],
)
def test_unknown_term_is_refused_with_its_parameter_and_the_nearest(
    newsroom: Newsroom, lit: Store, name: str, text: str, nearest: str
) -> None:
    with lit.read() as reader, pytest.raises(UnknownTerm) as unknown:
        known_terms(newsroom, reader, parse([(name, text)]))

    assert (unknown.value.parameter, unknown.value.code) == (name, text)
    assert unknown.value.scheme == name.removeprefix("not-")
    assert unknown.value.nearest[0] == nearest


def test_minted_terms_are_near_when_somebody_accepted_them(
    newsroom: Newsroom, lit: Store, vocabulary: Vocabulary
) -> None:
    def nearest() -> tuple[str, ...]:
        with lit.read() as reader, pytest.raises(UnknownTerm) as unknown:
            known_terms(newsroom, reader, only("office", "lighthouse-office-in-vos"))
        return unknown.value.nearest

    assert "lighthouse-office-in-voss" not in nearest()
    edit.accept(lit, vocabulary, "office", "lighthouse-office-in-voss", NOW)
    assert nearest()[0] == "lighthouse-office-in-voss"


@pytest.mark.parametrize("name", ["office", "not-topic", "type", "region"])
def test_term_of_another_scheme_is_unknown(newsroom: Newsroom, lit: Store, name: str) -> None:
    others = {"office": "youth", "not-topic": "odihr", "type": "elections", "region": "odihr"}
    with lit.read() as reader, pytest.raises(UnknownTerm):
        known_terms(newsroom, reader, parse([(name, others[name])]))


def test_region_is_never_a_term_that_an_article_brought(newsroom: Newsroom, lit: Store) -> None:
    with lit.read() as reader, pytest.raises(UnknownTerm):
        known_terms(newsroom, reader, only("region", "lighthouse-office-in-voss"))


@pytest.mark.parametrize("tag", ["xx", "zz-Latn", "und", "mul", "klingon"])
def test_language_that_nobody_speaks_is_refused(newsroom: Newsroom, lit: Store, tag: str) -> None:
    with lit.read() as reader, pytest.raises(BadParameter, match=f"there is no language {tag!r}") as bad:
        known_terms(newsroom, reader, Selection(content=tag))
    assert bad.value.parameter == "content"


def test_endless_text_is_unknown_at_once(newsroom: Newsroom, lit: Store) -> None:
    with lit.read() as reader, pytest.raises(UnknownTerm):
        known_terms(newsroom, reader, only("office", "odihr " * 100_000))


words = st.text(max_size=12) | st.sampled_from(["ODIHR", "youth", "Lamps", "News", "Central Asia", "fr", "2026-07-01"])


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(FILTERS)), words), max_size=6))
def test_any_words_are_refused_in_words_or_mean_a_selection_that_has_its_address(
    newsroom: Newsroom, lit: Store, pairs: list[tuple[str, str]]
) -> None:
    try:
        meant = canonical(newsroom, lit, parse(pairs))
    except RequestRefused as refused:
        assert str(refused)  # noqa: PT017 - either is fine
        return
    assert meant == canonical(newsroom, lit, meant)
    assert re.fullmatch(r"([a-zL0-9/?&=-]|%[0-9A-F]{2})*", meant.address)


EXAMPLE = Selection(topics=("policing", "border-management"), not_topics=("elections",), regions=("central-asia",))


def said(newsroom: Newsroom, store: Store, selection: Selection, tag: str = "en") -> str:
    language = newsroom.language(tag)
    assert language is not None
    with store.read() as reader:
        terms = known_terms(newsroom, reader, selection)
    return text_of(describe(selection, terms, newsroom.localiser(language)))


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (EVERYTHING, ""),
        (EXAMPLE, "Border management or Policing, without Elections - Central Asia"),
        (only("office", "mission-to-skopje"), "OSCE Mission to Skopje"),
        (only("region", "central-asia"), "Central Asia"),
        (
            Selection(regions=("central-asia", "south-caucasus"), types=("news",)),
            "News - Central Asia or South Caucasus",
        ),
        (
            Selection(offices=("mission-to-skopje",), topics=("youth",), types=("news", "press-release")),
            "OSCE Mission to Skopje, Youth, News or Press release",
        ),
        (
            Selection(not_offices=("mission-to-skopje",), not_topics=("youth", "elections"), not_types=("news",)),
            "without OSCE Mission to Skopje or Elections or Youth or News",
        ),
        (Selection(since=date(2026, 7, 1)), "since 1 July 2026"),
        (
            Selection(topics=("youth",), since=date(2026, 7, 1), until=date(2026, 7, 31)),
            "Youth, since 1 July 2026, until 31 July 2026",
        ),
        (Selection(content="uk"), "language of the text: Ukrainian"),
        (Selection(content="sr-Latn"), "language of the text: Serbian (Latin)"),
        (Selection(topics=("lamps",)), "Lamps"),
    ],
)
def test_selection_is_put_in_words(newsroom: Newsroom, lit: Store, selection: Selection, words: str) -> None:
    assert words == said(newsroom, lit, selection)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("fr", "sans Élections, à partir du 1 juillet 2026, langue du texte\u00a0: ukrainien - Asie centrale"),
        ("de", "ohne Wahlen, ab 1. Juli 2026, Sprache des Textes: Ukrainisch - Zentralasien"),
        ("it", "senza Elezioni, dal giorno 1 luglio 2026, lingua del testo: ucraino - Asia centrale"),
        ("ru", "не Выборы, с 1 июля 2026 г., язык текста: украинский - Центральная Азия"),
        ("es", "sin Elecciones, desde el 1 de julio de 2026, idioma del texto: ucraniano - Asia Central"),
    ],
)
def test_words_are_those_of_the_language(newsroom: Newsroom, store: Store, tag: str, words: str) -> None:
    selection = Selection(not_topics=("elections",), regions=("central-asia",), since=date(2026, 7, 1), content="uk")

    assert words.split() == said(newsroom, store, selection, tag).split()


@pytest.mark.parametrize("tag", ["en", "fr", "de", "it", "ru", "es"])
def test_names_stand_in_words_as_they_are(newsroom: Newsroom, store: Store, tag: str) -> None:
    language = newsroom.language(tag)
    assert language is not None
    t = newsroom.localiser(language)
    with store.read() as reader:
        terms = known_terms(newsroom, reader, EXAMPLE)
    text = text_of(describe(EXAMPLE, terms, t))

    assert all(t.name(term) in text for term in terms.values())


def test_name_without_a_translation_says_in_which_language_it_is(newsroom: Newsroom, lit: Store) -> None:
    language = newsroom.language("fr")
    assert language is not None
    selection = Selection(topics=("lamps", "youth"))
    with lit.read() as reader:
        terms = known_terms(newsroom, reader, selection)
    phrases = describe(selection, terms, newsroom.localiser(language))

    assert [(phrase.text, phrase.language) for phrase in phrases] == [
        ("Lamps", "en"),
        (" ou ", "fr"),
        ("Jeunesse", "fr"),
    ]


def test_each_filter_can_be_taken_off(newsroom: Newsroom, store: Store) -> None:
    english = newsroom.language("en")
    assert english is not None
    selection = Selection(
        offices=("odihr",),
        topics=("youth", "elections"),
        regions=("central-asia",),
        not_types=("news",),
        since=date(2026, 7, 1),
        content="fr",
    )
    with store.read() as reader:
        found = filters(selection, known_terms(newsroom, reader, selection), newsroom.localiser(english))

    assert [(one.word, one.name.text) for one in found] == [
        ("", newsroom.localiser(english).name(newsroom.vocabulary.concepts["office"]["odihr"].term)),
        ("", "Elections"),
        ("", "Youth"),
        ("", "Central Asia"),
        ("without", "News"),
        ("since", "1 July 2026"),
        ("language of the text:", "French"),
    ]
    assert dropped(selection, (one.without for one in found)) == sorted(selection.pairs)


def dropped(selection: Selection, others: Iterable[Selection]) -> list[tuple[str, str]]:
    """Return the one filter that each of *others* lacks, in order."""
    found: list[tuple[str, str]] = []
    for other in others:
        (pair,) = set(selection.pairs) - set(other.pairs)
        assert set(other.pairs) < set(selection.pairs)
        found.append(pair)
    return sorted(found)


def test_channel_of_a_refined_selection_says_so(newsroom: Newsroom, store: Store) -> None:
    language = newsroom.language("en")
    assert language is not None
    with store.read() as reader:
        channel = make_channel(newsroom, reader, language, EXAMPLE, (), NOW, ATOM, 7)
    query = "not-topic=elections&region=central-asia&topic=border-management&topic=policing"
    words = "Border management or Policing, without Elections - Central Asia"

    assert channel.title == f"{words} - Test Newsroom"
    assert channel.subtitle == f"News and press releases - {words}"
    assert channel.id == f"tag:feeds.example.org,2026:en/?{query}"
    assert channel.page_url == f"https://feeds.example.org/en/?{query}"
    assert channel.self_url == f"https://feeds.example.org/en/feed.atom?limit=7&{query}"
    assert [other.url for other in channel.alternates][:3] == [
        f"https://feeds.example.org/en/feed.rss?{query}",
        f"https://feeds.example.org/en/feed.json?{query}",
        f"https://feeds.example.org/fr/feed.atom?{query}",
    ]


def test_regions_are_the_offices_that_the_vocabulary_counts_among_them(newsroom: Newsroom) -> None:
    assert newsroom.regions.keys() == newsroom.vocabulary.concepts["region"].keys()
    assert "programme-office-in-bishkek" in newsroom.regions["central-asia"]
    assert "odihr" not in {office for offices in newsroom.regions.values() for office in offices}
