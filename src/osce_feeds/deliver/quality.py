"""How good the data is: what articles lack, what was guessed, what may stand twice, what ingests complained about."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from osce_feeds.deliver.last_runs import last_runs
from osce_feeds.deliver.likeness import likely_duplicates
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.store import Store
from osce_feeds.store.survey import Place
from osce_feeds.store.survey import Run
from osce_feeds.store.survey import all_articles
from osce_feeds.store.survey import places
from osce_feeds.store.survey import runs
from osce_feeds.store.terms import MintedTerm
from osce_feeds.store.terms import minted_terms

FIELDS = {"type": "genre", "office": "offices", "topic": "topics", "summary": "summary"}
"""What an article should have, and the field it has it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An article as a person finds it: its page here, and where its sources have it."""

    key: str
    headline: str
    date: date
    language: str
    page: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What about an article is worth a look.

    ``missing`` are of ``FIELDS``; ``inferred`` are fields, with the evidence in words;
    ``unknown`` are codes of terms about which nobody has decided; ``cut`` says that
    the source cut the summary.
    """

    article: Named
    missing: tuple[str, ...]
    inferred: Mapping[str, str]
    unknown: tuple[str, ...]
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The articles of a source or an office, and how many of them have each flaw; ``missing`` by ``FIELDS``."""

    name: str
    records: int
    missing: Mapping[str, int]
    inferred: int
    unknown: int
    cut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Two articles that may be one, and how alike they are, from 0 to 1."""

    first: Named
    second: Named
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quality of a store's data.

    ``articles`` counts those that are public or ``withheld``; ``erased`` ones are among
    the ``withdrawn``. Tallies are by name, findings from the newest article on, runs
    from the last one on.
    """

    made: datetime
    site: str
    articles: int
    withheld: int
    withdrawn: int
    erased: int
    sources: tuple[Tally, ...]
    offices: tuple[Tally, ...]
    unknown: tuple[MintedTerm, ...]
    findings: tuple[Finding, ...]
    duplicates: tuple[Duplicate, ...]
    runs: tuple[Run, ...]


def quality(newsroom: Newsroom, store: Store, now: datetime) -> Quality:
    """Return the quality of what *store* holds, all of it from one state of the store."""
    with store.read() as reader:
        articles = list(all_articles(reader))
        terms = tuple(term for term in minted_terms(reader, newsroom.vocabulary) if not term.is_decided)
        found = places(reader)
        last = tuple(run for run in last_runs(runs(reader)) if run.problems)
    current = [article for article in articles if article.status is not Status.CANCELED]
    survey = _Survey(newsroom, found, {(term.scheme, term.code) for term in terms})
    findings = [(article, survey.finding(article)) for article in current]
    return Quality(
        made=now.replace(microsecond=0),
        site=newsroom.settings.site_name,
        articles=len(current),
        withheld=sum(article.status is Status.WITHHELD for article in current),
        withdrawn=len(articles) - len(current),
        erased=sum(article.is_erased for article in articles),
        sources=_tallies((name, finding) for article, finding in findings for name in survey.sources(article)),
        offices=_tallies(
            (name, finding)
            for article, finding in findings
            for name in [office.label for office in article.offices] or [""]
        ),
        unknown=terms,
        findings=tuple(one for _, one in findings if one.missing or one.inferred or one.unknown or one.cut),
        duplicates=tuple(
            Duplicate(first=survey.named(pair.first), second=survey.named(pair.second), likeness=pair.likeness)
            for pair in likely_duplicates(current)
        ),
        runs=last,
    )


class _Survey:
    """Looks at articles one by one."""

    def __init__(self, newsroom: Newsroom, found: Mapping[str, Sequence[Place]], unknown: set[tuple[str, str]]) -> None:
        self._newsroom, self._places, self._unknown = newsroom, found, unknown

    def sources(self, article: Article) -> list[str]:
        """Return the names of the sources that told of an article; one empty name where that is not known."""
        return list(dict.fromkeys(place.source for place in self._places.get(article.key, ()))) or [""]

    def named(self, article: Article) -> Named:
        """Return how a person finds an article."""
        spoken = self._newsroom.language(article.language) or self._newsroom.languages[0]
        return Named(
            key=article.key,
            headline=article.headline,
            date=article.date,
            language=article.language,
            page=self._newsroom.addresses.article(spoken.tag, article.key),
            places=tuple(self._places.get(article.key, ())),
        )

    def finding(self, article: Article) -> Finding:
        """Return what about an article is worth a look."""
        return Finding(
            article=self.named(article),
            missing=tuple(name for name, field in FIELDS.items() if not getattr(article, field)),
            inferred={
                name: how.partition(": ")[2] for name, how in article.provenance.items() if article.is_inferred(name)
            },
            unknown=tuple(term.code for term in article.terms if (term.scheme, term.code) in self._unknown),
            cut=article.summary_cut,
        )


def _tallies(findings: Iterable[tuple[str, Finding]]) -> tuple[Tally, ...]:
    """Return the tally of each name, those of articles without one last."""
    groups: dict[str, list[Finding]] = {}
    for name, finding in findings:
        groups.setdefault(name, []).append(finding)
    return tuple(_counted(groups))


def _counted(groups: Mapping[str, Sequence[Finding]]) -> Iterator[Tally]:
    for name in sorted(groups, key=lambda name: (not name, name.casefold(), name)):
        group = groups[name]
        yield Tally(
            name=name,
            records=len(group),
            missing={field: sum(field in finding.missing for finding in group) for field in FIELDS},
            inferred=sum(bool(finding.inferred) for finding in group),
            unknown=sum(bool(finding.unknown) for finding in group),
            cut=sum(finding.cut for finding in group),
        )
