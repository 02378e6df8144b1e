"""Scenes by their number: "scene 2", "scenes 1 and 3", 第3个场景, 最后一个场景."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workprint.base import Fault, seconds
from workprint.model import Timeline
from workprint.ops.story import FilmScene, scenes

from .bench import Bench, Placed, decline
from .clause import Clause
from .counting import ORD
from .span import written
from .words import ORDINALS

_EN = re.compile(
    r"\bscenes?\s*(?:number |no\.? ?|#)?(\d+(?:\s*(?:,\s*and|,|and|&|-|to|through)\s*(?:scenes? )?#?\d+)*)(?![\d.]|:\d)"
)
_EN_ORDINAL = re.compile(
    rf"\b(?:the )?((?:{ORD}|last)(?:(?:,| and|, and) (?:the )?(?:{ORD}|last))*)\s+scenes?\b"
)
_ZH = re.compile(
    r"第\s*(\d+(?:(?:个|、|和|,|到|至|-|与|跟)+第?\s*\d+)*)\s*个?场景|场景\s*(\d+(?:(?:、|和|,|到|至|-|与|跟)+(?:场景)?\s*\d+)*)|(\d+(?:(?:、|和|,|与)\d+)+)\s*(?:号|个)?场景"
)
_ZH_LAST = re.compile(r"最后(?:的)?(?:一|1)?个?场景")
SAYS = re.compile(r"\bscenes?\b|场景")


def numbered(text: str) -> bool:
    """Whether a text names scenes by number."""
    return any(pattern.search(text) for pattern in (_EN, _EN_ORDINAL, _ZH, _ZH_LAST))


_MARKERS = re.compile(
    rf"\b(?:markers?|bookmarks?|chapters?) (?:number |no\.? ?|#)?\d+\b|\b(?:{ORD}|last) (?:marker|bookmark|chapter)s?\b|第\s*\d+\s*个?(?:标记|书签|章节?)|(?:标记|书签|章节)\s*\d+"
)
_LISTED = re.compile(r"(?<=[:： 成为按])\d+(?:\s*(?:,|、|，|and|和|>|→|-|\s)\s*\d+)+")
_SWAPS = re.compile(r"\b(?:swap|exchange|switch)\b|对调|互换|交换|调换")


def uncounted(c: Clause) -> Clause:
    """A clause without the numbers that count its scenes and markers, and the words for their exchange."""
    text = c.own
    for pattern in (_EN, _EN_ORDINAL, _ZH, _ZH_LAST, _MARKERS, _LISTED, _SWAPS):
        text = pattern.sub(" ", text)
    return Clause(text, c.all_quotes, c.lang, c.scope, c.asks, c.number, c.strong, c.original)


def known(bench: Bench, timeline: Timeline | None = None) -> tuple[FilmScene, ...] | None:
    """The scenes of the film; where they must be found first, that is noted and None is given."""
    bench.ensure_film()
    try:
        return scenes(timeline or bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        return None


def waits(bench: Bench) -> bool:
    """Say that the scenes have to be found first."""
    bench.tell(
        "The scenes have to be found first; then this is done by their numbers.",
        "需要先找出各个场景，然后才能按编号处理。",
    )
    return True


def numbers(text: str, count: int) -> list[int]:
    """The numbers of the scenes that a text names, in its order. Raises `Declined` for one there is not."""
    found: list[tuple[int, int]] = []
    for match in _EN.finditer(text):
        found += [(match.start(), n) for n in _listed(match[1])]
    for match in _EN_ORDINAL.finditer(text):
        words = re.findall(rf"{ORD}|last", match[1])
        found += [(match.start(), count if word == "last" else ORDINALS[word]) for word in words]
    for match in _ZH.finditer(text):
        found += [(match.start(), n) for n in _listed(next(g for g in match.groups() if g))]
    found += [(match.start(), count) for match in _ZH_LAST.finditer(text)]
    row = list(dict.fromkeys(n for _, n in sorted(found, key=lambda pair: pair[0])))
    for number in row:
        if not 1 <= number <= count:
            decline(
                "no_such_scene",
                f"There is no scene {number}: the film has {count} scene{'s' if count != 1 else ''}.",
                f"没有第{number}个场景：影片共有 {count} 个场景。",
            )
    return row


def _listed(text: str) -> list[int]:
    row: list[int] = []
    for match in re.finditer(
        r"(\d+)(?:\s*(?:个)?\s*(?:-|to|through|到|至)\s*(?:scenes? )?第?#?\s*(\d+))?", text
    ):
        low = int(match[1])
        row += range(low, int(match[2]) + 1) if match[2] else [low]
    return row


def span_of(scene: FilmScene, bench: Bench) -> tuple[float, float]:
    """A scene in seconds of the film."""
    rate = bench.timeline.rate
    return float(seconds(scene.span.start, rate)), float(seconds(scene.span.end, rate))


def told(scene: FilmScene, bench: Bench) -> str:
    """A scene's place as the reply has it."""
    start, end = span_of(scene, bench)
    return f"{scene.index} ({written(start)}–{written(end)})"


def as_times(c: Clause, bench: Bench) -> Clause:
    """The clause with its scenes as ranges of time, where they are not the film's clips themselves:
    "mute scene 3" then mutes what scene 3 is."""
    if not numbered(c.own) or not bench.timeline.media:
        return c
    found = known(bench)
    if found is None or _are_clips(found, bench.film):
        return c

    def range_of(match: re.Match[str]) -> str:
        spans = [span_of(found[n - 1], bench) for n in numbers(match[0], len(found))]
        glue, to = (" 和 ", "到") if c.lang == "zh" else (" and ", "to")
        return glue.join(f"@{start:g}@ {to} @{end:g}@" for start, end in spans)

    text = c.own
    for pattern in (_EN, _EN_ORDINAL, _ZH, _ZH_LAST):
        text = pattern.sub(range_of, text)
    return Clause(text, c.all_quotes, c.lang, c.scope, c.asks, c.number, c.strong, c.original)


_SHOTS = re.compile(r"第\s*(\d+)\s*(?:个|条)?镜头|\bshot (?:number |no\.? ?|#)?(\d+)\b")


def shots_as_scenes(c: Clause, bench: Bench) -> Clause:
    """The clause with its shots by number as scenes, where the film has fewer clips and the scenes are known."""
    said = [int(match[1] or match[2]) for match in _SHOTS.finditer(c.own)]
    if not said or max(said) <= len(bench.film) or not bench.film:
        return c
    try:
        found = scenes(bench.timeline, bench.situation.facts)
    except Fault:
        return c
    if max(said) > len(found):
        return c
    text = _SHOTS.sub(lambda m: f"第{m[1]}个场景" if m[1] else f"scene {m[2]}", c.own)
    return Clause(text, c.all_quotes, c.lang, c.scope, c.asks, c.number, c.strong, c.original)


def _are_clips(found: Sequence[FilmScene], film: Sequence[Placed]) -> bool:
    return len(found) == len(film) and all(
        scene.clips == (p.id,) for scene, p in zip(found, film, strict=True)
    )
