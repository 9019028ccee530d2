"""The command in this process, with a store of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.listings import Entry
from tests.listings import environment
from tests.listings import make_listing

from osce_feeds.cli import main
from osce_feeds.settings import PREFIX

Command = Callable[..., tuple[int, str, str]]
LISTING = make_listing([Entry(), Entry(headline="Heron reads aloud", summary="It did.")])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture(autouse=True)
def our_environment(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(database).items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, value)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``osce-feeds`` in this process; return exit code, output and error output."""

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return code or 0, out, err

    return command


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "listing.txt"
    path.write_text(LISTING, encoding="utf-8")
    return path
