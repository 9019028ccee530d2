"""Synthetic newsrooms of any size: archives as they grow since 1999, the same for the same seed and count.

Nothing in them took place. Run as ``python benchmarks/newsroom.py 10000 -o FILE``;
``--as`` says whether FILE becomes JSON lines, a text listing, or a store.
"""

import argparse
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

import msgspec

from metadata import Metadata
from metadata import file
from osce_feeds.model.article import INFERRED
from osce_feeds.model.article import Article
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.moments import MIDDAY
from osce_feeds.model.revisions import next_version
from osce_feeds.model.revisions import withdrawn
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import mint_key
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.store import Store
from prose import MARKED_UNTIL
from prose import Prose
from prose import say_day
from prose import tell

SEED = 1
FIRST, LAST = date(1999, 1, 4), date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)
"""A moment after everything in the archive."""
AUTHORITY = "feeds.example.org,2026"
SITE = "https://news.example.org"
HEADING = "Newsroom\nNews and press releases\nInvented articles, made to measure with; nothing in them took place.\n"
RARE_LANGUAGE = "ro"
LANGUAGES = (("en", 0.7), ("ru", 0.8), ("fr", 0.87), ("de", 0.92), ("uk", 0.955), ("es", 0.98), ("bs", 0.995))
"""Each language up to its number; what is left is the rare one."""
BATCH = 1000
"""Articles of a transaction in which a store is filled."""

_GROWTH = 0.8
"""Below 1: later years have more articles than earlier ones."""
_EDITIONS, _CORRECTED, _WITHDRAWN = 0.03, 0.03, 0.002
_LINKED, _COLLECTED, _ENCLOSED = 0.6, 0.04, 0.02
_DASHES = ("- ", " – ", " — ", "-- ", "-")
_SECOND = timedelta(seconds=1)


def articles(count: int, seed: int = SEED, since: date = FIRST) -> Iterator[Article]:
    """Yield *count* articles, each in its current version, oldest first, in constant memory.

    ``published`` is unique. Language editions of a work follow each other, the one
    that leads first.
    """
    dice = Random(f"{seed}/{count}/{since}")
    waiting: list[str] = []
    work, metadata = "", Metadata()
    for number, moment in enumerate(_moments(count, since), start=1):
        alone = not waiting
        if alone:
            waiting, metadata, work = _languages(dice), file(dice, moment.date()), ""
            alone = len(waiting) == 1
        prose = tell(dice, language := waiting.pop(0), moment.date(), f"{seed}-{number}")
        article = _article(dice, language, moment, prose, metadata, f"{seed}-{number}", work)
        work = article.work
        yield _later(dice, article) if alone else article


def listing(count: int, seed: int = SEED, since: date = FIRST) -> str:
    """Return a text listing of *count* English articles, newest first, as the newsroom prints it."""
    dice = Random(f"{seed}/{count}/{since}")
    entries = [
        _entry(number, moment.date(), tell(dice, "en", moment.date(), f"{seed}-{number}"), file(dice, moment.date()))
        for number, moment in enumerate(_moments(count, since), start=1)
    ]
    return HEADING + "".join(reversed(entries))


def build(database: str | Path, count: int, seed: int = SEED, progress: Callable[[int], None] = lambda _: None) -> None:
    """Fill a new store at *database* with a newsroom; *progress* is told the articles of each transaction."""
    store = Store(str(database))
    store.prepare(NOW)
    fill(store, articles(count, seed), progress)
    store.close()


def fill(store: Store, found: Iterable[Article], progress: Callable[[int], None] = lambda _: None) -> None:
    """Put articles with their identities into *store*, ``BATCH`` in a transaction."""
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        with store.write(NOW) as writer:
            writer.fix_authority(AUTHORITY, AUTHORITY)
            for article in batch:
                writer.put(article, identities(article) + resemblances(article))
            for work in {article.work for article in batch if article.work != article.key}:
                writer.set_lead(work, work)
        progress(len(batch))


def _moments(count: int, since: date) -> Iterator[datetime]:
    """Yield *count* moments from *since* on, spread like a growing archive, consecutive seconds on each day."""
    days = (LAST - since).days + 1
    last = datetime.min.replace(tzinfo=UTC)
    for number in range(count):
        midday = datetime.combine(since + timedelta(days=int(days * (number / count) ** _GROWTH)), MIDDAY)
        last = max(midday, last + _SECOND)
        yield last


def _languages(dice: Random) -> list[str]:
    """Return the languages in which a work appears, the leading one first."""
    several = dice.random() < _EDITIONS
    found = [_language(dice) for _ in range(4 if several else 1)]
    return sorted(set(found), key=lambda language: (language != "en", found.index(language)))


def _language(dice: Random) -> str:
    thrown = dice.random()
    return next((language for language, share in LANGUAGES if thrown < share), RARE_LANGUAGE)


def _article(
    dice: Random, language: str, moment: datetime, prose: Prose, metadata: Metadata, mark: str, work: str
) -> Article:
    reading = Reading(
        language=language,
        headline=prose.headline,
        date=moment.date(),
        dateline=prose.dateline,
        summary=prose.summary,
        summary_cut=prose.cut,
        genre=metadata.genre,
        offices=metadata.offices,
        topics=metadata.topics,
        link=f"{SITE}/articles/{mark}" if dice.random() < _LINKED else "",
        enclosures=_enclosures(mark) if dice.random() < _ENCLOSED else (),
        collections=("Sample summer schools",) if dice.random() < _COLLECTED else (),
        source=Origin("newsroom", f"{SITE}/press-releases"),
        provenance={"offices": f"{INFERRED}the listing was filtered by it"} if metadata.inferred else {},
    )
    key = mint_key(identities(reading)[0])
    return Article(
        **{name: getattr(reading, name) for name in Reading.__dataclass_fields__},
        key=key,
        id=f"tag:{AUTHORITY}:{key}",
        version=1,
        status=Status.USABLE,
        work=work or key,
        received=moment + timedelta(minutes=30),
        published=moment,
        updated=moment,
    )


def _enclosures(mark: str) -> tuple[Enclosure, ...]:
    return (Enclosure(f"{SITE}/files/{mark}.jpg", "image/jpeg", 20_480, "A lantern"),)


def _later(dice: Random, article: Article) -> Article:
    """Return *article* as it is now: some were corrected once or twice, a few taken back."""
    if dice.random() < _WITHDRAWN:
        return withdrawn(article, "The date was wrong.", _days_later(dice, article))
    for _ in range(int(1 + 2 * dice.random()) if dice.random() < _CORRECTED else 0):
        note = {"note": "The number of lanterns was corrected."}
        article = next_version(article, _days_later(dice, article), note)
    return article


def _days_later(dice: Random, article: Article) -> datetime:
    return min(article.received + timedelta(days=1 + int(20 * dice.random())), NOW)


def _entry(number: int, day: date, prose: Prose, metadata: Metadata) -> str:
    """Return an entry of a listing; what an article has not has no line."""
    dateline = f"{prose.dateline.text}{_DASHES[number % len(_DASHES)]}" if prose.dateline else ""
    lines = [
        prose.headline,
        f"Publishing date: {say_day('en', day)}",
        f"Content type: {metadata.genre.label}" if metadata.genre else "",
        f"Where we are: {', '.join(term.label for term in metadata.offices)}" if metadata.offices else "",
        f"What we do: {', '.join(term.label for term in metadata.topics)}" if metadata.topics else "",
        f"{dateline}{prose.summary}{'...' if prose.cut and day.year < MARKED_UNTIL else ''}",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def main() -> None:
    """Write a newsroom into a file."""
    parser = argparse.ArgumentParser(description="Write a synthetic newsroom: the same for the same seed and count.")
    parser.add_argument("count", type=int, help="how many articles")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    parser.add_argument("--as", dest="form", choices=("jsonl", "listing", "store"), default="jsonl")
    parser.add_argument("--seed", type=int, default=SEED)
    order = parser.parse_args()
    if order.form == "store":
        build(order.output, order.count, order.seed)
    elif order.form == "listing":
        order.output.write_text(listing(order.count, order.seed), encoding="utf-8")
    else:
        encoder = msgspec.json.Encoder()
        with order.output.open("wb") as output:
            output.writelines(encoder.encode(article) + b"\n" for article in articles(order.count, order.seed))


if __name__ == "__main__":
    main()
