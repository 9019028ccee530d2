"""What a feed of a service like this one says of an article, taken out of the HTML that it is shown in.

Its items are paragraphs, a line each: perhaps a note on the version, perhaps the
summary, then facts and origin. A full text is one line, with the note before it. An
item that was withdrawn is nothing but a note.
"""

import re
from dataclasses import dataclass

from osce_feeds.model.vocabulary_files import build
from osce_feeds.sources.markup import to_text
from osce_feeds.text import slug

_AROUND = 2
"""Paragraphs below the summary: facts and origin."""
_NOTE = re.compile(r"<p>[^<>:·]{1,40}: [^<>·]{4,60} · ")
"""A label, a day, and what is said; labels are in the feed's language."""
_NO_VOCABULARY = build(())


@dataclass(frozen=True, slots=True)
class OwnItem:
    """The parts of an item; ``summary`` and ``note`` are plain text, ``content`` is HTML, each may be empty."""

    summary: str = ""
    content: str = ""
    note: str = ""
    withdrawn: bool = False


def read_own(html: str, content: str = "") -> OwnItem:
    """Return what stands in the *html* of an item (RSS ``description``, Atom ``summary``) and in its full text."""
    paragraphs = html.split("\n")
    if len(paragraphs) == 1:
        return OwnItem(note=_note(html), withdrawn=bool(html))
    above = paragraphs[:-_AROUND]
    note = above.pop(0) if len(above) > 1 or (above and _NOTE.match(above[0])) else ""
    return OwnItem(to_text("".join(above)), content.rpartition("\n")[2], _note(note))


def own_label(scheme: str, code: str, label: str) -> str:
    """Return by what a term is known everywhere: its code, or the label that the code was certainly made from.

    A code without a hash may be that of a known term, of which the label is a translation.
    """
    made = _NO_VOCABULARY.mint(scheme, label).code == code
    return label if made and (label.isascii() or code != slug(label)) else code


def _note(paragraph: str) -> str:
    return to_text(paragraph).partition(" · ")[2]
