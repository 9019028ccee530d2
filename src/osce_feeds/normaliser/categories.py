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

_FIELDS = {TYPE: "genre", OFFICE: "offices", TOPIC: "topics"}


def sort_out(entry: RawEntry, vocabulary: Vocabulary) -> RawEntry:
    """Return *entry* without categories: each is in the field of the scheme that knows it, else in ``collections``."""
    if not entry.categories:
        return entry
    lines: dict[str, list[str]] = {}
    for label in entry.categories.split("\n"):
        scheme = next((scheme for scheme in _FIELDS if vocabulary.find(scheme, label)), "")
        lines.setdefault(_FIELDS.get(scheme, "collections"), []).append(label)
    if entry.genre:
        lines.pop("genre", None)
    else:
        lines["genre"] = lines.get("genre", [])[:1]  # an article has one type
    fields = {name: "\n".join([*_listed(entry, name, vocabulary), *labels]) for name, labels in lines.items()}
    return replace(entry, categories="", **fields)  # type: ignore[arg-type] # text fields, all of them


def _listed(entry: RawEntry, name: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels that a field of *entry* holds already."""
    value: str = getattr(entry, name)
    if "\n" in value or not value:
        return value.split("\n") if value else []
    scheme = next((scheme for scheme, field in _FIELDS.items() if field == name), "collection")
    return vocabulary.split(scheme, value)
