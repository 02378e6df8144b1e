"""What a film tells: its words as they are heard, its scenes, and short texts made of both."""

from .brief import Summary, summary_of
from .chapters import CHAPTER, chapter_list, chapter_spans
from .lines import Line, lines
from .scenes import FilmScene, scenes
from .script import Told, script_draft
from .spoken import Sentence, Spoken, spoken

__all__ = [
    "CHAPTER",
    "FilmScene",
    "Line",
    "Sentence",
    "Spoken",
    "Summary",
    "Told",
    "chapter_list",
    "chapter_spans",
    "lines",
    "scenes",
    "script_draft",
    "spoken",
    "summary_of",
]
