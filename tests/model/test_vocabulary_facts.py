"""Every name that was found out about the newsroom leads to its term, where those facts are at hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser.terms import read_terms

LISTS = {OFFICE: "offices", TOPIC: "topics", TYPE: "content_types"}


def names(row: Any) -> Iterator[str]:
    """Yield every name of *row*, with the suffixes that listings print behind some."""
    yield row["name"]
    yield row.get("canonical_name", row["name"])
    yield from row["aliases"]
    yield from (translation["name"] for translation in row["translations"].values())
    if suffix := row.get("status_suffix"):
        yield from (f"{alias} {suffix}" for alias in row["aliases"])


@pytest.mark.parametrize("scheme", LISTS)
def test_every_name_alias_and_translation_leads_to_its_term(
    vocabulary: Vocabulary, vocabulary_facts: Any, scheme: str
) -> None:
    rows = vocabulary_facts[LISTS[scheme]]
    found = [
        (name, row["slug"], concept.code if (concept := vocabulary.find(scheme, name)) else None)
        for row in rows
        for name in names(row)
    ]
    assert len(found) > len(rows)
    assert [one for one in found if one[1] != one[2]] == []


@pytest.mark.parametrize("scheme", [OFFICE, TOPIC])
def test_every_id_and_path_of_the_site_leads_to_its_term(
    vocabulary: Vocabulary, vocabulary_facts: Any, scheme: str
) -> None:
    parts = [
        (part.strip(" /").rpartition(":")[2], row["slug"])
        for row in vocabulary_facts[LISTS[scheme]]
        for part in [row.get("site_term_id", ""), *row.get("site_path", "").split(",")]
        if part
    ]
    assert len(parts) > 10
    assert [
        part for part, slug in parts if (concept := vocabulary.at_site(scheme, part)) is None or concept.code != slug
    ] == []


@pytest.mark.parametrize("scheme", [OFFICE, TOPIC])
def test_all_names_in_one_line_are_told_apart(vocabulary: Vocabulary, vocabulary_facts: Any, scheme: str) -> None:
    rows = vocabulary_facts[LISTS[scheme]]
    line = ", ".join(row["name"] for row in rows)
    terms, problems = read_terms(RawEntry(document="d", offices=line, topics=line), scheme, vocabulary)
    assert problems == []
    assert list(dict.fromkeys(row["slug"] for row in rows)) == [term.code for term in terms]
