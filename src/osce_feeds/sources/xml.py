"""The one door for XML: well-formed, without a document type, within limits, and with nothing fetched.

A document type (XML 1.0 section 2.8) can name files and addresses and make a
small document huge; no feed needs one, so none is read. The parser never
recovers: what it would leave out would be lost without a word.
"""

import codecs
import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.base import decode
from osce_feeds.text import clean
from osce_feeds.text import shorten

DEPTH_LIMIT = 100
ELEMENT_LIMIT = 100_000
"""A feed of five hundred entries has some ten thousand elements."""

_FAR = 65_535
"""The last line that some releases of libxml2 count."""
_HEAD = 64 * 1024
_MARK = "\ufeff"
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# The prologue: white space, processing instructions (the XML declaration looks like one), comments.
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
# The name of a document type is that of the root element.
_ROOT = re.compile(r"<(?:!DOCTYPE\s{1,99})?(?:[\w.-]{1,100}:)?([\w.-]{1,100})(?=[\s/>\[])")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,999}\?>")
_ENCODING = re.compile(r"""\sencoding\s{0,99}=\s{0,99}["']([\w.-]{1,40})["']""")
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DOCTYPE = "it has a document type (DOCTYPE), which could name files of this machine: take it out and try again"
_TOO_MANY = f"it has more than {ELEMENT_LIMIT:,} elements, which no feed has: split it"
_too_deep = etree.XPath(f"boolean({'/*' * (DEPTH_LIMIT + 1)})")


def parse(data: bytes, document: str) -> etree._Element:
    """Return the root of the XML document in *data*: UTF-8, or UTF-16 with a byte order mark.

    Raises:
        DocumentRefused: when it is not well-formed, has a document type, or goes beyond the limits;
            with the line where that is known.
    """
    text = _decode(data, document)
    start = _prologue_end(text)
    if text.startswith("<!DOCTYPE", start):
        raise DocumentRefused(_DOCTYPE, document, text.count("\n", 0, start) + 1)
    if text.count("<") > ELEMENT_LIMIT and _start_tags(text) > ELEMENT_LIMIT:
        raise DocumentRefused(_TOO_MANY, document)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        detail = f"not well-formed XML: {shorten(clean(error.msg), 200)}"
        raise DocumentRefused(detail, document, error.lineno or None) from error
    if _too_deep(root):
        detail = f"its elements are nested more than {DEPTH_LIMIT} deep, which no feed's are"
        raise DocumentRefused(detail, document)
    return root


def starts_with(data: bytes, *names: str) -> bool:
    """Say whether the root element of *data*, as far as its head shows, is called one of *names*; never raises.

    A document type does not hide it: the document is refused for the right reason then.
    """
    head = data[:_HEAD]
    text = head.decode(_WIDE.get(head[:2], "utf-8"), "ignore").lstrip(_MARK)
    found = _ROOT.match(text, _prologue_end(text))
    return found is not None and found[1] in names


def name(element: etree._Element) -> str:
    """Return the local name of *element*."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: etree._Element | None) -> str:
    """Return all text in *element*, without white space around it; empty for None."""
    if element is None:
        return ""
    return ("".join(map(str, element.itertext())) if len(element) else element.text or "").strip()


def markup_of(element: etree._Element) -> str:
    """Return the HTML in *element*: its text, which is HTML, or else the XHTML elements that it holds."""
    return inner_html(element) if len(element) else (element.text or "").strip()


def inner_html(element: etree._Element) -> str:
    """Return the XHTML in *element* as HTML, and take it out of *element*.

    Names lose their prefixes: HTML knows none. Where it stands, each piece would be
    written with every namespace that is declared anywhere around it.
    """
    for inner in element.iterdescendants("{*}*"):
        inner.tag = name(inner)
    alone = etree.Element("x")
    alone.text = element.text
    alone.extend(element)
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, encoding="unicode", method="html").removeprefix("<x>").removesuffix("</x>").strip()


def line_of(element: etree._Element) -> int | None:
    """Return the line on which *element* begins, or None where the parser has lost count."""
    line = cast("int | None", element.sourceline)  # the stubs do not say
    return line if line and line < _FAR else None


def base_of(element: etree._Element, around: str) -> str:
    """Return the address against which those in *element* hold: its ``xml:base`` (W3C XML Base), else *around*."""
    own = element.get(_XML_BASE)
    return against(around, own) if own else around


def against(base: str, address: str) -> str:
    """Return *address* resolved against *base* (RFC 3986 section 5), as it stands where either is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address.strip()


def _decode(data: bytes, document: str) -> str:
    wide = _WIDE.get(data[:2])
    try:
        text = data.decode(wide) if wide else decode(data, document)
    except UnicodeDecodeError as error:
        detail = f"not UTF-16: the bytes at offset {error.start} are no character; save the file again as UTF-8"
        raise DocumentRefused(detail, document) from error
    text = text.lstrip(_MARK)  # whoever joins files joins their marks; libxml2 would pass over a second one, too
    declaration = _DECLARATION.match(text)
    if not declaration:
        return text
    declared = _ENCODING.search(declaration[0])
    if declared and not wide and declared[1].casefold() not in _UTF_8:
        detail = f"it says that its encoding is {declared[1]}: save it again as UTF-8"
        raise DocumentRefused(detail, document, 1)
    # What it says of the encoding is no longer true, and white space may not stand before it; lines are kept.
    return "\n" * declaration[0].count("\n") + text[declaration.end() :]


def _prologue_end(text: str) -> int:
    at = 0
    while found := _SKIPPED.match(text, at):
        at = found.end()
    return at


def _start_tags(text: str) -> int:
    return sum(piece.count("<") - sum(map(piece.count, ("</", "<!", "<?"))) for piece in _outside_cdata(text))


def _outside_cdata(text: str) -> Iterator[str]:
    at = 0
    while (start := text.find(_CDATA, at)) >= 0:
        yield text[at:start]
        end = text.find(_CDATA_END, start)
        if end < 0:
            return
        at = end + len(_CDATA_END)
    yield text[at:]
