"""What is in the media: probe, and facts found in sound and picture."""

from .analyse import DETECTORS, analyse, kinds
from .cache import FactCache
from .detector import Detector, Progress
from .faults import DamagedMedia, MediaTooLarge, NoPicture, NoSound, NoSuchFile, UnknownKind, UnsupportedMedia
from .probe import probe

__all__ = [
    "DETECTORS",
    "DamagedMedia",
    "Detector",
    "FactCache",
    "MediaTooLarge",
    "NoPicture",
    "NoSound",
    "NoSuchFile",
    "Progress",
    "UnknownKind",
    "UnsupportedMedia",
    "analyse",
    "kinds",
    "probe",
]
