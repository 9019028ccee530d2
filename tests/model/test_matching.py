"""What a selection asks for, held against one article."""

from datetime import date

import pytest
from tests.builders import ALBANIA
from tests.builders import NEWS
from tests.builders import SKOPJE
from tests.builders import YOUTH
from tests.builders import make_article

from osce_feeds.model.article import Dateline
from osce_feeds.model.matching import meets
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.term_names import TermNames

NAMES = TermNames([(("topic", YOUTH.code), "Jeunesse")])
REGIONS = {"south": (SKOPJE.code,), "north": ("office-in-voss",), "nowhere": ()}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (EVERYTHING, True),
        (Selection(offices=(SKOPJE.code, ALBANIA.code), topics=(YOUTH.code,), types=(NEWS.code,)), True),
        (Selection(offices=(ALBANIA.code,)), False),
        (Selection(regions=("south", "north")), True),
        (Selection(regions=("north", "nowhere")), False),
        (Selection(not_topics=(YOUTH.code,)), False),
        (Selection(not_offices=(ALBANIA.code,)), True),
        (Selection(since=date(2025, 7, 4), until=date(2025, 7, 4)), True),
        (Selection(since=date(2025, 7, 5)), False),
        (Selection(until=date(2025, 7, 3)), False),
        (Selection(content="en"), True),
        (Selection(content="fr"), False),
        (Selection(words="ferry scho*"), True),
        (Selection(words='"school ferry"'), False),
        (Selection(words="oslo waves"), True),
        (Selection(words="jeunesse"), True),
        (Selection(words="nowhere"), False),
    ],
)
def test_article_meets_what_it_has(selection: Selection, expected: bool) -> None:
    article = make_article(
        offices=(SKOPJE,),
        topics=(YOUTH,),
        genre=NEWS,
        headline="Ferry school opens",
        summary="Waves are counted.",
        dateline=Dateline("OSLO, 3 July 2025", ("OSLO",), date(2025, 7, 3)),
    )

    assert expected is meets(article, selection, REGIONS, NAMES)
    bare = make_article(headline="Ferry school opens", summary="", dateline=None)
    assert meets(bare, Selection(words="ferry"), REGIONS, NAMES)
