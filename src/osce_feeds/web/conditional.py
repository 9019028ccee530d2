"""Conditional requests: does a client have this very representation (RFC 9110 section 13.2.2)."""

from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from email.utils import parsedate_to_datetime

from werkzeug.http import parse_etags

UNDATED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Validators:
    """A strong entity tag, unquoted, and a whole-second moment (RFC 9110 section 8.8).

    What has no such moment has ``UNDATED``, which is never sent and older than no date.
    """

    tag: str
    modified: datetime


def has_it(validators: Validators, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Say whether a client that sends these fields, None for none, has what *validators* stand for."""
    if if_none_match is not None:
        tags = parse_etags(if_none_match)
        return tags.star_tag or tags.contains_weak(validators.tag)
    since = _read_date(if_modified_since or "")
    return since is not None and validators.modified <= since


def _read_date(text: str) -> datetime | None:
    """Return the moment an HTTP date means, or None: what is no date is ignored (RFC 9110 section 13.1.3)."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
