"""Lines of offices and topics into terms; what the vocabulary does not know is minted and reported."""

from collections.abc import Iterator

from osce_feeds.model.article import Term
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.text import clean

_FIELDS = {OFFICE: "offices", TOPIC: "topics", TYPE: "genre"}


def read_terms(entry: RawEntry, scheme: str, vocabulary: Vocabulary) -> tuple[tuple[Term, ...], list[Problem]]:
    """Return the terms that *entry* lists for *scheme*, in its order, once each, and a problem for each unknown one.

    A label may be a code, too: feeds of our own name terms by what is the same in every language.
    """
    name = _FIELDS[scheme]
    labels = _labels(getattr(entry, name), scheme, vocabulary)
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for label in labels:
        concept = vocabulary.find(scheme, label) or vocabulary.get(scheme, label)
        term = concept.term if concept else vocabulary.mint(scheme, label)
        if not concept and term.code not in terms:
            detail = (
                f"unknown {scheme} {label!r}: works as {term.code!r} in this article until it is accepted or merged"
            )
            problems.append(entry.problem("term.unknown", detail, name))
        terms.setdefault(term.code, term)
    return tuple(terms.values()), problems


def read_collections(entry: RawEntry, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of the free groupings that *entry* is in, in its order, once each."""
    return tuple(dict.fromkeys(_labels(entry.collections, "collection", vocabulary)))


def _labels(value: str, scheme: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels in a field: one a line where there are line ends, else as the vocabulary splits them."""
    lines = [line for line in map(clean, value.split("\n")) if line]
    return vocabulary.split(scheme, lines[0]) if lines and "\n" not in value and scheme != TYPE else lines


def known_terms(labels: tuple[str, ...], scheme: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """Yield the terms that *labels* (names or codes) mean; unknown ones are left out."""
    for label in labels:
        if concept := vocabulary.get(scheme, label) or vocabulary.find(scheme, label):
            yield concept.term
