"""What is looked for in the index of words, and what stands there. Pure.

Beside the words of an article stand marks: its terms, its language, and whether it
leads its work. They have a ``_``, which no word has. So one question finds articles by
their words, by the names of their terms, and by filters, and a term that is called
otherwise needs no new index.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from osce_feeds.model.article import Article
from osce_feeds.model.search import Phrase
from osce_feeds.model.term_names import Code
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.words import tokens

Clause = tuple[Phrase, ...]
"""Phrases of which one is enough."""

LEAD = Phrase(("lead_",))
"""The mark of an article that leads its work."""
MOST = 3_000
"""Words of a text that are indexed, which is more than a summary has: what a row can hold is limited."""


def term(number: int) -> Phrase:
    """Return the mark of the term with this number."""
    return Phrase((f"t_{number}",))


def language(number: int) -> Phrase:
    """Return the mark of the language with this number."""
    return Phrase((f"l_{number}",))


def indexed(article: Article, terms: Iterable[int], spoken: int, *, lead: bool) -> str:
    """Return what stands in the index for *article*, which is written in the language *spoken*: words between spaces.

    A mark stands between texts, so that no phrase goes from one into the next.
    """
    mark = str(language(spoken))
    texts = (article.headline, article.dateline.text if article.dateline else "", article.summary)
    parts = [part for text in texts for part in (*islice(tokens(text), MOST), mark)]
    parts += [str(term(number)) for number in sorted(terms)]
    return " ".join([*parts, str(LEAD)] if lead else parts)


def clauses(phrases: Iterable[Phrase], names: TermNames, known: Mapping[Code, tuple[int, str]]) -> Iterator[Clause]:
    """Yield what must be found for each of *phrases*: itself, or a term that is called so.

    *known* are the terms of the store, each with its number and the label that it came with.
    """
    for phrase in phrases:
        meant = names.meant_by(phrase)
        numbers = [
            number for code, (number, label) in known.items() if code in meant or phrase.stands_in(_tokens(label))
        ]
        yield (phrase, *map(term, sorted(numbers)))


@lru_cache(maxsize=16_384)
def _tokens(label: str) -> tuple[str, ...]:
    return tuple(tokens(label))
