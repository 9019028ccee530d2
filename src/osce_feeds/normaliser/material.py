"""What an entry brings along beyond its fields of text: the full text, its page, its files."""

from dataclasses import dataclass

from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser.html import clean_html
from osce_feeds.normaliser.links import absolute
from osce_feeds.text import clean
from osce_feeds.text import shorten

_LENGTHS = range(10**15)
"""Bytes that a file may have; anything else means that nobody knows."""


@dataclass(frozen=True, slots=True)
class Material:
    """Clean HTML, the address of the article's page, its files (all possibly empty), and what had to be left out."""

    content: str
    link: str
    enclosures: tuple[Enclosure, ...]
    problems: tuple[Problem, ...]


def read_material(entry: RawEntry, headline: str, origin: str) -> Material:
    """Return what *entry* brings along; relative addresses hold against its own base, or else that of its *origin*."""
    about = repr(shorten(headline, 60))
    base = absolute(entry.base, origin) or absolute(origin)
    problems: list[Problem] = []
    content, loss = clean_html(entry.content, base)
    if loss:
        detail = f"the full text of {about} was left out: {loss.detail}"
        problems.append(entry.problem(loss.code, detail, "content"))
    link = absolute(entry.link, base)
    if entry.link and not link:
        detail = f"the link of {about} was left out: {_why(entry.link, base)}"
        problems.append(entry.problem("link.unusable", detail, "link"))
    enclosures: list[Enclosure] = []
    for enclosure in entry.enclosures:
        if url := absolute(enclosure.url, base):
            media_type, title = clean(enclosure.media_type), clean(enclosure.title)
            length = enclosure.length if enclosure.length in _LENGTHS else 0
            enclosures.append(Enclosure(url, media_type, length, title))
        else:
            detail = f"a file of {about} was left out: {_why(enclosure.url, base)}"
            problems.append(entry.problem("enclosure.unusable", detail, "enclosures"))
    return Material(content, link, tuple(enclosures), tuple(problems))


def _why(url: str, base: str) -> str:
    written = repr(shorten(clean(url), 80))
    if not base and absolute(url, "https://example.org/"):
        return f"{written} is relative, and the document's own address is not known (--source-url gives it)"
    return f"{written} is not an address that can be followed (http or https, no white space, no password)"
