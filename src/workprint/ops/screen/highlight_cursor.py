"""Highlight the cursor."""

from collections.abc import Iterator
from typing import Literal

from workprint.model import Clip, Effect, Fact, Facts, Timeline, of_kind
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.sources import frame_in, media_in
from workprint.ops.operation import EditOp, Param
from workprint.ops.text.colors import Color

from .happenings import everywhere, found_in, recordings
from .marks import keys, put_on, without_marks
from .paths import Point, simplified

TOLERANCE = 0.003
"""Share of the picture by which the disc may lie beside the cursor."""
CERTAIN = 0.5
"""Confidence from which a stretch of the cursor's way is followed."""


class HighlightCursor(EditOp):
    """Put a light disc under the cursor of a screen recording that goes where it goes, or darken all but
    that disc; a second pass replaces the first.

        V1 [A  ~~~o   o~~  ]

    Errors: MissingFacts, NoEvents, NoSuchItem, NothingToDo.
    """

    name = "highlight_cursor"
    group = "screen"
    title = {"en": "Highlight the cursor", "zh": "突出光标"}
    say = {
        "en": ("highlight the cursor", "cursor spotlight", "halo around the mouse"),
        "zh": ("突出光标", "光标高亮", "鼠标聚光灯"),
    }
    examples = {"en": "highlight the cursor", "zh": "给光标加个光圈"}
    main = "size"

    mode: Literal["halo", "spotlight"] = Param("halo", en="Manner", zh="方式")
    color: Color = Param("#ffd60a", en="Colour", zh="颜色")
    size: float | None = Param(None, gt=0, le=0.5, en="Radius", zh="半径", unit="of the height")
    strength: float | None = Param(None, ge=0, le=1, en="Strength", zh="强度")
    off: bool = Param(False, en="Take away", zh="去掉")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        if not self.off:
            found_in(timeline, self.clips, facts, "cursor", "No cursor was found", "没有找到光标")
        after = everywhere(timeline, lambda inner: self.followed(inner, facts))
        if after == timeline:
            raise NothingToDo(
                en="There is no halo to take away."
                if self.off
                else "The cursor is not seen for certain anywhere.",
                zh="没有可以去掉的光圈。" if self.off else "没有一处能确定光标的位置。",
            )
        return after

    def followed(self, timeline: Timeline, facts: Facts) -> Timeline:
        clear = without_marks(timeline, lambda effect: bool(effect.metadata.get("cursor")), ())
        if self.off:
            return clear
        ids = clear.new_ids("e")
        spot = self.mode == "spotlight"
        size, strength = self.size or (0.14 if spot else 0.05), self.strength or (0.6 if spot else 0.4)
        look = {"mode": self.mode, "color": self.color, "size": size, "strength": strength}
        new: dict[str, list[Effect]] = {}
        for _, clip in recordings(clear, self.clips):
            for points in _ways(clear, clip, of_kind(facts, media_in(clip), "cursor")):
                x = keys(*((at, x, "linear") for at, x, _ in points))
                y = keys(*((at, y, "linear") for at, _, y in points))
                halo = Effect(id=next(ids), op="cursor_halo", params=look, keyframes={"x": x, "y": y},
                              metadata={"cursor": True})  # fmt: skip
                new.setdefault(clip.id, []).append(halo)
        return put_on(clear, new)


def _ways(timeline: Timeline, clip: Clip, facts: tuple[Fact, ...]) -> Iterator[list[Point]]:
    """The ways of the cursor that a clip shows, on its own frames."""
    for fact in facts:
        if fact.confidence < CERTAIN or not isinstance(fact.value, dict):
            continue
        placed: dict[int, Point] = {}
        for moment, x, y in fact.value.get("path", ()):
            at = frame_in(clip, moment, timeline.rate)
            placed[at] = (at, min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))
        points = simplified([placed[at] for at in sorted(placed)], TOLERANCE)
        if len(points) > 1 and points[0][0] < clip.duration and points[-1][0] > 0:
            yield points
