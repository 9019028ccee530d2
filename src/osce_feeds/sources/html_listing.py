"""A newsroom's listing page in HTML.

The old site marked a result, its title, its date and its snippet by classes;
type, office and topic stand below their labels. On a page without these classes
the date labels say where entries are (``page_blocks``).
"""

from collections.abc import Iterator
from collections.abc import Sequence

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.raw import make_entry
from osce_feeds.sources.base import Source
from osce_feeds.sources.labels import is_type_heading
from osce_feeds.sources.page_blocks import DAY
from osce_feeds.sources.page_blocks import begins_as_article
from osce_feeds.sources.page_blocks import blocks_by_date
from osce_feeds.sources.page_blocks import find_title
from osce_feeds.sources.page_fields import Field
from osce_feeds.sources.page_fields import read_fields
from osce_feeds.sources.page_lines import Line
from osce_feeds.sources.page_lines import read_lines
from osce_feeds.sources.page_metadata import declares_article
from osce_feeds.sources.pages import Page
from osce_feeds.sources.pages import is_page
from osce_feeds.sources.pages import language_at
from osce_feeds.sources.pages import line_of
from osce_feeds.sources.pages import read_page
from osce_feeds.text import shorten

_TITLE, _DATE, _SNIPPET = "search-title", "publishing-date", "search-snippet"
_ZONES = {name: name for name in (_TITLE, _DATE, _SNIPPET, DAY)}
_DAYS = frozenset({_DATE, DAY})
_RESULT = "search-result-news"
_results = etree.XPath(f"/descendant::*/@class[contains(., '{_RESULT}')]/..")
_UNKNOWN = (
    "the layout of this listing is not known: no result of the known layout and no headline with a date label below"
    " was found; nothing was taken from it"
)
_MANY = 3
"""Linked headings from which on a page is meant to be a listing."""


def sniff(data: bytes) -> bool:
    """Say whether *data* is a page that is a listing."""
    if not is_page(data):
        return False
    try:
        page = read_page(data, "")
    except DocumentRefused:
        return False
    return is_listing(page)


def is_listing(page: Page) -> bool:
    """Say whether *page* has entries, or is meant to have some, since it lists linked headings, and is no article."""
    if _blocks(page):
        return True
    lines = read_lines(page.root, _ZONES)
    linked = sum(1 for line in lines if line.heading and line.link is not None)
    return linked >= _MANY and not declares_article(page) and not begins_as_article(lines)


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the entries of a listing page in its order, and what stood in the wrong place.

    Raises:
        DocumentRefused: when *data* is no page that can be read (``read_page``), or one without entries.
    """
    page = read_page(data, document)
    blocks = _blocks(page)
    entries = [(_read_entry(page, lines), lines) for lines in blocks]
    if not any(entry.headline or entry.date for (entry, _), _ in entries):
        raise DocumentRefused(_UNKNOWN, document)
    for (entry, problems), lines in entries:
        if page.cut and lines is blocks[-1] and _ends(page, lines[-1]):
            detail = f"the page ends inside an entry, which was left out: {shorten(entry.headline, 80)!r}"
            yield Problem("listing.cut_off", detail, document, entry.line, Severity.ERROR)
        else:
            yield from problems
            yield entry


def _blocks(page: Page) -> list[list[Line]]:
    """Return the lines of each entry."""
    found: list[etree._Element] = _results(page.root)  # type: ignore[assignment] # as the path says
    results = {result for result in found if _RESULT in result.get("class", "").split()}
    if results:
        outer = [result for result in found if result in results and results.isdisjoint(result.iterancestors())]
        return [lines for result in outer if (lines := read_lines(result, _ZONES))]
    lines = read_lines(page.root, _ZONES)
    if declares_article(page) or begins_as_article(lines):
        return []
    return blocks_by_date(lines)


def _ends(page: Page, line: Line) -> bool:
    """Say whether *line* is the last of the page."""
    last = read_lines(page.root, _ZONES)[-1]
    return last.element is line.element and last.text == line.text


def _read_entry(page: Page, lines: Sequence[Line]) -> tuple[RawEntry, list[Problem]]:
    zones: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        zones.setdefault(line.zone, []).append(number)
    titles, texts = _run(zones.get(_TITLE, [])), zones.get(_SNIPPET, [])
    if not titles and (title := find_title(lines)) is not None:
        titles = [title]
    apart = {*titles, *texts}
    fields = read_fields(lines, [number for number in range(len(lines)) if number not in apart])
    free = [number for number in range(len(lines)) if number not in apart and number not in fields.taken]
    genre, date, numbers = fields["genre"], fields["date"], fields.numbers
    if free:
        genre = genre or next((lines[number].text for number in free if is_type_heading(lines[number].text)), "")
        date = date or next((lines[number].text for number in reversed(free) if lines[number].zone in _DAYS), "")
        first = titles[-1] if titles else -1
        texts = texts or [number for number in free if number > first and _is_text(lines[number])]
    if texts and (begin := line_of(lines[texts[0]].element)):
        numbers["summary"] = begin
    link = next((lines[number].link for number in titles if lines[number].link is not None), None)
    entry = make_entry(
        document=page.document,
        line=line_of(lines[titles[0] if titles else 0].element),
        headline=" ".join([lines[number].text for number in titles]),
        date=date,
        genre=genre,
        offices=fields["offices"],
        topics=fields["topics"],
        collections=fields["collections"],
        summary="\n".join([lines[number].text for number in texts]),
        language=language_at(lines[0].element, page) or fields.language,
        link=link.get("href", "").strip() if link is not None else "",
        base=page.base,
        lines=numbers,
    )
    return entry, [_repeated(again, page) for again in fields.repeated]


def _run(numbers: Sequence[int]) -> list[int]:
    """Return the first of *numbers* and those that follow it without a gap."""
    return [number for place, number in enumerate(numbers) if number == numbers[0] + place]


def _repeated(again: Field, page: Page) -> Problem:
    detail = f"a second line with this label in one entry was ignored: {shorten(again.line.text, 80)!r}"
    return Problem("listing.repeated_label", detail, page.document, line_of(again.line.element))


def _is_text(line: Line) -> bool:
    """Say whether *line* may be of a summary: no heading, date or type, and more than a link such as "Read more"."""
    if line.heading or line.zone in _DAYS or is_type_heading(line.text):
        return False
    return any(link is None and text.strip() for text, link in line.pieces)


HTML_LISTING = Source("html-listing", sniff, read)
