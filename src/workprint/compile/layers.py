"""What is hidden is not rendered: an opaque picture over the whole canvas stands alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from workprint.base import Range
from workprint.graph import Video
from workprint.model import Canvas, Clip, Effect, Track
from workprint.ops import VideoEffect, registry


def covers(video: Video, canvas: Canvas) -> bool:
    """Whether nothing beneath this picture can be seen."""
    whole = (video.width, video.height) == (canvas.width, canvas.height)
    return whole and not video.alpha and video.x in (None, 0) and video.y in (None, 0)


def layered(span: Range, hiding: Sequence[tuple[Range, Track]]) -> list[tuple[Range, Track | None]]:
    """`span` in parts by the topmost track that hides what lies beneath; None where none does.

    `hiding` are the stretches that do, tracks beneath first.
    """
    edges = sorted({span.start, span.end, *(e for part, _ in hiding for e in (part.start, part.end))})
    tops: list[int | None] = [None] * (len(edges) - 1)
    for number, (part, _) in enumerate(hiding):
        for index in range(bisect_left(edges, part.start), bisect_left(edges, part.end)):
            tops[index] = number
    found: list[tuple[Range, Track | None]] = []
    for top, same in groupby(range(len(tops)), key=tops.__getitem__):
        run = list(same)
        part = Range.between(edges[run[0]], edges[run[-1] + 1])
        found.append((part, None if top is None else hiding[top][1]))
    return found


def may_cover(clip: Clip) -> bool:
    """Whether a clip could hide what lies beneath. One that is cropped or placed is taken not to."""
    ops = (registry().get(effect.op) for effect in clip.effects if effect.enabled)
    return not any(op is not None and issubclass(op, VideoEffect) and op.before_fit for op in ops)


def looks_around(effects: Sequence[Effect]) -> bool:
    """Whether any of them looks at more than the frame it shows, and so at frames that may be hidden."""
    ops = (registry().get(effect.op) for effect in effects if effect.enabled)
    return any(op is not None and issubclass(op, VideoEffect) and op.whole for op in ops)
