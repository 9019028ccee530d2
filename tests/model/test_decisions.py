"""What a person decided about minted terms, as part of the vocabulary."""

import pytest
from tests.model.test_vocabulary import OFFICES
from tests.model.test_vocabulary import TOPICS

from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Concept
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.model.vocabulary_files import build


@pytest.fixture
def small() -> Vocabulary:
    return build([OFFICES, TOPICS])


def test_accepted_term_is_a_concept(small: Vocabulary) -> None:
    lamp = small.mint(OFFICE, "Lamp Office")
    words = small.extended([lamp], [])

    assert words.get(OFFICE, "lamp-office") == Concept(scheme=OFFICE, code="lamp-office", name="Lamp Office")
    assert words.find(OFFICE, "LAMP office (closed)") == words.get(OFFICE, "lamp-office")
    assert words.find(TOPIC, "Lamp Office") is None
    assert list(words.concepts[OFFICE])[:-1] == list(small.concepts[OFFICE])


def test_accepted_term_with_commas_is_not_cut(small: Vocabulary) -> None:
    words = small.extended([small.mint(TOPIC, "Lamps, Wicks, Oil, and Matches")], [])

    assert small.split(TOPIC, "Quay walks, Lamps, Wicks, Oil, and Matches")[1] == "Lamps"
    assert words.split(TOPIC, "Quay walks, Lamps, Wicks, Oil, and Matches") == [
        "Quay walks",
        "Lamps, Wicks, Oil, and Matches",
    ]


def test_label_of_a_merged_term_means_the_other(small: Vocabulary) -> None:
    words = small.extended([], [(small.mint(OFFICE, "Pier Office"), "quay")])

    assert words.find(OFFICE, "pier office") == small.get(OFFICE, "quay")
    assert words.get(OFFICE, "pier-office") is None


@pytest.mark.parametrize("label", ["Lamps & Wicks", "Lamps – Wicks", "lamps-wicks"])
def test_every_label_of_a_code_means_what_was_decided_about_the_code(small: Vocabulary, label: str) -> None:
    """A source that writes it in another way must not bring the code back."""
    first = small.mint(TOPIC, "Lamps, Wicks")
    assert first.code == small.mint(TOPIC, label).code == "lamps-wicks"

    assert small.extended([], [(first, "quay")]).find(TOPIC, label) == small.get(TOPIC, "quay")
    accepted = small.extended([first], []).find(TOPIC, label)
    assert accepted
    assert accepted.term == first


def test_merged_term_may_lead_to_an_accepted_one(small: Vocabulary) -> None:
    lamp, pier = small.mint(OFFICE, "Lamp Office"), small.mint(OFFICE, "Pier Office")
    words = small.extended([lamp], [(pier, "lamp-office")])

    found = words.find(OFFICE, "Pier Office")
    assert found
    assert found.term == lamp


def test_what_the_vocabulary_knows_stands(small: Vocabulary) -> None:
    words = small.extended(
        [Term(OFFICE, "quay", "Quay Office"), Term(OFFICE, "old-quay-office", "Old Quay")],
        [(Term(OFFICE, "hall-office", "Kontoret"), "quay")],
    )

    assert words.find(OFFICE, "Quay Office") is None
    assert words.get(OFFICE, "quay") == small.get(OFFICE, "quay")
    assert words.get(OFFICE, "old-quay-office") is None
    assert words.find(OFFICE, "Kontoret") == small.get(OFFICE, "hall")


def test_merger_into_nothing_known_is_passed_over(small: Vocabulary) -> None:
    pier = small.mint(OFFICE, "Pier Office")
    for code in ("lamp-office", ""):
        assert small.extended([], [(pier, code)]).find(OFFICE, "Pier Office") is None
    assert small.extended([], [(Term("type", "x", "X"), "y")]).find("type", "X") is None


def test_scheme_without_concepts_gets_its_first(small: Vocabulary) -> None:
    words = small.extended([Term("type", "chart", "Chart")], [])

    assert words.find("type", "chart") == words.get("type", "chart")


def test_edition_tells_vocabularies_apart(small: Vocabulary) -> None:
    lamp, pier = small.mint(OFFICE, "Lamp Office"), small.mint(OFFICE, "Pier Office")
    editions = [
        words.edition
        for words in (
            small,
            small.extended([lamp], []),
            small.extended([pier], []),
            small.extended([], [(lamp, "quay")]),
        )
    ]

    assert len(set(editions)) == len(editions)
    assert small.extended([], []).edition == small.edition
    assert small.extended([lamp], []).edition == editions[1]
