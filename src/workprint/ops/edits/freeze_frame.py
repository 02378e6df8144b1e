"""Freeze frame."""

from workprint.base import Range, frames
from workprint.model import Clip, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, said
from .film import film_of, fresh, moment, rebuilt, taken
from .track_surgery import CLOSING, OPENING, Strip


class FreezeFrame(EditOp):
    """Hold the frame at a moment; what follows comes later.

        before  [A      ]
        after   [A  ][##][A  ]

    Errors: OutOfRange, NothingToDo.
    """

    name = "freeze_frame"
    group = "time"
    title = {"en": "Freeze frame", "zh": "定格"}
    say = {
        "en": ("freeze frame", "freeze", "hold the frame"),
        "zh": ("定格", "静帧", "停住画面"),
    }
    examples = {"en": "freeze the frame at 0:03 for 2 seconds", "zh": "在第3秒定格2秒"}

    at: float = Param(ge=0, en="At", zh="位置", unit="s")
    duration: float = Param(2, gt=0, en="Duration", zh="时长", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        at = moment(timeline, self.at)
        strip = Strip(film.items)
        found = strip.at(min(at, film.duration - 1))
        if found is None or not isinstance(found[1], Clip):
            raise NothingToDo(
                en=f"There is no picture at {said(self.at)}.", zh=f"{said(self.at)} 处没有画面。"
            )
        frame = found[1].sub(min(at, film.duration - 1) - found[0], 1)
        length = max(1, frames(self.duration, timeline.rate))
        effects = tuple(effect for effect in frame.effects if effect.op not in OPENING | CLOSING)
        still = frame.model_copy(
            update={
                "id": timeline.new_id("c"),
                "source": Range(start=frame.source.start, duration=length),
                "freeze": True,
                "link": None,
                "effects": effects,
            }
        )
        head, tail = Range.between(0, at), Range.between(at, film.duration)
        return rebuilt(timeline, [taken(strip, head), fresh(still), taken(strip, tail)])
