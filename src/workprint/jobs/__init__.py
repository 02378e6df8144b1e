"""Work that takes time: rendering, and checking what was rendered."""

from .finding import Finding
from .formats import FORMATS, SIZES, Format, Quality, UnknownFormat, UnknownSize
from .naming import RenderFailed
from .preview import NoSuchMoment, Preview
from .progress import STAGES, Progress
from .render import (
    DiskFull,
    MediaChanged,
    MediaGone,
    NothingToHear,
    NothingToRender,
    RenderOptions,
    render,
)
from .verify import Report
from .worker import Broke, Task, UnknownWork, Work, Worker, told
from .workplace import NotWritable

__all__ = [
    "FORMATS",
    "SIZES",
    "STAGES",
    "Broke",
    "DiskFull",
    "Finding",
    "Format",
    "MediaChanged",
    "MediaGone",
    "NoSuchMoment",
    "NotWritable",
    "NothingToHear",
    "NothingToRender",
    "Preview",
    "Progress",
    "Quality",
    "RenderFailed",
    "RenderOptions",
    "Report",
    "Task",
    "UnknownFormat",
    "UnknownSize",
    "UnknownWork",
    "Work",
    "Worker",
    "render",
    "told",
]
