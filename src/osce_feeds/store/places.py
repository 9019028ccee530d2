"""Where articles stand in the lists: what the rows of the indexes must be for the editions of a work. Pure.

Terms are pairs of scheme and code here, and ``ANY`` stands for all of them.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.store.records import seconds

Code = tuple[str, str]
"""A scheme and a code in it."""

ANY: Code = ("", "")
LEADS = ""
"""Stands for the language of an edition where it is the lead of its work."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An article as one of its work, and whether it leads it: it stands for the others in other languages."""

    article: Article
    lead: bool

    @property
    def is_usable(self) -> bool:
        """Whether lists show it."""
        return self.article.status is Status.USABLE


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the listing: an article in the list of an office or type, and of a topic.

    ``edition`` is its language, or ``LEADS``; ``alone`` says that its work has no other
    edition that can be shown. ``published`` and ``received`` are in seconds since 1970.
    """

    term: Code
    topic: Code
    edition: str
    published: int
    language: str
    alone: bool
    received: int
    version: int


def places(editions: Sequence[Edition]) -> Iterator[Place]:
    """Yield the rows of the listing for all *editions* of a work, each once."""
    usable = [edition for edition in editions if edition.is_usable]
    for edition in usable:
        article = edition.article
        pairs = [*product(_any_of(article.offices), _any_of(article.topics))]
        pairs += [((article.genre.scheme, article.genre.code), ANY)] if article.genre else []
        for (term, topic), kind in product(pairs, (article.language, LEADS) if edition.lead else (article.language,)):
            yield Place(
                *(term, topic, kind, seconds(article.published), article.language, len(usable) == 1),
                *(seconds(article.received), article.version),
            )


def selections_of(article: Article) -> Iterator[tuple[Code, Code, Code]]:
    """Yield the selections of an office, a topic and a type, or any, that *article* is in, each once."""
    genre = [(article.genre.scheme, article.genre.code)] if article.genre else []
    return product(_any_of(article.offices), _any_of(article.topics), (ANY, *genre))


def terms_of(article: Article) -> set[Code]:
    """Return the terms under which *article* is found: none before it is public."""
    if article.status is Status.WITHHELD:
        return set()
    return {(term.scheme, term.code) for term in article.terms}


@dataclass(slots=True)
class Tally:
    """How many articles that can be shown, and how many works by their leads, are in a selection.

    ``differences`` says by language how many works more a list in it shows, where
    editions have other terms than their lead.
    """

    articles: Counter[tuple[Code, Code, Code]]
    works: Counter[tuple[Code, Code, Code]]
    differences: Counter[tuple[Code, Code, Code, str]]

    def take(self, editions: Sequence[Edition], sign: int = 1) -> None:
        """Count the *editions* of a work, or take them out again by a *sign* of -1."""
        usable = [edition for edition in editions if edition.is_usable]
        languages = {edition.article.language for edition in usable}
        for edition in usable:
            alone = edition.lead and len(usable) == 1
            for selection in selections_of(edition.article):
                self.articles[selection] += sign
                self.works[selection] += sign * edition.lead
                if not alone:
                    self.differences[*selection, edition.article.language] += sign
                    for language in languages if edition.lead else ():
                        self.differences[*selection, language] -= sign


def tally() -> Tally:
    """Return a tally of nothing."""
    return Tally(Counter(), Counter(), Counter())


def _any_of(terms: Iterable[Term]) -> list[Code]:
    return [ANY, *dict.fromkeys((term.scheme, term.code) for term in terms)]
