"""Whole records of our own kind, back into readings: cleaned, but not read anew.

What was split, inferred and recognised when the record was made stays as it is.
So a record that this service wrote comes back unchanged.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.article import once
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser.links import absolute
from osce_feeds.normaliser.material import Material
from osce_feeds.text import clean

_CODE = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_CODE = 80
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


def read_record(record: Article, material: Material, vocabulary: Vocabulary, language: str) -> Reading:
    """Return what *record* says of its article, every text clean and every link one that can be followed.

    *material* is its full text, link and files, which were cleaned. *language* is taken
    where the record's is no tag. Terms that the vocabulary knows are as it has them.
    """
    return Reading(
        language=record.language if _TAG.fullmatch(record.language) else language,
        headline=clean(record.headline),
        date=record.date,
        byline=clean(record.byline),
        dateline=_dateline(record.dateline),
        summary=clean(record.summary),
        summary_cut=record.summary_cut,
        content=material.content,
        genre=next(_terms((record.genre,) if record.genre else (), TYPE, vocabulary), None),
        offices=once(_terms(record.offices, OFFICE, vocabulary)),
        topics=once(_terms(record.topics, TOPIC, vocabulary)),
        link=material.link,
        enclosures=material.enclosures,
        collections=tuple(filter(None, map(clean, record.collections))),
        source=Origin(clean(record.source.name), absolute(record.source.url)),
        rights=clean(record.rights),
        provenance={clean(name): clean(how) for name, how in record.provenance.items()},
    )


def _dateline(dateline: Dateline | None) -> Dateline | None:
    if dateline is None or not clean(dateline.text):
        return None
    return replace(dateline, text=clean(dateline.text), places=tuple(filter(None, map(clean, dateline.places))))


def _terms(terms: tuple[Term, ...], scheme: str, vocabulary: Vocabulary) -> Iterator[Term]:
    for term in terms:
        known = vocabulary.get(scheme, term.code)
        label = clean(term.label)
        if known:
            yield known.term
        elif label and _CODE.fullmatch(term.code) and len(term.code) <= _LONGEST_CODE:
            yield Term(scheme, term.code, label)
        elif label:
            found = vocabulary.find(scheme, label)
            yield found.term if found else vocabulary.mint(scheme, label)
