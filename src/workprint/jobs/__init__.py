"""Work that takes time: rendering, and checking what was rendered."""

from .formats import FORMATS, SIZES, Format, UnknownFormat, UnknownSize
from .preview import NoSuchMoment, Preview
from .progress import STAGES, Progress
from .render import DiskFull, MediaChanged, MediaGone, NothingToHear, NothingToRender, RenderOptions, render
from .verify import Finding, Report

__all__ = [
    "FORMATS",
    "SIZES",
    "STAGES",
    "DiskFull",
    "Finding",
    "Format",
    "MediaChanged",
    "MediaGone",
    "NoSuchMoment",
    "NothingToHear",
    "NothingToRender",
    "Preview",
    "Progress",
    "RenderOptions",
    "Report",
    "UnknownFormat",
    "UnknownSize",
    "render",
]
