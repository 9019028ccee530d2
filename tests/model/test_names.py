"""Names of concepts in running text."""

import pytest

from osce_feeds.model.names import find_names
from osce_feeds.model.names import index
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import Vocabulary

NAMES = index(
    [
        ("Office in Voss", "voss"),
        ("Office in Voss and Bergen", "both"),
        ("Voss-Hall", "hall"),
        ("HALLO", "hallo"),
        ("HoV", "short"),
        ("Quay", "quay"),
        ("QuayHouse", "house"),
    ]
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Office in Voss opens", ["voss"]),
        ("An OFFICE in  voss: opens", ["voss"]),
        ("Office in Voss and Bergen opens", ["both"]),
        ("Office in Voss and Bodø opens", ["voss"]),
        ("Office in Voss, Office in Voss and Bergen, Office in Voss", ["voss", "both"]),
        ("The “Voss–Hall”’s door", ["hall"]),
        ("HALLO’s door", ["hallo"]),
        ("QuayHouse", ["house"]),
        ("hallo", []),
        ("quayhouse", []),
        ("HALLOS", []),
        ("HoV", []),
        ("Quay", []),
        ("Office in Vossen", []),
        ("Office of Voss", []),
        ("Office in Vоss", []),
        ("Office in", []),
        ("", []),
    ],
)
def test_names_are_found_whole_the_longest_first(text: str, codes: list[str]) -> None:
    """The last but two is spelt with a Cyrillic letter."""
    assert codes == find_names(text, NAMES)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["Office in ", "Office ", "HALLO", "a"])
def test_endless_text_is_searched(piece: str) -> None:
    assert set(find_names(piece * 20_000, NAMES)) <= {"hallo"}


def test_every_office_is_found_by_its_full_name_unless_that_is_one_word(vocabulary: Vocabulary) -> None:
    lost = [
        concept.name
        for concept in vocabulary.concepts[OFFICE].values()
        if vocabulary.named_in(OFFICE, f"Voss and the {concept.name} meet") != (concept,)
    ]
    assert lost == ["Troika"]


@pytest.mark.parametrize("text", ["SMM, PCU, CPC, FSC and OM", "Statement by the Troika", "the Office in Minsk"])
def test_short_forms_are_no_evidence(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.named_in(OFFICE, text) == ()
