"""Words as they are searched: one way to take text apart, for what is indexed and for what is asked. Pure.

A word is a run of letters and digits without case, accents and other marks. Letters
that only look alike stay different. What stands around words separates them:
O'Brien and co-operation are two words each, and found as such, side by side.
"""

import re
import unicodedata

LONGEST = 64
"""Characters of a word that count."""

_KEPT = 0x3000
# Letters that have a mark in them and do not come apart: with those of Kazakh and Tajik, which many type in Russian.
_LETTERS = dict(zip("øđłıħŧŋðəɓɗɡıґқғңөәұүһҳҷҝ", "odlihtndebdgiгкгноаууххчк", strict=True)) | {
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ĸ": "k",
    "ſ": "s",
    "ƒ": "f",
    "ƶ": "z",
    "ꜳ": "aa",
    "ß": "ss",
}
_SEPARATING = frozenset("ʹʺʻʼʽʾʿˈˊˋ")
"""Letters, by their category, that are written for apostrophes."""
_DROPPED = frozenset("\u0640\u034f\u180b\u180c\u180d")
# Scripts that set no spaces between words: each character is found by itself, and several as a phrase.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff]"
)
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class _Bare(dict[int, str]):
    """Every character as it is, but no marks; remembered for those that are frequent."""

    def __missing__(self, code: int) -> str:
        bare = "" if unicodedata.combining(chr(code)) else chr(code)
        if code < _KEPT:
            self[code] = bare
        return bare


class _Folding(dict[int, str]):
    """What becomes of each character: a letter, nothing, or a space; remembered for those that are frequent."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if code < _KEPT:
            self[code] = folded
        return folded


def tokens(text: str) -> list[str]:
    """Return the words of *text* in order, as they compare: letters and digits only, ``LONGEST`` at most of each.

    A character of a script without spaces is a word of its own.
    """
    if text.isascii():
        folded = text.lower().translate(_FOLDING)
    else:
        # Taking letters and marks apart orders the marks, in quadratic time: written ones go before.
        apart = unicodedata.normalize("NFKD", text.translate(_BARE)).casefold()
        apart = unicodedata.normalize("NFKD", apart)
        folded = unicodedata.normalize("NFC", apart.translate(_FOLDING))
    return [word[:LONGEST] for word in folded.split()]


def is_unspaced(token: str) -> bool:
    """Say whether a word is a character of a script that sets no spaces."""
    return _UNSPACED.match(token) is not None


def _folded(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf" or letter in _DROPPED or unicodedata.combining(letter):
        return ""
    if letter in _SEPARATING or category in {"Me", "Cs"}:
        return " "
    if category[0] not in "LNM" or _VARIATIONS.match(letter):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return f" {letter} " if is_unspaced(letter) else _LETTERS.get(letter, letter)


_BARE, _FOLDING = _Bare(), _Folding()
