"""The entries of one document together: normalised, and twins made one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import msgspec

from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import named
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.normaliser.merge import join_twins
from osce_feeds.normaliser.normalise import Evidence
from osce_feeds.normaliser.normalise import Normalised
from osce_feeds.normaliser.normalise import complete
from osce_feeds.normaliser.normalise import normalise
from osce_feeds.text import clean
from osce_feeds.text import digest
from osce_feeds.text import shorten


@dataclass(frozen=True, slots=True)
class Item:
    """An entry ready to be stored: as found, with what evidence, as read, and how it is recognised.

    ``digest`` is of what was found. ``identities`` are strong, ``resemblances`` count
    only where no identity is known.
    """

    entry: RawEntry
    evidence: Evidence
    reading: Reading
    digest: str
    identities: tuple[str, ...]
    resemblances: tuple[str, ...]

    @property
    def all_identities(self) -> tuple[str, ...]:
        """Identities and resemblances."""
        return self.identities + self.resemblances


@dataclass(frozen=True, slots=True)
class Batch:
    """The items of a document in its order, the entries that take articles back, and its problems by line."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    retractions: tuple[RawEntry, ...] = ()


def make_batch(
    found: Iterable[RawEntry | Problem], vocabulary: Vocabulary, evidence: Evidence, publisher: str = ""
) -> Batch:
    """Return what a source *found*, normalised; ids in it are those of *publisher*.

    Entries with the same id or address, or else the same language, day and headline,
    are one article listed twice: they are completed from each other, in whatever
    order they stand, and the fact is reported.
    """
    evidence = complete(evidence, vocabulary)
    problems: list[Problem] = []
    twins: dict[str, list[tuple[RawEntry, Normalised]]] = {}
    retractions: list[RawEntry] = []
    for thing in found:
        if isinstance(thing, Problem):
            problems.append(thing)
            continue
        if thing.status == Status.CANCELED and not (thing.record and thing.headline):
            retractions.append(thing)
            continue
        normalised = normalise(thing, vocabulary, evidence)
        if normalised.reading is None:
            problems += normalised.problems
            continue
        keys = identities(normalised.reading, publisher, thing.id)
        same = twins.setdefault((named(keys) or keys)[0], [])
        if same:
            detail = f"{shorten(normalised.reading.headline, 60)!r} stands twice on one day: taken as one article"
            problems.append(thing.problem("entry.twin", detail))
        same.append((thing, normalised))
    items: list[Item] = []
    for same in twins.values():
        entry, normalised = same[0]
        if len(same) > 1:
            entry = reduce(join_twins, (each for each, _ in same))
            normalised = normalise(entry, vocabulary, evidence)
        assert normalised.reading is not None  # noqa: S101 - completing an entry takes nothing away
        problems += normalised.problems
        reading = normalised.reading
        items.append(
            Item(
                entry,
                evidence,
                reading,
                entry_digest(entry, evidence),
                identities(reading, publisher, entry.id),
                resemblances(reading),
            )
        )
    return Batch(tuple(items), tuple(sorted(problems, key=lambda problem: problem.line or 0)), tuple(retractions))


def entry_digest(entry: RawEntry, evidence: Evidence) -> str:
    """Return a digest of what a source says: the same for other line ends, white space, or Unicode forms.

    Where the entry stood in its document does not count.
    """
    fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
    said = {name: clean(value) for name, value in fields.items() if isinstance(value, str)}
    del said["document"]
    said |= {name: _encoded(fields[name]) for name in ("enclosures", "record") if fields[name]}
    return digest(
        *(f"{name}={value}" for name, value in sorted(said.items())),
        evidence.language,
        *(f"office={label}" for label in evidence.offices),
        *(f"topic={label}" for label in evidence.topics),
    )


def _encoded(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
