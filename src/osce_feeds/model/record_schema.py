"""The JSON Schema (2020-12) of a line of ``articles.jsonl``, made from the record's own type.

A whole record is what the service exports and takes back without loss. A plain
one is what a script can write: a headline and a date, and whatever else it knows.
"""

from typing import Annotated
from typing import Any

import msgspec
from msgspec import Meta

from osce_feeds.model.article import Article
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Term

MEANINGS = {
    "language": "BCP 47 tag of the text's language",
    "headline": "headline, one line of plain text (IPTC headline)",
    "date": "publishing day as the source says it, ISO 8601",
    "byline": "who wrote it (IPTC by)",
    "dateline": "where and when the text says it was written; never the publishing day (IPTC dateline)",
    "summary": "summary, one line of plain text without the dateline",
    "summary_cut": "whether the source cut the summary",
    "content": "full text as clean HTML, or empty",
    "genre": "content type, or null",
    "offices": "offices in the source's order",
    "topics": "topics in the source's order",
    "link": "address of the article's page at its source, or empty",
    "enclosures": "files that belong to the article; a length of 0 bytes means unknown",
    "collections": "free groupings of the source",
    "source": "who published the listing, and its address",
    "rights": "rights statement",
    "provenance": "fields that were not read: how they were inferred or corrected",
    "key": "permanent key of the article in this service's addresses",
    "id": "permanent tag URI (RFC 4151), the same in every format",
    "version": "number of this version, from 1",
    "status": "whether it may be published (NewsML-G2 pubStatus)",
    "work": "key that the language editions of a story share",
    "received": "when this version was made, RFC 3339 in UTC",
    "published": "a moment of the publishing day, RFC 3339 in UTC",
    "updated": "published for version 1, received for later ones, RFC 3339 in UTC",
    "note": "what a correction changed, or why the article was withdrawn",
}
"""What each field of a record means."""

PARTS = {
    "Dateline": {
        "text": "the dateline as printed, without the dash after it",
        "places": "places as printed",
        "date": "the day it says, ISO 8601, its year inferred where it leaves that out; or null",
    },
    "Enclosure": {
        "url": "address of the file",
        "media_type": "media type of the file (RFC 6838), or empty",
        "length": "size in bytes; 0 means unknown",
        "title": "title of the file, or empty",
    },
    "Origin": {
        "name": "name of the source as the operator gives it, or empty",
        "url": "address of the source, or empty",
    },
    "PlainTerm": {"label": "name of the term in any language of the newsroom"},
    "Term": {
        "scheme": "vocabulary that the code is of: office, topic or type",
        "code": "permanent code, which stands in addresses",
        "label": "English name, or the source's own words for a term that the vocabulary does not know",
    },
}
"""What the fields of a record's parts mean, by the part's type."""

_MOMENTS = ("received", "published", "updated")


class PlainTerm(msgspec.Struct, forbid_unknown_fields=False):
    """A term of which the label is what counts."""

    label: str


class PlainRecord(msgspec.Struct, kw_only=True):
    """A record without identity, as a script may write it."""

    headline: Annotated[str, Meta(description=MEANINGS["headline"])]
    date: Annotated[str, Meta(description="publishing day, ISO 8601 or in words of the newsroom's languages")]
    id: Annotated[str, Meta(description="the publisher's own identifier")] = ""
    language: Annotated[str, Meta(description=MEANINGS["language"])] = ""
    byline: Annotated[str, Meta(description=MEANINGS["byline"])] = ""
    summary: Annotated[str, Meta(description="summary, with its dateline if it has one")] = ""
    content: Annotated[str, Meta(description="full text as HTML")] = ""
    genre: Annotated[str | PlainTerm | None, Meta(description="content type, by name")] = None
    offices: Annotated[list[str | PlainTerm], Meta(description="offices, by name")] = []
    topics: Annotated[list[str | PlainTerm], Meta(description="topics, by name")] = []
    link: Annotated[str, Meta(description=MEANINGS["link"])] = ""
    enclosures: Annotated[tuple[Enclosure, ...], Meta(description=MEANINGS["enclosures"])] = ()
    collections: Annotated[list[str | PlainTerm], Meta(description=MEANINGS["collections"])] = []
    rights: Annotated[str, Meta(description=MEANINGS["rights"])] = ""


def label_of(value: str | PlainTerm | Term) -> str:
    """Return the label of a term however it is written."""
    return value if isinstance(value, str) else value.label


def record_components(template: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return references to a whole and to a plain record, and the schemas of these and their parts by name.

    *template* is how references are written, such as ``#/$defs/{name}``. Equal calls give
    equal schemas.
    """
    (whole, plain), components = msgspec.json.schema_components([Article, PlainRecord], ref_template=template)
    for kind, meanings in {Article.__name__: MEANINGS, **PARTS}.items():
        for name, meaning in meanings.items():
            # A reference stays a reference; beside it, 2020-12 allows a description.
            components[kind]["properties"][name]["description"] = meaning
    properties = components["Article"]["properties"]
    properties["version"]["minimum"] = 1
    for name in _MOMENTS:
        properties[name]["format"] = "date-time"
    for component in components.values():
        component["description"] = " ".join(component["description"].replace("``", "").split())
    return whole, plain, components


def record_schema(address: str) -> dict[str, Any]:
    """Return the schema, which calls itself *address*; equal calls give equal schemas.

    A line with a key and an id is a whole record, and nothing less will do.
    """
    whole, plain, components = record_components("#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Article",
        "description": "One line of articles.jsonl: a whole record, or a plain one to be taken in.",
        "type": "object",
        "if": {"required": ["key", "id"]},
        "then": whole,
        "else": plain,
        "$defs": components,
    }
