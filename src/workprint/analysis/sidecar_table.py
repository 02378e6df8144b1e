"""Plain tables of events: `t,x,y,event` and, if there are, `keys`."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence

from workprint.base import Text

from .recorded import LATER, SLACK, Click, Key, Move, Recorded
from .sidecar_json import HELD, LONGEST, MOST, Wrong, shown

TIMES = {
    "t": "",
    "time": "",
    "seconds": "s",
    "s": "s",
    "t_s": "s",
    "time_s": "s",
    "ms": "ms",
    "t_ms": "ms",
    "time_ms": "ms",
}
EVENTS: Mapping[str, str] = {
    "": "move", "move": "move", "mousemove": "move", "moved": "move",
    "click": "left", "down": "left", "left": "left", "leftclick": "left", "mousedown": "left", "press": "left",
    "doubleclick": "left", "dblclick": "left",
    "rightclick": "right", "right": "right", "rightdown": "right", "middleclick": "middle", "middle": "middle",
    "up": "up", "mouseup": "up", "release": "up", "scroll": "move", "wheel": "move",
    "key": "key", "keydown": "key", "keypress": "key", "keyup": "keyup",
}  # fmt: skip
SIZE = re.compile(r"^#\s*(?:size|screen)?\s*[:=]?\s*(\d{2,5})\s*[x×,]\s*(\d{2,5})\s*$", re.I)
NEAR = 0.05
"""Share of the picture by which a place in pixels may lie outside of it."""
ASPECT = 0.02
"""By how much the shape of a screen may differ from the picture's."""

Row = tuple[float, float | None, float | None, str, str]


def table(text: str, size: tuple[int, int], duration: float) -> Recorded | Text | None:
    """The events of a table for a picture of a size (pixels) and a length (seconds).

    A first line `# 2560x1600` says how large the screen was. Without, places are shares of the picture
    where none is over 1, else its pixels; times are seconds where they fit its length, else
    milliseconds. Returns why it does not fit, or None where it is no such table. Raises `Wrong`.
    """
    lines = text.splitlines()
    sizes = [found for line in lines[:5] if (found := SIZE.match(line))]
    screen = (int(sizes[0][1]), int(sizes[0][2])) if sizes else None
    head, rows = _rows([line for line in lines if line.strip() and not line.startswith("#")])
    if head is None:
        return None
    unit = TIMES[head] or _unit(rows, duration)
    times = [row[0] / (1000 if unit == "ms" else 1) for row in rows]
    places = "pixels" if screen or any(max(x or 0, y or 0) > 1.5 for _, x, y, *_ in rows) else "shares"
    if screen and abs(screen[0] / screen[1] / (size[0] / size[1]) - 1) > ASPECT:
        return _shapes(screen, size)
    whole = (1.0, 1.0) if places == "shares" else screen or size
    if places == "pixels" and (far := _farthest(rows, whole)):
        return _outside(far, whole)
    moves, clicks, keys = _events(rows, times, whole)
    return Recorded("table", tuple(sorted(moves)), tuple(clicks), tuple(keys), unit, places)


def _rows(lines: Sequence[str]) -> tuple[str | None, list[Row]]:
    """The name of the column of times, and the rows; None where it is no table of events."""
    if not lines or len(lines[0]) > 500:
        return None, []
    mark = ";" if lines[0].count(";") > lines[0].count(",") else "\t" if "\t" in lines[0] else ","
    head = [name.strip().strip('"').lower() for name in lines[0].split(mark)]
    time = next((name for name in head if name in TIMES), None)
    if time is None or not {"x", "y", "event"} <= set(head):
        return None, []
    if len(lines) > MOST:
        raise Wrong({"en": f"it has more than {MOST:,} rows", "zh": f"行数超过 {MOST:,}"})
    found: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO("\n".join(lines[1:])), delimiter=mark), 2):
            found.append(_row(dict(zip(head, cells, strict=False)), time, number))
    except csv.Error as error:
        raise Wrong({"en": f"it is no proper table ({error})", "zh": f"表格格式有误（{error}）"}) from error
    return time, sorted(found, key=lambda row: row[0])


def _row(cells: Mapping[str, str], time: str, line: int) -> Row:
    event = re.sub(r"[\s_-]", "", cells.get("event", "").lower())
    if event not in EVENTS:
        named = cells["event"][:40]
        raise Wrong(
            {
                "en": f"row {line} has an event {named!r} not known here",
                "zh": f"第 {line} 行的事件 {named!r} 无法识别",
            }
        )
    kind = EVENTS[event]
    x, y = (_number(cells, each, line, kind in ("key", "keyup")) for each in ("x", "y"))
    at = _number(cells, time, line, False)
    assert at is not None
    return at, x, y, kind, (cells.get("keys") or "")[:LONGEST]


def _number(cells: Mapping[str, str], name: str, line: int, empty: bool) -> float | None:
    text = (cells.get(name) or "").strip()
    if empty and not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e9:
        raise Wrong(
            {
                "en": f"{name} in row {line} is no number: {text[:20]!r}",
                "zh": f"第 {line} 行的 {name} 不是数字：{text[:20]!r}",
            }
        )
    return value


def _unit(rows: Sequence[Row], duration: float) -> str:
    """Seconds, unless the last time is too late for the recording as seconds."""
    last = max((row[0] for row in rows), default=0.0)
    return "s" if last <= duration * (1 + LATER) + SLACK else "ms"


def _farthest(rows: Sequence[Row], whole: tuple[float, float]) -> tuple[float, float] | None:
    """The place farthest out, if one is clearly outside."""
    worst, place = NEAR, None
    for _, x, y, *_ in rows:
        if x is None or y is None:
            continue
        out = max(-x / whole[0], x / whole[0] - 1, -y / whole[1], y / whole[1] - 1)
        if out > worst:
            worst, place = out, (x, y)
    return place


def _events(
    rows: Sequence[Row], times: Sequence[float], whole: tuple[float, float]
) -> tuple[list[Move], list[Click], list[Key]]:
    moves: list[Move] = []
    clicks: list[Click] = []
    keys: list[Key] = []
    for time, (_, x, y, kind, named) in zip(times, rows, strict=True):
        if x is not None and y is not None:
            moves.append((time, x / whole[0], y / whole[1]))
        if kind in ("left", "right", "middle"):
            clicks.append(Click(time, kind, moves[-1][1:]))
        elif kind == "key" and named.strip():
            keys.append(Key(time, time + HELD, shown(named.split("+") if named.strip("+ ") else [named])))
        elif kind == "keyup" and keys and keys[-1].end - keys[-1].start == HELD:
            keys[-1] = Key(keys[-1].start, max(time, keys[-1].start), keys[-1].keys)
    return moves, clicks, keys


def _outside(place: tuple[float, float], whole: tuple[float, float]) -> Text:
    (x, y), (w, h) = place, whole
    return {
        "en": f"it has a place at {x:g}, {y:g}, and the picture is {w:g} x {h:g}",
        "zh": f"其中有位置 {x:g}, {y:g}，而画面为 {w:g} x {h:g}",
    }


def _shapes(screen: tuple[int, int], size: tuple[int, int]) -> Text:
    return {
        "en": f"its screen is {screen[0]} x {screen[1]}, and the picture {size[0]} x {size[1]} has another shape",
        "zh": f"其屏幕为 {screen[0]} x {screen[1]}，与画面 {size[0]} x {size[1]} 的长宽比不同",
    }
