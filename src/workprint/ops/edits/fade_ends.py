"""Fade the film in and out."""

from typing import Literal

from workprint.base import seconds
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, OutOfRange
from .film import film_of
from .targets import WHOLE, put


class FadeEnds(EditOp):
    """The film comes out of black (or white) at the start and goes into it at the end, with its sound.

        /¯¯¯¯¯¯¯¯¯¯¯¯\\

    0 leaves that end as it is. Errors: NothingToDo, OutOfRange.
    """

    name = "fade_ends"
    group = "transitions"
    title = {"en": "Fade the film in and out", "zh": "首尾淡入淡出"}
    say = {
        "en": (
            "fade in at the start and out at the end",
            "fade in and out",
            "fade the film in and out",
            "fade in at the start",
            "fade out at the end",
        ),
        "zh": ("首尾淡入淡出", "开头淡入", "结尾淡出", "片头淡入片尾淡出"),
    }
    examples = {"en": "fade in at the start and fade out at the end", "zh": "开头淡入，结尾淡出"}

    fade_in: float = Param(1, ge=0, le=60, en="Fade in", zh="淡入", unit="s")
    fade_out: float = Param(1, ge=0, le=60, en="Fade out", zh="淡出", unit="s")
    color: Literal["black", "white"] = Param("black", en="Colour", zh="颜色")
    sound: bool = Param(True, en="The sound too", zh="声音也淡")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        if not self.fade_in and not self.fade_out:
            raise NothingToDo(en="Say how long the fades should be.", zh="请说明淡入淡出的时长。")
        length = seconds(film.duration, timeline.rate)
        if self.fade_in + self.fade_out > length:
            raise OutOfRange(asked=self.fade_in + self.fade_out, duration=float(length))
        for op, sound, duration in (
            ("fade_in", "sound_fade_in", self.fade_in),
            ("fade_out", "sound_fade_out", self.fade_out),
        ):
            if duration:
                timeline = put(timeline, [WHOLE], op, {"duration": duration, "color": self.color})
                if self.sound:
                    timeline = put(timeline, [WHOLE], sound, {"duration": duration})
        return timeline
