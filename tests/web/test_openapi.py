"""The description for programs: valid, complete, and true."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.conftest import NOW

from osce_feeds.settings import Settings
from osce_feeds.web import create_app
from osce_feeds.web.operations import is_private
from osce_feeds.web.operations import paths

BASE = "https://feeds.example.org"


@pytest.fixture(scope="module")
def description(full_app: Flask) -> Any:
    return json.loads(full_app.test_client().get("/openapi.json").data)


def test_document_is_valid(description: Any) -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_every_public_route_is_described_and_no_other(full_app: Flask, description: Any) -> None:
    rules = [rule for rule in full_app.url_map.iter_rules() if not is_private(rule)]

    assert description["paths"].keys() == {path for rule in rules for path in paths(rule)}
    for rule in rules:
        methods = {method.lower() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
        for path in paths(rule):
            assert methods <= description["paths"][path].keys()


def test_every_example_is_answered_as_described(full_client: FlaskClient, description: Any) -> None:
    wrong = []
    for path, operations in description["paths"].items():
        operation = operations.get("get")
        if operation is None or "externalDocs" not in operation:
            continue
        response = full_client.get(operation["externalDocs"]["url"].removeprefix(BASE))
        status, expected = next(iter(operation["responses"].items()))
        if str(response.status_code) != status or response.content_type not in expected.get("content", {}):
            wrong.append((path, operation["externalDocs"]["url"], response.status_code, response.content_type))

    assert wrong == []


def test_everything_that_has_something_to_show_has_an_example(description: Any) -> None:
    without = {
        path
        for path, operations in description["paths"].items()
        if "get" in operations and "externalDocs" not in operations["get"]
    }

    # The operator has set no contact, and is not the newsroom.
    assert without == {"/.well-known/security.txt", "/{language}/sitemap-news.xml"}


def test_every_parameter_is_explained(description: Any) -> None:
    for path, operations in description["paths"].items():
        for operation in operations.values():
            names = [parameter["name"] for parameter in operation["parameters"]]
            assert len(set(names)) == len(names)
            assert all(parameter["description"] for parameter in operation["parameters"]), path
            assert operation["summary"].endswith("."), path


@pytest.mark.usefixtures("layer")
def test_document_is_sent_once(full_client: FlaskClient) -> None:
    first = full_client.get("/openapi.json")
    again = full_client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.content_type) == (200, "application/json")
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Last-Modified" not in first.headers


def test_service_without_articles_is_described_as_well(settings: Settings) -> None:
    contact = Settings(database=settings.database, base_url=f"{BASE}/news", contact="mailto:press@feeds.example.org")
    client = create_app(contact, clock=lambda: NOW).test_client()
    found = client.get("/openapi.json").json or {}

    assert found["info"]["contact"] == {"email": "press@feeds.example.org"}
    assert found["servers"] == [{"url": f"{BASE}/news"}]
    security = found["paths"]["/.well-known/security.txt"]["get"]["externalDocs"]["url"]
    assert security == f"{BASE}/news/.well-known/security.txt"
    assert client.get(security.removeprefix(f"{BASE}/news")).status_code == 200
    assert "externalDocs" not in found["paths"]["/{language}/articles/{key}/"]["get"]


def test_page_says_what_the_document_says(full_client: FlaskClient, description: Any) -> None:
    page = full_client.get("/fr/api/").text

    for path in description["paths"]:
        assert path in page or path.startswith("/{language}/") or path.endswith("/"), path
    assert 'lang="en" dir="ltr"' in page
    assert full_client.get("/fr/api").headers["Location"] == f"{BASE}/fr/api/"
    assert full_client.get("/xx/api/").status_code == 404
