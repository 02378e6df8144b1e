"""Captions kept off faces, where facts say where those are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from workprint.base import Range
from workprint.model import Canvas, Clip, Fact, Facts, FileRef, GeneratorRef, MediaFile, Timeline, of_kind
from workprint.ops.registry import bind
from workprint.ops.text.caption import Caption

FACE = "face"
BANDS = ("bottom", "top")
"""Where captions may lie, the usual place first."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the canvas."""


def clear_of_faces(
    timeline: Timeline, facts: Facts, placed: Sequence[tuple[int, Clip]]
) -> list[tuple[int, Clip]]:
    """The captions, those at the top of the picture that would lie over a face at its bottom. Within a
    clip of the film all go where none is in the way, if there is such a place; what says where it lies stays."""
    if not any(of_kind(facts, media.id, FACE) for media in timeline.media):
        return list(placed)
    free = [_free(timeline, facts, at, clip) for at, clip in placed]
    shots = [_shot(timeline, at) for at, _ in placed]
    together = {
        shot: set.intersection(*(own for own, other in zip(free, shots, strict=True) if other == shot))
        for shot in set(shots)
    }
    found: list[tuple[int, Clip]] = []
    for (at, clip), own, shot in zip(placed, free, shots, strict=True):
        band = next((band for band in BANDS if band in (together[shot] or own)), BANDS[0])
        found.append((at, _at(clip, band)))
    return found


def _at(clip: Clip, band: str) -> Clip:
    media = clip.media
    if not isinstance(media, GeneratorRef) or "position" in media.params or band == BANDS[0]:
        return clip
    params = {**media.params, "position": band}
    return clip.model_copy(update={"media": media.model_copy(update={"params": params})})


def _shot(timeline: Timeline, at: int) -> str:
    film = timeline.film
    over = (clip.id for start, clip in film.clips() if start <= at < start + clip.duration) if film else ()
    return next(iter(over), "")


def _free(timeline: Timeline, facts: Facts, at: int, clip: Clip) -> set[str]:
    """The places of a caption where no face is while it is on screen."""
    faces = list(_faces(timeline, facts, Range(start=at, duration=clip.duration)))
    return {
        band for band in BANDS if not any(_meet(_box(clip, band, timeline.canvas), face) for face in faces)
    }


def _box(clip: Clip, band: str, canvas: Canvas) -> Box:
    """Where a caption's letters are."""
    assert isinstance(clip.media, GeneratorRef)
    params = {**clip.media.params, "position": band}
    op = bind(Caption, clip.media.op, params)
    left, top, right, bottom = op.place(canvas)
    return left / canvas.width, top / canvas.height, right / canvas.width, bottom / canvas.height


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _faces(timeline: Timeline, facts: Facts, span: Range) -> Iterator[Box]:
    """Where faces of the film are on the canvas during a range. Looks that move the picture are not followed."""
    film = timeline.film
    for at, clip in film.clips() if film else ():
        part = Range(start=at, duration=clip.duration).intersect(span)
        file = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
        if not part.duration or file is None or file.video is None:
            continue
        since, until = _seconds(clip, part.shift(-at), timeline.rate)
        for fact in of_kind(facts, file.id, FACE):
            if fact.start < until and since < fact.end:
                yield _on_canvas(fact, file, timeline.canvas)


def _seconds(clip: Clip, part: Range, rate: Fraction) -> tuple[float, float]:
    """The seconds of the file that a part of its clip shows."""
    second = clip.speed / rate
    if clip.freeze:
        return float(clip.source.start * second), float((clip.source.start + 1) * second)
    first = clip.source.end - part.end if clip.reverse else clip.source.start + part.start
    return float(first * second), float((first + part.duration) * second)


def _on_canvas(fact: Fact, file: MediaFile, canvas: Canvas) -> Box:
    """A face where the fitted picture shows it."""
    assert file.video is not None
    value = fact.value if isinstance(fact.value, dict) else {}
    across, down = canvas.width / file.video.width, canvas.height / file.video.height
    scale = max(across, down) if canvas.fill == "crop" else min(across, down)
    width, height = scale * file.video.width / canvas.width, scale * file.video.height / canvas.height
    left = 0.5 + (float(value.get("x", 0)) - 0.5) * width
    top = 0.5 + (float(value.get("y", 0)) - 0.5) * height
    return left, top, left + float(value.get("w", 0)) * width, top + float(value.get("h", 0)) * height
