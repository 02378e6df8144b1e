"""Sound that is made here: music that is free of rights, with its beats known, and text read aloud, with
the time of every word."""

from .mood import Mood, NoSuchMood, moods
from .piece import audible_beat, grid, music
from .score import Grid
from .speaking import (
    MOST_TEXT,
    Engine,
    NoSuchVoice,
    NoVoice,
    Offer,
    Said,
    Scripted,
    Speaker,
    SpeakerFailed,
    SpeakerMissing,
    SpeechServer,
    Voice,
    VoiceOver,
    VoiceSettings,
    Wanted,
    Word,
    offers,
    speaker_of,
    spoken,
    voice_settings,
)

__all__ = [
    "MOST_TEXT",
    "Engine",
    "Grid",
    "Mood",
    "NoSuchMood",
    "NoSuchVoice",
    "NoVoice",
    "Offer",
    "Said",
    "Scripted",
    "Speaker",
    "SpeakerFailed",
    "SpeakerMissing",
    "SpeechServer",
    "Voice",
    "VoiceOver",
    "VoiceSettings",
    "Wanted",
    "Word",
    "audible_beat",
    "grid",
    "moods",
    "music",
    "offers",
    "speaker_of",
    "spoken",
    "voice_settings",
]
