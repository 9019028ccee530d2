"""What a monitor may ask: whether the service is ready, and how it fares, in the words of Prometheus.

Requests and what became of documents are counted by each worker for itself, in files that
all of them share where there are several (``PROMETHEUS_MULTIPROC_DIR``, which ``serve``
sets); whichever worker is asked answers for all. What the store knows is asked of the store,
so commands and the worker beside the service count as well.
"""

import os
import time
from collections.abc import Iterable
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING
from typing import Any

from flask import Blueprint
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Histogram
from prometheus_client import generate_latest
from prometheus_client import multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from osce_feeds.formats import FORMATS
from osce_feeds.model import wire
from osce_feeds.store import Reader
from osce_feeds.store.gauges import articles_by_status
from osce_feeds.store.gauges import last_ingests
from osce_feeds.store.pushes import hub_state
from osce_feeds.store.pushes import touched_since
from osce_feeds.store.tokens import Scope
from osce_feeds.web.access import bearer
from osce_feeds.web.access import check_scope
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import Service
from osce_feeds.web.service import service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

bp = Blueprint("metrics", __name__)

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_FILES = {form.file: form.name for form in FORMATS}
_FIRST = frozenset({"ingest", "edit", "desk", "static", "archive", "oai", "vocabulary", "schema", "embed", "metrics"})
"""First parts of paths that are no language, and name what is behind them."""
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_own = CollectorRegistry()
_requests = Counter("osce_feeds_requests", "Requests that were answered.", ["rendition", "status"], registry=_own)
_seconds = Histogram(
    "osce_feeds_request_seconds", "Until an answer began.", ["rendition"], buckets=_SECONDS, registry=_own
)
_rendered = Counter(
    "osce_feeds_rendered", "Answers that were made; the others were kept ones.", ["rendition", "status"], registry=_own
)
ingests = Counter("osce_feeds_http_ingests", "Documents that came over HTTP.", ["outcome"], registry=_own)


class Counted:
    """A WSGI application in front of another one, whose answers it counts, as requests or as what was made for them."""

    def __init__(self, app: "WSGIApplication", *, made: bool = False) -> None:
        """Count the answers of *app*."""
        self._app, self._made = app, made
        self._counters: dict[tuple[str, str], Counter] = {}
        self._times: dict[str, Histogram] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on."""
        rendition, begun = rendition_of(environ.get("PATH_INFO", "")), time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401 - as PEP 3333 has it
            self._count(rendition, status[:3], time.perf_counter() - begun)
            return start_response(status, headers, *rest)

        return self._app(environ, start)

    def _count(self, rendition: str, status: str, seconds: float) -> None:
        """Count an answer; what counts is looked up once, since that takes longer than counting."""
        counter = self._counters.get((rendition, status))
        if counter is None:
            kind = _rendered if self._made else _requests
            counter = self._counters[rendition, status] = kind.labels(rendition, status)
        counter.inc()
        if not self._made:
            times = self._times.get(rendition)
            if times is None:
                times = self._times[rendition] = _seconds.labels(rendition)
            times.observe(seconds)


def rendition_of(path: str) -> str:
    """Return what is at an address: a format, a page, a family of addresses; one of few names, whatever is asked."""
    first, _, _ = path[1:].partition("/")
    if first in _FIRST:
        return first
    last = path[path.rfind("/") + 1 :]
    return "page" if path != "/" and path.endswith("/") else _FILES.get(last, "other")


@bp.get("/readyz")
def ready() -> Response:
    """Say that the store answers and has the schema of this program; 503 where it does not."""
    with service().store.read() as reader:
        reader.generation()
    return build(Answer(media_type=wire.JSON, body=partial(iter, [b'{"status":"ready"}\n']), cache=NEVER))


@bp.get("/metrics")
def metrics() -> Response:
    """Return all that is counted, to a monitor with a token."""
    token = bearer()
    check_scope(token, Scope.MONITOR, token.source)
    registry = CollectorRegistry()
    if os.environ.get(_SHARED):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Passing(_own))
    registry.register(_Stored(service()))
    body = generate_latest(registry)
    return build(Answer(media_type=CONTENT_TYPE_LATEST, body=partial(iter, [body]), cache=NEVER))


class _Passing(Collector):
    """The metrics of another registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Any]:
        return self._registry.collect()


class _Stored(Collector):
    """What the store knows."""

    def __init__(self, serving: Service) -> None:
        self._serving = serving

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._serving.store.read() as reader:
            articles = GaugeMetricFamily("osce_feeds_articles", "Articles by status.", labels=["status"])
            for status, number in articles_by_status(reader).items():
                articles.add_metric([status], number)
            fresh = GaugeMetricFamily(
                "osce_feeds_source_last_ingest_timestamp_seconds", "When a source was last taken.", labels=["source"]
            )
            for source, moment in last_ingests(reader).items():
                fresh.add_metric([source], moment)
            yield articles
            yield fresh
            yield GaugeMetricFamily("osce_feeds_changes", "Number of the last change.", value=reader.generation())
            yield self._pushes(reader)

    def _pushes(self, reader: Reader) -> GaugeMetricFamily:
        pending = GaugeMetricFamily("osce_feeds_pending_lists", "Lists a hub has to be told of.", labels=["hub"])
        for hub in self._serving.newsroom.settings.hubs:
            if state := hub_state(reader, hub):
                pending.add_metric([hub], len(touched_since(reader, state.told).lists))
        return pending
