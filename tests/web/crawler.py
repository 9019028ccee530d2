"""Walks a service like a visitor who follows every link, and keeps what was answered."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

FOLLOWED = "//*[not(@rel='nofollow' or contains(@type, '+oembed'))]/@href | //@src"
ALL_NEWS = re.compile("/[a-z]{2}/")
DIRECTORY = re.compile("/[a-z]{2}/feeds/")
SOME = 12
"""Of the feeds of the directory, every so many are followed: it names all that there are, most of them empty."""
LINK = re.compile(r'<([^>]+)>; rel="([a-z]+)"')


@dataclass(frozen=True)
class Answer:
    """What was answered: whole, so that two answers are equal when every byte and header is."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @cached_property
    def fields(self) -> dict[str, str]:
        return dict(self.headers)

    @property
    def media_type(self) -> str:
        return self.fields.get("Content-Type", "").partition(";")[0]

    @cached_property
    def html(self) -> etree._Element:
        """The document, if it is one."""
        return etree.fromstring(self.body, etree.HTMLParser(encoding="utf-8"))

    def texts(self, path: str) -> list[str]:
        """Return the attributes or texts at an XPath."""
        found = self.html.xpath(path)
        assert isinstance(found, list)
        return [str(text) for text in found]

    def said(self, path: str) -> list[str]:
        """Return what the elements at an XPath say, spaces tidied."""
        return [" ".join("".join(map(str, element.itertext())).split()) for element in self.elements(path)]

    def elements(self, path: str) -> list[etree._Element]:
        """Return the elements at an XPath."""
        found = self.html.xpath(path)
        assert isinstance(found, list)
        return [element for element in found if isinstance(element, etree._Element)]

    def links(self, address: str, path: str = "//@href | //@src") -> set[str]:
        """Return the addresses that a page links to, at an XPath, and those that its Link field names."""
        found = {target for target, _ in LINK.findall(self.fields.get("Link", ""))}
        if self.media_type == "text/html":
            found |= set(self.texts(path))
        return {urljoin(address, link).partition("#")[0] for link in found}


def fetch(client: FlaskClient, path: str) -> Answer:
    response = client.get(path)
    return Answer(response.status_code, tuple(response.headers), response.data)


def crawl(app: Flask, base: str, start: str = "/en/") -> dict[str, Answer]:
    """Return the answer at every path that can be reached from *start* without leaving *base*.

    Links that robots must not follow lead on for ever: those on pages of all news are followed, and no others. So
    are those by which other sites find out how to show a page, two on each.
    """
    client = app.test_client()
    answers: dict[str, Answer] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path not in answers:
            answer = answers[path] = fetch(client, path)
            links = answer.links(f"{base}{path}", "//@href | //@src" if ALL_NEWS.fullmatch(path) else FOLLOWED)
            if DIRECTORY.fullmatch(path):
                links = set(sorted(links)[::SOME])
            waiting += (link.removeprefix(base) for link in links if link.startswith(f"{base}/"))
    return answers
