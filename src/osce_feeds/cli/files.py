"""Files as commands name them: paths, folders, patterns, standard input."""

import glob
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

STANDARD_INPUT = "standard input"


def find_files(names: tuple[str, ...]) -> list[Path | None]:
    """Return the files that *names* mean, in their order, those of a folder or pattern by name; None is standard input.

    Hidden files in folders are left out. A pattern may hold ``*``, ``?``, ``[...]``,
    and ``**`` for any number of folders.

    Raises:
        UsageError: for a name that means no file.
    """
    return [path for name in names for path in _find(name)]


@contextmanager
def opened(path: Path | None) -> Iterator[BinaryIO]:
    """Yield the file, or standard input for None, to read bytes from.

    Raises:
        UsageError: when it cannot be read.
    """
    if path is None:
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise click.UsageError(message) from error


def size_of(path: Path | None) -> int:
    """Return the bytes of a file, 0 where that cannot be told before reading it."""
    try:
        return path.stat().st_size if path else 0
    except OSError:
        return 0


def _find(name: str) -> list[Path | None]:
    if name == "-":
        return [None]
    path = Path(name)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
        if not files:
            message = f"the folder {name!r} holds no files"
            raise click.UsageError(message)
        return [*files]
    if path.exists():
        return [path]
    files = sorted(Path(found) for found in glob.glob(name, recursive=True) if Path(found).is_file())  # noqa: PTH207 - absolute patterns, too
    if not files:
        kind = "file for the pattern" if glob.has_magic(name) else "file"
        message = f"there is no {kind} {name!r}"
        raise click.UsageError(message)
    return [*files]
