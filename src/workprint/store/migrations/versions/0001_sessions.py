"""Sessions, revisions, turns, outputs and media, as the first SQLite files have them."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Only ever stamped: no new database begins here."""
