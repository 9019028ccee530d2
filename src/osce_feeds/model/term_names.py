"""Terms by the words of their names, in every language that they have one in. Pure."""

from bisect import bisect_left
from collections.abc import Iterable
from collections.abc import Iterator

from osce_feeds.model.search import Phrase
from osce_feeds.model.words import tokens

Code = tuple[str, str]
"""A scheme and a code in it."""


class TermNames:
    """Names of terms, made once and asked often."""

    def __init__(self, names: Iterable[tuple[Code, str]] = ()) -> None:
        """Take the names of each term, as many as it has."""
        self._names = sorted({(code, tuple(tokens(name))) for code, name in names})
        self._places: dict[str, set[int]] = {}
        for place, (_, name) in enumerate(self._names):
            for word in name:
                self._places.setdefault(word, set()).add(place)
        self._words = sorted(self._places)

    def meant_by(self, phrase: Phrase) -> frozenset[Code]:
        """Return the terms of which some name has *phrase*."""
        *whole, last = phrase.tokens
        found = [self._places.get(word, set()) for word in whole]
        found.append(set().union(*(self._places[word] for word in self._ends(last, prefix=phrase.prefix))))
        names = (self._names[place] for place in set.intersection(*found))
        return frozenset(code for code, name in names if phrase.stands_in(name))

    def _ends(self, last: str, *, prefix: bool) -> Iterator[str]:
        """Yield the words of names that the last one of a phrase may be."""
        start = bisect_left(self._words, last)
        for word in self._words[start:]:
            if not (word.startswith(last) if prefix else word == last):
                return
            yield word
