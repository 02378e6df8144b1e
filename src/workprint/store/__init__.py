"""Sessions with their revisions, media by content, and where everything lies."""

from .blobs import BlobDamaged, BlobMissing, Blobs, StorageBroken, media_name
from .database import Database, StoreBroken
from .home import home
from .job import ENDED, Job, LeaseLost, New, NoSuchJob, NotEnded, QueueFull, told
from .kept import FACTS, SPOKEN, Kept, used
from .library import BLOB, Identity, Library, SourceChanged, SourceMissing
from .presence import Presence
from .queue import ATTEMPTS, LEASE_SECONDS, STUCK_SECONDS, Queue
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
    "ATTEMPTS",
    "BLOB",
    "ENDED",
    "FACTS",
    "LEASE_SECONDS",
    "SPOKEN",
    "STUCK_SECONDS",
    "BadSessionName",
    "BlobDamaged",
    "BlobMissing",
    "Blobs",
    "Database",
    "Identity",
    "Job",
    "Kept",
    "LeaseLost",
    "Library",
    "New",
    "NoSuchJob",
    "NoSuchRevision",
    "NoSuchSession",
    "NotEnded",
    "NothingToRedo",
    "NothingToUndo",
    "Output",
    "Presence",
    "Queue",
    "QueueFull",
    "Revision",
    "SessionChanged",
    "SessionInfo",
    "Sessions",
    "SourceChanged",
    "SourceMissing",
    "StorageBroken",
    "StoreBroken",
    "Turn",
    "home",
    "media_name",
    "told",
    "used",
]
