"""What a film tells: its words as they are heard, its scenes, and short texts made of both."""

from .brief import Summary, summary_of
from .scenes import FilmScene, scenes
from .spoken import Sentence, Spoken, spoken

__all__ = ["FilmScene", "Sentence", "Spoken", "Summary", "scenes", "spoken", "summary_of"]
