"""Timeline to render graph."""

from .lower import Lowered, lower_picture, lower_sound
from .optimize import RULES, optimize
from .picture import CircularInput, Shot, shots, touches_picture
from .sources import MediaMissing, NoPicture

__all__ = [
    "RULES",
    "CircularInput",
    "Lowered",
    "MediaMissing",
    "NoPicture",
    "Shot",
    "lower_picture",
    "lower_sound",
    "optimize",
    "shots",
    "touches_picture",
]
