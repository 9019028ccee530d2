"""What addresses and headlines say about an entry that does not say it itself."""

from dataclasses import replace

import pytest

from osce_feeds.model.article import Origin
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.normaliser.evidence import from_article_address
from osce_feeds.normaliser.evidence import from_listing_address
from osce_feeds.normaliser.normalise import complete

LISTING = "https://www.osce.org/press-releases"
BOSNIA, KOSOVO, SERBIA = "mission-to-bosnia-and-herzegovina", "mission-in-kosovo", "mission-to-serbia"
CONFLICTS, ELECTIONS = "conflict-prevention-and-resolution", "elections"
FILTERED = "inferred: the listing was filtered by it"
ADDRESSED = "inferred: the article's address begins with it"
NAMED = "inferred: named in the headline"
ENTRY = RawEntry(document="d", headline="Voss opens a footbridge", date="4 July 2025", genre="News")


@pytest.mark.parametrize(
    ("url", "offices", "topics"),
    [
        (f"{LISTING}?filters=+im_taxonomy_vid_1:(11)", [BOSNIA], []),
        (f"{LISTING}?filters=+im_taxonomy_vid_3:(120)&rows=10&page=3", [], [ELECTIONS]),
        (f"{LISTING}?filters=+im_taxonomy_vid_1:(11)+im_taxonomy_vid_3:(116)", [BOSNIA], [CONFLICTS]),
        (f"{LISTING}?filters=%2Bim_taxonomy_vid_1%3A%2811%29%20%2Bim_taxonomy_vid_1%3A%2812%29", [BOSNIA, KOSOVO], []),
        (f"{LISTING}?f[0]=im_taxonomy_vid_3:120&f[1]=im_taxonomy_vid_3:116", [], [ELECTIONS, CONFLICTS]),
        (f"{LISTING}?filters=im_taxonomy_vid_1:(+17+)", [SERBIA], []),
        ("https://www.osce.org/uk/press-releases?activities=116&page=82", [], [CONFLICTS]),
        ("http://osce.org/press-releases?fields=11&activities=116", [BOSNIA], [CONFLICTS]),
        ("https://bih.osce.org/hbs/press-releases", [BOSNIA], []),
        ("https://www.osce.org/mission-in-kosovo/press-releases", [KOSOVO], []),
        (f"{LISTING}?filters=im_taxonomy_vid_1:(11+12)", [], []),
        (f"{LISTING}?filters=im_taxonomy_vid_1:(11 OR 12)", [], []),
        (f"{LISTING}?filters=im_taxonomy_vid_1:(99999)", [], []),
        (f"{LISTING}?filters=im_taxonomy_vid_2:(11)", [], []),
        (f"{LISTING}?filters=im_taxonomy_vid_1:()", [], []),
        (f"{LISTING}?activities=soon&fields=", [], []),
        (f"{LISTING}?fields=116&activities=11", [], []),
        ("https://voss.example.org/?filters=im_taxonomy_vid_1:(11)", [], []),
        ("https://notosce.org/?activities=116", [], []),
        ("//[", [], []),
        ("", [], []),
        (f"{LISTING}?activities=116&{'x' * 2000}", [], []),
    ],
)
def test_listing_address_names_its_filters(
    vocabulary: Vocabulary, url: str, offices: list[str], topics: list[str]
) -> None:
    found = from_listing_address(url, vocabulary)
    assert (offices, topics) == tuple([term.code for term in terms] for terms in found)


@pytest.mark.parametrize(
    ("url", "office"),
    [
        ("https://www.osce.org/odihr/123", "odihr"),
        ("http://osce.org/FOM/123?fbclid=x", "rfom"),
        ("https://www.osce.org/uk/odihr/123", "odihr"),
        ("https://www.osce.org/chairmanship/123", "chairpersonship"),
        ("https://www.osce.org/cio/123", "chairpersonship"),
        ("https://moldova.osce.org/ro/node/101", "mission-to-moldova"),
        ("https://www.bih.osce.org/node/101", BOSNIA),
        ("https://www.osce.org/node/11", ""),
        ("https://www.osce.org/11/11", ""),
        ("https://www.osce.org/a/b/odihr/11", ""),
        ("https://www.osce.org/", ""),
        ("https://voss.example.org/odihr/123", ""),
        ("/odihr/123", ""),
    ],
)
def test_article_address_begins_with_its_office(vocabulary: Vocabulary, url: str, office: str) -> None:
    assert [office] * bool(office) == [term.code for term in from_article_address(url, vocabulary)]


@pytest.mark.parametrize(
    ("entry", "evidence", "offices", "how"),
    [
        pytest.param({}, {}, [], {}, id="nothing"),
        pytest.param(
            {"headline": "OSCE Mission to Serbia opens a bridge"}, {}, [SERBIA], {"offices": NAMED}, id="headline"
        ),
        pytest.param(
            {"headline": "ODIHR meets OSCE Mission to Serbia"},
            {},
            ["odihr", SERBIA],
            {"offices": NAMED},
            id="two names",
        ),
        pytest.param(
            {"headline": "OSCE Mission to Serbia", "link": "https://www.osce.org/odihr/1"},
            {},
            ["odihr"],
            {"offices": ADDRESSED},
            id="address before headline",
        ),
        pytest.param(
            {"headline": "OSCE Mission to Serbia", "link": "https://www.osce.org/odihr/1"},
            {"offices": (KOSOVO,)},
            [KOSOVO],
            {"offices": FILTERED},
            id="filter before address",
        ),
        pytest.param(
            {"headline": "OSCE Mission to Serbia", "offices": "OSCE Secretariat"},
            {"offices": (KOSOVO,)},
            ["secretariat"],
            {},
            id="what is read before all",
        ),
        pytest.param(
            {"headline": "OSCE Mission to Serbia", "offices": "Lamp Office"}, {}, ["lamp-office"], {}, id="unknown, too"
        ),
    ],
)
def test_office_comes_from_what_says_most(
    vocabulary: Vocabulary, entry: dict[str, str], evidence: dict[str, tuple[str, ...]], offices: list[str], how: object
) -> None:
    reading = normalise(replace(ENTRY, **entry), vocabulary, Evidence(**evidence)).reading  # type: ignore[arg-type]
    assert reading
    assert offices == [term.code for term in reading.offices]
    assert how == reading.provenance


def test_office_that_was_inferred_is_not_missing(vocabulary: Vocabulary) -> None:
    assert normalise(replace(ENTRY, headline="ODIHR reports"), vocabulary, Evidence()).problems == ()


def test_topics_are_not_inferred_from_headlines(vocabulary: Vocabulary) -> None:
    """Many entries have none, on purpose."""
    headline = "Conflict prevention and resolution: Gender equality and Human rights"
    reading = normalise(replace(ENTRY, headline=headline), vocabulary, Evidence()).reading
    assert reading
    assert reading.topics == ()


def test_filters_of_the_listing_fill_evidence_that_was_not_given(vocabulary: Vocabulary) -> None:
    origin = Origin("Voss", f"{LISTING}?filters=im_taxonomy_vid_1:(11)+im_taxonomy_vid_3:(116)")
    assert Evidence(origin=origin, offices=(BOSNIA,), topics=(CONFLICTS,)) == complete(
        Evidence(origin=origin), vocabulary
    )
    given = Evidence(origin=origin, offices=("odihr",), topics=("youth",))
    assert given == complete(given, vocabulary)
    assert Evidence() == complete(Evidence(), vocabulary)


def test_batch_knows_the_filters_of_its_listing(vocabulary: Vocabulary) -> None:
    origin = Origin("Voss", f"{LISTING}?activities=116&fields=11")
    (item,) = make_batch([ENTRY], vocabulary, Evidence(origin=origin)).items
    assert [term.code for term in item.reading.offices] == [BOSNIA]
    assert [term.code for term in item.reading.topics] == [CONFLICTS]
    assert item.reading.provenance == {"offices": FILTERED, "topics": FILTERED}


@pytest.mark.parametrize(
    ("code", "expected"), [("hbs", "bs"), ("uk", "uk"), ("en_GB", "en"), ("sr-latn-RS", "sr-Latn"), ("", "fr")]
)
def test_language_is_a_tag_whatever_the_page_calls_it(vocabulary: Vocabulary, code: str, expected: str) -> None:
    reading = normalise(replace(ENTRY, language=code), vocabulary, Evidence(language="fr")).reading
    assert reading
    assert expected == reading.language


def test_language_that_is_no_tag_is_reported_and_that_of_the_evidence_taken(vocabulary: Vocabulary) -> None:
    found = normalise(replace(ENTRY, language="<b>", offices="ODIHR"), vocabulary, Evidence(language="fr"))
    assert found.reading
    assert found.reading.language == "fr"
    detail = "'Voss opens a footbridge' names no language but '<b>': taken as 'fr'"
    assert [("language.unreadable", detail)] == [(problem.code, problem.detail) for problem in found.problems]
