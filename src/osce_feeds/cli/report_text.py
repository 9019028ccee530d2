"""The quality of the data as text for a terminal of a hundred columns."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from textwrap import wrap
from typing import TypeVar

from osce_feeds.deliver.quality import FIELDS
from osce_feeds.deliver.quality import Duplicate
from osce_feeds.deliver.quality import Finding
from osce_feeds.deliver.quality import Named
from osce_feeds.deliver.quality import Quality
from osce_feeds.deliver.quality import Tally
from osce_feeds.store.survey import Run
from osce_feeds.store.terms import MintedTerm
from osce_feeds.text import shorten

_WIDTH, _NAME = 98, 35
_COLUMNS = ("records", *FIELDS, "inferred", "unknown", "cut")
_LACKING = sum(len(field) + 2 for field in FIELDS)

_Thing = TypeVar("_Thing")


def report_lines(quality: Quality, limit: int) -> Iterator[str]:
    """Yield the lines of a report that names at most *limit* articles in each of its parts."""
    yield f"{quality.site}: the quality of the data on {quality.made:%Y-%m-%d %H:%M} UTC"
    counts = f"{quality.articles} articles, {quality.withheld} of them held back until their day"
    yield f"{counts}; {quality.withdrawn} withdrawn, {quality.erased} of them erased"
    yield from _table("Sources", quality.sources, "(no source is kept)")
    yield from _table("Offices", quality.offices, "(no office)")
    yield from _part("Terms that nobody has decided about", quality.unknown, _term, limit)
    for title, lines, findings in (
        ("Articles that lack something", _missing, [one for one in quality.findings if one.missing]),
        ("Articles with inferred values", _inferred, [one for one in quality.findings if one.inferred]),
        ("Articles with unknown terms", _unknown, [one for one in quality.findings if one.unknown]),
        ("Summaries that the source cut", _cut, [one for one in quality.findings if one.cut]),
    ):
        yield from _part(title, findings, lines, limit)
    yield from _part("Pairs of articles that may be one", quality.duplicates, _pair, limit)
    yield from _part("What the last ingest of each document found", quality.runs, lambda run: _run(run, limit), limit)


def _table(title: str, tallies: Sequence[Tally], nameless: str) -> Iterator[str]:
    if tallies:
        yield ""
        yield f"{'':{_NAME + len(_COLUMNS[0]) + 4}}{' lacking ':-^{_LACKING - 2}}"
        yield f"{title:<{_NAME}}{''.join(f'{column:>{len(column) + 2}}' for column in _COLUMNS)}"
    for tally in tallies:
        numbers = (tally.records, *tally.missing.values(), tally.inferred, tally.unknown, tally.cut)
        cells = (f"{number or '-':>{len(column) + 2}}" for number, column in zip(numbers, _COLUMNS, strict=True))
        yield f"{shorten(tally.name or nameless, _NAME - 1):<{_NAME}}{''.join(cells)}"


def _part(title: str, things: Sequence[_Thing], lines: Callable[[_Thing], Iterable[str]], limit: int) -> Iterator[str]:
    if things:
        yield ""
        yield f"{title} ({len(things)})"
    for thing in things[:limit]:
        yield from (f"  {line}" for line in lines(thing))
    if len(things) > limit:
        yield f"  ... and {len(things) - limit} more: --limit names more, --json all of them"


def _term(term: MintedTerm) -> Iterator[str]:
    number = f"{term.count} article{'' if term.count == 1 else 's'}"
    yield f"{term.scheme} {term.code}: {term.label!r}, {number}"
    yield f"  nearest: {', '.join(term.nearest) or 'nothing'}"


def _article(article: Named, *remarks: str) -> Iterator[str]:
    """Yield a person's way to an article: key and headline, page, what is remarked and where it came from."""
    yield f"{article.key}  {shorten(article.headline, _WIDTH - len(article.key) - 4)}"
    yield f"  {article.page}"
    places = "; ".join(dict.fromkeys(place.shown for place in article.places)) or "nowhere that is kept"
    said = f"{', '.join(remarks)}; " if remarks else ""
    yield from _wrapped(f"  {said}from {places}")


def _missing(finding: Finding) -> Iterator[str]:
    return _article(finding.article, *(f"no {name}" for name in finding.missing))


def _inferred(finding: Finding) -> Iterator[str]:
    return _article(finding.article, *(f"{name}: {how}" for name, how in finding.inferred.items()))


def _unknown(finding: Finding) -> Iterator[str]:
    return _article(finding.article, *finding.unknown)


def _cut(finding: Finding) -> Iterator[str]:
    return _article(finding.article)


def _pair(pair: Duplicate) -> Iterator[str]:
    yield f"alike by {pair.likeness:.0%}:"
    for article in (pair.first, pair.second):
        yield from (f"  {line}" for line in _article(article, article.date.isoformat()))


def _run(run: Run, limit: int) -> Iterator[str]:
    yield from _wrapped(f"{run.document} ({run.source}, {run.received:%Y-%m-%d %H:%M} UTC)")
    for problem in run.problems[:limit]:
        place = f"line {problem.line}: " if problem.line else f"{problem.url}: " if problem.url else ""
        yield from _wrapped(f"  {problem.severity}: {place}{problem.detail} [{problem.code}]")
    if len(run.problems) > limit:
        yield f"  ... and {len(run.problems) - limit} more"


def _wrapped(line: str) -> list[str]:
    return wrap(line, _WIDTH - 2, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
