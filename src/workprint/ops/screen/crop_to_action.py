"""Crop to the action."""

from collections.abc import Sequence
from fractions import Fraction

from workprint.base import nearest
from workprint.model import Clip, Effect, Facts, Timeline, of_kind
from workprint.ops.edits.faults import BadNumber, NothingToDo
from workprint.ops.edits.set_canvas import even
from workprint.ops.edits.sources import media_in
from workprint.ops.edits.targets import with_effects
from workprint.ops.operation import EditOp, Param

from .framing import Framed, framed, weights
from .happenings import looked_for, recordings

CROPS = ("crop", "moving_crop")


class CropToAction(EditOp):
    """Crop a screen recording to another shape so that what happens on it stays in the picture: where it
    is clicked and typed, and where the cursor goes. With `follow` the frame moves with it.

        +---------+      +---------+
        | .....   |  ->  |    o o  |
        |    o o  |      |   o     |
        |   o     |      +---------+
        +---------+

    Without anything that happens the middle is kept. Errors: MissingFacts, NoSuchItem, BadNumber,
    NothingToDo.
    """

    name = "crop_to_action"
    group = "screen"
    title = {"en": "Crop to the action", "zh": "裁剪到操作区域"}
    say = {
        "en": ("crop to the action", "crop and follow the action", "crop to where things happen"),
        "zh": ("裁剪到操作区域", "裁剪并跟随操作", "按操作位置裁剪"),
    }
    examples = {
        "en": "crop the screen recording to 16:9 and follow the action",
        "zh": "把录屏裁成16:9，画面跟随操作",
    }

    aspect: str = Param("16:9", pattern=r"^\d+(\.\d+)?:\d+(\.\d+)?$", en="Aspect", zh="比例")
    follow: bool = Param(False, en="Follow the action", zh="跟随操作")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        across, down = (Fraction(part) for part in self.aspect.split(":"))
        if not across or not down or not Fraction(1, 8) <= across / down <= 8:
            raise BadNumber(asked=self.aspect, least="1:8", most="8:1")
        placed = recordings(timeline, self.clips)
        looked_for(timeline, placed, facts, "click")
        shape = across / down
        new: dict[str, Effect | None] = {}
        ids = timeline.new_ids("e")
        for _, clip in placed:
            frame = self.frame(timeline, clip, facts, shape)
            new[clip.id] = None if frame is None else frame.effect(next(ids))
        cropped = with_effects(timeline, list(new), lambda clip, effects: _instead(effects, new[clip]))
        after = self.shaped(cropped, [clip for _, clip in placed], shape)
        if after == timeline:
            raise NothingToDo(
                en=f"The picture is {self.aspect} already, with what happens in it.",
                zh=f"画面已经是 {self.aspect}，操作都在画面里。",
            )
        return after

    def frame(self, timeline: Timeline, clip: Clip, facts: Facts, shape: Fraction) -> Framed | None:
        """What is kept of a clip; None where it has the shape already."""
        media = timeline.file(media_in(clip))
        if media is None or media.video is None:
            return None
        own = Fraction(media.video.width, media.video.height)
        if abs(own / shape - 1) < Fraction(1, 200):
            return None
        width, height = min(1.0, float(shape / own)), min(1.0, float(own / shape))
        happened = weights(
            clip, {k: of_kind(facts, media.id, k) for k in ("click", "typing", "cursor")}, timeline.rate
        )
        return framed(width, height, happened, clip.duration, timeline.rate, self.follow)

    def shaped(self, timeline: Timeline, clips: Sequence[Clip], shape: Fraction) -> Timeline:
        """With a canvas of the shape, no larger than what is left of the largest recording, and no
        larger than 1080 lines unless it was."""
        canvas = timeline.canvas
        fits = abs(Fraction(canvas.width, canvas.height) / shape - 1) < Fraction(1, 200)
        files = [timeline.file(media_in(clip)) for clip in clips]
        sides = [
            min(Fraction(f.video.height), f.video.width / shape) for f in files if f is not None and f.video
        ]
        height = canvas.height if fits else even(min(Fraction(1080), max(sides, default=Fraction(1080))))
        width = canvas.width if fits else even(nearest(height * shape))
        size = {"width": width, "height": height, "fill": "crop"}
        return timeline.model_copy(update={"canvas": canvas.model_copy(update=size)})


def _instead(effects: tuple[Effect, ...], new: Effect | None) -> tuple[Effect, ...]:
    """The effects with this crop in place of an earlier one to the action."""
    kept = [e for e in effects if not (e.op in CROPS and e.metadata.get("action"))]
    first = next((i for i, e in enumerate(kept) if e.metadata.get("frame")), len(kept))
    return (*kept[:first], *((new,) if new is not None else ()), *kept[first:])
