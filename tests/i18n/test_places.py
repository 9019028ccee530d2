"""Cities by the names that datelines give them."""

import pytest

from osce_feeds.i18n.places import geoname


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("VIENNA", 2761369),
        ("Вена", 2761369),
        ("Відень", 2761369),
        ("Paris", 2988507),
        ("OSLO", 3143244),
        ("Skopje", 785842),
        ("СКОПЈЕ", 785842),
        ("The Hague", 2747373),
    ],
)
def test_city_is_known_by_its_names(place: str, number: int) -> None:
    assert geoname(place) == f"https://sws.geonames.org/{number}/"


@pytest.mark.parametrize("place", ["", "Port Sample", "Vienna, Virginia", "San Fernando", "geonames"])
def test_what_may_be_another_place_is_unknown(place: str) -> None:
    assert geoname(place) is None
