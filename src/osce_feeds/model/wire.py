"""Names that stand on the wire: media types, namespaces, JSON shapes."""

import msgspec

GENERATOR = "OSCE Feeds"
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
"""The scheme of IPTC Media Topics; with a code at its end it is the address of the concept."""

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON_FEED = "application/feed+json"
XML = "application/xml; charset=utf-8"
OPML = "text/x-opml; charset=utf-8"
JSON_LINES = "application/jsonl"
CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"
JSON = "application/json"
JAVASCRIPT = "text/javascript; charset=utf-8"
JSON_SCHEMA = "application/schema+json"

ATOM_NS = "http://www.w3.org/2005/Atom"
CONTENT_NS = "http://purl.org/rss/1.0/modules/content/"
DC_NS = "http://purl.org/dc/elements/1.1/"
NAR_NS = "http://iptc.org/std/nar/2006-10-01/"
TOMBSTONE_NS = "http://purl.org/atompub/tombstones/1.0"
"""RFC 6721."""
HISTORY_NS = "http://purl.org/syndication/history/1.0"
"""RFC 5005."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


SAMPLE_NOTE = "Sample: an invented article, not news."
CUT_NOTE = "The summary was cut by the source."
WITHDRAWN_NOTE = "Withdrawn; no reason was given."
"""What our NewsML-G2 says to editors, and understands when it is read back."""


class JsonAuthor(msgspec.Struct, omit_defaults=True):
    """JSON Feed 1.1 author."""

    name: str
    url: str = ""


class JsonTerm(msgspec.Struct):
    """A term with its permanent code and its name in the feed's language."""

    scheme: str
    code: str
    label: str


class JsonHub(msgspec.Struct):
    """JSON Feed 1.1 hub."""

    url: str
    type: str = "WebSub"


class JsonAttachment(msgspec.Struct, omit_defaults=True):
    """JSON Feed 1.1 attachment; ``size_in_bytes`` is left out where it is unknown."""

    url: str
    mime_type: str
    title: str = ""
    size_in_bytes: int = 0


class JsonTranslation(msgspec.Struct):
    """Another language edition of an article."""

    language: str
    url: str


class JsonDateline(msgspec.Struct, omit_defaults=True):
    """A dateline; ``date`` is an ISO day."""

    text: str
    places: tuple[str, ...]
    date: str = ""


class JsonItemExtension(msgspec.Struct, omit_defaults=True):
    """What the record has and JSON Feed has no name for.

    ``date`` is the publishing day; ``status`` is "canceled" for a withdrawn article
    and left out for any other. ``change`` says in words that an article was corrected or
    withdrawn, and when. ``direction`` is "rtl" or left out.
    """

    key: str
    version: int
    date: str
    date_text: str
    status: str = ""
    type: JsonTerm | None = None
    offices: list[JsonTerm] = []
    topics: list[JsonTerm] = []
    dateline: JsonDateline | None = None
    summary_cut: bool = False
    note: str = ""
    change: str = ""
    direction: str = ""
    media_topics: list[str] = []
    translations: list[JsonTranslation] = []
    rights: str = ""


class JsonFeedExtension(msgspec.Struct, omit_defaults=True):
    """What a feed has and JSON Feed has no name for.

    ``direction`` is "rtl" or left out; ``empty`` says in words that there is no item.
    """

    generator: str
    notice: str = ""
    rights: str = ""
    license: str = ""
    direction: str = ""
    empty: str = ""


class JsonItem(msgspec.Struct, omit_defaults=True):
    """JSON Feed 1.1 item."""

    id: str
    url: str
    title: str
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    date_published: str = ""
    date_modified: str = ""
    authors: list[JsonAuthor] = []
    tags: list[str] = []
    language: str = ""
    external_url: str = ""
    attachments: list[JsonAttachment] = []
    osce_feeds: JsonItemExtension | None = msgspec.field(default=None, name="_osce_feeds")


class JsonFeed(msgspec.Struct, kw_only=True, omit_defaults=True):
    """JSON Feed 1.1 top level; each of ``items`` is an encoded ``JsonItem``."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    favicon: str
    language: str
    authors: list[JsonAuthor] = []
    hubs: list[JsonHub] = []
    osce_feeds: JsonFeedExtension = msgspec.field(name="_osce_feeds")
    items: list[msgspec.Raw]
