"""The index of words on PostgreSQL: vectors that are written as they are, so no configuration reads them."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence

import sqlalchemy as sa

from osce_feeds.model.search import Phrase
from osce_feeds.store.sought import Clause

CREATE = (
    "CREATE TABLE words (published bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX ix_words_vector ON words USING gin (vector)",
)
_LAST = 16_383
"""The last place of a word that PostgreSQL knows."""
_MOST = 255
"""Places of one word that it keeps."""

TABLE = sa.table("words", sa.column("published", sa.BigInteger), sa.column("vector"))
PUBLISHED: sa.ColumnElement[int] = TABLE.c.published


def matches(clauses: Sequence[Clause], excluded: Clause) -> sa.ColumnElement[bool]:
    """Return the condition that a row has one phrase of each of *clauses*, and none of *excluded*."""
    expression = " & ".join([*map(_any_of, clauses), *([f"!{_any_of(excluded)}"] if excluded else [])])
    query = sa.cast(sa.literal(expression, sa.Text), _Query())
    return TABLE.c.vector.op("@@", is_comparison=True)(query)


def holds(clauses: Sequence[Clause]) -> sa.ColumnElement[bool]:
    """Return the condition that a row which was found already has one phrase of each of *clauses*."""
    return matches(clauses, ())


def insert(connection: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add rows of moment and text; none of these moments may be there."""
    connection.execute(
        sa.text("INSERT INTO words (published, vector) VALUES (:published, CAST(:vector AS tsvector))"),
        [{"published": published, "vector": _vector(text)} for published, text in rows],
    )


def delete(connection: sa.Connection, moments: Iterable[int]) -> None:
    """Remove the rows of *moments*."""
    statement = sa.text("DELETE FROM words WHERE published = :published")
    connection.execute(statement, [{"published": published} for published in moments])


def differing(connection: sa.Connection, texts: Mapping[int, str]) -> list[int]:
    """Return the moments of those of *texts* that the index does not hold as they are."""
    query = sa.text(
        """SELECT expected.published FROM unnest(CAST(:moments AS bigint[]), CAST(:vectors AS text[]))
        AS expected(published, vector) LEFT JOIN words ON words.published = expected.published
        WHERE words.vector IS DISTINCT FROM CAST(expected.vector AS tsvector)"""
    )
    vectors = [_vector(text) for text in texts.values()]
    return list(connection.scalars(query, {"moments": list(texts), "vectors": vectors}))


class _Query(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "tsquery"


def _vector(text: str) -> str:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(text.split(" "), start=1):
        places[token].append(min(place, _LAST))
    return " ".join(f"'{token}':{','.join(map(str, found[:_MOST]))}" for token, found in places.items())


def _any_of(clause: Clause) -> str:
    return f"({' | '.join(map(_spelt, clause))})"


def _spelt(phrase: Phrase) -> str:
    *whole, last = (f"'{token}'" for token in phrase.tokens)
    return f"({' <-> '.join([*whole, f'{last}:*' if phrase.prefix else last])})"
