"""Zooms on a face: where it is, is looked up before the picture gets closer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workprint.base import Fault, frames
from workprint.ops.edits import face_in, looked_for

from ..bench import Bench
from ..clause import Clause
from .effects import effects
from .rule import Rule

_ON_FACE = re.compile(
    r"\b(?:zoom|punch|push|move|get|go|crop|closer|close[- ]?up)\w*\b.{0,24}\b(?:on|to|at|of|into|in on|around) (?:the |my |his |her |their )?(?:speaker'?s? |presenter'?s? |host'?s? |guest'?s? |person'?s? )?(?:faces?|head|speaker|presenter|host|guest|person|me|him|her)\b"
    r"|(?:放大|推近|拉近|推到|特写|聚焦).{0,6}(?:人脸|脸|人物|我|主播|主讲|说话人|嘉宾)|对(?:准|着)(?:人)?(?:脸|人物|我|主播)(?:放大|推近|拉近)"
)


def closer(c: Clause, bench: Bench) -> bool:
    """ "Zoom in on my face": the zoom is on the nearest face of each clip; where none is seen, on the middle."""
    if not _ON_FACE.search(c.text) or c.quotes:
        return False
    first = len(bench.steps)
    if not effects(c, bench):
        return False
    last = bench.steps[-1]
    params = last.edit.params
    if len(bench.steps) != first + 1 or last.edit.op != "add_effect" or params.get("effect") != "zoom":
        return True
    bench.timeline = bench.steps.pop().before
    needs = len(bench.needs)
    places = _places(bench, params)
    for place in dict.fromkeys(places.values()):
        at = {} if place is None else {"x": round(place[0], 3), "y": round(place[1], 3)}
        ids = [clip for clip, own in places.items() if own == place]
        all_ = len(ids) == len(places) and not params.get("targets")
        where = params if all_ else {**params, "targets": ids}
        bench.do("add_effect", **{**where, "params": {**(params.get("params") or {}), **at}})
    if not any(places.values()) and len(bench.needs) == needs:
        bench.tell(
            "No face was found there: the zoom is on the middle of the picture.",
            "没有找到人脸，以画面中心放大。",
        )
    return True


def _places(bench: Bench, params: Mapping[str, Any]) -> dict[str, tuple[float, float] | None]:
    """Where the face is in each clip that a zoom is on, in its range."""
    timeline, facts, found = bench.timeline, bench.situation.facts, {}
    first, last = params.get("start") or 0.0, params.get("end") or bench.duration
    for placed in bench.film:
        since, until = max(placed.start, first), min(placed.end, last)
        if since >= until or (params.get("targets") and placed.id not in params["targets"]):
            continue
        a, b = (frames(at - placed.start, timeline.rate) for at in (since, until))
        part = placed.clip.sub(a, max(1, b - a))
        try:
            looked_for(timeline, part, facts)
        except Fault as fault:
            bench.need(str(fault.fields["kind"]), str(fault.fields["media"]))
        found[placed.id] = face_in(timeline, part, facts)
    return found


RULES = (Rule(closer),)
