"""What comes in with a request, within limits: bytes that were announced, of a kind that can be read."""

from flask import abort
from flask import request

from osce_feeds.ingest.parts import Document
from osce_feeds.ingest.parts import unpacked
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.web.problems import problem

_KINDS = frozenset(
    {
        *("text/plain", "text/html", "text/xml", "application/xml", "application/json"),
        *("application/x-ndjson", "application/jsonl", "application/gzip", "application/x-gzip"),
        # These say nothing, the last being what curl says of whatever it sends.
        *("", "application/octet-stream", "application/x-www-form-urlencoded"),
    }
)
_SUFFIXES = ("+xml", "+json")
_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii", "utf-16"})
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip"})


def sent(most: int) -> bytes:
    """Return the body of the request; 411 where its size was not announced, 413 where that is above *most*.

    400 where it ends before that: half a listing looks like a whole one.
    """
    size = request.content_length
    if size is None:
        abort(problem(411, "the size of the body is needed (Content-Length)"))
    if size > most:
        abort(problem(413, f"at most {_size(most)} are taken here"))
    data = request.stream.read(size)
    if len(data) < size:
        abort(problem(400, "the body ended before its announced size"))
    return data


def sent_document(name: str) -> Document:
    """Return the document in the body, to be called *name*; 415 where it is of a kind that cannot be read.

    Raises:
        DocumentRefused: when it is packed and damaged.
    """
    kind = request.mimetype
    if kind not in _KINDS and not kind.endswith(_SUFFIXES):
        headers = {"Accept-Post": ", ".join(sorted(each for each in _KINDS if each))}
        abort(problem(415, "a listing, page, feed or export is needed, as text, HTML, XML or JSON", headers))
    if request.mimetype_params.get("charset", "").lower() not in _CHARSETS:
        abort(problem(415, "UTF-8 is needed: send the document in that encoding"))
    if request.headers.get("Content-Encoding", "").strip().lower() not in _CODINGS:
        abort(problem(415, "no other coding than gzip is taken", {"Accept-Encoding": "gzip"}))
    return fitting(Document(name, sent(SIZE_LIMIT)))


def fitting(document: Document) -> Document:
    """Return *document* unpacked; 413 where it is too large then.

    Raises:
        DocumentRefused: when it is packed and damaged.
    """
    whole = unpacked(document)
    if len(whole.data) > SIZE_LIMIT:
        abort(problem(413, f"at most {_size(SIZE_LIMIT)} are taken here, unpacked: split the document"))
    return whole


def _size(number: int) -> str:
    return f"{number // 2**20} MiB" if number >= 2**20 else f"{number // 2**10} KiB"
