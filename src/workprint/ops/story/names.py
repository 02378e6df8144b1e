"""What a file's name tells: beach_final_v2.mp4 is a beach, IMG_2041.MOV tells nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CAMERA = re.compile(
    r"^(?:img|dsc[fn]?|mvi|mov|vid|video|pxl|gopr|gh\d{2}|gx\d{2}|dji|clip|c|p|whatsapp|wechat|mmexport|screen|recording|"
    r"screenrecording|capture|rec|untitled|download|file|movie|sequence|media|output|export|render|trim|signal|telegram|image|photo|微信|录屏|视频|图片|微信视频|微信图片|屏幕录制|未命名)?\d*$",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"^(?:final|edit(?:ed)?|raw|copy|orig(?:inal)?|v\d+|\d{3,4}p|4k|uhd|hd|fps\d*|h26[45]|hevc|hdr|mp4|mov|new|test|at|of)$", re.IGNORECASE)  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)(?:[-_ T]?\d{4,9})?"
)
_HEX = re.compile(r"^(?=.*\d)[0-9a-f]{7,}$", re.IGNORECASE)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What a name tells: words (maybe with a number), and the day in it."""

    words: str
    day: tuple[int, int, int] | None = None

    def date(self, zh: bool) -> str:
        """The day as people write it."""
        if self.day is None:
            return ""
        year, month, day = self.day
        return f"{year}年{month}月{day}日" if zh else f"{day} {_MONTHS[month - 1]} {year}"


def named(name: str) -> Named:
    """The words and the day in a file's name."""
    stem = re.sub(r"\.[A-Za-z0-9]{2,4}$", "", name.strip())
    found = _DATE.search(stem)
    day = (int(found[1]), int(found[2]), int(found[3])) if found else None
    stem = _DATE.sub(" ", stem)
    stem = re.sub(r"\(\d+\)|（\d+）", " ", stem)
    stem = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)
    parts = [part for part in re.split(r"[\s_\-.+]+", stem) if part]
    kept: list[str] = []
    for part in parts:
        if _WORDLESS.match(part) or _HEX.match(part):
            continue
        if part.isdigit():
            kept += [str(int(part))] if kept and len(part) <= 2 else []
        elif not _CAMERA.match(part):
            kept.append(part)
    text = " ".join(kept)
    text = re.sub(r"(?i)\bb ?roll\b", "b-roll", text)
    if text.isupper() and text.isascii():
        text = text.lower()
    return Named(text[:1].upper() + text[1:], day)
