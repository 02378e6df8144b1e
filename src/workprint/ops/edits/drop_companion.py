"""Drop a file given along."""

from collections.abc import Sequence
from typing import Literal

from workprint.model import COMPANIONS, Companion, Facts, Timeline, companions, with_companions
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo


class DropCompanion(EditOp):
    """Use a file no longer that was given along with footage or lay beside it: a recorder's file of pointer and
    keys, a script, subtitles. From then on clicks are looked for in the picture, and words in the sound; what was
    made with it stays.

    Errors: NothingToDo.
    """

    name = "drop_companion"
    group = "document"
    title = {"en": "Drop a file given along", "zh": "不用附带的文件"}
    say = {
        "en": ("don't use the cursor file", "ignore the recorder's file", "drop the sidecar"),
        "zh": ("不要用光标文件", "忽略点击记录", "不用附带的文件"),
    }
    examples = {"en": "don't use the subtitle file", "zh": "不要用字幕文件"}

    kind: Literal["script", "captions", "events"] | None = Param(None, en="Of this kind", zh="种类")
    file: str | None = Param(None, en="File", zh="文件")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        media = tuple(with_companions(each, self._kept(companions(each))) for each in timeline.media)
        waiting = [Companion.model_validate(each) for each in timeline.metadata.get(COMPANIONS, ())]
        have = [each.name for file in timeline.media for each in companions(file)]
        if media == timeline.media and len(self._kept(waiting)) == len(waiting):
            named = f" “{self.file}”" if self.file else ""
            en = f" What is: {', '.join(f'“{name}”' for name in have)}." if have else ""
            zh = f"现有的是：{'、'.join(f'“{name}”' for name in have)}。" if have else ""
            raise NothingToDo(
                en=f"No such file{named} is used with the footage.{en}",
                zh=f"素材没有使用这样的文件{named}。{zh}",
            )
        rest = {key: value for key, value in timeline.metadata.items() if key != COMPANIONS}
        left = [each.model_dump(mode="json") for each in self._kept(waiting)]
        metadata = {**rest, COMPANIONS: left} if left else rest
        return timeline.model_copy(update={"media": media, "metadata": metadata})

    def _kept(self, given: Sequence[Companion]) -> list[Companion]:
        return [each for each in given if not self._meant(each)]

    def _meant(self, each: Companion) -> bool:
        named = self.file is None or each.name.casefold() == self.file.casefold()
        return named and self.kind in (None, each.kind)
