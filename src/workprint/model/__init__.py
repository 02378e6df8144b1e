"""The timeline document, the media it points at, and the facts known of them."""

from .document import (
    SCHEMA_VERSION,
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Item,
    ItemRef,
    Keyframe,
    Marker,
    MediaRef,
    Tie,
    Timeline,
    TimelineRef,
    Track,
    TrackKind,
    Transition,
)
from .fact import Fact, Facts, of_kind
from .media import AudioStream, MediaFile, VideoStream
from .upgrade import BadDocument, NewerSchema, load, save

__all__ = [
    "SCHEMA_VERSION", "AudioStream", "BadDocument", "Canvas", "Clip", "Effect", "Fact", "Facts", "FileRef",
    "Gap", "GeneratorRef", "Item", "ItemRef", "Keyframe", "Marker", "MediaFile", "MediaRef", "NewerSchema",
    "Tie", "Timeline", "TimelineRef", "Track", "TrackKind", "Transition", "VideoStream", "load", "of_kind",
    "save",
]
