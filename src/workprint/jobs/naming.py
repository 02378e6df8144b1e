"""Which clip and which operation a failure belongs to, in words."""

from __future__ import annotations

from collections.abc import Iterator

from workprint.base import Fault, Range, Text, clock
from workprint.ffmpeg import FFmpegFailed, TimedOut
from workprint.model import Clip, Effect, GeneratorRef, Timeline, Transition

from .causes import title


class RenderFailed(Fault):
    code = "render_failed"
    en = "Rendering stopped at {place[en]}: {reason}"
    zh = "渲染中断于{place[zh]}：{reason}"


class RenderTimedOut(Fault):
    code = "timed_out"
    en = "Rendering {place[en]} was stopped after {seconds:g} s: it seems to hang."
    zh = "渲染{place[zh]}超过 {seconds:g} 秒，疑似卡住，已停止。"


def named(timeline: Timeline, error: FFmpegFailed | TimedOut, part: Range | None) -> Fault:
    """The failure with the clip and the operation it comes from; where FFmpeg does not say which,
    with all the clips of the piece."""
    if isinstance(error, TimedOut):
        return RenderTimedOut(place=_clips(timeline, part), seconds=error.fields["seconds"])
    origin = str(error.fields.get("origin", ""))
    place = _place(timeline, origin) or _clips(timeline, part)
    ended = error.fields.get("exit")
    return RenderFailed(place=place, reason=error.fields["reason"], origin=origin, exit=ended)


def _place(timeline: Timeline, origin: str) -> Text | None:
    if not origin:
        return None
    for effect, clip in _effects(timeline):
        if effect.id == origin:
            name = title(effect.op)
            where = dict.fromkeys(name, f"“{clip.name or clip.id}”") if clip else _WHOLE
            return {"en": f"{name['en']} on {where['en']}", "zh": f"{where['zh']}的{name['zh']}"}
    found = timeline.find(origin)
    if found is None:
        return None
    item = found[2]
    if isinstance(item, Transition):
        name = title(item.op)
        at = clock(found[1], timeline.rate)
        return {"en": f"{name['en']} at {at}", "zh": f"{at} 的{name['zh']}"}
    if isinstance(item, Clip) and isinstance(item.media, GeneratorRef):
        name = title(item.media.op)
        return {lang: f"{name[lang]} “{item.name or item.id}”" for lang in ("en", "zh")}
    own = getattr(item, "name", "") or item.id
    return {"en": f"“{own}”", "zh": f"“{own}”"}


_WHOLE: Text = {"en": "the whole film", "zh": "整部影片"}


def _effects(timeline: Timeline) -> Iterator[tuple[Effect, Clip | None]]:
    yield from ((effect, None) for effect in timeline.effects)
    for track in timeline.tracks:
        yield from ((effect, None) for effect in track.effects)
        for _, clip in track.clips():
            yield from ((effect, clip) for effect in clip.effects)


def _clips(timeline: Timeline, part: Range | None) -> Text:
    span = part or Range(start=0, duration=timeline.duration)
    names = [
        clip.name or clip.id
        for track in timeline.tracks
        if part is None or track.kind == "video"
        for at, clip in track.clips()
        if Range(start=at, duration=clip.duration).meets(span)
    ]
    listed = ", ".join(f"“{name}”" for name in dict.fromkeys(names[:4])) + (" …" if len(names) > 4 else "")
    times = f"{clock(span.start, timeline.rate)}-{clock(span.end, timeline.rate)}"
    return (
        {"en": f"{times} ({listed})", "zh": f"{times}（{listed}）"} if listed else {"en": times, "zh": times}
    )
