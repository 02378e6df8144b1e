"""What is seen in a scene, in a few words, from facts about its file."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass

from workprint.model import Clip, Fact, Facts, FileRef, Timeline, of_kind

from .scenes import FilmScene

SURE = 0.5
"""Confidence from which on what is seen is told."""
LIVELY, CALM = 0.5, 0.06
DARK, BRIGHT = 0.2, 0.72
COLOURFUL = 0.15
_HUES = (
    (20, ("red", "红色")), (45, ("orange", "橙色")), (70, ("yellow", "黄色")), (165, ("green", "绿色")),
    (200, ("teal", "青色")), (255, ("blue", "蓝色")), (290, ("purple", "紫色")), (345, ("pink", "粉色")), (361, ("red", "红色")),
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A few words about what is seen, and the kind of fact that says so."""

    words: str
    kind: str


def seen(timeline: Timeline, facts: Facts, scene: FilmScene, zh: bool) -> list[Seen]:
    """What is known of the picture, the most telling first: text on screen, people, movement, colours."""
    here = _facts(timeline, facts, scene)
    told = (_lettering(here), _people(here, zh), _movement(here, zh), _colours(here, zh))
    return [each for each in told if each is not None]


def _facts(timeline: Timeline, facts: Facts, scene: FilmScene) -> list[Fact]:
    """The facts about the footage that plays in a scene."""
    here: list[Fact] = []
    for name in scene.clips:
        found = timeline.find(name)
        clip = found[2] if found is not None else None
        if found is None or not isinstance(clip, Clip) or not isinstance(clip.media, FileRef):
            continue
        at = found[1]
        first = clip.source.start + max(0, scene.span.start - at)
        last = clip.source.start + min(clip.duration, scene.span.end - at)
        start, end = (float(frame * clip.speed / timeline.rate) for frame in (first, last))
        for kind in ("lettering", "face", "motion", "colour"):
            every = of_kind(facts, clip.media.media, kind)
            here += [
                f
                for f in every
                if (f.start < max(end, start + 0.001) and f.end > start) or f.end == f.start == 0
            ]
    return here


def _lettering(here: Sequence[Fact]) -> Seen | None:
    for fact in here:
        if fact.kind == "lettering" and isinstance(fact.value, dict) and fact.confidence >= SURE:
            lines = [line.strip() for line in str(fact.value.get("text", "")).splitlines()]
            line = max((line for line in lines if len(line) >= 3), key=len, default="")
            if line:
                return Seen(" ".join(line.split()[:8])[:40], "lettering")
    return None


def _people(here: Sequence[Fact], zh: bool) -> Seen | None:
    """How many are in the picture at once, most of the time that any are."""
    faces = [f for f in here if f.kind == "face" and f.confidence >= SURE]
    if not faces:
        return None
    moments: dict[float, int] = {}
    for face in faces:
        moments[face.start] = moments.get(face.start, 0) + 1
    counts = sorted(moments.values())
    many = min(3, counts[len(counts) // 2])
    en, cn = {1: ("one person", "一个人"), 2: ("two people", "两个人"), 3: ("several people", "几个人")}[many]
    return Seen(cn if zh else en, "face")


def _movement(here: Sequence[Fact], zh: bool) -> Seen | None:
    amounts = [
        float(f.value["amount"])
        for f in here
        if f.kind == "motion" and isinstance(f.value, dict) and "amount" in f.value and f.confidence >= SURE
    ]
    if not amounts:
        return None
    mean = sum(amounts) / len(amounts)
    if mean >= LIVELY:
        return Seen("动感画面" if zh else "lots of movement", "motion")
    return Seen("静静的画面" if zh else "a calm view", "motion") if mean <= CALM else None


def _colours(here: Sequence[Fact], zh: bool) -> Seen | None:
    """Light and the hue of the whole, where either stands out."""
    values = [f.value for f in here if f.kind == "colour" and isinstance(f.value, dict) and "mean" in f.value]
    if not values:
        return None
    red, green, blue = (sum(float(v["mean"][i]) for v in values) / len(values) for i in range(3))
    luma = sum(float(v.get("luma", 0.5)) for v in values) / len(values)
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if luma <= DARK:
        return Seen("暗色调画面" if zh else "in the dark", "colour")
    if saturation >= COLOURFUL:
        en, cn = next(names for limit, names in _HUES if hue * 360 < limit)
        return Seen(f"{cn}调画面" if zh else f"in {en} tones", "colour")
    return Seen("明亮的画面" if zh else "in bright light", "colour") if luma >= BRIGHT else None
