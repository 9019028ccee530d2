"""OPML 2.0: lists of feeds, for readers to subscribe to at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list, or a group of such; a group has no addresses, a feed no members.

    ``text`` is what the list calls it, ``title`` what the feed calls itself. ``category``
    is a path such as ``/offices/central-asia``.
    """

    text: str
    title: str = ""
    feed_url: str = ""
    page_url: str = ""
    language: str = ""
    category: str = ""
    members: tuple["Outline", ...] = ()


def render(title: str, modified: datetime, owner: str, owner_id: str, outlines: Iterable[Outline]) -> bytes:
    """Return a subscription list, UTF-8; *owner_id* is an http address, or empty.

    A feed is ``type="rss"`` whatever its format, as the specification has it.
    """
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    for name, text in (
        ("title", title),
        ("dateModified", format_datetime(modified, usegmt=True)),
        ("ownerName", owner),
        ("ownerId", owner_id),
        ("docs", "http://opml.org/spec2.opml"),
    ):
        if text:
            etree.SubElement(head, name).text = text
    body = etree.SubElement(opml, "body")
    for outline in outlines:
        _add(body, outline)
    return etree.tostring(opml, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, outline: Outline) -> None:
    values = {
        "text": outline.text,
        "title": outline.title or outline.text,
        "type": "rss" if outline.feed_url else "",
        "xmlUrl": outline.feed_url,
        "htmlUrl": outline.page_url,
        "language": outline.language,
        "category": outline.category,
    }
    element = etree.SubElement(parent, "outline", {name: value for name, value in values.items() if value})
    for member in outline.members:
        _add(element, member)
