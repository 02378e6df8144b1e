"""The sentences for music."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workprint.base import seconds
from workprint.model import Clip, FileRef, GeneratorRef, Timeline

from ..change import Change
from ..figures import spaced
from ..span import written
from ..words import MOOD_NAMES


def music(c: Change, zh: bool) -> str:
    clip = next(
        (
            x
            for t in c.after.tracks
            for x in t.clips()
            if t.kind == "audio"
            and (t.role == "music" or isinstance(x[1].media, GeneratorRef))
            and _is(x[1], c)
        ),
        None,
    )
    gain = float(c.params.get("gain", 0.35))
    what = _mood(c.params, zh, c)
    if clip is None:
        return f"加了{what}，{gain:.0%}。" if zh else f"Added {what} at {gain:.0%}."
    at, item = clip
    start, end = (float(seconds(f, c.after.rate)) for f in (at, at + item.duration))
    duck = c.params.get("duck", True)
    bar = _bar(item, zh) + _begins(c, zh)
    if zh:
        return f"加了{what}，{written(start)}–{written(end)}，音量 {gain:.0%}，首尾淡入淡出{'，说话时自动压低' if duck else ''}{bar}。"
    return f"Added {what} from {written(start)} to {written(end)} at {gain:.0%}, with fades{', ducked under speech' if duck else ''}{bar}."


def _begins(c: Change, zh: bool) -> str:
    """From which moment of its file music is played, where that was asked for."""
    begin = float(c.params.get("media_start") or 0)
    if not begin:
        return ""
    return f"；从文件的 {written(begin)} 处放起" if zh else f"; it plays from {written(begin)} of its file"


def _bar(clip: Clip, zh: bool) -> str:
    """That a file of music ends on a bar, and how surely its beat was heard."""
    found = clip.metadata.get("bar")
    if not isinstance(found, dict):
        return ""
    bpm, sure = float(found["bpm"]), float(found["confidence"])
    if zh:
        return f"；结尾落在小节上（每分钟 {bpm:.0f} 拍，置信度 {sure:.0%}）"
    return f"; it ends on a bar ({bpm:.0f} beats a minute, heard with a confidence of {sure:.0%})"


def _is(clip: Clip, c: Change) -> bool:
    if isinstance(clip.media, GeneratorRef):
        return clip.media.op == "music"
    return isinstance(clip.media, FileRef) and clip.media.media == c.params.get("media")


def _mood(params: Mapping[str, Any], zh: bool, c: Change) -> str:
    if params.get("media"):
        return f"“{c.name(str(params['media']))}”"
    en, cn = MOOD_NAMES.get(str(params.get("mood")), (str(params.get("mood")), str(params.get("mood"))))
    return f"{spaced(cn)}音乐" if zh else f"{en} music"


def set_music(c: Change, zh: bool) -> str:
    if c.params.get("start") is not None:
        part = f"{written(float(c.params['start']))}–{written(float(c.params['end']))}"
        gain, else_ = float(c.params["gain"]), _level(c.after)
        if zh:
            return f"{part} 音乐音量 {gain:.0%}，其余 {else_:.0%}。"
        return f"The music is at {gain:.0%} from {part}, elsewhere at {else_:.0%}."
    parts = []
    if c.params.get("mood") or c.params.get("media"):
        parts.append(
            f"音乐换成了{_mood(c.params, True, c)}" if zh else f"The music is now {_mood(c.params, False, c)}"
        )
    elif c.params.get("seed") is not None:
        parts.append("换了一段同风格的音乐" if zh else "The music is another piece of the same kind")
    if c.params.get("gain") is not None:
        old, new = _level(c.before), float(c.params["gain"])
        parts.append(
            f"音乐音量 {old:.0%} → {new:.0%}"
            if zh
            else f"music {old:.0%} → {new:.0%}"
            if parts
            else f"Music {old:.0%} → {new:.0%}"
        )
    elif parts:
        parts.append(
            f"音量保持 {_level(c.after):.0%}，时间不变"
            if zh
            else f"its level stays {_level(c.after):.0%}, its place too"
        )
    return ("，" if zh else "; ").join(parts) + ("。" if zh else ".")


def _level(timeline: Timeline) -> float:
    for track in timeline.tracks:
        if track.kind != "audio" or track.role not in ("music", ""):
            continue
        for _, clip in track.clips():
            return next(
                (float(e.params.get("gain", 1)) for e in (*clip.effects, *track.effects) if e.op == "volume"),
                1.0,
            )
    return 1.0
