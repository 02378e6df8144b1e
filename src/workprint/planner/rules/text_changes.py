"""What is changed on texts that are there by the part that is named: the name or the role of a lower third,
how slowly words come and go."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import GeneratorRef

from ..bench import Bench, Placed, ask
from ..clause import Clause
from ..targets import refers, style_of, texts
from .rule import Rule

_PART = re.compile(
    r"\b(?:change|switch|set|update|fix|correct|make)\b (?:the |his |her |my |their |that )?(?P<part>name|role|job(?: title)?|position|company|second line|sub(?:title|line))(?: (?:of|on|in) the (?:lower third|name ?tag))? (?:to|say|read)\b.{0,8}⟦|"
    r"(?:把)?(?:人名条的?)?(?P<zh>名字|姓名|职位|头衔|职务|公司|第2行)(?:改成|换成|改为)\s*⟦"
)
_NAME = re.compile(r"name|名")
_PACE = re.compile(
    r"\bfad\w*\b.{0,24}\b(?P<slow>slow(?:er|ly)?|longer|gentl\w+)\b|\bfad\w*\b.{0,24}\b(?P<fast>fast(?:er)?|quick(?:er|ly)?|shorter)\b|\b(?P<slow2>slow(?:er)?|longer|gentler)\b fade|\b(?P<fast2>faster|quicker|shorter)\b fade|淡[入出](?P<zslow>慢|久)|淡[入出](?P<zfast>快)"
)

_ADDS = r"^(?:also |then |and )*(?:add|put|insert|write)\b|^(?:再|也)?[加写]"


_OTHER_FONT = re.compile(
    r"\b(?:change|switch|different|another|other|new|nicer|better|cooler)\b.{0,24}\bfont\b(?!.{0,24}\b(?:to|sans|serif|mono\w*|heavy)\b)|(?:换|改)(?:一?个|种|下)?(?:别的|其他)?字体$"
)


def font(c: Clause, bench: Bench) -> bool:
    """Another font, where none is named: asked for."""
    if not _OTHER_FONT.search(c.text) or c.quotes or not bench.texts:
        return False
    if c.any("caption", "subtitle"):
        return False
    return ask(
        "Which font? There are plain, serif, mono and heavy.",
        "用哪种字体？有黑体、衬线（宋体）、等宽和超粗。",
        ("title in sans", "标题用黑体"),
        ("title in serif", "标题用宋体"),
        ("title in mono", "标题用等宽字体"),
        ("title in heavy", "标题用超粗字体"),
    )


def part(c: Clause, bench: Bench) -> bool:
    """ "Change the name to ‘Jane Smith’", of the one lower third that there is."""
    found = _PART.search(c.text)
    if not found or len(c.quotes) != 1:
        return False
    thirds = [p for p in bench.texts if style_of(p) == "lower_third"]
    if len(thirds) > 1 and bench.focus is not None and bench.focus.kind == "text":
        thirds = [p for p in thirds if p.id in bench.focus.ids]
    if len(thirds) != 1:
        return False
    if _NAME.match(found["part"] or found["zh"]):
        return bench.do("set_text", id=thirds[0].id, text=c.quotes[0])
    return bench.do("set_text", id=thirds[0].id, params={"detail": c.quotes[0]})


def pace(c: Clause, bench: Bench) -> bool:
    """Words that come or go over a time, or more slowly than now: "fade the title in over 2 seconds"."""
    if not c.says("fade") or c.quotes or c.any("music", "transition", "sound", "logo", "silence"):
        return False
    named = c.any("title", "text", "lower_third", "end_card", "caption")
    focused = bench.focus is not None and bench.focus.kind == "text" and refers(c)
    found = texts(c, bench) if (named or focused) and not c.has(_ADDS) else []
    slower = _PACE.search(c.text)
    if not found or not (slower or c.times.length):
        return False
    into = c.has(r"\bin\b(?! @)|淡入|渐显")
    out = c.has(r"\bout\b|\baway\b|淡出|渐隐")
    for one in found:
        params: dict[str, Any] = {"animation": "fade"}
        for key, wanted in (("enter", into or not out), ("leave", out or not into)):
            if wanted:
                params[key] = c.times.length or _paced(one, key, slower)
        bench.do("set_text", id=one.id, params=params)
    return True


_COMES = re.compile(
    r"^(?:and |then |with a )*(?P<how>fad(?:e|es|ing)|slid(?:e|es|ing)|pop(?:s|ping)?) (?:it )?(?:in|out|up)(?: and (?:fade )?out)?(?P<over> (?:over|in|for|of))?(?:\s*,?\s*@[\d.]+@)?$"
)


def comes(c: Clause, bench: Bench) -> bool:
    """How a text comes that was just added: "title “Road Trip”, fade in, 4 s"."""
    found = _COMES.match(c.own.strip(" ,."))
    last = bench.steps[-1].edit if bench.steps else None
    if not found or last is None or last.op != "add_text" or bench.focus is None or not bench.focus.ids:
        return False
    how = "fade" if found["how"].startswith("fad") else "slide" if found["how"].startswith("sl") else "pop"
    params: dict[str, Any] = {"animation": how}
    length = c.times.length
    if length and found["over"]:
        params["enter"] = length
        length = None
    return bench.do(
        "set_text", id=bench.focus.ids[0], params=params, **({"duration": length} if length else {})
    )


def _paced(one: Placed, key: str, found: re.Match[str] | None) -> float:
    """The length of a fade, three times what it was, or a third of it."""
    media = one.clip.media
    usual = {"enter": 0.18, "leave": 0.12}[key]
    now = float(media.params.get(key, usual)) if isinstance(media, GeneratorRef) else usual
    slow = found is not None and (found["slow"] or found["slow2"] or found["zslow"])
    return round(min(3.0, max(0.5, now * 3)) if slow else now / 3, 3)


RULES = tuple(map(Rule, (font, part, comes, pace)))
