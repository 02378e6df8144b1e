"""A picture of a timeline: its tracks as bars in time, drawn as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from workprint.base import Range, clock, frames
from workprint.jobs import clip_name
from workprint.model import Clip, Timeline, Track, Transition

WIDTH = 1200
LEFT = 96
RIGHT = 24
ROW = 46
GAP = 10
HEAD = 64
FOOT = 20

_COLOURS = {"video": "#4c6fff", "audio": "#12a594", "text": "#e5a000"}
_MUSIC = "#9b6bdf"
FONT = "font-family='Inter, Segoe UI, Helvetica, Noto Sans CJK SC, sans-serif'"


def timeline_picture(timeline: Timeline, out: Path) -> Path:
    """Draw the timeline to an SVG file."""
    out.write_text(timeline_svg(timeline), encoding="utf-8")
    return out


def timeline_svg(timeline: Timeline) -> str:
    """The timeline as SVG: a ruler, and one row per track, the topmost picture first. Transitions
    are the light lens over a cut; small diamonds are effects."""
    height = HEAD + rows_height(timeline) + FOOT
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' {FONT}>",
        f"<rect width='{WIDTH}' height='{height}' rx='14' fill='#15171c'/>",
        *_title(timeline),
        *ruler(timeline, HEAD, height - FOOT + 4),
        *track_rows(timeline, HEAD),
    ]
    return "\n".join([*parts, "</svg>", ""])


def scale_of(timeline: Timeline) -> float:
    """Pixels per frame."""
    return (WIDTH - LEFT - RIGHT) / max(1, timeline.duration)


def _rows(timeline: Timeline) -> list[Track]:
    return [*_over(timeline), *(track for track in timeline.tracks if track.kind == "audio")]


def rows_height(timeline: Timeline) -> int:
    """How high the rows of all tracks are."""
    return len(_rows(timeline)) * (ROW + GAP)


def track_rows(timeline: Timeline, top: int) -> Iterator[str]:
    """One row per track from `top` on, with its clips."""
    for index, track in enumerate(_rows(timeline)):
        yield from _row(timeline, track, top + index * (ROW + GAP), scale_of(timeline))


def _over(timeline: Timeline) -> list[Track]:
    """Text and picture tracks as they lie over each other, the topmost first."""
    seen = timeline.tracks[::-1]
    return [track for kind in ("text", "video") for track in seen if track.kind == kind]


def _title(timeline: Timeline) -> Iterator[str]:
    name = escape(timeline.name or "Timeline")
    size = f"{timeline.canvas.width}x{timeline.canvas.height}"
    total = clock(timeline.duration, timeline.rate)
    yield f"<text x='24' y='30' font-size='16' font-weight='600' fill='#f2f3f5'>{name}</text>"
    yield (
        f"<text x='{WIDTH - RIGHT}' y='30' font-size='13' text-anchor='end' fill='#9aa0aa'>"
        f"{total} · {size} · {float(timeline.rate):.5g} fps</text>"
    )


def ruler(timeline: Timeline, top: int, bottom: int) -> Iterator[str]:
    """Lines at round seconds from above `top` down to `bottom`, and their times."""
    scale = scale_of(timeline)
    step = _step(float(timeline.duration / timeline.rate))
    second = 0.0
    while (at := frames(second, timeline.rate)) <= timeline.duration:
        x = LEFT + at * scale
        yield f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{top - 10}' y2='{bottom}' stroke='#2a2e36'/>"
        yield f"<text x='{x:.1f}' y='{top - 14}' font-size='11' text-anchor='middle' fill='#7d838d'>{clock(at, timeline.rate)}</text>"
        second += step


def _step(seconds: float) -> float:
    """A round number of seconds that gives the ruler at most a dozen marks."""
    for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800):
        if seconds / step <= 12:
            return step
    return 3600


def _row(timeline: Timeline, track: Track, y: int, scale: float) -> Iterator[str]:
    label = escape(
        track.name or track.role or {"video": "Video", "audio": "Audio", "text": "Text"}[track.kind]
    )
    yield f"<text x='24' y='{y + ROW / 2 + 4:.0f}' font-size='12' fill='#c3c7ce'>{short(label, 66, 12)}</text>"
    yield f"<rect x='{LEFT}' y='{y}' width='{WIDTH - LEFT - RIGHT}' height='{ROW}' rx='7' fill='#1d2026'/>"
    colour = _MUSIC if track.role == "music" else _COLOURS[track.kind]
    faint = " opacity='0.45'" if track.muted or not track.enabled else ""
    for at, item in track.placed():
        if isinstance(item, Clip):
            span = Range(start=at, duration=item.duration)
            if item.tie == "length":
                span = span.intersect(Range(start=0, duration=timeline.duration))
            yield f"<g{faint}>" + "".join(_clip(timeline, item, span, y, scale, colour)) + "</g>"
    for at, item in track.placed():
        if isinstance(item, Transition):
            yield _lens(item, at, y, scale)


def _clip(timeline: Timeline, clip: Clip, span: Range, y: int, scale: float, colour: str) -> Iterator[str]:
    x, width = LEFT + span.start * scale, max(1.5, span.duration * scale - 1.5)
    full = escape(
        f"{clip_name(timeline, clip)} · {clock(span.start, timeline.rate)}–{clock(span.end, timeline.rate)}"
    )
    yield f"<rect x='{x:.1f}' y='{y + 1}' width='{width:.1f}' height='{ROW - 2}' rx='6' fill='{colour}'><title>{full}</title></rect>"
    name = short(clip_name(timeline, clip), width - 14, 12)
    if name:
        yield f"<text x='{x + 8:.1f}' y='{y + 20}' font-size='12' font-weight='600' fill='#fff'>{escape(name)}</text>"
    for index, effect in enumerate(each for each in clip.effects if each.enabled):
        left = x + 8 + index * 12
        if left + 9 > x + width:
            break
        mid = y + ROW - 12
        yield (
            f"<path d='M{left:.1f} {mid} l4 -4 l4 4 l-4 4 z' fill='#fff' opacity='0.8'>"
            f"<title>{escape(effect.op)}</title></path>"
        )


def _lens(item: Transition, at: int, y: int, scale: float) -> str:
    left, right = LEFT + (at - item.in_offset) * scale, LEFT + (at + item.out_offset) * scale
    right = max(right, left + 6)
    middle = y + ROW / 2
    return (
        f"<path d='M{left:.1f} {middle} Q{(left + right) / 2:.1f} {y - 14} {right:.1f} {middle} "
        f"Q{(left + right) / 2:.1f} {y + ROW + 14} {left:.1f} {middle} z' fill='#fff' opacity='0.55'>"
        f"<title>{escape(item.op)}</title></path>"
    )


def short(text: str, width: float, size: int) -> str:
    """As much of a text as fits a width in pixels, judged by its letters."""
    room = width
    for index, letter in enumerate(text):
        room -= size if ord(letter) > 0x2E80 else size * 0.56
        if room < 0:
            return text[: max(0, index - 1)].rstrip() + "…" if index > 3 else ""
    return text
