"""The files that ship with the program: catalogs and vocabulary, read and compiled in memory."""

import gettext
import io
import tomllib
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError
from babel.messages.pofile import read_po

from osce_feeds.errors import SettingsRefused
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.model.vocabulary_files import build
from osce_feeds.settings import resources

DOMAIN = "messages"
_VOCABULARY = Path(__file__).parents[1] / "vocabulary"


@cache
def messages(language: str) -> Catalog:
    """Return the catalog of *language* as it is written, comments included; empty where there is no file.

    Raises:
        SettingsRefused: when the file is malformed.
    """
    path, name = _path(language), language.replace("-", "_")
    if not path.is_file():
        return Catalog(locale=name)
    try:
        with path.open("rb") as file:
            return read_po(file, locale=name, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        message = f"the catalog {path} cannot be read: {error}"
        raise SettingsRefused([message]) from error


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Return the catalog of *language* compiled; one without a file leaves every text in English.

    Raises:
        SettingsRefused: when the file is malformed.
    """
    compiled = io.BytesIO()
    write_mo(compiled, messages(language))
    compiled.seek(0)
    try:
        return gettext.GNUTranslations(compiled)
    except ValueError as error:
        message = f"the catalog {_path(language)} cannot be read: {error}"
        raise SettingsRefused([message]) from error


def _path(language: str) -> Path:
    return resources("locales") / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def vocabulary(folder: Path | None = None) -> Vocabulary:
    """Return the vocabulary in *folder*, by default the shipped one.

    Raises:
        SettingsRefused: when a file is missing, malformed or ambiguous.
    """
    folder = folder or _VOCABULARY
    try:
        return build(
            tomllib.loads((folder / name).read_text(encoding="utf-8"))
            for name in ("offices.toml", "topics.toml", "types.toml", "regions.toml")
        )
    except (OSError, ValueError) as error:
        message = f"VOCABULARY: {folder} cannot be used: {error}"
        raise SettingsRefused([message]) from error
