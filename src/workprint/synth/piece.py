"""Music to a file."""

from __future__ import annotations

import threading
import wave
from pathlib import Path

from workprint.base import SAMPLE_RATE
from workprint.ffmpeg import Cancelled

from .mix import played
from .mood import mood_called
from .score import BEATS, Grid, Score


def grid(mood: str, seed: int, seconds: float, loop: bool = False) -> Grid:
    """Where the beats and bars of `music` with the same arguments fall. Raises `NoSuchMood`."""
    return Score(mood_called(mood), seed, seconds, loop).grid


def audible_beat(mood: str) -> float:
    """How clearly the beat of a mood is heard, 0 to 1: with drums it is certain, running broken chords
    hint at it, single notes do not. Raises `NoSuchMood`."""
    found = mood_called(mood)
    running = bool(found.arpeggio) and sum(mark != "." for mark in found.arpeggio[0]) >= 2 * BEATS
    return 1.0 if found.drums else 0.6 if running else 0.1


def music(
    mood: str,
    seed: int,
    seconds: float,
    path: Path | str,
    loop: bool = False,
    cancel: threading.Event | None = None,
) -> Grid:
    """Write music of a mood to a WAV file (stereo, 48 kHz, 16 bits) and give its beat grid.

    It lasts `seconds`, to the sample, and ends with a last chord: the tempo gives way by up to 7 %
    so that the end falls on the end of a bar. With `loop` it is a whole number of bars nearest to
    `seconds` that can be played round and round. Raises `NoSuchMood`, or
    `Cancelled` where that is asked for meanwhile.
    """
    score = Score(mood_called(mood), seed, seconds, loop)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        for piece in played(score):
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            file.writeframesraw((piece.T * 32767).round().astype("<i2").tobytes())
    return score.grid
