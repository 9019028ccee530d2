"""CSV after RFC 4180: a row for each article, for people with spreadsheets.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which it
does not show. UTF-8 with a byte order mark, by which Excel knows it. Scripts that want
neither have ``RAW_CSV``, and the full text in JSON lines: a cell of a spreadsheet ends
after 32,767 characters.
"""

import csv
import io
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import rfc3339
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel

BOM = "\ufeff"
COLUMNS = (
    *("key", "id", "version", "status", "language", "headline", "byline", "date", "date_text"),
    *("type", "type_code", "offices", "office_codes", "topics", "topic_codes"),
    *("dateline", "summary", "summary_cut", "link", "page", "source", "rights", "published", "updated", "note"),
)
LEFT = "left"
"""Status of an article that was in the selection and is in it no longer."""
_BETWEEN = "; "
_FORMULAS = frozenset("=+-@＝＋－＠")
_PASSED_OVER = " \t\r\n\v\f\u00a0\u3000\"'“”‘’\0"
"""What a spreadsheet may drop before it looks for a formula."""

Cell = str | int
Guard = Callable[[Cell], Cell]


def guarded(cell: Cell) -> Cell:
    """Return *cell* so that no spreadsheet takes it for a formula; numbers stay numbers."""
    if isinstance(cell, str) and (cell[:1] in {"\t", "\r", "\0"} or cell.lstrip(_PASSED_OVER)[:1] in _FORMULAS):
        return f"'{cell}"
    return cell


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield a byte order mark and the header, then a row for each article, texts guarded against formulas."""
    yield BOM.encode()
    yield from _rows(channel, localiser, guarded)


def render_raw(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the same without the mark, and with every text as it is: not safe in spreadsheets."""
    return _rows(channel, localiser, lambda cell: cell)


def _rows(channel: Channel, localiser: Localiser, guard: Guard) -> Iterator[bytes]:
    yield _row(COLUMNS)
    for article in channel.articles:
        yield _row(map(guard, _cells(article, channel, localiser)))


def _row(cells: Iterable[Cell]) -> bytes:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()


def _cells(article: Article, channel: Channel, localiser: Localiser) -> tuple[Cell, ...]:
    genre = (article.genre,) if article.genre else ()
    return (
        article.key,
        article.id,
        article.version,
        LEFT if article.key in channel.left else str(article.status),
        article.language,
        article.headline,
        article.byline,
        article.date.isoformat(),
        localiser.date(article.date),
        *_terms(genre, localiser),
        *_terms(article.offices, localiser),
        *_terms(article.topics, localiser),
        article.dateline.text if article.dateline else "",
        article.summary,
        "true" if article.summary_cut else "false",
        article.link,
        channel.addresses.article(channel.language, article.key),
        article.source.name,
        article.rights or channel.rights,
        rfc3339(article.published),
        rfc3339(article.updated),
        article.note,
    )


def _terms(terms: Iterable[Term], localiser: Localiser) -> tuple[str, str]:
    """Return the names and the codes of terms, each in a cell."""
    terms = tuple(terms)
    return _BETWEEN.join(map(localiser.name, terms)), _BETWEEN.join(term.code for term in terms)


CSV = Format("csv", "CSV", "articles.csv", wire.CSV, feed=False, render=render)
RAW_CSV = Format("rawcsv", "CSV", "articles-raw.csv", wire.CSV, feed=False, render=render_raw)
