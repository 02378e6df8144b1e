"""Speech into words: engines behind one protocol, and scripts put in step with the sound."""

from .choose import SETTING, chosen
from .faults import EngineBroke, LanguageNotHeard, NoDraftEngine, ScriptNotRead, UnknownRecogniser
from .hearing import Hearing, Said
from .recogniser import Heard, Listener, Recogniser
from .script import given, read_script

__all__ = [
    "SETTING",
    "EngineBroke",
    "Heard",
    "Hearing",
    "LanguageNotHeard",
    "Listener",
    "NoDraftEngine",
    "Recogniser",
    "Said",
    "ScriptNotRead",
    "UnknownRecogniser",
    "chosen",
    "given",
    "read_script",
]
