"""Captions as an ASS file for players and other editors: the look as styles, placed, each word timed.

It is not the script that the film is drawn with, which sets every line by itself; a player sets these
lines in the fonts it has. The parameters of each look are kept in a comment, so that nothing is lost
where the file is read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workprint.model import LOOKS, Canvas

from .ass import WORD_JOINER, number
from .caption import Caption
from .colors import rgba
from .look import Look
from .placing import SAFE
from .timing import words

_HEAD = """[Script Info]
Title: {title}
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 0
ScaledBorderAndShadow: yes
{kept}
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
MarginR, MarginV, Encoding
{styles}

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
{events}
"""
_KEYPAD = {"bottom": 2, "center": 5, "top": 8}
_FONTS = {"sans": "Noto Sans", "serif": "Noto Serif", "heavy": "Noto Sans Black"}


@dataclass(frozen=True)
class Timed:
    """A caption as a file tells it: ms, and the parameters of its look with its text and its words."""

    start: int
    end: int
    params: Mapping[str, Any]


def ass_file(captions: Sequence[Timed], canvas: Canvas, title: str = "") -> str:
    """The captions as ASS; "" where there are none."""
    if not captions:
        return ""
    looks: dict[str, str] = {}
    events = []
    for each in captions:
        named = {key: value for key, value in each.params.items() if key not in ("text", "times")}
        look = {"preset": "clean", **named}
        kept = json.dumps(look, ensure_ascii=False, sort_keys=True)
        style = looks.setdefault(kept, f"Look{len(looks) + 1}")
        events.append(_event(each, style))
    styles = [_style(name, json.loads(kept), canvas) for kept, name in looks.items()]
    lines = "".join(f"{LOOKS}{name}: {kept}\n" for kept, name in looks.items())
    return _HEAD.format(
        title=" ".join(title.split()),
        width=canvas.width,
        height=canvas.height,
        kept=lines,
        styles="\n".join(styles),
        events="\n".join(events),
    )


def _event(each: Timed, style: str) -> str:
    op = Caption(**each.params)
    times = f"{_clock(each.start)},{_clock(each.end)}"
    # A look whose words are not marked has them timed all the same.
    return f"Dialogue: 0,{times},{style},,0,0,0,,{_marked(op, each.end - each.start)}"


def _marked(op: Caption, length: int) -> str:
    """The text with its line breaks; before each word how long it lasts, and what marks it meanwhile."""
    look = op.look()
    spoken = words(op.text, op.times, length) if op.times else []
    text = [line.strip() for line in op.text.splitlines() if line.strip()]
    starts = {word.start: word for word in spoken}
    found: list[str] = []
    letter = reached = 0
    for row, line in enumerate(text):
        found.append("\\N" if row else "")
        for character in line:
            word = None if character.isspace() else starts.get(letter)
            if word is not None:
                since = max(reached, word.since)
                if since - reached >= 10:
                    found.append(f"{{\\k{(since - reached) // 10}}}")
                    reached += (since - reached) // 10 * 10
                lasts = max(1, (word.until - reached) // 10)
                found.append(f"{{\\k{lasts}{_marking(look, word.since, word.until)}}}")
                reached += lasts * 10
            letter += not character.isspace()
            found.append(_safe(character))
    return "".join(found)


def _marking(look: Look, since: int, until: int) -> str:
    if look.highlight not in ("current", "pill", "single"):
        return ""
    accent, plain = _colour(look.accent), _colour(look.color)
    return f"\\1c{plain}&\\t({since},{since + 1},\\1c{accent}&)\\t({until},{until + 1},\\1c{plain}&)"


def _safe(character: str) -> str:
    return {"\\": "\\" + WORD_JOINER, "{": "\\{", "}": "\\}", "\t": " "}.get(character, character)


def _style(name: str, params: Mapping[str, Any], canvas: Canvas) -> str:
    op = Caption(**{**params, "text": "…"})
    look = op.look()
    size = look.size * min(canvas.width, canvas.height)
    boxed = look.box != "none"
    spoken = look.highlight == "spoken"
    first = _colour(look.accent if spoken else look.color)
    around = _colour(look.box, look.box_opacity) if boxed else _colour(look.outline_color)
    margins = round(canvas.width * SAFE), round(canvas.height * SAFE)
    fields = (
        name, _FONTS[look.font], number(size * 1.362), first, _colour(look.color), around,
        _colour("black", 0.7), -int(look.bold), -int(look.italic), 0, 0, 100, 100,
        number(look.spacing * size), 0, 3 if boxed else 1, number((0.3 if boxed else look.outline) * size),
        number(0 if boxed else look.shadow * 0.45 * size), _keypad(op.position), margins[0], margins[0],
        margins[1], 1,
    )  # fmt: skip
    return "Style: " + ",".join(map(str, fields))


def _keypad(position: Any) -> int:
    """A place as the keys of a keypad lie."""
    if not isinstance(position, str):
        return 8 if position[1] < 0.35 else 5 if position[1] < 0.65 else 2
    row = next((key for word, key in _KEYPAD.items() if word in position), 5)
    return row + ("right" in position) - ("left" in position)


def _colour(value: str, opacity: float = 1.0) -> str:
    red, green, blue, alpha = rgba(value)
    return f"&H{round(255 - alpha * opacity):02X}{blue:02X}{green:02X}{red:02X}"


def _clock(ms: int) -> str:
    hundredths = (ms + 5) // 10
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:02}"
