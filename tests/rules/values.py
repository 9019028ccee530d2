"""Values that the rules of feeds speak of: addresses, dates, languages, types, HTML in HTML's sense."""

import re
from datetime import UTC
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import ClassVar
from urllib.parse import urlsplit

RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})",
    re.ASCII,
)
TAG_URI = re.compile(
    r"tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$._!~*'()%,-]*", re.ASCII
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", re.ASCII)
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*(; ?[a-z]+=[\w-]+)?", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]+")
_BROKEN_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_MARKUP = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)(\s[^<>]*)?>|&#?[a-zA-Z0-9]+;")


def is_uri(text: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """Say whether *text* is an absolute URI (RFC 3986) of one of *schemes*, with nothing that has to be escaped."""
    if not _URI.fullmatch(text) or _BROKEN_PERCENT.search(text):
        return False
    parts = urlsplit(text)
    return parts.scheme in schemes and (parts.scheme not in ("http", "https") or bool(parts.hostname))


def is_id(text: str) -> bool:
    return bool(TAG_URI.fullmatch(text)) if text.startswith("tag:") else is_uri(text, ("http", "https", "urn"))


def rfc3339(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if RFC3339.fullmatch(text) else None


def rfc822(text: str) -> datetime | None:
    """Return the moment, or None for what is no date of RSS, also where the day of the week is another."""
    if not RFC822.fullmatch(text):
        return None
    moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=moment.tzinfo or UTC) if f"{moment:%a}" == text[:3] else None


def has_markup(text: str) -> bool:
    """Say whether plain text holds what a reader that takes it for HTML would swallow."""
    return bool(_MARKUP.search(text))


def html_faults(html: str) -> list[str]:
    """Return what is wrong with HTML inside a feed: tags that do not match, what may do something, relative links."""
    reader = _Html()
    reader.feed(html)
    reader.close()
    return [*reader.faults, *(f"NotHtml: <{tag}> is not closed" for tag in reader.open)]


class _Html(HTMLParser):
    SAFE: ClassVar = {
        *("a", "p", "br", "ul", "ol", "li", "em", "strong"),
        *("b", "i", "blockquote", "h2", "h3", "span", "div"),
    }
    EMPTY: ClassVar = {"br", "img"}
    ATTRIBUTES: ClassVar = {"href", "lang", "dir", "title"}

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.SAFE:
            self.faults.append(f"SecurityRisk: <{tag}>")
        for name, value in attrs:
            if name not in self.ATTRIBUTES:
                self.faults.append(f"SecurityRiskAttr: {name}")
            if name == "href" and not is_uri(value or "", ("http", "https", "mailto")):
                self.faults.append(f"ContainsRelRef: {value}")
            if name == "lang" and not LANGUAGE.fullmatch(value or ""):
                self.faults.append(f"InvalidLanguage: {value}")
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"NotHtml: </{tag}> closes nothing")
