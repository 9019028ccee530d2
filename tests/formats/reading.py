"""How tests read renditions back: with other tools than those that wrote them, where there are any."""

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from typing import ClassVar

from lxml import etree

from osce_feeds.formats import Format

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "at": "http://purl.org/atompub/tombstones/1.0",
}


def xpath(document: bytes, expression: str) -> Any:
    """Return what *expression* finds in an XML document: elements, texts, or a value."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(document, parser).xpath(expression, namespaces=NAMESPACES)


def texts(form: Format, document: bytes) -> list[str]:
    """Return every text in a document, each as whoever parses it gets it; one that is not well formed raises."""
    essence = form.media_type.partition(";")[0]
    if essence.endswith("xml"):
        return [str(text) for text in xpath(document, "//text() | //@*")]
    if essence.endswith("json"):
        return list(_strings(json.loads(document)))
    if essence == "text/csv":
        return [cell for row in csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")) for cell in row]
    assert essence == "application/jsonl", f"nothing here can read {essence} yet"
    return [text for line in document.splitlines() for text in _strings(json.loads(line))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _strings(member)


def paragraphs(html: str) -> list[tuple[dict[str, str | None], str]]:
    """Return attributes and text of each paragraph.

    Any element in one but a link, or a note in another language, is a mistake in escaping.
    """
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return reader.found


class _Paragraphs(HTMLParser):
    INNER: ClassVar = {"a": ["href"], "span": ["lang"]}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[dict[str, str | None], str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.INNER:
            assert (self._open, [name for name, _ in attrs]) == (True, self.INNER[tag])
            return
        assert (tag, self._open) == ("p", False)
        self.found.append((dict(attrs), ""))
        self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self.INNER:
            return
        assert (tag, self._open) == ("p", True)
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            attributes, text = self.found[-1]
            self.found[-1] = (attributes, text + data)
        else:
            assert not data.strip(), "text stands outside of paragraphs"
