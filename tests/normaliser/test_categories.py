"""Categories of which a source does not say what they are: sorted by who knows them, and none lost."""

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from osce_feeds.i18n import packaged
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.categories import sort_out

VOCABULARY = packaged.vocabulary()


def sorted_out(categories: str, **fields: str) -> dict[str, list[str]]:
    entry = sort_out(RawEntry(document="feed.rss", categories=categories, **fields), VOCABULARY)  # type: ignore[arg-type]
    assert entry.categories == ""
    return {
        name: value.splitlines()
        for name in ("genre", "offices", "topics", "collections")
        if (value := getattr(entry, name))
    }


def test_known_names_are_terms_and_others_are_collections() -> None:
    assert sorted_out("Youth\nOSCE Mission to Skopje\nNews\nFerries, small\nElections\n") == {
        "genre": ["News"],
        "offices": ["OSCE Mission to Skopje"],
        "topics": ["Youth", "Elections"],
        "collections": ["Ferries, small"],
    }


def test_entry_without_categories_is_left_alone() -> None:
    entry = RawEntry(document="feed.rss", topics="Youth, Elections")
    assert sort_out(entry, VOCABULARY) is entry


@pytest.mark.parametrize(
    ("categories", "genre", "expected"),
    [
        ("News\nInterview\n", "", {"genre": ["News"], "collections": ["Interview"]}),
        ("News\n", "Interview", {"genre": ["Interview"], "collections": ["News"]}),
        ("News\nnews\n", "", {"genre": ["News"]}),
        ("news\n", "News\n", {"genre": ["News"]}),
        ("News\n", "Something new", {"genre": ["Something new"], "collections": ["News"]}),
    ],
)
def test_second_type_is_a_collection(categories: str, genre: str, expected: dict[str, list[str]]) -> None:
    assert expected == sorted_out(categories, genre=genre)


@pytest.mark.parametrize(
    ("field", "value", "listed"),
    [
        ("topics", "Elections, Youth", ["Elections", "Youth"]),
        ("topics", "Elections\nPeace, order\n", ["Elections", "Peace, order"]),
        ("offices", "OSCE Mission to Skopje, Voss", ["OSCE Mission to Skopje", "Voss"]),
        ("collections", "Ferries, Piers", ["Ferries", "Piers"]),
        ("collections", "Ferries, Piers\n", ["Ferries, Piers"]),
    ],
)
def test_categories_join_what_a_field_holds(field: str, value: str, listed: list[str]) -> None:
    known = {"topics": "Human rights", "offices": "OSCE Mission to Serbia", "collections": "Harbours"}[field]
    assert sorted_out(f"{known}\n", **{field: value})[field] == [*listed, known]


@settings(deadline=None)
@given(
    labels=st.lists(st.sampled_from(["News", "Interview", "Youth", "Voss, Oslo", "OSCE Mission to Skopje"]), max_size=6)
)
def test_no_category_is_lost(labels: list[str]) -> None:
    entry = RawEntry(
        document="feed.rss", headline="Voss", date="4 July 2025", categories="".join(f"{x}\n" for x in labels)
    )
    reading = normalise(entry, VOCABULARY, Evidence()).reading
    assert reading
    terms = [*reading.offices, *reading.topics, *([reading.genre] if reading.genre else [])]
    assert set(labels) == {*(term.label for term in terms), *reading.collections}
