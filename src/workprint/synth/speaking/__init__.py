"""Text read aloud, with the time of every word."""

from .choosing import BadVoiceSetting, Offer, VoiceSettings, offers, speaker_of, voice_settings
from .script import language_of
from .scripted import Scripted
from .server import SpeechServer
from .speaker import (
    MOST_TEXT,
    RATES,
    Engine,
    NoSuchVoice,
    NothingToSay,
    NoVoice,
    Said,
    Speaker,
    SpeakerFailed,
    SpeakerMissing,
    SpeakerOverLimit,
    TooMuchToSay,
    Voice,
    Wanted,
    Word,
    called,
)
from .voiceover import VoiceOver, spoken

__all__ = [
    "MOST_TEXT",
    "RATES",
    "BadVoiceSetting",
    "Engine",
    "NoSuchVoice",
    "NoVoice",
    "NothingToSay",
    "Offer",
    "Said",
    "Scripted",
    "Speaker",
    "SpeakerFailed",
    "SpeakerMissing",
    "SpeakerOverLimit",
    "SpeechServer",
    "TooMuchToSay",
    "Voice",
    "VoiceOver",
    "VoiceSettings",
    "Wanted",
    "Word",
    "called",
    "language_of",
    "offers",
    "speaker_of",
    "spoken",
    "voice_settings",
]
