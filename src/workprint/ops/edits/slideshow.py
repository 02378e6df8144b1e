"""Slideshow."""

from collections.abc import Sequence
from itertools import pairwise

from workprint.base import frames
from workprint.model import Facts, FileRef, Timeline, Transition
from workprint.ops.operation import EditOp, Param

from .add_transitions import AddTransitions
from .faults import NothingToDo
from .film import appended, changed_clip, clip_of, film_of
from .sources import is_still, made, media_of
from .targets import put


def is_photo(timeline: Timeline, name: str) -> bool:
    return media_of(timeline, name).kind == "image"


class Slideshow(EditOp):
    """Show photos one after another with a slow move and transitions between them.

        [photo 1]x[photo 2]x[photo 3]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "slideshow"
    group = "arrange"
    title = {"en": "Slideshow", "zh": "幻灯片"}
    say = {
        "en": ("slideshow", "photo slideshow", "make a slideshow"),
        "zh": ("幻灯片", "相册", "照片轮播"),
    }
    examples = {"en": "make a slideshow of the photos", "zh": "用照片做成幻灯片"}

    media: tuple[str, ...] = Param((), en="Photos (empty: all)", zh="照片（空：全部）")
    seconds: float = Param(4, ge=0.2, le=600, en="Seconds each", zh="每张秒数", unit="s")
    transition: str | None = Param("crossfade", en="Transition", zh="转场")
    move: bool = Param(True, en="Slow move", zh="缓慢移动")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        photos = self.media or tuple(file.id for file in timeline.media if file.kind == "image")
        if not photos:
            raise NothingToDo(en="There are no photos.", zh="没有照片。")
        length = max(1, frames(self.seconds, timeline.rate))
        shown = {
            clip.media.media: clip.id
            for _, clip in (timeline.film.clips() if timeline.film else ())
            if isinstance(clip.media, FileRef) and clip.media.media in photos
        }
        after, slides = timeline, []
        for photo in photos:
            if photo in shown and shown[photo] not in slides:
                clip = clip_of(after, shown[photo])[2]
                new = clip.sub(0, length) if is_still(timeline, clip) else clip
                after = changed_clip(after, clip.id, [new], length=min(length, clip.duration))
            else:
                clip = made(after, photo, duration=self.seconds if is_photo(after, photo) else None)
                after = appended(after, clip)
            slides.append(clip.id)
        moving = [name for name in slides if is_still(after, clip_of(after, name)[2])]
        if self.move and moving:
            after = put(after, moving, "ken_burns", {})
        return self.joined(after, slides, facts)

    def joined(self, timeline: Timeline, slides: Sequence[str], facts: Facts) -> Timeline:
        row = [item.id for item in film_of(timeline).items if not isinstance(item, Transition)]
        joins = tuple(a for a, b in pairwise(row) if a in slides and b in slides)
        if self.transition is None or not joins:
            return timeline
        return AddTransitions(transition=self.transition, clips=joins).apply(timeline, facts)
