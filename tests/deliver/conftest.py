"""How tests ask for renditions, and a few entries to ask about."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import pytest
from tests.builders import make_entry
from tests.conftest import NOW

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import Rendition
from osce_feeds.deliver import deliver
from osce_feeds.formats import Format
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store

SKOPJE = Selection(offices=("mission-to-skopje",))
YOUTH_IN_SKOPJE = Selection(offices=("mission-to-skopje",), topics=("youth",))
NOBODY = Selection(topics=("arms-control",))
"""A topic that the vocabulary knows and no entry below has."""

PIER = make_entry("Pier painted", "1 June 2026", office="OSCE Mission to Skopje", topic="Youth")
PIER_CORRECTED = PIER.replace("said the ferryman", "sang the ferryman")
LAMP = make_entry("Lamp lit", "2 June 2026", office="OSCE Mission to Serbia", topic="Education")
FERRY = make_entry("Ferry named", "3 June 2026", office="OSCE Mission to Skopje")
TOMORROW = make_entry("Harbour opens", "2 July 2026", office="OSCE Mission to Skopje")


@dataclass(frozen=True)
class Seen:
    """What a subscriber can compare."""

    fingerprint: str
    last_modified: datetime
    data: bytes


Look = Callable[..., Seen]


def ask(
    newsroom: Newsroom,
    store: Store,
    form: Format,
    selection: Selection = EVERYTHING,
    tag: str = "en",
    now: datetime = NOW,
    limit: int | None = None,
) -> Rendition:
    language = newsroom.language(tag)
    assert language is not None
    return deliver(newsroom, store, language, selection, form, now, limit)


@pytest.fixture
def look(newsroom: Newsroom, store: Store) -> Look:
    """Deliver a selection and let it go again."""

    def look(
        form: Format,
        selection: Selection = EVERYTHING,
        tag: str = "en",
        now: datetime = NOW,
        limit: int | None = None,
    ) -> Seen:
        with closing(ask(newsroom, store, form, selection, tag, now, limit)) as rendition:
            return Seen(rendition.fingerprint, rendition.last_modified, b"".join(rendition.body()))

    return look
