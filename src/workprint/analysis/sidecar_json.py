"""Recorders' files in JSON: those of Cap, and of OpenScreen and what grew out of it (Recordly).

Cap: https://github.com/CapSoftware/Cap (crates/project/src/cursor.rs, keyboard.rs).
OpenScreen: https://github.com/getopenscreen/openscreen (src/native/contracts.ts).
Recordly: https://github.com/webadderallorg/Recordly (electron/ipc/cursor).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workprint.base import Text

from .recorded import Click, Key, Move, Recorded

MOST = 1_000_000
"""Events of a file."""
HELD = 0.15
"""Seconds that a key is down where its release is not told."""
LONGEST = 64
"""Letters of a key's name."""
BUTTONS = {"click": "left", "double-click": "left", "right-click": "right", "middle-click": "middle"}
NOT_PRESSED = ("move", "mouseup", "keystroke", "manual-zoom", None)
SIDES = {"left": "left", "right": "right", "middle": "middle"}
HELD_WITH = ("Ctrl", "Alt", "Shift", "Cmd")
"""Keys that change others, in the order in which they are shown."""
SHOWN = {
    "lcontrol": "Ctrl", "rcontrol": "Ctrl", "control": "Ctrl", "ctrl": "Ctrl", "lshift": "Shift", "rshift": "Shift",
    "shift": "Shift", "lalt": "Alt", "ralt": "Alt", "alt": "Alt", "option": "Alt", "lmeta": "Cmd", "rmeta": "Cmd",
    "meta": "Cmd", "command": "Cmd", "cmd": "Cmd", "super": "Cmd", "win": "Cmd", "return": "Enter", "escape": "Esc",
}  # fmt: skip


class Wrong(Exception):
    """Why a file is refused: a text in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason["en"])
        self.reason = reason


def number(said: Mapping[str, Any], key: str, most: float = 1e9) -> float:
    """A finite number of an event."""
    value = said.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Wrong({"en": f"{key} of an event is no number", "zh": f"某个事件的 {key} 不是数字"})
    if abs(value) > most:
        raise Wrong({"en": f"{key} of an event is {value:g}", "zh": f"某个事件的 {key} 为 {value:g}"})
    return float(value)


def events(said: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """A list of events, none of them but objects, and not too many."""
    listed = said.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
        raise Wrong({"en": f"{key} is no list of events", "zh": f"{key} 不是事件列表"})
    if len(listed) > MOST:
        raise Wrong({"en": f"it has more than {MOST:,} events", "zh": f"事件数超过 {MOST:,}"})
    return listed


def shown(keys: Sequence[str]) -> str:
    """Keys pressed together, as people write them: "Ctrl+Shift+S"."""
    named = [SHOWN.get(key.strip().lower(), key.strip()) for key in keys if key.strip()]
    held = [key for key in HELD_WITH if key in named]
    others = [key.upper() if held and len(key) == 1 else key for key in named if key not in HELD_WITH]
    return "+".join([*held, *others])


def shape_of(said: Any) -> Callable[[Any], Recorded] | None:
    """What reads such a file; None for a shape that is not known."""
    if not isinstance(said, Mapping):
        return None
    if isinstance(said.get("moves"), list) and isinstance(said.get("clicks"), list):
        return cap
    if isinstance(said.get("presses"), list):
        return cap_keys
    if isinstance(said.get("samples"), list):
        return recordly_keys if _of_keys(said["samples"]) else openscreen
    if isinstance(said.get("events"), list) and "recordingId" in said:
        return openscreen_keys
    return None


def _of_keys(samples: Sequence[Any]) -> bool:
    """Whether samples tell of keys, not of a pointer."""
    return (
        bool(samples) and isinstance(samples[0], Mapping) and "key" in samples[0] and "cx" not in samples[0]
    )


def cap(said: Mapping[str, Any]) -> Recorded:
    """Cap's `cursor.json`: moves in shares of the picture, and presses (`down`) without a place."""
    moves = [_move(each, _cap_time(each), "x", "y") for each in events(said, "moves")]
    clicks = []
    for each in events(said, "clicks"):
        if not isinstance(each.get("down"), bool):
            raise Wrong(
                {"en": "down of a click is neither true nor false", "zh": "某次点击的 down 不是真假值"}
            )
        time = _cap_time(each)
        if each["down"]:
            clicks.append(
                Click(time, {1: "right", 2: "middle"}.get(int(each.get("cursor_num") or 0), "left"))
            )
    return Recorded("cap", tuple(sorted(moves)), tuple(sorted(clicks, key=lambda c: c.time)))


def _cap_time(event: Mapping[str, Any]) -> float:
    # Older files call it process_time_ms.
    return number(event, "time_ms" if "time_ms" in event else "process_time_ms") / 1000


def _move(event: Mapping[str, Any], time: float, x: str, y: str) -> Move:
    return time, number(event, x), number(event, y)


def cap_keys(said: Mapping[str, Any]) -> Recorded:
    """Cap's `keyboard.json`: each key down and up; what is held goes before the key it changes."""
    held: dict[str, None] = {}
    down: dict[str, tuple[float, str]] = {}
    keys: list[Key] = []
    for each in sorted(events(said, "presses"), key=lambda event: number(event, "timeMs")):
        name, time = _key_name(each, "key"), number(each, "timeMs") / 1000
        changes = SHOWN.get(name.lower()) in HELD_WITH
        if each.get("down") is True:
            if changes:
                held[SHOWN[name.lower()]] = None
            elif name not in down:
                down[name] = (time, shown([*held, name]))
        elif changes:
            held.pop(SHOWN[name.lower()], None)
        elif name in down:
            start, text = down.pop(name)
            keys.append(Key(start, max(time, start), text))
    keys += [Key(start, start + HELD, text) for start, text in down.values()]
    return Recorded("cap", keys=tuple(sorted(keys, key=lambda key: key.start)))


def _key_name(event: Mapping[str, Any], field: str) -> str:
    name = event.get(field)
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST or not name.isprintable():
        raise Wrong({"en": "a key has no name", "zh": "某个按键没有名称"})
    return name


def openscreen(said: Mapping[str, Any]) -> Recorded:
    """OpenScreen's `.cursor.json`: samples in shares, each with what happened; `clicks` may list times."""
    moves: list[Move] = []
    clicks: list[Click] = []
    for each in events(said, "samples"):
        move = _move(each, number(each, "timeMs") / 1000, "cx", "cy")
        kind = each.get("interactionType")
        if kind in BUTTONS:
            clicks.append(Click(move[0], BUTTONS[kind], move[1:]))
        elif kind not in NOT_PRESSED:
            raise Wrong(
                {"en": f"{str(kind)[:40]!r} is no event known here", "zh": f"未知事件 {str(kind)[:40]!r}"}
            )
        if each.get("visible", True):
            moves.append(move)
    listed = said.get("clicks", [])
    if not isinstance(listed, list) or len(listed) > MOST:
        raise Wrong({"en": "clicks is no list of times", "zh": "clicks 不是时间列表"})
    if not clicks:
        clicks = [Click(number({"clicks": each}, "clicks") / 1000) for each in listed]
    return Recorded("openscreen", tuple(sorted(moves)), tuple(sorted(clicks, key=lambda c: c.time)))


def openscreen_keys(said: Mapping[str, Any]) -> Recorded:
    """`.keystroke.json` of OpenScreen's family: keys with what is held, and clicks without a place."""
    clicks: list[Click] = []
    keys: list[Key] = []
    for each in events(said, "events"):
        time = number(each, "timestamp") / 1000
        if each.get("type") == "mouse":
            clicks.append(Click(time, SIDES.get(str(each.get("button")), "left")))
        elif each.get("type") == "keystroke":
            with_ = each.get("modifiers")
            held = [key for key, down in with_.items() if down is True] if isinstance(with_, Mapping) else []
            name = _key_name(each, "keyName")
            if SHOWN.get(name.lower()) not in HELD_WITH:
                keys.append(Key(time, time + HELD, shown([*held, name])))
        else:
            raise Wrong(
                {
                    "en": f"{str(each.get('type'))[:40]!r} is no event known here",
                    "zh": f"未知事件 {str(each.get('type'))[:40]!r}",
                }
            )
    by_time = sorted(clicks, key=lambda c: c.time)
    return Recorded("openscreen", (), tuple(by_time), tuple(sorted(keys, key=lambda key: key.start)))


def recordly_keys(said: Mapping[str, Any]) -> Recorded:
    """`.keystrokes.json` and `.keys.json` of Recordly, which grew out of OpenScreen: keys going down, each with
    what is held, named in a list or one by one."""
    keys: list[Key] = []
    for each in events(said, "samples"):
        time, name, listed = number(each, "timeMs") / 1000, _key_name(each, "key"), each.get("modifiers")
        held = [str(key) for key in listed] if isinstance(listed, list) else []
        held += [key for key in ("ctrl", "alt", "shift", "meta") if each.get(key) is True]
        if each.get("repeat") is not True and SHOWN.get(name.lower()) not in HELD_WITH:
            keys.append(Key(time, time + HELD, shown([*held, name])))
    return Recorded("recordly", keys=tuple(sorted(keys, key=lambda key: key.start)))
