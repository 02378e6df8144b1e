"""What the command line shows of a render that is only explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .cli_answer import emit

if TYPE_CHECKING:
    from workprint.studio import Explained, Explanation

_TEXTS = {
    "en": {
        "head": "{length}, {frames} frames at {rate} fps, {size}, {format} ({encoder})",
        "cached": "cached", "copied": "copied", "rendered": "rendered", "sound": "sound",
        "clip": "", "title": "title ", "transition": "transition ",
        "frames": "frames {start}-{end}", "shows": "shows", "why": "why", "cost": "cost",
        "split": "{copied} frames copied, {encoded} encoded",
        "kept": "{copied} frames of it are copies",
        "sum": "{full} CPU, {each} a frame", "took": "took {measured} when it was made", "second": "{full} CPU",
        "ops": "All of it by kind of node: {rows}",
        "total": "To do: {left} of {full} CPU ({share}). Frames: {rendered} rendered, {copied} copied, {cached} cached.",
        "unknown": "The table of costs does not know {names}: the figures leave it out.",
        "estimate": "Figures are estimates from measured filters; the join is not in them.",
        "drawn": "Drawn: {path}", "dearest": "dearest: {name}", "listed": ", ",
    },
    "zh": {
        "head": "{length}，{frames} 帧，{rate} fps，{size}，{format}（{encoder}）",
        "cached": "已有缓存", "copied": "复制", "rendered": "渲染", "sound": "声音",
        "clip": "", "title": "标题 ", "transition": "转场 ",
        "frames": "第 {start}-{end} 帧", "shows": "显示", "why": "原因", "cost": "成本",
        "split": "{copied} 帧复制，{encoded} 帧编码",
        "kept": "其中 {copied} 帧为复制",
        "sum": "CPU {full}，每帧 {each}", "took": "制作时实测 {measured}", "second": "CPU {full}",
        "ops": "全部按节点种类：{rows}",
        "total": "要做：CPU {left} / {full}（{share}）。帧数：渲染 {rendered}，复制 {copied}，缓存 {cached}。",
        "unknown": "成本表中没有 {names}：数字未计入。",
        "estimate": "数字由各滤镜的实测值估算，不含拼接。",
        "drawn": "已画出：{path}", "dearest": "最贵：{name}", "listed": "、",
    },
}  # fmt: skip
_STYLES = {"cached": "dim", "copied": "green", "rendered": "yellow"}
_MOST = 6
"""Nodes of a segment that the text names, the dearest first; JSON has all of them."""


def tell_explained(found: Explanation, picture: Path | None, tongue: str, json: bool) -> None:
    """Print an explanation, and draw it where a file is named. Raises `NotWritable` or `NoFolder`."""
    from workprint.studio import explain_picture

    if picture:
        explain_picture(found, picture, tongue)
    if json:
        emit({**found.to_json(tongue), "picture": str(picture) if picture else None})
        return
    from .cli_show import Show

    show = Show(tongue)
    for style, line in _lines(found, tongue):
        show.line(line, style)
    if picture:
        show.line(_TEXTS[tongue]["drawn"].format(path=picture))


def _lines(found: Explanation, tongue: str) -> Iterator[tuple[str, str]]:
    from workprint.base import clock

    texts, film = _TEXTS[tongue], found.timeline
    size = f"{film.canvas.width}x{film.canvas.height}" if found.parts else found.format.name
    length, rate = clock(film.duration, film.rate), f"{float(film.rate):.5g}"
    head = texts["head"].format(
        length=length,
        frames=film.duration,
        rate=rate,
        size=size,
        format=found.format.name,
        encoder=found.encoder,
    )
    yield "bold", head
    for index, part in enumerate(found.parts, start=1):
        span = part.segment.span
        times = f"{clock(span.start, film.rate)}-{clock(span.end, film.rate)}"
        yield from _part(part, f"{index}. {times}", tongue)
    if found.sound:
        yield from _part(found.sound, texts["sound"], tongue)
    full = found.full_ms or 1.0
    rows = texts["listed"].join(f"{name} {_cpu(ms)} ({ms / full:.0%})" for name, ms in found.operations[:8])
    yield "", texts["ops"].format(rows=rows)
    ways = {way: found.frames(way) for way in ("rendered", "copied", "cached")}
    left, whole = _cpu(found.left_ms), _cpu(found.full_ms)
    yield "bold", texts["total"].format(left=left, full=whole, share=f"{found.share:.1%}", **ways)
    if found.unknown:
        yield "yellow", texts["unknown"].format(names=texts["listed"].join(found.unknown))
    yield "dim", texts["estimate"]


def _part(part: Explained, name: str, tongue: str) -> Iterator[tuple[str, str]]:
    texts, span, listed = _TEXTS[tongue], part.segment.span, _TEXTS[tongue]["listed"]
    heard = part.segment.name == "sound"
    head = (
        [name, texts[part.way]]
        if heard
        else [name, texts["frames"].format(start=span.start, end=span.end), texts[part.way]]
    )
    if part.way == "cached" and part.copied:
        head.append(texts["kept"].format(copied=part.copied))
    if part.way == "copied":
        head.append(texts["split"].format(copied=part.copied, encoded=part.frames - part.copied))
    yield _STYLES[part.way], "  ".join(head)
    if part.shows:
        shown = (
            f"{texts[each.kind]}“{each.name[tongue]}”"
            + (f" ({listed.join(each.effects)})" if each.effects else "")
            for each in part.shows
        )
        # Two parts of one clip go by one name.
        names = (name if count == 1 else f"{name} ×{count}" for name, count in Counter(shown).items())
        yield "", f"   {texts['shows']}  {listed.join(names)}"
    yield "", f"   {texts['why']}  {listed.join(cause.text[tongue] for cause in part.causes)}"
    yield "", f"   {texts['cost']}  {_cost(part, heard, tongue)}"


def _cost(part: Explained, heard: bool, tongue: str) -> str:
    texts = _TEXTS[tongue]
    total = texts["second" if heard else "sum"].format(
        full=_cpu(part.full_ms), each=f"{part.per_frame:.2f} ms"
    )
    if part.measured is not None:
        total += f" ({texts['took'].format(measured=_cpu(part.measured))})"
    sums: dict[str, float] = {}
    for node in part.nodes:
        sums[node.name] = sums.get(node.name, 0.0) + node.ms
    rows = sorted(sums.items(), key=lambda row: -row[1])[:_MOST]
    nodes = texts["listed"].join(f"{name} {_cpu(ms)}" for name, ms in rows if ms >= 0.5)
    dearest = texts["dearest"].format(name=part.dearest.name) if part.dearest else ""
    return " · ".join(each for each in (total, dearest, nodes) if each)


def _cpu(ms: float) -> str:
    return f"{ms / 1000:.2f} s" if ms >= 1000 else f"{ms:.3g} ms"
