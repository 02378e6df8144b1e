"""Cues: what subtitle files say. SRT and WebVTT are read and written here, ASS is read.

What cannot be shown is kept: the tags in a text (`markup`) and where a cue wants to lie (`settings`), so
that a file which is read and written again says the same.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from .cue_looks import looks_of_styles

CueForm = Literal["srt", "vtt", "ass"]

_CLOCK = r"(?:(\d{1,6}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
_TIMES = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}[ \t]*(.*)$")
_TAG = re.compile(
    r"</?(?:i|b|u|s|c|v|font|lang|ruby|rt)(?:[ .][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE
)
_SLANTED = re.compile(r"<i>((?:(?!</?i>).)*)</i>", re.IGNORECASE | re.DOTALL)
_AN = re.compile(r"\{\\an?(\d{1,2})")
_OVERRIDES = re.compile(r"\{[^{}]*\}")
_MARKED = re.compile(r"\{([^{}]*)\}([^{}]*)")
_LASTS = re.compile(r"\\k[fo]?(\d{1,7})")
_PLACES = {1: "bottom-left", 3: "bottom-right", 4: "left", 5: "center", 6: "right", 7: "top-left", 8: "top", 9: "top-right"}  # fmt: skip
LOOKS = "; Workprint look "
"""How a line of an ASS file begins that keeps the parameters of a style."""


@dataclass(frozen=True)
class Cue:
    """Text on screen from `start` to `end` (ms). `text` is what is read, with its line breaks; `markup` the
    same with the tags of its file, `settings` where that file places it, `name` its number or name there;
    `params` the looks that were told of it, and `times` [word, start, end] in ms from its start."""

    start: int
    end: int
    text: str
    markup: str = ""
    settings: str = ""
    name: str = ""
    italic: bool = False
    position: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    times: tuple[tuple[str, int, int], ...] = ()


def read_cues(text: str) -> list[Cue]:
    """The cues of an SRT, WebVTT or ASS file, in its order. What is no cue is passed over."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"^\[Script Info\]|^\[Events\]", plain, re.MULTILINE):
        return list(_of_ass(plain))
    return list(_of_blocks(plain, web=plain.startswith("WEBVTT")))


def _of_blocks(text: str, web: bool) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        for index, line in enumerate(lines[:2]):
            found = _TIMES.match(line)
            if found:
                name = lines[0].strip() if index else ""
                yield _cue(found, "\n".join(each.strip() for each in lines[index + 1 :]), name, web)
                break


def _cue(found: re.Match[str], markup: str, name: str, web: bool) -> Cue:
    start, end = _milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:8])
    settings = found[9].strip()
    text = _TAG.sub("", markup)
    text = html.unescape(text) if web else text
    placed = _AN.search(markup)
    position = _PLACES.get(int(placed[1]), "") if placed else _place(settings) if web else ""
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return Cue(start, end, text, markup if markup != text else "", settings, name, _italic(markup), position)


def _italic(markup: str) -> bool:
    """Whether all of a text is in italics: then it is shown so."""
    bare = _OVERRIDES.sub("", markup)
    return bool(_SLANTED.search(bare)) and not _TAG.sub("", _SLANTED.sub("", bare)).strip()


def _milliseconds(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest.ljust(3, "0"))


def _place(settings: str) -> str:
    """The place that the settings of a WebVTT cue mean: at the top, in the middle, at a side."""
    said = dict(part.split(":", 1) for part in settings.split() if ":" in part)
    line = said.get("line", "").split(",")[0]
    down = ""
    if re.fullmatch(r"\d{0,3}(?:\.\d{1,9})?%", line):
        share = float(line[:-1] or 100)
        down = "top" if share < 35 else "center" if share < 65 else ""
    elif re.fullmatch(r"\d{1,9}", line):
        down = "top" if int(line) < 6 else ""
    across = {"left": "left", "start": "left", "right": "right", "end": "right"}.get(
        said.get("align", ""), ""
    )
    if down == "center":
        return across or "center"
    return "-".join(part for part in (down or "bottom", across) if part) if down or across else ""


def _of_ass(text: str) -> Iterator[Cue]:
    looks = looks_of_styles(text)
    fields: list[str] = []
    for line in text.split("\n"):
        if line.startswith(LOOKS):
            name, _, kept = line[len(LOOKS) :].partition(": ")
            looks[name] = _look(kept)
        elif line.startswith("Format:"):
            fields = [name.strip() for name in line[7:].split(",")]
        elif line.startswith("Dialogue:") and "Text" in fields:
            values = dict(zip(fields, line[9:].strip().split(",", len(fields) - 1), strict=False))
            with suppress(ValueError, KeyError):
                yield _dialogue(values, looks.get(values.get("Style", ""), {}))


def _look(kept: str) -> dict[str, Any]:
    """The parameters of a style; none where somebody else wrote the line."""
    try:
        look = json.loads(kept)
    except (ValueError, RecursionError):
        return {}
    return look if isinstance(look, dict) else {}


def _dialogue(values: dict[str, str], look: dict[str, Any]) -> Cue:
    start, end = (_hundredths(values[key].strip()) for key in ("Start", "End"))
    raw = values["Text"]
    times: list[tuple[str, int, int]] = []
    at = 0
    for marks, word in _MARKED.findall(raw):
        lasts = int(found[1]) * 10 if (found := _LASTS.search(marks)) else None
        if lasts is not None and word.strip():
            times.append((_letters(word).strip(), at, at + lasts))
        at += lasts or 0
    placed = _AN.search(raw)
    position = _PLACES.get(int(placed[1]), "") if placed and "position" not in look else ""
    text = "\n".join(part.strip() for part in _letters(raw).split("\n") if part.strip())
    return Cue(
        start, end, text, italic=raw.startswith("{\\i1}"), position=position, params=look, times=tuple(times)
    )


def _letters(raw: str) -> str:
    bare = _OVERRIDES.sub("", raw.replace("\\{", "\u0001").replace("\\}", "\u0002"))
    bare = bare.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
    return bare.replace("\\\u2060", "\\").replace("\u0001", "{").replace("\u0002", "}")


def _hundredths(clock: str) -> int:
    hours, minutes, rest = clock.split(":")
    seconds, _, hundredths = rest.partition(".")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(
        hundredths.ljust(2, "0")[:2]
    ) * 10


def write_cues(cues: Iterable[Cue], form: Literal["srt", "vtt"], head: str = "") -> str:
    """Cues as SRT or WebVTT, in order of time; "" where there is none. `head`: the styles and regions of a
    WebVTT file."""
    web = form == "vtt"
    parts: list[str] = []
    for number, cue in enumerate(sorted(cues, key=lambda cue: (cue.start, cue.end)), start=1):
        words = cue.markup or (html.escape(cue.text, quote=False) if web else cue.text)
        words = "\n".join(line for line in words.splitlines() if line.strip())
        settings = f" {cue.settings}" if web and cue.settings else ""
        times = f"{_clock(cue.start, web)} --> {_clock(cue.end, web)}{settings}"
        parts.append(f"{cue.name if web and cue.name else number}\n{times}\n{words}\n")
    if not parts:
        return ""
    return "\n".join(["WEBVTT\n", *([f"{head}\n"] if head else ()), *parts] if web else parts)


def _clock(ms: int, web: bool) -> str:
    seconds, rest = divmod(ms, 1000)
    mark = "." if web else ","
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"
