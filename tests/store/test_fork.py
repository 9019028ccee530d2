"""Connections and processes: SQLite forbids to use in a child what the parent opened."""

import multiprocessing
from contextlib import closing
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.listings import make_article

from osce_feeds.settings import Settings
from osce_feeds.store import Store

fork = multiprocessing.get_context("fork")


def open_files() -> set[str]:
    found: set[str] = set()
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the folder's own, which is closed by now
            found.add(f"{path.name}:{path.readlink()}")
    return found


@pytest.mark.sqlite
def test_child_uses_connections_of_its_own(store: Store, settings: Settings) -> None:
    """The parent's connection stays open in its pool while the child is made."""
    with store.write(NOW) as writer:
        writer.put(make_article(0), ())
    receiver, sender = fork.Pipe(duplex=False)

    def child(answers: Connection) -> None:
        before = sum(settings.database in name for name in open_files())
        with store.write(NOW) as writer:
            writer.put(make_article(1), ())
            count = writer.generation()
        answers.send((before, sum(settings.database in name for name in open_files()), count))

    process = fork.Process(target=child, args=(sender,))
    process.start()
    sender.close()  # or nobody would notice that the child has ended without a word
    before, after, _ = receiver.recv()
    process.join(20)

    assert process.exitcode == 0
    assert before > 0
    assert after > before
    with store.write(NOW) as writer:
        writer.put(make_article(2), ())
    with store.read() as reader:
        assert reader.generation() == 3
    assert list(store.check()) == []


def test_children_and_parent_write_at_once(store: Store, settings: Settings) -> None:
    def write(start: int) -> None:
        for number in range(start, start + 10):
            with store.write(NOW) as writer:
                writer.put(make_article(number), ())

    write(0)
    children = [fork.Process(target=write, args=(100 * number,)) for number in range(1, 4)]
    for child in children:
        child.start()
    write(50)
    for child in children:
        child.join(60)

    assert [child.exitcode for child in children] == [0, 0, 0]
    with closing(Store(settings.database)) as other:
        assert list(other.check()) == []
        with other.read() as reader:
            assert reader.generation() == 50
