"""Timeline to render graph."""

from .keyed import acts
from .lower import Lowered, lower_picture, lower_sound
from .optimize import RULES, optimize
from .picture import CircularInput, touches_picture
from .shots import Shot, shots
from .sources import Decodes, MediaMissing, NoPicture, StandIn, media_frames, picture
from .steps import INPUTS

__all__ = [
    "INPUTS",
    "RULES",
    "CircularInput",
    "Decodes",
    "Lowered",
    "MediaMissing",
    "NoPicture",
    "Shot",
    "StandIn",
    "acts",
    "lower_picture",
    "lower_sound",
    "media_frames",
    "optimize",
    "picture",
    "shots",
    "touches_picture",
]
