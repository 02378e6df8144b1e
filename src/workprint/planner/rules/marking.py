"""Markers and chapters that there are: taken away, renamed, moved, found again."""

from __future__ import annotations

import re

from workprint.base import seconds
from workprint.model import Marker

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..counting import ORD
from ..span import at, written
from ..words import ORDINALS
from .rule import Rule

_NOUN = r"(?:markers?|bookmarks?|chapters?)"
_NUMBER = re.compile(rf"\b{_NOUN} (?:number |no\.? ?|#)?(\d+)(?![\d.:@])|\b({ORD}|last) {_NOUN}\b|第\s*(\d+)\s*个?(?:标记|书签|章节?)|(?:标记|书签|章节)\s*(\d+)|(最后)(?:1|一)?个?(?:标记|书签|章节?)")  # fmt: skip
_CHAPTER = re.compile(r"\bchapters?\b|章")
_MOVE = re.compile(r"\b(?:move|shift|drag|put|place|set)\b|移|挪|放到|改到|调到")
_RENAME = re.compile(r"\b(?:rename|call|name|relabel|retitle|change)\b|改名|重命名|改为|改成|命名|叫")
_FIND = re.compile(
    r"\b(?:go to|jump to|find|where(?:'s| is| are)?|take me to|seek to|skip to|show me)\b|跳到|跳转|转到|定位|去到|在哪|哪里|什么位置|第几秒"
)
_ALL = re.compile(
    r"\b(?:all|every|the|my|these|those)? ?(?:markers|bookmarks|chapters)\b|所有|全部|(?<!个)标记$|章节$"
)


def _pool(c: Clause, bench: Bench) -> list[Marker]:
    """The markers that are meant by the word: chapters, or all."""
    every = list(bench.timeline.markers)
    if _CHAPTER.search(c.text):
        return [marker for marker in every if marker.kind == "chapter"] or every
    return every


def _named(c: Clause, pool: list[Marker]) -> list[Marker]:
    """The markers that a clause names: by number, by words, or where they are."""
    count = len(pool)
    found: list[Marker] = []
    for match in _NUMBER.finditer(c.text):
        last = match[2] == "last" or match[5]
        number = count if last else ORDINALS[match[2]] if match[2] else int(match[1] or match[3] or match[4])
        if not 1 <= number <= count:
            decline("no_such_marker", f"There are only {count} of those.", f"只有 {count} 个。")
        found.append(pool[number - 1])
    if found:
        return found
    said = [*(quote.lower() for quote in c.quotes[:1]), c.text]
    for text in said:
        by_name = [
            m for m in pool if m.name and re.search(rf"(?<![a-z]){re.escape(m.name.lower())}(?![a-z])", text)
        ]
        if by_name:
            return by_name
    return []


def _one(c: Clause, bench: Bench, pool: list[Marker]) -> Marker:
    found = _named(c, pool) or (pool if len(pool) == 1 else [])
    if len(found) != 1:
        rows = ", ".join(f"{n}. {m.name} ({_place(m, bench)})" for n, m in enumerate(pool, 1))
        ask(f"Which marker? There are {rows}.", f"哪个标记？现有：{rows}。")
    return found[0]


def _place(marker: Marker, bench: Bench) -> str:
    return written(float(seconds(marker.range.start, bench.timeline.rate)))


def _about_markers(c: Clause, bench: Bench) -> list[Marker] | None:
    """The markers a clause can be about, or None where it is about something else."""
    if not c.has(r"\bmarkers?\b|\bbookmarks?\b|\bchapters?\b|标记|书签|章节?"):
        return None
    return _pool(c, bench)


def _remove(c: Clause, bench: Bench) -> bool:
    pool = _about_markers(c, bench)
    if pool is None or not c.says("remove") or c.has(r"\bclips?\b|\bscenes?\b|片段|场景"):
        return False
    if not pool:
        bench.tell("There are no markers.", "没有标记。")
        return True
    found = _named(c, pool)
    if not found and (c.quotes or not _ALL.search(c.text)):
        found = [_one(c, bench, pool)]
    return bench.do("remove", ids=[marker.id for marker in found or pool])


def _at(c: Clause, bench: Bench) -> bool:
    """ "Remove the marker at 0:20": the one that is there."""
    pool = _about_markers(c, bench)
    where = re.fullmatch(
        r"(?:remove|delete|drop|clear|get rid of) the (?:marker|bookmark|chapter) (?:at|from) @([\d.]+)@|(?:删掉|删除|去掉|删)第?\s*@([\d.]+)@\s*处?的(?:标记|书签|章节)",
        c.text.strip(" .。"),
    )
    if pool is None or where is None:
        return False
    moment = float(where[1] or where[2])
    found = [m for m in pool if abs(float(seconds(m.range.start, bench.timeline.rate)) - moment) < 0.5]
    if not found:
        decline(
            "no_such_marker", f"There is no marker at {written(moment)}.", f"{written(moment)} 处没有标记。"
        )
    return bench.do("remove", ids=[marker.id for marker in found])


def _rename(c: Clause, bench: Bench) -> bool:
    pool = _about_markers(c, bench)
    if (
        not pool
        or not c.quotes
        or not (_RENAME.search(c.text) or c.has(r"(?:\d|章) ?[:：]"))
        or c.says("add")
    ):
        return False
    if "@" in c.text and not c.has(r"\brename\b|改名|重命名"):
        return False
    marker = _one(c, bench, pool) if len(c.quotes) == 1 or not _named(c, pool) else _named(c, pool)[0]
    return bench.do("rename", id=marker.id, label=c.quotes[-1])


def _move(c: Clause, bench: Bench) -> bool:
    pool = _about_markers(c, bench)
    if pool == [] and c.has(
        r"\bmove (?:the |my |that )?(?:\w+ )?(?:marker|chapter|bookmark)|(?:标记|章节).{0,4}[移挪]"
    ):
        decline("no_such_marker", "There are no markers.", "没有标记。")
    if not pool or "@" not in c.text or not _MOVE.search(c.text) or (c.quotes and not _named(c, pool)):
        return False
    if not c.has(r"\b(?:move|shift|drag)\b|移|挪|改到|调到") and not _named(c, pool):
        return False
    moments = [float(t) for t in re.findall(r"@([\d.]+)@", c.text)]
    rest = pool
    if len(moments) > 1:
        rate = bench.timeline.rate
        rest = [m for m in pool if abs(float(seconds(m.range.start, rate)) - moments[0]) < 0.5] or pool
    marker = _one(c, bench, rest)
    here = float(seconds(marker.range.start, bench.timeline.rate))
    later, earlier = c.has(r"\blater\b|\bforward\b|往后|后移"), c.has(r"\bearlier\b|\bback\b|往前|前移")
    goal = here + moments[-1] if later else here - moments[-1] if earlier else moments[-1]
    return bench.do("move_marker", marker=marker.id, start=at(max(0.0, goal), bench))


def _find(c: Clause, bench: Bench) -> bool:
    pool = _about_markers(c, bench)
    if pool is None or not _FIND.search(c.text) or c.says("add"):
        return False
    found = _named(c, pool) or pool
    rows = ", ".join(f"“{marker.name}” {_place(marker, bench)}" for marker in found)
    bench.tell(
        f"{rows}. Say what to do there, for example “split at {_place(found[0], bench)}”."
        if found
        else "There are no markers.",
        f"{rows}。可以直接说要在那里做什么，例如“在 {_place(found[0], bench)} 切开”。"
        if found
        else "没有标记。",
    )
    return True


RULES = (Rule(_at, sparing=True), *(Rule(run, counts=True) for run in (_remove, _move, _rename, _find)))
