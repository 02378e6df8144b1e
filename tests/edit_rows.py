"""Timelines for the tests of edits, and a compact notation of them.

At 10 frames a second; each media file is 10 s long. A track is written as its items in order:
`c1:a[0-20]` is clip c1 showing frames 0 to 20 of media a, `..5` a gap of 5 frames, `<x1 2+3>` a
transition; after `@` stands the speed, `r` reversed, `z` frozen, `m` muted, `*` looped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import (
    AudioStream,
    Clip,
    Effect,
    Facts,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    TimelineRef,
    Track,
    Transition,
    VideoStream,
)
from workprint.ops import EditOp, operation

RATE = Fraction(10)
LIBRARY = (
    *(
        MediaFile(
            id=name,
            name=f"{name}.mp4",
            duration=Fraction(10),
            video=VideoStream(width=64, height=36),
            audio=AudioStream(),
        )
        for name in "abcd"
    ),
    MediaFile(id="p", name="p.png", kind="image", video=VideoStream(width=64, height=36)),
    MediaFile(id="q", name="q.png", kind="image", video=VideoStream(width=64, height=36)),
    MediaFile(id="s", name="s.wav", kind="audio", duration=Fraction(6), audio=AudioStream()),
)

ITEM = re.compile(
    r"\.\.(?P<gap>\d+)"
    r"|<(?P<x>\w+) (?P<into>\d+)\+(?P<out>\d+)>"
    r"|(?P<id>\w+):(?P<media>[\w-]+)\[(?P<start>-?\d+)-(?P<end>-?\d+)\](?P<flags>[rzm*]*)(?:@(?P<speed>[\d/]+))?"
)


def track(name: str, text: str, **fields: Any) -> Track:
    """The track written as `text`. Its kind follows from the first letter of its id."""
    kind = {"v": "video", "a": "audio", "t": "text"}[name[0]]
    items: list[Clip | Gap | Transition] = []
    for found in ITEM.finditer(text):
        part = found.groupdict()
        if part["gap"]:
            items.append(Gap(duration=int(part["gap"])))
        elif part["x"]:
            into, out = int(part["into"]), int(part["out"])
            items.append(Transition(id=part["x"], op="crossfade", in_offset=into, out_offset=out))
        else:
            items.append(_clip(part, kind, fields.get("role", "")))
    return Track(id=name, kind=kind, items=tuple(items), **fields)


def _clip(part: dict[str, Any], kind: str, role: str) -> Clip:
    media: FileRef | GeneratorRef = FileRef(media=part["media"])
    if part["media"] in ("title", "caption"):
        media = GeneratorRef(op=part["media"], params={"text": part["id"]})
    elif part["media"] == "music":
        media = GeneratorRef(op="music", params={"mood": "lo-fi", "seed": 0})
    flags = part["flags"]
    tie = "start" if part["media"] == "title" else "length" if role == "music" else "content"
    return Clip(
        id=part["id"],
        media=media,
        source=Range.between(int(part["start"]), int(part["end"])),
        speed=Fraction(part["speed"] or 1),
        reverse="r" in flags,
        freeze="z" in flags,
        muted="m" in flags,
        loop="*" in flags,
        tie=tie,
    )


def written(part: Track) -> str:
    """A track in the notation above."""
    return " ".join(map(_written, part.items))


def _written(item: Clip | Gap | Transition) -> str:
    if isinstance(item, Gap):
        return f"..{item.duration}"
    if isinstance(item, Transition):
        return f"<{item.id} {item.in_offset}+{item.out_offset}>"
    flags = "".join(
        letter
        for letter, on in zip("rzm*", (item.reverse, item.freeze, item.muted, item.loop), strict=True)
        if on
    )
    speed = f"@{item.speed}" if item.speed != 1 else ""
    media = item.media
    name = (
        media.media
        if isinstance(media, FileRef)
        else media.op
        if isinstance(media, GeneratorRef)
        else "nest"
        if isinstance(media, TimelineRef)
        else media.item
    )
    return f"{item.id}:{name}[{item.source.start}-{item.source.end}]{flags}{speed}"


def timeline(*tracks: Track, **fields: Any) -> Timeline:
    return Timeline(rate=RATE, media=LIBRARY, tracks=tracks, **fields)


def film(text: str, **others: str) -> Timeline:
    """A timeline with this film and other tracks by id; an id in `music…` is a music track."""
    return timeline(
        track("v1", text),
        *(
            track(name, content, **({"role": "music"} if content and "music" in content else {}))
            for name, content in others.items()
        ),
    )


def edit(before: Timeline, op: str, facts: Facts | None = None, **params: Any) -> Timeline:
    made = operation(op, EditOp).model_validate(params)
    return made.apply(before, facts or {})


def all_written(after: Timeline) -> dict[str, str]:
    return {part.id: written(part) for part in after.tracks}


def effects_of(after: Timeline, name: str) -> list[tuple[str, dict[str, Any]]]:
    found = after.find(name)
    assert found is not None
    assert isinstance(found[2], Clip)
    return shown(found[2].effects)


def shown(effects: Sequence[Effect]) -> list[tuple[str, dict[str, Any]]]:
    return [(effect.op, effect.params) for effect in effects]
