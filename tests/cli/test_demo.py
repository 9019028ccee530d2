"""``osce-feeds demo``, served."""

import sys
from pathlib import Path

from tests.listings import environment
from tests.listings import rows
from tests.servers import free_port
from tests.servers import running


def test_demo_serves_the_sample_from_a_store_of_its_own(database: Path, tmp_path: Path) -> None:
    port = free_port()
    env = environment(database) | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port)]
    with running(command, port, env, tmp_path / "log") as server:
        page = server.get("/en/").body.decode()
        assert "Sample: these articles are invented." in page
        assert server.get("/en/articles.jsonl").body.count(b"\n") > 24
        assert "Feeding the sample newsroom ..." in server.output
        assert server.stop() == 0

    assert not database.exists()
    assert [path for path in tmp_path.iterdir() if path.name.startswith("osce-feeds-")] == []


def test_demo_keeps_the_store_that_is_named(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    numbers = []
    for attempt in ("first", "second"):
        port = free_port()
        command = [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port), "--keep", str(kept)]
        with running(command, port, environment(tmp_path / "unused.db"), tmp_path / attempt) as server:
            assert ("Feeding the sample" in server.output) is (attempt == "first")
            numbers.append(server.get("/en/articles.jsonl").body.count(b"\n"))
            assert server.stop() == 0
    assert numbers[0] == numbers[1]
    assert len(rows(kept)["article"]) >= numbers[0]
