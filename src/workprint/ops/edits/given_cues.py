"""Cues of subtitle files as captions on the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workprint.base import Range, frames
from workprint.model import Clip, Fact, Facts, GeneratorRef, MediaFile, Timeline, companions, of_kind

from .spoken import Stretch, stretches

CUE = "cue"
KEPT = "cue"
"""Where a caption's metadata has what its file said of it."""
HEAD = "head"
"""Where a track's metadata has the styles and regions of its WebVTT file."""


def given_files(timeline: Timeline, name: str | None) -> list[MediaFile]:
    """The media with a subtitle file given along, one of that name if it is named."""
    return [
        media
        for media in timeline.media
        for given in companions(media)
        if given.kind == "captions" and (name is None or given.name.lower() == name.lower())
    ]


def heads(facts: Facts, given: Sequence[MediaFile]) -> str:
    """The styles and regions of the files, to be written again."""
    told = (
        fact.value.get("head", "")
        for media in given
        for fact in of_kind(facts, media.id, CUE)
        if isinstance(fact.value, dict)
    )
    return "\n\n".join(dict.fromkeys(filter(None, told)))


def cue_clips(
    timeline: Timeline, facts: Facts, given: Sequence[MediaFile], look: Mapping[str, Any], film: bool
) -> Iterator[tuple[int, Clip]]:
    """The cues as captions with their starts: on the film's own clock, or where their media plays."""
    ids = timeline.new_ids("c")
    playing = stretches(timeline, silent=True)
    for media in given:
        cues = of_kind(facts, media.id, CUE)
        mine = [each for each in playing if each.media == media.id]
        for cue in cues:
            spans = [_on_film(timeline, cue)] if film else list(_where(cue, mine))
            for span in dict.fromkeys((span.start, span.end) for span in spans if span.duration):
                yield span[0], _caption(next(ids), cue, Range.between(*span), look)


def _on_film(timeline: Timeline, cue: Fact) -> Range:
    end = max((t.duration for t in timeline.tracks if t.kind != "text"), default=0)
    first, last = (min(frames(second, timeline.rate), end) for second in (cue.start, cue.end))
    return Range.between(first, last)


def _where(cue: Fact, playing: Sequence[Stretch]) -> Iterator[Range]:
    """Where a cue plays: once for each time, in one piece where the footage only was cut and goes on."""
    last: Range | None = None
    for each in playing:
        since, until = max(cue.start, each.since), min(cue.end, each.until)
        if until <= since:
            continue
        span = Range.between(_frame(each.frame(since)), _frame(each.frame(until)))
        if last is not None and last.end == span.start:
            last = Range.between(last.start, span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _frame(at: float) -> int:
    # Times of files are told to the millisecond: what is that near to half a frame is meant as half.
    return int((at + 0.5 + 1e-6) // 1)


def _caption(clip_id: str, cue: Fact, span: Range, look: Mapping[str, Any]) -> Clip:
    value: Mapping[str, Any] = cue.value if isinstance(cue.value, dict) else {}
    own = dict(value.get("params", {}))
    for key in ("italic", "position"):
        if value.get(key):
            own[key] = value[key]
    text = str(value.get("text", ""))
    if "preset" in look:
        # A style that was asked for comes before those of the file.
        own = {key: own[key] for key in ("italic", "position") if key in own}
    params = {"preset": "clean", **own, **look, "text": text}
    if value.get("times"):
        params["times"] = [list(each) for each in value["times"]]
    kept = {key: value[key] for key in ("markup", "settings", "name") if value.get(key)}
    return Clip(
        id=clip_id,
        name=" ".join(text.split()),
        media=GeneratorRef(op="caption", params=params),
        source=Range(start=0, duration=span.duration),
        tie="content",
        metadata={KEPT: {**kept, "text": text}} if kept else {},
    )
