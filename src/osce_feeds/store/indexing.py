"""The indexes that lists are read from, kept in step with the articles."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.store import schema
from osce_feeds.store.dialect import upsert
from osce_feeds.store.places import ANY
from osce_feeds.store.places import LEADS
from osce_feeds.store.places import Code
from osce_feeds.store.places import Edition
from osce_feeds.store.places import Place
from osce_feeds.store.places import places
from osce_feeds.store.places import selections_of
from osce_feeds.store.places import tally
from osce_feeds.store.places import terms_of
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import seconds
from osce_feeds.store.sought import indexed
from osce_feeds.store.words import WordIndex

Works = Mapping[str, list[Edition]]
"""The editions of some works, by the work's key."""
Selection = tuple[Code, Code, Code]

_MANY = 500
"""Values that one question names."""


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield *values* sorted, as many at a time as a question may name."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _MANY):
        yield ordered[start : start + _MANY]


def editions_of(connection: sa.Connection, works: Iterable[str]) -> Works:
    """Return the editions of *works* in whatever status; a work without any has an empty list."""
    table = schema.article
    found: defaultdict[str, list[Edition]] = defaultdict(list)
    for some in chunks(works):
        query = sa.select(table.c.work, table.c.lead, table.c.record).where(table.c.work.in_(some))
        for work, lead, record in connection.execute(query):
            found[work].append(Edition(decode_article(record), lead))
    return found


class Indexes:
    """Terms, lists and counts during one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        """Write over *connection*, whose transaction the caller owns."""
        self._connection = connection
        self._terms: dict[Code, int] = {}
        self._languages: dict[str, int] = {}
        self._words = WordIndex(connection)

    def name(self, terms: Iterable[Term]) -> None:
        """See to it that *terms* are known, under the labels that they came with first."""
        new = {(term.scheme, term.code): term for term in terms if (term.scheme, term.code) not in self._terms}
        if new:
            rows = [
                {"scheme": scheme, "code": code, "label": term.label, "accepted": False}
                for (scheme, code), term in sorted(new.items())
            ]
            upsert(self._connection, schema.term, rows, keys=("scheme", "code"), update=False)
            table = schema.term
            for row in self._connection.execute(sa.select(table.c.scheme, table.c.code, table.c.id)):
                self._terms[row.scheme, row.code] = row.id

    def update(self, before: Works, after: Works) -> None:
        """Make the indexes say *after* where they said *before* of the same works."""
        old, new = list(_all(before)), list(_all(after))
        public = [edition.article for edition in (*old, *new) if edition.article.status is not Status.WITHHELD]
        self.name(term for article in public for term in article.terms)
        self._speak({edition.article.language for edition in (*old, *new)})
        self._replace(schema.article_term, self._term_rows(old), self._term_rows(new))
        self._replace(schema.listing, self._place_rows(before), self._place_rows(after))
        self._count(before, after)
        self._words.replace(self._texts(old), self._texts(new))

    def touch(self, selections: Iterable[Selection], moment: int) -> None:
        """Remember *moment*, in seconds since 1970, as that of the last change of *selections*.

        Those of terms that no article had when it was written are left out: nobody was shown them.
        """
        rows = [
            {**self._selection(selection), "touched": moment, "articles": 0, "works": 0}
            for selection in sorted(selections)
            if all(code == ANY or code in self._terms for code in selection)
        ]
        upsert(self._connection, schema.selection, rows, update=("touched",))

    def _speak(self, tags: set[str]) -> None:
        new = sorted(tags - self._languages.keys())
        if new:
            upsert(self._connection, schema.language, [{"tag": tag} for tag in new], keys=("tag",), update=False)
            table = schema.language
            self._languages = {row.tag: row.id for row in self._connection.execute(sa.select(table))}

    def _term_rows(self, editions: Iterable[Edition]) -> dict[tuple[int, ...], dict[str, int]]:
        rows: dict[tuple[int, ...], dict[str, int]] = {}
        for edition in editions:
            published = seconds(edition.article.published)
            for code in terms_of(edition.article):
                rows[self._terms[code], published] = {"term": self._terms[code], "published": published}
        return rows

    def _texts(self, editions: Iterable[Edition]) -> dict[int, str]:
        """Return what stands in the index of words, by moment; only what lists show is found."""
        return {
            seconds(edition.article.published): indexed(
                edition.article,
                (self._terms[code] for code in terms_of(edition.article)),
                self._languages[edition.article.language],
                lead=edition.lead,
            )
            for edition in editions
            if edition.is_usable
        }

    def _place_rows(self, works: Works) -> dict[tuple[int, ...], dict[str, int]]:
        rows = [self._place(place) for editions in works.values() for place in places(editions)]
        return {tuple(row.values())[:4]: row for row in rows}

    def _place(self, place: Place) -> dict[str, int]:
        languages = self._languages
        return {
            "term": self._term(place.term),
            "topic": self._term(place.topic),
            "edition": 0 if place.edition == LEADS else languages[place.edition],
            "published": place.published,
            "language": languages[place.language],
            "alone": place.alone,
            "received": place.received,
            "version": place.version,
        }

    def _replace(
        self, table: sa.Table, old: Mapping[tuple[int, ...], object], new: Mapping[tuple[int, ...], dict[str, int]]
    ) -> None:
        """Write the rows of *new* that are not as in *old*, and delete those that are only in *old*."""
        gone = old.keys() - new.keys()
        if gone:
            keys = [column.name for column in table.primary_key]
            statement = table.delete().where(*(table.c[name] == sa.bindparam(f"old_{name}") for name in keys))
            parameters = [dict(zip((f"old_{name}" for name in keys), key, strict=True)) for key in sorted(gone)]
            self._connection.execute(statement, parameters)
        changed = [row for key, row in sorted(new.items()) if row != old.get(key)]
        if any(key in old for key in new):
            upsert(self._connection, table, changed)
        elif changed:
            self._connection.execute(table.insert(), changed)

    def _count(self, before: Works, after: Works) -> None:
        counts = tally()
        for works, sign in ((before, -1), (after, 1)):
            for editions in works.values():
                counts.take(editions, sign)
        changes = {selection for selection in counts.articles if counts.articles[selection] or counts.works[selection]}
        rows = [
            {
                **self._selection(selection),
                "touched": 0,
                "articles": counts.articles[selection],
                "works": counts.works[selection],
            }
            for selection in sorted(changes)
        ]
        self._add(schema.selection, rows, ("articles", "works"))
        differences = [
            {**self._selection(selection), "language": self._languages[language], "works": number}
            for (*selection, language), number in sorted(counts.differences.items())
            if number
        ]
        self._add(schema.difference, differences, ("works",))

    def _add(self, table: sa.Table, rows: list[dict[str, int]], columns: tuple[str, ...]) -> None:
        upsert(self._connection, table, rows, add=columns)

    def _selection(self, selection: Iterable[Code]) -> dict[str, int]:
        office, topic, genre = selection
        return {"office": self._term(office), "topic": self._term(topic), "type": self._term(genre)}

    def _term(self, code: Code) -> int:
        return 0 if code == ANY else self._terms[code]


def touched_by(editions: Iterable[Article]) -> set[Selection]:
    """Return the selections that change with any of *editions*."""
    return {selection for article in editions for selection in selections_of(article)}


def _all(works: Works) -> Iterator[Edition]:
    for editions in works.values():
        yield from editions
