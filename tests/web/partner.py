"""A site on another origin that shows our lists, with a policy as strict as one can be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Thread

from werkzeug.serving import BaseWSGIServer
from werkzeug.serving import make_server

STRICT = (
    "default-src 'none'; script-src {base}/embed/v1/; connect-src {base}; frame-src {base}; style-src 'self';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
STYLES = """
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
body { font: 17px/1.5 Georgia, serif; color: #222; background: #fff; }
iframe { border: 0; max-width: 100%; }
osce-feed:not(:defined) { display: block; min-height: 40rem; }
osce-feed { --osce-feed-min-height: 40rem; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; } body { color: #ddd; background: #181818; } }
"""


@dataclass
class Partner:
    """The site: its pages by path, and the policy that they are sent with."""

    base: str
    policy: str
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def put(self, path: str, body: str, *, lang: str = "en", script: str = "") -> str:
        """Make a page and return its address."""
        html = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>A partner</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/site.css">{script}</head><body><main><h1>A partner</h1>{body}'
            '<p id="after">What stands below</p></main></body></html>'
        )
        self.pages[path] = ("text/html; charset=utf-8", html.encode())
        return f"{self.base}{path}"


@contextmanager
def partner_of(feeds: str) -> Iterator[Partner]:
    """Serve the site of a partner of the service at *feeds* until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = partner.pages.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in partner.pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", partner.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    partner = Partner(f"http://localhost:{server.server_address[1]}", STRICT.format(base=feeds))
    partner.pages["/site.css"] = ("text/css", STYLES.encode())
    partner.pages["/favicon.ico"] = ("image/x-icon", b"")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield partner
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def served(server: BaseWSGIServer) -> Iterator[None]:
    """Serve an application in a thread until the end of the block."""
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def free_server() -> BaseWSGIServer:
    """Return a server on a free port, whose application comes later: addresses begin with the port."""
    return make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
