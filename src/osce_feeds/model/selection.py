"""Selections: which articles, as a value and as a path."""

from dataclasses import dataclass

from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles of an office, of a topic, of both at once, or all of them; empty means any."""

    office: str = ""
    topic: str = ""

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The (scheme, code) pairs that every article of the selection has, office first."""
        pairs = ((OFFICE, self.office), (TOPIC, self.topic))
        return tuple(pair for pair in pairs if pair[1])

    @property
    def path(self) -> str:
        """The selection's folder below a language, without slashes at either end: ``offices/x/topics/y``."""
        return "/".join(f"{scheme}s/{code}" for scheme, code in self.codes)


EVERYTHING = Selection()


def parse_path(path: str) -> Selection | None:
    """Return the selection whose ``path`` this is, slashes at either end allowed, or None for any other text."""
    match path.strip("/").split("/"):
        case [""]:
            return EVERYTHING
        case [*_, ""] | ["offices", "", *_]:
            return None
        case ["offices", office]:
            return Selection(office=office)
        case ["topics", topic]:
            return Selection(topic=topic)
        case ["offices", office, "topics", topic]:
            return Selection(office, topic)
        case _:
            return None
