"""What must be true of one article and the rows that belong to it."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import msgspec
import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import decode_entry
from osce_feeds.store.records import decode_evidence
from osce_feeds.store.records import decode_reading
from osce_feeds.store.records import seconds

_RECORDS = "json-lines"
"""The form in which articles come with a version of their own, which may be any."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that is wrong: the rule that it breaks, where (a key; empty for the store), and what, in words."""

    rule: str
    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term under which lists find the article at ``published``, in seconds since 1970."""

    scheme: str
    code: str
    published: int


@dataclass(frozen=True, slots=True)
class _Look:
    """An article's row and the rows that belong to it."""

    row: sa.Row[Any]
    article: Article
    versions: Sequence[sa.Row[Any]]
    readings: Sequence[sa.Row[Any]]
    terms: Sequence[FoundTerm]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the store knows beside the articles: terms by scheme and code, and the selections that are dated.

    A selection is an office, a topic and a type by their codes, each empty for any.
    """

    terms: frozenset[tuple[str, str]]
    selections: frozenset[tuple[str, str, str]]


def broken_rules(
    row: sa.Row[Any],
    versions: Sequence[sa.Row[Any]],
    readings: Sequence[sa.Row[Any]],
    terms: Sequence[FoundTerm],
    shelves: Shelves,
) -> Iterator[Violation]:
    """Yield what is wrong with the article of *row*, to which *versions*, *readings* and *terms* belong."""
    if error := decoding_error(decode_article, row.record):
        yield Violation("record", row.key, f"the article cannot be read: {error}")
        return
    look = _Look(row, decode_article(row.record), versions, readings, terms)
    yield from _columns(look)
    yield from _versions(look)
    yield from _readings(look)
    yield from _terms(look, shelves)
    yield from _change(look, shelves)


def _columns(look: _Look) -> Iterator[Violation]:
    article = look.article
    expected = {
        "key": article.key,
        "work": article.work,
        "language": article.language,
        "status": article.status,
        "version": article.version,
        "date": article.date.isoformat(),
        "published": seconds(article.published),
        "received": seconds(article.received),
    }
    for name, value in expected.items():
        found = look.row._mapping[name]  # noqa: SLF001 - the public name of it
        if found != value:
            yield Violation("column", look.row.key, f"the column {name} says {found!r}, the record {value!r}")


def _versions(look: _Look) -> Iterator[Violation]:
    key, current = look.row.key, look.article.version
    numbers = [row.version for row in look.versions]
    for row in look.versions:
        if error := decoding_error(decode_article, row.record):
            yield Violation("record", key, f"version {row.version} cannot be read: {error}")
            continue
        version = decode_article(row.record)
        if (version.key, version.version) != (key, row.version):
            said = f"calls itself version {version.version} of {version.key}"
            yield Violation("version", key, f"version {row.version} {said}")
        elif row.version >= current:
            detail = f"version {row.version} is kept as an earlier one, but the current one is number {current}"
            yield Violation("version", key, detail)
    missing = sorted(set(range(1, current)) - set(numbers))
    if missing and not _may_have_gaps(look):
        yield Violation("version", key, f"there is no version {', '.join(map(str, missing))}")


def _may_have_gaps(look: _Look) -> bool:
    """Say whether versions are missing with reason: the text was erased, or a record brought a later version along."""
    return look.article.is_erased or any(row.form == _RECORDS for row in look.readings)


def _readings(look: _Look) -> Iterator[Violation]:
    parts = {"entry": decode_entry, "evidence": decode_evidence, "reading": decode_reading}
    for row in look.readings:
        for name, decode in parts.items():
            if error := decoding_error(decode, row._mapping[name]):  # noqa: SLF001
                detail = f"the {name} of {row.source!r} ({row.form}) cannot be read: {error}"
                yield Violation("record", look.row.key, detail)


def _terms(look: _Look, shelves: Shelves) -> Iterator[Violation]:
    key, article = look.row.key, look.article
    public = article.status is not Status.WITHHELD
    moment = seconds(article.published)
    expected = {(term.scheme, term.code, moment) for term in article.terms} if public else set()
    found = {(row.scheme, row.code, row.published) for row in look.terms}
    for scheme, code, _ in sorted(expected - found):
        yield Violation("term", key, f"lists of the {scheme} {code!r} do not find it, though it has that term")
    for scheme, code, published in sorted(found - expected):
        said = f"of the {scheme} {code!r} at {published}"
        yield Violation("term", key, f"lists {said} find it, though it has no such term or moment")
    for scheme, code, _ in sorted(expected):
        if (scheme, code) not in shelves.terms:
            yield Violation("term", key, f"its {scheme} {code!r} is not among the terms")


def _change(look: _Look, shelves: Shelves) -> Iterator[Violation]:
    key, article = look.row.key, look.article
    if article.status is Status.WITHHELD:
        return
    if look.row.change is None:
        yield Violation("change", key, "it is public, but its publication has no number")
    for codes in sorted(_selections(article) - shelves.selections):
        named = zip(("offices", "topics", "types"), codes, strict=True)
        path = "/".join(f"{name}/{code}" for name, code in named if code)
        yield Violation("touched", key, f"its selection {path or 'of everything'} has no date of its last change")


def _selections(article: Article) -> set[tuple[str, str, str]]:
    offices: Iterable[str] = ("", *(term.code for term in article.offices))
    topics: Iterable[str] = ("", *(term.code for term in article.topics))
    types: Iterable[str] = ("", *([article.genre.code] if article.genre else []))
    return set(product(offices, topics, types))


def decoding_error(decode: Callable[[bytes], object], data: bytes) -> str:
    """Return why *data* cannot be decoded, or "" where it can."""
    try:
        decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
        return str(error)
    return ""
