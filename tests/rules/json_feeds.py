"""What JSON Feed 1.1 asks for, rule by rule; what is only advised counts as well."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.rules.values import LANGUAGE
from tests.rules.values import MEDIA_TYPE
from tests.rules.values import html_faults
from tests.rules.values import is_uri
from tests.rules.values import rfc3339

_TOP = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon"),
    *("authors", "language", "expired", "hubs", "items"),
}
_ITEM = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"),
    *("date_published", "date_modified", "authors", "tags", "language", "attachments"),
}


def json_faults(body: bytes, address: str, now: datetime) -> list[str]:
    """Return what is wrong with a JSON Feed that stands at *address*."""
    return list(_feed(json.loads(body), address, now))


def _feed(feed: dict[str, Any], address: str, now: datetime) -> Iterator[str]:
    yield from _names(feed, _TOP)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version"
    if not feed.get("title"):
        yield "title"
    if feed.get("feed_url") != address:
        yield f"feed_url: {feed.get('feed_url')}"
    if "next_url" in feed and feed["next_url"] == address:
        yield "next_url"
    yield from (f"{name}: {feed[name]}" for name in ("home_page_url", "icon", "favicon") if not _uri(feed, name))
    if not LANGUAGE.fullmatch(feed.get("language", "")):
        yield f"language: {feed.get('language')}"
    for hub in feed.get("hubs", []):
        if not is_uri(hub.get("url", "")) or not hub.get("type"):
            yield f"hub: {hub}"
    yield from _people(feed)
    ids = Counter(item.get("id") for item in feed["items"])
    yield from (f"id twice: {identifier}" for identifier, count in ids.items() if count > 1)
    for item in feed["items"]:
        yield from _item(item, now)


def _item(item: dict[str, Any], now: datetime) -> Iterator[str]:
    yield from _names(item, _ITEM)
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield f"id: {item.get('id')}"
    if "content_html" not in item and "content_text" not in item:
        yield "content"
    yield from html_faults(item.get("content_html", ""))
    yield from (f"{name}: {item[name]}" for name in ("url", "external_url", "image") if not _uri(item, name))
    for name in ("date_published", "date_modified"):
        moment = rfc3339(item.get(name, ""))
        if moment is None or moment > now:
            yield f"{name}: {item.get(name)}"
    if not LANGUAGE.fullmatch(item.get("language", "")):
        yield f"language: {item.get('language')}"
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield "tags"
    for file in item.get("attachments", []):
        if not is_uri(file.get("url", "")) or not MEDIA_TYPE.fullmatch(file.get("mime_type", "")):
            yield f"attachment: {file}"
    yield from _people(item)


def _people(part: dict[str, Any]) -> Iterator[str]:
    for author in part.get("authors", []):
        if not any(author.get(name) for name in ("name", "url", "avatar")):
            yield f"author: {author}"


def _uri(part: dict[str, Any], name: str) -> bool:
    return name not in part or is_uri(part[name])


def _names(part: dict[str, Any], known: set[str]) -> Iterator[str]:
    for name, value in part.items():
        if name.startswith("_"):
            if "." in name or not isinstance(value, dict):
                yield f"extension: {name}"
        elif name not in known:
            yield f"unknown: {name}"
