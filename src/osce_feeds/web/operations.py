"""The routes of the application as what programs can ask for: addresses, parameters, answers, examples."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule

from osce_feeds.model import wire
from osce_feeds.web import api_texts as texts
from osce_feeds.web.api_texts import Parameter

_ANY = re.compile(r"<any\(([^)]*)\):\w+>")
_PLACE = re.compile(r"<(\w+)>")
_NOT_OURS = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, what it means, and the media types that it can have."""

    status: int
    description: str
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be asked for: ``path`` as OpenAPI writes it, ``example`` an address that is answered, or empty."""

    group: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    replies: tuple[Reply, ...]
    example: str

    @property
    def file(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


def operations(app: Flask, examples: Mapping[str, str], base: str) -> tuple[Operation, ...]:
    """Return all public operations of *app*, by group and path; *examples* are values of parameters in paths.

    The operator's own addresses are left out. *base* begins all absolute addresses.
    """
    found = [
        operation
        for rule in app.url_map.iter_rules()
        if not is_private(rule)
        for operation in _of_rule(app, rule, examples, base)
    ]
    order = {name: number for number, (name, _, _) in enumerate(texts.GROUPS)}
    return tuple(sorted(found, key=lambda each: (order[each.group], each.path, each.method)))


def is_private(rule: Rule) -> bool:
    """Say whether a route is the operator's own."""
    return rule.rule.startswith(texts.PRIVATE)


def paths(rule: Rule) -> tuple[str, ...]:
    """Return the paths of a route as OpenAPI writes them: one for each file where it is one of several."""
    found = _ANY.search(rule.rule)
    names = [part.strip().strip('"') for part in found[1].split(",")] if found else [""]
    filled = (_ANY.sub(name, rule.rule) for name in names)
    return tuple(_PLACE.sub(r"{\1}", path) for path in filled)


def _of_rule(app: Flask, rule: Rule, examples: Mapping[str, str], base: str) -> Iterator[Operation]:
    endpoint = rule.endpoint.partition(" ")[0]
    summary = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")[0].replace("``", "")
    for path in paths(rule):
        file, places = path.rpartition("/")[2], _places(path)
        names = {place.name for place in places}
        asked = [one for one in texts.query_parameters(rule.endpoint, file) if one.name not in names]
        media_types = _media_types(endpoint, path)
        for method in sorted((rule.methods or set()) - _NOT_OURS):
            yield Operation(
                group=_group(endpoint),
                method=method,
                path=path,
                summary=texts.SUMMARIES.get(file, summary) if endpoint == "selections.file" else summary,
                parameters=(*places, *asked),
                replies=_replies(endpoint, path, file, media_types),
                example=_example(endpoint, path, examples, base) if method == "GET" else "",
            )


def _group(endpoint: str) -> str:
    blueprint = endpoint.partition(".")[0]
    return next((name for name, _, members in texts.GROUPS if blueprint in members), texts.GROUPS[-1][0])


def _places(path: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, "path", texts.PLACES[name]) for name in re.findall(r"{(\w+)}", path))


def _media_types(endpoint: str, path: str) -> tuple[str, ...]:
    if endpoint in texts.MEDIA_TYPES_OF_ROUTE:
        return texts.MEDIA_TYPES_OF_ROUTE[endpoint]
    file = path.rpartition("/")[2]
    if file in texts.MEDIA_TYPES:
        return (texts.MEDIA_TYPES[file],)
    return tuple(media_type for ending, media_type in texts.ENDINGS.items() if path.endswith(ending))[:1]


def _replies(endpoint: str, path: str, file: str, media_types: tuple[str, ...]) -> tuple[Reply, ...]:
    blueprint, problem = endpoint.partition(".")[0], (wire.HTML,) if path.endswith("/") else (wire.PROBLEM,)
    status = texts.STATUSES.get(endpoint) or texts.STATUSES.get(blueprint) or 200
    if status != 200:  # noqa: PLR2004
        return (Reply(status, "Another address, in the field Location.", ("text/plain; charset=utf-8",)),)
    found = [Reply(200, "What was asked for.", media_types), Reply(304, "What the client has is what there is.")]
    found += [Reply(301, "The address that it has.")] if "{" in path else []
    found += [Reply(303, "The page, for a browser that opens a feed.")] if file in texts.FEED_FILES else []
    found += [Reply(400, "A parameter has a value that it does not take.", problem)]
    found += [Reply(404, "There is nothing at this address.", problem)]
    found += [Reply(410, "The article was withdrawn.", (wire.HTML,))] if endpoint in texts.GONE else []
    found += [Reply(429, "Too many requests; wait as Retry-After says.", (wire.PROBLEM,))]
    found += [Reply(503, "Not just now; try again as Retry-After says.", problem)]
    return tuple(found)


def _example(endpoint: str, path: str, examples: Mapping[str, str], base: str) -> str:
    """Return an address that is answered, or nothing where the store has none."""
    known = {**examples, **texts.EXAMPLES.get(endpoint, {})}
    names = re.findall(r"{(\w+)}", path)
    needed = (*names, texts.NEEDED[endpoint]) if endpoint in texts.NEEDED else names
    if not all(known.get(name) for name in needed):
        return ""
    filled = re.sub(r"{(\w+)}", lambda found: quote(known[found[1]], safe=""), path)
    query = texts.EXAMPLE_QUERIES.get(endpoint, "").format(base=base, language=known["language"])
    return f"{filled}?{query}" if query else filled
