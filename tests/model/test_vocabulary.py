"""How what sources print becomes a concept, or a term that is new."""

import re
from collections.abc import Mapping

import pytest

from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import SCHEMES
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Concept
from osce_feeds.model.vocabulary import FormerName
from osce_feeds.model.vocabulary import MediaTopic
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.model.vocabulary_files import build

OFFICES: Mapping[str, object] = {
    "scheme": OFFICE,
    "suffixes": ["(closed)", "(закрита)"],
    "concept": {
        "hall": {"name": "Office “Voss–Hall”", "aliases": ["VH"], "labels": {"nb": ["Kontoret"], "uk": ["Офіс"]}},
        "quay": {"name": "Quay", "closed": True, "former": [{"name": "Old Quay", "since": 1999, "until": 2004}]},
        "three": {"name": "Salt, Pepper, and Thyme"},
        "two": {"name": "Salt, Pepper"},
    },
}
TOPICS: Mapping[str, object] = {
    "scheme": TOPIC,
    "concept": {"quay": {"name": "Quay walks", "mediatopic": {"code": "20000001", "match": "close"}}},
}


@pytest.fixture
def small() -> Vocabulary:
    return build([OFFICES, TOPICS])


def test_build_keeps_concepts_in_the_order_of_the_file(small: Vocabulary) -> None:
    expected = ["hall", "quay", "three", "two"]
    assert expected == list(small.concepts[OFFICE])


def test_build_reads_facts_into_concepts(small: Vocabulary) -> None:
    former = (FormerName("Old Quay", 1999, 2004),)
    quay = Concept(scheme=OFFICE, code="quay", name="Quay", closed=True, former=former)
    walks = Concept(scheme=TOPIC, code="quay", name="Quay walks", mediatopic=MediaTopic("20000001", "close"))
    assert [quay, walks] == [small.get(OFFICE, "quay"), small.get(TOPIC, "quay")]


@pytest.mark.parametrize(("scheme", "code"), [(OFFICE, "Quay"), (OFFICE, ""), (TOPIC, "hall"), ("colour", "quay")])
def test_get_wants_exactly_the_code_of_the_scheme(small: Vocabulary, scheme: str, code: str) -> None:
    assert small.get(scheme, code) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Office “Voss–Hall”", "hall"),
        ('OFFICE "voss-hall" ', "hall"),
        ("vh", "hall"),
        ("Kontoret", "hall"),
        ("ОФІС (Закрита)", "hall"),
        ("Old  Quay (closed)", "quay"),
        ("Quay(closed)", "quay"),
        ("Quay (Closed)  ", "quay"),
        ("Salt, Pepper", "two"),
    ],
)
def test_find_knows_every_spelling(small: Vocabulary, label: str, code: str) -> None:
    concept = small.find(OFFICE, label)
    assert concept
    assert code == concept.code


@pytest.mark.parametrize("label", ["Quаy", "Quay (open)", "Quay closed)", "Quay walks", "hall", "", "(closed)"])
def test_find_refuses_what_only_looks_alike(small: Vocabulary, label: str) -> None:
    """The first one is spelt with a Cyrillic letter."""
    assert small.find(OFFICE, label) is None


def test_find_knows_suffixes_of_their_scheme_only(small: Vocabulary) -> None:
    assert small.find(TOPIC, "Quay walks (closed)") is None
    assert small.find("colour", "Quay (closed)") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Quay, VH", ["Quay", "VH"]),
        ("Salt, Pepper, and Thyme, Quay", ["Salt, Pepper, and Thyme", "Quay"]),
        ("Salt, Pepper, Salt", ["Salt, Pepper", "Salt"]),
        ("Quay (closed), Salt, Pepper (closed)", ["Quay (closed)", "Salt, Pepper (closed)"]),
        ("Mist and Rain, Quay", ["Mist and Rain", "Quay"]),
        ("Mist,Rain", ["Mist,Rain"]),
        (", Mist, , Rain ", ["Mist", "Rain"]),
        ("", []),
        (" ", []),
    ],
)
def test_split_takes_the_longest_known_label_then_cuts_at_commas(
    small: Vocabulary, value: str, expected: list[str]
) -> None:
    assert expected == small.split(OFFICE, value)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["A, ", ", ", ",", "Salt, ", "Salt, Pepper, "])
def test_split_takes_lines_of_any_length(small: Vocabulary, piece: str) -> None:
    value = piece * 7_000
    assert value.replace(", ", "").strip() == "".join(small.split(OFFICE, value)).replace(", ", "").strip()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Lighthouse Keeping", Term(TOPIC, "lighthouse-keeping", "Lighthouse Keeping")),
        ("Quay", Term(TOPIC, "quay-33888e30", "Quay")),
        ("桟橋", Term(TOPIC, "topic-62ea620c", "桟橋")),
    ],
)
def test_mint_makes_a_code_of_the_words_or_of_their_hash(small: Vocabulary, label: str, expected: Term) -> None:
    assert expected == small.mint(TOPIC, label)


def test_mint_gives_one_code_to_one_label_however_it_is_written(small: Vocabulary) -> None:
    codes = {small.mint(OFFICE, label).code for label in ("Mist Hall", "MIST  hall", "Mist Hall (closed)")}
    expected = {"mist-hall"}
    assert expected == codes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Дім", "Лім"),
        ("Bodø", "Bod"),
        (f"{'Office for the keeping of lamps ' * 2}at Voss", f"{'Office for the keeping of lamps ' * 2}at Oslo"),
    ],
)
def test_mint_gives_different_labels_different_codes(small: Vocabulary, one: str, other: str) -> None:
    assert small.mint(OFFICE, one).code != small.mint(OFFICE, other).code


def test_mint_never_leaves_a_term_without_a_name(small: Vocabulary) -> None:
    expected = "(closed)"
    assert expected == small.mint(OFFICE, "(closed)").label


@pytest.mark.parametrize(
    ("code", "others", "expected"),
    [
        ("quai", (), ("quay",)),
        ("Office Voss Hal", (), ("hall",)),
        ("lighthous", ("lighthouse", "fog"), ("lighthouse",)),
        ("zzzz", (), ()),
        ("", (), ()),
    ],
)
def test_nearest_resembles_codes_and_names(
    small: Vocabulary, code: str, others: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert expected == small.nearest(OFFICE, code, others)


def test_nearest_gives_three_at_most_and_each_once(small: Vocabulary) -> None:
    expected = ("mist-4", "mist-3", "mist-2")
    assert expected == small.nearest("colour", "mist-5", ("mist-1", "mist-2", "mist-3", "mist-4"))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"scheme": OFFICE, "concept": {"a": {"name": "Mist"}, "b": {"name": "MIST"}}}, "'MIST' means both a and b"),
        ({"scheme": OFFICE, "concept": {"a": {"closed": True}}}, "missing required field `name`"),
        ({"scheme": OFFICE, "concept": {"a": {"name": 7}}}, "Expected `str`, got `int`"),
        ({"scheme": OFFICE, "suffixes": "(closed)"}, "Expected `array`"),
        ({"concept": {}}, "Expected `str`"),
    ],
)
def test_build_refuses_facts_that_cannot_be_meant(document: Mapping[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        build([document])


def test_edition_changes_with_any_fact_and_with_nothing_else(small: Vocabulary) -> None:
    other = build([{**OFFICES, "suffixes": []}, TOPICS])
    again = build([dict(reversed(list(OFFICES.items()))), TOPICS])
    assert small.edition == again.edition
    assert small.edition != other.edition
    assert re.fullmatch("[0-9a-f]{16}", small.edition)


def test_shipped_vocabulary_has_every_scheme(vocabulary: Vocabulary) -> None:
    expected = {OFFICE: 43, TOPIC: 28, TYPE: 6, REGION: 4}
    assert expected == {scheme: len(vocabulary.concepts[scheme]) for scheme in SCHEMES}


def test_shipped_spellings_all_lead_home(vocabulary: Vocabulary) -> None:
    concepts = [concept for scheme in SCHEMES for concept in vocabulary.concepts[scheme].values()]
    lost = [
        spelling
        for concept in concepts
        for spelling in concept.spellings()
        if vocabulary.find(concept.scheme, spelling) != concept
    ]
    assert lost == []


def test_shipped_facts_point_to_concepts_that_exist(vocabulary: Vocabulary) -> None:
    regions = {concept.region for concept in vocabulary.concepts[OFFICE].values()} - {""}
    parents = {concept.parent for concept in vocabulary.concepts[TOPIC].values()} - {""}
    assert regions <= set(vocabulary.concepts[REGION])
    assert parents <= set(vocabulary.concepts[TOPIC])


def test_shipped_codes_can_stand_in_addresses(vocabulary: Vocabulary) -> None:
    codes = [code for scheme in SCHEMES for code in vocabulary.concepts[scheme]]
    assert [code for code in codes if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)] == []
