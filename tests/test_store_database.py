"""Opening databases: migrations, settings, what is wrong with an address."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from assistant.errors import ConfigError
from assistant.store import Event, Put, Store
from assistant.store.database import Database
from assistant.store.tables import metadata
from assistant.types import Meeting, Segment

pytest_plugins = ("tests.postgres",)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database.open(address)
    yield opened
    opened.close()


def test_migrations_lead_to_the_tables(database: Database) -> None:
    # SQLite has a table of its own, kept by triggers, in the place of PostgreSQL's index.
    elsewhere = ("passage_words", "ix_passages_words") if database.is_sqlite else ()

    def is_compared(_object: Any, name: str | None, *_: Any) -> bool:
        return not (name or "").startswith(elsewhere)

    with database.reading.begin() as connection:
        options = {"compare_server_default": True, "include_object": is_compared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_comparison_sees_differences(database: Database) -> None:
    with database.writing.connect() as connection, connection.begin() as transaction:
        connection.execute(text("ALTER TABLE history DROP COLUMN label"))
        context = MigrationContext.configure(connection)
        found = [each for each in compare_metadata(context, metadata) if "label" in repr(each)]
        assert len(found) == 1
        transaction.rollback()


def test_postgresql_has_its_index(postgres: str) -> None:
    Database.open(postgres).close()
    with psycopg.connect(postgres) as connection:
        query = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_passages_words'"
        row = connection.execute(query).fetchone()
    assert row is not None
    assert "USING gin (words)" in row[0]


def test_sqlite_is_set_up(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'new' / 'folder' / 'a%20b.db'}")
    with database.reading.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "synchronous", "foreign_keys")
        }
    database.close()
    assert found == {
        "journal_mode": "wal", "busy_timeout": 30_000, "synchronous": 1, "foreign_keys": 1,
    }  # fmt: skip


def test_opening_again_keeps_everything(store: Store, address: str) -> None:
    row = store.create(Meeting("m1", "Weekly"), pipeline="recording")
    again = Store.open(address)
    assert again.meeting("m1") == row
    again.close()


def test_a_write_waits_for_another_one(tmp_path: Path) -> None:
    """Were a transaction to begin late, the second writer would work on what it read before."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    stores = [Store.open(url) for _ in range(4)]
    stores[0].create(Meeting("m1"), pipeline="recording")
    given: list[Event] = []

    def write(number: int) -> None:
        for n in range(25):
            record = Segment(f"g{n}", 0.0, 1.0, f"{number}")
            given.extend(stores[number].commit("m1", [Put(record, "asr", number)]))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(event.seq for event in given) == list(range(2, 102))
    for each in stores:
        each.close()


def test_a_new_database_opened_by_many(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store.open(url))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    for each in opened:
        assert each.page(1, None).total == 0
        each.close()


def test_a_snapshot_is_of_one_moment(database: Database) -> None:
    store = Store(database)
    store.create(Meeting("m1"), pipeline="recording")
    count = text("SELECT count(*) FROM meetings")
    with database.reading.begin() as connection:
        before = connection.scalar(count)
        store.create(Meeting("m2"), pipeline="recording")
        assert connection.scalar(count) == before
    assert store.page(1, None).total == 2
    store.delete("m1")
    store.delete("m2")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "should be like sqlite:///path/to/file"),
        ("nonsense", "should be like sqlite:///path/to/file"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("mysql://root:secret@host/x", "no support for databases of the kind 'mysql'"),
        ("postgresql://me:secret@127.0.0.1:1/x", "//me:***@127.0.0.1:1/x cannot be"),
        ("postgres://me:secret@127.0.0.1:1/x?connect_timeout=5", "cannot be used"),
        ("sqlite:////dev/null/x.db", "cannot be used"),
        ("sqlite:////", "cannot be used"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address(address: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Store.open(address)
    message = str(caught.value)
    assert says in message
    assert "secret" not in message
    assert "\n" not in message


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("No database at all, but a longer text than SQLite's header is.\n" * 20)
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="not a database"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    Store.open(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(ConfigError, match="9999"):
        Store.open(f"sqlite:///{path}")


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE records (x)")
    with pytest.raises(ConfigError, match="records already exists"):
        Store.open(f"sqlite:///{path}")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    assert tables == [("records",)]


def test_a_closed_store_leaves_no_connection(postgres: str) -> None:
    store = Store.open(postgres)
    store.page(1, None)
    store.close()
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    with psycopg.connect(postgres) as connection:
        row = connection.execute(query).fetchone()
    assert row == (1,)
