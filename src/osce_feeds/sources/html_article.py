"""The page of one article in HTML.

What the page prints goes before what it says to machines: headline, day, type,
offices and topics are read from its lines. JSON-LD, Open Graph and meta elements
fill what is missing, and alone have a summary, since the first paragraph is
none.
"""

from collections.abc import Iterator
from collections.abc import Sequence

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources import html_listing
from osce_feeds.sources.article_body import find_body
from osce_feeds.sources.article_body import labels_around
from osce_feeds.sources.article_body import lines_inside
from osce_feeds.sources.article_body import paragraphs
from osce_feeds.sources.article_body import write_body
from osce_feeds.sources.base import Source
from osce_feeds.sources.labels import is_type_heading
from osce_feeds.sources.page_blocks import DAY
from osce_feeds.sources.page_fields import find_label
from osce_feeds.sources.page_fields import read_fields
from osce_feeds.sources.page_lines import Line
from osce_feeds.sources.page_lines import one_line
from osce_feeds.sources.page_lines import read_lines
from osce_feeds.sources.page_metadata import Metadata
from osce_feeds.sources.page_metadata import read_metadata
from osce_feeds.sources.pages import Page
from osce_feeds.sources.pages import is_page
from osce_feeds.sources.pages import line_of
from osce_feeds.sources.pages import read_page
from osce_feeds.text import fold
from osce_feeds.text import shorten

_TELLING = 8
"""Letters from which on a heading that the page's title repeats is the headline."""
_LONGEST = 1_000
"""Characters of a title that are looked at."""
_TITLE_LINES = 10
_TYPE_WORDS = 3
_NEITHER = (
    "the page is neither a listing nor an article whose layout is known: an article has a headline and a publishing"
    " date, in its text (as 'Publishing date:' or 'Date:') or its metadata"
)
_CUT = "the page was cut off: it has no end (</html>), so its text may have none; save it again, whole"
_LISTING = "the page is a listing, not an article; leave --format out, or name html-listing"


def sniff(data: bytes) -> bool:
    """Say whether *data* is a page and no listing; whether it is an article shows when it is read."""
    return is_page(data) and not html_listing.sniff(data)


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield what the page says wrongly, and its article.

    Raises:
        DocumentRefused: when *data* is no page that can be read (``read_page``), is a listing, was cut
            off, or has no headline or no date.
    """
    page = read_page(data, document)
    if html_listing.is_listing(page):
        raise DocumentRefused(_LISTING, document)
    if page.cut:
        raise DocumentRefused(_CUT, document)
    metadata = read_metadata(page)
    parts = _Parts(page, metadata)
    entry = _read_entry(page, metadata, parts)
    if not entry.headline or not entry.date:
        raise DocumentRefused(_NEITHER, document)
    yield from metadata.problems
    for number in parts.labels_within:
        line = parts.lines[number]
        detail = f"a label inside the text was taken as text: {shorten(line.text, 80)!r}"
        yield Problem("page.label_in_text", detail, document, line_of(line.element))
    yield entry


class _Parts:
    """The lines of a page, told apart: the headline, what labels say, the text."""

    def __init__(self, page: Page, metadata: Metadata) -> None:
        """Tell the lines of *page* apart."""
        self.lines = read_lines(page.root, {DAY: DAY})
        hints = _hints(page, metadata)
        self.headline = _find_headline(self.lines, hints)
        self.holders = find_body(self.lines, self.headline)
        title = _title_lines(self.lines, self.headline)
        first = min(title, default=-1)
        end = _others(self.lines, first)
        inside = [n for n in lines_inside(self.lines, self.holders) if first < n < end and n not in title]
        labels, self.labels_within = labels_around(self.lines, inside)
        held = title.union(inside)
        outside = [number for number in range(end) if number not in held]
        self.fields = read_fields(self.lines, sorted([*outside, *labels]))
        dates = [number for number, line in enumerate(self.lines) if line.zone == DAY and line.link is None]
        self.date = next((number for number in dates if number > first), dates[0] if dates else None)
        self.genre = _find_type(self.lines, first, hints) if title else None
        apart = {*self.fields.taken, *dates, self.genre}
        self.text = [number for number in inside if number not in apart]


def _read_entry(page: Page, metadata: Metadata, parts: _Parts) -> RawEntry:
    lines, fields, number = parts.lines, parts.fields, parts.headline
    places: dict[str, int | None] = dict(fields.numbers)
    date = fields["date"]
    if parts.date is not None:
        date, places["date"] = lines[parts.date].text, line_of(lines[parts.date].element)
    content = write_body(lines, parts.holders, parts.text) if parts.text else paragraphs(metadata.text)
    if parts.text:
        places["content"] = line_of(lines[parts.text[0]].element)
    address = page.address or metadata.address
    return RawEntry(
        document=page.document,
        line=line_of(lines[number].element) if number is not None else None,
        headline=_whole(lines, number) if number is not None else metadata.headline,
        byline=metadata.byline,
        date=date or _printed_time(page) or metadata.date,
        genre=fields["genre"] or (lines[parts.genre].text if parts.genre is not None else ""),
        offices=fields["offices"],
        topics=fields["topics"],
        collections=fields["collections"],
        summary=metadata.summary,
        content=content,
        language=page.language or metadata.language or fields.language,
        link=address,
        base=page.base or address,
        lines={name: place for name, place in places.items() if place},
    )


def _hints(page: Page, metadata: Metadata) -> tuple[str, ...]:
    titles = [
        metadata.headline,
        page.metas.get("og:title", ""),
        *(title.text or "" for title in page.root.iter("title")),
    ]
    return tuple(fold(title[:_LONGEST]) for title in titles if title)


def _find_headline(lines: Sequence[Line], hints: Sequence[str]) -> int | None:
    """Return the number of the headline: the heading that the page's titles repeat, or the first that is no type."""
    headings = [number for number, line in enumerate(lines) if line.heading in {"h1", "h2"}]
    named = {number: fold(_whole(lines, number)) for number in headings}
    repeated = [n for n, text in named.items() if len(text) >= _TELLING and any(text in hint for hint in hints)]
    if repeated:
        return max(repeated, key=lambda number: len(named[number]))
    first = next((number for number in headings if lines[number].heading == "h1"), None)
    if first is None or not _is_type(lines[first]):
        return first
    below = first + 1
    return below if below in named and lines[below].element is not lines[first].element else first


def _find_type(lines: Sequence[Line], headline: int, hints: Sequence[str]) -> int | None:
    """Return the number of the line beside the headline that is the type, or None.

    That is a known one, or an ``h1`` of few words above the headline, if it is no part
    of the page's titles, where the newsroom has its name.
    """
    near = (headline - 1, headline - 2, headline + 1, headline + 2)
    known = (number for number in near if 0 <= number < len(lines) and is_type_heading(lines[number].text))
    if (number := next(known, None)) is not None:
        return number
    above = headline - 1
    if above < 0 or lines[above].heading != "h1" or not _is_type(lines[above]):
        return None
    return None if any(fold(lines[above].text) in hint for hint in hints) else above


def _others(lines: Sequence[Line], headline: int) -> int:
    """Return the number of the line from which on the page is about other articles: a linked heading with a day below.

    A heading directly above it is part of that.
    """
    for number in range(headline + 1, len(lines)):
        line = lines[number]
        if line.heading and line.link is not None and any(map(_is_day, lines[number + 1 : number + 4])):
            return number - 1 if number - 1 > headline and lines[number - 1].heading else number
    return len(lines)


def _is_day(line: Line) -> bool:
    label = find_label(line)
    return line.zone == DAY or (label is not None and label[0].field == "date")


def _is_type(line: Line) -> bool:
    return is_type_heading(line.text) or len(line.text.split()) <= _TYPE_WORDS


def _whole(lines: Sequence[Line], number: int) -> str:
    """Return the text of the heading that begins with line *number*."""
    return " ".join([lines[each].text for each in sorted(_title_lines(lines, number))])


def _title_lines(lines: Sequence[Line], number: int | None) -> set[int]:
    """Return the numbers of the lines of the heading that begins with line *number*; line breaks may have cut it."""
    if number is None:
        return set()
    near = range(number, min(number + _TITLE_LINES, len(lines)))
    return {each for each in near if lines[each].element is lines[number].element}


def _printed_time(page: Page) -> str:
    """Return what the page's one ``time`` element says; empty where there are several."""
    times = list(page.root.iter("time"))
    if len(times) != 1:
        return ""
    return one_line("".join(map(str, times[0].itertext()))) or times[0].get("datetime", "").strip()


HTML_ARTICLE = Source("html-article", sniff, read)
