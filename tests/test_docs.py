"""Documentation that names everything there is: formats, commands, options, settings, addresses."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask
from tests.conftest import ROOT

from osce_feeds.cli.main import commands
from osce_feeds.formats import FORMATS
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.settings import describe
from osce_feeds.sources import SOURCES

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def tree(group: click.Group, name: str = "") -> dict[str, click.Command]:
    """Return every command by its full name."""
    found: dict[str, click.Command] = {}
    for command in group.commands.values():
        full = f"{name} {command.name}".strip()
        found |= tree(command, full) if isinstance(command, click.Group) else {full: command}
    return found


@pytest.mark.parametrize("name", sorted(tree(commands)))
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"`osce-feeds {name}" in REFERENCE


@pytest.mark.parametrize("name", sorted(tree(commands)))
def test_every_option_is_in_the_reference_and_explained(name: str) -> None:
    row = next(line for line in REFERENCE.splitlines() if f"`osce-feeds {name}" in line)
    for option in tree(commands)[name].params:
        if isinstance(option, click.Option):
            assert option.help, option.opts
            assert any(spelling in row for spelling in option.opts), f"{option.opts} in: {row}"


@pytest.mark.parametrize("name", sorted(describe()))
def test_every_setting_is_in_the_reference_and_explained(name: str) -> None:
    assert f"`OSCE_FEEDS_{name}`" in REFERENCE
    assert describe()[name]


def test_pages_invent_no_setting() -> None:
    named = {name for page in PAGES for name in re.findall(r"OSCE_FEEDS_([A-Z_]+)", page.read_text(encoding="utf-8"))}
    assert sorted(describe()) == sorted(named - {"CONFIG", "SHARED", "SCHEMAS"})


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
def test_every_format_is_in_the_readme_and_the_design(form: object) -> None:
    file, name = form.file, form.name  # type: ignore[attr-defined]
    assert f"`{file}`" in README
    assert f"`{file}`" in DESIGN
    assert re.search(rf"--format [a-z|\\\\]*\b{name}\b", REFERENCE)


def test_every_source_is_in_the_design() -> None:
    assert [source.name for source in SOURCES if source.name not in DESIGN] == []


def test_every_language_is_in_the_readme() -> None:
    assert [language.tag for language in LANGUAGES if f"`{language.tag}`" not in README] == []


def test_every_address_is_in_the_design(app: Flask) -> None:
    """Written as in the router, with braces for angle brackets."""
    guessed = re.compile(r"<language>|/$")  # what is guessed is guessed in every language, and with a slash
    rules = {
        re.sub(r"<(?:any\([^)]*\):)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if not (rule.endpoint.startswith("guesses.") and guessed.search(rule.rule))
    }
    written = DESIGN.replace("{lang}", "{language}")
    lists = {rule for rule in rules if rule.startswith("/{language}") and rule.endswith("{name}")}
    missing = [rule for rule in sorted(rules - lists) if f"`{rule}`" not in written]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_layout_in_the_design_is_the_one_that_is() -> None:
    (block,) = [part for part in DESIGN.split("```") if part.strip().startswith("src/osce_feeds/")]
    named = {line.split()[0] for line in block.splitlines() if line.startswith("  ")}
    package = ROOT / "src" / "osce_feeds"
    there = {f"{path.name}/" if path.is_dir() else path.name for path in package.iterdir()}

    assert there - {"__init__.py", "__main__.py", "__pycache__/", "py.typed"} == named


def test_threats_name_tests_that_there_are() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|requirements)/[a-z0-9_/.]+)`", text))

    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
