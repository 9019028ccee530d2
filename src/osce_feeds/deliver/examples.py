"""Addresses that answer in this very store, for documentation with examples that run."""

from collections.abc import Mapping
from datetime import datetime

from osce_feeds.deliver.archives import archive_name
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.model.month import Month
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import SCHEMES
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import Reader
from osce_feeds.store.changes import years

_LOOKED_AT = 50
"""Newest articles among which one with an office and a topic is looked for."""


def examples(newsroom: Newsroom, reader: Reader, now: datetime) -> Mapping[str, str]:
    """Return a value for each parameter in the paths of addresses, by its name; none where the store has nothing.

    Office, topic, key, version and month are those of one article. The terms are of the
    vocabulary where no article has any.
    """
    language = newsroom.languages[0].tag
    vocabulary = newsroom.vocabulary.concepts
    found = {"language": language, "scheme": TOPIC}
    found |= {scheme: next(iter(vocabulary[scheme])) for scheme in SCHEMES if vocabulary.get(scheme)}
    articles = reader.newest(EVERYTHING, language, _LOOKED_AT)
    if articles:
        article = next((each for each in articles if each.offices and each.topics), articles[0])
        found |= {OFFICE: article.offices[0].code} if article.offices else {}
        found |= {TOPIC: article.topics[0].code} if article.topics else {}
        found |= {"key": article.key, "number": str(article.version), "month": str(Month.of(article.date))}
    complete = [year.year for year in years(reader) if year.year < now.astimezone(newsroom.settings.zone).year]
    found |= {"file": archive_name(complete[-1])} if complete else {}
    return found | {"code": found.get(TOPIC, "")}
