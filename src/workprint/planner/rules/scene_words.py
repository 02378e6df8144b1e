"""Scenes by what is said, read or written in them ("delete the scene where I say pricing"), and their names."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.model import FileRef, GeneratorRef, of_kind
from workprint.ops.story import FilmScene, speech

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..scene_numbers import known, numbered, numbers, span_of, told, waits
from .rule import Rule

_EN = re.compile(
    r"^(?:please )?(?:delete|remove|cut(?: out)?|drop|lose|take out) the scenes? (?P<how>with|where|in which|that (?:says|mentions|has|shows)|about|of|showing|when) (?:the (?:text|words?|sign|caption) |(?:i|he|she|they|we|someone) (?:talks? about|says?|mentions?|speaks? (?:of|about)) )?(?:the |a |an )?(?P<what>.+?)(?: in it| is said)?$"
)
_ZH = re.compile(
    r"^(?:把)?(?:删掉|删除|去掉|剪掉|不要)?(?:那个|那段)?(?P<how>有|出现|说到|讲到|提到|谈到|写着)(?:了)?(?:文字)?(?P<what>.+?)(?:字样|文字)?的(?:那个|那段)?场景(?:删掉|删除|去掉|剪掉)?$|^(?:删掉|删除|去掉|剪掉)(?:那个)?(?P<how2>有|出现|说到|讲到|提到|谈到|写着)(?P<what2>.+?)的(?:那个)?场景$"
)
_NAME = re.compile(
    r"^(?:name|call|rename|label|title) (?:the )?(?P<scene>(?:\w+ )?scene(?: ?#?\d+)?) (?:as |to |into )?(?P<name>\S.*)$|^(?:把|将|给)?(?P<zh>.{0,3}(?:第\s*\d+\s*个?场景|场景\s*\d+))(?:重?命名为|命名成|改名为|改名成|叫做?|取名为?|起名为?)(?P<named>.+)$"
)


def _drop(c: Clause, bench: Bench) -> bool:
    """ "Delete the scene where I talk about pricing": the one scene in which that is said or can be read."""
    match = _EN.search(c.text) or _ZH.search(c.text)
    if match is None or numbered(c.text) or "@" in c.text:
        return False
    groups = match.groupdict()
    what = (groups.get("what") or groups.get("what2") or "").strip()
    what = re.sub(r"⟦(\d+)⟧", lambda m: c.all_quotes[int(m[1])], what)
    found = known(bench)
    if found is None:
        return waits(bench)
    try:
        fitting = [scene for scene in found if _tells(scene, what, bench)]
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        return waits(bench)
    if not fitting:
        decline(
            "no_such_scene",
            f"“{what}” is neither said nor to be read in any scene, and what pictures show I cannot tell. Say its number (“list the scenes”, then “delete scene 2”). Nothing was changed.",
            f"没有哪个场景里说到或写着“{what}”，画面里有什么我认不出来。请说编号（“列出场景”，再“删除场景2”）。没有做改动。",
        )
    if len(fitting) > 1:
        rows = ", ".join(told(scene, bench) for scene in fitting)
        ask(
            f"“{what}” is in {len(fitting)} scenes: {rows}. Which one should go?",
            f"有 {len(fitting)} 个场景里有“{what}”：{rows}。要删哪一个？",
        )
    start, end = span_of(fitting[0], bench)
    return bench.do("delete_range", start=start, end=end)


def _tells(scene: FilmScene, what: str, bench: Bench) -> bool:
    """Whether words are said in a scene, written over it, read in its picture, or are its name."""
    timeline, facts = bench.timeline, bench.situation.facts
    wanted = re.compile(rf"(?<![a-z]){re.escape(what.casefold())}" if what.isascii() else re.escape(what))
    texts = [sentence.text for sentence in speech(timeline, facts).within(scene.span)]
    for track in timeline.tracks:
        for at, clip in track.clips():
            if isinstance(clip.media, GeneratorRef) and scene.span.holds(at):
                texts.append(str(clip.media.params.get("text", "")))
            if clip.id in scene.clips and isinstance(clip.media, FileRef):
                file = timeline.file(clip.media.media)
                texts += [clip.name, (file.name if file else "").rsplit(".", 1)[0].replace("_", " ")]
                seconds = clip.speed / timeline.rate
                first = float((clip.source.start + max(0, scene.span.start - at)) * seconds)
                last = float((clip.source.start + min(clip.duration, scene.span.end - at)) * seconds)
                texts += [
                    str(fact.value.get("text", ""))
                    for fact in of_kind(facts, clip.media.media, "lettering")
                    if isinstance(fact.value, dict) and fact.start < last and fact.end > first
                ]
    return any(wanted.search(text.casefold()) for text in texts)


def _name(c: Clause, bench: Bench) -> bool:
    """ "Name scene 2 Intro": a marker of that name where it begins, or the chapter there renamed."""
    match = _NAME.search(c.text)
    if match is None or not numbered(match["scene"] or match["zh"] or ""):
        return False
    name = (match["name"] or match["named"] or "").strip(" .。")
    name = re.sub(r"⟦(\d+)⟧", lambda m: c.all_quotes[int(m[1])], name)
    at = c.original.casefold().find(name.casefold())
    if at >= 0:
        name = c.original[at : at + len(name)]
    elif c.alone and name.isascii():  # its words were taken for others that are known here
        name = " ".join(c.original.split()[-len(name.split()) :]).strip(" .\"“”'")
    found = known(bench)
    if found is None:
        return waits(bench)
    number = numbers(match["scene"] or match["zh"], len(found))
    scene = found[number[0] - 1]
    here = [m for m in bench.timeline.markers if abs(m.range.start - scene.span.start) <= 1]
    if here:
        return bench.do("rename", id=here[0].id, label=name)
    return bench.do("add_marker", label=name, start=span_of(scene, bench)[0])


RULES = (Rule(_drop, sparing=True), Rule(_name, counts=True))
