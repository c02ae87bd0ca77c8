"""The database behind the store: how to connect, how to begin, which schema it must have."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import ConfigError

BUSY = 30.0
"""Seconds that a writer waits for another one."""
_MIGRATING = 7_235_191
"""PostgreSQL's advisory lock that only one process holds while it migrates."""
_MIGRATES = threading.Lock()
"""Alembic keeps what it works on in a global."""
_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


class Database:
    """Two ways into one pool of connections: for writing and for reading at one moment.

    A writer has SQLite to itself from the start of its transaction, so that it cannot read what
    another one is about to change; on PostgreSQL it locks its meeting's row.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        reads = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self.writing: Engine = engine.execution_options(begins="BEGIN IMMEDIATE")
        self.reading: Engine = engine.execution_options(**reads)

    @classmethod
    def open(cls, address: str) -> Database:
        """Connects and brings the schema up to date.

        Raises ConfigError: no such database, or it cannot be used.
        """
        url = _url(address)
        shown = url.render_as_string(hide_password=True)
        try:
            database = cls(_engine(url))
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise ConfigError(f"the database {shown} cannot be used: {_line(error)}") from error
        try:
            with _MIGRATES, database.writing.begin() as connection:
                migrate(connection)
        except (SQLAlchemyError, CommandError) as error:
            database.close()
            raise ConfigError(f"the database {shown} cannot be used: {_line(error)}") from error
        return database

    def close(self) -> None:
        """Ends every connection that is not in use."""
        self._engine.dispose()


def migrate(connection: Connection) -> None:
    """Brings the schema up to date within the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
    config = Config()
    config.set_main_option("script_location", "assistant.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (SQLAlchemyError, ValueError) as error:
        raise ConfigError(
            "the database's address should be like sqlite:///path/to/file or "
            "postgresql://user:password@host/name"
        ) from error
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ConfigError(
            f"there is no support for databases of the kind {url.drivername!r}: "
            "sqlite and postgresql are known"
        )
    if driver == "sqlite" and url.database in (None, "", ":memory:"):
        raise ConfigError("SQLite needs a file: sqlite:///path/to/file")
    return url.set(drivername=driver)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_size=8, max_overflow=24, pool_pre_ping=True)
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, pool_size=8, max_overflow=24, connect_args={"timeout": BUSY, "isolation_level": None}
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # The driver would begin only at the first write: too late for a consistent read.
    connection.exec_driver_sql(connection.get_execution_options().get("begins", "BEGIN"))


def _line(error: BaseException) -> str:
    """What the driver says, on one line, without the statement."""
    return " ".join(str(getattr(error, "orig", None) or error).split())
