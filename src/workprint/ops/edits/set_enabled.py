"""Switch on or off."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .targets import effect_at, with_effects


class SetEnabled(EditOp):
    """Switch an effect or a track off without losing it, or on again.

        A -> (vignette) -> B      the bracketed one does nothing

    Errors: NoSuchItem.
    """

    name = "set_enabled"
    group = "effects"
    title = {"en": "Switch on or off", "zh": "启用或停用"}
    say = {
        "en": ("switch off", "switch on", "disable", "enable", "bypass"),
        "zh": ("停用", "启用", "关闭", "打开"),
    }
    examples = {"en": "disable the vignette of clip 1", "zh": "停用第一段的暗角"}

    id: str = Param(en="Effect or track", zh="效果或轨道")
    enabled: bool = Param(True, en="On", zh="启用")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = timeline.track(self.id)
        if track is not None:
            return timeline.with_track(track.model_copy(update={"enabled": self.enabled}))
        target, _ = effect_at(timeline, self.id)
        return with_effects(
            timeline,
            [target],
            lambda _, effects: tuple(
                e.model_copy(update={"enabled": self.enabled}) if e.id == self.id else e for e in effects
            ),
        )
