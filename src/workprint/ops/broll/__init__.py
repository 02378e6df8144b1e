"""B-roll: what pictures of the library are about, and where in the film they fit."""

from .about import TAGS, described
from .choosing import Over, Piece, Wishes, candidates, chosen
from .placing import MARK, is_broll, pieces

__all__ = [
    "MARK",
    "TAGS",
    "Over",
    "Piece",
    "Wishes",
    "candidates",
    "chosen",
    "described",
    "is_broll",
    "pieces",
]
