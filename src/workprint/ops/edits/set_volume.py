"""Set the volume."""

from collections.abc import Sequence

from workprint.model import Effect, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import BadNumber, NothingToDo
from .targets import effects_of, put, targets_of


def gain_of(effects: Sequence[Effect]) -> float:
    """The gain that effects already give."""
    return next((float(e.params.get("gain", 1)) for e in effects if e.op == "volume"), 1.0)


class SetVolume(EditOp):
    """Make clips or tracks louder or quieter: to a gain (1 is as recorded) or by a factor.

        before  [A ~~~~]
        after   [A ~~  ]

    Errors: NoSuchItem, BadNumber, NothingToDo.
    """

    name = "set_volume"
    group = "sound"
    title = {"en": "Set the volume", "zh": "设定音量"}
    say = {
        "en": ("set the volume", "make it louder", "make it quieter", "turn it up", "turn it down"),
        "zh": ("设定音量", "大声点", "小声点", "调高音量", "调低音量"),
    }
    examples = {"en": "turn the volume of clip 1 down to 50%", "zh": "第一段音量调到50%"}
    main = "gain"

    targets: tuple[str, ...] = Param(
        (),
        en="Clips, tracks or “timeline” (empty: every clip of the film)",
        zh="片段、轨道或 timeline（空：影片全部片段）",
    )
    gain: float | None = Param(None, ge=0, le=10, en="Gain", zh="音量", unit="×")
    by: float | None = Param(None, ge=0, le=10, en="By the factor", zh="乘以", unit="×")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        if self.gain is None and self.by is None:
            raise NothingToDo(en="Say how loud.", zh="请说明音量。")
        for target in targets_of(timeline, self.targets):
            gain = self.gain
            if gain is None:
                gain = gain_of(effects_of(timeline, target)) * (self.by or 0)
            if gain > 10:
                raise BadNumber(asked=round(gain, 3), least=0, most=10)
            timeline = put(timeline, [target], "volume", {"gain": round(gain, 4)})
        return timeline
