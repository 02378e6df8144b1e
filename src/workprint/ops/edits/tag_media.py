"""Tag a file."""

from workprint.model import Facts, Timeline
from workprint.ops.broll.about import TAGS
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .sources import media_of


class TagMedia(EditOp):
    """Say what a file of the library shows, in words of one's own; b-roll is chosen by them first.

    Errors: NoSuchItem, NothingToDo.
    """

    name = "tag_media"
    group = "arrange"
    title = {"en": "Tag", "zh": "标签"}
    say = {"en": ("tag", "tag a file", "label a file"), "zh": ("标签", "打标签", "加标签")}
    examples = {"en": "tag clip2.mp4 as sea, holiday", "zh": "给 clip2.mp4 加标签：大海、度假"}
    main = "tags"

    media: str = Param(en="File", zh="文件")
    tags: tuple[str, ...] = Param(en="Words", zh="词")
    replace: bool = Param(False, en="In place of those it has", zh="替换原有标签")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        file = media_of(timeline, self.media)
        have = () if self.replace else tuple(file.metadata.get(TAGS, ()))
        tags = tuple(dict.fromkeys((*have, *(tag.strip() for tag in self.tags if tag.strip()))))
        if tags == tuple(file.metadata.get(TAGS, ())):
            raise NothingToDo(en=f"“{file.name}” has these tags already.", zh=f"“{file.name}”已有这些标签。")
        new = file.model_copy(update={"metadata": {**file.metadata, TAGS: list(tags)}})
        media = tuple(new if each.id == file.id else each for each in timeline.media)
        return timeline.model_copy(update={"media": media})
