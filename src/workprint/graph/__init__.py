"""The render graph."""

from .node import INPUT, Audio, Graph, Kind, Node, Pad, Video, source_filter
from .values import File, Made, Text, Value

__all__ = [
    "INPUT",
    "Audio",
    "File",
    "Graph",
    "Kind",
    "Made",
    "Node",
    "Pad",
    "Text",
    "Value",
    "Video",
    "source_filter",
]
