"""Articles with versions, identities, readings, terms, reports, and the change sequence."""

import sqlalchemy as sa
from alembic import context
from alembic import op

from osce_feeds.store.dialect import Text
from osce_feeds.store.words import WordIndex

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LOST = "every article with its versions, everything that sources said, and all reports"

_MOMENT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and the rows that must always be there."""
    meta = op.create_table(
        "meta",
        sa.Column("name", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    counter = op.create_table(
        "counter",
        sa.Column("name", Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    _articles()
    _terms()
    _lists()
    _intake()
    WordIndex(op.get_bind()).create()
    op.bulk_insert(meta, [{"name": "created", "value": str(context.config.attributes["now"])}])
    op.bulk_insert(counter, [{"name": "changes", "value": 0}])


def downgrade() -> None:
    """Drop everything."""
    WordIndex(op.get_bind()).drop()
    for table in ("token", "request", "report", "reading", "identity", "difference", "selection", "listing"):
        op.drop_table(table)
    for table in ("article_term", "language", "term", "version", "article", "counter", "meta"):
        op.drop_table(table)


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("published", _MOMENT, autoincrement=False, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("work", Text, nullable=False),
        sa.Column("language", Text, nullable=False),
        sa.Column("lead", sa.Boolean, nullable=False),
        sa.Column("status", Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("date", Text, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("published", name="pk_article"),
        sa.UniqueConstraint("key", name="uq_article_key"),
    )
    op.create_index("ix_article_status_received", "article", ["status", "received"])
    op.create_index("ix_article_work_language_status", "article", ["work", "language", "status"])
    op.create_index("ix_article_change", "article", ["change"], unique=True)
    op.create_index("ix_article_status_date", "article", ["status", "date"])
    op.create_table(
        "version",
        sa.Column("key", Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["article.key"], name="fk_version_key"),
        sa.PrimaryKeyConstraint("key", "version", name="pk_version"),
    )


def _terms() -> None:
    op.create_table(
        "term",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("scheme", Text, nullable=False),
        sa.Column("code", Text, nullable=False),
        sa.Column("label", Text, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("merged_into", Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
        sa.UniqueConstraint("scheme", "code", name="uq_term_scheme"),
    )
    op.create_table(
        "language",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("tag", Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_language"),
        sa.UniqueConstraint("tag", name="uq_language_tag"),
    )


def _lists() -> None:
    op.create_table(
        "article_term",
        sa.Column("term", sa.Integer, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["term"], ["term.id"], name="fk_article_term_term"),
        sa.PrimaryKeyConstraint("term", "published", name="pk_article_term"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_term_published", "article_term", ["published"])
    op.create_table(
        "listing",
        *(sa.Column(name, sa.Integer, autoincrement=False, nullable=False) for name in ("term", "topic", "edition")),
        sa.Column("published", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("language", sa.Integer, nullable=False),
        sa.Column("alone", sa.Boolean, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("term", "topic", "edition", "published", name="pk_listing"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "selection",
        *(sa.Column(name, sa.Integer, autoincrement=False, nullable=False) for name in ("office", "topic", "type")),
        sa.Column("touched", sa.BigInteger, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("works", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("office", "topic", "type", name="pk_selection"),
        sqlite_with_rowid=False,
    )
    keys = ("office", "topic", "type", "language")
    op.create_table(
        "difference",
        *(sa.Column(name, sa.Integer, autoincrement=False, nullable=False) for name in keys),
        sa.Column("works", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint(*keys, name="pk_difference"),
        sqlite_with_rowid=False,
    )


def _intake() -> None:
    op.create_table(
        "identity",
        sa.Column("identity", Text, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["article.key"], name="fk_identity_key"),
        sa.PrimaryKeyConstraint("identity", "key", name="pk_identity"),
    )
    op.create_table(
        "reading",
        sa.Column("key", Text, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("form", Text, nullable=False),
        sa.Column("digest", Text, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sa.Column("evidence", sa.LargeBinary, nullable=False),
        sa.Column("reading", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["article.key"], name="fk_reading_key"),
        sa.PrimaryKeyConstraint("key", "source", "form", name="pk_reading"),
    )
    op.create_index("ix_reading_source_digest", "reading", ["source", "form", "digest"])
    op.create_table(
        "token",
        *(sa.Column(name, Text, nullable=False) for name in ("prefix", "digest", "name", "scopes", "source")),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("revoked", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("prefix", name="pk_token"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("form", Text, nullable=False),
        sa.Column("document", Text, nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("digest", Text, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_source_form", "report", ["source", "form"])
    op.create_table(
        "request",
        *(sa.Column(name, Text, nullable=False) for name in ("token", "key", "digest")),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_request_report"),
        sa.PrimaryKeyConstraint("token", "key", name="pk_request"),
    )
    op.create_index("ix_request_received", "request", ["received"])
