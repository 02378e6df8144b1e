"""The texts on screen as a subtitle file."""

from __future__ import annotations

from typing import Literal

from workprint.base import milliseconds
from workprint.model import GeneratorRef, Timeline


def subtitles(timeline: Timeline, form: Literal["srt", "vtt"] = "srt") -> str:
    """Every text of the timeline with its times, as SRT or WebVTT; "" where there is none."""
    mark = "," if form == "srt" else "."
    lines: list[tuple[int, int, str]] = []
    for track in timeline.tracks:
        if track.kind != "text" or not track.enabled:
            continue
        for at, clip in track.clips():
            words = str(clip.media.params.get("text", "")) if isinstance(clip.media, GeneratorRef) else ""
            start, end = (milliseconds(frame, timeline.rate) for frame in (at, at + clip.duration))
            # A blank line would end the cue.
            text = "\n".join(line for line in words.splitlines() if line.strip())
            if text:
                lines.append((start, end, text))
    cues = [
        f"{index}\n{_clock(start, mark)} --> {_clock(end, mark)}\n{text}\n"
        for index, (start, end, text) in enumerate(sorted(lines), start=1)
    ]
    if not cues:
        return ""
    return "\n".join(["WEBVTT\n", *cues] if form == "vtt" else cues)


def _clock(ms: int, mark: str) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"
