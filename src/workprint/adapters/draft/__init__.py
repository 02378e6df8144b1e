"""The wire draft: the timeline in short keys and milliseconds, for clients."""

from .faults import DraftFaults
from .parts import VERSION, schema
from .read import Check, read
from .write import write

__all__ = ["VERSION", "Check", "DraftFaults", "read", "schema", "write"]
