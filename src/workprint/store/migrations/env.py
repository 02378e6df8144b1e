"""Runs migrations on the connection that `layout.migrate` gives."""

from alembic import context

from workprint.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
