"""The published schema: where it says it is, and true of what is exported."""

import json

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

ADDRESS = "/schema/article.json"


def test_schema_answers_where_it_says_it_is(full_client: FlaskClient) -> None:
    answer = full_client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/schema+json")
    assert json.loads(answer.data)["$id"] == "https://feeds.example.org/schema/article.json"


def test_schema_has_a_validator_of_its_own(full_client: FlaskClient) -> None:
    tag = full_client.get(ADDRESS).headers["ETag"]
    again = full_client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert full_client.get("/catalog/osce-feeds_1.xml").headers["ETag"] != tag


def test_schema_may_be_kept_for_a_day(full_client: FlaskClient) -> None:
    assert full_client.get(ADDRESS).headers["Cache-Control"].startswith("public, max-age=86400,")


def test_schema_holds_for_every_exported_line(full_client: FlaskClient) -> None:
    validator = Draft202012Validator(json.loads(full_client.get(ADDRESS).data))
    lines = full_client.get("/en/articles.jsonl").data.splitlines()
    assert len(lines) == 24
    assert [error.message for line in lines for error in validator.iter_errors(json.loads(line))] == []


def test_other_names_are_not_found(full_client: FlaskClient) -> None:
    answer = full_client.get("/schema/nothing.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
