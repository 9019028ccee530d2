"""Lists and searches of synthetic newsrooms: those that are easy to find, and those that are not."""

from dataclasses import dataclass
from datetime import date

from metadata import CLOSED_OFFICE
from metadata import FREQUENT_OFFICE
from metadata import FREQUENT_TOPIC
from metadata import LATE_TOPIC
from newsroom import RARE_LANGUAGE
from osce_feeds.i18n import packaged
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TYPE

_CODES = [code for code in packaged.vocabulary().concepts[OFFICE] if code not in {FREQUENT_OFFICE, CLOSED_OFFICE}]
TOP_OFFICES = (FREQUENT_OFFICE, *_CODES[:4])
TEN_OFFICES = (FREQUENT_OFFICE, *_CODES[:9])
RARE_OFFICES = tuple(_CODES[-10:])
_NEWS = next(iter(packaged.vocabulary().concepts[TYPE]))
_BOTH = Selection(offices=(FREQUENT_OFFICE,), topics=(FREQUENT_TOPIC,))


@dataclass(frozen=True, slots=True)
class Question:
    """A list that somebody subscribes to.

    ``found`` says whether articles are in it, None where a small archive may have
    none. ``deep`` is the part of the archive that is newer than what is asked for.
    """

    name: str
    selection: Selection
    language: str = "en"
    found: bool | None = True
    deep: float = 0


QUESTIONS = (
    Question("everything", EVERYTHING),
    Question("a frequent office", Selection(offices=(FREQUENT_OFFICE,))),
    Question("office and topic, both frequent", _BOTH),
    Question("the same for readers of a rare language", _BOTH, RARE_LANGUAGE),
    Question(
        "a rare office and a frequent topic", Selection(offices=RARE_OFFICES[-1:], topics=(FREQUENT_TOPIC,)), found=None
    ),
    Question(
        "a closed office and a late topic", Selection(offices=(CLOSED_OFFICE,), topics=(LATE_TOPIC,)), found=False
    ),
    Question(
        "a rare office in a rare language", Selection(offices=RARE_OFFICES[-1:], content=RARE_LANGUAGE), found=None
    ),
    Question("a topic without the top office", Selection(topics=(FREQUENT_TOPIC,), not_offices=TOP_OFFICES[:1])),
    Question("everything without the top five offices, in Russian", Selection(not_offices=TOP_OFFICES, content="ru")),
    Question("any of ten offices, and a topic", Selection(offices=TEN_OFFICES, topics=(FREQUENT_TOPIC,))),
    Question("any of ten rare offices, and a topic", Selection(offices=RARE_OFFICES, topics=(FREQUENT_TOPIC,))),
    Question("a type, and a topic", Selection(types=(_NEWS,), topics=(FREQUENT_TOPIC,))),
    Question("a region, and a topic", Selection(regions=("central-asia",), topics=(FREQUENT_TOPIC,))),
    Question(
        "a year of an office", Selection(offices=(FREQUENT_OFFICE,), since=date(2015, 1, 1), until=date(2015, 12, 31))
    ),
    Question("a page far down, of everything", EVERYTHING, deep=0.9),
    Question("a page far down, of office and topic", _BOTH, deep=0.9),
)
"""All of them at most so many times the cost of reading as many articles by their keys."""

SEARCHES = (
    Question("a word of one article", Selection(words="4711")),
    Question("a frequent word", Selection(words="pier")),
    Question("two frequent words", Selection(words="pier tide")),
    Question("a phrase", Selection(words='"tide gauge"')),
    Question("the beginning of a word", Selection(words="light*")),
    Question("the name of a topic, at an office", Selection(offices=(FREQUENT_OFFICE,), words="human rights")),
    Question("words of no article", Selection(words="pier zeppelin"), found=False),
)
"""The index of words is in the order of moments, but it is no list: they may cost more."""
