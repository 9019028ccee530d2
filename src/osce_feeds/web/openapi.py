"""What programs can ask for: as an OpenAPI 3.1 document, and as a page that says the same in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint
from flask import Response
from flask import current_app
from flask import request

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.examples import examples
from osce_feeds.deliver.fixed_pages import fixed_page
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.model import wire
from osce_feeds.model.record_schema import record_components
from osce_feeds.text import digest
from osce_feeds.web.api_texts import DESCRIPTION
from osce_feeds.web.api_texts import GROUPS
from osce_feeds.web.api_texts import TITLE
from osce_feeds.web.api_texts import Parameter
from osce_feeds.web.conditional import UNDATED
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.operations import Operation
from osce_feeds.web.operations import Reply
from osce_feeds.web.operations import operations
from osce_feeds.web.problems import ProblemDocument
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service
from osce_feeds.web.well_known import security_contact

bp = Blueprint("openapi", __name__)

VERSION = "1"
"""Of the addresses and formats, not of the program: a new one means that something has gone."""
_REFERENCE = "#/components/schemas/{name}"
_HEADERS = {
    "ETag": "Strong entity tag, one for each content coding.",
    "Last-Modified": "When the answer last changed; left out in the second of a change.",
    "Cache-Control": "How long the answer may be kept.",
    "Link": "self, next, alternate, hub, license, and the archives of RFC 5005.",
    "Retry-After": "Seconds to wait.",
    "Location": "The address to ask instead.",
}
_WITH_LOCATION, _WITH_WAITING = (301, 303), (429, 503)


@dataclass(frozen=True, slots=True)
class Entry:
    """Operations that do the same: the one with the shortest path, and the paths of the others."""

    operation: Operation
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together."""

    name: str
    description: str
    entries: tuple[Entry, ...]


@bp.get("/openapi.json")
def description() -> Response:
    """Return what programs can ask for, as an OpenAPI 3.1 document."""
    newsroom = service().newsroom
    found = _operations(newsroom)
    body = msgspec.json.format(msgspec.json.encode(document(newsroom, found)), indent=1) + b"\n"
    validators = Validators(digest(newsroom.epoch, body.decode()), UNDATED)
    return build(Answer(media_type=wire.JSON, body=lambda: iter([body]), coded=True, validators=validators))


@bp.get("/<language>/api/")
def page(language: str) -> Response:
    """Return the page that says what programs can ask for."""
    spoken, asked = language_or_404(language), service()
    addresses = asked.newsroom.addresses
    if not request.path.endswith("/"):
        return redirect(addresses.api(language).removeprefix(addresses.base))
    shown = fixed_page(asked.newsroom, asked.store, spoken, addresses.api(spoken.tag))
    found = _operations(asked.newsroom)
    groups = tuple(
        Group(name, text, _entries(each for each in found if each.group == name)) for name, text, _ in GROUPS
    )
    t = asked.newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("api.html", t, shown=shown, groups=groups, description=DESCRIPTION)]),
            coded=True,
            validators=Validators(digest(shown.fingerprint, *(each.example for each in found)), UNDATED),
            links=(Link(shown.url, "self", "text/html", spoken.tag),),
        )
    )


def document(newsroom: Newsroom, found: Iterable[Operation]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of operations."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in found:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(newsroom, operation)
    contact = newsroom.settings.contact
    kind = "email" if contact.startswith("mailto:") else "url"
    about = {"contact": {kind: contact.removeprefix("mailto:")}} if contact else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": DESCRIPTION, **about},
        "servers": [{"url": newsroom.addresses.base}],
        "tags": [{"name": name, "description": text} for name, text, _ in GROUPS],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas(),
            "headers": {name: {"description": text, "schema": {"type": "string"}} for name, text in _HEADERS.items()},
        },
    }


def _operations(newsroom: Newsroom) -> tuple[Operation, ...]:
    serving = service()
    with serving.store.read(newsroom.regions, newsroom.names) as reader:
        values = dict(examples(newsroom, reader, serving.clock()))
    values["contact"] = security_contact(newsroom.settings.contact)
    values["official"] = "true" if newsroom.settings.official else ""
    found = operations(current_app, values, newsroom.addresses.base)
    languages = {"type": "string", "enum": [language.tag for language in newsroom.languages]}
    return tuple(
        replace(
            each,
            parameters=tuple(
                replace(one, schema=languages) if (one.name, one.place) == ("language", "path") else one
                for one in each.parameters
            ),
        )
        for each in found
    )


def _entries(found: Iterable[Operation]) -> tuple[Entry, ...]:
    """Return operations, those together that are called alike and do the same."""
    alike: dict[tuple[str, ...], list[Operation]] = {}
    for each in found:
        file = "" if each.replies[0].status == HTTPStatus.MOVED_PERMANENTLY else each.file
        alike.setdefault((each.method, each.summary, file), []).append(each)
    entries = []
    for same in alike.values():
        first, *others = sorted(same, key=lambda each: (len(each.path), each.path))
        entries.append(Entry(first, tuple(each.path for each in others)))
    return tuple(sorted(entries, key=lambda entry: entry.operation.path))


def _operation(newsroom: Newsroom, operation: Operation) -> dict[str, Any]:
    made = {
        "tags": [operation.group],
        "summary": operation.summary,
        "parameters": [_parameter(one) for one in operation.parameters],
        "responses": {str(reply.status): _response(operation, reply) for reply in operation.replies},
    }
    address = f"{newsroom.addresses.base}{operation.example}"
    return made | ({"externalDocs": {"description": "Example", "url": address}} if operation.example else {})


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _response(operation: Operation, reply: Reply) -> dict[str, Any]:
    names = ["Cache-Control"]
    names += ["ETag", "Last-Modified", "Link"] if reply.status in (200, 304) else []
    names += ["Location"] if reply.status in _WITH_LOCATION else []
    names += ["Retry-After"] if reply.status in _WITH_WAITING else []
    made: dict[str, Any] = {
        "description": reply.description,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
    }
    if reply.media_types:
        made["content"] = {kind: {"schema": _schema(operation.file, kind)} for kind in reply.media_types}
    return made


def _schema(file: str, media_type: str) -> dict[str, Any]:
    if media_type == wire.PROBLEM:
        return {"$ref": _REFERENCE.format(name=ProblemDocument.__name__)}
    if file == JSON_FEED.file and media_type == JSON_FEED.media_type:
        return {"$ref": _REFERENCE.format(name=wire.JsonFeed.__name__)}
    if file == JSON_LINES.file and media_type == JSON_LINES.media_type:
        line = {"$ref": _REFERENCE.format(name="Article")}
        return {"type": "string", "description": "One record on each line.", "contentSchema": line}
    return {"type": "object"} if "json" in media_type else {"type": "string"}


def _schemas() -> dict[str, Any]:
    """Return the schemas of what is JSON, by name."""
    _, _, found = record_components(_REFERENCE)
    kinds = [wire.JsonFeed, wire.JsonItem, ProblemDocument]
    _, more = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
    for schema in more.values():
        if "description" in schema:
            schema["description"] = " ".join(schema["description"].replace("``", "").split())
    more["JsonFeed"]["properties"]["items"]["items"] = {"$ref": _REFERENCE.format(name=wire.JsonItem.__name__)}
    return found | more
