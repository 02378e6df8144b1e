"""The sentence for cuts on the beat, with figures read from the timelines."""

from __future__ import annotations

from workprint.base import seconds
from workprint.model import GeneratorRef, Timeline

from ..change import Change


def beat_cut(c: Change, zh: bool) -> str:
    """How many cuts moved and how far, or for how many beats each clip is shown; and how sure the beat is."""
    if c.pending:
        return (
            "将先找出音乐的节拍，再把切点放到拍子上。"
            if zh
            else "The beat of the music will be found, and the cuts put on it."
        )
    one = len(_cuts(c.before)) == 0 and bool(_cuts(c.after)) and c.params.get("mode") != "each"
    said = _shots(c, zh) if one else _each(c, zh) if c.params.get("mode") == "each" else _moved(c, zh)
    return f"{said}{_sure(c, zh)}" if zh else f"{said} {_sure(c, zh)}"


def _cuts(timeline: Timeline) -> list[float]:
    film = timeline.film
    return [float(seconds(at, timeline.rate)) for at, _ in film.clips()][1:] if film else []


def _moved(c: Change, zh: bool) -> str:
    pairs = [abs(a - b) for a, b in zip(_cuts(c.before), _cuts(c.after), strict=False)]
    moved = [by for by in pairs if by > 1e-6]
    far = max(moved, default=0.0)
    if zh:
        return f"{len(pairs)} 个切点中移动了 {len(moved)} 个到节拍上（最多移动 {far:.2f} 秒），影片总长不变。"
    return f"{len(moved)} of {len(pairs)} cuts moved onto the beat, by {far:.2f} s at most; the film's length stays."


def _shots(c: Change, zh: bool) -> str:
    """Into how many shots the one clip was divided, and how much went with that."""
    count, less = len(_cuts(c.after)) + 1, -c.length(c.after) + c.length(c.before)
    if zh:
        return f"按镜头分成 {count} 段，每段在节拍上结束，共剪掉 {less:.2f} 秒。"
    return f"The clip is divided at its {count} shots, each of which ends on the beat; {less:.2f} s of their ends are gone."


def _each(c: Change, zh: bool) -> str:
    film = c.after.film
    lengths = [float(seconds(clip.duration, c.after.rate)) for _, clip in film.clips()] if film else []
    mark = _mark(c.after)
    beats = sorted({round(length * float(mark.get("bpm", 60)) / 60) for length in lengths})
    said = "–".join(str(n) for n in dict.fromkeys((beats[0], beats[-1]))) if beats else "0"
    shortest, longest = min(lengths, default=0.0), max(lengths, default=0.0)
    span = f"{shortest:.2f}" if longest - shortest < 0.05 else f"{shortest:.2f}–{longest:.2f}"
    if zh:
        return f"{len(lengths)} 个片段，每个 {said} 拍（{span} 秒），都切在节拍上。"
    return f"{len(lengths)} clips, {said} beat{'s' if said != '1' else ''} each ({span} s), every cut on the beat."


def _mark(timeline: Timeline) -> dict[str, float]:
    for track in timeline.tracks:
        for _, clip in track.clips():
            if track.role == "music" and "beat" in clip.metadata:
                return dict(clip.metadata["beat"])
    return {}


def _sure(c: Change, zh: bool) -> str:
    """The tempo, and how sure it is; of music made here the beat is known."""
    mark = _mark(c.after)
    bpm, sure = float(mark.get("bpm", 0)), float(mark.get("confidence", 0))
    made = any(
        isinstance(clip.media, GeneratorRef)
        for track in c.after.tracks
        if track.role == "music"
        for _, clip in track.clips()
    )
    if zh:
        return f"音乐 {bpm:.0f} 拍/分钟，" + ("节拍是作曲时已知的。" if made else f"节拍置信度 {sure:.0%}。")
    return f"The music has {bpm:.0f} beats a minute; " + (
        "its beat is known, since it was made here."
        if made
        else f"its beat was heard with a confidence of {sure:.0%}."
    )
