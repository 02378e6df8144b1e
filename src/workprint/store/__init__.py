"""Sessions with their revisions, media by content, and where everything lies."""

from .blobs import BlobDamaged, BlobMissing, Blobs, media_name
from .database import Database, StoreBroken
from .home import home
from .library import BLOB, Identity, Library, SourceChanged, SourceMissing
from .queue import (
    ENDED,
    LEASE_SECONDS,
    Job,
    LeaseLost,
    New,
    NoSuchJob,
    Queue,
    QueueFull,
)
from .sessions import (
    BadSessionName,
    NoSuchRevision,
    NoSuchSession,
    NothingToRedo,
    NothingToUndo,
    Output,
    Revision,
    SessionChanged,
    SessionInfo,
    Sessions,
    Turn,
)

__all__ = [
    "BLOB",
    "ENDED",
    "LEASE_SECONDS",
    "BadSessionName",
    "BlobDamaged",
    "BlobMissing",
    "Blobs",
    "Database",
    "Identity",
    "Job",
    "LeaseLost",
    "Library",
    "New",
    "NoSuchJob",
    "NoSuchRevision",
    "NoSuchSession",
    "NothingToRedo",
    "NothingToUndo",
    "Output",
    "Queue",
    "QueueFull",
    "Revision",
    "SessionChanged",
    "SessionInfo",
    "Sessions",
    "SourceChanged",
    "SourceMissing",
    "StoreBroken",
    "Turn",
    "home",
    "media_name",
]
