"""Everything that subscribers of a store get, to hold two states of it against each other."""

from contextlib import closing

from tests.conftest import NOW

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.formats import FORMATS
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.settings import Settings
from osce_feeds.store import Store

SELECTIONS = (EVERYTHING, Selection(offices=("mission-to-skopje",)), Selection(topics=("youth",)))


def renditions(store: Store, settings: Settings) -> dict[str, bytes]:
    """Return the bytes of some selections in every format, in two languages."""
    newsroom = Newsroom.open(settings)
    found: dict[str, bytes] = {}
    for language in newsroom.languages[:2]:
        for selection in SELECTIONS:
            for form in FORMATS:
                with closing(deliver(newsroom, store, language, selection, form, NOW)) as rendition:
                    found[rendition.self_url] = b"".join(rendition.body())
    return found
