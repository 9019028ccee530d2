"""Everything this project raises, in one tree.

::

    OsceFeedsError
    ├── SettingsRefused       one or more settings are wrong; nothing was started
    ├── DocumentRefused       a source document was refused whole; nothing was stored
    │   └── UnusualRun        a person who has looked at it may say that it is right all the same
    ├── StoreError
    │   ├── StoreUnavailable  the database is locked, slow or gone; trying again may help
    │   ├── StoreTooNew       the schema was made by a newer program
    │   ├── AuthorityChanged  AUTHORITY differs from the one the store was fed under
    │   └── BackupFailed      a backup could not be written or read; everything is as it was
    ├── EditRefused           what a person asked for cannot be done to these articles
    │   └── UnknownArticle    no article is meant by what was named
    ├── ExportFailed          a file could not be written; what stood there still does
    ├── PublishFailed         a place that cannot be published to, or not to the end; the next run goes on
    ├── FetchError
    │   ├── FetchRefused      an address that may not be asked, or sends what is not taken
    │   └── FetchFailed       an address that did not answer, or not to the end
    └── RequestRefused        a request that cannot be answered as asked
        ├── BadParameter      a value that a parameter does not take
        ├── KeyReused         a key under which something else came before
        ├── UnknownTerm       a term that neither vocabulary nor store knows
        └── SelectionMoved    a selection that has another address

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


class UnusualRun(DocumentRefused):
    """A document that looks like a redesign of its source rather than like news; a person may accept it."""


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


class PublishFailed(OsceFeedsError):
    """A place that cannot be published to, or not to the end; what is there holds together."""


class FetchError(OsceFeedsError):
    """Another host was asked in vain."""

    def __init__(self, address: str, detail: str) -> None:
        """Keep the address as it was given, and say what went wrong."""
        self.address, self.detail = address, detail
        super().__init__(f"cannot fetch {address[:200]!r}: {detail}")


class FetchRefused(FetchError):
    """An address that may not be asked, leads to one that may not, or sends more than is taken."""


class FetchFailed(FetchError):
    """An address that did not answer, or not to the end; it may later."""


class RequestRefused(OsceFeedsError):
    """A request that names something which does not exist or cannot be meant."""


class BadParameter(RequestRefused):
    """A parameter with a value that it does not take; ``parameter`` is its name."""

    def __init__(self, parameter: str, detail: str) -> None:
        """Keep which parameter it is, and say what it takes."""
        self.parameter = parameter
        super().__init__(detail)


class KeyReused(RequestRefused):
    """A key that a sender gave to one document already and now gives to another."""


class UnknownTerm(RequestRefused):
    """A code that names no term; ``nearest`` are codes that do. ``parameter`` is where it stood."""

    def __init__(self, scheme: str, code: str, nearest: Sequence[str], parameter: str = "") -> None:
        """Keep what was asked for and what may have been meant."""
        self.scheme, self.code, self.nearest = scheme, code, tuple(nearest)
        self.parameter = parameter or scheme
        super().__init__(f"there is no {scheme} {code!r}")


class SelectionMoved(RequestRefused):
    """A selection that has another address: a term was merged or has another code, or parts stand elsewhere.

    ``pairs`` are the parameters of the one that is meant, ``address`` its path and query.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]], address: str) -> None:
        """Keep where to go instead."""
        self.pairs, self.address = tuple(pairs), address
        super().__init__(f"this selection is now {address}")
