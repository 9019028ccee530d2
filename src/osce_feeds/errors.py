"""Everything this project raises, in one tree.

::

    OsceFeedsError
    ├── SettingsRefused       one or more settings are wrong; nothing was started
    ├── DocumentRefused       a source document was refused whole; nothing was stored
    ├── StoreError
    │   ├── StoreUnavailable  the database is locked, slow or gone; trying again may help
    │   ├── StoreTooNew       the schema was made by a newer program
    │   ├── AuthorityChanged  AUTHORITY differs from the one the store was fed under
    │   └── BackupFailed      a backup could not be written or read; everything is as it was
    ├── EditRefused           what a person asked for cannot be done to these articles
    │   └── UnknownArticle    no article is meant by what was named
    ├── ExportFailed          a file could not be written; what stood there still does
    └── RequestRefused        a request that cannot be answered as asked
        ├── UnknownTerm       an office or topic that neither vocabulary nor store knows
        └── SelectionMoved    an office or topic that turned out to be another one

A bad *record* inside a good document is not an error but a value:
``osce_feeds.model.raw.Problem``.
"""

from collections.abc import Sequence


class OsceFeedsError(Exception):
    """Base of all errors; ``str()`` is one line that a person can act on."""


class SettingsRefused(OsceFeedsError):
    """Settings that cannot work; ``messages`` holds one line for each."""

    def __init__(self, messages: Sequence[str]) -> None:
        """Keep every message, so that all mistakes are mended in one go."""
        self.messages = tuple(messages)
        super().__init__("; ".join(self.messages))


class DocumentRefused(OsceFeedsError):
    """A document that holds nothing usable; the store is as it was."""

    def __init__(self, detail: str, source: str, line: int | None = None) -> None:
        """Say what is wrong, in which document and, when known, in which line."""
        self.detail, self.source, self.line = detail, source, line
        where = source if line is None else f"{source}, line {line}"
        super().__init__(f"{where}: {detail}")


class StoreError(OsceFeedsError):
    """The store cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The database does not answer now; the same call may succeed later."""


class StoreTooNew(StoreError):
    """The schema is newer than this program; upgrading the program mends it."""


class AuthorityChanged(StoreError):
    """AUTHORITY is part of every article's id and cannot change afterwards."""


class BackupFailed(StoreError):
    """A backup that could not be written to its end, or that is damaged or none; file and store are as they were."""


class EditRefused(OsceFeedsError):
    """An edit that makes no sense for these articles; nothing was changed."""


class UnknownArticle(EditRefused):
    """Something was named that is no article of this store."""


class ExportFailed(OsceFeedsError):
    """An export that could not be written to its end; the file is as it was."""


class RequestRefused(OsceFeedsError):
    """A request that names something which does not exist or cannot be meant."""


class UnknownTerm(RequestRefused):
    """A code that names no office or topic; ``nearest`` are codes that do."""

    def __init__(self, scheme: str, code: str, nearest: Sequence[str]) -> None:
        """Keep what was asked for and what may have been meant."""
        self.scheme, self.code, self.nearest = scheme, code, tuple(nearest)
        super().__init__(f"there is no {scheme} {code!r}")


class SelectionMoved(RequestRefused):
    """A selection by a term that was merged; ``office`` and ``topic`` name the one that it is now, empty for any."""

    def __init__(self, office: str, topic: str) -> None:
        """Keep where to go instead."""
        self.office, self.topic = office, topic
        parts = ((f"offices/{office}", office), (f"topics/{topic}", topic))
        super().__init__(f"this selection is now {'/'.join(part for part, code in parts if code)}")
