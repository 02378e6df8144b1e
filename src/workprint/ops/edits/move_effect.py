"""Reorder effects."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import BadNumber, NoSuchItem
from .targets import effects_of, with_effects


class MoveEffect(EditOp):
    """Change the order in which an item's effects work.

        before  A -> blur -> vignette
        after   A -> vignette -> blur

    Errors: NoSuchItem, BadNumber.
    """

    name = "move_effect"
    group = "effects"
    title = {"en": "Reorder effects", "zh": "调整效果顺序"}
    say = {
        "en": ("move the effect", "reorder the effects"),
        "zh": ("调整效果顺序", "效果排序"),
    }
    examples = {"en": "move the effect vignette of clip 1 first", "zh": "把第一段的暗角效果排到最前"}

    target: str = Param(en="Clip, track or “timeline”", zh="片段、轨道或 timeline")
    effect_id: str = Param(en="Effect", zh="效果")
    index: int = Param(ge=0, en="Place", zh="位置")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        effects = effects_of(timeline, self.target)
        mine = next((effect for effect in effects if effect.id == self.effect_id), None)
        if mine is None:
            raise NoSuchItem(id=self.effect_id, have=[effect.id for effect in effects])
        if self.index >= len(effects):
            raise BadNumber(asked=self.index, least=0, most=len(effects) - 1)
        rest = [effect for effect in effects if effect.id != self.effect_id]
        order = (*rest[: self.index], mine, *rest[self.index :])
        return with_effects(timeline, [self.target], lambda _, __: order)
