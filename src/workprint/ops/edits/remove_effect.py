"""Remove an effect."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem
from .targets import effects_of, targets_of, with_effects


class RemoveEffect(EditOp):
    """Take an effect off clips, tracks or the film.

        before  [A fx][B fx]
        after   [A   ][B   ]

    Errors: NoSuchItem.
    """

    name = "remove_effect"
    group = "effects"
    title = {"en": "Remove an effect", "zh": "移除效果"}
    say = {
        "en": ("remove the effect", "take off the effect", "without the effect"),
        "zh": ("移除效果", "去掉效果", "取消效果"),
    }
    examples = {"en": "remove the vignette from clip 1", "zh": "去掉第一段的暗角"}

    targets: tuple[str, ...] = Param(
        (),
        en="Clips, tracks or “timeline” (empty: every clip of the film)",
        zh="片段、轨道或 timeline（空：影片全部片段）",
    )
    effect: str = Param(en="Effect", zh="效果")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        targets = targets_of(timeline, self.targets)
        present = {e.op for target in targets for e in effects_of(timeline, target)}
        if self.effect not in present:
            raise NoSuchItem(id=self.effect, have=sorted(present))
        return with_effects(
            timeline, targets, lambda _, effects: tuple(e for e in effects if e.op != self.effect)
        )
