"""Summaries: one tidy text, and whether the source cut it.

Until about 2019 the newsroom ended cut summaries in dots; since 2018 many stop
in mid-sentence without a mark. The mark is dropped and the fact kept, so that
every format can say it in its own way.
"""

import re

from osce_feeds.text import clean
from osce_feeds.text import fold

_HEADING = re.compile(r"Summary[\n ]+(?=[A-Z0-9“\"])")
_CLOSERS = "\"'”’»)]\u00a0 "
_SENTENCE_ENDS = ".!?"


def tidy_summary(raw: str, headline: str) -> tuple[str, bool]:
    """Return *raw* as clean text on one line, and whether the source cut it.

    A heading "Summary" that leaked into the text goes. Cut means: ends in two or
    more dots, or in mid-sentence. A summary that repeats the headline is whole.
    """
    text = clean(_HEADING.sub("", raw.strip(), count=1) if _HEADING.match(raw.strip()) else raw)
    if text.endswith(("..", "…")):
        return text.rstrip(".…").rstrip(), True
    if not text or fold(text) == fold(headline):
        return text, False
    return text, text.rstrip(_CLOSERS)[-1:] not in _SENTENCE_ENDS
