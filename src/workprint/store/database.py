"""One SQLite file, shared by every process that opens the data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workprint.base import Fault, Text

BUSY_SECONDS = 10
VERSION = 2

_TABLES = """
CREATE TABLE IF NOT EXISTS sessions (
    name TEXT PRIMARY KEY,
    head INTEGER NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS revisions (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    parent INTEGER,
    timeline TEXT NOT NULL,
    request TEXT NOT NULL,
    edits TEXT NOT NULL,
    reply TEXT NOT NULL,
    created REAL NOT NULL,
    back INTEGER,
    PRIMARY KEY (session, number)
) STRICT;
CREATE TABLE IF NOT EXISTS turns (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    request TEXT NOT NULL,
    plan TEXT NOT NULL,
    reply TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (session, number)
) STRICT;
CREATE TABLE IF NOT EXISTS outputs (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    path TEXT NOT NULL,
    report TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS media (
    path TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS media_by_hash ON media(hash);
"""


class StoreBroken(Fault):
    code = "store_broken"
    en = "The data folder {path} cannot be used: {because[en]}."
    zh = "无法使用数据文件夹 {path}：{because[zh]}。"


_REASONS: tuple[tuple[str, Text], ...] = (
    ("locked", {"en": "another program holds it for too long", "zh": "另一个程序占用时间过长"}),
    ("newer", {"en": "it was written by a newer Workprint", "zh": "它由更新版本的 Workprint 写入"}),
    ("full", {"en": "the disk is full", "zh": "磁盘已满"}),
    ("not a database", {"en": "its database is damaged", "zh": "其中的数据库已损坏"}),
    ("malformed", {"en": "its database is damaged", "zh": "其中的数据库已损坏"}),
)
_CLOSED: Text = {"en": "it cannot be opened for writing", "zh": "无法打开并写入"}


def _broken(path: Path | None, error: Exception) -> StoreBroken:
    because = next((text for words, text in _REASONS if words in str(error)), _CLOSED)
    return StoreBroken(path=str(path), because=because)


class Database:
    """A connection to the data folder's database, or to one in memory (`path` None).

    Each change is one transaction: a process killed in the middle leaves nothing of it behind.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(
                path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise _broken(path, error) from error

    def _prepare(self) -> None:
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA foreign_keys=ON")
        found = self.connection.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise sqlite3.DatabaseError(f"it was written by a newer Workprint (layout {found})")
        if found == 0:
            self.connection.executescript(_TABLES + f"PRAGMA user_version={VERSION};")
        elif found < VERSION:
            self._upgrade()

    def _upgrade(self) -> None:
        """From layout 1, whose revisions did not know where an undo of them leads."""
        with self.change():
            # Another process may have done it meanwhile.
            if self.connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                self.connection.execute("ALTER TABLE revisions ADD COLUMN back INTEGER")
                self.connection.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def change(self) -> Iterator[None]:
        """All statements inside happen together or not at all; other processes wait their turn."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise _broken(self.path, error) from error
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        self.connection.execute(statement, values)

    def row(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.connection.execute(query, values).fetchone()
        return found

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.connection.execute(query, values).fetchall()

    def close(self) -> None:
        self.connection.close()
