"""schema.org ``NewsArticle`` in JSON-LD, for the pages of articles.

The publishing date is a day, as the source says it: schema.org takes ISO days.
"""

from typing import Any

import msgspec

from osce_feeds.formats.body import rfc3339
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel

_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def news_article(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return the description of a usable article, safe inside of a ``script`` element: no character there ends it."""
    here = channel.addresses.article(channel.language, article.key)
    original = channel.original_of(article)
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": here,
        "url": here,
        "mainEntityOfPage": article.link or here,
        "isBasedOn": article.link,
        "identifier": article.id,
        "version": article.version,
        "headline": article.headline,
        "abstract": article.summary,
        "inLanguage": article.language,
        "datePublished": article.date.isoformat(),
        "dateModified": rfc3339(article.updated),
        "genre": localiser.name(article.genre) if article.genre else "",
        "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        "publisher": {"@type": "Organization", "name": article.source.name or channel.site},
        "sourceOrganization": [{"@type": "Organization", "name": localiser.name(term)} for term in article.offices],
        "keywords": [localiser.name(term) for term in article.topics],
        "locationCreated": [
            {"@type": "Place", "name": place} for place in (article.dateline.places if article.dateline else ())
        ],
        "correction": article.note if article.version > 1 else "",
        "copyrightNotice": article.rights or channel.rights,
        "translationOfWork": ({"@id": channel.addresses.article(channel.language, original.key)} if original else None),
    }
    encoded = msgspec.json.encode({name: each for name, each in value.items() if each})
    return encoded.decode().translate(_IN_HTML)
