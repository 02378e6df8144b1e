"""Work that takes time: rendering, and checking what was rendered."""

from .causes import clip_name
from .encoding import Encoder, proofs
from .explain import Explained, Explanation, explain
from .finding import Finding
from .footage import MediaChanged, MediaGone
from .formats import FORMATS, SIZES, Format, UnknownFormat, UnknownSize
from .naming import RenderFailed, RenderTimedOut
from .options import NothingToRender, RenderOptions
from .preview import NoSuchMoment, Preview
from .progress import STAGES, Progress
from .render import NothingToHear, render
from .verify import Report
from .workplace import DiskFull, NotWritable

__all__ = [
    "FORMATS",
    "SIZES",
    "STAGES",
    "DiskFull",
    "Encoder",
    "Explained",
    "Explanation",
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
    "RenderTimedOut",
    "Report",
    "UnknownFormat",
    "UnknownSize",
    "clip_name",
    "explain",
    "proofs",
    "render",
]
