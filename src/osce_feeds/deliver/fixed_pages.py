"""Pages whose contents only another release of the program or another setting changes."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.i18n.languages import Language
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True)
class FixedPage:
    """What such a page has in common with others: validators, its address, and the feeds that it announces."""

    fingerprint: str
    last_modified: datetime
    url: str
    discovery: tuple[Discovery, ...]


def fixed_page(newsroom: Newsroom, store: Store, language: Language, url: str) -> FixedPage:
    """Return what the page at *url* in *language* needs around its contents."""
    with store.read() as reader:
        moment = last_modified(newsroom, reader)
    discovery = announced(newsroom, language, EVERYTHING, newsroom.settings.site_name)
    return FixedPage(digest(newsroom.epoch, url), moment, url, discovery)
