"""A draft of what a voice could say over the film: from what happens on screen, else from what is said in
it, else from what can be read in its scenes; never from a voice that is over it already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workprint.model import Fact, Facts, FileRef, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.sources import frame_in

from .lines import lines
from .scenes import scenes, sounding
from .speech import Speech, speech

EVENTS = ("click", "typing", "key", "scroll")
TOGETHER = 2.5
"""Seconds within which what happens is told in one line."""
MOST = 24
"""Lines of a draft; where more is said, one line a scene."""
_SURE = 0.5
_EDGE = 0.02


@dataclass(frozen=True)
class Told:
    """A line of a draft: at which frame of the film, and what it was made from ("click", "word",
    "lettering", …). `draft`: from words of an engine that often errs."""

    at: int
    text: str
    made: str
    draft: bool = False


@dataclass(frozen=True)
class _Event:
    at: int
    fact: Fact
    label: str


def script_draft(timeline: Timeline, facts: Facts, zh: bool) -> tuple[Told, ...]:
    """The lines; empty where there is nothing to go on. Raises `MissingFacts` where the film was not
    listened to yet."""
    happening = list(_events(timeline, facts))
    if happening:
        return tuple(_steps(timeline, happening, zh))
    own = [sound for sounds in sounding(timeline).values() for sound in sounds]
    said = speech(timeline, facts, own) if own else Speech()
    if 0 < len(said.sentences) <= MOST:
        return tuple(Told(each.span.start, each.text, "word", said.draft) for each in said.sentences)
    try:
        found = lines(timeline, facts, scenes(timeline, facts), zh)
    except MissingFacts:
        if said.sentences:
            raise
        return ()
    telling = ("word", "lettering", "text")
    return tuple(
        Told(line.scene.span.start, line.text, line.made[0], line.draft)
        for line in found
        if line.made and line.made[0] in telling
    )


def _events(timeline: Timeline, facts: Facts) -> Iterator[_Event]:
    film = timeline.film
    for at, clip in film.clips() if film is not None else ():
        if not isinstance(clip.media, FileRef) or clip.reverse or clip.freeze:
            continue
        media = clip.media.media
        letters = of_kind(facts, media, "lettering")
        for kind in EVENTS:
            for fact in of_kind(facts, media, kind):
                frame = at + frame_in(clip, fact.start, timeline.rate)
                if fact.confidence >= _SURE and at <= frame < at + clip.duration:
                    yield _Event(frame, fact, _label(fact, letters))


def _label(event: Fact, letters: Sequence[Fact]) -> str:
    """The text on screen at the place of an event."""
    value = event.value if isinstance(event.value, dict) else {}
    if event.kind != "click" or "x" not in value:
        return ""
    for fact in letters:
        if fact.start <= event.start <= fact.end and isinstance(fact.value, dict):
            for text, x, y, w, h in fact.value.get("boxes", ()):
                if _in(value["x"], x, w) and _in(value["y"], y, h):
                    return str(text)
    return ""


def _in(at: float, start: float, length: float) -> bool:
    return bool(start - _EDGE <= at <= start + length + _EDGE)


def _steps(timeline: Timeline, events: Sequence[_Event], zh: bool) -> Iterator[Told]:
    """A line for events that come close together."""
    ordered = sorted(events, key=lambda each: each.at)
    apart = TOGETHER * timeline.rate
    groups: list[list[_Event]] = []
    for event in ordered:
        if groups and event.at - groups[-1][-1].at <= apart and len(groups[-1]) < 3:
            groups[-1].append(event)
        else:
            groups.append([event])
    for group in groups[:MOST]:
        said = [text for text, _ in groupby(_said(each, zh) for each in group)]
        joined = ("，然后".join(said) if zh else ", then ".join([said[0], *(s[0].lower() + s[1:] for s in said[1:])]))  # fmt: skip
        yield Told(group[0].at, joined + ("。" if zh else "."), group[0].fact.kind)


def _said(event: _Event, zh: bool) -> str:
    value = event.fact.value if isinstance(event.fact.value, dict) else {}
    if event.fact.kind == "click":
        if event.label:
            return f"点击“{event.label}”" if zh else f"Click “{event.label}”"
        where = _where(float(value.get("x", 0.5)), float(value.get("y", 0.5)), zh)
        return f"点击{where}" if zh else f"Click {where}"
    if event.fact.kind == "key":
        keys = value.get("keys", "")
        return f"按 {keys}" if zh else f"Press {keys}"
    if event.fact.kind == "typing":
        return "在这里输入" if zh else "Type it in"
    down = float(value.get("dy", 1)) >= 0
    return ("向下滚动" if down else "向上滚动") if zh else ("Scroll down" if down else "Scroll up")


def _where(x: float, y: float, zh: bool) -> str:
    column = 0 if x < 0.34 else 2 if x > 0.66 else 1
    row = 0 if y < 0.34 else 2 if y > 0.66 else 1
    if zh:
        return (("左上角", "上方", "右上角"), ("左侧", "中间", "右侧"), ("左下角", "下方", "右下角"))[row][
            column
        ]
    return (
        ("at the top left", "at the top", "at the top right"),
        ("on the left", "in the middle", "on the right"),
        ("at the bottom left", "at the bottom", "at the bottom right"),
    )[row][column]
