"""Items of exports are made once, kept within limits, and never shown where they are not true any more."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import make_article

from osce_feeds.deliver.kept_exports import KeptItems
from osce_feeds.model.article import Article

VOSS = make_article(key="voss2345abcd", work="voss2345abcd")
OSLO = make_article(key="oslo2345abcd", work="oslo2345abcd")


class Maker:
    """Says what it makes, and how often."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, article: Article) -> bytes:
        self.made.append(article.key)
        return f"{article.key} {article.version} {article.work} {len(self.made):03} ".encode() * 20


def shown(kept: KeptItems, make: Maker, articles: Iterable[Article], generation: int = 1, context: str = "x") -> bytes:
    return b"".join(kept.each(context, generation, articles, make))


def test_items_are_made_once_and_come_in_their_order() -> None:
    kept, make = KeptItems(), Maker()
    first = shown(kept, make, [VOSS, OSLO])

    assert shown(kept, make, [VOSS, OSLO], generation=2) == first
    assert shown(kept, make, [OSLO, VOSS]) != first
    assert make.made == [VOSS.key, OSLO.key]


@pytest.mark.parametrize(
    "other",
    [
        replace(VOSS, version=2),
        replace(VOSS, received=VOSS.received + timedelta(seconds=1)),
        replace(VOSS, work=OSLO.key),
    ],
    ids=["version", "received", "work"],
)
def test_article_that_is_another_now_is_made_anew(other: Article) -> None:
    kept, make = KeptItems(), Maker()
    shown(kept, make, [VOSS])
    shown(kept, make, [other])

    assert len(make.made) == 2
    assert len(kept) == 1


def test_another_service_makes_its_own() -> None:
    kept, make = KeptItems(), Maker()

    assert shown(kept, make, [VOSS]) != shown(kept, make, [VOSS], context="y")


def test_translation_is_kept_until_something_changes() -> None:
    kept, make = KeptItems(), Maker()
    translation = replace(VOSS, work=OSLO.key)
    for generation in (1, 1, 2):
        shown(kept, make, [translation], generation)

    assert len(make.made) == 2


def test_only_as_much_is_kept_as_there_is_room_for() -> None:
    kept, make = KeptItems(most=5_000), Maker()
    many = [make_article(key=f"voss{number:08}", work=f"voss{number:08}") for number in range(50)]
    first = shown(kept, make, many)
    room = len(kept)

    assert 5 < room < 20
    assert shown(kept, make, many)[:200] == first[:200]
    assert len(make.made) == 100 - room
    shown(kept, make, reversed(many), generation=0)
    assert shown(kept, make, many[:1]) == first[: len(first) // 50]
    shown(kept, make, reversed(many), generation=2)
    assert shown(kept, make, many[-1:], generation=2)[:200] not in first
    assert 5 < len(kept) < 20


def test_without_room_nothing_is_kept() -> None:
    kept, make = KeptItems(most=0), Maker()
    shown(kept, make, [VOSS, VOSS], generation=0)

    assert len(kept) == 0
    assert len(make.made) == 2
