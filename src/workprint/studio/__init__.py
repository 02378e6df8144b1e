"""The use cases: what one can do with Workprint, whichever door one comes through."""

from workprint.jobs import FORMATS, SIZES, STAGES, Explained, Explanation, Progress, RenderOptions, Report
from workprint.model import Fact
from workprint.planner import Plan, Situation
from workprint.store import Revision, SessionInfo

from .answers import CannotRead, Edited, Inspected, Planned, TakenBack, draft_json, read_text, revision_json
from .caption_sheet import caption_styles
from .catalogue import NoSuchOperation, catalogue
from .checkup import Part
from .companions import NotCompanion
from .demo import Demonstration, demonstrate
from .explain_picture import explain_picture, explain_svg
from .export import Export, OutputIsSource, export_of, writable
from .intake import NoMedia, Taken, only_sounds
from .parts import Parts
from .picture import timeline_picture, timeline_svg
from .situation import read_situation
from .studio import Studio
from .subtitles import FORMS, beside, has_captions, subtitles
from .transcribing import Transcribed
from .wiring import Wired
from .writing import NoFolder, NotWritable, free_name, placeable, why, write_text

__all__ = [
    "FORMATS",
    "FORMS",
    "SIZES",
    "STAGES",
    "CannotRead",
    "Demonstration",
    "Edited",
    "Explained",
    "Explanation",
    "Export",
    "Fact",
    "Inspected",
    "NoFolder",
    "NoMedia",
    "NoSuchOperation",
    "NotCompanion",
    "NotWritable",
    "OutputIsSource",
    "Part",
    "Parts",
    "Plan",
    "Planned",
    "Progress",
    "RenderOptions",
    "Report",
    "Revision",
    "SessionInfo",
    "Situation",
    "Studio",
    "Taken",
    "TakenBack",
    "Transcribed",
    "Wired",
    "beside",
    "caption_styles",
    "catalogue",
    "demonstrate",
    "draft_json",
    "explain_picture",
    "explain_svg",
    "export_of",
    "free_name",
    "has_captions",
    "only_sounds",
    "placeable",
    "read_situation",
    "read_text",
    "revision_json",
    "subtitles",
    "timeline_picture",
    "timeline_svg",
    "why",
    "writable",
    "write_text",
]
