"""Identity: by which keys an entry is recognised when it comes again, from wherever.

Keys are opaque digests with a readable kind. The first one also mints the
article's permanent key, so two stores fed alike agree on every address.
"""

import base64
import hashlib
import re

from osce_feeds.model.article import Reading
from osce_feeds.normaliser.links import node_id
from osce_feeds.normaliser.links import normal_url
from osce_feeds.text import clean
from osce_feeds.text import digest
from osce_feeds.text import fold

ID, NODE, HEADLINE, URL, SUMMARY = "id", "node", "headline", "url", "summary"
NAMED = (ID, NODE, URL)
"""Kinds by which a source itself says which article it means, whatever the headline."""
_DISTINCTIVE = 80
"""Characters from which on equal summaries on one day mean one article."""
_KEY_LENGTH = 12
_OWN = re.compile(r"tag:(?P<authority>[^:,\s]{1,253},[0-9]{4}(?:-[0-9]{2}){0,2}):(?P<key>[a-z2-7]{12}(?:-[0-9]{1,9})?)")
"""A tag URI (RFC 4151) as ids here are."""
_KEY = re.compile("[a-z2-7]{12}(?:-[0-9]{1,9})?")


def identities(reading: Reading, publisher: str = "", source_id: str = "") -> tuple[str, ...]:
    """Return the strong keys of *reading*, the one that mints its key first.

    The *publisher*'s own *source_id*, which no other publisher shares; the node of
    the newsroom's site, which its addresses share however they are written;
    language, day and folded headline, which is always there; the address.
    """
    by_name = names(publisher, source_id, reading.link)
    by_headline = f"{HEADLINE}:{digest(*_scope(reading), fold(reading.headline))}"
    minting = tuple(key for key in by_name if kind(key) != URL)
    return (*minting, by_headline, *(key for key in by_name if kind(key) == URL))


def names(publisher: str, source_id: str, link: str) -> tuple[str, ...]:
    """Return the keys by which a source itself says which article it means: its id, its node or else its address.

    Ids of a service like this one are ids like others: under another authority they name another's articles.
    """
    node = node_id(link)
    keys = (
        f"{ID}:{digest(publisher, clean(source_id))}" if source_id else "",
        f"{NODE}:{digest(node)}" if node else "",
        f"{URL}:{digest(normal_url(link))}" if link and not node else "",
    )
    return tuple(key for key in keys if key)


def resemblances(reading: Reading) -> tuple[str, ...]:
    """Return the weak keys of *reading*, which mean the same article only where no strong one is known.

    Language, day and the folded summary, unless that is short or only repeats the
    headline.
    """
    summary = fold(reading.summary)
    if len(summary) < _DISTINCTIVE or summary == fold(reading.headline):
        return ()
    return (f"{SUMMARY}:{digest(*_scope(reading), summary)}",)


def kind(identity: str) -> str:
    """Return what an identity key is made of."""
    return identity.partition(":")[0]


def named(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of *keys* that are ``names``."""
    return tuple(key for key in keys if kind(key) in NAMED)


def own_key(source_id: str, authority: str = "") -> str:
    """Return the key in an id of ours (a tag URI), or "" for any other id, or one of another *authority* if given."""
    found = _OWN.fullmatch(source_id)
    return found["key"] if found and authority in ("", found["authority"]) else ""


def own_authority(source_id: str) -> str:
    """Return the authority in an id that looks like ours, or "" for any other id."""
    found = _OWN.fullmatch(source_id)
    return found["authority"] if found else ""


def is_key(text: str) -> bool:
    """Say whether *text* can be the key of an article."""
    return _KEY.fullmatch(text) is not None


def mint_key(identity: str, attempt: int = 1) -> str:
    """Return the permanent article key for an identity key: 12 letters of ``a-z2-7``, then "-2", "-3" on collision."""
    hashed = hashlib.sha256(identity.encode()).digest()
    letters = base64.b32encode(hashed).decode().lower()[:_KEY_LENGTH]
    return letters if attempt == 1 else f"{letters}-{attempt}"


def _scope(reading: Reading) -> tuple[str, str]:
    return reading.language, reading.date.isoformat()
