"""The sentences for reframing: what each scene shows, read from the keyframes of the crops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from workprint.base import seconds
from workprint.model import Clip, Keyframe

from ..change import Change
from ..span import written

MOST = 4
"""Scenes told one by one; of more it is told how many show what."""
WHAT: dict[str, tuple[str, str]] = {
    "face": ("the face", "人脸"),
    "faces": ("all the faces", "所有人脸"),
    "nearest face": ("the nearest face of several", "多张人脸中最大的一张"),
    "left person": ("the person on the left", "左边的人"),
    "right person": ("the person on the right", "右边的人"),
    "cursor": ("the cursor", "光标"),
    "motion": ("what moves", "画面中的运动"),
    "eye": ("what stands out", "画面中最显眼的部分"),
    "nothing": ("the middle", "画面中间"),
    "center": ("the middle", "画面中间"),
    "left": ("the left side", "画面左侧"),
    "right": ("the right side", "画面右侧"),
    "top": ("the upper part", "画面上方"),
    "bottom": ("the lower part", "画面下方"),
}
FACES = frozenset({"face", "faces", "nearest face", "left person", "right person"})
HELD = frozenset({"center", "left", "right", "top", "bottom"})


@dataclass(frozen=True)
class Framed:
    """A scene of the film in seconds, what its crop shows, and whether it moves."""

    start: float
    end: float
    what: str
    moves: bool


def framed(c: Change) -> list[Framed]:
    """Every scene that a crop follows or holds, in order."""
    film = c.after.film
    if film is None:
        return []
    return [scene for at, clip in film.clips() for scene in _of_clip(c, at, clip)]


def _of_clip(c: Change, at: int, clip: Clip) -> Iterator[Framed]:
    crop = next((effect for effect in clip.effects if effect.metadata.get("reframe")), None)
    keys = [key for track in (crop.keyframes.values() if crop else ()) for key in track]
    scenes: list[list[Keyframe]] = []
    for before, key in zip([None, *keys], keys, strict=False):
        if before is None or before.ease == "hold":
            scenes.append([])
        scenes[-1].append(key)
    starts = [max(0, scene[0].at) for scene in scenes] + [clip.duration]
    for scene, (start, end) in zip(scenes, pairwise(starts), strict=True):
        first, last = (float(seconds(at + frame, c.after.rate)) for frame in (start, end))
        what = str((scene[0].model_extra or {}).get("what", "center"))
        yield Framed(first, last, what, len({key.value for key in scene}) > 1)


def framing(c: Change, zh: bool) -> str:
    """What the canvas is now and what is kept in it."""
    canvas = c.after.canvas
    if c.pending:
        return (
            "将先查找人脸和运动，再按主体裁剪画面。"
            if zh
            else "Faces and movement will be looked for, and the picture cropped to follow the subject."
        )
    scenes = framed(c)
    size = f"画布 {canvas.width}×{canvas.height}。" if zh else f"Canvas {canvas.width}×{canvas.height}."
    return (" " if not zh else "").join([size, _scenes(scenes, zh), *_doubts(scenes, zh)])


def _scenes(scenes: list[Framed], zh: bool) -> str:
    if len({(s.what, s.moves) for s in scenes}) == 1 and not zh:
        every = "" if len(scenes) == 1 else f" in all {len(scenes)} scenes"
        return f"The crop {_does(scenes[0], zh)}{every}."
    if len({(s.what, s.moves) for s in scenes}) == 1:
        return f"{'' if len(scenes) == 1 else f'全部 {len(scenes)} 个场景：'}{_does(scenes[0], zh)}。"
    if len(scenes) <= MOST:
        told = [
            f"{'场景' if zh else 'scene'} {n} ({written(s.start)}–{written(s.end)}) {_does(s, zh)}"
            for n, s in enumerate(scenes, 1)
        ]
        return ("；".join(told) + "。") if zh else f"S{'; '.join(told)[1:]}."
    counts = Counter(_does(scene, zh) for scene in scenes)
    if zh:
        return (
            f"{len(scenes)} 个场景："
            + "，".join(f"{count} 个{what}" for what, count in counts.items())
            + "。"
        )
    return f"Of {len(scenes)} scenes " + ", ".join(f"{n}: {what}" for what, n in counts.items()) + "."


def _does(scene: Framed, zh: bool) -> str:
    what = WHAT.get(scene.what, WHAT["center"])[zh]
    if scene.what in HELD or scene.what == "nothing":
        return f"停在{what}" if zh else f"stays on {what}"
    if scene.moves:
        return f"跟随{what}移动" if zh else f"follows {what}"
    return f"固定，保持{what}在画面里" if zh else f"stands still with {what} in it"


def _doubts(scenes: list[Framed], zh: bool) -> Iterator[str]:
    """What was not found, and what would help."""
    free = [scene for scene in scenes if scene.what not in HELD]
    blind = [scene for scene in free if scene.what not in FACES and scene.what != "cursor"]
    if blind and len(blind) == len(scenes):
        yield "没有找到人脸。" if zh else "No face was found."
    elif blind:
        yield (
            f"{len(blind)} 个场景没有找到人脸。"
            if zh
            else f"No face was found in {len(blind)} scene{'s' if len(blind) > 1 else ''}."
        )
    if any(scene.what == "nearest face" for scene in scenes):
        yield (
            "无法判断谁在说话；可以说“跟随右边的人”。"
            if zh
            else "I cannot tell who speaks; say “follow the person on the right” for another."
        )
    if any(scene.what == "nothing" for scene in scenes):
        yield (
            "那里没有可跟随的内容；可以说“第1个场景停在左边”。"
            if zh
            else "Where there was nothing to follow the middle is kept; say “in scene 1 stay on the left” to change that."
        )


def punched(c: Change, zh: bool) -> str:
    """How much closer every second piece is, and on how many of them a face stays where it is."""
    if c.pending:
        return (
            "先找人脸，再推近。" if zh else "Faces are looked for first, then every second piece is closer."
        )
    film = c.after.film
    clips = [clip for _, clip in film.clips()] if film else []
    zooms = [effect for clip in clips for effect in clip.effects if effect.metadata.get("punch_in")]
    faces = sum("x" in effect.params for effect in zooms)
    amount = float(zooms[0].params["amount"]) if zooms else 1.0
    if zh:
        where = (
            "以画面中心为准"
            if not faces
            else f"其中 {faces} 段对准人脸"
            if faces < len(zooms)
            else "都对准人脸"
        )
        return f"{len(clips)} 段中有 {len(zooms)} 段放大到 {amount:g} 倍，在剪切点交替，片段内部不缩放；{where}。"
    where = (
        "on the middle of the picture"
        if not faces
        else f"{faces} of them on the face"
        if faces < len(zooms)
        else "on the face"
    )
    return f"{len(zooms)} of {len(clips)} pieces, every second one, are {amount:g}x closer, {where}; they change at the joins, with no zoom within a clip."
