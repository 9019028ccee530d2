"""``osce-feeds report``: as text, as JSON, as a page."""

import json
from pathlib import Path

import pytest
from lxml import etree
from tests.cli.conftest import Command
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing

HOSTILE = 'A <script>alert(1)</script> & "quoted" headline'
TEXT = "The pier of Voss was painted blue today, and eleven pupils were allowed to choose the shade of it. And so it"


@pytest.fixture
def fed(command: Command, tmp_path: Path) -> None:
    for name, day, options in (("june", 4, ["--office", "odihr"]), ("mirror", 5, ["--source", "mirror"])):
        path = tmp_path / f"{name}.txt"
        entries = [
            Entry(headline="Pier painted", date=f"{day} July 2025", offices="", topics="Dusk", summary=TEXT),
            Entry(headline=HOSTILE, date=f"{day} July 2025", genre="", offices="", topics="", summary=""),
        ]
        path.write_text(make_listing(entries), encoding="utf-8")
        command("ingest", *options, path)


@pytest.mark.usefixtures("fed")
def test_report_says_what_to_mend_and_where(command: Command, tmp_path: Path) -> None:
    code, out, err = command("report")
    lines = [line.strip() for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert "4 articles, 0 of them held back until their day; 0 withdrawn, 0 of them erased" in lines
    assert any(line.split() == ["mirror", "2", "1", "2", "1", "1", "-", "1", "1"] for line in lines)
    assert any(line.split() == ["text-listing", "2", "1", "-", "1", "1", "2", "1", "1"] for line in lines)
    assert any(line.split()[:3] == ["(no", "office)", "2"] for line in lines)
    assert "topic dusk: 'Dusk', 2 articles" in lines
    for part in (
        "Terms that nobody has decided about (1)",
        "Articles that lack something (3)",
        "Articles with inferred values (2)",
        "Articles with unknown terms (2)",
        "Summaries that the source cut (2)",
        "Pairs of articles that may be one (2)",
        "What the last ingest of each document found (2)",
    ):
        assert part in lines
    whole = " ".join(lines)
    assert f"no type, no topic, no summary; from {tmp_path}/june.txt, line 9" in whole
    assert f"offices: the listing was filtered by it; from {tmp_path}/june.txt, line 4" in whole
    assert "alike by 100%:" in lines
    assert [line for line in out.splitlines() if len(line) > 100 and str(tmp_path) not in line] == []


def test_each_part_names_some_and_counts_the_rest(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    entries = [Entry(headline=entry.headline, genre="", summary="") for entry in make_entries(25)]
    path.write_text(make_listing(entries), encoding="utf-8")
    command("ingest", path)

    assert "  ... and 5 more: --limit names more, --json all of them" in command("report")[1].splitlines()
    assert "    ... and 22 more" in command("report", "--limit", "3")[1].splitlines()
    assert "more" not in command("report", "--limit", "25")[1]


def test_report_on_nothing_is_short(command: Command) -> None:
    code, out, _ = command("report")

    assert code == 0
    assert len(out.splitlines()) == 2


@pytest.mark.usefixtures("fed")
def test_whole_report_is_json(command: Command) -> None:
    code, out, _ = command("report", "--json", "--limit", "1")
    told = json.loads(out)

    assert code == 0
    assert (told["articles"], len(told["findings"]), len(told["duplicates"])) == (4, 4, 2)
    assert told["unknown"][0]["code"] == "dusk"
    assert {finding["article"]["headline"] for finding in told["findings"]} == {"Pier painted", HOSTILE}
    assert told["findings"][0]["article"]["places"][0]["line"] in (4, 9)


@pytest.mark.usefixtures("fed")
@pytest.mark.parametrize(
    ("options", "tag", "title"),
    [([], "en", "Quality of the data"), (["--language", "fr"], "fr", "Qualité des données")],
)
def test_report_is_a_page_that_needs_nothing_beside_it(
    command: Command, tmp_path: Path, options: list[str], tag: str, title: str
) -> None:
    path = tmp_path / "report.html"
    code, out, err = command("report", "--html", path, "--limit", "1", *options)

    assert (code, out, err) == (0, f"{path}: 4 of 4 articles are worth a look\n", "")
    page = etree.HTML(path.read_bytes())
    assert (page.get("lang"), page.findtext(".//h1")) == (tag, title)
    tags = [element.tag for element in page.iter("*")]
    assert {"script", "link", "img", "iframe"}.isdisjoint(tags)
    assert tags.count("thead") == tags.count("table") == 2
    ids = [element.get("id") for element in page.iter("*") if element.get("id")]
    assert len(set(ids)) == len(ids)
    named = {element.get("aria-labelledby") for element in page.iter("*") if element.get("aria-labelledby")}
    assert named == set(ids)
    assert HOSTILE in [link.text for link in page.iter("a")]
    assert f"{tmp_path}/mirror.txt" in etree.tostring(page, method="text", encoding="unicode")


@pytest.mark.usefixtures("fed")
def test_page_and_json_can_be_had_at_once(command: Command, tmp_path: Path) -> None:
    _, out, _ = command("report", "--json", "--html", tmp_path / "report.html")

    assert json.loads(out)["articles"] == 4
    assert (tmp_path / "report.html").exists()


def test_page_about_nothing_says_so(command: Command, tmp_path: Path) -> None:
    command("report", "--html", tmp_path / "report.html")

    assert "Nothing needs a look." in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "detail"),
    [
        (["--language", "xx"], "'xx' is not among the languages served: en, fr, de, it, ru, es"),
        (["--html", "missing/report.html"], "cannot write missing/report.html: No such file or directory"),
        (["--limit", "0"], "0 is not in the range x>=1."),
    ],
)
def test_report_that_cannot_be_made_is_2(command: Command, arguments: list[str], detail: str) -> None:
    code, out, err = command("report", *arguments)

    assert (code, out) == (2, "")
    assert detail in err
