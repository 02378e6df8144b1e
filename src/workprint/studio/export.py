"""What an export asked for in words means for the render."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workprint.base import Fault
from workprint.jobs import FORMATS, SIZES, RenderOptions, UnknownFormat, UnknownSize
from workprint.model import Timeline
from workprint.ops import EditOp, bind
from workprint.planner import Plan

from .writing import enterable, placeable

SMALL = "720p"
_SIDES = re.compile(r"(\d+)x(\d+)")


class OutputIsSource(Fault):
    code = "output_is_source"
    en = "{path} is footage of this film: Workprint never writes over footage. Choose another name."
    zh = "{path} 是这部影片的素材：Workprint 不会覆盖素材。请换一个文件名。"


@dataclass(frozen=True)
class Export:
    """A render asked for: what of the timeline, how, and under which name if one was given."""

    timeline: Timeline
    options: RenderOptions
    name: str = ""
    preview: bool = False
    max_bytes: int | None = None


def export_of(plan: Plan, timeline: Timeline) -> Export | None:
    """The export (or preview) a plan asks for, of the timeline as it is after the plan."""
    action = next((each for each in plan.actions if each.action in ("export", "preview")), None)
    if action is None:
        return None
    given: Mapping[str, Any] = action.params
    preview = action.action == "preview"
    small = given.get("quality") == "small"
    height = given.get("height")
    size = f"{height}p" if height else (SMALL if small else None)
    if width := given.get("width"):
        shape = timeline.canvas.height / timeline.canvas.width
        size = f"{round(width / 2) * 2}x{max(16, round(width * shape / 2) * 2)}"
    quality: Literal["draft", "standard", "high"]
    quality = "high" if given.get("quality") == "high" else "draft" if preview else "standard"
    limit = given.get("max_megabytes")
    return Export(
        timeline=_part(timeline, given),
        options=RenderOptions(format=given.get("format"), size=size, quality=quality),
        name=str(given.get("name", "")),
        preview=preview,
        max_bytes=int(limit * 1_000_000) if limit else None,
    )


def _part(timeline: Timeline, given: Mapping[str, Any]) -> Timeline:
    """The range and the rate asked for. The session's own timeline stays as it is."""
    if "start" in given and "end" in given:
        span = {"start": given["start"], "end": given["end"]}
        timeline = bind(EditOp, "keep_range", span).apply(timeline, {})
    if "fps" in given:
        timeline = bind(EditOp, "set_rate", {"rate": given["fps"]}).apply(timeline, {})
    return timeline


def writable(out: Path | None, format: str | None, size: str | None, footage: Iterable[Path] = ()) -> None:
    """Raise what would hinder a render, before anything is done for it: `UnknownFormat`,
    `UnknownSize`, `OutputIsSource`, `NotWritable`, `NoFolder`."""
    named = format or (out.suffix.lstrip(".") if out else "")
    if named and named.lower() not in FORMATS:
        raise UnknownFormat(format=named, known=", ".join(FORMATS))
    if size and size.lower() not in SIZES and not _SIDES.fullmatch(size.lower()):
        raise UnknownSize(size=size, known=", ".join(SIZES))
    if out is not None and any(path.resolve() == out.resolve() for path in footage):
        raise OutputIsSource(path=str(out))
    if out is None:
        enterable(Path())
    else:
        placeable(out)
