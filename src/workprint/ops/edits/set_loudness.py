"""Loudness."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import film_of
from .targets import WHOLE, checked, put


class SetLoudness(EditOp):
    """Bring the whole film to a loudness, with peaks kept below the ceiling.

        before  _~_~~~~~~_~
        after   ~~~~~~~~~~~

    Errors: what the effect itself refuses.
    """

    name = "set_loudness"
    group = "sound"
    title = {"en": "Loudness", "zh": "响度"}
    say = {
        "en": ("set the loudness", "normalize the audio", "normalise the loudness", "loudness"),
        "zh": ("设定响度", "统一响度", "音量标准化", "响度"),
    }
    examples = {"en": "normalize the loudness to -14 LUFS", "zh": "把响度统一到-14 LUFS"}
    main = "target"

    target: float = Param(-14, ge=-36, le=-6, en="Target", zh="目标", unit="LUFS")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film_of(timeline)
        params = {"target": self.target}
        checked(timeline, "loudness", params)
        return put(timeline, [WHOLE], "loudness", params)
