"""The fast layer: answers feeds that were asked for before, without Flask, which alone would answer the same.

An answer is kept under path, query and coding, nothing else of a request ever shapes
it, and it is good while the store's generation stands and the day is the same. Then
Flask is asked again, once for however many wait, and says in the time of a query when
nothing has changed. While the store is locked, slow or gone, the last good answer is
given with its age in ``X-OSCE-Feeds-Stale``.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING
from typing import Any

from osce_feeds.errors import StoreUnavailable
from osce_feeds.web.answers import Kept
from osce_feeds.web.answers import Key
from osce_feeds.web.answers import Made
from osce_feeds.web.answers import answer_of
from osce_feeds.web.answers import environ_for
from osce_feeds.web.answers import kept
from osce_feeds.web.coding import chosen
from osce_feeds.web.days import Days

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

MOST = 2_000
MOST_BYTES = 128 * 1024 * 1024
PATIENCE = 1.0
"""Seconds that a request waits for new bytes where there are old ones."""
PAUSE = 2.0
"""Seconds after a failure in which old bytes are given at once."""
OLDEST = 86_400
"""Seconds for which old bytes are better than none; the same is told to caches (``stale-if-error``)."""
_THREADS = 4


class Front:
    """A WSGI application in front of another one; safe to use from several threads, and after a fork."""

    def __init__(
        self,
        app: "WSGIApplication",
        generation: Callable[[], Hashable],
        days: Days,
        files: Iterable[str],
        known_query: Callable[[str, str], str],
        most: int = MOST,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Keep answers of *app* to addresses that end in one of *files*.

        Args:
            app: Answers everything else, and these where nothing is kept.
            generation: Changes whenever an answer may; raises StoreUnavailable.
            days: Tells days apart.
            files: Names of files.
            known_query: Takes from a query what means nothing to a file.
            most: Answers kept.
            most_bytes: Bytes of their bodies.
        """
        self._app, self._generation, self._days = app, generation, days
        self._files, self._known_query = frozenset(files), known_query
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._asked: dict[tuple[Key, Hashable], Future[Made]] = {}
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._troubled = 0.0

    def __len__(self) -> int:
        """Return how many answers are kept."""
        return len(self._kept)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        file = path[path.rfind("/") + 1 :]
        if (
            file not in self._files
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("HTTP_SEC_FETCH_DEST") == "document"  # a person, who may be sent to a page
        ):
            return self._app(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        key = (path, self._known_query(query, file) if query else "", chosen(environ.get("HTTP_ACCEPT_ENCODING", "")))
        found = self._kept.get(key)
        state = self._state()
        if found is None or state is None or found.state != state:
            return self._fetch(key, found, state, environ, start_response)
        found.good = time.monotonic()
        with self._lock:
            if key in self._kept:  # another thread may have dropped it
                self._kept.move_to_end(key)
        return answer_of(found, environ, start_response)

    def _state(self) -> Hashable:
        """Return what answers depend on beside the request, or None while the store does not say."""
        try:
            return (self._generation(), self._days.today())
        except StoreUnavailable:
            return None

    def _fetch(
        self,
        key: Key,
        old: Kept | None,
        state: Hashable,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        """Answer with new bytes, or else with *old* ones."""
        now = time.monotonic()
        if old and now - old.good > OLDEST:
            old = None
        if old and (state is None or now < self._troubled):
            return answer_of(old, environ, start_response, stale=now - old.good)
        asked = self._ask(key, old, state, environ)
        try:
            made = asked.result(PATIENCE if old else None)
        except TimeoutError:
            made = None
        if old and (made is None or made.status >= 500):  # noqa: PLR2004 - ours or the store's fault
            self._troubled = time.monotonic() + PAUSE
            return answer_of(old, environ, start_response, stale=time.monotonic() - old.good)
        assert made is not None  # noqa: S101 - without old bytes nobody stops waiting
        return answer_of(made, environ, start_response)

    def _ask(self, key: Key, old: Kept | None, state: Hashable, environ: "WSGIEnvironment") -> "Future[Made]":
        """Have the application asked, unless somebody has just done so."""
        with self._lock:
            asked = self._asked.get((key, state))
            if asked is None:
                self._pool = self._pool or ThreadPoolExecutor(_THREADS, "feeds")
                asked = self._pool.submit(self._make, key, old, state, environ_for(key, environ, old))
                self._asked[key, state] = asked
        return asked

    def _make(self, key: Key, old: Kept | None, state: Hashable, environ: dict[str, Any]) -> Made:
        """Ask the application and keep its answer, if it may be kept and the store was there."""
        try:
            made = Made.by(self._app, environ)
            new = replace(old, state=state, good=time.monotonic()) if old and made.status == 304 else kept(made, state)  # noqa: PLR2004
            if new is None:
                return made
            if new.state is not None:
                self._keep(key, new)
            return new
        finally:
            with self._lock:
                self._asked.pop((key, state), None)

    def _keep(self, key: Key, new: Kept) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += len(new.body) - (len(before.body) if before else 0)
            self._kept[key] = new
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.body)
