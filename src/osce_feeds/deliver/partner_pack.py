"""What the page for agencies, libraries and archives shows."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.i18n.languages import Language
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.store.reader import SAMPLE
from osce_feeds.text import digest

EXPORTS = (*(form for form in FORMATS if not form.feed), RAW_CSV)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPack:
    """The page's contents: the exports, the schemes with our aliases for them, and feeds that it announces.

    ``channel`` is that of all news.
    """

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    exports: tuple[Format, ...]
    schemes: tuple[tuple[str, str], ...]
    discovery: tuple[Discovery, ...]


def partner_pack(newsroom: Newsroom, store: Store, language: Language) -> PartnerPack:
    """Return what the page in *language* shows."""
    url = newsroom.addresses.exports(language.tag)
    with store.read() as reader:
        return PartnerPack(
            fingerprint=digest(newsroom.epoch, url, str(reader.fact(SAMPLE))),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=make_channel(newsroom, reader, language, EVERYTHING, (), changed(reader, EVERYTHING), FEEDS[0]),
            exports=EXPORTS,
            schemes=tuple(ALIASES.items()),
            discovery=announced(newsroom, language, EVERYTHING, newsroom.settings.site_name),
        )
