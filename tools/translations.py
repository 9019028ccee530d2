"""Writes into the README how far each language is. ``make catalogs`` runs it."""

import sys
from datetime import date
from pathlib import Path

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import PREPARED
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import localiser
from osce_feeds.i18n.names import SOURCE
from osce_feeds.i18n.packaged import messages

BEGIN, END = "<!-- translations: written by make catalogs -->\n", "<!-- /translations -->\n"
_DAY = date(2025, 7, 4)
_HEAD = "| tag | language | date | texts | names | names with a source |\n|---|---|---|---|---|---|\n"


def brought_up_to_date(page: str) -> str:
    """Return *page* with the table between its marks as it has to be today."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def table() -> str:
    """Return the languages of the site, then those of which only dates and labels are known, as Markdown."""
    further = ", ".join(f"{language.autonym} (`{language.tag}`)" for language in PREPARED)
    rows = "".join(_row(language) for language in LANGUAGES)
    return f"{_HEAD}{rows}\nDates, months and labels are known of {further}; these wait for their catalogs.\n"


def _row(language: Language) -> str:
    found = [message for message in messages(language.tag) if message.id]
    names = [message for message in found if message.context]
    texts = [message for message in found if not message.context]
    sourced = [name for name in names if any(comment.startswith(SOURCE) for comment in name.user_comments)]
    origin = "all" if language.tag == "en" else f"{len(sourced)} of {len(names)}"
    cells = (
        f"`{language.tag}`",
        language.autonym,
        localiser(language).date(_DAY),
        _share([bool(text.string) for text in texts]),
        _share([bool(name.string) for name in names]),
        origin,
    )
    return f"| {' | '.join(cells)} |\n"


def _share(done: list[bool]) -> str:
    return "all" if all(done) else f"{sum(done)} of {len(done)}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(brought_up_to_date(path.read_text(encoding="utf-8")), encoding="utf-8")
