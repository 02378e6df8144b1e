"""Looks in subtitle files of other programs, as parameters of captions: the styles of ASS, `::cue` of WebVTT.

What cannot be drawn is left: what of a WebVTT file stands before its cues is kept as it is, to be written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_BLOCKS = re.compile(r"(?:STYLE|REGION)[ \t]*(?:\n|$)")
_RULE = re.compile(r"::cue\s*\{([^{}]*)\}")
_SAYS = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_COLOUR = re.compile(r"#[0-9a-f]{6}|white|lime|cyan|red|yellow|magenta|blue|black", re.IGNORECASE)
_ASS_COLOUR = re.compile(r"&H([0-9A-F]{1,8})", re.IGNORECASE)
_KEYS = {1: "bottom-left", 3: "bottom-right", 4: "left", 5: "center", 6: "right", 7: "top-left", 8: "top", 9: "top-right"}  # fmt: skip
_EM = 1.362
"""How much higher the font size of ASS is than the em of the fonts here."""


def head_of(text: str) -> str:
    """The styles and regions of a WebVTT file, as they stand there."""
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(block.strip("\n") for block in blocks if _BLOCKS.match(block) and "-->" not in block)


def looks_of_head(head: str) -> dict[str, Any]:
    """What styles of WebVTT say of all cues: their colour, the colour behind them, slanted or bold letters."""
    found: dict[str, Any] = {}
    for rule in _RULE.findall(head):
        for name, value in _SAYS.findall(rule.lower()):
            said = value.strip()
            if name == "color" and _COLOUR.fullmatch(said):
                found["color"] = said
            elif name in ("background", "background-color") and _COLOUR.fullmatch(said):
                found["box"] = said
            elif name == "font-style":
                found["italic"] = said in ("italic", "oblique")
            elif name == "font-weight":
                found["bold"] = said in ("bold", "bolder", "600", "700", "800", "900")
    return found


def looks_of_styles(text: str) -> dict[str, dict[str, Any]]:
    """What the styles of an ASS file say, by their names: colours, outline or box, bold, italic, size, place."""
    sides = [float(each) for each in re.findall(r"^PlayRes[XY]:\s*(\d{1,5})\s*$", text, re.MULTILINE)]
    side = min(sides) if len(sides) == 2 and min(sides) else 288.0
    return {values["Name"]: dict(_of_style(values, side)) for values in _styles(text) if "Name" in values}


def _styles(text: str) -> Iterator[dict[str, str]]:
    fields: list[str] = []
    for line in text.split("\n"):
        if line.startswith("["):
            fields = []
        elif line.startswith("Format:"):
            fields = [name.strip() for name in line[7:].split(",")]
        elif line.startswith("Style:") and fields:
            yield dict(zip(fields, (part.strip() for part in line[6:].split(",")), strict=False))


def _of_style(values: dict[str, str], side: float) -> Iterator[tuple[str, Any]]:
    boxed = values.get("BorderStyle") == "3"
    around = "box" if boxed else "outline_color"
    for name, key in (("PrimaryColour", "color"), ("OutlineColour", around)):
        if found := _ASS_COLOUR.fullmatch(values.get(name, "")):
            digits = found[1].rjust(8, "0").lower()
            yield key, f"#{digits[6:8]}{digits[4:6]}{digits[2:4]}"
    for name, key in (("Bold", "bold"), ("Italic", "italic")):
        if name in values:
            yield key, values[name] not in ("0", "")
    size = values.get("Fontsize", "")
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,6})?", size) and float(size):
        yield "size", round(min(0.5, float(size) / _EM / side), 4)
    key = values.get("Alignment", "")
    if key.isdigit() and int(key) in _KEYS:
        yield "position", _KEYS[int(key)]
