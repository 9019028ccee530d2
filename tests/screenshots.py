"""Makes the pictures of the README from the sample newsroom: ``make screenshots``.

Each is a page in two looks, light and dark, of one width. Pictures are compared by
people, so nothing tests them; that a page is sound is tested in ``web/test_browser.py``.
"""

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ViewportSize
from playwright.sync_api import sync_playwright
from tests.listings import environment
from tests.servers import free_port
from tests.servers import running

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
MOST = 200_000
"""Bytes of a picture, so that the README loads quickly."""


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page's path, and the part of it that is seen."""

    name: str
    path: str
    width: int = 1280
    height: int = 860


SHOTS = (
    Shot("newsroom", "/en/"),
    Shot("office", "/fr/offices/mission-in-kosovo/"),
    Shot("article", "{article}versions/2/"),
    Shot("feeds", "/ru/feeds/"),
    Shot("status", "/en/status/"),
    Shot("phone", "/ru/", 390, 844),
)
LOOKS = ("light", "dark")


def main() -> None:
    """Make every picture, and complain about those that are too big."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port, store = free_port(), Path(folder) / "demo.db"
        command = [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port), "--keep", str(store)]
        with running(command, port, environment(Path(folder) / "unused.db"), Path(folder) / "log") as server:
            found = re.search('href="(/en/articles/[^"]+/)"', server.get("/en/?q=oranges").body.decode())
            assert found, "the sample has an article about oranges, which was corrected"
            for picture in shoot(server.base, found[1]):
                size = picture.stat().st_size
                sys.stdout.write(f"{picture.relative_to(PICTURES.parents[1])}  {size:,} bytes\n")
                if size > MOST:
                    sys.exit(f"{picture.name} has more than {MOST:,} bytes")


def shoot(base: str, article: str) -> list[Path]:
    """Return the files that were written."""
    made = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for shot in SHOTS:
            page.set_viewport_size(ViewportSize(width=shot.width, height=shot.height))
            page.goto(base + shot.path.format(article=article))
            for look in LOOKS:
                page.emulate_media(color_scheme="dark" if look == "dark" else "light")
                made.append(PICTURES / f"{shot.name}-{look}.png")
                page.screenshot(path=made[-1])
        browser.close()
    return made


if __name__ == "__main__":
    main()
