"""Work that takes time: rendering, and checking what was rendered."""

from .causes import clip_name
from .encoding import Encoder, proofs
from .explain import Explained, Explanation, explain
from .finding import Finding
from .footage import MediaChanged, MediaGone
from .formats import FORMATS, SIZES, Format, Quality, UnknownFormat, UnknownSize
from .naming import RenderFailed, RenderTimedOut
from .options import NothingToRender, RenderOptions, output_size
from .preview import NoSuchMoment, Preview
from .progress import STAGES, Progress
from .render import NothingToHear, missing, render, render_segments
from .verify import Report
from .work import Task, Work
from .worker import Broke, UnknownWork, Worker, hindered
from .workplace import DiskFull, NotWritable

__all__ = [
    "FORMATS",
    "SIZES",
    "STAGES",
    "Broke",
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
    "Quality",
    "RenderFailed",
    "RenderOptions",
    "RenderTimedOut",
    "Report",
    "Task",
    "UnknownFormat",
    "UnknownSize",
    "UnknownWork",
    "Work",
    "Worker",
    "clip_name",
    "explain",
    "hindered",
    "missing",
    "output_size",
    "proofs",
    "render",
    "render_segments",
]
