"""Edits: one operation per file, from document to document; and what they raise."""

from .faults import (
    BadNumber,
    EmptyRange,
    MissingFacts,
    NoMusic,
    NoSuchItem,
    NothingToDo,
    NotNeighbours,
    OutOfBounds,
    OutOfMedia,
    OutOfRange,
    PictureOnly,
    SoundOnly,
    TransitionTooLong,
    WouldLoop,
)

__all__ = [
    "BadNumber",
    "EmptyRange",
    "MissingFacts",
    "NoMusic",
    "NoSuchItem",
    "NotNeighbours",
    "NothingToDo",
    "OutOfBounds",
    "OutOfMedia",
    "OutOfRange",
    "PictureOnly",
    "SoundOnly",
    "TransitionTooLong",
    "WouldLoop",
]
