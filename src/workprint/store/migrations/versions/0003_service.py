"""Users, work and events of a service; columns of types that every database knows."""

from alembic import op
from sqlalchemy import inspect, select, table, text
from sqlalchemy.sql import column

from workprint.store.tables import metadata

revision = "0003"
down_revision = "0002"

_OLD = ("sessions", "revisions", "turns", "outputs", "media")


def upgrade() -> None:
    """The tables before are SQLite's strict ones, which take no other types: they are made anew."""
    connection = op.get_bind()
    columns = {name: [each["name"] for each in inspect(connection).get_columns(name)] for name in _OLD}
    for name in _OLD:
        connection.execute(text(f"CREATE TEMPORARY TABLE old_{name} AS SELECT * FROM {name}"))
    for name in reversed(_OLD):
        op.drop_table(name)
    metadata.create_all(connection)
    for name in _OLD:
        old = table(f"old_{name}", *(column(each) for each in columns[name]))
        new = metadata.tables[name]
        connection.execute(new.insert().from_select(columns[name], select(old)))
        op.drop_table(f"old_{name}")
