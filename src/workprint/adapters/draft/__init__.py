"""The wire draft: the timeline in short keys and milliseconds, for clients."""

from .faults import DraftFaults
from .footage import footage
from .kinds import UnknownTrackKind, unknown_kinds
from .parts import VERSION, schema
from .read import Check, read
from .write import write

__all__ = [
    "VERSION",
    "Check",
    "DraftFaults",
    "UnknownTrackKind",
    "footage",
    "read",
    "schema",
    "unknown_kinds",
    "write",
]
