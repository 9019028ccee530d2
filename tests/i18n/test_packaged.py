"""The files that ship with the program: what is wrong with one is said in a line, not in a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders import ALBANIA
from tests.conftest import ROOT

from osce_feeds import settings
from osce_feeds.errors import SettingsRefused
from osce_feeds.i18n import packaged

FILES = {
    "offices.toml": 'scheme = "office"\n[concept.office-in-voss]\nname = "Office in Voss"\n',
    "topics.toml": 'scheme = "topic"\n',
    "types.toml": 'scheme = "type"\n',
    "regions.toml": 'scheme = "region"\n',
}
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\nPlural-Forms: {plural}\\n"\n\n'
PLURAL = "nplurals=2; plural=(n != 1);"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small vocabulary that can be used."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def catalog_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the Dutch catalog belongs in a clone that is somewhere else."""
    path = tmp_path / "locales" / "nl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(settings, "__file__", str(tmp_path / "src" / "osce_feeds" / "settings.py"))
        forget_catalogs()
        yield path
    forget_catalogs()


def forget_catalogs() -> None:
    """Have every catalog read again; each is read once."""
    packaged.messages.cache_clear()
    packaged.catalog.cache_clear()


def test_vocabulary_comes_from_the_folder_given(folder: Path) -> None:
    vocabulary = packaged.vocabulary(folder)

    assert list(vocabulary.concepts["office"]) == ["office-in-voss"]


def test_vocabulary_is_the_shipped_one_unless_a_folder_is_given() -> None:
    concept = packaged.vocabulary().get("office", ALBANIA.code)

    assert concept is not None
    assert concept.term == ALBANIA
    assert packaged.vocabulary(ROOT / "src" / "osce_feeds" / "vocabulary").edition == packaged.vocabulary().edition


@pytest.mark.parametrize("name", FILES)
def test_vocabulary_without_one_of_its_files_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(SettingsRefused) as refused:
        packaged.vocabulary(folder)

    (message,) = refused.value.messages
    assert message.startswith(f"VOCABULARY: {folder} cannot be used: ")
    assert name in message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (b'scheme = "office', ""),
        (b'scheme = "office"\n# \xff\xfe', "utf-8"),
        (b"", "str"),
        (b"scheme = 1", "str"),
        (b'scheme = "office"\n[concept.a]\n', "name"),
        (b'scheme = "office"\n[concept.a]\nname = 5\n', "name"),
        (b'scheme = "office"\n[concept.a]\nname = "Pier"\n[concept.b]\nname = "PIER"\n', "'PIER' means both a and b"),
    ],
    ids=["malformed", "not-utf-8", "no-scheme", "scheme-is-no-text", "no-name", "name-is-no-text", "ambiguous"],
)
def test_vocabulary_that_cannot_be_used_is_refused(folder: Path, text: bytes, hint: str) -> None:
    (folder / "offices.toml").write_bytes(text)

    with pytest.raises(SettingsRefused) as refused:
        packaged.vocabulary(folder)

    (message,) = refused.value.messages
    assert message.startswith(f"VOCABULARY: {folder} cannot be used: ")
    assert hint in message


def test_catalog_is_compiled_from_its_source(catalog_file: Path) -> None:
    text = HEADER.format(charset="utf-8", plural=PLURAL) + 'msgid "pier"\nmsgstr "steiger"\n'
    catalog_file.write_text(text, encoding="utf-8")

    assert packaged.catalog("nl").gettext("pier") == "steiger"


def test_language_without_a_catalog_has_every_text_in_english() -> None:
    catalog = packaged.catalog("nl")

    assert catalog.gettext("pier") == "pier"
    assert catalog.pgettext("office", "Office in Voss") == "Office in Voss"
    assert [catalog.ngettext("pier", "piers", number) for number in (0, 1, 2)] == ["piers", "pier", "piers"]


@pytest.mark.parametrize(
    "data",
    [
        b"these are no messages\n",
        HEADER.format(charset="utf-8", plural=PLURAL).encode() + b'msgid "pier"\nmsgstr "\xff\xfe"\n',
        HEADER.format(charset="nonsense", plural=PLURAL).encode() + b'msgid "pier"\nmsgstr "steiger"\n',
        HEADER.format(charset="utf-8", plural="nplurals=two; plural=n;").encode(),
        HEADER.format(charset="utf-8", plural="nplurals=2; plural=(n !").encode(),
    ],
    ids=["malformed", "not-utf-8", "unknown-charset", "plural-number", "plural-rule"],
)
def test_broken_catalog_is_refused(catalog_file: Path, data: bytes) -> None:
    catalog_file.write_bytes(data)

    with pytest.raises(SettingsRefused) as refused:
        packaged.catalog("nl")

    (message,) = refused.value.messages
    assert message.startswith(f"the catalog {catalog_file} cannot be read: ")
