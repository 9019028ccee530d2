"""Places as datelines print them, and their GeoNames ids."""

from functools import cache
from pathlib import Path

from osce_feeds.text import fold_label

_FILE = Path(__file__).parents[1] / "vocabulary" / "places.tsv"


def geoname(place: str) -> str | None:
    """Return the address by which GeoNames identifies the city that is called *place* in any language, or None.

    A name that several cities have, and a place with a country or anything else beside
    its name, is None: to say nothing is better than to name the wrong city.
    """
    found = _ids().get(fold_label(place))
    return None if found is None else f"https://sws.geonames.org/{found}/"


@cache
def _ids() -> dict[str, str]:
    ids: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, *names = line.split("\t")
            ids |= dict.fromkeys(names, number)
    return ids
