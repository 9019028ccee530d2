"""Feeds from articles in memory: made anew, and from items that are kept, against feedgen as its documentation uses it.

Run as ``python benchmarks/feeds.py``; it ends with 1 where a goal is missed. feedgen is told
the same, ready-made: its texts are there before it is measured, ours are made from the
articles each time. The language of an RSS item is written by its own ``dc`` extension.
"""

import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bare_feeds import bare
from bare_feeds import from_file
from django_feeds import made_anew
from newsroom import NOW
from newsroom import articles
from newsroom import build
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.kept import Kept
from osce_feeds.formats import Format
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.rss import RSS
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.editions import editions
from timing import Result
from timing import main
from timing import ratio

COLD = 0.85
"""Goal of a feed that is made anew."""
WARM = {20: 15.0, 50: 30.0, 500: 120.0}
"""Goals of feeds of so many items that are kept."""


def run(counts: tuple[int, ...] = tuple(WARM), repeat: int = 9) -> Iterator[Result]:
    """Measure, and yield each ratio beside its goal."""
    with TemporaryDirectory() as folder, closing(Store(str(Path(folder) / "store.db"))) as store:
        build(Path(folder) / "store.db", 2)
        newsroom = Newsroom.open(Settings(database=str(Path(folder) / "store.db")))
        for form in (RSS, ATOM):
            for count in counts:
                yield from _compared(newsroom, store, form, count, repeat)
    yield from _whole(repeat)


def _compared(newsroom: Newsroom, store: Store, form: Format, count: int, repeat: int) -> Iterator[Result]:
    language = newsroom.languages[0]
    localiser = newsroom.localiser(language)
    shown = tuple(article for article in articles(2 * count + 20) if article.status is Status.USABLE)[:count]
    with store.read() as reader:

        def channel(kept: Kept) -> Channel:
            room = replace(newsroom, epoch="", kept=kept)
            return make_channel(room, reader, language, EVERYTHING, shown, NOW, form)

        def ours(channel: Channel) -> Callable[[], bytes]:
            b"".join(form.render(channel, localiser))  # once before, so that what can be kept is
            return lambda: b"".join(form.render(channel, localiser))

        theirs, kind = bare(channel(Kept()), localiser, form), f"{form.title}, {count} entries"
        cold, warm = ours(channel(Kept(most=0))), ours(channel(Kept()))
        yield Result(f"{kind} made anew, of feedgen", ratio(cold, theirs, repeat, process_time), COLD)
        yield Result(f"{kind} kept, of feedgen", ratio(warm, theirs, repeat, process_time), WARM.get(count, 1))


def _whole(repeat: int) -> Iterator[Result]:
    """Compare the way from the store to the bytes, of a feed new or kept, with feedgen alone."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "store.db"
        build(database, 120)
        newsroom = Newsroom.open(Settings(database=str(database)))
        language = newsroom.languages[0]
        localiser = newsroom.localiser(language)
        with closing(Store(str(database))) as store:

            def ours(form: Format, kept: Kept) -> bytes:
                room = replace(newsroom, epoch="", kept=kept)
                with closing(deliver(room, store, language, EVERYTHING, form, NOW)) as rendition:
                    return b"".join(rendition.body())

            for form in (RSS, ATOM):
                with store.read() as reader:
                    shown = tuple(reader.newest(EVERYTHING, language.tag, 50))
                    works = editions(reader, (article.work for article in shown))
                    around = make_channel(newsroom, reader, language, EVERYTHING, shown, NOW, form, editions=works)
                theirs = from_file(database, around, localiser, form)
                for name, kept in (("made anew", Kept(most=0)), ("kept", Kept())):
                    mine, what = partial(ours, form, kept), f"{form.title} from the store, 50 entries {name}"
                    yield Result(f"{what}, of feedgen", ratio(mine, theirs, repeat, process_time), COLD)
                    django = ratio(mine, made_anew(form.name, shown), repeat, process_time)
                    print(f"{what}, of Django's from memory: {django:.2f}", file=sys.stderr)
                    ready = ratio(mine, bare(around, localiser, form), repeat, process_time)
                    print(f"{what}, of feedgen with texts in memory: {ready:.2f}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(run))
