"""What finding facts takes: the recordings that are looked at, and one detector as a process."""

from .finding import RECORDINGS, SCRIPTED, asked, measured
from .recordings import Recordings

__all__ = ["RECORDINGS", "SCRIPTED", "Recordings", "asked", "measured"]
