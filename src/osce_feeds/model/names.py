"""Names of concepts found in running text, such as an office in a headline."""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

from osce_feeds.text import fold_label

_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"\w*[A-Z]\w*[A-Z]\w*")
_DISTINCTIVE = 4
"""Letters from which on an acronym means one thing only."""


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    code: str
    exact: str


Names = Mapping[str, tuple[_Name, ...]]
"""Names by their first word, the longest first."""


def index(spellings: Iterable[tuple[str, str]]) -> Names:
    """Return an index of those *spellings* (with the code of each) that mean one thing wherever they stand.

    They have two words or more, in any case, or are acronyms of four letters or
    more, exactly as written.
    """
    found: dict[str, list[_Name]] = {}
    for spelling, code in spellings:
        words = tuple(_WORD.findall(fold_label(spelling)))
        acronym = len(words) == 1 and len(spelling) >= _DISTINCTIVE and _ACRONYM.fullmatch(spelling)
        if len(words) > 1 or acronym:
            found.setdefault(words[0], []).append(_Name(words, code, spelling if acronym else ""))
    return {word: tuple(sorted(names, key=lambda name: len(name.words), reverse=True)) for word, names in found.items()}


def find_names(text: str, names: Names) -> list[str]:
    """Return the codes of the *names* in *text*, in its order, once each; a name inside a longer one does not count."""
    written = _WORD.findall(text)
    words = [fold_label(word) for word in written]
    codes: dict[str, None] = {}
    start = 0
    while start < len(words):
        fitting = (
            name
            for name in names.get(words[start], ())
            if tuple(words[start : start + len(name.words)]) == name.words and name.exact in {"", written[start]}
        )
        name = next(fitting, None)
        if name:
            codes[name.code] = None
        start += len(name.words) if name else 1
    return list(codes)
