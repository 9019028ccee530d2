"""The fields of an article as a form shows them, and what a person changed in them."""

from collections.abc import Iterable
from collections.abc import Mapping

import msgspec

from osce_feeds.edit import Correction
from osce_feeds.model.article import Article
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import Vocabulary

_LISTS = ("offices", "topics")
_CUT = "…"


def written(article: Article, words: Vocabulary) -> dict[str, str]:
    """Return the fields of *article* as a person would write them; of several terms, one stands on each line."""
    cut = f" {_CUT}" if article.summary_cut else ""
    return {
        "headline": article.headline,
        "summary": f"{article.summary}{cut}",
        "byline": article.byline,
        "date": article.date.isoformat(),
        "genre": article.genre.code if article.genre else "",
        "offices": _lines(article.offices, words),
        "topics": _lines(article.topics, words),
        "link": article.link,
        "content": article.content,
        "language": article.language,
    }


def correction_of(article: Article, given: Mapping[str, str], words: Vocabulary) -> Correction:
    """Return what differs between *article* and the fields that were *given*; one that is missing stays."""
    before = written(article, words)
    after = {name: _plain(given[name]) for name in before if name in given}
    changed = {name: text for name, text in after.items() if text != _plain(before[name])}
    lists = {name: tuple(filter(None, changed.pop(name).split("\n"))) for name in _LISTS if name in changed}
    return msgspec.convert({**changed, **lists}, Correction)


def _plain(text: str) -> str:
    """Return *text* with the line ends that forms change, and without white space around its lines."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _lines(terms: Iterable[Term], words: Vocabulary) -> str:
    return "\n".join(_name(term, words) for term in terms)


def _name(term: Term, words: Vocabulary) -> str:
    """Return the name of a term that is known by it, else its code."""
    concept = words.find(term.scheme, term.label)
    return term.label if concept and concept.code == term.code else term.code
