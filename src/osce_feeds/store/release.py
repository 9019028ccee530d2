"""Withheld articles whose day has come."""

from dataclasses import replace
from datetime import datetime
from datetime import tzinfo

from osce_feeds.model.article import Status
from osce_feeds.model.moments import moments
from osce_feeds.model.moments import span
from osce_feeds.store.writer import Writer


def release_due(writer: Writer, now: datetime, zone: tzinfo) -> int:
    """Publish every withheld article whose day has begun in *zone*, and return their number.

    ``published`` is set by the rule of first sight, as of now: nobody has seen the
    article before, so its version stays.
    """
    due = writer.due(now.astimezone(zone).date())
    for article in due:
        taken = writer.taken(*span(article.date)) - {article.published}
        moment = moments(article.date, 1, now, zone, taken)[0]
        writer.put(replace(article, status=Status.USABLE, published=moment, updated=moment), ())
    return len(due)
