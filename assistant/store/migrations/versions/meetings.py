"""Meetings, records, events, history and the index of words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

INDEX_OF_WORDS = """
CREATE VIRTUAL TABLE passage_words USING fts5(
    words, content = 'passages', content_rowid = 'number', columnsize = 0, prefix = '1 2',
    tokenize = 'ascii'
)
"""
TAKE_IN = "INSERT INTO passage_words (rowid, words) VALUES (new.number, new.words);"
TAKE_OUT = """
INSERT INTO passage_words (passage_words, rowid, words)
VALUES ('delete', old.number, old.words);
"""


def upgrade() -> None:
    """From nothing."""
    _meetings()
    _records()
    op.create_table(
        "events",
        _meeting("events"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting", "seq", name="pk_events"),
    )
    op.create_table(
        "history",
        _meeting("history"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("overlays", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting", "number", name="pk_history"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _passages(sa.Integer(), sa.Text())
        op.execute(INDEX_OF_WORDS)
        # Passages are never updated: a changed one is deleted and written anew.
        op.execute(f"CREATE TRIGGER passage_in AFTER INSERT ON passages BEGIN {TAKE_IN} END")
        op.execute(f"CREATE TRIGGER passage_out AFTER DELETE ON passages BEGIN {TAKE_OUT} END")
    else:
        _passages(sa.BigInteger(), TSVECTOR())
        op.create_index("ix_passages_words", "passages", ["words"], postgresql_using="gin")


def _meeting(table: str) -> sa.Column[int]:
    owner = sa.ForeignKey("meetings.number", name=f"fk_{table}_meeting", ondelete="CASCADE")
    return sa.Column("meeting", sa.Integer(), owner, nullable=False)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("speakers", sa.Integer()),
        sa.Column("hotwords", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("pipeline", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("failed_stage", sa.String()),
        sa.Column("duration", sa.Float()),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("eta", sa.Float()),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("file", sa.String()),
        sa.Column("sha256", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("provenance", sa.JSON()),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_meetings"),
        sa.UniqueConstraint("id", name="uq_meetings_id"),
    )
    op.create_index("ix_meetings_state", "meetings", ["state"])
    op.create_index("ix_meetings_sha256", "meetings", ["sha256"])


def _records() -> None:
    op.create_table(
        "records",
        _meeting("records"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("machine", sa.Text()),
        sa.Column("overlay", sa.Text()),
        sa.Column("node", sa.String()),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Text()),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Float()),
        sa.Column("end", sa.Float()),
        sa.Column("speaker", sa.String()),
        sa.Column("open", sa.Boolean()),
        sa.PrimaryKeyConstraint("meeting", "kind", "id", name="pk_records"),
    )
    op.create_index(
        "ix_records_speaking",
        "records",
        ["meeting", "kind", "present", "speaker", "start", "end", "open"],
    )


def _passages(number: sa.types.TypeEngine[int], words: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "passages",
        sa.Column("number", number, nullable=False, autoincrement=False),
        _meeting("passages"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("start", sa.Float()),
        sa.Column("words", words, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_passages"),
    )
    op.create_index("uq_passages_record", "passages", ["meeting", "kind", "id"], unique=True)
