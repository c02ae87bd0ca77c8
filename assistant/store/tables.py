"""The tables, the same on SQLite and PostgreSQL but for the index of words."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine

from assistant.store.words import as_tsvector


class Moment(TypeDecorator[datetime.datetime]):
    """An aware datetime; SQLite keeps none of its time zone, so what is kept is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """To UTC."""
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """From UTC, or from PostgreSQL's own time zone."""
        if value is None:
            return None
        return (
            value.astimezone(datetime.UTC) if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        )


class Words(TypeDecorator[str]):
    """Words joined by blanks: text that FTS5 indexes, or a tsvector that GIN does."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TSVECTOR on PostgreSQL."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The words with their places, where PostgreSQL wants them."""
        if value is None or dialect.name != "postgresql":
            return value
        return as_tsvector(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_JSON = JSON(none_as_null=True)


def _meeting(index: bool = False) -> Column[int]:
    owner = ForeignKey("meetings.number", ondelete="CASCADE")
    return Column("meeting", Integer, owner, primary_key=not index, nullable=False)


meetings = Table(
    "meetings",
    metadata,
    # In the order in which meetings were made, which is the order of every list.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("date", Date, nullable=False),
    Column("language", String, nullable=False),
    Column("speakers", Integer),
    Column("hotwords", _JSON, nullable=False),
    Column("source", String, nullable=False),
    Column("pipeline", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("reason", String),
    Column("failed_stage", String),
    Column("duration", Float),
    Column("progress", _JSON, nullable=False),
    Column("eta", Float),
    Column("warnings", _JSON, nullable=False),
    Column("file", String),
    Column("sha256", String, index=True),
    Column("size", BigInteger),
    Column("provenance", _JSON),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("run", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("channels", Integer),
    Column("lag", Float),
    Column("style", _JSON),
    Column("notices", _JSON),
    Column("proposal", _JSON),
)

records = Table(
    "records",
    metadata,
    _meeting(),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("machine", Text),
    Column("overlay", Text),
    Column("node", String),
    Column("run", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("shown", Text),
    # From the effective record, for what is looked for in SQL.
    Column("present", Boolean, nullable=False),
    Column("start", Float),
    Column("end", Float),
    # Who says a segment; who owns an action item.
    Column("speaker", String),
    Column("open", Boolean),
)
Index(
    "ix_records_speaking",
    records.c.meeting,
    records.c.kind,
    records.c.present,
    records.c.speaker,
    records.c.start,
    records.c.end,
    records.c.open,
)

events = Table(
    "events",
    metadata,
    _meeting(),
    Column("seq", BigInteger, primary_key=True),
    Column("type", String, nullable=False),
    Column("text", Text, nullable=False),
)

history = Table(
    "history",
    metadata,
    _meeting(),
    Column("number", Integer, primary_key=True),
    Column("label", String, nullable=False),
    Column("undone", Boolean, nullable=False),
    # [[kind, id, overlay before, overlay after], [kind, id, before, after, layer], …] (edits.py)
    Column("overlays", Text, nullable=False),
)

SHIFT = 32
"""A passage's number is its meeting's shifted by this, plus the number of the event that told
it: the index of words alone then says which meeting a match lies in."""

passages = Table(
    "passages",
    metadata,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    _meeting(index=True),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("start", Float),
    Column("words", Words, nullable=False),
)
Index("uq_passages_record", passages.c.meeting, passages.c.kind, passages.c.id, unique=True)
# PostgreSQL's index of words; SQLite has `WORDS` instead.
Index("ix_passages_words", passages.c.words, postgresql_using="gin")

WORDS = Table("passage_words", MetaData(), Column("rowid", Integer), Column("passage_words", Text))
"""SQLite's FTS5 table over the passages; triggers keep it. It is made by the migration alone."""
