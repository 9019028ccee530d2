"""What a person types to search by words, as a value and in the one spelling that it has. Pure.

Words must all be there, in any order. "Words in quotes" stand side by side, and
``ferr*`` begins a word. Anything else that can be typed separates words, so every
text is a search, if only for nothing in particular.
"""

import re
from dataclasses import dataclass

from osce_feeds.model.words import is_unspaced
from osce_feeds.model.words import tokens

MOST_WORDS = 16
"""Words that count; of scripts without spaces four characters for each."""
_WEIGHT = 4
_PREFIX = "*"

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"＊": _PREFIX})
_PIECE = re.compile(r'"([^"]*)"(\*?)|([^\s",;]+)')


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Words that stand side by side, one in most cases; of the last one it may be the beginning only (*prefix*)."""

    tokens: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        """Return the phrase as it is typed."""
        text = self.tokens[0]
        for before, token in zip(self.tokens, self.tokens[1:], strict=False):
            text += token if is_unspaced(before) or is_unspaced(token) else f" {token}"
        text += _PREFIX if self.prefix else ""
        return f'"{text}"' if " " in text else text

    def stands_in(self, words: tuple[str, ...]) -> bool:
        """Say whether *words* have this phrase somewhere."""
        *whole, last = self.tokens
        ends = (number for number, word in enumerate(words) if word == last or (self.prefix and word.startswith(last)))
        return any(end >= len(whole) and list(words[end - len(whole) : end]) == whole for end in ends)


def phrases(typed: str) -> tuple[Phrase, ...]:
    """Return what somebody searches for who typed this, in one order and once each; what is too much is left out."""
    found: dict[Phrase, None] = {}
    left = MOST_WORDS * _WEIGHT
    for piece in _PIECE.finditer(typed.translate(_QUOTES)):
        quoted, star, bare = piece.groups()
        text = bare if quoted is None else f"{quoted}{star}"
        words = tokens(text)
        phrase = _within(left, words, prefix=text.rstrip().endswith(_PREFIX))
        if phrase and phrase not in found:
            found[phrase] = None
            left -= sum(map(_weight, phrase.tokens))
    return tuple(sorted(found))


def spelt(typed: str) -> str:
    """Return the one spelling of a search: its words as they compare, in order."""
    return " ".join(map(str, phrases(typed)))


def _within(left: int, words: list[str], *, prefix: bool) -> Phrase | None:
    kept: list[str] = []
    for word in words:
        left -= _weight(word)
        if left < 0:
            break
        kept.append(word)
    return Phrase(tuple(kept), prefix=prefix and len(kept) == len(words)) if kept else None


def _weight(token: str) -> int:
    return 1 if is_unspaced(token) else _WEIGHT
