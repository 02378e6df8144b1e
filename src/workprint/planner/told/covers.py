"""What was covered, told with the times between which it was surely found."""

from __future__ import annotations

from collections.abc import Iterable

from workprint.base import Range, seconds
from workprint.model import Clip, Effect, Timeline

from ..change import Change
from ..figures import value_of
from ..span import written

MANY = 6
"""Stretches that are listed; of more only the first."""
SHORT = 0.25
"""Seconds of a gap that is not worth telling."""


def covers(c: Change, zh: bool) -> str:
    """What is covered from when to when, and where it was lost from sight."""
    if c.pending:
        return (
            "先逐帧找出要遮住的东西，再跟着它打码。"
            if zh
            else "What is to be hidden is looked for picture by picture first; then the cover goes with it."
        )
    old = {effect.id for _, _, effect in _covers(c.before)}
    new = [each for each in _covers(c.after) if each[2].id not in old]
    count = len({effect.metadata.get("cover") for _, _, effect in new})
    rate = c.after.rate
    whole = _joined(
        _reach(at, effect).intersect(Range(start=at, duration=clip.duration)) for at, clip, effect in new
    )
    sure = _joined(
        Range.between(at + a, at + b) for at, _, effect in new for a, b in effect.metadata.get("sure", ())
    )
    lost = [gap for gap in _without(whole, sure) if float(seconds(gap.duration, rate)) >= SHORT]
    mode = value_of("cover", "mode", str(new[0][2].params.get("mode", "mosaic")), zh)
    said = _said(c, count, _times(whole, c.after, zh), mode, zh)
    if not lost:
        return said
    gaps = _times(lost, c.after, zh)
    return said + (
        f"这些时候没有把握它在哪里，所以遮得更大：{gaps}。请看一下；需要的话用时间段限定（“只到 {_at(lost[0].start, c.after)}”）。"
        if zh
        else f" It was not surely in sight {gaps}: more is covered there. Have a look; a time limits it (“only until {_at(lost[0].start, c.after)}”)."
    )


def _said(c: Change, count: int, times: str, mode: str, zh: bool) -> str:
    what = str(c.params.get("what", "place"))
    if what == "faces":
        return (
            f"{count} 张人脸打了码（{mode}），跟着走：{times}。没有找到人脸的地方没有遮，发布前请检查一遍。"
            if zh
            else f"{count} face{'s are' if count > 1 else ' is'} covered ({mode}) and followed: {times}. Where no face was found nothing is covered: look through it before you publish."
        )
    name = {
        "place": ("place", "处"),
        "text": ("place with that text", "处文字"),
        "typing": ("typed row", "行输入"),
    }[what]
    return (
        f"{count} {name[1]}打了码（{mode}），跟着内容移动：{times}。"
        if zh
        else f"{count} {name[0]}{'s' if count > 1 else ''} covered ({mode}) and followed: {times}."
    )


def _covers(timeline: Timeline) -> list[tuple[int, Clip, Effect]]:
    film = timeline.film
    return [
        (at, clip, effect)
        for at, clip in (film.clips() if film is not None else ())
        for effect in clip.effects
        if effect.op == "cover" and effect.keyframes
    ]


def _reach(at: int, effect: Effect) -> Range:
    moments = [key.at for track in effect.keyframes.values() for key in track]
    return Range.between(at + min(moments), at + max(moments))


def _joined(spans: Iterable[Range]) -> list[Range]:
    found: list[Range] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            found[-1] = Range.between(found[-1].start, max(found[-1].end, span.end))
        elif span.duration:
            found.append(span)
    return found


def _without(spans: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    left = list(spans)
    for gone in taken:
        left = [
            part
            for span in left
            for part in (
                Range.between(span.start, min(span.end, gone.start)),
                Range.between(max(span.start, gone.end), span.end),
            )
            if part.duration
        ]
    return left


def _times(spans: list[Range], timeline: Timeline, zh: bool) -> str:
    each = [f"{_at(span.start, timeline)}–{_at(span.end, timeline)}" for span in spans[:MANY]]
    return ("、" if zh else ", ").join(each) + (" …" if len(spans) > MANY else "")


def _at(frame: int, timeline: Timeline) -> str:
    return written(round(float(seconds(frame, timeline.rate)), 1))


COVERED = {"cover_up": covers}
"""The tellers of what is covered."""
