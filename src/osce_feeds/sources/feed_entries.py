"""What RSS, Atom and JSON Feed say alike: categories by scheme, ids that stand twice, lengths."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace

from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.wire import MEDIA_TOPICS
from osce_feeds.text import clean

CATEGORIES = "categories"
_FIELDS = {"office": "offices", "topic": "topics", "type": "genre"}
_SCHEME = re.compile(r"/vocabulary/(office|topic|type)/?$")
_LENGTH = re.compile("[0-9]{1,15}")


def term_scheme(scheme: str) -> str:
    """Return the scheme of our terms that an address of a service like this one means, or empty for any other."""
    found = _SCHEME.search(scheme.strip()[-100:])
    return found[1] if found else ""


def sort_categories(categories: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the entry's fields for *categories*, pairs of scheme and label, one label a line.

    A scheme of a service like this one says which field is meant; any other label
    is a mere category. IPTC Media Topics are left out: they come as numbers, which are no labels.
    """
    found: dict[str, list[str]] = {}
    for scheme, label in categories:
        if scheme.strip() == MEDIA_TOPICS:
            continue
        found.setdefault(_FIELDS.get(term_scheme(scheme), CATEGORIES), []).append(label)
    return {name: as_lines(labels) for name, labels in found.items()}


def as_lines(labels: Iterable[str]) -> str:
    """Return *labels* as a field that keeps its values apart: once each, each on a line that ends."""
    return "".join(f"{label}\n" for label in dict.fromkeys(map(clean, labels)) if label)


def original(link: str, identifier: str) -> str:
    """Return *link*, or empty where it leads to the page of a service like this one: that is no original."""
    key = identifier.rpartition(":")[2]
    ours = identifier.startswith("tag:") and link.rstrip("/").endswith(f"/articles/{key}")
    return "" if ours else link


def enclosure(url: str, media_type: str, length: str, title: str = "") -> Enclosure:
    """Return a file of an entry; a length that is no number of bytes is 0, for unknown."""
    size = int(length) if _LENGTH.fullmatch(length.strip()) else 0
    return Enclosure(url.strip(), media_type.strip(), size, clean(title))


def told_apart(entries: Iterable[RawEntry]) -> Iterator[RawEntry | Problem]:
    """Yield *entries*; an id that stands at a second one is taken from it, since it tells nothing apart."""
    seen: set[str] = set()
    for entry in entries:
        if entry.id and entry.id in seen:
            detail = f"the id {entry.id[:80]!r} stands at several entries: taken for the first one only"
            yield entry.problem("entry.repeated_id", detail, "id")
            yield replace(entry, id="")
        else:
            seen.add(entry.id)
            yield entry
