"""Work that takes time: rendering, and checking what was rendered."""

from .finding import Finding
from .formats import FORMATS, SIZES, Format, UnknownFormat, UnknownSize
from .naming import RenderFailed
from .options import MediaChanged, MediaGone, NothingToRender, RenderOptions
from .preview import NoSuchMoment, Preview
from .progress import STAGES, Progress
from .render import DiskFull, NothingToHear, render
from .verify import Report
from .workplace import NotWritable

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
    "NotWritable",
    "NothingToHear",
    "NothingToRender",
    "Preview",
    "Progress",
    "RenderFailed",
    "RenderOptions",
    "Report",
    "UnknownFormat",
    "UnknownSize",
    "render",
]
