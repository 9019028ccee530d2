"""Exports of large selections: NewsML-G2 against bare lxml, JSON lines against json, and what memory they take.

Run as ``python benchmarks/exports.py``; it ends with 1 where a goal is missed. ``SIZE`` says
how many articles are streamed.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from functools import partial

from lxml import etree

from osce_feeds.deliver.kept_exports import KeptItems
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.channel import Make
from osce_feeds.model.channel import keep_nothing
from osce_feeds.model.selection import EVERYTHING
from timing import Result
from timing import main
from timing import ratio

NEWSML_GOAL, KEPT_GOAL, JSON_GOAL, MEMORY_GOAL = 0.8, 10.0, 8.0, 16.0
ITEMS = 200
MANY = int(os.environ.get("SIZE", "100000"))
_MOMENT = datetime(2025, 7, 4, 10, tzinfo=UTC)
_MIB = 1024
Keep = Callable[[Iterable[Article], Make], Iterable[bytes]]
Recipe = list[tuple[int, str, dict[str, str], str | None, str | None]]
"""Depth, tag, attributes, text and tail of every element of a document, in its order."""


def articles(count: int) -> Iterator[Article]:
    """Yield invented articles, as a listing gives them: a headline, a dateline, a summary, terms."""
    skopje = Term("office", "mission-to-skopje", "OSCE Mission to Skopje")
    topics = (Term("topic", "elections", "Elections"), Term("topic", "youth", "Youth"))
    first = Article(
        key="voss2345abcd",
        id="tag:feeds.example.org,2026:voss2345abcd",
        version=1,
        status=Status.USABLE,
        work="voss2345abcd",
        language="en",
        headline="Ferry school opens in Voss & lasts as long as the crossing",
        date=date(2025, 7, 4),
        dateline=Dateline("OSLO, 3 July 2025", ("OSLO",), date(2025, 7, 3)),
        summary="Lessons last as long as the crossing, said the ferryman, who had counted the waves himself. " * 3,
        genre=Term("type", "news", "News"),
        offices=(skopje,),
        topics=topics,
        link="https://news.example.org/node/4711",
        source=Origin("Harbour listing", "https://news.example.org/"),
        received=_MOMENT,
        published=_MOMENT,
        updated=_MOMENT,
    )
    for number in range(count):
        key = f"voss{number:08}"
        headline = f"{number} {first.headline}"
        yield replace(first, key=key, id=f"tag:feeds.example.org,2026:{key}", work=key, headline=headline)


def channel(found: Iterable[Article]) -> Channel:
    """Return a selection of the articles *found*."""
    return Channel(
        id="tag:feeds.example.org,2026:en/",
        language="en",
        selection=EVERYTHING,
        site="Port Sample",
        title="Port Sample",
        subtitle="News",
        notice="Unofficial republication; the original is authoritative.",
        rights="",
        updated=_MOMENT,
        addresses=Addresses("https://feeds.example.org", "https://feeds.example.org"),
        self_url="https://feeds.example.org/en/newsml.xml",
        alternates=(),
        articles=found,
        media_topics={"elections": "20000574"},
    )


def recipe(document: bytes) -> Recipe:
    """Return what a document is made of."""

    def walk(element: etree._Element, depth: int) -> Iterator[tuple[int, str, dict[str, str], str | None, str | None]]:
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        yield depth, str(element.tag), attributes, element.text, element.tail
        for child in element:
            yield from walk(child, depth + 1)

    return list(walk(etree.fromstring(document), 0))


def bare(parts: Recipe, count: int) -> int:
    """Make the same item as often with lxml and nothing else, and return the bytes written."""
    total = 0
    space = etree.QName(parts[0][1]).namespace
    for _ in range(count):
        stack: list[etree._Element] = []
        for depth, tag, attributes, text, tail in parts:
            if depth == 0:
                element = etree.Element(tag, attributes, nsmap={None: space})  # type: ignore[dict-item]
            else:
                element = etree.SubElement(stack[depth - 1], tag, attributes)
            element.text, element.tail = text, tail
            stack[depth:] = [element]
        total += len(etree.tostring(stack[0], encoding="UTF-8"))
    return total


def rendered(form: Format, found: Iterable[Article], keep: Keep = keep_nothing) -> int:
    """Render articles in a format, and return the bytes written."""
    return sum(map(len, form.render(replace(channel(found), kept=keep), localiser(LANGUAGES[0]))))


def kept() -> Keep:
    """Return what keeps items between renditions."""
    return partial(KeptItems().each, "", 0)


def by_json(found: Iterable[Article]) -> int:
    """Write the same lines with json.dumps, which has to be told what a record is, and return the bytes written."""
    return sum(len(json.dumps(each, default=_plain, ensure_ascii=False).encode()) for each in found)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}  # type: ignore[attr-defined]


def memory() -> Iterator[Result]:
    """Yield for each export how much the process grows by very many items, in MiB."""
    for form in (form for form in FORMATS if not form.feed):
        rendered(form, articles(1000))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        rendered(form, articles(MANY))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / _MIB
        yield Result(f"{form.name} of {MANY:,} items, MiB over start", grown, MEMORY_GOAL, at_most=True)


def run() -> Iterator[Result]:
    """Measure, and yield the ratios beside their goals."""
    (article,) = articles(1)
    parts = recipe(item_document(article, channel(())))
    records = list(articles(ITEMS))
    reached = ratio(partial(rendered, NEWSML_G2, records), partial(bare, parts, ITEMS))
    yield Result("NewsML-G2, of the same items in bare lxml", reached, NEWSML_GOAL)
    reached = ratio(partial(rendered, NEWSML_G2, records, kept()), partial(bare, parts, ITEMS))
    yield Result("NewsML-G2 from kept items, of the same items in bare lxml", reached, KEPT_GOAL)
    reached = ratio(partial(rendered, JSON_LINES, records), partial(by_json, records))
    yield Result("JSON lines, of json.dumps", reached, JSON_GOAL)
    yield from memory()


if __name__ == "__main__":
    sys.exit(main(run))
