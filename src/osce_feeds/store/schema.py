"""The tables, as they are at the newest migration.

Moments are whole seconds since 1970 UTC; days are ISO texts. ``record`` holds an
article as JSON; the columns beside it are what selections and look-ups need.
"""

import sqlalchemy as sa

from osce_feeds.store.dialect import Text

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", Text, primary_key=True),
    sa.Column("value", Text, nullable=False),
    comment="facts about the store: authority, created, sample, the service's epoch and since when it holds",
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
    comment="one row: the change sequence, locked as the last step before COMMIT",
)

MOMENT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""The type of a key that is a moment; SQLite only takes its own integer for the place of a row."""

article = sa.Table(
    "article",
    metadata,
    sa.Column("published", MOMENT, primary_key=True, autoincrement=False, comment="unique: the place in every list"),
    sa.Column("key", Text, nullable=False),
    sa.Column("work", Text, nullable=False),
    sa.Column("language", Text, nullable=False),
    sa.Column(
        "lead", sa.Boolean, nullable=False, comment="the edition shown where a work lacks the language asked for"
    ),
    sa.Column("status", Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("date", Text, nullable=False),
    sa.Column("received", sa.BigInteger, nullable=False, comment="when the current version was made"),
    sa.Column(
        "change", sa.BigInteger, nullable=True, comment="number of the last public change; null before the first"
    ),
    sa.Column("record", sa.LargeBinary, nullable=False, comment="the current version"),
    sa.UniqueConstraint("key", name="uq_article_key"),
    sa.Index("ix_article_status_received", "status", "received"),
    sa.Index("ix_article_work_language_status", "work", "language", "status"),
    sa.Index("ix_article_change", "change", unique=True),
    sa.Index("ix_article_status_date", "status", "date"),
)

version = sa.Table(
    "version",
    metadata,
    sa.Column("key", sa.ForeignKey("article.key"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("record", sa.LargeBinary, nullable=False),
    comment="every version of every article that a later one replaced",
)

term = sa.Table(
    "term",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scheme", Text, nullable=False),
    sa.Column("code", Text, nullable=False),
    sa.Column("label", Text, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False, comment="a person says that this minted term is one"),
    sa.Column("merged_into", Text, nullable=True, comment="code of the term that this one turned out to be"),
    sa.UniqueConstraint("scheme", "code", name="uq_term_scheme"),
    comment="terms that articles have or had, under the label that they came with first",
)

language = sa.Table(
    "language",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tag", Text, nullable=False),
    sa.UniqueConstraint("tag", name="uq_language_tag"),
    comment="languages that articles are or were written in",
)

article_term = sa.Table(
    "article_term",
    metadata,
    sa.Column("term", sa.ForeignKey("term.id"), primary_key=True),
    sa.Column("published", sa.BigInteger, primary_key=True),
    sa.Index("ix_article_term_published", "published"),
    comment="published articles by term, withdrawn ones included: where it is looked up whether one has a term",
    sqlite_with_rowid=False,
)

listing = sa.Table(
    "listing",
    metadata,
    sa.Column("term", sa.Integer, primary_key=True, autoincrement=False, comment="an office or a type; 0 for any"),
    sa.Column("topic", sa.Integer, primary_key=True, autoincrement=False, comment="0 for any"),
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False, comment="a language; 0: leads of works"),
    sa.Column("published", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("language", sa.Integer, nullable=False),
    sa.Column("alone", sa.Boolean, nullable=False, comment="its work has no other edition that can be shown"),
    sa.Column("received", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    comment="articles that can be shown, once for each list of an office, a topic, both, or a type: what lists walk",
    sqlite_with_rowid=False,
)

selection = sa.Table(
    "selection",
    metadata,
    sa.Column("office", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("touched", sa.BigInteger, nullable=False),
    sa.Column("articles", sa.Integer, nullable=False, comment="that can be shown"),
    sa.Column("works", sa.Integer, nullable=False, comment="whose leads can be shown"),
    comment="when an article that is or was in a selection last changed, and how many are; 0 means any",
    sqlite_with_rowid=False,
)

difference = sa.Table(
    "difference",
    metadata,
    sa.Column("office", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("language", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("works", sa.Integer, nullable=False),
    comment="how many works a list in a language shows more than leads: where editions have other terms than theirs",
    sqlite_with_rowid=False,
)

identity = sa.Table(
    "identity",
    metadata,
    sa.Column("identity", Text, primary_key=True),
    sa.Column("key", sa.ForeignKey("article.key"), primary_key=True),
    comment="keys by which an article is recognised when it comes again",
)

reading = sa.Table(
    "reading",
    metadata,
    sa.Column("key", sa.ForeignKey("article.key"), primary_key=True),
    sa.Column("source", Text, primary_key=True, comment="the publisher"),
    sa.Column("form", Text, primary_key=True, comment="kind of document: a list and a page may differ for ever"),
    sa.Column("digest", Text, nullable=False),
    sa.Column("entry", sa.LargeBinary, nullable=False),
    sa.Column("evidence", sa.LargeBinary, nullable=False),
    sa.Column("reading", sa.LargeBinary, nullable=False, comment="what the rules of that day made of the entry"),
    sa.Index("ix_reading_source_digest", "source", "form", "digest"),
    comment="what each source said last about an article, as found and as read",
)

token = sa.Table(
    "token",
    metadata,
    sa.Column("prefix", Text, primary_key=True, comment="names it, in lists and logs"),
    sa.Column("digest", Text, nullable=False, comment="SHA-256 of the secret, in hexadecimal"),
    sa.Column("name", Text, nullable=False, comment="for whom it was made"),
    sa.Column("scopes", Text, nullable=False, comment="what it allows, between spaces"),
    sa.Column("source", Text, nullable=False, comment="the publisher that it speaks for; empty for any"),
    sa.Column("created", sa.BigInteger, nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),
    sa.Column("revoked", sa.BigInteger, nullable=True),
    comment="secrets by which programs and people prove what they may do",
)

report = sa.Table(
    "report",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("received", sa.BigInteger, nullable=False),
    sa.Column("source", Text, nullable=False),
    sa.Column("form", Text, nullable=False),
    sa.Column("document", Text, nullable=False),
    sa.Column("records", sa.Integer, nullable=False, comment="how many were taken, new or not"),
    sa.Column(
        "digest", Text, nullable=False, comment="of all by which it was read; empty where it might do more another time"
    ),
    sa.Column("report", sa.LargeBinary, nullable=False),
    sa.Index("ix_report_source_form", "source", "form"),
    comment="what every ingest found, stored with it",
)

request = sa.Table(
    "request",
    metadata,
    sa.Column("token", Text, primary_key=True, comment="prefix of the token under which it came"),
    sa.Column("key", Text, primary_key=True, comment="its Idempotency-Key"),
    sa.Column("digest", Text, nullable=False, comment="of the whole request"),
    sa.Column("received", sa.BigInteger, nullable=False),
    sa.Column("report", sa.ForeignKey("report.id"), nullable=False),
    sa.Index("ix_request_received", "received"),
    comment="documents that came under a key of their sender's, so that what comes twice is taken once",
)
