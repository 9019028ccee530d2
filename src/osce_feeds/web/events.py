"""What happened, for whoever runs the service: an event a line, as JSON, on standard error.

What a person or a program with a token did is told once, with what came of it; so are
mistakes, and a store that does not answer. Neither tokens nor texts of articles are told,
and nothing that was sent can end a line.
"""

import logging
from typing import TextIO
from typing import cast

import structlog
from flask import Flask
from flask import Response
from flask import current_app
from flask import g
from flask import request
from flask.logging import wsgi_errors_stream

_ADDRESSES = ("/ingest", "/edit/", "/desk/")


def register(app: Flask) -> None:
    """Have *app* tell of its events in this way."""
    handler = logging.StreamHandler(cast("TextIO", wsgi_errors_stream))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    app.logger.handlers = [handler]
    app.logger.setLevel(logging.INFO)
    app.after_request(_tell)


def note(**facts: object) -> None:
    """Add *facts* to what will be told of the current request; none is a secret or a text of an article."""
    g.facts = {**g.get("facts", {}), **facts}


def _tell(response: Response) -> Response:
    if request.method == "POST" and request.path.startswith(_ADDRESSES):
        facts = {"path": request.path, "status": response.status_code, **g.get("facts", {})}
        current_app.logger.info("request", extra=facts)
    return response
