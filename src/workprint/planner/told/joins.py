"""The sentences for pauses, transitions and fades."""

from __future__ import annotations

from itertools import pairwise

from workprint.base import seconds
from workprint.model import FileRef, Timeline, Transition

from ..change import Change
from ..figures import s, title_of
from ..span import written


def silences(c: Change, zh: bool) -> str:
    p = c.params
    pad, least = float(p.get("pad", 0.15)), float(p.get("min_silence", 0.6))
    where = p.get("where", "all")
    fast = p.get("mode") == "speed"
    if c.pending:
        if fast:
            return (
                f"停顿（{least:g} 秒以上）将以 {p.get('factor', 8):g} 倍速播放，音调不变，内容不删。"
                if zh
                else f"Pauses of {least:g} s or more will play {p.get('factor', 8):g}x fast, pitch kept, nothing deleted."
            )
        place = {
            "head": ("at the start ", "开头的"),
            "tail": ("at the end ", "结尾的"),
            "ends": ("at the start and end ", "首尾的"),
        }.get(where, ("", ""))
        return (
            f"将剪掉{place[1]}{least:g} 秒以上的停顿，两侧各留 {pad:g} 秒。"
            if zh
            else f"Pauses {place[0]}of {least:g} s or more will be cut, keeping {pad:g} s on each side."
        )
    if fast:
        return (
            f"停顿处以 {p.get('factor', 8):g} 倍速播放，音调不变，没有删内容；短了 {s(c.shorter, True)}。"
            if zh
            else f"The pauses play {p.get('factor', 8):g}x fast, pitch kept, nothing deleted; that saves {s(c.shorter)}."
        )
    gone = _cut_count(c)
    if c.shorter < 0:
        return (
            f"恢复了 {s(-c.shorter, True)}：停顿两侧各保留 {pad:g} 秒。"
            if zh
            else f"Gave back {s(-c.shorter)}: {pad:g} s is kept on each side of every pause."
        )
    if not gone and c.shorter > 0:
        return (
            f"又剪去 {s(c.shorter, True)}：停顿两侧各保留 {pad:g} 秒。"
            if zh
            else f"Took out {s(c.shorter)} more: {pad:g} s is kept on each side of every pause."
        )
    return (
        f"剪掉了 {gone} 处停顿，共 {s(c.shorter, True)}（两侧各留 {pad:g} 秒）。"
        if zh
        else f"Removed {gone} pause{'s' if gone != 1 else ''}, {s(c.shorter)} ({pad:g} s kept on each side)."
    )


def pieces(timeline: Timeline) -> int:
    return sum(1 for _ in timeline.film.clips()) if timeline.film else 0


def _cut_count(c: Change) -> int:
    """Places where media is missing now that was there before."""
    return max(0, len(_holes(c.after)) - len(_holes(c.before))) + _ends_cut(c)


def _holes(timeline: Timeline) -> list[tuple[str, int]]:
    film = timeline.film
    if film is None:
        return []
    clips = [clip for _, clip in film.clips() if isinstance(clip.media, FileRef)]
    found = []
    for one, two in pairwise(clips):
        same = (
            isinstance(one.media, FileRef)
            and isinstance(two.media, FileRef)
            and one.media.media == two.media.media
        )
        if same and two.source.start > one.source.end:
            found.append((one.id, one.source.end))
    return found


def _ends_cut(c: Change) -> int:
    old, new = c.before.film, c.after.film
    if old is None or new is None:
        return 0
    olds, news = [x for _, x in old.clips()], [x for _, x in new.clips()]
    if not olds or not news:
        return 0
    return int(news[0].source.start > olds[0].source.start) + int(news[-1].source.end < olds[-1].source.end)


def transitions(c: Change, zh: bool) -> str:
    op = str(c.params.get("transition", "crossfade"))
    name = title_of(op, zh)
    length = float(c.params.get("duration", 0.5))
    least = c.params.get("min_removed")
    if c.pending or c.before is c.after:
        where = f"at the joins where at least {least:g} s was cut" if least else "at the joins"
        where_zh = f"剪去 {least:g} 秒以上的接缝处" if least else "接缝处"
        return (
            f"将在{where_zh}加{name}（{length:g} 秒）。" if zh else f"{name} of {length:g} s will go {where}."
        )
    old = [item for t in c.before.tracks for item in t.items if isinstance(item, Transition)]
    every = [item for t in c.after.tracks for item in t.items if isinstance(item, Transition)]
    found = [item for item in every if item not in old] or every
    rate = float(c.after.rate)
    lengths = sorted({round(item.overlap / rate, 2) for item in found})
    spread = (
        f"{lengths[0]:g}"
        if len(lengths) == 1
        else f"{lengths[0]:g}–{lengths[-1]:g}"
        if lengths
        else f"{length:g}"
    )
    at = ", ".join(
        written(float(seconds(at, c.after.rate)))
        for t in c.after.tracks
        if t.kind == "video"
        for at, item in t.placed()
        if isinstance(item, Transition) and item in found
    )
    only = (
        (f"（只在剪去 {least:g} 秒以上的接缝）" if zh else f" (only where at least {least:g} s was cut)")
        if least
        else ""
    )
    place = at if len(found) <= 6 else ""
    if zh:
        return f"加了 {len(found)} 个{name}，{spread} 秒{only}{'，位置 ' + place if place else ''}；用片段的余量，总时长不变。"
    return f"Added {len(found)} {name.lower()} transition{'s' if len(found) != 1 else ''} of {spread} s{only}{' at ' + place if place else ''}; {'they use' if len(found) != 1 else 'it uses'} the clips' handles, so the length stays."


def fades(c: Change, zh: bool) -> str:
    into, out = float(c.params.get("fade_in", 1)), float(c.params.get("fade_out", 1))
    color = str(c.params.get("color", "black"))
    hue = {"black": "黑场", "white": "白场"}[color]
    if zh:
        return (
            "，".join(
                part
                for part in (
                    f"开头从{hue}淡入 {into:g} 秒" if into else "",
                    f"结尾淡出到{hue} {out:g} 秒" if out else "",
                )
                if part
            )
            + "，声音一起淡。"
        )
    return " and ".join(
        part
        for part in (
            f"fades in from {color} over {into:g} s" if into else "",
            f"out to {color} over {out:g} s"
            if out and into
            else f"fades out to {color} over {out:g} s"
            if out
            else "",
        )
        if part
    ).join(("The film ", ", sound included."))
