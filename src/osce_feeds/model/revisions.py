"""How an article becomes its next version, whoever decides it: a source or a person."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status


def next_version(article: Article, now: datetime, differences: Mapping[str, Any]) -> Article:
    """Return the version of *article* after this one, with *differences*, made at *now* (aware, UTC, whole seconds).

    The note of the version before does not carry over: it told of another change. Where a clock
    went back, the version is made at the moment of the one before: subscribers look for what is newer.
    An article that is held back has shown no moment yet: those that it has may be to come.
    """
    seen = article.received if article.status is Status.WITHHELD else max(article.received, article.updated)
    moment = max(now, seen)
    made: dict[str, Any] = {"version": article.version + 1, "received": moment, "updated": moment, "note": ""}
    return replace(article, **{**made, **differences})


def withdrawn(article: Article, note: str, now: datetime) -> Article:
    """Return the version that takes *article* back: without text, with the reason in *note*."""
    differences = {
        "status": Status.CANCELED,
        "note": note,
        "dateline": None,
        "summary": "",
        "summary_cut": False,
        "content": "",
        "enclosures": (),
    }
    return next_version(article, now, differences)


def lead_of(editions: Sequence[Article]) -> Article:
    """Return the edition that lists show where a work lacks their language.

    A usable one before any other, then the English one, then the first received.
    """
    return min(
        editions,
        key=lambda edition: (
            edition.status is not Status.USABLE,
            edition.language != "en",
            edition.received,
            edition.published,
        ),
    )
