"""What a running service knows before any request: settings, vocabulary, languages, and the epoch of its bytes."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from osce_feeds.deliver.kept import Kept
from osce_feeds.deliver.kept_exports import KeptItems
from osce_feeds.errors import StoreUnavailable
from osce_feeds.i18n import packaged
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.languages import served
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.moments import is_due
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.settings import resources
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.release import release_due

_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = ("babel", "feedgen", "jinja2", "lxml", "msgspec")
_PRINTED = (
    "base_url",
    "contact",
    "hubs",
    "languages",
    "license",
    "official",
    "rights",
    "site_name",
    "timezone",
    "vocabulary_base",
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Everything about the service that does not change while it runs.

    ``epoch`` is a hash of all that shapes bytes beside the articles: program,
    libraries, vocabulary, catalogs, templates and printed settings. ``names`` are those of
    all terms in all languages, by which they are searched; ``kept`` are bytes of items that
    feeds have shown, ``kept_exports`` of those that exports have.
    """

    settings: Settings
    vocabulary: Vocabulary
    languages: tuple[Language, ...]
    addresses: Addresses
    epoch: str
    names: TermNames
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)
    kept_exports: KeptItems = field(default_factory=KeptItems, compare=False, repr=False)

    @classmethod
    def open(cls, settings: Settings) -> "Newsroom":
        """Return the newsroom that *settings* describe.

        Raises:
            SettingsRefused: when a language, catalog or vocabulary cannot be used.
        """
        vocabulary = packaged.vocabulary(settings.vocabulary)
        return cls(
            settings,
            vocabulary,
            served(settings.languages),
            Addresses(settings.base_url, settings.vocabulary_base or settings.base_url),
            _epoch(settings, vocabulary),
            TermNames(_names(vocabulary)),
        )

    @property
    def media_topics(self) -> dict[str, str]:
        """The IPTC Media Topic code of each topic that has one."""
        topics = self.vocabulary.concepts.get(TOPIC, {}).values()
        return {topic.code: topic.mediatopic.code for topic in topics if topic.mediatopic}

    @property
    def regions(self) -> dict[str, tuple[str, ...]]:
        """The codes of the offices of each region, some of which may have none."""
        offices = self.vocabulary.concepts.get(OFFICE, {}).values()
        return {
            region: tuple(office.code for office in offices if office.region == region)
            for region in self.vocabulary.concepts.get(REGION, {})
        }

    def language(self, tag: str) -> Language | None:
        """Return the served language with this tag, or None."""
        return next((language for language in self.languages if language.tag == tag), None)

    def localiser(self, language: Language) -> Localiser:
        """Return the localiser of a served language."""
        return localiser(language)


def keep_current(newsroom: Newsroom, store: Store, now: datetime) -> None:
    """Publish withheld articles whose day has come; a store that cannot be written to is left as it is."""
    with current(newsroom, store, now):
        return


@contextmanager
def current(newsroom: Newsroom, store: Store, now: datetime) -> Iterator[Reader]:
    """Yield a reader of the store, kept current as ``keep_current`` does it.

    Raises:
        StoreUnavailable: when the store does not answer.
    """
    zone = newsroom.settings.zone
    with ExitStack() as stack:
        reader = stack.enter_context(store.read(newsroom.regions, newsroom.names))
        due = reader.next_due()
        if due and is_due(due, now, zone):
            stack.close()
            with suppress(StoreUnavailable), store.write(now) as writer:
                release_due(writer, now, zone)
            reader = stack.enter_context(store.read(newsroom.regions, newsroom.names))
        yield reader


def _names(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], str]]:
    for scheme, concepts in vocabulary.concepts.items():
        for code, concept in concepts.items():
            for name in concept.spellings():
                yield (scheme, code), name
            for language in LANGUAGES:
                yield (scheme, code), localiser(language).name(concept.term)


def _epoch(settings: Settings, vocabulary: Vocabulary) -> str:
    state = hashlib.sha256()
    for part in (vocabulary.edition, *map(version, _LIBRARIES), *(repr(getattr(settings, name)) for name in _PRINTED)):
        state.update(f"{part}\n".encode())
    for path in _files(settings):
        state.update(path.name.encode() + path.read_bytes())
    return state.hexdigest()[:16]


def _files(settings: Settings) -> Iterator[Path]:
    folders = [(_PACKAGE, "*.py"), (_PACKAGE / "web" / "static", "*"), (resources("locales"), "*.po")]
    folders += [(resources("locales"), "*.toml")]
    folders += [(_PACKAGE / "vocabulary", "*.tsv"), (_PACKAGE / "formats", "*.xsd")]
    folders += [(folder, "*.html") for folder in (resources("templates"), settings.templates) if folder]
    for folder, pattern in folders:
        yield from sorted(folder.rglob(pattern))
