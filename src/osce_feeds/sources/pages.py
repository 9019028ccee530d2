"""HTML pages: which bytes are one, and what a page says about itself."""

import re
from dataclasses import dataclass

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.html_tree import Unreadable
from osce_feeds.html_tree import parse_html
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.sources.base import decode

_MARK = b"\xef\xbb\xbf"
_HEAD = 64 * 1024
"""Bytes within which a page begins, whatever stands before its first element."""
_FIRST = re.compile(
    rb"<(?:!doctype\s{1,9}html|(?:html|head|body|meta|main|header|nav|section|div|h[1-6]|p|ul|ol|dl|table))\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_BEGIN = re.compile(rb"<html\b", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_FAR = 65_535
"""The last line that libxml2 counts."""

_PATH_LANGUAGE = re.compile(
    "https?://[^/]{1,253}/(en|fr|de|it|ru|es|uk|ro|sq|mk|bs|hr|sr|hbs|cnr|ar|hy|az|ka|kk|ky|tg|tk|uz|be|tr|mn)/"
)
_mixed = etree.XPath("boolean(/*/descendant::*[@lang])")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read.

    ``address`` is what it calls its own (canonical link, ``og:url``), ``base`` that to which
    its links are relative; either may be empty, and neither was checked.
    ``language`` is a BCP 47 tag or empty. ``metas`` are its meta elements, the first of each
    name, in lower case. ``mixed`` says that parts of it are in languages of their own,
    ``cut`` says that it ends without an end tag although it began with one.
    """

    root: etree._Element
    document: str
    address: str
    base: str
    language: str
    metas: dict[str, str]
    mixed: bool
    cut: bool


def is_page(data: bytes) -> bool:
    """Say whether *data* begins as HTML does."""
    start = data[:_HEAD].removeprefix(_MARK).lstrip()
    if start[:5].lower() == b"<?xml":
        start = start[start.find(b">") + 1 :].lstrip()
    while start.startswith(b"<!--") and b"-->" in start:
        start = start.partition(b"-->")[2].lstrip()
    return _FIRST.match(start) is not None


def read_page(data: bytes, document: str) -> Page:
    """Return the page in *data*.

    Raises:
        DocumentRefused: where it is not UTF-8 or says it is not, where it is over a
            limit of ``parse_html``, and where it holds nothing.
    """
    if not decode(data, document).strip():
        detail = "the file is empty"
        raise DocumentRefused(detail, document)
    charset = _CHARSET.search(data[:4096])
    if charset and charset[1].lower() not in {b"utf-8", b"utf8"}:
        detail = f"the page says that it is {charset[1].decode()}; save it again with the encoding UTF-8"
        raise DocumentRefused(detail, document)
    cut = _BEGIN.search(data, 0, _HEAD) is not None and _END.search(data) is None
    if cut and data.rfind(b"<") > data.rfind(b">"):
        data = data[: data.rfind(b"<")]  # an unfinished tag would become text
    root = parse_html(data.removeprefix(_MARK))
    if root is None:
        detail = "the page holds no text"
        raise DocumentRefused(detail, document)
    if isinstance(root, Unreadable):
        detail = f"the page was not read: {root.detail}"
        raise DocumentRefused(detail, document)
    metas = _read_metas(root)
    address = _href(root, "link", "canonical") or metas.get("og:url", "")
    base = _href(root, "base")
    return Page(
        root=root,
        document=document,
        address=address,
        base=base if base.startswith(("http://", "https://")) else address,
        language=_language(root, address, metas),
        metas=metas,
        mixed=data.count(b"lang") + data.count(b"LANG") > 1 and bool(_mixed(root)),
        cut=cut,
    )


def line_of(element: etree._Element) -> int | None:
    """Return the line in which the tag of *element* ends, or None where the parser did not count as far."""
    line: int | None = element.sourceline  # type: ignore[assignment] # the stubs do not know its type
    return line if line and line < _FAR else None


def language_at(element: etree._Element, page: Page) -> str:
    """Return the language of *element*: that of the nearest element around it that names one, or else the page's."""
    if page.mixed:
        for around in (element, *element.iterancestors()):
            if tag := tidy_tag(around.get("lang", "")):
                return tag
    return page.language


def _language(root: etree._Element, address: str, metas: dict[str, str]) -> str:
    path = _PATH_LANGUAGE.match(address)
    said = (root.get("lang", ""), root.get("{http://www.w3.org/XML/1998/namespace}lang", ""), root.get("xml:lang", ""))
    found = (*said, metas.get("og:locale", ""), metas.get("content-language", ""), path[1] if path else "")
    return next((tag for value in found if (tag := tidy_tag(value))), "")


def _href(root: etree._Element, tag: str, rel: str = "") -> str:
    """Return the address in the first *tag* element, of those with this *rel*."""
    found = (
        each.get("href", "").strip() for each in root.iter(tag) if rel in each.get("rel", "").lower().split() or not rel
    )
    return next(filter(None, found), "")


def _read_metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        if content := meta.get("content", "").strip():
            found.setdefault(name.strip().lower(), content)
    return found
