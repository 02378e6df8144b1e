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
from .narration import (
    VOICE_OVER,
    MissingVoice,
    NoVoiceOver,
    VoiceTaken,
    narrated,
    spoken_of,
)

__all__ = [
    "VOICE_OVER",
    "BadNumber",
    "EmptyRange",
    "MissingFacts",
    "MissingVoice",
    "NoMusic",
    "NoSuchItem",
    "NoVoiceOver",
    "NotNeighbours",
    "NothingToDo",
    "OutOfBounds",
    "OutOfMedia",
    "OutOfRange",
    "PictureOnly",
    "SoundOnly",
    "TransitionTooLong",
    "VoiceTaken",
    "WouldLoop",
    "narrated",
    "spoken_of",
]
