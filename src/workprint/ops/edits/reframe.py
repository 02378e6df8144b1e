"""Reframe."""

from typing import Literal

from workprint.base import Range, seconds
from workprint.model import Clip, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import film_of, revised, span_of
from .following import crop_of, reframed
from .set_canvas import SetCanvas
from .targets import targets_of


class Reframe(EditOp):
    """Fill a canvas of another shape with the part of the picture that matters: a face, else what moves,
    else what stands out, else the middle. The part stands still where that holds the subject, and
    follows it where not; each shot is framed by itself. Keyframes of the clips' crop hold the path.
    With clips or a range of the film only these are framed anew.

        before  [  o      ]      after  [ o ]

    Errors: NothingToDo, NoSuchItem, OutOfRange, EmptyRange, MissingFacts.
    """

    name = "reframe"
    group = "frame"
    title = {"en": "Reframe", "zh": "智能构图"}
    say = {
        "en": ("reframe", "keep me in frame", "follow the speaker", "auto reframe", "smart crop"),
        "zh": ("智能构图", "智能裁剪", "让人始终在画面里", "跟随人物"),
    }
    examples = {"en": "make it vertical and keep me in frame", "zh": "竖屏，让人始终在画面里"}
    main = "aspect"

    aspect: str | None = Param(None, pattern=r"^\d+(\.\d+)?:\d+(\.\d+)?$", en="Aspect", zh="比例")
    follow: Literal["subject", "left person", "right person", "motion"] | None = Param(
        None, en="Follow", zh="跟随"
    )
    hold: Literal["left", "center", "right", "top", "bottom"] | None = Param(None, en="Stay on", zh="停在")
    clips: tuple[str, ...] = Param((), en="Clips", zh="片段")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        canvas = timeline.canvas
        if self.aspect is not None:
            width, height = SetCanvas(aspect=self.aspect).size(canvas)
            canvas = canvas.model_copy(update={"width": width, "height": height})
        new = timeline.model_copy(update={"canvas": canvas})
        wanted = set(targets_of(timeline, self.clips))
        span = Range(start=0, duration=film.duration)
        if self.start is not None or self.end is not None:
            end = seconds(film.duration, timeline.rate) if self.end is None else self.end
            span = span_of(timeline, self.start or 0, float(end))
        ids = timeline.new_ids("e")
        clips: dict[str, Clip] = {}
        for at, clip in film.clips():
            mine = span.intersect(Range(start=at, duration=clip.duration)).shift(-at)
            chosen = mine if clip.id in wanted else Range(start=0, duration=0)
            clips[clip.id] = reframed(
                new, clip, facts, self.hold or self.follow or "subject", chosen, next(ids)
            )
        new = revised(new, clips, lambda clip: clips[clip.id])
        if not any(crop_of(clip) for clip in clips.values()):
            raise NothingToDo(
                en=f"A canvas of {canvas.width}×{canvas.height} shows the whole picture as it is. Say which shape it should get (“reframe to 9:16”).",
                zh=f"{canvas.width}×{canvas.height} 的画布已经显示完整画面。请说明要改成什么比例（例如“改成9:16并跟随人物”）。",
            )
        return new
