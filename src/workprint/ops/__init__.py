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
from .screen import MARK_NEAR, SCREEN_KINDS, Mark, marks, unsure_clicks
from .validate import check

__all__ = [
    "MARK_NEAR",
    "RGB",
    "SCREEN_KINDS",
    "AudioEffect",
    "AudioGenerator",
    "BadParameter",
    "Context",
    "EditOp",
    "Mark",
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
    "marks",
    "operation",
    "registry",
    "unsure_clicks",
]
