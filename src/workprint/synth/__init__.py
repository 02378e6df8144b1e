"""Music that is made here: free of rights, the same for the same seed, with its beats known."""

from .mood import Mood, NoSuchMood, moods
from .piece import grid, music
from .score import Grid

__all__ = ["Grid", "Mood", "NoSuchMood", "grid", "moods", "music"]
