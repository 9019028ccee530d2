"""What the operator says about the documents of one run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field

from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.store.requests import Request

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class Order:
    """How the operator wants documents taken.

    ``form`` names the kind of document (empty: found out by looking), ``source``
    the publisher (empty: the kind's name); a source's readings replace its earlier
    ones. ``strict`` refuses a document for one bad record; ``dry_run`` stores nothing.
    ``accept_shrink`` is a person's word that a run of a named source is right although
    it looks like a redesign. ``note`` says what the changes in the documents correct.
    A ``request`` that comes again is answered with the report that it had.
    """

    evidence: Evidence = field(default_factory=Evidence)
    form: str = ""
    source: str = ""
    strict: bool = False
    dry_run: bool = False
    accept_shrink: bool = False
    note: str = ""
    request: Request | None = None


def wrong_tag(tag: str) -> str:
    """Return what is wrong with a language tag, "" for nothing."""
    return "" if _TAG.fullmatch(tag) else f"{tag!r} is not a language tag such as en, uk or sr-Latn"


def wrong_terms(scheme: str, labels: Iterable[str], words: Vocabulary) -> str:
    """Return what is wrong with names or codes of terms of a *scheme*, "" for nothing."""
    for label in labels:
        if not (words.get(scheme, label) or words.find(scheme, label)):
            nearest = ", ".join(words.nearest(scheme, label))
            return f"there is no {scheme} {label!r}{f'; nearest: {nearest}' if nearest else ''}"
    return ""
