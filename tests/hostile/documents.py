"""Hostile documents, as many as are wanted and the same for the same seed: five kinds, wrapped and mangled."""

import gzip
import json
import random
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from html import escape

from tests.hostile.payloads import some

SEED = 20250704


@dataclass(frozen=True, slots=True)
class Hostile:
    """A document, and a mark that stands in the headline of each of its entries."""

    name: str
    data: bytes
    mark: str


def documents(number: int, seed: int = SEED) -> Iterator[Hostile]:
    """Yield *number* documents, the kinds in turn; every third one is mangled as bytes, too."""
    for index in range(number):
        dice = random.Random(f"{seed} {index}")  # noqa: S311 - it only has to be the same every time
        kind, make = KINDS[index % len(KINDS)]
        mark = f"mark{index:06d}"
        data = make(dice, mark)
        if index % 3 == 2:
            data = dice.choice(MANGLES)(dice, data)
        yield Hostile(f"{index:06d}.{kind}", data, mark)


def _day(mark: str) -> date:
    """Return a day that no other document has, so that equal payloads do not make two stories one."""
    return date(1999, 1, 1) + timedelta(days=int(mark.removeprefix("mark")) % 9_000)


def _written(mark: str) -> str:
    return f"{_day(mark).day} {_day(mark):%B %Y}"


def _headline(dice: random.Random, mark: str) -> str:
    parts = [mark, some(dice)]
    dice.shuffle(parts)
    return " ".join(parts)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(dice: random.Random, mark: str) -> bytes:
    entries = [
        "\n".join(
            [
                " ".join(_headline(dice, mark).split()),
                dice.choice([f"Publishing date: {_written(mark)}"] * 3 + [f"Date: {some(dice)}"]),
                f"Content type: {dice.choice(['News', some(dice)])}",
                f"Where we are: {dice.choice(['OSCE Mission to Skopje', some(dice)])}",
                f"What we do: {some(dice)}",
                some(dice),
            ]
        )
        for _ in range(dice.randint(1, 5))
    ]
    return _encoded("Newsroom\n" + "\n".join(entries) + "\n")


def _perhaps_escaped(dice: random.Random, mark: str) -> str:
    """Return a headline as HTML; where it is markup, the mark stands first, so that none swallows it."""
    return f"{mark} {some(dice)}" if dice.randrange(2) else escape(_headline(dice, mark))


def _page(dice: random.Random, mark: str) -> bytes:
    if dice.random() < 0.5:
        results = "".join(
            f'<div class="search-result-news"><h3 class="search-title"><a href="{some(dice)}">'
            f"{_perhaps_escaped(dice, mark)}</a></h3>"
            f'<div class="publishing-date"><span>Publishing date:</span> {_written(mark)}</div>'
            f'<div class="search-snippet">{some(dice)}</div></div>'
            for _ in range(dice.randint(1, 5))
        )
        return _encoded(f"<!doctype html><html lang=en><title>News</title><body>{results}</body></html>")
    linked = json.dumps({"@type": "NewsArticle", "headline": some(dice), "description": some(dice)})
    depth = dice.choice([0, 0, 0, 90, 300, 5_000])
    return _encoded(
        f'<!doctype html><html lang="{escape(some(dice)[:40])}"><head><title>{some(dice)}</title>'
        f'<link rel="canonical" href="{some(dice)}"><script type="application/ld+json">{linked}</script>'
        f'<meta property="og:description" content="{escape(some(dice))}"></head><body>'
        f"<h1>{escape(_headline(dice, mark))}</h1><span class=date-display-single>{_written(mark)}</span>"
        f'<div class="pane-content">{"<div>" * depth}<p>{some(dice)}</p>{some(dice)}</div></body></html>'
    )


_DOCTYPES = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">',
    '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
)


def _feed(dice: random.Random, mark: str) -> bytes:
    prologue = dice.choice(["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>', *_DOCTYPES])
    prologue += dice.choice(["", "", '<?xml-stylesheet href="javascript:pwned()"?>', "<!-- rss -->"])
    quotes: list[Callable[[str], str]] = [escape, escape, lambda text: f"<![CDATA[{text}]]>", str]
    quote = dice.choice(quotes)
    titles = [_headline(dice, mark) for _ in range(dice.randint(1, 4))]
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    deep = dice.choice(
        [
            "",
            "",
            include,
            "<a>" * 500 + "</a>" * 500,
            "<a/>" * 5_000,
            f"<a {' '.join(f'x{n}=_' for n in range(2000))}/>".replace("_", '""'),
        ]
    )
    if dice.random() < 0.5:
        items = "".join(
            f"<item><title>{quote(title)}</title><guid>{mark} {quote(some(dice)[:200])}</guid>"
            f"<link>{escape(some(dice)[:200])}</link>"
            f"<pubDate>{_day(mark):%d %b %Y} 10:00:00 GMT</pubDate><description>{quote(some(dice))}</description>"
            f"<category>{quote(some(dice)[:200])}</category>{deep}</item>"
            for title in titles
        )
        return _encoded(f'{prologue}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    entries = "".join(
        f"<entry><id>{mark} {escape(some(dice)[:200])}</id>"
        f'<title type="{dice.choice(["text", "html"])}">{quote(title)}</title>'
        f"<published>{_day(mark)}T10:00:00Z</published><updated>2025-07-04T10:00:00Z</updated>"
        f'<content type="html">{quote(some(dice))}</content>{deep}</entry>'
        for title in titles
    )
    return _encoded(f'{prologue}<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>')


def _value(dice: random.Random) -> object:
    deep: object = "x"
    for _ in range(dice.choice([5, 40])):
        deep = [deep]
    return dice.choice([some(dice), 10**30, -1, 1e400, None, True, [], {}, deep, "\ud800", {"$ref": "#"}])


def _json(dice: random.Random, mark: str) -> bytes:
    records = []
    for _ in range(dice.randint(1, 4)):
        title = _headline(dice, mark)
        record: dict[str, object] = {
            "headline": title,
            "title": title,
            "id": f"{mark} {some(dice)[:100]}",
            "date": str(_day(mark)),
            "date_published": f"{_day(mark)}T10:00:00Z",
            "summary": some(dice),
            "content_html": some(dice),
        }
        others = [name for name in record if name not in {"headline", "title"}]
        record[dice.choice([*others, "language", "topics", "offices", "version", "__proto__"])] = _value(dice)
        records.append(record)
    if dice.random() < 0.5:
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": records}).encode()
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _newsml(dice: random.Random, mark: str) -> bytes:
    doctype = dice.choice(["", "", "", *_DOCTYPES])
    items = "".join(
        f'<newsItem guid="{mark} {escape(some(dice)[:200])}" version="{dice.choice(["1", "-1", "x", "9" * 30])}"'
        ' standard="NewsML-G2"'
        f' standardversion="2.35" conformance="power" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<pubStatus qcode="stat:{dice.choice(["usable", "usable", "canceled", "x"])}"/></itemMeta><contentMeta>'
        f"<contentCreated>{_day(mark)}</contentCreated><headline>{escape(_headline(dice, mark))}</headline>"
        f'<description role="drol:summary">{escape(some(dice))}</description></contentMeta><contentSet><inlineXML '
        f'contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"<p>{escape(some(dice))}</p><script>pwned()</script></body></html></inlineXML></contentSet></newsItem>"
        for _ in range(dice.randint(1, 3))
    )
    return _encoded(
        f'{doctype}<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{items}</itemSet></newsMessage>'
    )


def _cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _splice(dice: random.Random, data: bytes) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.randbytes(dice.randint(1, 40)) + data[place:]


def _again(dice: random.Random, data: bytes) -> bytes:
    return data * dice.randint(2, 4)


def _packed(dice: random.Random, data: bytes) -> bytes:
    packed = gzip.compress(data)
    return dice.choice([packed, packed[: dice.randrange(len(packed))], gzip.compress(packed)])


def _wide(_dice: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode("utf-16", "surrogatepass")


Make = Callable[[random.Random, str], bytes]
KINDS: tuple[tuple[str, Make], ...] = (
    ("txt", _text),
    ("html", _page),
    ("xml", _feed),
    ("json", _json),
    ("newsml", _newsml),
)
MANGLES = (_cut, _splice, _again, _packed, _wide)
