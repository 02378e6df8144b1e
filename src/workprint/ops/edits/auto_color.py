"""Auto colour."""

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from workprint.base import seconds
from workprint.model import Clip, Facts, FileRef, Timeline, of_kind
from workprint.ops.operation import EditOp, Param

from .faults import MissingFacts, NothingToDo
from .film import clips_of
from .sources import is_sound
from .targets import put


def mean(values: Sequence[Mapping[str, Any]], key: str) -> list[float]:
    """The mean of red, green and blue over several measurements."""
    return [sum(value[key][channel] for value in values) / len(values) for channel in range(3)]


def bounded_to(value: float, least: float, most: float) -> float:
    return round(min(most, max(least, value)), 3)


def correction(values: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The colours' means brought towards each other, the darkest and lightest parts set to black and
    white, the middle lightened or darkened. All of it half of the way: a sunset is meant to be warm."""
    means = [max(0.01, value) for value in mean(values, "mean")]
    grey = 0.2126 * means[0] + 0.7152 * means[1] + 0.0722 * means[2]
    gains = [bounded_to((grey / value) ** 0.5, 0.8, 1.25) for value in means]
    low = min(gain * value for gain, value in zip(gains, mean(values, "low"), strict=True))
    high = max(gain * value for gain, value in zip(gains, mean(values, "high"), strict=True))
    black, white = bounded_to(low, 0, 0.12), bounded_to(high, 0.8, 1)
    middle = min(0.95, max(0.05, (grey - black) / (white - black)))
    gamma = bounded_to((log(middle) / log(0.45)) ** 0.5, 0.8, 1.3)
    names = ("red_gain", "green_gain", "blue_gain")
    return {**dict(zip(names, gains, strict=True)), "black": black, "white": white, "gamma": gamma}


class AutoColor(EditOp):
    """Balance the colours and levels of each clip from what was measured in its media.

        before  a yellow, flat picture
        after   grey is grey, dark is dark, light is light

    The numbers found are in the effect `balance`. Errors: NoSuchItem, MissingFacts.
    """

    name = "auto_color"
    group = "effects"
    title = {"en": "Auto colour", "zh": "自动调色"}
    say = {
        "en": ("auto colour", "auto color", "fix the colours", "colour correct", "white balance"),
        "zh": ("自动调色", "自动校色", "校正颜色", "白平衡"),
    }
    examples = {"en": "auto color clip 1", "zh": "第一段自动调色"}

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clips = clips_of(timeline, self.clips)
        measured = {clip.id: self.measured(timeline, clip, facts) for clip in clips}
        wanted = {name: params for name, params in measured.items() if params is not None}
        if not wanted:
            raise NothingToDo(en="There is no footage to balance.", zh="没有可以校色的画面。")
        for name, params in wanted.items():
            timeline = put(timeline, [name], "balance", params)
        return timeline

    def measured(self, timeline: Timeline, clip: Clip, facts: Facts) -> dict[str, float] | None:
        """The correction for a clip; None for what was not filmed."""
        if not isinstance(clip.media, FileRef) or is_sound(timeline, clip):
            return None
        found = of_kind(facts, clip.media.media, "colour")
        if not found:
            file = timeline.file(clip.media.media)
            raise MissingFacts(kind="colour", media=(file.name if file else "") or clip.media.media)
        start, end = (
            float(seconds(frame, timeline.rate) * clip.speed)
            for frame in (clip.source.start, clip.source.end)
        )
        near = [fact for fact in found if fact.start < end and start < fact.end] or list(found)
        return correction([fact.value for fact in near])
