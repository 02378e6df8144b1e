"""The beat of music that is made: known from what it is made of, with nothing to listen to."""

from __future__ import annotations

from workprint.base import Fault
from workprint.model import Fact
from workprint.synth import audible_beat, grid

PREFIX = "music:"


def made_beats(name: str) -> tuple[Fact, ...]:
    """The beats of made music by its name, "music:<mood>:<seed>:<seconds>"; none where that names none."""
    if not name.startswith(PREFIX):
        return ()
    try:
        mood, seed, seconds = name.removeprefix(PREFIX).split(":")
        found, sure = grid(mood, int(seed), float(seconds)), audible_beat(mood)
    except (ValueError, Fault):
        return ()
    return tuple(
        Fact(
            kind="beat",
            start=round(at, 4),
            end=round(at, 4),
            value={"tempo": round(found.bpm, 2), "index": index},
            confidence=sure,
            source="made",
        )
        for index, at in enumerate(found.beats)
    )
