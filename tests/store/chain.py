"""Two migrations beyond ours, as later releases may bring them: a column with data, a table taken apart and rebuilt."""

import subprocess
import sys
from pathlib import Path

from osce_feeds.store.revision import OURS
from osce_feeds.store.revision import Chain

_HALT = """
import os
import time


def pause(place):
    if os.environ.get("HALT") == place:
        print(place, flush=True)
        time.sleep(60)
"""

_LETTERS = """
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("article", sa.Column("letters", sa.Integer, nullable=True))
    pause("0002 up, without data")
    connection = op.get_bind()
    for key, record in connection.execute(sa.text("SELECT key, record FROM article")).all():
        letters = len(json.loads(record)["headline"])
        connection.execute(sa.text("UPDATE article SET letters = :n WHERE key = :key"), {"n": letters, "key": key})
    op.create_index("ix_article_letters", "article", ["letters"])
    pause("0002 up, with data")


def downgrade():
    op.drop_index("ix_article_letters", "article")
    pause("0002 down, with data")
    op.drop_column("article", "letters")
    pause("0002 down, without data")
"""

_REBUILT = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LOST = "what was noted"


def upgrade():
    with op.batch_alter_table("article") as table:
        table.alter_column("letters", existing_type=sa.Integer, nullable=False)
    pause("0003 up, rebuilt")
    op.create_table(
        "note",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["article.key"], name="fk_note_key"),
        sa.PrimaryKeyConstraint("key", name="pk_note"),
    )
    op.execute("INSERT INTO note SELECT key, 'noted' FROM article")
    pause("0003 up, filled")


def downgrade():
    op.drop_table("note")
    pause("0003 down, emptied")
    with op.batch_alter_table("article") as table:
        table.alter_column("letters", existing_type=sa.Integer, nullable=True)
    pause("0003 down, rebuilt")
"""

HALTS = {
    "up": ("0002 up, without data", "0002 up, with data", "0003 up, rebuilt", "0003 up, filled"),
    "down": ("0003 down, emptied", "0003 down, rebuilt", "0002 down, with data", "0002 down, without data"),
}
"""Places at which a migration waits to be killed, where HALT in its environment names one."""

_MIGRATE = """
import sys
from datetime import UTC
from datetime import datetime
from pathlib import Path
from osce_feeds.store import Store
from osce_feeds.store.revision import Chain
from osce_feeds.store.revision import OURS
database, folder, direction = sys.argv[1:]
store = Store(database, Chain("0003", (*OURS.folders, Path(folder))))
if direction == "up":
    store.upgrade(datetime.now(UTC))
else:
    store.downgrade("0001", datetime.now(UTC), force=True)
store.close()
"""


def make_chain(folder: Path) -> Chain:
    """Write the migrations to *folder* and return the chain that ends in them."""
    folder.mkdir()
    (folder / "v0002_letters.py").write_text(_HALT + _LETTERS)
    (folder / "v0003_rebuilt.py").write_text(_HALT + _REBUILT)
    return Chain("0003", (*OURS.folders, folder))


def migrating(database: str, folder: Path, direction: str) -> list[str]:
    """Return the command that migrates *database* to 0003 (``up``), or back to 0001 (``down``)."""
    return [sys.executable, "-c", _MIGRATE, database, str(folder), direction]


def kill_at(place: str, command: list[str], env: dict[str, str]) -> None:
    """Run *command* until it is at *place*, and kill it there."""
    with subprocess.Popen(command, env=env | {"HALT": place}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{place}\n"
        process.kill()
