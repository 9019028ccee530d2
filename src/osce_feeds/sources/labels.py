"""The labels that text listings print, by the field they introduce.

English stands for itself; on other pages only some labels are translated, so
all of them are accepted side by side. A label's language is the page's.
"""

from dataclasses import dataclass

from osce_feeds.text import clean
from osce_feeds.text import fold_label
from osce_feeds.text import legal


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the ``RawEntry`` field it introduces; ``language`` is empty where it proves nothing.

    ``rebuilt`` labels are those of the site as it was rebuilt in 2025. ``common``
    ones are words that stand before a colon in any text, too.
    """

    text: str
    field: str
    language: str = ""
    rebuilt: bool = False
    common: bool = False


LABELS = (
    Label("Publishing date", "date"),
    Label("Collections", "collections"),
    Label("Content type", "genre"),
    Label("Where we are", "offices"),
    Label("What we do", "topics"),
    Label("Date", "date", rebuilt=True, common=True),
    Label("Source", "offices", rebuilt=True, common=True),
    Label("Fields of work", "topics", rebuilt=True),
    Label("Issued on", "date", rebuilt=True),
    Label("Issued by", "offices", rebuilt=True),
    # Seen on pages in other languages.
    Label("Дата публікації", "date", "uk"),
    Label("Izdavač", "offices", "bs", rebuilt=True),
    Label("Wo wir zu finden sind", "offices", "de"),
    Label("Où sommes-nous?", "offices", "fr"),
    Label("Où sommes-nous ?", "offices", "fr"),
    Label("Dove siamo", "offices", "it"),
    # Not seen: how the one label that gets translated reads in the other languages.
    Label("Date de publication", "date", "fr"),
    Label("Veröffentlichungsdatum", "date", "de"),
    Label("Data di pubblicazione", "date", "it"),
    Label("Дата публикации", "date", "ru"),
    Label("Fecha de publicación", "date", "es"),
    Label("Data publicării", "date", "ro"),
    Label("Datum objavljivanja", "date"),  # Bosnian, Montenegrin and Serbian alike
    Label("Датум објављивања", "date", "sr-Cyrl"),
    Label("Datum objave", "date"),  # Croatian
    Label("Data e publikimit", "date", "sq"),
    Label("Датум на објавување", "date", "mk"),
    Label("تاريخ النشر", "date", "ar"),
    Label("Հրապարակման ամսաթիվ", "date", "hy"),
    Label("Dərc olunma tarixi", "date", "az"),
    Label("გამოქვეყნების თარიღი", "date", "ka"),
    Label("Жарияланған күні", "date", "kk"),
    Label("Жарыяланган күнү", "date", "ky"),
    Label("Санаи нашр", "date", "tg"),
    Label("Çap edilen senesi", "date", "tk"),
    Label("Nashr etilgan sana", "date", "uz"),
    Label("Дата публікацыі", "date", "be"),
    Label("Yayın tarihi", "date", "tr"),
    Label("Нийтэлсэн огноо", "date", "mn"),
)

TYPE_HEADINGS = frozenset(
    fold_label(name)
    for name in (
        "Press release",
        "News",
        "News Item",
        "Daily report",
        "Щоденний звіт",
        "Press statement",
        "Statement",
        "Spot report",
        "Weekly report",
        "Weekly update",
    )
)
"""What stands above the headline on pages of the rebuilt site, folded."""

LISTING_FIELDS = {label.text: label.field for label in LABELS if not (label.language or label.rebuilt)}
"""The fields of the labels that nearly every listing has, as they are printed."""

_BY_TEXT = {fold_label(label.text): label for label in LABELS}
_LONGEST = max(len(text) for text in _BY_TEXT)
REACH = 3 * _LONGEST
"""Characters within which a label's colon stands."""


def split_label(line: str) -> tuple[Label, str] | None:
    """Return the label that *line* begins with and the value after its colon, or None for any other line."""
    colons = [at for at in (line.find(":", 0, REACH), line.find("：", 0, REACH)) if at > 0]
    if not colons:
        return None
    colon = min(colons)
    label = _BY_TEXT.get(fold_label(legal(line[:colon])))
    return None if label is None else (label, line[colon + 1 :].strip())


def begins_label(line: str, least: int) -> bool:
    """Say whether *line* is the beginning of a label, of *least* letters or more, that was cut off before its colon."""
    if not least <= len(line) <= _LONGEST:
        return False
    folded = fold_label(line)
    return bool(folded) and any(text.startswith(folded) for text in _BY_TEXT)


def is_type_heading(line: str) -> bool:
    """Say whether *line* is exactly the name of a content type."""
    return fold_label(clean(line)) in TYPE_HEADINGS
