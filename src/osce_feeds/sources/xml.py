"""The one door for XML: well-formed, without a document type, within limits, and with nothing fetched.

A document type (XML 1.0 section 2.8) can name files and addresses and make a
small document huge; no feed needs one, so none is read. The parser never
recovers: what it would leave out would be lost without a word.
"""

import codecs
import re
from typing import cast

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.base import decode
from osce_feeds.text import clean

DEPTH_LIMIT = 100
ELEMENT_LIMIT = 100_000
"""A feed of five hundred entries has some ten thousand elements."""

_FAR = 65_535
"""The last line that some releases of libxml2 count."""
_HEAD = 64 * 1024
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# The prologue: white space, processing instructions (the XML declaration looks like one), comments.
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})[\s/>]")
_DECLARED = re.compile(r"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.-]{1,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}\?>")
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
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
    if text.startswith("<!", start):
        detail = "it has a document type (DOCTYPE), which could name files of this machine: take it out and try again"
        raise DocumentRefused(detail, document, text.count("\n", 0, start) + 1)
    if text.count("<") > 3 * ELEMENT_LIMIT:
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
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        detail = f"not well-formed XML: {clean(error.msg)}"
        raise DocumentRefused(detail, document, error.lineno or None) from error
    if sum(1 for _ in root.iter()) > ELEMENT_LIMIT:
        raise DocumentRefused(_TOO_MANY, document)
    if _too_deep(root):
        detail = f"its elements are nested more than {DEPTH_LIMIT} deep, which no feed's are"
        raise DocumentRefused(detail, document)
    return root


def starts_with(data: bytes, *names: str) -> bool:
    """Say whether the root element of *data*, as far as its head shows, is called one of *names*; never raises."""
    head = data[:_HEAD]
    wide = _WIDE.get(head[:2])
    text = head.decode(wide or "utf-8", "ignore").removeprefix("\ufeff")
    found = _ROOT.match(text, _prologue_end(text))
    return found is not None and found[1] in names


def name(element: etree._Element) -> str:
    """Return the local name of *element*."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: etree._Element | None) -> str:
    """Return all text in *element*, without white space around it; empty for None."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def line_of(element: etree._Element) -> int | None:
    """Return the line on which *element* begins, or None where the parser has lost count."""
    line = cast("int | None", element.sourceline)  # the stubs do not say
    return line if line and line < _FAR else None


def _decode(data: bytes, document: str) -> str:
    wide = _WIDE.get(data[:2])
    try:
        text = data.decode(wide).removeprefix("\ufeff") if wide else decode(data, document)
    except UnicodeDecodeError as error:
        detail = f"not UTF-16: the bytes at offset {error.start} are no character; save the file again as UTF-8"
        raise DocumentRefused(detail, document) from error
    declared = _DECLARED.match(text)
    if declared and not wide and declared[1].casefold() not in _UTF_8:
        detail = f"it says that its encoding is {declared[1]}: save it again as UTF-8"
        raise DocumentRefused(detail, document, 1)
    # What the declaration says of the encoding is no longer true; its place is kept, so that lines are.
    return _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1).lstrip(" \t")


def _prologue_end(text: str) -> int:
    at = 0
    while found := _SKIPPED.match(text, at):
        at = found.end()
    return at
