"""What is in the media: probe, and facts found in sound and picture."""

from .faults import DamagedMedia, MediaTooLarge, NoPicture, NoSound, NoSuchFile, UnknownKind, UnsupportedMedia
from .probe import probe

__all__ = [
    "DamagedMedia",
    "MediaTooLarge",
    "NoPicture",
    "NoSound",
    "NoSuchFile",
    "UnknownKind",
    "UnsupportedMedia",
    "probe",
]
