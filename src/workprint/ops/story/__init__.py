"""What a film tells: its words as they are heard, its scenes, and short texts made of both."""

from .brief import Summary, summary_of
from .chapters import CHAPTER, chapter_list, chapter_spans
from .lines import Line, lines
from .scenes import FilmScene, scenes
from .script import Told, script_draft
from .speech import Speech, speech

__all__ = [
    "CHAPTER",
    "FilmScene",
    "Line",
    "Speech",
    "Summary",
    "Told",
    "chapter_list",
    "chapter_spans",
    "lines",
    "scenes",
    "script_draft",
    "speech",
    "summary_of",
]
