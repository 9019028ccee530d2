"""OAI-PMH 2.0: what a harvester asks, answered from the change sequence.

A resumption token is the number of the last change that was given, with the
arguments of the request: a place and no session, so it never expires.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import time
from urllib.parse import urlsplit

from lxml import etree

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.channels import published_article
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.formats import oai_pmh
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.oai_pmh import PREFIXES
from osce_feeds.formats.oai_pmh import Code
from osce_feeds.formats.oai_pmh import Record
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.changes import changes
from osce_feeds.store.changes import first_moment

PAGE = 200
"""Records or headers in one answer."""
_VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""The arguments that each verb must and may have."""
_LISTS = frozenset({"ListIdentifiers", "ListRecords", "ListSets"})
_TOKEN = re.compile(r"([0-9]{1,18})/([a-z0-9_]{1,20})/([a-z0-9.-]{0,200})/([0-9TZ:-]{0,20})/([0-9TZ:-]{0,20})")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class _Refused(Exception):
    """An answer that is an error of the protocol."""

    def __init__(self, code: Code, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class _Harvest:
    """A request for a list: what of, and after which change."""

    prefix: str
    set_spec: str
    since: str
    until: str
    after: int = 0

    def token(self, after: int) -> str:
        return f"{after}/{self.prefix}/{self.set_spec}/{self.since}/{self.until}"


def oai(newsroom: Newsroom, store: Store, given: Sequence[Pair], now: datetime) -> bytes:
    """Return the answer to a request with the arguments *given*; errors of the protocol are answers, too."""
    keep_current(newsroom, store, now)
    base = f"{newsroom.addresses.base}/oai"
    with store.read(newsroom.regions, newsroom.names) as reader:
        repeated: Mapping[str, str] = dict(given)
        try:
            arguments = _checked(given)
            parts = [_answer(newsroom, reader, base, arguments)]
        except _Refused as refused:
            if refused.code in {Code.BAD_VERB, Code.BAD_ARGUMENT}:
                repeated = {}
            parts = [oai_pmh.error(refused.code, refused.detail)]
        return oai_pmh.envelope(now, base, repeated, parts)


def _checked(given: Sequence[Pair]) -> dict[str, str]:
    """Return the arguments by name, if the verb takes them."""
    names = [name for name, _ in given]
    verbs = [value for name, value in given if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        detail = f"give one verb of these: {', '.join(_VERBS)}"
        raise _Refused(Code.BAD_VERB, detail)
    if twice := next((name for name in names if names.count(name) > 1), None):
        detail = f"the argument {twice[:40]!r} is given twice"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    arguments, (needed, allowed) = dict(given), _VERBS[verbs[0]]
    others = set(names) - {"verb"}
    if "resumptionToken" in others and verbs[0] in _LISTS:
        if others != {"resumptionToken"}:
            detail = "a resumptionToken stands alone: it holds the other arguments"
            raise _Refused(Code.BAD_ARGUMENT, detail)
        return arguments
    if missing := sorted(needed - others):
        detail = f"{verbs[0]} needs {' and '.join(missing)}"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    if unknown := sorted(others - needed - allowed):
        detail = f"{verbs[0]} takes no argument {unknown[0][:40]!r}"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    return arguments


def _answer(newsroom: Newsroom, reader: Reader, base: str, arguments: Mapping[str, str]) -> etree._Element:
    verb = arguments["verb"]
    if verb == "Identify":
        name, email = newsroom.settings.site_name, _email(newsroom)
        return oai_pmh.identify(name, base, email, first_moment(reader))
    if verb == "ListMetadataFormats":
        if "identifier" in arguments:
            _article(reader, arguments["identifier"])
        return oai_pmh.metadata_formats()
    if verb == "ListSets":
        if "resumptionToken" in arguments:
            detail = "the list of sets comes whole, without a token"
            raise _Refused(Code.BAD_PLACE, detail)
        return oai_pmh.sets(_sets(newsroom, reader))
    if verb == "GetRecord":
        article = _article(reader, arguments["identifier"])
        prefix = _prefix(arguments["metadataPrefix"])
        record = Record(article, oai_pmh.is_deleted(article))
        return oai_pmh.listing(verb, [oai_pmh.full_record(record, prefix, _channel(newsroom, reader))], None)
    return _list(newsroom, reader, verb, _harvest(arguments))


def _list(newsroom: Newsroom, reader: Reader, verb: str, asked: _Harvest) -> etree._Element:
    prefix, selection = _prefix(asked.prefix), _selection(newsroom, reader, asked.set_spec)
    since, until = _moments(asked.since, asked.until)
    found = changes(reader, selection, asked.after, PAGE + 1, since, until)
    if not found and not asked.after:
        detail = "nothing changed then and there"
        raise _Refused(Code.NO_RECORDS, detail)
    page = found[:PAGE]
    records = [Record(each.article, each.left or oai_pmh.is_deleted(each.article)) for each in page]
    if verb == "ListIdentifiers":
        parts = [oai_pmh.header(record) for record in records]
    else:
        channel = _channel(newsroom, reader)
        parts = [oai_pmh.full_record(record, prefix, channel) for record in records]
    token = asked.token(page[-1].number) if len(found) > PAGE else "" if asked.after else None
    return oai_pmh.listing(verb, parts, token)


def _harvest(arguments: Mapping[str, str]) -> _Harvest:
    if "resumptionToken" not in arguments:
        prefix, spec, since, until = (arguments.get(name, "") for name in ("metadataPrefix", "set", "from", "until"))
        return _Harvest(prefix, spec, since, until)
    match = _TOKEN.fullmatch(arguments["resumptionToken"])
    if match is None or match[2] not in PREFIXES:
        detail = "this is no token that was given here"
        raise _Refused(Code.BAD_PLACE, detail)
    return _Harvest(match[2], match[3], match[4], match[5], int(match[1]))


def _prefix(name: str) -> str:
    if name not in PREFIXES:
        detail = f"there is no metadata format {name[:40]!r}, but {' and '.join(PREFIXES)}"
        raise _Refused(Code.NO_FORMAT, detail)
    return name


def _article(reader: Reader, identifier: str) -> Article:
    article = published_article(reader, identifier.rpartition(":")[2][:100])
    if article is None or article.id != identifier:
        detail = "there is no record with this identifier"
        raise _Refused(Code.NO_ID, detail)
    return article


def _selection(newsroom: Newsroom, reader: Reader, spec: str) -> Selection:
    if not spec:
        return EVERYTHING
    scheme, _, code = spec.partition(".")
    if scheme not in {OFFICE, TOPIC} or not (newsroom.vocabulary.get(scheme, code) or reader.term(scheme, code)):
        detail = f"there is no set {spec[:100]!r}; ListSets names them"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    return only(scheme, code)


def _sets(newsroom: Newsroom, reader: Reader) -> Iterator[tuple[str, str]]:
    for scheme in (OFFICE, TOPIC):
        known = newsroom.vocabulary.concepts.get(scheme, {})
        terms = [concept.term for concept in known.values()]
        terms += [term for term in reader.accepted_terms(scheme) if term.code not in known]
        yield from ((oai_pmh.set_spec(scheme, term.code), term.label) for term in terms)


def _moments(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last moment that are meant, of days the whole."""
    if since and until and len(since) != len(until):
        detail = "from and until need the same granularity"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    first, last = _moment("from", since, time()), _moment("until", until, time(23, 59, 59))
    if first and last and last < first:
        detail = "until is before from"
        raise _Refused(Code.BAD_ARGUMENT, detail)
    return first, last


def _moment(name: str, text: str, of_day: time) -> datetime | None:
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(datetime.fromisoformat(text).date(), of_day, UTC)
        return datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
    except ValueError:
        detail = f"{name} takes a day such as 2026-07-01 or a moment such as 2026-07-01T12:00:00Z"
        raise _Refused(Code.BAD_ARGUMENT, detail) from None


def _channel(newsroom: Newsroom, reader: Reader) -> Channel:
    language = newsroom.languages[0]
    return make_channel(newsroom, reader, language, EVERYTHING, (), reader.created(), replace(NEWSML_G2, feed=True))


def _email(newsroom: Newsroom) -> str:
    """Return the operator's address, or the one that every host must have (RFC 2142)."""
    contact = newsroom.settings.contact
    if contact.startswith("mailto:"):
        return contact.removeprefix("mailto:")
    return f"postmaster@{urlsplit(newsroom.settings.base_url).hostname or 'localhost'}"
