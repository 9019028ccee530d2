"""The labels that text listings print, by the field they introduce.

English stands for itself; on other pages only some labels are translated, so
all of them are accepted side by side. A label's language is the page's.
"""

from dataclasses import dataclass

from osce_feeds.text import fold_label


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the ``RawEntry`` field it introduces; ``language`` is empty where it proves nothing."""

    text: str
    field: str
    language: str = ""


LABELS = (
    Label("Publishing date", "date"),
    Label("Дата публікації", "date", "uk"),
    Label("Collections", "collections"),
    Label("Content type", "genre"),
    Label("Where we are", "offices"),
    Label("What we do", "topics"),
)

_BY_TEXT = {fold_label(label.text): label for label in LABELS}
_LONGEST = max(len(text) for text in _BY_TEXT)


def split_label(line: str) -> tuple[Label, str] | None:
    """Return the label that *line* begins with and the value after its colon, or None for any other line."""
    head, colon, value = line.partition(":")
    if not colon or len(head) > 2 * _LONGEST:
        return None
    label = _BY_TEXT.get(fold_label(head))
    return None if label is None else (label, value.strip())


def begins_label(line: str, least: int) -> bool:
    """Say whether *line* is the beginning of a label, of *least* letters or more, that was cut off before its colon."""
    if not least <= len(line) <= _LONGEST:
        return False
    return any(text.startswith(fold_label(line)) for text in _BY_TEXT)
