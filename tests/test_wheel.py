"""What is shipped works: the wheel in an empty environment, and an editable install, both run from /."""

import os
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from tests.conftest import ROOT

USE = """
import os
from osce_feeds.settings import Settings
from osce_feeds.web import create_app
import osce_feeds
client = create_app(Settings(database=os.environ["STORE"])).test_client()
print(osce_feeds.__file__)
print("ПУСТО" if "Новости и пресс-релизы" in client.get("/ru/").text else "no page")
print(client.get("/ru/articles.xml").text.count("июня 2026"))
print(client.get("/ru/feed.atom").status_code, client.get("/ru/newsml.xml").status_code)
"""


def environment(folder: Path) -> Path:
    """Return the interpreter of a new environment that sees our dependencies, but not the project."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # A plain path: what *.pth files in that folder add, such as the project itself, stays out.
    (packages / "dependencies.pth").write_text("\n".join(p for p in site.getsitepackages() if Path(p).is_dir()))
    return python


def run(python: Path, *arguments: str, store: Path) -> str:
    """Run *python* from / with nothing of this project in its environment."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(store.parent), "STORE": str(store), "PYTHONUTF8": "1"}
    bare["OSCE_FEEDS_DATABASE"] = str(store)
    done = subprocess.run([str(python), *arguments], cwd="/", env=bare, check=True, capture_output=True, text=True)
    return done.stdout


def pip(python: Path, *arguments: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    subprocess.run([*command, "--no-deps", "--no-index", "--no-build-isolation", *arguments], cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "locales").rglob("*.po")]
    expected = {f"osce_feeds/{path.relative_to(ROOT)}" for path in shipped}
    package = ROOT / "src"
    expected |= {
        str(path.relative_to(package))
        for kind in ("toml", "txt", "css", "svg", "py.typed")
        for path in (package / "osce_feeds").rglob(f"*{kind}")
    }

    assert expected <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_installed_program_works_from_anywhere(kind: str, wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    pip(python, *([str(wheel)] if kind == "wheel" else ["--editable", str(ROOT)]))
    store = tmp_path / "store.db"
    listing = tmp_path / "listing.txt"
    listing.write_text("Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n", encoding="utf-8")

    ingested = run(python, "-m", "osce_feeds", "ingest", str(listing), store=store)
    where, page, dates, statuses = run(python, "-c", USE, store=store).splitlines()

    assert "1 new" in ingested
    assert where.startswith(str(tmp_path / "env") if kind == "wheel" else str(ROOT))
    assert (page, dates, statuses) == ("ПУСТО", "1", "200 200")
    assert "osce-feeds" in run(tmp_path / "env" / "bin" / "osce-feeds", "--version", store=store)
