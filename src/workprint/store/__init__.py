"""Sessions with their revisions, media by content, and where everything lies."""

from .database import Database, StoreBroken
from .home import home
from .library import Identity, Library, SourceChanged, SourceMissing
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
    "BadSessionName",
    "Database",
    "Identity",
    "Library",
    "NoSuchRevision",
    "NoSuchSession",
    "NothingToRedo",
    "NothingToUndo",
    "Output",
    "Revision",
    "SessionChanged",
    "SessionInfo",
    "Sessions",
    "SourceChanged",
    "SourceMissing",
    "StoreBroken",
    "Turn",
    "home",
]
