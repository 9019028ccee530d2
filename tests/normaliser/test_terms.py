"""Lines of offices, topics and types into terms."""

import pytest

from osce_feeds.model.article import Term
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.model.vocabulary_files import build
from osce_feeds.normaliser.terms import known_terms
from osce_feeds.normaliser.terms import read_terms

VOSS, OSLO = Term(OFFICE, "voss", "Office in Voss and Bergen"), Term(OFFICE, "oslo", "Office in Oslo")
RIVERS = Term(TOPIC, "rivers", "Rivers")
NEWS = Term(TYPE, "news", "News, short")


@pytest.fixture
def words() -> Vocabulary:
    offices = {
        "voss": {"name": VOSS.label, "aliases": ["OV"]},
        "oslo": {"name": OSLO.label, "former": [{"name": "House in Oslo"}]},
    }
    return build(
        [
            {"scheme": OFFICE, "suffixes": ["(closed)"], "concept": offices},
            {"scheme": TOPIC, "concept": {"rivers": {"name": RIVERS.label}}},
            {"scheme": TYPE, "concept": {"news": {"name": NEWS.label}}},
        ]
    )


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        (OFFICE, "oslo\nvoss\n", (OSLO, VOSS)),
        (TOPIC, "Rivers\nrivers\n", (RIVERS,)),
        (OFFICE, "Office in Oslo, Office in Voss and Bergen", (OSLO, VOSS)),
        (OFFICE, "OV, House in Oslo (closed)", (VOSS, OSLO)),
        (OFFICE, "OV, Office in Oslo, Office in Voss and Bergen", (VOSS, OSLO)),
        (OFFICE, "\u200e office  in\tOSLO\x00", (OSLO,)),
        (TOPIC, "Rivers", (RIVERS,)),
        (TYPE, "news, SHORT", (NEWS,)),
        (OFFICE, "", ()),
        (TOPIC, " ", ()),
        (TYPE, "", ()),
    ],
)
def test_known_labels_become_terms_in_order_and_once(
    words: Vocabulary, scheme: str, value: str, expected: tuple[Term, ...]
) -> None:
    entry = RawEntry(document="d", offices=value, topics=value, genre=value)
    assert (expected, []) == read_terms(entry, scheme, words)


def test_unknown_label_becomes_a_term_and_a_problem_at_its_line(words: Vocabulary) -> None:
    entry = RawEntry(document="d", line=1, topics="Lamps, Rivers", lines={"topics": 5})
    detail = "unknown topic 'Lamps': works as 'lamps' in this article until it is accepted or merged"
    problem = Problem("term.unknown", detail, "d", 5, Severity.WARNING)
    assert ((Term(TOPIC, "lamps", "Lamps"), RIVERS), [problem]) == read_terms(entry, TOPIC, words)


def test_unknown_label_is_reported_once_however_often_it_stands_in_the_line(words: Vocabulary) -> None:
    terms, problems = read_terms(RawEntry(document="d", topics="Lamps, lamps, Lamps"), TOPIC, words)
    expected = 1
    assert expected == len(terms)
    assert expected == len(problems)


def test_different_unknown_labels_stay_different_terms(words: Vocabulary) -> None:
    expected = ["Дім", "Лім"]
    assert expected == [term.label for term in read_terms(RawEntry(document="d", topics="Дім, Лім"), TOPIC, words)[0]]


def test_label_with_a_line_end_is_one_even_alone(words: Vocabulary) -> None:
    expected = ["Lamps, lanterns"]
    assert expected == [
        term.label for term in read_terms(RawEntry(document="d", topics="Lamps, lanterns\n"), TOPIC, words)[0]
    ]


def test_types_are_never_split(words: Vocabulary) -> None:
    expected = ["Long read, illustrated"], ["term.unknown"]
    terms, problems = read_terms(RawEntry(document="d", genre="Long read, illustrated"), TYPE, words)
    assert expected == ([term.label for term in terms], [problem.code for problem in problems])


def test_known_terms_takes_codes_and_names_and_leaves_others_out(words: Vocabulary) -> None:
    expected = [OSLO, VOSS, VOSS]
    assert expected == list(known_terms(("oslo", "Nowhere", "OV", "voss", ""), OFFICE, words))


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ("Office in Oslo, Office in Voss and Bergen\nLamps, old", ["Office in Oslo", VOSS.label, "Lamps, old"]),
        ("Office in Oslo;OV", ["Office in Oslo", VOSS.label]),
        ("OV,House in Oslo (closed)", [VOSS.label, "Office in Oslo"]),
        ("OV |\u00a0Office in Oslo,", [VOSS.label, "Office in Oslo"]),
        ("OV;Lamps", ["OV;Lamps"]),
        ("Lamps,\u00a0OV", ["Lamps", VOSS.label]),
        ("Office in Oslo and OV", ["Office in Oslo and OV"]),
    ],
)
def test_lines_are_split_where_known_labels_say_so(words: Vocabulary, value: str, labels: list[str]) -> None:
    terms, _ = read_terms(RawEntry(document="d", offices=value), OFFICE, words)
    assert labels == [term.label for term in terms]


@pytest.mark.parametrize("label", ["Оffice in Oslo", "Office in Оslo (closed)", "ОV"])
def test_look_alike_of_a_known_label_is_reported_and_never_taken_for_it(words: Vocabulary, label: str) -> None:
    """Each has a Cyrillic letter."""
    terms, (problem,) = read_terms(RawEntry(document="d", offices=label, lines={"offices": 4}), OFFICE, words)
    known = VOSS if label == "ОV" else OSLO
    assert known not in terms
    assert (problem.code, problem.line) == ("term.look_alike", 4)
    detail = f"the office {label!r} only looks like {known.label!r}, with letters of another script in it:"
    assert problem.detail.startswith(detail)


def test_unknown_label_in_another_script_is_no_look_alike(words: Vocabulary) -> None:
    _, problems = read_terms(RawEntry(document="d", offices="Офіс у Воссі"), OFFICE, words)
    assert [problem.code for problem in problems] == ["term.unknown"]
