"""Summaries: one tidy text, and whether the source cut it.

Until about 2019 the newsroom ended cut summaries in dots; since 2018 many stop
in mid-sentence without a mark. The mark is dropped and the fact kept, so that
every format can say it in its own way. All else stays as published.
"""

import re

from osce_feeds.text import clean
from osce_feeds.text import fold

_HEADINGS = (
    "Summary", "Résumé", "Zusammenfassung", "Sintesi", "Resumen", "Rezumat", "Sažetak", "Резюме", "Краткое содержание",
    "Короткий виклад",
)  # fmt: skip
"""What stands above the first sentence on some pages."""
_HEADING = re.compile(
    rf"(?:{'|'.join((*_HEADINGS, *map(str.upper, _HEADINGS)))})"
    r"(?P<mark>\s?:\s?|\s[-–—]\s|\s|(?=[A-ZА-ЯЄІЇ][a-zа-яєії]))(?=\S)"
)
_DOCUMENTS = ("Report", "Record", "Proceeding")
"""What a summary may be in the text itself."""
_OPENERS = "\"'“‘„«("
_CLOSERS = "\"'”’»)]\u00a0 "
_SENTENCE_ENDS = ".!?։؟"
_CUT_MARK = re.compile(r"[\[(] ?(?:\.\.+|…) ?[\])]\Z|(?:\.\.|…)\Z")
_MARKS_BEHIND_A_STOP = ("....", ".…")
_UNFINISHED = re.compile(
    r"(?:\A|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Amb|Gen|Lt|Col|Maj|Capt|Gov|Sen|Rep|e\.g|i\.e|cf|vs|Nos)\.\Z"
)
"""Abbreviations that a name or a word must follow."""


def tidy_summary(raw: str, headline: str) -> tuple[str, bool]:
    """Return *raw* as clean text on one line, and whether the source cut it.

    A heading "Summary" that leaked into the text goes. Cut means: ends in two or
    more dots, or in mid-sentence. A summary that repeats the headline is whole.
    """
    text = _without_heading(clean(raw))
    if mark := _CUT_MARK.search(text, max(0, len(text) - 12)):
        return _without_dots(text[: mark.end()] if mark[0][0] in ".…" else text[: mark.start()]), True
    if not text or fold(text) == fold(headline):
        return text, False
    return text, text.rstrip(_CLOSERS)[-1:] not in _SENTENCE_ENDS or _UNFINISHED.search(text[-8:]) is not None


def _without_dots(text: str) -> str:
    """Return *text* without the dots at its end, but with the stop of a sentence that a mark of three stands behind."""
    rest = text.rstrip(".…")
    ends = bool(rest) and not rest[-1].isspace() and text[len(rest) :] in _MARKS_BEHIND_A_STOP
    return f"{rest}." if ends else rest.rstrip()


def _without_heading(text: str) -> str:
    """Return *text* without a heading; without a colon, only what begins a sentence stands below one."""
    heading = _HEADING.match(text)
    if not heading:
        return text
    rest = text[heading.end() :]
    begins = rest[0].isupper() or rest[0].isdecimal() or rest[0] in _OPENERS
    return rest if heading["mark"].strip() or (begins and not rest.startswith(_DOCUMENTS)) else text
