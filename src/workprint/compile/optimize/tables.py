"""Grades as tables: what FFmpeg's filters make of each of the 256 values of a plane.

Each is written as FFmpeg's own expression in `val`, with the filter's own roundings, so that one
table can stand for several filters without moving any value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from workprint.graph import Node

from .rewriting import constant

PLANES = ("y", "u", "v", "a")
Tables = Mapping[str, str]
"""For each plane that is changed, the new value as an expression in `val`."""
KNOWN = re.compile(r"\b(?:val|minval|maxval|if|between|clip|pow|trunc|floor|min)\b|[0-9.]+|[-+*/(), ]")
VAL = re.compile(r"\bval\b")


def tables(node: Node) -> Tables | None:
    """What a filter does to each plane by itself; None where it does more, or changes with time."""
    if node.label or len(node.inputs) != 1:
        return None
    reader = {"eq": _eq, "hue": _hue, "lutyuv": _lutyuv}.get(node.name)
    return reader(node) if reader is not None else None


def after(first: Tables, second: Tables) -> Tables:
    """The tables of both, one after the other."""
    merged = dict(first)
    for plane, expression in second.items():
        inner = first.get(plane)
        merged[plane] = expression if inner is None else VAL.sub(f"({inner})", expression)
    return merged


def lut(found: Tables) -> tuple[tuple[str, str], ...]:
    """The options of one `lutyuv`. A plane not named would be clipped to the range of video."""
    return tuple((plane, found.get(plane, "val")) for plane in PLANES)


def _numbers(node: Node, defaults: Mapping[str, float]) -> list[float] | None:
    if {name for name, _ in node.args} - {*defaults, "eval"}:
        return None
    found = [
        constant(node.arg(name)) if node.arg(name) is not None else value for name, value in defaults.items()
    ]
    return [value for value in found if value is not None] if None not in found else None


def _eq(node: Node) -> Tables | None:
    found = _numbers(node, {"contrast": 1.0, "brightness": 0.0, "gamma": 1.0})
    if found is None:
        return None
    contrast, brightness, gamma = found
    if contrast < 0 or contrast >= 7.9 or not -1 <= brightness <= 1 or not 0.1 <= gamma <= 10:
        return None
    if gamma == 1:
        # Fixed point: contrast in 4096ths, brightness in hundredths.
        slope = int(contrast * 4096)
        offset = int(100 * brightness + 100) * 511 // 200 - 128 - slope // 32
        return {"y": f"clip(floor(val*{slope}/4096)+{offset},0,255)"}
    line = f"clip({contrast:.9f}*(val/255-0.5)+{0.5 + brightness:.9f},0,1)"
    return {"y": f"min(255,floor(256*pow({line},{1 / gamma:.9f})))"}


def _hue(node: Node) -> Tables | None:
    found = _numbers(node, {"s": 1.0})
    if found is None or not 0 <= found[0] <= 10:
        return None
    slope = round(found[0] * 65536)
    turned = f"clip(floor(({slope}*(val-128)+8421376)/65536),0,255)"
    return {"u": turned, "v": turned}


def _lutyuv(node: Node) -> Tables | None:
    found: dict[str, str] = {}
    for plane in PLANES:
        # What is not named is held to the range of video; alpha has none.
        text = str(node.arg(plane)) if node.arg(plane) is not None else "clip(val,minval,maxval)"
        if re.sub(KNOWN, "", text):
            return None
        found[plane] = f"clip(trunc({text}),0,255)"
    return found if {name for name, _ in node.args} <= set(PLANES) else None
