"""What the sender of a document says about it, read from parameters or fields of a form: the options of the command.

They have the command's names; a name that means nothing is refused, as there.
"""

from werkzeug.datastructures import MultiDict

from osce_feeds.errors import BadParameter
from osce_feeds.ingest import Order
from osce_feeds.ingest.order import wrong_tag
from osce_feeds.ingest.order import wrong_terms
from osce_feeds.model.article import Origin
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.normaliser import Evidence
from osce_feeds.sources import SOURCES
from osce_feeds.store.tokens import Token
from osce_feeds.text import clean
from osce_feeds.web.service import service

Values = MultiDict[str, str]

NAMES = frozenset(
    {
        *("format", "source", "source-url", "language", "office", "topic"),
        *("strict", "dry-run", "accept-shrink", "note", "document"),
    }
)
_MANY = frozenset({"office", "topic"})
_MOST = 20
"""Offices or topics by which a listing can be filtered."""
_LONGEST = 2_000
_TRUTHS = {"": True, "1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False}


def check_names(values: Values) -> None:
    """Refuse names that mean nothing here.

    Raises:
        BadParameter: with the names that do.
    """
    for name in values:
        if name not in NAMES:
            message = f"there is no such parameter; there are {', '.join(sorted(NAMES))}"
            raise BadParameter(clean(name)[:100], message)


def read_order(values: Values, token: Token) -> Order:
    """Return the order that *values* say; the source is that of *token*, unless they name one.

    Raises:
        BadParameter: when a value cannot be meant.
    """
    serving = service().newsroom
    forms = [source.name for source in SOURCES]
    form = _one(values, "format")
    if form and form not in forms:
        _check("format", f"there is no such format; there are {', '.join(forms)}")
    language = _one(values, "language") or "en"
    _check("language", wrong_tag(language))
    url = _one(values, "source-url")
    if url and not url.startswith(("http://", "https://")):
        _check("source-url", "an address that begins with https:// is needed")
    offices, topics = _all(values, "office"), _all(values, "topic")
    _check("office", wrong_terms(OFFICE, offices, serving.vocabulary))
    _check("topic", wrong_terms(TOPIC, topics, serving.vocabulary))
    source = _one(values, "source") or token.source
    return Order(
        Evidence(language, Origin(source, url), offices, topics, serving.settings.timezone),
        form,
        source,
        strict=_truth(values, "strict"),
        dry_run=_truth(values, "dry-run"),
        accept_shrink=_truth(values, "accept-shrink"),
        note=_one(values, "note"),
    )


def document_name(values: Values, usual: str) -> str:
    """Return how reports shall call the document.

    Raises:
        BadParameter: when it was called two things, or something too long.
    """
    return _one(values, "document") or usual


def _one(values: Values, name: str) -> str:
    return next(iter(_all(values, name)), "")


def _all(values: Values, name: str) -> tuple[str, ...]:
    found = [clean(value) for value in values.getlist(name)]
    if len(found) > (_MOST if name in _MANY else 1):
        _check(name, "it is given too often")
    if any(len(value) > _LONGEST for value in found):
        _check(name, f"at most {_LONGEST} characters are taken")
    return tuple(value for value in found if value)


def _truth(values: Values, name: str) -> bool:
    if name not in values:
        return False
    said = _TRUTHS.get(values[name].lower())
    if said is None:
        _check(name, "true or false is needed")
    return bool(said)


def _check(name: str, message: str) -> None:
    if message:
        raise BadParameter(name, message)
