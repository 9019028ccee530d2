"""NewsML-G2: our own items read back, and what other agencies' items say in the same places.

Of our own, everything that the text is made of comes back: the dateline joins
the summary that it was split off, and the note that a summary was cut becomes
the mark that it was cut with.
"""

from collections.abc import Iterator

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Status
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.wire import CUT_NOTE
from osce_feeds.model.wire import NAR_NS
from osce_feeds.model.wire import SAMPLE_NOTE
from osce_feeds.model.wire import WITHDRAWN_NOTE
from osce_feeds.model.wire import XML_LANG
from osce_feeds.sources.base import Source
from osce_feeds.sources.feed_entries import as_lines
from osce_feeds.sources.feed_entries import told_apart
from osce_feeds.sources.xml import inner_html
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import name
from osce_feeds.sources.xml import parse
from osce_feeds.sources.xml import starts_with
from osce_feeds.sources.xml import text_of

_G2 = f"{{{NAR_NS}}}"
_ALIASES = {"oftype": "genre", "ofoffice": "offices", "oftopic": "topics"}
"""Fields of an entry by the alias of our schemes."""


def sniff(data: bytes) -> bool:
    """Say whether *data* begins as NewsML-G2 with news in it does."""
    return starts_with(data, "newsMessage", "newsItem")


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the news items of a message, or a single one, in order.

    Raises:
        DocumentRefused: when it is not well-formed, no NewsML-G2, or has no news item.
    """
    root = parse(data, document)
    if root.tag not in {f"{_G2}newsMessage", f"{_G2}newsItem"}:
        detail = f"this is no NewsML-G2: its root element is {name(root)!r} in another namespace"
        raise DocumentRefused(detail, document)
    items = [root] if root.tag == f"{_G2}newsItem" else root.findall(f"{_G2}itemSet/{_G2}newsItem")
    if not items:
        detail = "the message holds no news item"
        raise DocumentRefused(detail, document)
    entries: list[RawEntry] = []
    for item in items:
        head = item.find(f"{_G2}itemMeta")
        if _status(head) == "stat:withheld":
            guid = item.get("guid", "")[:80]
            detail = f"the item {guid!r} is withheld by its publisher, who may not want it seen yet: left out"
            yield Problem("entry.withheld", detail, document, line_of(item))
        else:
            entries.append(_entry(item, head, document))
    yield from told_apart(entries)


def _entry(item: etree._Element, head: etree._Element | None, document: str) -> RawEntry:
    meta = item.find(f"{_G2}contentMeta")
    notes = [text_of(note) for note in _all(head, "edNote")]
    terms: dict[str, list[str]] = {}
    for element in (*_all(meta, "genre"), *_all(meta, "infoSource"), *_all(meta, "subject")):
        alias, colon, _code = element.get("qcode", "").partition(":")
        label = text_of(element.find(f"{_G2}name"))
        if colon and label and alias in _ALIASES:
            terms.setdefault(_ALIASES[alias], []).append(label)
    return RawEntry(
        document=document,
        line=line_of(item),
        id=item.get("guid", "").strip(),
        headline=text_of(_first(meta, "headline")) or text_of(_first(head, "title")),
        byline=text_of(_first(meta, "by")),
        date=text_of(_first(meta, "contentCreated")) or text_of(_first(head, "versionCreated")),
        summary=_summary(meta, cut=CUT_NOTE in notes),
        content=_content(item),
        language=tidy_tag(_language(item, meta)),
        link=_link(head),
        rights=text_of(item.find(f"{_G2}rightsInfo/{_G2}copyrightNotice")),
        status=Status.CANCELED if _status(head) == "stat:canceled" else "",
        note=" ".join(note for note in notes if note not in {CUT_NOTE, SAMPLE_NOTE, WITHDRAWN_NOTE}),
        **{field: as_lines(labels) for field, labels in terms.items()},  # type: ignore[arg-type] # text fields
    )


def _all(parent: etree._Element | None, tag: str) -> list[etree._Element]:
    return [] if parent is None else parent.findall(f"{_G2}{tag}")


def _first(parent: etree._Element | None, tag: str) -> etree._Element | None:
    return next(iter(_all(parent, tag)), None)


def _status(head: etree._Element | None) -> str:
    status = _first(head, "pubStatus")
    return "" if status is None else status.get("qcode", "")


def _language(item: etree._Element, meta: etree._Element | None) -> str:
    language = _first(meta, "language")
    return (language.get("tag", "") if language is not None else "") or item.get(XML_LANG, "")


def _summary(meta: etree._Element | None, *, cut: bool) -> str:
    """Return dateline and summary as the source printed them; the publishing day in words is no dateline."""
    texts = [(element.get("role"), text) for element in _all(meta, "description") if (text := text_of(element))]
    summary = next((text for role, text in texts if role == "drol:summary"), texts[0][1] if texts else "")
    dateline = next((text_of(line) for line in _all(meta, "dateline") if line.get(XML_LANG) is None), "")
    joined = f"{dateline} – {summary}" if dateline and summary else summary
    return f"{joined} ..." if cut and joined else joined


def _link(head: etree._Element | None) -> str:
    return next((link.get("href", "") for link in _all(head, "link") if link.get("rel") == "irel:seeAlso"), "").strip()


def _content(item: etree._Element) -> str:
    """Return the XHTML body of an item as HTML; other kinds of content are left to their own readers."""
    body = item.find(f"{_G2}contentSet/{_G2}inlineXML/{{*}}html/{{*}}body")
    return "" if body is None else inner_html(body)


NEWSML_G2 = Source("newsml-g2", sniff, read)
