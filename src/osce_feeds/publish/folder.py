"""A folder of this machine, which a web server serves."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

from osce_feeds.errors import PublishFailed
from osce_feeds.publish.base import Rendered
from osce_feeds.publish.places import CODINGS
from osce_feeds.publish.places import LOCK
from osce_feeds.publish.places import STATE

_PART = ".osce-feeds.part"
"""Written to under this name, of which there is one for all: only one publisher is let in."""
_OURS = {STATE, LOCK, _PART}


class Folder:
    """Files below a folder. Each is written under another name, flushed to the disk, and renamed."""

    def __init__(self, root: Path) -> None:
        """Publish to *root*, which is made where it is not there; it may be a link, nothing below it may."""
        self._root = root
        self._known: set[Path] = set()

    @property
    def address(self) -> str:
        """The path of the folder."""
        return str(self._root)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other publishers out for a while.

        Raises:
            PublishFailed: when one is at work, or the folder holds files that are not ours.
        """
        with self._trouble(LOCK):
            self._root.mkdir(parents=True, exist_ok=True)
            if not (self._root / STATE).exists() and any(path.name not in _OURS for path in self._root.iterdir()):
                message = f"{self.address} holds files that were not published from here; give an empty folder"
                raise PublishFailed(message)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            handle = os.open(self._root / LOCK, flags, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = f"{self.address} is being published to by another process"
                raise PublishFailed(message) from error
            yield
        finally:
            os.close(handle)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""
        with self._trouble(name), suppress(FileNotFoundError):
            self._check(self._root / name)
            handle = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                return file.read()
        return None

    def write(self, name: str, rendered: Rendered) -> None:
        """Put an answer in the place of what is there; codings stand beside it, with the same moment."""
        moment = rendered.modified.timestamp() if rendered.modified else None
        for coding in CODINGS:
            if coding in rendered.codings:
                self._write(f"{name}.{coding}", rendered.codings[coding], moment)
        self._write(name, rendered.body, moment)
        for coding in CODINGS:
            if coding not in rendered.codings:
                self._unlink(f"{name}.{coding}")

    def write_state(self, data: bytes) -> None:
        """Remember what was published."""
        self._write(STATE, data, None)

    def remove(self, name: str) -> None:
        """Remove a file with its codings, and the folders that are empty then."""
        for each in (name, *(f"{name}.{coding}" for coding in CODINGS)):
            self._unlink(each)
        folder = (self._root / name).parent
        while folder != self._root:
            try:
                folder.rmdir()
            except OSError:
                return
            self._known.discard(folder)
            folder = folder.parent

    def names(self) -> Iterator[str]:
        """Yield the names of all files but our own, in no order, codings left out."""
        endings = tuple(f".{coding}" for coding in CODINGS)
        for folder, _, files in os.walk(self._root):
            there = set(files)
            for file in files:
                path = Path(folder, file).relative_to(self._root).as_posix()
                is_coding = file.endswith(endings) and file.rpartition(".")[0] in there
                if path not in _OURS and not is_coding:
                    yield path

    def _write(self, name: str, data: bytes, moment: float | None) -> None:
        with self._trouble(name):
            there = self._resolved(name)
            part = self._root / _PART
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(part, flags, 0o644), "wb") as file:
                file.write(data)
                file.flush()
                if moment is not None:
                    os.utime(file.fileno(), (moment, moment))
                os.fsync(file.fileno())
            part.replace(there)

    def _unlink(self, name: str) -> None:
        path = self._root / name
        self._check(path)
        with self._trouble(name), suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()

    def _resolved(self, name: str) -> Path:
        """Return the path of *name*, its folders made.

        Raises:
            PublishFailed: when a link stands in the way, or the name leads out of the folder.
        """
        path = self._root / name
        if any(part in ("", ".", "..") for part in name.split("/")):
            message = f"{name!r} is no name of a file"
            raise PublishFailed(message)
        if path.parent not in self._known:
            folder = self._root
            for part in name.split("/")[:-1]:
                folder /= part
                with suppress(FileExistsError):
                    folder.mkdir()
                if not stat.S_ISDIR(folder.lstat().st_mode):
                    self._refuse(folder)
            self._known.add(path.parent)
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.lstat().st_mode):
                self._refuse(path)
        return path

    def _check(self, path: Path) -> None:
        """Refuse a path that leads through a link, and so perhaps out of the folder."""
        for folder in path.parents[: len(path.relative_to(self._root).parts) - 1]:
            if folder.is_symlink():
                self._refuse(folder)

    def _refuse(self, path: Path) -> None:
        message = f"{path} is a symbolic link, or no file: nothing is written through it"
        raise PublishFailed(message)

    @contextmanager
    def _trouble(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            message = f"cannot publish {name} to {self.address}: {error.strerror}"
            raise PublishFailed(message) from error
