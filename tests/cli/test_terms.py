"""``osce-feeds terms``."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.cli.conftest import Command
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

VOSS = "lighthouse-office-in-voss"


@pytest.fixture
def fed(command: Command, tmp_path: Path) -> Path:
    path = tmp_path / "listing.txt"
    entries = [
        Entry(offices="Lighthouse Office in Voss", topics="Youht"),
        Entry(headline="Heron reads", offices="Lighthouse Office in Voss", topics="Dusk", summary="It did."),
    ]
    path.write_text(make_listing(entries), encoding="utf-8")
    command("ingest", path)
    return path


@pytest.mark.usefixtures("fed")
def test_terms_are_listed_with_what_they_may_mean(command: Command) -> None:
    command("terms", "accept", "topic", "dusk")
    code, out, err = command("terms")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"office {VOSS}  'Lighthouse Office in Voss', 2 articles",
        "  nearest: office-in-minsk, office-in-yerevan, programme-office-in-astana",
        "topic youht  'Youht', 1 article",
        "  nearest: youth",
        "topic dusk  'Dusk', 1 article",
        "  accepted",
    ]


@pytest.mark.usefixtures("fed")
def test_terms_are_listed_as_json(command: Command) -> None:
    code, out, _ = command("terms", "--json")

    assert code == 0
    assert json.loads(out)[2] == {
        "scheme": "topic",
        "code": "youht",
        "label": "Youht",
        "count": 1,
        "nearest": ["youth"],
        "accepted": False,
        "merged_into": "",
    }


def test_vocabulary_that_knows_everything_is_told(command: Command) -> None:
    assert command("terms") == (0, "the vocabulary knows every term that sources brought\n", "")


@pytest.mark.usefixtures("fed")
def test_accepted_term_enters_the_directories(command: Command, client: FlaskClient) -> None:
    said = command("terms", "accept", "office", VOSS)

    assert said == (0, f"office {VOSS} is accepted: Lighthouse Office in Voss\n", "")
    assert f"/en/offices/{VOSS}/" in client.get("/en/").text


@pytest.mark.usefixtures("fed")
def test_merged_term_leads_to_the_other(command: Command, client: FlaskClient) -> None:
    said = command("terms", "merge", "office", VOSS, "odihr")

    assert said == (0, f"office {VOSS} is merged into odihr: 2 articles have a new version\n", "")
    answer = client.get(f"/en/offices/{VOSS}/feed.atom")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "https://feeds.example.org/en/offices/odihr/feed.atom",
    )
    assert "Ferry school opens in Voss" in client.get("/en/offices/odihr/feed.atom").text
    assert "  merged into odihr" in command("terms")[1].splitlines()


@pytest.mark.usefixtures("fed")
@pytest.mark.parametrize(
    ("arguments", "code", "detail"),
    [
        (["accept", "colour", "blue"], 2, "'colour' is not one of 'office', 'topic', 'type'"),
        (["accept", "office"], 2, "Missing argument 'CODE'"),
        (["accept", "topic", "dust"], 3, "there is no topic 'dust'; nearest: dusk"),
        (["accept", "topic", "youth"], 3, "topic 'youth' is a term of the vocabulary already"),
        (["merge", "topic", "youht", "yuoth"], 3, "there is no topic 'yuoth'; nearest: youth"),
        (["merge", "topic", "youht", "youht"], 3, "topic 'youht' cannot be merged into itself"),
        (["merge", "topic", "youht", "dusk"], 3, "nobody has accepted topic 'dusk' yet"),
    ],
)
def test_decision_that_makes_no_sense_changes_nothing(
    command: Command, database: Path, arguments: list[str], code: int, detail: str
) -> None:
    before = rows(database)
    ended, out, err = command("terms", *arguments)

    assert (ended, out) == (code, "")
    assert detail in err
    assert before == rows(database)
