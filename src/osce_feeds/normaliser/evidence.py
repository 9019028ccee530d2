"""What addresses of the newsroom's site say about offices and topics.

A listing's address holds its filters, and says of every item in it what the item
itself may leave out. An article's address may begin with its office.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl
from urllib.parse import urlsplit

from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Vocabulary

_SITE = "osce.org"
_LONGEST = 2000
_FILTER = re.compile(r"im_taxonomy_vid_(?P<scheme>[13]):(?:\((?P<group>[^()]{1,200})\)|(?P<one>[0-9]{1,9}))")
_FILTERED = {"1": OFFICE, "3": TOPIC}
_PARAMETERS = {"activities": TOPIC, "fields": OFFICE}


def from_listing_address(url: str, vocabulary: Vocabulary) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the offices and the topics that the listing at *url* is filtered by.

    Several filters apply together; alternatives within one filter say nothing about
    a single item, and neither do addresses of other sites.
    """
    found: dict[str, dict[Term, None]] = {OFFICE: {}, TOPIC: {}}
    for scheme, number in _filters(url):
        if concept := vocabulary.at_site(scheme, number):
            found[scheme][concept.term] = None
    offices = tuple(found[OFFICE]) or from_article_address(url, vocabulary)
    return offices, tuple(found[TOPIC])


def from_article_address(url: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return the office that *url* begins with, as a sub-domain or as the first part of its path, or none."""
    host, path, _ = _parts(url)
    names = [host.removesuffix(_SITE).rstrip(".").removeprefix("www."), *path.strip("/").split("/")[:2]]
    concepts = (vocabulary.at_site(OFFICE, name) for name in names if name and not name.isdecimal())
    return next(((concept.term,) for concept in concepts if concept), ())


def _filters(url: str) -> Iterator[tuple[str, str]]:
    """Yield the scheme and the id of each filter in *url* that every item passes."""
    for name, value in parse_qsl(_parts(url)[2]):
        for found in _FILTER.finditer(value):
            ids = (found["group"] or found["one"]).split()
            if len(ids) == 1:
                yield _FILTERED[found["scheme"]], ids[0]
        if name in _PARAMETERS and value.isdecimal():
            yield _PARAMETERS[name], value


def _parts(url: str) -> tuple[str, str, str]:
    """Return host, path and query of *url* if it belongs to the newsroom's site, else three times nothing."""
    try:
        parts = urlsplit(url if len(url) <= _LONGEST else "")
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", "", ""
    ours = host == _SITE or host.endswith(f".{_SITE}")
    return (host, parts.path.lower(), parts.query) if ours else ("", "", "")
