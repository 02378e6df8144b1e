"""The tables: what is stored, in SQLite or in Postgres alike.

Times are seconds since 1970. Whoever changes a table here adds the step that leads there from the
layout before to `migrations`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _session(**options: bool) -> Column[str]:
    """A column that names a session and goes with it."""
    return Column("session", String(100), ForeignKey("sessions.name", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


# The films: sessions, their revisions, what was said, what was rendered, which files were seen.

sessions = Table(
    "sessions",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("head", Integer, nullable=False),
    Column("created", Double, nullable=False),
    Column("updated", Double, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    _session(nullable=False),
    Column("number", Integer, nullable=False),
    Column("parent", Integer),
    Column("timeline", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("edits", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("created", Double, nullable=False),
    Column("back", Integer),
    PrimaryKeyConstraint("session", "number"),
)

turns = Table(
    "turns",
    metadata,
    _session(nullable=False),
    Column("number", Integer, nullable=False),
    Column("request", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created", Double, nullable=False),
    # The run of a service that it was: a run begun again finds that it has come to its end.
    Column("run", String(64)),
    PrimaryKeyConstraint("session", "number"),
)

outputs = Table(
    "outputs",
    metadata,
    _session(nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("created", Double, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("path", Text, primary_key=True),
    Column("hash", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
)

# The people of a service: users, their tokens and credits, their sessions.

users = Table(
    "users",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("client", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("plan", String(32), nullable=False),
    Column("available", BigInteger, nullable=False),
    Column("frozen", BigInteger, nullable=False),
    Column("created", Double, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    # The token itself is never stored.
    Column("sha256", String(64), primary_key=True),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    # "user" for the whole protocol; "claim" opens one session in the web page and nothing else.
    Column("scope", String(16), nullable=False),
    Column("session", String(100)),
    Column("created", Double, nullable=False),
    Column("expires", Double, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    # grant, hold, settle, release
    Column("kind", String(16), nullable=False),
    Column("credits", BigInteger, nullable=False),
    Column("job", String(64), index=True),
    Column("created", Double, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("session", String(100), primary_key=True),
    Column("task", String(64), nullable=False, unique=True),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("created", Double, nullable=False),
    Column("updated", Double, nullable=False),
)

hits = Table(
    "hits",
    metadata,
    # What is counted ("token:address:127.0.0.1"), in which window of time.
    Column("key", String(200), nullable=False),
    Column("window", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("until", Double, nullable=False, index=True),
    PrimaryKeyConstraint("key", "window"),
)

# Files of a service, by content.

blobs = Table(
    "blobs",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    # What it is by content ("mp4"), also the suffix of its file.
    Column("kind", String(16), nullable=False),
    Column("created", Double, nullable=False),
    Column("used", Double, nullable=False, index=True),
)

uploads = Table(
    "uploads",
    metadata,
    # A file that someone sent to a session; one begun and not ended can be gone on with.
    Column("id", String(64), primary_key=True),
    Column("session", String(100), nullable=False, index=True),
    Column("user", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger),
    Column("received", BigInteger, nullable=False),
    Column("hash", String(64)),
    # receiving, taken, failed
    Column("state", String(16), nullable=False),
    Column("info", Text, nullable=False),
    Column("created", Double, nullable=False),
    Column("updated", Double, nullable=False),
)

# Work that outlives the process that began it.

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    # Which workers may take it: "light", "cpu", "gpu".
    Column("lane", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("user", String(64), nullable=False),
    Column("session", String(100), index=True),
    Column("parent", String(64), index=True),
    # Of the jobs with the same mark one runs at a time, in the order they came.
    Column("alone", String(120)),
    Column("payload", Text, nullable=False),
    # queued, running, done, failed, cancelled, dead
    Column("state", String(16), nullable=False),
    Column("progress", Double, nullable=False),
    Column("note", Text, nullable=False),
    Column("result", Text),
    Column("error", Text),
    Column("cancel", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(100)),
    Column("lease", Double),
    Column("after", Double, nullable=False),
    Column("created", Double, nullable=False),
    Column("started", Double),
    # When it last got further.
    Column("moved", Double),
    Column("finished", Double),
    Index("jobs_ended", "state", "finished"),
    Index("jobs_waiting", "state", "lane", "priority", "created"),
    Index("jobs_alone", "alone", "state"),
    Index("jobs_of_user", "user", "state"),
)

steps = Table(
    "steps",
    metadata,
    # A part of a job that is done and is not done again.
    Column("job", String(64), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("result", Text, nullable=False),
    Column("created", Double, nullable=False),
    PrimaryKeyConstraint("job", "name"),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(100), primary_key=True),
    # How many jobs of each lane it does at once: "light=4 cpu=1".
    Column("lanes", String(100), nullable=False),
    Column("started", Double, nullable=False),
    Column("seen", Double, nullable=False, index=True),
)

exports = Table(
    "exports",
    metadata,
    Column("user", String(64), nullable=False),
    # The name that the client gave it.
    Column("id", String(120), nullable=False),
    Column("session", String(100), nullable=False, index=True),
    Column("job", String(64), nullable=False, unique=True),
    # Of all that was asked: the same name with another body is a conflict.
    Column("digest", String(64), nullable=False),
    Column("hash", String(64)),
    Column("created", Double, nullable=False),
    PrimaryKeyConstraint("user", "id"),
)

runs = Table(
    "runs",
    metadata,
    # One message to a session and what came of it.
    Column("id", String(64), primary_key=True),
    Column("session", String(100), nullable=False, index=True),
    Column("user", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(8), nullable=False),
    # waiting, running, done, failed, aborted
    Column("state", String(16), nullable=False),
    # The number of its last event: one look at the runs tells which have news.
    Column("last", Integer, nullable=False),
    Column("created", Double, nullable=False),
    Column("finished", Double),
)

events = Table(
    "events",
    metadata,
    Column("run", String(64), ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    # What it tells of: the same thing is told once.
    Column("key", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("created", Double, nullable=False),
    PrimaryKeyConstraint("run", "number"),
    UniqueConstraint("run", "key"),
)
