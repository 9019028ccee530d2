"""What forms of the desk bring and carry on: a document as exact bytes, whatever a browser does to line ends."""

from base64 import b64decode
from base64 import b64encode
from binascii import Error

from flask import abort
from flask import request

from osce_feeds.ingest import Document
from osce_feeds.text import clean
from osce_feeds.web.bodies import fitting
from osce_feeds.web.orders import NAMES
from osce_feeds.web.problems import problem

LIMIT = 4 * 1024 * 1024
"""Bytes of a document; a long listing has a tenth of it. Programs may send more, elsewhere."""
FORM_LIMIT = 2 * LIMIT
"""Bytes of a form: a document as Base64, or as text whose every letter is escaped in part."""
_PASTED = "listing"

Fields = tuple[tuple[str, str], ...]


def uploaded() -> Document:
    """Return the document that was chosen as a file or, where none was, pasted.

    Raises:
        DocumentRefused: when it is packed and damaged.
    """
    file = request.files.get("file")
    data = file.read() if file else b""
    if data:
        return _fitting(Document(clean(file.filename or "")[:100] or _PASTED if file else _PASTED, data))
    return _fitting(Document(_PASTED, request.form.get("text", "").encode("utf-8", "surrogatepass")))


def carried() -> Document | None:
    """Return the document that an earlier step has left in the form, or None; 422 where it is damaged."""
    body = request.form.get("body")
    if body is None:
        return None
    try:
        data = b64decode(body, validate=True)
    except (Error, ValueError):
        abort(problem(422, "the document in this form is damaged: bring it in again"))
    return _fitting(Document(clean(request.form.get("name", ""))[:100] or _PASTED, data))


def carrying(document: Document, digest: str, key: str) -> Fields:
    """Return the fields that bring *document* to the next step, with what was said about it."""
    said = tuple((name, value) for name in sorted(NAMES) for value in request.form.getlist(name) if value)
    body = b64encode(document.data).decode()
    return (*said, ("name", document.name), ("body", body), ("digest", digest), ("key", key))


def _fitting(document: Document) -> Document:
    whole = fitting(document)
    if len(whole.data) > LIMIT:
        abort(problem(413, f"at most {LIMIT // 2**20} MiB are taken here: split the document"))
    return whole
