"""What every edit does with the version that it made."""

from datetime import date
from datetime import datetime
from datetime import tzinfo
from typing import Any

from osce_feeds.errors import EditRefused
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.moments import is_due
from osce_feeds.model.moments import moments
from osce_feeds.model.moments import span
from osce_feeds.model.revisions import lead_of
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.store import Writer
from osce_feeds.text import clean


def keep(writer: Writer, before: Article, after: Article) -> None:
    """Make *after* the current version, recognised by what it says as well, and its work led by whom it should be."""
    writer.put(after, ())
    writer.recognise(after.key, (*identities(after), *resemblances(after)))
    if (before.status, before.language) != (after.status, after.language):
        writer.set_lead(after.work, lead_of(writer.editions(after.work)).key)


def dated(writer: Writer, article: Article, day: date, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """Return the fields that *day* decides about: an article of a day to come is withheld until then."""
    status = Status.USABLE if is_due(day, now, zone) else Status.WITHHELD
    taken = writer.taken(*span(day)) - {article.published}
    return {"date": day, "published": moments(day, 1, now, zone, taken)[0], "status": status}


def reason(note: str) -> str:
    """Return *note* as clean text.

    Raises:
        EditRefused: when nothing is left of it.
    """
    if not (said := clean(note)):
        message = "a note is needed, which says what changed or why: everybody who has the article is told"
        raise EditRefused(message)
    return said
