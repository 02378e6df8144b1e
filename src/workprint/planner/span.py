"""Where on the film: a clause's times and the clips it names, settled against the working copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bench import Bench, Placed, decline
from .clause import Clause
from .counting import by_number
from .targets import by_name
from .times import Moment


@dataclass(frozen=True)
class Span:
    """Seconds on the film. `start`/`end` where a range was named; `point` where a moment was;
    `length` where only how long."""

    start: float | None = None
    end: float | None = None
    point: float | None = None
    length: float | None = None
    whole: bool = False

    @property
    def ranged(self) -> bool:
        return self.start is not None and self.end is not None


def written(seconds: float) -> str:
    """Seconds as a clock shows them: 0:07.5."""
    hundredths = round(seconds * 100)
    whole, rest = divmod(hundredths, 100)
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    return head + (f".{rest:02}".rstrip("0") if rest else "")


def inside(start: float, end: float, bench: Bench) -> tuple[float, float]:
    """A range that must lie on the film. Raises `Declined` with the real bounds."""
    length = bench.duration
    if end <= start:
        decline(
            "empty_range",
            f"{written(start)} to {written(end)} is not a range: its end must come after its start.",
            f"{written(start)} 到 {written(end)} 不是有效的时间段：终点必须在起点之后。",
        )
    if start < -0.02 or end > length + 0.05:
        worst = f"{written(end - start)}" if start < 0 else f"{written(start)}–{written(end)}"
        if start < 0:
            decline(
                "out_of_range",
                f"The film is only {written(length)} long, so there are not {worst} to take from it.",
                f"影片总长只有 {written(length)}，没有 {worst} 可取。",
            )
        decline(
            "out_of_range",
            f"The film is {written(length)} long, so {worst} goes past its end.",
            f"影片总长 {written(length)}，{worst} 超出了结尾。",
        )
    return max(0.0, start), min(end, length)


def at(moment: float, bench: Bench) -> float:
    """A moment that must lie on the film. Raises `Declined` with the real bounds."""
    if moment > bench.duration + 0.05:
        decline(
            "out_of_range",
            f"The film is {written(bench.duration)} long, so there is nothing at {written(moment)}.",
            f"影片总长 {written(bench.duration)}，没有 {written(moment)} 这个位置。",
        )
    return min(moment, bench.duration)


def _settle(moment: Moment, low: float, high: float) -> tuple[float, float] | None:
    found = moment.range(high - low)
    return None if found is None else (low + found[0], low + found[1])


def span(c: Clause, bench: Bench, clip: Placed | None = None) -> Span:
    """The clause's range, moment and length on the film. With a clip, "the first 5 seconds" are
    those of the clip."""
    times = c.times
    start = end = point = None
    if times.range is not None:
        relative = clip is not None and times.range.kind in ("head", "tail", "middle", "part")
        low, high = (clip.start, clip.end) if clip is not None and relative else (0.0, bench.duration)
        settled = _settle(times.range, low, high)
        if settled is not None:
            start, end = settled
    if times.point is not None:
        point = _point(times.point, bench, clip)
    if start is None and point is None:
        return _anchored(c, bench, times.length, times.whole)
    return Span(start, end, point, times.length, times.whole)


def _point(moment: Moment, bench: Bench, clip: Placed | None) -> float | None:
    low, high = (clip.start, clip.end) if clip is not None else (0.0, bench.duration)
    if moment.kind == "point":
        return moment.a
    if moment.kind == "start":
        return low
    if moment.kind == "end":
        return high
    if moment.kind == "fraction":
        return low + (high - low) * (moment.a or 0.5)
    if bench.situation.playhead is None:
        decline(
            "no_playhead",
            "I cannot see where “here” is. Say a time, such as “at 0:12”.",
            "我不知道“这里”是哪个位置，请说出时间，例如“第12秒”。",
        )
    return bench.situation.playhead


_ANCHOR_EN = re.compile(
    r"\b(right after|after|following|before|until|during|over|throughout|on top of|in|when|while|for|at the (?:start|beginning) of|at the end of|at)\s+((?:the |my )?[^,@⟦]{2,40})"
)
_ANCHOR_ZH = re.compile(
    r"([^,@⟦]{1,16}?)(之后|以后|结束后|后面|完之后|之前|以前|前面|前(?=插|加|放|来|出现|显示)|后(?=插|加|放|来|出现|显示)|期间|的时候|那段时间|的开头|的结尾|的开始|的末尾|这段|那段)"
)


def _named(text: str, bench: Bench) -> list[Placed]:
    return by_number(text, bench.film) or by_name(text, bench.film, bench)


def _anchored(c: Clause, bench: Bench, length: float | None, whole: bool) -> Span:
    """Moments told by clips: "after the intro", "during clip 2", 第二段之后."""
    for match in _ANCHOR_EN.finditer(c.text):
        found = _named(match[2], bench)
        if not found:
            continue
        low, high = min(p.start for p in found), max(p.end for p in found)
        word = match[1]
        if "after" in word or word == "following" or "end of" in word:
            return Span(point=high, length=length, whole=whole)
        if word in ("before", "until") or ("of" in word.split()[-1] and "top" not in word):
            return Span(point=low, length=length, whole=whole)
        return Span(start=low, end=high, length=length, whole=whole)
    for match in _ANCHOR_ZH.finditer(c.text):
        found = _named(match[1] + "段" if match[1][-1:].isdigit() else match[1], bench)
        if not found:
            continue
        low, high = min(p.start for p in found), max(p.end for p in found)
        word = match[2]
        if word in ("后", "之后", "以后", "结束后", "后面", "完之后", "的结尾", "的末尾"):
            return Span(point=high, length=length, whole=whole)
        if word in ("前", "之前", "以前", "前面", "的开头", "的开始"):
            return Span(point=low, length=length, whole=whole)
        return Span(start=low, end=high, length=length, whole=whole)
    return Span(length=length, whole=whole)
