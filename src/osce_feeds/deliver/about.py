"""The page about the service."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import FEEDS
from osce_feeds.i18n.languages import Language
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the page shows beside its own words: how many articles there are, and the channel of all news."""

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    discovery: tuple[Discovery, ...]
    count: int | None


def about(newsroom: Newsroom, store: Store, language: Language) -> About:
    """Return what the page in *language* shows."""
    url = newsroom.addresses.guide(language.tag, "about")
    with store.read(newsroom.regions, newsroom.names) as reader:
        updated = changed(reader, EVERYTHING)
        return About(
            fingerprint=digest(newsroom.epoch, url, str(reader.generation())),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=make_channel(newsroom, reader, language, EVERYTHING, (), updated, FEEDS[0]),
            discovery=announced(newsroom, language, EVERYTHING, newsroom.settings.site_name),
            count=reader.count(EVERYTHING, language.tag),
        )
