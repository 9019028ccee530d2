"""What an operator can set, and how mistakes are told: each in a line, all at once."""

from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import ROOT

from osce_feeds import settings as module
from osce_feeds.errors import SettingsRefused
from osce_feeds.settings import Settings
from osce_feeds.settings import describe
from osce_feeds.settings import load
from osce_feeds.settings import resources
from osce_feeds.settings import without_password


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def refusals(environ: dict[str, str]) -> tuple[str, ...]:
    """Return what is said against *environ*."""
    with pytest.raises(SettingsRefused) as refused:
        load(environ)
    assert str(refused.value) == "; ".join(refused.value.messages)
    return refused.value.messages


def test_nothing_needs_to_be_set() -> None:
    settings = load({})

    assert Settings() == settings
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.site_name == "OSCE Feeds"
    assert settings.official is False
    assert settings.authority == settings.contact == settings.rights == settings.vocabulary_base == ""
    assert ZoneInfo("Europe/Vienna") == settings.zone
    assert settings.languages[:6] == ("en", "fr", "de", "it", "ru", "es")
    assert settings.vocabulary is settings.templates is None


def test_store_is_by_default_a_file_in_the_data_folder_of_the_user() -> None:
    database = Path(Settings().database)

    assert database.is_absolute()
    assert database.parts[-2:] == ("osce-feeds", "store.db")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("DATABASE", "/var/lib/feeds/store.db", "/var/lib/feeds/store.db"),
        ("BASE_URL", "https://feeds.example.org", "https://feeds.example.org"),
        ("BASE_URL", "https://example.org:8443/news/", "https://example.org:8443/news"),
        ("SITE_NAME", " Port Sample \n", "Port Sample"),
        ("OFFICIAL", "true", True),
        ("OFFICIAL", "False", False),
        ("OFFICIAL", "1", True),
        ("OFFICIAL", "0", False),
        ("AUTHORITY", "example.org,2026", "example.org,2026"),
        ("AUTHORITY", "desk@feeds.example.org,2026-07-01", "desk@feeds.example.org,2026-07-01"),
        ("AUTHORITY", "", ""),
        ("TIMEZONE", "Asia/Almaty", "Asia/Almaty"),
        ("LANGUAGES", "ru", ("ru",)),
        ("LANGUAGES", " ru, en,", ("ru", "en")),
        ("CONTACT", "mailto:desk@example.org", "mailto:desk@example.org"),
        ("CONTACT", "https://example.org/contact?from=feeds", "https://example.org/contact?from=feeds"),
        ("RIGHTS", "Free to reprint", "Free to reprint"),
        ("VOCABULARY", "", None),
        ("VOCABULARY_BASE", "https://terms.example.org/", "https://terms.example.org"),
        ("VOCABULARY_BASE", "", ""),
        ("TEMPLATES", "", None),
    ],
)
def test_variable_is_read(name: str, text: str, value: object) -> None:
    assert value == getattr(load({f"OSCE_FEEDS_{name}": text}), name.lower())


@pytest.mark.parametrize("name", ["VOCABULARY", "TEMPLATES"])
def test_folder_is_read(name: str, tmp_path: Path) -> None:
    assert tmp_path == getattr(load({f"OSCE_FEEDS_{name}": str(tmp_path)}), name.lower())


def test_other_variables_do_not_matter() -> None:
    assert Settings() == load({"PATH": "/bin", "OSCE_FEED_TIMEZONE": "nowhere", "TIMEZONE": "nowhere"})


def test_file_is_read(config: Path, tmp_path: Path) -> None:
    config.write_text(
        f"""
        SITE_NAME = "Port Sample"
        base_url = "https://feeds.example.org/"
        official = true
        languages = ["ru", "en"]
        timezone = "Europe/Oslo"
        templates = "{tmp_path}"
        """,
        encoding="utf-8",
    )

    assert Settings(
        site_name="Port Sample",
        base_url="https://feeds.example.org",
        official=True,
        languages=("ru", "en"),
        timezone="Europe/Oslo",
        templates=tmp_path,
    ) == load({"OSCE_FEEDS_CONFIG": str(config)})


def test_variable_wins_over_the_file(config: Path) -> None:
    config.write_text('site_name = "From the file"\nrights = "From the file"\n', encoding="utf-8")
    settings = load({"OSCE_FEEDS_CONFIG": str(config), "OSCE_FEEDS_SITE_NAME": "From the variable"})

    assert (settings.site_name, settings.rights) == ("From the variable", "From the file")


def test_mistake_in_the_file_does_not_matter_where_a_variable_wins(config: Path) -> None:
    config.write_text('timezone = "Nowhere/City"\n', encoding="utf-8")

    assert load({"OSCE_FEEDS_CONFIG": str(config), "OSCE_FEEDS_TIMEZONE": "UTC"}).zone == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATABASE", ""),
        ("DATABASE", "  "),
        ("BASE_URL", ""),
        ("BASE_URL", "feeds.example.org"),
        ("BASE_URL", "ftp://feeds.example.org"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https:///news"),
        ("BASE_URL", "https://feeds.example.org/?a=1"),
        ("BASE_URL", "https://feeds.example.org/#top"),
        ("BASE_URL", "https://feeds example.org"),
        ("BASE_URL", "http://[::1"),
        ("SITE_NAME", ""),
        ("OFFICIAL", ""),
        ("OFFICIAL", "maybe"),
        ("AUTHORITY", "example.org"),
        ("AUTHORITY", "example.org,26"),
        ("AUTHORITY", "Example.org,2026"),
        ("AUTHORITY", "example..org,2026"),
        ("AUTHORITY", "example.org,2026-7"),
        ("TIMEZONE", ""),
        ("TIMEZONE", "Europe"),
        ("TIMEZONE", "Nowhere/City"),
        ("TIMEZONE", "../../etc/passwd"),
        ("LANGUAGES", ""),
        ("LANGUAGES", ","),
        ("CONTACT", "desk@example.org"),
        ("CONTACT", "javascript:alert(1)"),
        ("VOCABULARY", "/no/such/folder"),
        ("VOCABULARY_BASE", "terms.example.org"),
        ("TEMPLATES", "/no/such/folder"),
    ],
)
def test_value_that_cannot_be_used_is_refused_by_its_name(name: str, text: str) -> None:
    (message,) = refusals({f"OSCE_FEEDS_{name}": text})

    assert message.startswith(f"OSCE_FEEDS_{name}: ")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        (
            {"OSCE_FEEDS_TIMEZONE": "Nowhere/City"},
            "OSCE_FEEDS_TIMEZONE: 'Nowhere/City' is not a time zone such as Europe/Vienna",
        ),
        ({"OSCE_FEEDS_TEMPLATES": "/no/such/folder"}, "OSCE_FEEDS_TEMPLATES: there is no folder '/no/such/folder'"),
        (
            {"OSCE_FEEDS_DATABSE": "store.db"},
            "OSCE_FEEDS_DATABSE: there is no such setting; `osce-feeds settings` lists them all",
        ),
    ],
)
def test_message_says_what_to_do(environ: dict[str, str], message: str) -> None:
    assert (message,) == refusals(environ)


@pytest.mark.parametrize(
    "line",
    ["official = 5", "site_name = 5", 'languages = ["en", 5]', "languages = []", "timezone = 1", "templates = true"],
)
def test_value_of_another_type_in_the_file_is_refused_by_its_name(config: Path, line: str) -> None:
    config.write_text(line, encoding="utf-8")
    (message,) = refusals({"OSCE_FEEDS_CONFIG": str(config)})

    assert message.startswith(f"{config}, {line.partition(' ')[0]}: ")


def test_unknown_setting_in_the_file_is_refused_as_it_is_written(config: Path) -> None:
    config.write_text('[Colours]\nink = "blue"\n', encoding="utf-8")

    assert (f"{config}, Colours: there is no such setting; `osce-feeds settings` lists them all",) == refusals(
        {"OSCE_FEEDS_CONFIG": str(config)}
    )


def test_all_mistakes_are_told_at_once(config: Path) -> None:
    config.write_text('timezone = "Nowhere/City"\nink = "blue"\n', encoding="utf-8")
    messages = refusals(
        {"OSCE_FEEDS_CONFIG": str(config), "OSCE_FEEDS_BASE_URL": "nowhere", "OSCE_FEEDS_OFFICIAL": "maybe"}
    )

    assert [f"{config}, timezone", f"{config}, ink", "OSCE_FEEDS_BASE_URL", "OSCE_FEEDS_OFFICIAL"] == [
        message.partition(": ")[0] for message in messages
    ]


@pytest.mark.parametrize("data", [b"timezone = ", b'site_name = "\xff"'], ids=["malformed", "not-utf-8"])
def test_file_that_cannot_be_read_is_named_beside_other_mistakes(config: Path, data: bytes) -> None:
    config.write_bytes(data)
    messages = refusals({"OSCE_FEEDS_CONFIG": str(config), "OSCE_FEEDS_TIMEZONE": "Nowhere/City"})

    assert messages[0].startswith(f"OSCE_FEEDS_CONFIG: cannot read {config}: ")
    assert messages[1:] == ("OSCE_FEEDS_TIMEZONE: 'Nowhere/City' is not a time zone such as Europe/Vienna",)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        (message,) = refusals({"OSCE_FEEDS_CONFIG": str(path)})
        assert message.startswith(f"OSCE_FEEDS_CONFIG: cannot read {path}: ")


def test_every_setting_is_described() -> None:
    described = describe()

    assert [item.name.upper() for item in fields(Settings)] == list(described)
    assert [name for name, text in described.items() if not text.strip()] == []


@pytest.mark.parametrize("name", ["templates", "locales"])
def test_files_for_people_are_at_the_top_of_a_clone(name: str) -> None:
    assert ROOT / name == resources(name)


@pytest.mark.parametrize("name", ["templates", "locales"])
def test_files_for_people_are_in_an_installed_package(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "osce_feeds"
    (package / name).mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(package / "settings.py"))

    assert package / name == resources(name)


def test_sources_are_tables_of_the_file_or_json(config: Path) -> None:
    config.write_text('[[sources]]\nname = "voss"\nurl = "https://www.example.org/news"\noffices = ["odihr"]\n')
    (from_file,) = load({"OSCE_FEEDS_CONFIG": str(config)}).sources
    json = '[{"name": "voss", "url": "https://www.example.org/news", "offices": ["odihr"]}]'
    (from_variable,) = load({"OSCE_FEEDS_SOURCES": json}).sources

    assert from_file == from_variable
    assert (from_file.language, from_file.every, from_file.follow, from_file.silent) == ("en", 15, True, 14)
    assert load({"OSCE_FEEDS_SOURCES": ""}).sources == ()


@pytest.mark.parametrize(
    ("json", "message"),
    [
        ("nope", "JSON is malformed"),
        ('{"name": "voss"}', "Expected `array`"),
        ('[{"name": "Voss Gazette", "url": "https://www.example.org/"}]', "at `$[0].name`"),
        ('[{"name": "voss", "url": "/news"}]', "at `$[0].url`"),
        ('[{"name": "voss"}]', "missing required field `url`"),
        ('[{"name": "voss", "url": "https://www.example.org/", "colour": 1}]', "unknown field `colour`"),
        ('[{"name": "a", "url": "https://a.example/"}, {"name": "a", "url": "https://b.example/"}]', "the name 'a'"),
    ],
)
def test_mistake_in_a_source_is_said(json: str, message: str) -> None:
    (said,) = refusals({"OSCE_FEEDS_SOURCES": json})

    assert said.startswith("OSCE_FEEDS_SOURCES: ")
    assert message in said


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("smtp://voss:secret@mail.example.org:587/?from=a@b.c", "smtp://...@mail.example.org:587/?from=a@b.c"),
        ("postgresql://voss:secret@db.example.org/news", "postgresql://...@db.example.org/news"),
        ("https://chat.example.org/hook", "https://chat.example.org/hook"),
        ("/var/lib/feeds/store@home.db", "/var/lib/feeds/store@home.db"),
    ],
)
def test_passwords_are_not_shown(address: str, shown: str) -> None:
    assert shown == without_password(address)
