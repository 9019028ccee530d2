"""How far long work is, for a person who waits."""

import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager

import click

_PARTS = 1000


@contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """Yield what is told which part of the work is done, from 0 to 1: a bar on a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=_PARTS, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(int(done * _PARTS) - bar.pos)
