"""Edits: one operation per file, from document to document; and what they raise."""

from .beats import beats_of
from .faced import face_in, looked_for
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
    begins,
    manner_of,
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
    "beats_of",
    "begins",
    "face_in",
    "looked_for",
    "manner_of",
    "narrated",
    "spoken_of",
]
