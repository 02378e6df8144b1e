"""What is in the media: probe, and facts found in sound and picture."""

from .analyse import DETECTORS, Wish, analyse, analyse_all, detectors, kinds
from .apart import Apart
from .cache import FactCache
from .contact_sheet import contact_sheet, sheet
from .detector import Detector, Progress
from .face_finder import MODEL as FACE_MODEL
from .face_finder import face_model
from .faults import DamagedMedia, MediaTooLarge, NoPicture, NoSound, NoSuchFile, UnknownKind, UnsupportedMedia
from .on_screen import readable
from .probe import probe
from .sidecar import beside, recorded_with
from .waveform import waveform
from .words import FasterWhisper, Recogniser, TranscriptionServer, UnknownRecogniser, chosen, engine_of

__all__ = [
    "DETECTORS",
    "FACE_MODEL",
    "Apart",
    "DamagedMedia",
    "Detector",
    "FactCache",
    "FasterWhisper",
    "MediaTooLarge",
    "NoPicture",
    "NoSound",
    "NoSuchFile",
    "Progress",
    "Recogniser",
    "TranscriptionServer",
    "UnknownKind",
    "UnknownRecogniser",
    "UnsupportedMedia",
    "Wish",
    "analyse",
    "analyse_all",
    "beside",
    "chosen",
    "contact_sheet",
    "detectors",
    "engine_of",
    "face_model",
    "kinds",
    "probe",
    "readable",
    "recorded_with",
    "sheet",
    "waveform",
]
