"""Selections: which articles, as a value, and as the one address that it has.

The grammar of addresses: ``offices/x/topics/y?type=news&not-topic=z``. What stands in
the path and what stands in the query is united first, so it does not matter where a
value was read.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlencode

from osce_feeds.errors import BadParameter
from osce_feeds.model.search import Phrase
from osce_feeds.model.search import phrases
from osce_feeds.model.search import spelt
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE

Pair = tuple[str, str]
"""Name and value of a parameter, decoded."""

MOST_VALUES = 20
"""Values of all filters together that one selection may have."""
LIMITS = range(1, 501)
"""How many articles may be asked for."""

NOT = "not-"
"""Stands before the name of a scheme whose terms are excluded."""
_FIELDS = {
    OFFICE: "offices",
    TOPIC: "topics",
    TYPE: "types",
    REGION: "regions",
    f"{NOT}{OFFICE}": "not_offices",
    f"{NOT}{TOPIC}": "not_topics",
    f"{NOT}{TYPE}": "not_types",
}
SINCE, UNTIL, CONTENT, WORDS, LIMIT, AFTER, PAGE = "since", "until", "content", "q", "limit", "after", "page"
FILTERS = frozenset({*_FIELDS, SINCE, UNTIL, CONTENT, WORDS})
"""Names of the parameters that say which articles."""
PARAMETERS = FILTERS | {LIMIT, AFTER}
"""Names of all parameters of lists as files; any other one means nothing. Lists as pages also know ``PAGE``."""
_FOLDERS = (OFFICE, TOPIC)
"""Schemes that have a folder in the path, in its order."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("[0-9]{1,4}")
_CHANGE = re.compile("[0-9]{1,18}")
_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Articles that have one of the included terms of each scheme that names any, and none of the excluded ones.

    A region means its offices. ``since`` and ``until`` are publishing days, both
    included. ``content`` is the language of the text (BCP 47): of a work with several
    editions only that one is meant. ``words`` are what somebody typed to search for, kept
    in their one spelling (``model.search``). Codes are kept sorted and once each.
    """

    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    not_offices: tuple[str, ...] = ()
    not_topics: tuple[str, ...] = ()
    not_types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    content: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        """Put codes and words in order, so that equal selections are equal values."""
        object.__setattr__(self, "words", spelt(self.words))
        for field in _FIELDS.values():
            object.__setattr__(self, field, tuple(sorted(set(getattr(self, field)))))

    @property
    def included(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The schemes that must be met, each with the codes of which one is enough."""
        return tuple((scheme, self.codes(scheme)) for scheme in (OFFICE, TOPIC, TYPE, REGION) if self.codes(scheme))

    @property
    def excluded(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The schemes that exclude articles, each with the codes that none may have."""
        schemes = ((scheme, self.codes(f"{NOT}{scheme}")) for scheme in (OFFICE, TOPIC, TYPE))
        return tuple((scheme, codes) for scheme, codes in schemes if codes)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The words that articles must have, or terms of theirs in a name: all of these."""
        return phrases(self.words)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All filters as parameters, sorted by name and value, also those that stand in the path."""
        pairs = [(name, code) for name in _FIELDS for code in self.codes(name)]
        days = ((SINCE, self.since), (UNTIL, self.until))
        pairs += [(name, day.isoformat()) for name, day in days if day]
        pairs += [(name, text) for name, text in ((CONTENT, self.content), (WORDS, self.words)) if text]
        return tuple(sorted(pairs))

    @property
    def path(self) -> str:
        """The selection's folder below a language, without slashes at either end: ``offices/x/topics/y``.

        A scheme with exactly one included code stands here, whatever else is asked for.
        """
        return _path(self)

    @property
    def query(self) -> str:
        """What the path does not say: names, then values, sorted."""
        return self.query_with(None)

    @property
    def whole_query(self) -> str:
        """All filters as a query, for addresses in whose path none stands."""
        return urlencode(self.pairs, quote_via=quote)

    @property
    def address(self) -> str:
        """Path and query, as commands take them: ``offices/x?type=news``."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def parameters(self) -> tuple[Pair, ...]:
        """The filters that the path does not say, sorted by name and value."""
        return tuple((name, value) for name, value in self.pairs if name not in self.folders)

    def query_with(self, limit: int | None, after: int | None = None, page: int = 1) -> str:
        """Return the query of a request for at most *limit* articles, None for as many as usual.

        With *after*, those whose last change has a higher number; with *page*, those after so many pages of them.
        """
        return _query(self, limit, after, page)

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes that the parameter *name* has: a scheme's included ones, or ``not-`` and a scheme."""
        codes: tuple[str, ...] = getattr(self, _FIELDS[name])
        return codes

    def narrowed(self, scheme: str, code: str) -> "Selection":
        """Return the selection with *code* as the only included one of its scheme, and all else as it is."""
        changes: Mapping[str, tuple[str, ...]] = {_FIELDS[scheme]: (code,)}
        return replace(self, **changes)  # type: ignore[arg-type]

    def any_of(self, scheme: str) -> "Selection":
        """Return the selection without the included codes of *scheme*."""
        changes: Mapping[str, tuple[str, ...]] = {_FIELDS[scheme]: ()}
        return replace(self, **changes)  # type: ignore[arg-type]

    def without(self, name: str, value: str) -> "Selection":
        """Return the selection without one filter; of the words that are searched, each phrase is one."""
        if name == WORDS:
            return replace(self, words=" ".join(text for text in map(str, self.phrases) if text != value))
        return parse(pair for pair in self.pairs if pair != (name, value))

    @property
    def folders(self) -> tuple[str, ...]:
        """The schemes that have a folder in the path."""
        return tuple(scheme for scheme in _FOLDERS if len(self.codes(scheme)) == 1)


# A feed names its own selection in a dozen addresses.


@lru_cache(maxsize=1024)
def _path(selection: Selection) -> str:
    return "/".join(f"{scheme}s/{quote(selection.codes(scheme)[0], safe='')}" for scheme in selection.folders)


@lru_cache(maxsize=1024)
def _query(selection: Selection, limit: int | None, after: int | None, page: int) -> str:
    pairs = [*selection.parameters]
    pairs += [] if page == 1 else [(PAGE, str(page))]
    pairs += [] if limit is None else [(LIMIT, str(limit))]
    pairs += [] if after is None else [(AFTER, str(after))]
    return urlencode(sorted(pairs), quote_via=quote)


EVERYTHING = Selection()


def only(scheme: str, code: str) -> Selection:
    """Return the selection of one term."""
    return EVERYTHING.narrowed(scheme, code)


def scheme_of(name: str) -> str | None:
    """Return the scheme whose codes a parameter takes, or None where it takes something else."""
    return name.removeprefix(NOT) if name in _FIELDS else None


def parse(pairs: Iterable[Pair]) -> Selection:
    """Return the selection that parameters mean, wherever they stood and in whatever order and number.

    Values are taken as they are, without spaces around them; empty ones and names that
    are no filter are left out. Whether codes and languages exist is not looked at. Words
    can be anything: all that were given are searched, and nothing where there is no word.

    Raises:
        BadParameter: where a day is none, a value is contradicted by another, or there are too many.
    """
    values: dict[str, set[str]] = {}
    typed: list[str] = []
    for name, value in pairs:
        if name == WORDS:
            typed.append(value)
        elif name in FILTERS and value.strip():
            values.setdefault(name, set()).add(value.strip())
    if words := spelt(" ".join(typed)):
        values[WORDS] = {words}
    if sum(map(len, values.values())) > MOST_VALUES:
        name = max(sorted(values), key=lambda name: len(values[name]))
        raise BadParameter(name, f"at most {MOST_VALUES} filter values can be combined")
    since, until = (_day(name, _single(name, values)) for name in (SINCE, UNTIL))
    if since and until and until < since:
        raise BadParameter(UNTIL, f"{until} is before {since}, the day of since: no day is in between")
    content = _single(CONTENT, values)
    if content and not _TAG.fullmatch(content):
        raise BadParameter(CONTENT, "content takes the tag of a language, such as en or sr-Latn")
    codes = {field: tuple(values.get(name, ())) for name, field in _FIELDS.items()}
    return Selection(since=since, until=until, content=content, words=words, **codes)


def parse_limit(pairs: Iterable[Pair], usual: int | None) -> int | None:
    """Return how many articles parameters ask for at most, None where they say nothing or what is *usual* anyway.

    Raises:
        BadParameter: where it is no number that may be asked for.
    """
    text = _single(LIMIT, {LIMIT: {value.strip() for name, value in pairs if name == LIMIT and value.strip()}})
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or int(text) not in LIMITS:
        raise BadParameter(LIMIT, f"limit takes a whole number from {LIMITS[0]} to {LIMITS[-1]}")
    return None if int(text) == usual else int(text)


def parse_after(pairs: Iterable[Pair]) -> int | None:
    """Return the change number after which parameters ask for changes, None where they do not.

    Raises:
        BadParameter: where it is no number.
    """
    text = _single(AFTER, {AFTER: {value.strip() for name, value in pairs if name == AFTER and value.strip()}})
    if text and not _CHANGE.fullmatch(text):
        raise BadParameter(AFTER, "after takes the number of a change: 0 for everything, else that of the last link")
    return int(text) if text else None


def parse_page(pairs: Iterable[Pair], most: int) -> int:
    """Return which page of a list parameters ask for, from 1 to *most*; 1 where they say nothing.

    Raises:
        BadParameter: where it is no such number.
    """
    text = _single(PAGE, {PAGE: {value.strip() for name, value in pairs if name == PAGE and value.strip()}}) or "1"
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise BadParameter(PAGE, f"page takes a whole number from 1 to {most}; since and until lead to older articles")
    return int(text)


def path_pairs(path: str) -> tuple[Pair, ...] | None:
    """Return the parameters that a path stands for, slashes at either end allowed, or None for any other text."""
    match [unquote(part) for part in path.strip("/").split("/")]:
        case [""]:
            return ()
        case [*parts] if "" in parts:
            return None
        case ["offices", office]:
            return ((OFFICE, office),)
        case ["topics", topic]:
            return ((TOPIC, topic),)
        case ["offices", office, "topics", topic]:
            return ((OFFICE, office), (TOPIC, topic))
        case _:
            return None


def _single(name: str, values: Mapping[str, set[str]]) -> str:
    found = values.get(name, set())
    if len(found) > 1:
        raise BadParameter(name, f"{name} can be given once")
    return next(iter(found), "")


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise BadParameter(name, f"{name} takes a day such as 2026-07-01") from None
