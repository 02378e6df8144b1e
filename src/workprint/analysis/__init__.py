"""What is in the media: probe, and facts found in sound and picture."""

from .analyse import DETECTORS, analyse, kinds
from .apart import Apart
from .cache import FactCache
from .contact_sheet import contact_sheet, sheet
from .detector import Detector, Progress
from .face_finder import MODEL as FACE_MODEL
from .face_finder import face_model
from .faults import DamagedMedia, MediaTooLarge, NoPicture, NoSound, NoSuchFile, UnknownKind, UnsupportedMedia
from .probe import probe
from .waveform import waveform

__all__ = [
    "DETECTORS",
    "FACE_MODEL",
    "Apart",
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
    "contact_sheet",
    "face_model",
    "kinds",
    "probe",
    "sheet",
    "waveform",
]
