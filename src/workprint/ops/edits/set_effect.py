"""Change an effect."""

from typing import Any

from workprint.model import Effect, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem
from .targets import checked, effects_of, targets_of, with_effects


class SetEffect(EditOp):
    """Change parameters of an effect that is there; the others stay.

        before  [A fx 0.4]
        after   [A fx 0.6]

    Errors: NoSuchItem, and what the effect itself refuses.
    """

    name = "set_effect"
    group = "effects"
    title = {"en": "Change an effect", "zh": "修改效果"}
    say = {
        "en": ("change the effect", "adjust the effect"),
        "zh": ("修改效果", "调整效果"),
    }
    examples = {"en": "change the effect vignette of clip 1 to 60%", "zh": "把第一段的暗角效果调整到60%"}

    targets: tuple[str, ...] = Param(
        (),
        en="Clips, tracks or “timeline” (empty: every clip of the film)",
        zh="片段、轨道或 timeline（空：影片全部片段）",
    )
    effect: str = Param(en="Effect", zh="效果")
    params: dict[str, Any] = Param({}, en="Parameters", zh="参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        targets = targets_of(timeline, self.targets)
        present = {e.op for target in targets for e in effects_of(timeline, target)}
        if self.effect not in present:
            raise NoSuchItem(id=self.effect, have=sorted(present))
        return with_effects(
            timeline,
            targets,
            lambda _, effects: tuple(self.merged(timeline, e) if e.op == self.effect else e for e in effects),
        )

    def merged(self, timeline: Timeline, effect: Effect) -> Effect:
        """The effect with the new numbers; keyframes of a parameter that now is a number go."""
        params = {**effect.params, **self.params}
        keyframes = {name: keys for name, keys in effect.keyframes.items() if name not in self.params}
        checked(timeline, effect.op, params, keyframes, effect.id)
        return effect.model_copy(update={"params": params, "keyframes": keyframes})
