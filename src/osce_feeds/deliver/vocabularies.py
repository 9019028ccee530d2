"""The published vocabulary: what the codes of exports resolve to."""

from datetime import datetime

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import merged
from osce_feeds.formats import newsml_vocabulary
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.model import wire
from osce_feeds.model.vocabulary import Concept
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.text import digest


def catalog(newsroom: Newsroom, store: Store) -> Document:
    """Return the catalog that declares the aliases of our schemes."""
    with store.read() as reader:
        body = newsml_vocabulary.catalog(newsroom.addresses)
        return _document(newsroom, reader, wire.XML, body)


def scheme_document(newsroom: Newsroom, store: Store, scheme: str) -> Document | None:
    """Return the knowledge item of *scheme*, or None where there is no such scheme."""
    if scheme not in ALIASES:
        return None
    with store.read() as reader:
        found = newsml_vocabulary.concepts(scheme, newsroom.vocabulary, reader.accepted_terms(scheme))
        body = newsml_vocabulary.knowledge_item(
            scheme, found, newsroom.vocabulary, newsroom.addresses, _edition(newsroom, reader)
        )
        return _document(newsroom, reader, newsml_vocabulary.KNOWLEDGE_TYPE, body)


def concept_document(newsroom: Newsroom, store: Store, scheme: str, code: str) -> Document | None:
    """Return the concept item of one code, or None where the scheme has no such code."""
    with store.read() as reader:
        concept = _concept(newsroom, reader, scheme, code)
        if concept is None:
            return None
        body = newsml_vocabulary.concept_item(
            concept, newsroom.vocabulary, newsroom.addresses, _edition(newsroom, reader)
        )
        return _document(newsroom, reader, newsml_vocabulary.CONCEPT_TYPE, body)


def concept_facts(newsroom: Newsroom, store: Store, scheme: str, code: str) -> tuple[Concept, Document] | None:
    """Return what a page about one code shows, with validators, or None where the scheme has no such code."""
    with store.read() as reader:
        concept = _concept(newsroom, reader, scheme, code)
        return None if concept is None else (concept, _document(newsroom, reader, "text/html", code.encode()))


def merged_into(newsroom: Newsroom, store: Store, scheme: str, code: str) -> str | None:
    """Return the code of the term that this one was merged into, or None."""
    with store.read() as reader:
        return merged(newsroom, reader, scheme, code)


def _concept(newsroom: Newsroom, reader: Reader, scheme: str, code: str) -> Concept | None:
    """Return a concept of the vocabulary, or what articles have under the code: that resolves from its first use on."""
    term = reader.term(scheme, code)
    found = newsml_vocabulary.concepts(scheme, newsroom.vocabulary, [term] if term else ())
    return next((concept for concept in found if concept.code == code), None)


def _edition(newsroom: Newsroom, reader: Reader) -> datetime:
    """Return when this edition of the vocabulary was first seen here."""
    return reader.epoch_since(newsroom.epoch) or reader.created()


def _document(newsroom: Newsroom, reader: Reader, media_type: str, body: bytes) -> Document:
    fingerprint = digest(newsroom.epoch, media_type, body.decode())
    return Document(media_type, fingerprint, last_modified(newsroom, reader), body)
