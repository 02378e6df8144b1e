"""The vocabulary: one file per operation, and the registry that finds them."""

from .operation import (
    RGB,
    AudioEffect,
    AudioGenerator,
    BadParameter,
    Context,
    EditOp,
    Operation,
    Param,
    TextGenerator,
    TransitionOp,
    UnknownOperation,
    VideoEffect,
    VideoGenerator,
    WrongFamily,
    language,
)
from .registry import bind, operation, registry
from .validate import check

__all__ = [
    "RGB",
    "AudioEffect",
    "AudioGenerator",
    "BadParameter",
    "Context",
    "EditOp",
    "Operation",
    "Param",
    "TextGenerator",
    "TransitionOp",
    "UnknownOperation",
    "VideoEffect",
    "VideoGenerator",
    "WrongFamily",
    "bind",
    "check",
    "language",
    "operation",
    "registry",
]
