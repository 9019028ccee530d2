"""The canonical record: one language edition of a story.

``Reading`` is what a source says; ``Article`` adds what this service gives it:
identity, versions, moments. An article *is* a reading, so the two never have to
be kept in step.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date as Date  # noqa: N812 - the record has a field of that name
from datetime import datetime
from enum import StrEnum

INFERRED, CORRECTED = "inferred: ", "corrected: "
"""How a provenance begins."""


class Status(StrEnum):
    """NewsML-G2 ``pubStatus``: may it be published."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a scheme (``office``, ``topic``, ``type``).

    ``code`` is permanent and stands in addresses; ``label`` is the English name,
    or the source's own words where the vocabulary does not know the term.
    """

    scheme: str
    code: str
    label: str


def once(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return *terms* with each code once, under its first label: one code may come with several."""
    found: dict[tuple[str, str], Term] = {}
    for term in terms:
        found.setdefault((term.scheme, term.code), term)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a text says it was written (IPTC ``dateline``).

    ``text`` is as printed, without the dash after it; ``places`` are as printed;
    ``date`` has its year inferred where the source leaves it out. It never
    replaces the publishing date.
    """

    text: str
    places: tuple[str, ...]
    date: Date | None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to the article; ``length`` in bytes, 0 when unknown."""

    url: str
    media_type: str
    length: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The source as the operator names it, and its address (empty where none was given)."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source says about one article, normalised.

    Text fields are clean text (``osce_feeds.text.clean``) and empty when the
    source has none; ``content`` alone is HTML. ``date`` is the publishing *day*
    as the source prints it. ``provenance`` names the fields that were not read:
    ``inferred: ...`` with the evidence, or ``corrected: ...`` by a person here.
    """

    language: str
    headline: str
    date: Date
    byline: str = ""
    dateline: Dateline | None = None
    summary: str = ""
    summary_cut: bool = False
    content: str = ""
    genre: Term | None = None
    offices: tuple[Term, ...] = ()
    topics: tuple[Term, ...] = ()
    link: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    collections: tuple[str, ...] = ()
    source: Origin = Origin()
    rights: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)

    def is_inferred(self, name: str) -> bool:
        """Say whether field *name* was inferred from evidence, so that anything read replaces it."""
        return self.provenance.get(name, "").startswith(INFERRED)

    def is_corrected(self, name: str) -> bool:
        """Say whether a person here decided about field *name*, which only a source's change of mind undoes."""
        return self.provenance.get(name, "").startswith(CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Reading):
    """A reading with its identity and its history; all datetimes are aware and UTC, to the second.

    ``key`` stands in addresses, ``id`` (a tag URI, RFC 4151) everywhere else;
    both are minted once. ``version`` counts from 1; ``received`` is when this
    version was made. ``published`` is a moment of the publishing day, for formats
    that demand one (RFC 4287 section 4.2.9); ``updated`` equals it in version 1 and
    ``received`` later (RFC 4287 section 4.2.15). ``work`` is the key that language
    editions share. ``note`` says what a correction changed or why a withdrawal
    was made.
    """

    key: str
    id: str
    version: int
    status: Status
    work: str
    received: datetime
    published: datetime
    updated: datetime
    note: str = ""

    @property
    def is_erased(self) -> bool:
        """Whether a person had the text removed for good: a withdrawal of which not even the headline is kept."""
        return self.status is Status.CANCELED and not self.headline

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms that selections can ask for: offices, then topics, then the type."""
        return (*self.offices, *self.topics, *((self.genre,) if self.genre else ()))
