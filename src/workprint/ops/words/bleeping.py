"""A tone in the place of what is said."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import Range
from workprint.model import Clip, Effect, GeneratorRef, Timeline, Track
from workprint.ops.edits.mute import quietened
from workprint.ops.edits.remove import cleared
from workprint.ops.edits.timemap import placed

MARK = "bleeps"
"""The name of such a tone."""
EDGE = 0.005
"""Seconds in which it swells and fades, so that it does not click."""


def bleeped(timeline: Timeline, spans: Sequence[Range]) -> Timeline:
    """The film with its sound muted there and a tone heard instead; a cut takes along its part of it."""
    timeline = quietened(timeline, spans, muted=True)
    for span in spans:
        ids = timeline.new_ids("e")
        fades = ("sound_fade_in", "sound_fade_out")
        tone = Clip(
            id=timeline.new_id("c"),
            name=MARK,
            media=GeneratorRef(op="tone"),
            source=Range(start=0, duration=span.duration),
            effects=tuple(Effect(id=next(ids), op=op, params={"duration": EDGE}) for op in fades),
        )
        sounds = Track(id=timeline.new_id("a"), kind="audio", role="sound", name="Bleeps")
        timeline = placed(timeline, tone, span.start, sounds)
    return timeline


def unbleeped(timeline: Timeline, spans: Sequence[Range]) -> Timeline:
    """The film with its own sound there again, and without the tones."""
    tones = {
        clip.id
        for track in timeline.tracks
        for at, clip in track.clips()
        if clip.name == MARK and any(Range(start=at, duration=clip.duration).intersect(s).duration for s in spans)
    }  # fmt: skip
    tracks = (cleared(track, tones, film=False) for track in timeline.tracks)
    kept = tuple(track for track in tracks if track.name != "Bleeps" or any(track.clips()))
    return quietened(timeline.model_copy(update={"tracks": kept}), spans, muted=False)
