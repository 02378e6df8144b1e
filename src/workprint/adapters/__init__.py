"""Other forms of the timeline: what clients and other editors read and write."""

from . import draft

__all__ = ["draft"]
