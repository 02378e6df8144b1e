"""What of the film lies beneath a caption: which seconds of which files, where faces are, how light it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from workprint.base import Range
from workprint.model import Canvas, Clip, Fact, Facts, FileRef, GeneratorRef, MediaFile, Timeline, of_kind
from workprint.ops.registry import bind
from workprint.ops.text.caption import Caption
from workprint.ops.text.fonts import missing_glyphs
from workprint.ops.text.legible import Behind
from workprint.ops.text.lettering import Lettering

from .spoken import Known

BACKDROP = "backdrop"
FACE = "face"
BUSY = 7.0
"""Contrast within a small part of the picture from which on it is busy there."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the canvas."""


class Beneath:
    """The film beneath captions, as its facts say. Looks that move or grade the picture are not followed."""

    def __init__(self, timeline: Timeline, facts: Facts) -> None:
        self.timeline = timeline
        self.known = {
            (media.id, kind): Known(of_kind(facts, media.id, kind))
            for media in timeline.media
            for kind in (BACKDROP, FACE)
        }

    def knows(self, kind: str) -> bool:
        """Whether anything of a kind is known of any file."""
        return any(each.words for (_, of), each in self.known.items() if of == kind)

    def faces(self, span: Range) -> Iterator[Box]:
        """Where faces are on the canvas during a range."""
        for fact, file in self._facts(span, FACE):
            value = fact.value if isinstance(fact.value, dict) else {}
            x, y, w, h = (float(value.get(key, 0)) for key in "xywh")
            left, top, width, height = _fitted(file, self.timeline.canvas)
            yield left + x * width, top + y * height, left + (x + w) * width, top + (y + h) * height

    def light(self, at: int, clip: Clip) -> Behind | None:
        """The light behind a caption that lies at a frame, as long as it is on screen; None where nobody
        has measured it."""
        if not self.knows(BACKDROP):
            return None
        box = letters_box(clip, self.timeline.canvas)
        ends: list[tuple[float, float]] = []
        for fact, file in self._facts(Range(start=at, duration=clip.duration), BACKDROP):
            ends += _cells(fact, _in_picture(box, file, self.timeline.canvas))
        if not ends:
            return None
        busy = sum((light + 0.05) / (dark + 0.05) >= BUSY for dark, light in ends)
        return Behind(min(dark for dark, _ in ends), max(light for _, light in ends), busy * 2 > len(ends))

    def _facts(self, span: Range, kind: str) -> Iterator[tuple[Fact, MediaFile]]:
        """The facts of a kind of what the film shows during a range."""
        film = self.timeline.film
        for at, clip in film.clips() if film else ():
            part = Range(start=at, duration=clip.duration).intersect(span)
            file = self.timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
            if not part.duration or file is None or file.video is None:
                continue
            since, until = _seconds(clip, part.shift(-at), self.timeline.rate)
            for fact in self.known[file.id, kind].between(since, until):
                yield fact, file


def letters_box(clip: Clip, canvas: Canvas, **params: object) -> Box:
    """Where the letters of a text are; `params` change it."""
    assert isinstance(clip.media, GeneratorRef)
    op = bind(Lettering, clip.media.op, {**clip.media.params, **params})
    # What no font has is refused when it is drawn; until then it takes the room of a letter.
    if strange := missing_glyphs(op.words()):
        op = op.model_copy(update={"text": re.sub(f"[{re.escape(''.join(strange))}]", "x", op.text)})
    left, top, right, bottom = op.place(canvas)
    return left / canvas.width, top / canvas.height, right / canvas.width, bottom / canvas.height


def meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def is_caption(clip: Clip) -> bool:
    return isinstance(clip.media, GeneratorRef) and clip.media.op == Caption.name


def _seconds(clip: Clip, part: Range, rate: Fraction) -> tuple[float, float]:
    """The seconds of the file that a part of its clip shows."""
    second = clip.speed / rate
    if clip.freeze:
        return float(clip.source.start * second), float((clip.source.start + 1) * second)
    first = clip.source.end - part.end if clip.reverse else clip.source.start + part.start
    return float(first * second), float((first + part.duration) * second)


def _fitted(file: MediaFile, canvas: Canvas) -> Box:
    """Left, top, width and height of a fitted picture, as shares of the canvas."""
    assert file.video is not None
    across, down = canvas.width / file.video.width, canvas.height / file.video.height
    scale = max(across, down) if canvas.fill == "crop" else min(across, down)
    width, height = scale * file.video.width / canvas.width, scale * file.video.height / canvas.height
    return 0.5 - width / 2, 0.5 - height / 2, width, height


def _in_picture(box: Box, file: MediaFile, canvas: Canvas) -> Box:
    """A part of the canvas as a part of the fitted picture; what lies beside it, as its edge."""
    left, top, width, height = _fitted(file, canvas)
    shares = (
        (box[0] - left) / width,
        (box[1] - top) / height,
        (box[2] - left) / width,
        (box[3] - top) / height,
    )
    first, above, last, below = (min(1.0, max(0.0, share)) for share in shares)
    return first, above, last, below


def _cells(fact: Fact, box: Box) -> Iterator[tuple[float, float]]:
    """How dark and how light the parts of a picture are that a box touches."""
    rows = fact.value["cells"]
    for row in rows[_first(box[1], len(rows)) : _first(box[3], len(rows)) + 1]:
        for dark, light in row[_first(box[0], len(row)) : _first(box[2], len(row)) + 1]:
            yield float(dark), float(light)


def _first(share: float, parts: int) -> int:
    return min(parts - 1, int(share * parts))
