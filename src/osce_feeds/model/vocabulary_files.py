"""A vocabulary from the facts in its files, checked while it is made."""

import hashlib
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

import msgspec

from osce_feeds.model.names import index
from osce_feeds.model.vocabulary import Concept
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.model.vocabulary import longest_label
from osce_feeds.text import fold
from osce_feeds.text import fold_label


def build(documents: Iterable[Mapping[str, object]]) -> Vocabulary:
    """Return the vocabulary that parsed TOML *documents* describe, one scheme each.

    Raises:
        ValueError: where a fact is malformed, or one spelling means two concepts.
    """
    documents = list(documents)
    concepts: dict[str, dict[str, Concept]] = {}
    suffixes: dict[str, frozenset[str]] = {}
    for document in documents:
        scheme = msgspec.convert(document.get("scheme"), str)
        suffixes[scheme] = frozenset(
            fold_label(suffix) for suffix in msgspec.convert(document.get("suffixes", []), list[str])
        )
        tables = msgspec.convert(document.get("concept", {}), dict[str, dict[str, object]])
        concepts[scheme] = {
            code: msgspec.convert({**table, "scheme": scheme, "code": code}, Concept) for code, table in tables.items()
        }
    spellings = {scheme: list(_spellings(found.values())) for scheme, found in concepts.items()}
    codes = _owners(
        (scheme, fold_label(spelling), spelling, code) for scheme in spellings for spelling, code in spellings[scheme]
    )
    sites = _owners(
        (scheme, part, part, concept.code)
        for scheme in concepts
        for concept in concepts[scheme].values()
        for part in concept.site
    )
    return Vocabulary(
        concepts,
        hashlib.sha256(msgspec.json.encode(documents, order="deterministic")).hexdigest()[:16],
        codes,
        {(scheme, fold(spelling)): code for scheme in spellings for spelling, code in spellings[scheme]},
        sites,
        {scheme: index(found) for scheme, found in spellings.items()},
        suffixes,
        longest_label(codes),
    )


def _spellings(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    for concept in concepts:
        for spelling in concept.spellings():
            yield spelling, concept.code


def _owners(claims: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], str]:
    """Return the code that each form of a scheme belongs to, from (scheme, form, as written, code)."""
    owners: dict[tuple[str, str], str] = {}
    for scheme, form, written, code in claims:
        owner = owners.setdefault((scheme, form), code)
        if owner != code:
            message = f"{written!r} means both {owner} and {code}"
            raise ValueError(message)
    return owners
