"""Identity: by which keys an entry is recognised when it comes again, from wherever.

Keys are opaque digests with a readable kind. The first one also mints the
article's permanent key, so two stores fed alike agree on every address.
"""

import base64
import hashlib

from osce_feeds.model.article import Reading
from osce_feeds.text import digest
from osce_feeds.text import fold

HEADLINE, SUMMARY = "headline", "summary"
_DISTINCTIVE = 80
"""Characters from which on equal summaries on one day mean one article."""
_KEY_LENGTH = 12


def identities(reading: Reading) -> tuple[str, ...]:
    """Return the strong keys of *reading*, the strongest first; there is always one: language, day, folded headline."""
    return (f"{HEADLINE}:{digest(*_scope(reading), fold(reading.headline))}",)


def resemblances(reading: Reading) -> tuple[str, ...]:
    """Return the weak keys of *reading*, which mean the same article only where no strong one is known.

    Language, day and the folded summary, unless that is short or only repeats the
    headline.
    """
    summary = fold(reading.summary)
    if len(summary) < _DISTINCTIVE or summary == fold(reading.headline):
        return ()
    return (f"{SUMMARY}:{digest(*_scope(reading), summary)}",)


def mint_key(identity: str, attempt: int = 1) -> str:
    """Return the permanent article key for an identity key: 12 letters of ``a-z2-7``, then "-2", "-3" on collision."""
    hashed = hashlib.sha256(identity.encode()).digest()
    letters = base64.b32encode(hashed).decode().lower()[:_KEY_LENGTH]
    return letters if attempt == 1 else f"{letters}-{attempt}"


def _scope(reading: Reading) -> tuple[str, str]:
    return reading.language, reading.date.isoformat()
