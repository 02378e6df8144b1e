"""Speech into words: engines behind one protocol, and scripts put in step with the sound."""

from .choose import SETTING, chosen, engine_of
from .faults import (
    EngineBroke,
    EngineOverLimit,
    EngineSilent,
    LanguageNotHeard,
    NoDraftEngine,
    NoWhisper,
    NoWhisperModel,
    ScriptNotRead,
    UnknownRecogniser,
)
from .hearing import Hearing, Said
from .recogniser import Heard, Listener, Recogniser
from .script import given, read_script
from .server import TranscriptionServer
from .spoken import found_in
from .whisper import FasterWhisper

__all__ = [
    "SETTING",
    "EngineBroke",
    "EngineOverLimit",
    "EngineSilent",
    "FasterWhisper",
    "Heard",
    "Hearing",
    "LanguageNotHeard",
    "Listener",
    "NoDraftEngine",
    "NoWhisper",
    "NoWhisperModel",
    "Recogniser",
    "Said",
    "ScriptNotRead",
    "TranscriptionServer",
    "UnknownRecogniser",
    "chosen",
    "engine_of",
    "found_in",
    "given",
    "read_script",
]
