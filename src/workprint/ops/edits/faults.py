"""What an edit answers when it cannot be done as asked: always with the real bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from workprint.base import Fault, clock, nearest


def said(seconds: float) -> str:
    """Seconds as people write them: 0:07.50."""
    sign = "-" if seconds < 0 else ""
    return sign + clock(nearest(abs(Fraction(seconds).limit_denominator(1000)) * 1000), Fraction(1000))


class Timed(Fault):
    """A fault some of whose fields are seconds, said as a clock shows them."""

    times: tuple[str, ...] = ()

    def say(self, lang: str = "en") -> str:
        told = {key: self.told(key, value, lang) for key, value in self.fields.items()}
        return (self.zh if lang == "zh" else self.en).format(**told)

    def told(self, key: str, value: Any, lang: str) -> Any:
        if key in self.times and isinstance(value, (int, float)):
            return said(value)
        if isinstance(value, (list, tuple)):
            return ("、" if lang == "zh" else ", ").join(map(str, value)) or (
                "无" if lang == "zh" else "none"
            )
        return value


class OutOfRange(Timed):
    """A moment past the end. `asked` and `duration` in seconds."""

    code = "out_of_range"
    en = "There is nothing at {asked}: the film is {duration} long."
    zh = "影片总长 {duration}，没有 {asked} 这个位置。"
    times = ("asked", "duration")


class EmptyRange(Timed):
    """A range that ends where it starts, or before."""

    code = "empty_range"
    en = "From {start} to {end} there is nothing: the end must come after the start."
    zh = "{start} 到 {end} 是空的：终点必须在起点之后。"
    times = ("start", "end")


class OutOfMedia(Timed):
    """More of a file than it has."""

    code = "out_of_media"
    en = "“{media}” is {duration} long; {asked} is past its end."
    zh = "“{media}”只有 {duration}，没有 {asked}。"
    times = ("asked", "duration")


class OutOfBounds(Timed):
    """A change larger than the material allows. Fields in seconds."""

    code = "out_of_bounds"
    en = "“{name}” can change by {least} to {most} here; asked was {asked}."
    zh = "“{name}”在这里可变动 {least} 到 {most}；要求的是 {asked}。"
    times = ("asked", "least", "most")

    def say(self, lang: str = "en") -> str:
        if self.fields["least"] == self.fields["most"] == 0:
            name = self.fields["name"]
            return (
                f"“{name}”的素材已经全部用上，没有余量。"
                if lang == "zh"
                else f"“{name}” uses all of its media already."
            )
        return super().say(lang)

    def told(self, key: str, value: Any, lang: str) -> Any:
        if key in self.times and value is None:
            return "不限" if lang == "zh" else "any length"
        return super().told(key, value, lang)


class BadNumber(Fault):
    """A number outside what is possible."""

    code = "bad_number"
    en = "{asked} is not possible: from {least} to {most}."
    zh = "{asked} 不可用：范围是 {least} 到 {most}。"


class NoSuchItem(Timed):
    """An id that nothing has. `have` are those it could have been."""

    code = "no_such_item"
    en = "There is no “{id}” here. There is: {have}."
    zh = "这里没有“{id}”。现有：{have}。"


class TransitionTooLong(Timed):
    """The clips at a join are too short for any transition. `needs` and `has` in seconds."""

    code = "transition_too_long"
    en = "The clips around {clip} are too short for a transition of {needs}; there is room for {has}."
    zh = "{clip} 处的片段太短，放不下 {needs} 的转场，只能放 {has}。"
    times = ("needs", "has")


class NothingToDo(Fault):
    """The edit would change nothing. The fields `en` and `zh` say why."""

    code = "nothing_to_do"

    def say(self, lang: str = "en") -> str:
        return str(self.fields["zh" if lang == "zh" else "en"])


class MissingFacts(Fault):
    """The media has not been analysed for what the edit needs."""

    code = "missing_facts"
    en = "“{media}” has not been analysed for {kind} yet."
    zh = "“{media}”还没有分析过（{kind}）。"


class NoMusic(Fault):
    code = "no_music"
    en = "There is no music to change."
    zh = "没有可以更改的音乐。"


class NotNeighbours(Timed):
    code = "not_neighbours"
    en = "These clips do not lie next to each other on one track: {ids}."
    zh = "这些片段没有在同一轨道上相邻：{ids}。"


class WouldLoop(Fault):
    code = "would_loop"
    en = "“{item}” cannot be connected there: it would depend on itself."
    zh = "“{item}”不能接到这里：它会依赖自身。"


class PictureOnly(Fault):
    code = "picture_only"
    en = "“{op}” works on pictures; “{id}” is not one."
    zh = "“{op}”只作用于画面，“{id}”不是画面。"


class SoundOnly(Fault):
    code = "sound_only"
    en = "“{op}” works on sound; “{id}” has none."
    zh = "“{op}”只作用于声音，“{id}”没有声音。"
