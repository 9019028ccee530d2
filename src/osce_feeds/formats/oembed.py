"""oEmbed 1.0: what a page of ours looks like inside of another one, as JSON or XML.

The HTML has the one shape that WordPress keeps of a publisher that it does not
know: a quotation with a link, and an iframe with nothing but address, size and title.
"""

from dataclasses import asdict
from dataclasses import dataclass
from html import escape

import msgspec
from lxml import etree

CACHE_AGE = 86_400
"""Seconds for which an answer may be kept. What the iframe shows has an age of its own."""
WIDTH = 600
_LEAST = 200
"""Pixels below which WordPress lets no frame shrink."""
_AROUND, _EACH = 130, 78
"""Pixels of what stands around articles, and of an article with a headline of two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OEmbed:
    """A document of type ``rich``, its fields named and ordered as section 2.3.4 does."""

    version: str = "1.0"
    type: str = "rich"
    title: str
    provider_name: str
    provider_url: str
    cache_age: int = CACHE_AGE
    html: str
    width: int
    height: int


def height_of(count: int) -> int:
    """Return the pixels that *count* articles take, about: the frame asks for its own height where it may."""
    return max(_LEAST, _AROUND + _EACH * count)


def frame(page: str, embed: str, title: str, notice: str, width: int, height: int) -> str:
    """Return the HTML that shows *embed* and links to *page*; *notice* stands in the quotation alone."""
    said = f" {escape(notice)}" if notice else ""
    return (
        f'<blockquote><a href="{escape(page)}">{escape(title)}</a>{said}</blockquote>'
        f'<iframe src="{escape(embed)}" width="{width}" height="{height}" title="{escape(title)}"></iframe>'
    )


def encode_json(document: OEmbed) -> bytes:
    """Return *document* as JSON, with a line end."""
    return msgspec.json.encode(asdict(document)) + b"\n"


def encode_xml(document: OEmbed) -> bytes:
    """Return *document* as XML, with a line end."""
    root = etree.Element("oembed")
    for name, value in asdict(document).items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
