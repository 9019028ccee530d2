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
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for label in _labels(getattr(entry, name), scheme, vocabulary):
        concept = vocabulary.find(scheme, label) or vocabulary.get(scheme, label)
        term = concept.term if concept else vocabulary.mint(scheme, label)
        if not concept and term.code not in terms:
            problems.append(_unknown(entry, name, label, term, vocabulary))
        terms.setdefault(term.code, term)
    return tuple(terms.values()), problems


def read_collections(entry: RawEntry, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of the free groupings that *entry* is in, in its order, once each."""
    return tuple(dict.fromkeys(_labels(entry.collections, "collection", vocabulary)))


def _labels(value: str, scheme: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the labels in *value*: each line is one where there are line ends, else the line is split.

    A line of several known labels is taken apart all the same.
    """
    lines = [line for line in map(clean, value.split("\n")) if line]
    for line in lines:
        parts = [line] if scheme == TYPE else vocabulary.split(scheme, line)
        if "\n" not in value or all(vocabulary.find(scheme, part) for part in parts):
            yield from parts
        else:
            yield line


def _unknown(entry: RawEntry, name: str, label: str, term: Term, vocabulary: Vocabulary) -> Problem:
    if known := vocabulary.look_alike(term.scheme, label):
        detail = (
            f"the {term.scheme} {label!r} only looks like {known.name!r}, with letters of another script in it:"
            f" not taken for it, works as {term.code!r} in this article"
        )
        return entry.problem("term.look_alike", detail, name)
    detail = f"unknown {term.scheme} {label!r}: works as {term.code!r} in this article until it is accepted or merged"
    return entry.problem("term.unknown", detail, name)


def known_terms(labels: tuple[str, ...], scheme: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """Yield the terms that *labels* (names or codes) mean; unknown ones are left out."""
    for label in labels:
        if concept := vocabulary.get(scheme, label) or vocabulary.find(scheme, label):
            yield concept.term
