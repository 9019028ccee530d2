"""The speed of reading text listings and days, against the least that such work takes.

Run as ``python benchmarks/text_input.py``; it ends with 1 where a goal is missed.
"""

import sys
from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta

from osce_feeds.normaliser.dates import read_day
from osce_feeds.sources.text_listing import TEXT_LISTING
from timing import Result
from timing import main
from timing import ratio

RECORDS = 1_000
FIELDS = {
    "Publishing date": "date",
    "Collections": "collections",
    "Content type": "genre",
    "Where we are": "offices",
    "What we do": "topics",
}
OFFICES = ("OSCE Mission to Skopje", "OSCE Mission to Serbia, OSCE Secretariat", "OSCE Presence in Albania")
SUMMARY = (
    "OSLO, {day} – The ferry with number {number} left Voss with a cargo of harps and one goat. Nobody on the quay"
    " could say who had ordered them: the goat did not tell. “Harps,” said the harbour master, “are heavier than they"
    " look, and a goat is quicker than it looks.” The crossing took an hour, and the music could be heard in Bergen"
)


def make_listing() -> bytes:
    """Return a listing of invented records, shaped as real ones are: a sixth has nothing but the date."""
    lines = ["Newsroom", "News and press releases", "News from invented places."]
    for number in range(RECORDS):
        day = date(2025, 7, 4) - timedelta(days=number // 2)
        printed = f"{day.day} {day:%B %Y}"
        lines += [f"Ferry {number} of {RECORDS} leaves Voss", f"Publishing date: {printed}"]
        if number % 6:
            lines += ["Content type: News", f"Where we are: {OFFICES[number % 3]}"]
        if number % 6 > 1:
            lines.append("What we do: Border management, Conflict prevention and resolution")
        lines.append(SUMMARY.format(day=printed, number=number))
    return "\n".join([*lines, ""]).encode()


def read_bare(data: bytes) -> list[tuple[dict[str, str], dict[str, int]]]:
    """Read a listing as a bare line machine does: each record's fields and their line numbers, and nothing checked."""
    records: list[tuple[dict[str, str], dict[str, int]]] = []
    text: list[tuple[int, str]] = []
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, found in enumerate([*data.decode().splitlines(), "Publishing date: "], start=1):
        line = found.strip()
        if not line:
            continue
        label, colon, value = line.partition(": ")
        name = FIELDS.get(label) if colon else None
        if name is None:
            text.append((number, line))
            continue
        if name == "date":
            fields["summary"] = "\n".join([line for _, line in text[:-1]])
            places["summary"] = text[0][0]
            place, headline = text[-1]
            text = []
            fields, places = {"headline": headline}, {"headline": place}
            records.append((fields, places))
        fields[name] = value
        places[name] = number
    return records[:-1]


def run() -> list[Result]:
    """Measure, and return each ratio beside its goal."""
    data = make_listing()
    days = [f"{day} {month} 2025" for day in (4, 14, 24) for month in ("July", "March", "December")] * 200

    def all_days(read: Callable[[str], object]) -> Callable[[], object]:
        return lambda: [read(day) for day in days]

    listing = ratio(lambda: list(TEXT_LISTING.read(data, "listing.txt")), lambda: read_bare(data), repeat=15)
    again = ratio(all_days(read_day), all_days(lambda text: datetime.strptime(text, "%d %B %Y").date()))  # noqa: DTZ007
    return [
        Result("text listing, of a bare line machine", listing, 0.5),
        Result("days read again, of strptime", again, 3),
    ]


if __name__ == "__main__":
    sys.exit(main(run))
