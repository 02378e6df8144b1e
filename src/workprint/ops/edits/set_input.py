"""Connect an input."""

from workprint.model import Clip, Facts, ItemRef, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem, WouldLoop
from .film import clip_of
from .targets import effect_at, with_effects


def reached(timeline: Timeline, name: str) -> set[str]:
    """The clips on which a clip depends, itself among them."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        found.add(at := waiting.pop())
        item = timeline.find(at)
        if item is not None and isinstance(item[2], Clip):
            needs = [other for effect in item[2].effects for other in effect.inputs.values()]
            if isinstance(item[2].media, ItemRef):
                needs.append(item[2].media.item)
            waiting += [other for other in needs if other not in found]
    return found


class SetInput(EditOp):
    """Connect another clip to a side input of an effect, or disconnect it.

        clip 2 ---(matte)---+
        clip 1 ---> effect -+-> out

    Errors: NoSuchItem, WouldLoop.
    """

    name = "set_input"
    group = "effects"
    title = {"en": "Connect an input", "zh": "连接输入"}
    say = {
        "en": ("connect", "use as matte", "use as the input"),
        "zh": ("连接", "作为遮罩", "作为输入"),
    }
    examples = {"en": "connect clip 2 as the matte of the effect e1", "zh": "把第二段作为效果 e1 的遮罩连接"}

    effect_id: str = Param(en="Effect", zh="效果")
    input: str = Param(en="Input", zh="输入名")
    item: str | None = Param(None, en="Clip (none: disconnect)", zh="片段（空：断开）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        target, effect = effect_at(timeline, self.effect_id)
        inputs = {key: name for key, name in effect.inputs.items() if key != self.input}
        if self.item is not None:
            clip_of(timeline, self.item)
            if target in reached(timeline, self.item):
                raise WouldLoop(item=self.item)
            inputs[self.input] = self.item
        elif self.input not in effect.inputs:
            raise NoSuchItem(id=self.input, have=list(effect.inputs))
        return with_effects(
            timeline,
            [target],
            lambda _, effects: tuple(
                e.model_copy(update={"inputs": inputs}) if e.id == effect.id else e for e in effects
            ),
        )
