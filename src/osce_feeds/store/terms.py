"""Minted terms: which there are, what a person decided about them, and which articles have them."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.article import once
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import decode_article
from osce_feeds.store.writer import Writer

Code = tuple[str, str]
"""A scheme and a code in it."""


@dataclass(frozen=True, slots=True)
class TermState:
    """A term that articles have or had, under the label that it came with first.

    ``merged_into`` is the code that it turned out to be, in the end; ``count`` says
    how many public articles have it.
    """

    term: Term
    accepted: bool
    merged_into: str | None
    count: int


@dataclass(frozen=True, slots=True)
class MintedTerm:
    """A term that was minted from a label; ``nearest`` are codes that it may mean, best first.

    ``accepted`` and ``merged_into`` tell what a person decided; ``count`` is the
    number of public articles that have it.
    """

    scheme: str
    code: str
    label: str
    count: int
    nearest: tuple[str, ...] = ()
    accepted: bool = False
    merged_into: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether a person has said what it is."""
        return self.accepted or bool(self.merged_into)


def term_states(reader: Reader) -> list[TermState]:
    """Return every term that some article has or had, by scheme and code."""
    table, own, article = schema.term, schema.article_term, schema.article
    count = (
        sa.select(sa.func.count())
        .select_from(own.join(article, article.c.published == own.c.published))
        .where(own.c.term == table.c.id, article.c.status == Status.USABLE)
        .scalar_subquery()
    )
    query = sa.select(table, count.label("uses")).order_by(table.c.scheme, table.c.code)
    rows = reader.connection.execute(query).all()
    mergers = {(row.scheme, row.code): row.merged_into for row in rows if row.merged_into}
    return [
        TermState(Term(row.scheme, row.code, row.label), row.accepted, _end(mergers, (row.scheme, row.code)), row.uses)
        for row in rows
    ]


def extended(reader: Reader, vocabulary: Vocabulary) -> Vocabulary:
    """Return *vocabulary* with what a person decided about minted terms: what ingest and edits recognise terms by."""
    table = schema.term
    decided = sa.select(table).where(sa.or_(table.c.accepted, table.c.merged_into.is_not(None)))
    rows = reader.connection.execute(decided.order_by(table.c.scheme, table.c.code)).all()
    if not rows:
        return vocabulary
    mergers = {(row.scheme, row.code): row.merged_into for row in rows if row.merged_into}
    terms = [Term(row.scheme, row.code, row.label) for row in rows]
    ends = [(term, _end(mergers, (term.scheme, term.code))) for term in terms]
    return vocabulary.extended(
        [term for term, end in ends if end is None], [(term, end) for term, end in ends if end is not None]
    )


def minted_terms(reader: Reader, vocabulary: Vocabulary) -> list[MintedTerm]:
    """Return the terms that the vocabulary does not know, by scheme and code."""
    words = extended(reader, vocabulary)
    found: list[MintedTerm] = []
    for state in term_states(reader):
        term = state.term
        if vocabulary.get(term.scheme, term.code):
            continue
        known = vocabulary.find(term.scheme, term.label)  # by a vocabulary newer than the article
        codes = ([known.code] if known else []) + [*words.nearest(term.scheme, term.label)]
        nearest = tuple(code for code in dict.fromkeys(codes) if code != term.code)
        found.append(
            MintedTerm(
                *(term.scheme, term.code, term.label, state.count, nearest[:3]),
                accepted=state.accepted and state.merged_into is None,
                merged_into=state.merged_into or "",
            )
        )
    return found


def current_terms(reader: Reader, vocabulary: Vocabulary, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return *terms* with those that were merged replaced by what they turned out to be, once each, in their order."""
    ends = {(state.term.scheme, state.term.code): state.merged_into for state in term_states(reader)}
    words = extended(reader, vocabulary)
    concepts = ((term, words.get(term.scheme, ends.get((term.scheme, term.code)) or "")) for term in terms)
    return once(concept.term if concept else term for term, concept in concepts)


def accept_term(writer: Writer, scheme: str, code: str) -> None:
    """Remember that a minted term is one."""
    table = schema.term
    writer.connection.execute(table.update().where(_is(table, scheme, code)).values(accepted=True))


def merge_term(writer: Writer, scheme: str, code: str, into: str) -> None:
    """Remember that a minted term is the one with the code *into*, which must not lead back to it."""
    table = schema.term
    writer.connection.execute(table.update().where(_is(table, scheme, code)).values(merged_into=into))


def articles_with(reader: Reader, scheme: str, code: str, limit: int) -> list[Article]:
    """Return up to *limit* articles that have a term, in whatever status, the newest first."""
    table, own = schema.article, schema.article_term
    query = sa.select(table.c.record).order_by(table.c.published.desc())
    number = sa.select(schema.term.c.id).where(_is(schema.term, scheme, code)).scalar_subquery()
    public = query.join(own, own.c.published == table.c.published).where(own.c.term == number).limit(limit)
    # Terms of withheld articles are not in the index: nobody may select them yet.
    withheld = query.where(table.c.status == Status.WITHHELD)
    found = [decode_article(record) for record in reader.connection.scalars(withheld)]
    found = [article for article in found if any((term.scheme, term.code) == (scheme, code) for term in article.terms)]
    found += [decode_article(record) for record in reader.connection.scalars(public)]
    return found[:limit]


def _end(mergers: Mapping[Code, str], place: Code) -> str | None:
    """Return where mergers lead from *place*, or None where it was not merged; they never lead in a circle."""
    scheme, code = place
    while next_code := mergers.get((scheme, code)):
        code = next_code
    return code if code != place[1] else None


def _is(table: sa.FromClause, scheme: str, code: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.scheme == scheme, table.c.code == code)
