"""The corpus: invented listings, beside each what every one of its records must be read as.

``NAME.txt`` is a listing as a newsroom prints it. ``NAME.toml`` has one ``[[record]]``
for each of its records, in its order, and ``[evidence]`` where the operator knows
something that the listing does not say. ``rows.toml`` says what there is to cover.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from osce_feeds.normaliser import Evidence

FOLDER = Path(__file__).parent


class ExpectedDateline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dateline as it must be read."""

    text: str
    places: tuple[str, ...]
    date: date


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record as it must be read.

    ``covers`` names the rows that the record is an example of. Terms are codes; one
    that the vocabulary does not know is ``new:`` and its label, or ``like:`` where it
    only looks like a known one. ``inferred`` says of which fields the value was
    inferred, and from what. ``summary_starts`` and
    ``summary_ends`` stand for a ``summary`` too long to be read here.
    """

    covers: tuple[str, ...]
    headline: str
    date: date
    language: str = "en"
    genre: str = ""
    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    dateline: ExpectedDateline | None = None
    summary: str = ""
    summary_starts: str = ""
    summary_ends: str = ""
    summary_cut: bool = False
    inferred: dict[str, str] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    record: tuple[Expected, ...]
    evidence: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing of the corpus and what must be read from it."""

    name: str
    data: bytes
    evidence: Evidence
    records: tuple[Expected, ...]


def rows() -> dict[str, str]:
    """Return what there is to cover: the name of each row, and what it says."""
    return tomllib.loads((FOLDER / "rows.toml").read_text(encoding="utf-8"))


def listings() -> list[Listing]:
    """Return the whole corpus, by name."""
    found: list[Listing] = []
    for path in sorted(FOLDER.glob("*.txt")):
        facts = msgspec.toml.decode(path.with_suffix(".toml").read_bytes(), type=_File)
        evidence = msgspec.convert(facts.evidence, Evidence)
        found.append(Listing(path.stem, path.read_bytes(), evidence, facts.record))
    return found
