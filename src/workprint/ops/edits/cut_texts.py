"""Texts that stand in the picture and are cut by the film's shape, where they are known."""

from __future__ import annotations

from collections.abc import Iterator

from workprint.base import Curve
from workprint.model import Clip, Fact, Facts, FileRef, MediaFile, Timeline, of_kind

from .following import View, crop_of, view_of
from .subjects import seconds_of

EDGE = 0.01
"""Share of the crop by which a text may reach beyond it."""


def cut_texts(timeline: Timeline, facts: Facts) -> dict[str, float]:
    """Each text that is not wholly seen, with the second of the film at which that is so first."""
    found: dict[str, float] = {}
    for at, clip in timeline.film.clips() if timeline.film else ():
        media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
        if media is None or media.video is None:
            continue
        for text, frame in _of_clip(timeline, clip, media, facts):
            found.setdefault(text, float((at + frame) / timeline.rate))
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _of_clip(timeline: Timeline, clip: Clip, media: MediaFile, facts: Facts) -> Iterator[tuple[str, int]]:
    """Texts of a clip that are cut, with the frame of the clip."""
    view, crop = view_of(clip, media, timeline.canvas), crop_of(clip)
    if view is None or (crop is None and timeline.canvas.fill != "crop"):
        return
    keys = crop.keyframes.get("x" if view.across else "y", ()) if crop else ()
    middle = Curve(tuple((k.at, float(k.value), k.ease) for k in keys) or ((0, 0.5, ""),), timeline.rate)
    since, until = seconds_of(clip, 0, clip.duration, timeline.rate)
    for fact in of_kind(facts, media.id, "lettering"):
        first, last = max(since, fact.start), min(until, fact.end)
        if last <= first:
            continue
        share = ((first + last) / 2 - since) / (until - since)
        frame = round((1 - share if clip.reverse else share) * clip.duration)
        yield from ((text, frame) for text in _cut(fact, view, float(middle.at(frame))))


def _cut(fact: Fact, view: View, middle: float) -> Iterator[str]:
    boxes = fact.value.get("boxes", ()) if isinstance(fact.value, dict) else ()
    for text, x, y, w, h in boxes:
        low, high = (x, x + w) if view.across else (y, y + h)
        low, high = ((place - view.first) / view.part for place in (low, high))
        if min(low - middle, middle - high) < -view.window / 2 - EDGE * view.window:
            yield str(text)
