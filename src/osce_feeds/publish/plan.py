"""What is to be published, in order, and what each address depends on.

An address has a mark: the state of all that its bytes follow from. While that is the
one under which it was published last, it is not even rendered.
"""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from functools import cached_property

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.formats.sitemap import NEWS_FILE
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.i18n.languages import Language
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.addresses import FRAGMENT
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.month import Month
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.inventory import ArticleState
from osce_feeds.store.inventory import TermState
from osce_feeds.store.inventory import articles
from osce_feeds.store.inventory import last_withdrawal
from osce_feeds.store.inventory import lists
from osce_feeds.store.inventory import term_states
from osce_feeds.text import digest

WINDOW = 16 * 86_400
"""Seconds after a change during which feeds depend on the day: they show late changes for two weeks."""
GUIDES = ("feeds/", "subscribe/", "embed/", "exports/", "about/", "about/it/", "api/", "feeds.opml")
"""Pages and files of a language that speak of all lists."""

_PATHS = Addresses("", "")
_LISTED = (*(form.file for form in FEEDS), EMBED, FRAGMENT)
_EXPORTS = tuple(form.file for form in (*FORMATS, RAW_CSV) if form not in (*FEEDS, SITEMAP))
_MONTHLY = tuple(form.file for form in FEEDS if form.archived)
_ITEMS = ("newsml.xml", "ninjs.json", "article.xml", EMBED)


@dataclass(frozen=True, slots=True)
class Job:
    """An address, a path of the service, with its mark; "" where it is rendered every time."""

    path: str
    mark: str


@dataclass(frozen=True)
class Scope:
    """What is published: for which languages, the first being the one that has everything.

    With ``whole``, article pages, exports and months of offices and topics are there in every
    language, otherwise in the first one, articles also in their own. ``fixed`` are addresses of
    what only another release of the program changes; ``epoch`` stands for that release.
    """

    settings: Settings
    vocabulary: Vocabulary
    languages: tuple[Language, ...]
    epoch: str
    fixed: tuple[str, ...] = ()
    whole: bool = False


def plan(scope: Scope, store: Store, now: datetime) -> list[Job]:
    """Return every address that there is, so that each comes after those it names."""
    with store.read() as reader:
        return list(_Plan(scope, reader, now).jobs())


@dataclass
class _Plan:
    scope: Scope
    reader: Reader
    now: datetime
    works: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Take one look at the store."""
        self.found, self.terms = articles(self.reader), term_states(self.reader)
        changes: defaultdict[str, list[str]] = defaultdict(list)
        for article in self.found:
            changes[article.work].append(f"{article.key}.{article.change}")
        self.works = {work: digest(*changed)[:12] for work, changed in changes.items()}

    @cached_property
    def base(self) -> str:
        """What everything depends on."""
        parts = [language.tag for language in self.scope.languages]
        decided = [f"{term.scheme}/{term.code}>{term.merged_into}" for term in self.terms if term.merged_into]
        accepted = [f"{term.scheme}/{term.code}" for term in self.terms if term.accepted]
        return digest(self.scope.epoch, *parts, "", *decided, "", *accepted, "", *self.reader.languages())[:12]

    @cached_property
    def today(self) -> str:
        return self.now.astimezone(self.scope.settings.zone).date().isoformat()

    @cached_property
    def state(self) -> str:
        """What depends on every article, and on the day."""
        return f"{self.reader.generation()}.{self.today}"

    @property
    def first(self) -> tuple[Language, ...]:
        """The languages of what is too much for every language."""
        return self.scope.languages if self.scope.whole else self.scope.languages[:1]

    def jobs(self) -> Iterator[Job]:
        yield from self._jobs("", self.scope.fixed)
        yield from self._articles()
        yield from self._vocabulary()
        yield from self._months()
        yield from self._years()
        yield from self._lists()
        yield from self._guides()
        yield from self._jobs("", ("/",))

    def _jobs(self, mark: str, paths: Iterable[str]) -> Iterator[Job]:
        for path in paths:
            yield Job(path, f"{self.base}.{mark}")

    def _articles(self) -> Iterator[Job]:
        for article in self.found:
            spoken = [
                language
                for language in self.scope.languages
                if language in self.first or language.tag == article.language
            ]
            for language in spoken:
                page = _PATHS.article(language.tag, article.key)
                versions = range(1, article.version + 1) if article.version > 1 else ()
                numbered = (_PATHS.version(language.tag, article.key, number) for number in versions)
                yield from self._jobs(
                    self.works[article.work], (*(f"{page}{file}" for file in _ITEMS), *numbered, page)
                )

    def _vocabulary(self) -> Iterator[Job]:
        """Yield concepts before the documents that list them."""
        known: dict[str, set[str]] = {scheme: set() for scheme in ALIASES}
        for scheme, concepts in self.scope.vocabulary.concepts.items():
            known.setdefault(scheme, set()).update(concepts)
        labels = {(term.scheme, term.code): term.label for term in self.terms}
        for term in self.terms:
            if term.merged_into is None:
                known.setdefault(term.scheme, set()).add(term.code)
        for scheme, codes in sorted(known.items()):
            for code in sorted(codes):
                address = f"/vocabulary/{scheme}/{code}"
                yield from self._jobs(labels.get((scheme, code), ""), (address, f"{address}.html"))
            yield from self._jobs("", (f"/vocabulary/{scheme}/",))

    def _months(self) -> Iterator[Job]:
        """Yield the months of all news in each language; of offices and topics where there is room for them."""
        held: defaultdict[Selection, defaultdict[str, list[ArticleState]]] = defaultdict(lambda: defaultdict(list))
        merged = {(term.scheme, term.code) for term in self.terms if term.merged_into}
        for article in self.found:
            month = article.date[:7]
            held[EVERYTHING][month].append(article)
            for term in article.terms:
                if term not in merged:
                    held[only(*term)][month].append(article)
        for selection, by_month in held.items():
            months = sorted(by_month)
            for before, month, after in zip(["", *months], months, [*months[1:], ""], strict=False):
                mark = digest(before, after, *(self.works[article.work] for article in by_month[month]))[:12]
                read = Month.read(month)
                assert read is not None  # noqa: S101 - days in the store are ISO days
                for language in self.scope.languages if selection == EVERYTHING else self.first:
                    archives = (_PATHS.archive(language.tag, selection, read, file) for file in _MONTHLY)
                    yield from self._jobs(mark, archives)

    def _years(self) -> Iterator[Job]:
        by_year: defaultdict[str, list[str]] = defaultdict(list)
        for article in self.found:
            by_year[article.date[:4]].append(f"{article.key}.{article.change}")
        for year, changes in sorted(by_year.items()):
            if year < self.today[:4]:
                yield from self._jobs(digest(*changes)[:12], (f"/archive/{year}.jsonl.gz",))
        yield from self._jobs(self.state, ("/archive/manifest.json",))

    def _lists(self) -> Iterator[Job]:
        """Yield the lists of both an office and a topic first, all news last."""
        touched = {(each.office, each.topic): each.touched for each in lists(self.reader)}
        for scheme, place in ((OFFICE, 0), (TOPIC, 1)):
            codes = [*self.scope.vocabulary.concepts.get(scheme, {}), *_known(self.terms, scheme)]
            for code in codes:
                touched.setdefault((code, "") if place == 0 else ("", code), 0)
        for (office, topic), moment in sorted(touched.items(), key=lambda each: -sum(map(bool, each[0]))):
            selection = _selection(office, topic)
            yield from self._list(selection, moment, single=not (office and topic))

    def _list(self, selection: Selection, moment: int, *, single: bool) -> Iterator[Job]:
        recent = self.now.timestamp() - moment < WINDOW
        for language in self.scope.languages:
            files = (_PATHS.file(language.tag, selection, file) for file in _LISTED)
            yield from self._jobs(f"{moment}.{self.today if recent else ''}", files)
            if single:
                exported = _EXPORTS if language in self.first else ()
                names = (*exported, *([SITEMAP.file] if exported or selection == EVERYTHING else ()))
                exports = (_PATHS.file(language.tag, selection, file) for file in names)
                # Whole lists are long: they are written once a day, and at once where something was withdrawn.
                yield from self._jobs(f"{self.today}.{self._withdrawn}" if recent else str(moment), exports)
            page = _PATHS.page(language.tag, selection)
            yield from self._jobs(f"{moment}.{self.today[:7]}", (page,))

    @cached_property
    def _withdrawn(self) -> int:
        return last_withdrawal(self.reader)

    def _guides(self) -> Iterator[Job]:
        for language in self.scope.languages:
            folder = _PATHS.page(language.tag, EVERYTHING)
            yield from self._jobs(self.state, (f"{folder}{name}" for name in (*GUIDES, NEWS_FILE)))
            yield Job(f"{folder}status/", "")


def _known(terms: Iterable[TermState], scheme: str) -> Iterator[str]:
    return (term.code for term in terms if term.scheme == scheme and term.accepted and term.merged_into is None)


def _selection(office: str, topic: str) -> Selection:
    if office and topic:
        return Selection(offices=(office,), topics=(topic,))
    return only(OFFICE, office) if office else only(TOPIC, topic) if topic else EVERYTHING
