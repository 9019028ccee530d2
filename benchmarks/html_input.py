"""A listing page of fifty results: our reading of it, against lxml with nothing around it.

Run as ``python benchmarks/html_input.py``; it ends with 1 where the goal is missed.
"""

import sys

from lxml import html

from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.html_listing import HTML_LISTING
from timing import Result
from timing import main
from timing import ratio

FLOOR = 0.7
RESULTS = 50
_RESULT = """
<div class="views-row search-result search-result-news">
  <h3 class="search-title"><a href="/mission-to-skopje/{number}">Voss opens footbridge {number} &amp; a ferry</a></h3>
  <div class="publishing-date"><span class="label">Publishing date:</span> <span>{day} July 2025</span></div>
  <div class="field"><span class="field-label">Content type:</span> <a href="/t/1">News</a></div>
  <div class="field"><span class="field-label">Where we are:</span> <a href="/o/1">OSCE Mission to Skopje</a>,
    <a href="/o/2">OSCE Secretariat</a></div>
  <div class="field"><span class="field-label">What we do:</span> <a href="/w/1">Youth</a>,
    <a href="/w/2">Policing</a></div>
  <div class="search-snippet"><p>VOSS, {day} July 2025 – The footbridge over the river is <strong>open</strong> to all
    who walk, and to those who cycle slowly. Children from two schools were the first to cross it...</p></div>
</div>
"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>News and press releases</title></head>
<body><main><h1>News and press releases</h1>{results}</main></body></html>
"""
_FIELDS = {"Content type:": "genre", "Where we are:": "offices", "What we do:": "topics"}


def page() -> bytes:
    """Return the page."""
    results = (_RESULT.format(number=512_000 + number, day=1 + number % 28) for number in range(RESULTS))
    return _PAGE.format(results="".join(results)).encode()


def ours(data: bytes) -> list[dict[str, str]]:
    """Return the fields of each result as the source for listing pages reads them."""
    names = ("headline", "link", "date", "genre", "offices", "topics", "summary")
    entries = [entry for entry in HTML_LISTING.read(data, "listing.html") if isinstance(entry, RawEntry)]
    return [{name: getattr(entry, name) for name in names} for entry in entries]


def bare(data: bytes) -> list[dict[str, str]]:
    """Return the same fields as a script for this one layout would find them."""
    found: list[dict[str, str]] = []
    for result in html.fromstring(data, parser=html.HTMLParser(encoding="utf-8")).iter("div"):
        if "search-result-news" not in result.get("class", ""):
            continue
        entry: dict[str, str] = {}
        for part in result.iter():
            kind = part.get("class", "")
            if kind == "search-title":
                link = next(part.iter("a"))
                entry["headline"], entry["link"] = _plain(link), link.get("href", "")
            elif kind == "publishing-date":
                entry["date"] = _plain(part).partition(":")[2].strip()
            elif kind == "search-snippet":
                entry["summary"] = _plain(part)
            elif kind == "field":
                label = _plain(next(part.iter("span")))
                entry[_FIELDS[label]] = "\n".join(_plain(term) for term in part.iter("a"))
        found.append(entry)
    return found


def _plain(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def run() -> list[Result]:
    """Measure, and return the ratio beside its goal.

    Raises:
        RuntimeError: when the two ways do not read the same.
    """
    data = page()
    if ours(data) != bare(data):
        message = "the two ways do not read the same"
        raise RuntimeError(message)
    reached = ratio(lambda: list(HTML_LISTING.read(data, "listing.html")), lambda: bare(data))
    return [Result(f"listing page of {RESULTS}, of bare lxml", reached, FLOOR)]


if __name__ == "__main__":
    sys.exit(main(run))
