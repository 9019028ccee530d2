"""What the page shows on which somebody makes an embed."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.choices import Choices
from osce_feeds.deliver.choices import choices
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.i18n.languages import Language
from osce_feeds.model.channel import Channel
from osce_feeds.model.look import Look
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """The page's contents for one selection and one look; ``kind`` is the snippet that is shown."""

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    look: Look
    kind: str
    choices: Choices
    discovery: tuple[Discovery, ...]


def builder(
    newsroom: Newsroom, store: Store, language: Language, selection: Selection, look: Look, kind: str, now: datetime
) -> Builder:
    """Return what the page in *language* shows, as of *now*.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when something in it has another code.
    """
    keep_current(newsroom, store, now)
    url = newsroom.addresses.builder(language.tag, selection, look, kind)
    with store.read(newsroom.regions, newsroom.names) as reader:
        terms = known_terms(newsroom, reader, selection)
        channel = make_channel(newsroom, reader, language, selection, (), changed(reader, selection), JSON_FEED)
        offered = choices(newsroom, reader, language, selection, terms)
        listed = (f"{choice.term.scheme}/{choice.term.code}" for found in offered.terms.values() for choice in found)
        return Builder(
            fingerprint=digest(newsroom.epoch, url, str(reader.generation()), *listed),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=channel,
            look=look,
            kind=kind,
            choices=offered,
            discovery=announced(newsroom, language, selection, channel.title),
        )
