"""Remove the voice-over."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem
from .narration import lines_of, stripped


class RemoveVoiceOver(EditOp):
    """Take the voice-over out, or lines of it; what stepped back for it is as loud as before, and a frame
    that was held for it goes.

        before  V      [A~~][##]
                voice  [1][2   ]
        after   V      [A~~]

    Errors: NoVoiceOver, NoSuchItem.
    """

    name = "remove_voice_over"
    group = "sound"
    title = {"en": "Remove the voice-over", "zh": "去掉配音"}
    say = {
        "en": ("remove the voice-over", "remove the narration", "delete the voiceover"),
        "zh": ("去掉配音", "删除配音", "不要配音"),
    }
    examples = {"en": "remove the voiceover", "zh": "去掉配音"}

    lines: tuple[int, ...] = Param((), en="Lines (empty: all)", zh="第几句（空：全部）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        have = [clip.id for _, clip in lines_of(timeline)]
        unknown = [n for n in self.lines if not 1 <= n <= len(have)]
        if unknown:
            raise NoSuchItem(id=str(unknown[0]), have=[str(n + 1) for n in range(len(have))])
        return stripped(timeline, [have[n - 1] for n in self.lines])
