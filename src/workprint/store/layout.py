"""The layout of the tables, and how an older one becomes it."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from .tables import metadata

LAYOUT = "0003"
"""The newest migration."""
_OLD = {1: "0001", 2: "0002"}
"""Layouts written before there were migrations, by their number in the SQLite file."""
_LOCK = 0x776F726B


class Newer(Exception):
    """The database was written by a newer Workprint."""


def prepare(engine: Engine) -> None:
    """Make the tables, or bring those that are there up to date, one process at a time."""
    if layout(engine) == LAYOUT:
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        # Another process may have done it meanwhile.
        now = _layout(connection)
        if now == LAYOUT:
            return
        if now is None:
            metadata.create_all(connection)
            _stamp(connection)
        elif now > LAYOUT:
            raise Newer(f"it was written by a newer Workprint (layout {now})")
        else:
            migrate(connection, now)


def layout(engine: Engine) -> str | None:
    """The layout of a database; None for an empty one."""
    with engine.connect() as connection:
        return _layout(connection.execution_options(reading=True))


def migrate(connection: Connection, now: str) -> None:
    """All steps from the layout `now` to the newest."""
    from alembic import command
    from alembic.config import Config

    with as_file(files("workprint.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        if not inspect(connection).has_table("alembic_version"):
            command.stamp(config, now)
        command.upgrade(config, "head")


def _layout(connection: Connection) -> str | None:
    if inspect(connection).has_table("alembic_version"):
        found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if connection.dialect.name != "sqlite":
        return None
    number = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if number > max(_OLD):
        raise Newer(f"it was written by a newer Workprint (layout {number})")
    return _OLD.get(number)


def _stamp(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:layout)"), {"layout": LAYOUT})
