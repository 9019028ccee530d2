"""What the description of the service for programs says beside the routes: words, media types, examples.

A route that stands in no table here is described by its docstring, the end of its address and the parameters
in it, which is enough for most.
"""

from dataclasses import dataclass
from dataclasses import field
from typing import Any

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.newsml_g2 import ITEM_TYPE
from osce_feeds.formats.newsml_g2 import MESSAGE_TYPE
from osce_feeds.formats.newsml_vocabulary import CONCEPT_TYPE
from osce_feeds.formats.newsml_vocabulary import KNOWLEDGE_TYPE
from osce_feeds.model import wire
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.addresses import FRAGMENT
from osce_feeds.model.look import COUNTS
from osce_feeds.model.look import HEADINGS
from osce_feeds.model.look import THEMES
from osce_feeds.model.selection import LIMITS
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.web.embeds import COMPONENT_MARK
from osce_feeds.web.root import MARK

TITLE = "OSCE Feeds"
DESCRIPTION = (
    "A newsroom's articles as feeds, exports, pages and embeds. Every selection of articles, in every format and"
    " language, is one address. Nobody has to register, and nothing needs a key. Every answer that can be kept has an"
    " ETag; please send it back in If-None-Match. Another spelling of an address is answered with 301 and the one"
    " that it has; parameters that mean nothing are passed over. Errors are problem documents (RFC 9457), or pages"
    " saying the same where the address ends in a slash."
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: where it stands ("path", "query"), what it means, and the schema of its value."""

    name: str
    place: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})


def _many(name: str, description: str) -> Parameter:
    return Parameter(name, "query", description, {"type": "array", "items": {"type": "string"}})


FILTERS = (
    _many(OFFICE, "Code or name of an office; several mean any of them."),
    _many(TOPIC, "Code or name of a topic; several mean any of them."),
    _many(TYPE, "Code or name of a content type; several mean any of them."),
    _many(REGION, "Code or name of a region, which means its offices; several mean any of them."),
    _many("not-office", "An office that no article may have."),
    _many("not-topic", "A topic that no article may have."),
    _many("not-type", "A content type that no article may have."),
    Parameter(
        "q", "query", 'Words that articles must have; "words in quotes" stand side by side, ferr* begins a word.'
    ),
    Parameter("since", "query", "First publishing day.", {"type": "string", "format": "date"}),
    Parameter("until", "query", "Last publishing day.", {"type": "string", "format": "date"}),
    Parameter("content", "query", "Language of the text (BCP 47); without it each story stands once."),
)
LIMIT = Parameter(
    "limit", "query", "How many articles at most.", {"type": "integer", "minimum": LIMITS[0], "maximum": LIMITS[-1]}
)
PAGE = Parameter("page", "query", "Which page of the list.", {"type": "integer", "minimum": 1})
AFTER = Parameter(
    "after",
    "query",
    "Number of a change: only what changed after it, in pages of 500. Begin with 0, and go on at the next link.",
    {"type": "integer", "minimum": 0},
)
RAW = Parameter("raw", "query", "With any value, a browser is not sent to the page.")
LOOK = (
    Parameter("count", "query", "How many articles.", {"type": "integer", "minimum": COUNTS[0], "maximum": COUNTS[-1]}),
    Parameter(
        "heading",
        "query",
        "Level of the heading.",
        {"type": "integer", "minimum": HEADINGS[0], "maximum": HEADINGS[-1]},
    ),
    Parameter("theme", "query", "Light or dark, or as the reader's system is.", {"type": "string", "enum": [*THEMES]}),
)

PLACES = {
    "office": "Code of an office.",
    "topic": "Code of a topic.",
    "key": "Key of an article.",
    "number": "Number of a version, from 1.",
    "month": "Month of publishing days, such as 2026-07.",
    "scheme": "office, topic, type or region.",
    "code": "Code of a term.",
    "event": "first, correction, translation or withdrawal.",
    "file": "Name of the file.",
    "name": "Name of the file.",
    "mark": "Hash of the contents.",
    "language": "Language of what people read (BCP 47).",
}
"""What stands in the paths of addresses, by the name of the parameter."""

OF_ROUTE: dict[str, tuple[Parameter, ...]] = {
    "selections.page": (*FILTERS, LIMIT, PAGE),
    "subscribe.page": FILTERS,
    "subscribe.feeds": FILTERS,
    "exports.test_feed": (AFTER,),
    "oai.answer": (
        Parameter("verb", "query", "Identify, ListRecords and the others of OAI-PMH 2.0; the rest depends on it."),
    ),
    "oembed.oembed": (
        Parameter("url", "query", "Address of a page of this service."),
        Parameter("format", "query", "json or xml.", {"type": "string", "enum": ["json", "xml"]}),
        Parameter("maxwidth", "query", "Pixels.", {"type": "integer", "minimum": 1}),
        Parameter("maxheight", "query", "Pixels.", {"type": "integer", "minimum": 1}),
    ),
}
"""Parameters in queries, by endpoint."""

OF_FILE: dict[str, tuple[Parameter, ...]] = {
    **{form.file: (*FILTERS, LIMIT, RAW if form.feed else AFTER) for form in (*FORMATS, RAW_CSV)},
    EMBED: (*FILTERS, *LOOK),
    FRAGMENT: (*FILTERS, *LOOK),
}
"""Parameters in queries of the files of lists, by name."""

_BARE = ("feed_months.", "articles.", "exports.")
"""Blueprints whose files are called like those of lists and take no filters."""


def query_parameters(endpoint: str, file: str) -> tuple[Parameter, ...]:
    """Return what the query of a route may hold; *file* is the end of its path."""
    if endpoint in OF_ROUTE or endpoint.partition(" ")[0] in OF_ROUTE:
        return OF_ROUTE.get(endpoint) or OF_ROUTE[endpoint.partition(" ")[0]]
    return () if endpoint.startswith(_BARE) else OF_FILE.get(file, ())


SUMMARIES = {form.file: f"Return a selection as {form.title}." for form in (*FORMATS, RAW_CSV)}
"""What files of lists are, by name."""
MEDIA_TYPES = {
    **{form.file: form.media_type for form in (*FORMATS, RAW_CSV)},
    "article.json": wire.JSON_SCHEMA,
    "articles.xsd": wire.XML,
}
"""Media types of files, by name."""
MEDIA_TYPES_OF_ROUTE = {
    "root.static": ("text/css; charset=utf-8", wire.JAVASCRIPT, "image/svg+xml"),
    "root.pulse": (wire.JSON,),
    "metrics.ready": (wire.JSON,),
    "archives.archive": ("application/gzip",),
    "oai.answer": ("text/xml; charset=utf-8",),
    "oembed.oembed": (wire.JSON, "text/xml; charset=utf-8"),
    "vocabulary.scheme": (KNOWLEDGE_TYPE,),
    "vocabulary.concept": (CONCEPT_TYPE,),
    "articles.newsml": (ITEM_TYPE,),
    "exports.sample": (ITEM_TYPE, wire.JSON),
    "exports.test_feed": (MESSAGE_TYPE, wire.JSON),
}
"""Media types by endpoint, where the end of the address does not say it."""
ENDINGS = {
    "/": wire.HTML,
    ".html": wire.HTML,
    ".xml": wire.XML,
    ".json": wire.JSON,
    ".svg": "image/svg+xml",
    ".js": wire.JAVASCRIPT,
    ".txt": "text/plain; charset=utf-8",
    ".opml": wire.OPML,
}
"""Media types by the ends of addresses, where nothing else is said."""

STATUSES = {"root.entrance": 303, "guesses": 301}
"""What is answered where all goes well, where that is not 200, by endpoint or blueprint."""
GONE = frozenset({"articles.article", "articles.version"})
"""Endpoints that answer 410 for what was withdrawn."""

EXAMPLES = {
    "root.static": {"mark": MARK, "name": "site.css"},
    "embeds.component_build": {"mark": COMPONENT_MARK},
    "exports.sample": {"event": "first", "file": "newsml.xml"},
    "exports.test_feed": {"file": "newsml.xml"},
}
"""Values in the paths of examples that are not the usual ones, by endpoint."""
EXAMPLE_QUERIES = {"oai.answer": "verb=Identify", "oembed.oembed": "url={base}/{language}/"}
"""Queries of examples that need one, by endpoint."""

NEEDED = {"well_known.security": "contact", "selections.news": "official"}
"""What must be known beside the parameters of the path for an example to be answered, by endpoint."""

GROUPS = (
    ("Lists", "Selections of articles: the page of each, and the folder of its files.", ("selections",)),
    ("Archives of feeds", "What feeds held, month by month (RFC 5005).", ("feed_months",)),
    ("Articles", "One article: its page, its versions, its items.", ("articles",)),
    ("Feeds and subscribing", "Lists of feeds, and the page that makes one.", ("outlines", "subscribe")),
    ("Exports", "For agencies, libraries and archives.", ("exports", "archives", "oai", "schemas")),
    ("Vocabulary", "What codes resolve to.", ("vocabulary",)),
    ("Embedding", "How other sites show our pages.", ("embeds", "oembed", "builder")),
    ("Addresses that people guess", "Each leads to the feed that there is.", ("guesses",)),
    ("Service", "The entrance, the pulse, and what robots and browsers look for.", ()),
)
"""Names and descriptions of groups of addresses, with their blueprints; the last one has the rest."""

FEED_FILES = frozenset(form.file for form in FEEDS)
"""Files that a browser is not shown, but sent to their page."""
PRIVATE = ("/desk", "/edit", "/ingest", "/metrics")
"""Beginnings of addresses that are the operator's own."""
