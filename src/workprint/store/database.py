"""The database: one SQLite file shared by the processes of a machine, or Postgres for many machines."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Engine,
    Executable,
    RowMapping,
    Table,
    cast,
    create_engine,
    event,
    func,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from workprint.base import Fault, Text

from .layout import Newer, prepare

BUSY_SECONDS = 10


_FOLDER: Text = {"en": "The data folder", "zh": "数据文件夹"}
_SERVER: Text = {"en": "The database server", "zh": "数据库服务器"}


class StoreBroken(Fault):
    code = "store_broken"
    en = "{what[en]} {path} cannot be used: {because[en]}."
    zh = "无法使用{what[zh]} {path}：{because[zh]}。"

    def __init__(self, path: str, because: Text) -> None:
        super().__init__(what=_SERVER if "://" in path else _FOLDER, path=path, because=because)


_REASONS: tuple[tuple[str, Text], ...] = (
    ("locked", {"en": "another program holds it for too long", "zh": "另一个程序占用时间过长"}),
    ("newer", {"en": "it was written by a newer Workprint", "zh": "它由更新版本的 Workprint 写入"}),
    ("full", {"en": "the disk is full", "zh": "磁盘已满"}),
    ("not a database", {"en": "its database is damaged", "zh": "其中的数据库已损坏"}),
    ("malformed", {"en": "its database is damaged", "zh": "其中的数据库已损坏"}),
    ("connection", {"en": "it cannot be reached", "zh": "无法连接"}),
)
_CLOSED: Text = {"en": "it cannot be opened for writing", "zh": "无法打开并写入"}


def broken(path: str, error: Exception) -> StoreBroken:
    """The fault for what the database said."""
    because = next((text for words, text in _REASONS if words in str(error)), _CLOSED)
    return StoreBroken(path, because)


class Database:
    """A database: the SQLite file at a path, one in memory (None), or a Postgres server by address
    (`postgresql://…`).

    Each change is one transaction: a process killed in the middle leaves nothing of it behind. It may
    be used by any number of threads.
    """

    def __init__(self, place: Path | str | None, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives the time where there is no server that has one."""
        self.clock = clock
        self.remote = isinstance(place, str)
        self.path = place if isinstance(place, Path) else None
        self._open = threading.local()
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(place)
            self.place = self.engine.url.render_as_string(hide_password=True) if self.remote else str(place)
            prepare(self.engine)
        except (OSError, Newer, SQLAlchemyError) as error:
            named = str(place) if not self.remote else "postgresql://"
            raise broken(named, error) from error

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """All statements inside happen together or not at all; other writers wait their turn. One
        inside another is part of it."""
        outer = getattr(self._open, "connection", None)
        if outer is not None:
            yield outer
            return
        try:
            connection = self.engine.connect()
            begun = connection.begin()
        except DBAPIError as error:
            raise broken(self.place, error) from error
        try:
            self._open.connection = connection
            with begun:
                yield connection
        except DBAPIError as error:
            if _is_trouble(error):
                raise broken(self.place, error) from error
            raise
        finally:
            self._open.connection = None
            connection.close()

    def run(self, statement: Executable) -> int:
        """Do one statement; how many rows it touched."""
        with self.change() as connection:
            return int(connection.execute(statement).rowcount)

    def row(self, query: Executable) -> RowMapping | None:
        """The first row a query finds."""
        found = self.rows(query)
        return found[0] if found else None

    def rows(self, query: Executable) -> list[RowMapping]:
        """All rows a query finds, by the names of their columns."""
        outer: Connection | None = getattr(self._open, "connection", None)
        if outer is not None:
            return list(outer.execute(query).mappings())
        try:
            with self.engine.connect() as connection:
                reading = connection.execution_options(reading=True)
                return list(reading.execute(query).mappings())
        except DBAPIError as error:
            raise broken(self.place, error) from error

    def upsert(self, table: Table, values: dict[str, Any], keep: tuple[str, ...] = ()) -> None:
        """Insert a row, or write over the one with the same key, but for the columns of `keep`."""
        keys = [column.name for column in table.primary_key]
        new = {name: value for name, value in values.items() if name not in (*keys, *keep)}
        insert = self.insert(table).values(**values)
        self.run(insert.on_conflict_do_update(index_elements=keys, set_=new))

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what happens on a conflict."""
        return postgresql.insert(table) if self.remote else sqlite.insert(table)

    @property
    def now(self) -> ColumnElement[float]:
        """The time by one clock for all: the server's, where there are many machines."""
        if self.remote:
            return cast(func.extract("epoch", func.clock_timestamp()), Double)
        return literal(self.clock())

    def close(self) -> None:
        self.engine.dispose()


def _is_trouble(error: DBAPIError) -> bool:
    """Whether the database is at fault, and not what was asked of it."""
    return isinstance(error, (OperationalError, InterfaceError)) or bool(error.connection_invalidated)


_IMPATIENT = {
    "connect_timeout": 4, "keepalives_idle": 3, "keepalives_interval": 2, "keepalives_count": 2,
    "tcp_user_timeout": 6000,
}  # fmt: skip
"""A server that cannot be reached any more is noticed within seconds, whatever became of the network."""


def _engine(place: Path | str | None) -> Engine:
    if isinstance(place, str):
        address = place.replace("postgres://", "postgresql://", 1)
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(
            address, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=dict(_IMPATIENT)
        )
    if place is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        options = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(f"sqlite:///{place}", connect_args=options)
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begins)
    return engine


def _sqlite_connected(connection: Any, record: Any) -> None:
    # The driver begins no transactions by itself: `_sqlite_begins` does.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _sqlite_begins(connection: Connection) -> None:
    # A transaction that reads first and writes then could not become a writer any more when another
    # writer came between.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
