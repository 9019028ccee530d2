"""Exports of any size leave room for feeds, end with their client, and are packed for whoever takes that."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from osce_feeds.cli.serve import THREADS
from osce_feeds.web.service import Service
from osce_feeds.web.streams import MOST
from osce_feeds.web.streams import blocks
from osce_feeds.web.streams import packed

EXPORTS = ["articles.csv", "articles.jsonl", "articles.xml", "newsml.xml", "ninjs.json", "sitemap.xml"]


@pytest.fixture(autouse=True)
def all_free(full_app: Flask) -> None:
    """No response of another test keeps a place."""
    service = full_app.extensions["osce_feeds"]
    assert isinstance(service, Service)
    for place in [service.streams.enter() for _ in range(MOST)]:
        place.leave()


def test_streams_leave_two_threads_to_the_rest() -> None:
    assert THREADS - 2 == MOST


def test_as_many_streams_as_there_may_be_do_not_keep_feeds_waiting(full_client: FlaskClient) -> None:
    streams = [full_client.get("/en/articles.jsonl") for _ in range(MOST)]
    refused = full_client.get("/en/newsml.xml")

    assert [stream.status_code for stream in streams] == [200] * MOST
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.json is not None
    assert "please try again" in refused.json["detail"]
    assert full_client.get("/en/feed.atom").status_code == 200
    assert full_client.head("/en/newsml.xml").status_code == 200
    assert full_client.get("/en/newsml.xml?after=0").headers["Content-Length"]
    assert full_client.get("/en/newsml.xml?limit=2").headers["Content-Length"]
    streams[0].close()
    assert full_client.get("/en/newsml.xml").status_code == 200
    streams[1].close()


def test_client_that_goes_away_ends_the_work(full_app: Flask) -> None:
    """A server closes what it was given; nothing more is made, and the place is free."""
    for _ in range(MOST + 1):
        answer = Response.from_app(full_app, EnvironBuilder("/en/newsml.xml").get_environ())
        pieces = answer.iter_encoded()
        assert answer.status_code == 200
        assert next(pieces).startswith(b"<?xml")
        answer.close()
        assert list(pieces) == []


@pytest.mark.parametrize("file", EXPORTS)
def test_export_is_packed_for_clients_that_take_it(full_client: FlaskClient, file: str) -> None:
    plain = full_client.get(f"/en/{file}")
    small = full_client.get(f"/en/{file}", headers={"Accept-Encoding": "br;q=1, gzip;q=0.8"})

    assert plain.data == gzip.decompress(small.data)
    assert len(small.data) < len(plain.data)
    assert (plain.headers.get("Content-Encoding"), small.headers["Content-Encoding"]) == (None, "gzip")
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != small.headers["ETag"]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity, gzip;q=0.5"])
def test_nothing_is_packed_for_clients_that_do_not_take_it(full_client: FlaskClient, accepted: str) -> None:
    answer = full_client.get("/en/articles.jsonl", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in answer.headers


def test_packed_export_is_known_again_by_its_own_tag(full_client: FlaskClient) -> None:
    takes = {"Accept-Encoding": "gzip"}
    tag = full_client.get("/en/articles.jsonl", headers=takes).headers["ETag"]

    assert full_client.get("/en/articles.jsonl", headers={**takes, "If-None-Match": tag}).status_code == 304
    assert full_client.get("/en/articles.jsonl", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("sizes", [[], [1], [70_000, 1], [30_000] * 7, [65_536, 65_536]])
def test_pieces_are_large_and_lose_nothing(sizes: list[int]) -> None:
    parts = [bytes([number]) * size for number, size in enumerate(sizes)]
    pieces = list(blocks(parts))

    assert b"".join(pieces) == b"".join(parts)
    assert all(len(piece) >= 65_536 for piece in pieces[:-1])
    assert gzip.decompress(b"".join(packed(parts))) == b"".join(parts)
    assert b"".join(packed(parts)) == b"".join(packed(iter(parts)))
