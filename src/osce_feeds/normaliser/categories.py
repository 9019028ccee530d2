"""Categories of which a source does not say what they are: known names become terms, the others collections.

A publisher's tags are no vocabulary. So none of them makes a new term, and none
is lost.
"""

from dataclasses import replace

from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary

_COLLECTIONS = "collections"
_FIELDS = {TYPE: "genre", OFFICE: "offices", TOPIC: "topics"}


def sort_out(entry: RawEntry, vocabulary: Vocabulary) -> RawEntry:
    """Return *entry* without categories: each is in the field of the scheme that knows it, else in ``collections``."""
    if not entry.categories:
        return entry
    fields = {name: _listed(entry, name, vocabulary) for name in (*_FIELDS.values(), _COLLECTIONS)}
    for label in filter(None, entry.categories.split("\n")):
        scheme = next((scheme for scheme in _FIELDS if vocabulary.find(scheme, label)), "")
        name = _FIELDS.get(scheme, _COLLECTIONS)
        if name == "genre" and fields[name] and not _same(fields[name][0], label, vocabulary):
            name = _COLLECTIONS  # an article has one type
        fields[name].append(label)
    del fields["genre"][1:]
    lines = {name: "".join(f"{label}\n" for label in labels) for name, labels in fields.items()}
    return replace(entry, categories="", **lines)  # type: ignore[arg-type] # text fields, all of them


def _same(one: str, other: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.find(TYPE, one) == vocabulary.find(TYPE, other)


def _listed(entry: RawEntry, name: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels that a field of *entry* holds already."""
    value: str = getattr(entry, name)
    if "\n" in value or name == "genre":
        return [label for label in value.split("\n") if label]
    scheme = next((scheme for scheme, field in _FIELDS.items() if field == name), "collection")
    return vocabulary.split(scheme, value)
