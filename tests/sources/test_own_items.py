"""The parts of an item of a service like this one, told from the paragraphs that it is shown in."""

import pytest

from osce_feeds.sources.own_items import OwnItem
from osce_feeds.sources.own_items import own_label
from osce_feeds.sources.own_items import read_own

FACTS = "<p>4 July 2025 · News</p>\n<p>The source gave no address for this article.</p>"
NOTE = "<p>Correction: 5 July 2025 · It was &lt;wrong&gt; · twice.</p>"


@pytest.mark.parametrize(
    ("html", "content", "expected"),
    [
        (FACTS, "", OwnItem()),
        (f"<p>Voss &amp; Oslo.</p>\n{FACTS}", "", OwnItem(summary="Voss & Oslo.")),
        (f'<p lang="fr" dir="ltr">Voss.</p>\n{FACTS}', "<p>A</p><p>B</p>", OwnItem("Voss.", "<p>A</p><p>B</p>")),
        (
            f"{NOTE}\n<p>Voss.</p>\n{FACTS}",
            f"{NOTE}\n<p>A</p>",
            OwnItem("Voss.", "<p>A</p>", "It was <wrong> · twice."),
        ),
        (f"{NOTE}\n{FACTS}", "", OwnItem(note="It was <wrong> · twice.")),
        (
            f'<p>Correction\u202f: 5 juillet 2025 · <span lang="en">It was wrong.</span></p>\n{FACTS}',
            "",
            OwnItem(note="It was wrong."),
        ),
        (f"<p>Good news: the ferry is back.</p>\n{FACTS}", "", OwnItem(summary="Good news: the ferry is back.")),
        ("<p>Withdrawn: 6 July 2025 · By mistake.</p>", "", OwnItem(note="By mistake.", withdrawn=True)),
        ("<p>Withdrawn: 6 July 2025</p>", "", OwnItem(withdrawn=True)),
        ("", "", OwnItem()),
    ],
)
def test_parts_of_an_item(html: str, content: str, expected: OwnItem) -> None:
    assert expected == read_own(html, content)


@pytest.mark.parametrize(
    ("code", "label", "expected"),
    [
        ("youth", "Youth", "Youth"),
        ("youth", "Jeunesse", "youth"),
        ("presence-in-albania", "OSCE Presence in Albania", "presence-in-albania"),
        ("lighthouse-office-in-voss", "Lighthouse Office in Voss", "Lighthouse Office in Voss"),
        ("education", "Éducation", "education"),
        ("topic-5bb8e8ef", "Маяки", "topic-5bb8e8ef"),
    ],
)
def test_term_is_named_by_its_code_unless_the_code_was_made_from_its_name(code: str, label: str, expected: str) -> None:
    assert expected == own_label("topic", code, label)
