"""Languages that are not ours, made from the template: one that a translator begins, and two that show what is missed.

The pseudo-locales are those of Android: ``en-XA`` puts every text between brackets, with accents and a third
longer, and ``ar-XB`` writes it from right to left. What stands outside brackets on a page was never translatable.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.messages.pofile import write_po
from tests.conftest import ROOT

LINES = {
    "no": 'Language("no", "nb", "Norsk"),',
    "en-XA": 'Language("en-XA", "en_GB", "Pseudo"),',
    "ar-XB": 'Language("ar-XB", "ar", "Pseudo", "rtl"),',
}
"""Lines of the registry."""
Texts = dict[tuple[str | None, str], str | tuple[str, ...]]
NORWEGIAN: Texts = {
    (None, "News and press releases"): "Nyheter og pressemeldinger",
    (None, "%(number)d article"): ("%(number)d artikkel", "%(number)d artikler"),
    ("topic", "Elections"): "Valg",
}
_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]*>|&\w+;")


def copied_program(folder: Path) -> Path:
    """Copy the program into *folder*, add the languages as a translator would, and return where its packages are."""
    for name in ("src", "templates", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    registry = folder / "src" / "osce_feeds" / "i18n" / "languages.py"
    before, last, after = registry.read_text(encoding="utf-8").partition(
        '    Language("ar", "ar", "العربية", "rtl"),\n'
    )
    added = "".join(f"    {line}\n" for line in LINES.values())
    registry.write_text(f"{before}{last}{added}{after}", encoding="utf-8")
    write(folder, "no", NORWEGIAN)
    with (ROOT / "locales" / "messages.pot").open("rb") as file:
        template = [message for message in read_po(file) if message.id]
    write(folder, "en-XA", {key(message): pseudo(message, _accented) for message in template})
    write(folder, "ar-XB", {key(message): pseudo(message, _reversed) for message in template})
    return folder / "src"


def key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def write(folder: Path, tag: str, texts: Texts) -> None:
    """Write a catalog of two plural forms with *texts* alone."""
    catalog = Catalog(fuzzy=False)
    with (ROOT / "locales" / "messages.pot").open("rb") as file:
        for message in read_po(file):
            if message.id and (text := texts.get(key(message))):
                catalog.add(message.id, text, context=message.context)
    path = folder / "locales" / tag / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    with path.open("wb") as file:
        file.write(f'{head}"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'.encode())
        write_po(file, catalog, omit_header=True)


def pseudo(message: Message, changed: Callable[[str], str]) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return f"⟦{_outside(message.id, changed)}⟧"
    return tuple(f"⟦{_outside(text, changed)}⟧" for text in message.id)


def _outside(text: str, changed: Callable[[str], str]) -> str:
    """Return *text*, changed wherever it is no placeholder and no markup."""
    kept = _KEPT.findall(text)
    parts = [changed(part) for part in _KEPT.split(text)]
    return "".join(part + mark for part, mark in zip(parts, [*kept, ""], strict=True))


def _accented(text: str) -> str:
    return text.translate(_ACCENTS) + "~" * (len(text) // 3)


def _reversed(text: str) -> str:
    return f"\u202e{text}\u202c" if text.strip() else text
