"""Cutting apart: at moments, into equal parts, into parts of a length, at the scenes."""

from __future__ import annotations

import re

from workprint.model import of_kind

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..plan import Need
from ..span import at, span
from ..targets import clips_or_it

_EACH = re.compile(r"\b(?:each|every|all)\b|每|各|都")
_EVERY = re.compile(
    r"every @([\d.]+)@|\b(?:into|in) @([\d.]+)@ (?:long )?(?:parts?|pieces?|chunks?|clips?|segments?|sections?|bits?)|每(?:隔)?\s*@([\d.]+)@|成\s*@([\d.]+)@\s*(?:长)?的?(?:1)?(?:段|份|片段|一段)"
)


def split(c: Clause, bench: Bench) -> bool:
    if not c.says("split") or c.any("music", "title", "text"):
        return False
    if c.has(r"silen|pause|停顿|静音|split[- ]?screen|分屏"):
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if c.has(
        r"\b(?:every|each|by|into|at) (?:the )?(?:scenes?|shots?|scene changes?)\b|按(?:照)?(?:场景|镜头)|场景(?:切|分)"
    ):
        return _scenes(bench)
    pieces = re.search(
        r"(?:into|in)\s+(\d+|halves|half|thirds|quarters)(?:\s+(?:equal )?(?:parts?|pieces?|clips?|segments?|sections?|halves))?|(?:分|切|拆|剪)(?:割)?(?:成|为)\s*(\d+)\s*(?:个|段|份|部分)?|(对半|一分为二|两半|2半|中间)",
        c.text,
    )
    low, high = (one.start, one.end) if one else (0.0, bench.duration)
    if not ids and len(bench.film) > 1 and pieces and _EACH.search(c.text):
        for each in bench.film:
            _pieces(each, _count(pieces), bench)
        return True
    if every := _EVERY.search(c.text):
        step = float(next(g for g in every.groups() if g))
        moments = [
            low + step * n for n in range(1, int((high - low) / step) + 1) if low + step * n < high - 0.1
        ]
    elif tokens := [float(t) for t in re.findall(r"@([\d.]+)@", c.text)]:
        moments = [
            (
                one.start + t
                if one
                and re.search(r"(?:into|of|from the start of) (?:it|the clip|clip)|@ in(?:to it)?\b", c.text)
                else t
            )
            for t in tokens
        ]
    elif pieces:
        count = _count(pieces)
        moments = [low + (high - low) * n / count for n in range(1, count)]
    else:
        where = span(c, bench, one)
        point = where.point if where.point is not None else where.start
        if point is None and one is not None:
            point = (low + high) / 2
        if point is None:
            ask("At which moment should I split?", "在哪个时间点切开？")
        moments = [point]
    for moment in moments:
        bench.attempt("split", at=at(moment, bench))
    return bool(moments)


def _count(pieces: re.Match[str]) -> int:
    """Into how many parts."""
    said = pieces[1] or pieces[2] or ""
    return int(said) if said.isdigit() else {"thirds": 3, "quarters": 4}.get(said, 2)


def _pieces(one: Placed, count: int, bench: Bench) -> None:
    """Equal parts of a clip."""
    step = (one.end - one.start) / count
    for n in range(1, count):
        bench.attempt("split", at=at(one.start + step * n, bench))


def _scenes(bench: Bench) -> bool:
    rate = float(bench.timeline.rate)
    cuts: list[float] = []
    for p in bench.film:
        if p.media is None:
            continue
        found = of_kind(bench.situation.facts, p.media, "scene")
        if not found:
            bench.needs.append(Need(media=p.media, kind="scene"))
            continue
        first = p.clip.source.start / rate
        cuts += [
            p.start + (f.start - first)
            for f in found
            if p.start + 0.1 < p.start + (f.start - first) < p.end - 0.1
        ]
    if not cuts and not bench.needs:
        decline(
            "no_scenes",
            "No scene changes were found, so there is nothing to split.",
            "没有检测到场景变化，不需要分割。",
        )
    for moment in sorted(cuts):
        bench.attempt("split", at=moment)
    return True
