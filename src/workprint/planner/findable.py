"""Which facts a file can have, and which say as much as others."""

from __future__ import annotations

from workprint.model import MediaFile, companions
from workprint.ops import SCREEN_KINDS

ANSWERED_BY = {
    "silence": ("silence", "speech", "loudness"),
    "word": ("word", "transcript"),
    "filler": ("filler", "transcript"),
    "face": ("face", "faces"),
    "beat": ("beat", "beats"),
    **dict.fromkeys(SCREEN_KINDS, SCREEN_KINDS),
}
"""Kinds of facts that say as much as a kind does, also that there is nothing of it."""


def can_have(file: MediaFile, kind: str) -> bool:
    """Whether a file has what facts of a kind are found in: sound, any picture, moving ones, or subtitles
    given along with it."""
    if kind in ("silence", "speech", "loudness", "levels", "beat", "word", "transcript", "filler"):
        return file.audio is not None
    if kind == "cue":
        return any(given.kind == "captions" for given in companions(file))
    if kind == "script":
        return True
    return file.video is not None if kind in ("colour", "lettering", "backdrop") else file.kind == "video"
