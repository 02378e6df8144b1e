"""Words over the picture: adding, changing, restyling, moving and removing them."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import Clip, GeneratorRef

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..lettering import looks
from ..span import Span, inside, span
from ..targets import clips, files, style_of, texts
from .rule import Rule

STYLES = ("lower_third", "end_card", "caption", "subtitle", "title")
_NOUNS = ("lower_third", "end_card", "caption", "subtitle", "title", "text")
_DEFAULT_SECONDS = {"title": 3.0, "subtitle": 3.0, "caption": 3.0, "lower_third": 4.0, "end_card": 4.0}
_CHANGE_WORDS = re.compile(
    r"\b(?:change|rename|edit|update|correct|fix|reword|replace|retitle|should (?:say|read|be)|set|instead|make it say|switch|to say|to read)\b|改|换|更正|修改|应该是|写成|替换"
)
_RESTYLE = re.compile(
    r"bigger|larger|smaller|big|small|huge|tiny|bold|italic|colou?r|font|outline|shadow|box|background|size|position|move|top|bottom|center|centre|middle|left|right|corner|higher|lower(?! third)|up\b|down\b|animat\w*|fade|slide|pop|typewriter|style|preset|karaoke|neon|yellow|white|red|blue|green|black|pink|orange|purple|gold|opacity|transparent|longer|shorter|caps|capital|(?:upper|lower)[- ]?case|block letters|"
    r"大|小|粗|斜体|颜色|字体|描边|阴影|底框|背景|字号|位置|移|顶|底|中间|居中|左|右|上|下|动画|淡|滑|弹|打字机|样式|风格|黄|白|红|蓝|绿|黑|粉|橙|紫|金|透明|长|短|久"
)


def _about_text(c: Clause, bench: Bench) -> bool:
    if c.says("marker") and not c.has(r"title|标题"):
        return False
    if not c.quotes and c.says("remove") and c.has(r"\bclips?\b|段|片段") and clips(c, bench):
        return False
    if (
        not c.quotes
        and c.lang == "zh"
        and not c.has(
            r"标题|字幕|文字|名字?条|名片条|片[头尾][字卡]|小字|文件名|结束[语卡页]|感谢|大字|花字|文案|几个字|字$|title|文本|台词|字体|字号"
        )
    ):
        return False
    if c.any(*_NOUNS):
        return True
    if c.quotes and c.has(r"\b(?:call|title|name) (?:it|this|the (?:video|film))\b"):
        return True
    if c.has(r"\brename\b|\bname (?:the )?clip|重命名|改名") and clips(
        c, bench, re.sub(r"⟦\d+⟧", " ", c.text)
    ):
        return False
    if (
        c.quotes
        and c.has(
            r"\b(?:put|write|add|show|display|type|insert|say\w*|read\w*|overlay|place|with)\b|写|显示|加|打上|放|出现"
        )
        and not c.any("logo", "music")
    ):
        return True
    return bool(c.quotes) and any(p.name.lower() == q.lower() for q in c.quotes for p in bench.texts)


def _style(c: Clause) -> str:
    if c.says("subtitle") and c.has(
        r"subtitle line|(?:an?|the) subtitle\b|副标题|小标题|sub-?heading|tag ?line"
    ):
        return "subtitle"
    if c.has(r"\b(?:my|his|her|their|speaker'?s?) name\b"):
        return "lower_third"
    for name in STYLES:
        if c.says(name):
            return "caption" if name == "subtitle" and not c.says("title") else name
    if c.has(r"bottom|底部|下方"):
        return "subtitle"
    return "title"


def _remove(c: Clause, bench: Bench) -> bool:
    if not c.says("remove") or (not c.any(*_NOUNS) and not c.quotes):
        return False
    if not c.quotes and c.has(r"\bclips?\b|段|片段") and clips(c, bench):
        return False
    if c.has(r"\b(?:add|replace|change|instead)\b|改成|换成"):
        return False
    if c.has(
        r"clip.{0,12}(?:title|text)|(?:outline|shadow|box|background|animation|fade) (?:of|from|on|off|behind|around|under|in)\b|(?:the )?(?:title|text|caption)'?s? (?:outline|shadow|box|background|animation)|(?:描边|阴影|底框|动画)"
    ):
        return False
    found = texts(c, bench)
    if not found and c.has(r"\b(?:all )?(?:the )?(?:texts?|words)\b|所有(?:的)?(?:文字|字)|文字"):
        found = bench.texts
    if not found:
        if c.quotes or c.any("title", "caption", "lower_third", "end_card"):
            have = "、".join(f"“{p.name}”" for p in bench.texts)
            decline(
                "no_such_text",
                "There is no such text to remove"
                + (f"; there is {have}." if have else ": the film has no text."),
                "没有这样的文字可以删除" + (f"；现有{have}。" if have else "：影片里没有文字。"),
            )
        return False
    return bench.do("remove", ids=[p.id for p in found])


def _targets(c: Clause, bench: Bench) -> list[Placed]:
    found = texts(c, bench)
    if len(found) > 1 and c.quotes:
        named = [p for p in found if p.name.lower() in {q.lower() for q in c.quotes}]
        return named or found
    return found


def _reword(c: Clause, bench: Bench) -> bool:
    """Other words for a text that is there."""
    if not bench.texts or not c.quotes or not _CHANGE_WORDS.search(c.text):
        return False
    if c.has(r"^(?:also )?(?:add|put|insert|write)\b|^(?:再)?(?:加|添加|写)") and not c.has(r"\bchange\b|改"):
        return False
    found = _targets(c, bench)
    if not found:
        return False
    old_named = found[0].name.lower() == c.quotes[0].lower()
    new = c.quotes[-1]
    if old_named and len(c.quotes) == 1 and not c.has(r"\bto\b|成|为"):
        return False
    if len(found) > 1 and not old_named:
        ask("Which text should change?", "要改哪一条文字？", *((p.name, p.name) for p in found))
    target = found[0]
    params = looks(re.sub(r"⟦\d+⟧", " ", c.text), _look_of(target), bench.timeline.canvas)
    return bench.do("set_text", id=target.id, text=new, **({"params": params} if params else {}))


def _look_of(placed: Placed) -> tuple[str, dict[str, Any]]:
    media = placed.clip.media
    return (media.op, dict(media.params)) if isinstance(media, GeneratorRef) else ("title", {})


def _restyle(c: Clause, bench: Bench) -> bool:
    """Another look, place or time for texts that are there."""
    if not bench.texts or not (
        _RESTYLE.search(c.text) or c.times.length or c.times.point or c.times.ranges or c.times.whole
    ):
        return False
    adding = c.has(
        r"^(?:also |then )?(?:add|put|insert|write|create|overlay|place)\b|^(?:再|在|给)?.{0,12}(?:加(?:上|个|一)?|添加|写上|打上)(?!粗|大|长)"
    )
    found = _targets(c, bench)
    known = {p.name.lower() for p in bench.texts}
    if c.quotes and not any(q.lower() in known for q in c.quotes):
        return False
    if not found or (adding and c.quotes and found[0].name.lower() not in {q.lower() for q in c.quotes}):
        return False
    if (
        adding
        and not c.quotes
        and not c.has(
            r"outline|shadow|\bbox\b|background|animation|描边|阴影|底框|动画|背景|(?:给|把).{0,8}(?:标题|文字|字幕)"
        )
    ):
        return c.has(
            r"\b(?:put|set) (?:the |my |that )?(?:title|text|caption|lower third)s? in\b|\b(?:put|place)\b.{0,20}\b(?:title|text|caption|it)s?\b.{0,20}\b(?:top|bottom|left|right|center|centre|middle|corner)"
        ) is not None and _apply(c, bench, found)
    return _apply(c, bench, found)


def _apply(c: Clause, bench: Bench, found: list[Placed]) -> bool:
    where = _where(c, bench)
    later = (
        c.has(r"\blater\b|\bdelay|\b(?:push|move|shift|nudge)\w*\b.{0,24}\bback\b|晚|推迟|延后") is not None
    )
    if where.length is not None and (later or c.has(r"\bearlier\b|\bsooner\b|\bforward\b|早|提前")):
        for target in found:
            moved = target.start + (where.length if later else -where.length)
            bench.do("set_text", id=target.id, start=max(0.0, moved))
        return bool(found)
    done = False
    for target in found:
        params = looks(re.sub(r"⟦\d+⟧", " ", c.text), _look_of(target), bench.timeline.canvas)
        change: dict[str, Any] = {"params": params} if params else {}
        if where.ranged and where.start is not None and where.end is not None:
            change["start"] = where.start
            change["duration"] = where.end - where.start
        elif where.point is not None and not params.get("position"):
            change["start"] = (
                max(0.0, bench.duration - (target.end - target.start))
                if where.point >= bench.duration
                else where.point
            )
        length = where.length
        if length is not None and (more := _by(c)):
            length = max(0.1, target.end - target.start + more * length)
        if length is None and not params and c.has(r"longer|更?长(?:一)?(?:点|些)|久(?:一)?点"):
            length = (target.end - target.start) * 1.5
        if length is None and not params and c.has(r"shorter|更?短(?:一)?(?:点|些)"):
            length = (target.end - target.start) * 0.6
        if where.whole and not params:
            change.update({"start": 0, "duration": bench.duration})
        if length is not None and not where.ranged:
            change["duration"] = length
        if change:
            done = bench.do("set_text", id=target.id, **change)
    return done


def _by(c: Clause) -> int:
    """1 where a text should show longer by what is said, -1 where shorter by it, 0 where so long."""
    if c.has(
        r"@ (?:more|longer|extra)\b|\b(?:longer|extra|extend\w*)\b.{0,24}\bby @|\banother @|(?:多|再|久|长|延长)(?:一点)?[,，]?(?:显示|停留|多|加)*\s*@"
    ):
        return 1
    return (
        -1 if c.has(r"@ (?:less|shorter)\b|\bshort\w*\b.{0,24}\bby @|(?:少|缩短|短)(?:显示|停留)*\s*@") else 0
    )


def _where(c: Clause, bench: Bench) -> Span:
    return span(c, bench)


_FONT = re.compile(
    r"\b(?:in|to|font|use|with) (arial|helvetica|times(?: new roman)?|comic sans|calibri|roboto|open sans|montserrat|futura|garamond|georgia|verdana|impact|courier(?: new)?|poppins|lato|bebas(?: neue)?|(?:a )?(?:cursive|handwritten|handwriting|script|calligraphy)(?= font))\b|(微软雅黑|思源黑体|苹方|楷体|仿宋|华文\w{2}|隶书)"
)


def _no_such_font(c: Clause) -> None:
    """Raises `Declined` for a typeface that is not among those that come along."""
    if found := _FONT.search(c.text):
        name = (found[1] or found[2]).title()
        decline(
            "no_such_font",
            f"The font {name} is not here. There are sans, serif, mono and heavy: “title in serif”.",
            f"没有{name}这个字体。可选：黑体、衬线（宋体）、等宽、超粗，例如“标题用宋体”。",
        )


def _animate(c: Clause, bench: Bench) -> bool:
    """ "Animate the title", where no movement is named."""
    if c.quotes or not c.has(r"\banimat(?:e|ed|ion)\b(?! (?:off|out))|动画|动起来|动态") or c.says("remove"):
        return False
    found = _targets(c, bench)
    if not found or looks(c.text, _look_of(found[0]), bench.timeline.canvas).get("animation"):
        return False
    for target in found:
        bench.do("set_text", id=target.id, params={"animation": "pop"})
    return True


def _names(c: Clause, bench: Bench) -> bool:
    """Each clip's own name over it: "add a title to each clip with its name"."""
    if c.quotes or not c.has(
        r"\b(?:each|every|all)\b.{0,24}\b(?:its|the|their|with|of)\b.{0,16}\b(?:file ?)?names?\b|\b(?:clip|file) ?names?\b.{0,24}\b(?:each|every|all)\b|每(?:个|1个)?(?:片段|段|镜头).{0,12}(?:名字|名称|文件名)"
    ):
        return False
    bench.ensure_film()
    style = "subtitle" if c.has(r"bottom|底|下") else "title"
    for p in bench.film:
        bench.do(
            "add_text",
            style=style,
            text=re.sub(r"\.\w{2,4}$", "", p.name),
            start=p.start,
            duration=min(_DEFAULT_SECONDS[style], p.end - p.start),
        )
    return bool(bench.film)


def _add(c: Clause, bench: Bench) -> bool:
    quotes = list(c.quotes)
    if not quotes:
        if files(c, bench):
            return False
        if not c.any("title", "lower_third", "end_card", "subtitle", "text", "caption") or not (
            c.says("add") or c.has(r"^(?:an? )?(?:title|text)")
        ):
            return False
        if c.has(r"black|bars|zoom|clip|segment|part|段|blur") and not c.any(
            "title", "lower_third", "end_card"
        ):
            return False
        noun = _style(c)
        names = {
            "title": ("title", "标题"),
            "subtitle": ("subtitle", "副标题"),
            "caption": ("caption", "字幕"),
            "lower_third": ("lower third", "人名条"),
            "end_card": ("end card", "结束卡"),
        }
        ask(f"What should the {names[noun][0]} say?", f"{names[noun][1]}写什么内容？")
    style = _style(c)
    text = quotes[0]
    params: dict[str, Any] = looks(re.sub(r"⟦\d+⟧", " ", c.text), (style, {}), bench.timeline.canvas)
    if len(quotes) > 1 and style in ("lower_third", "end_card"):
        params["detail"] = quotes[1]
    elif len(quotes) > 1 and c.has(r"subtitle|副标题|under(?:neath)?|below|下面"):
        bench.ensure_film()
        placed = _placing(c, bench, style)
        bench.do("add_text", style="title", text=text, **placed, **({"params": params} if params else {}))
        return bench.do("add_text", style="subtitle", text=quotes[1], **placed)
    if style == "lower_third" and "detail" not in params and re.search("[,，]", text):
        text, params["detail"] = (part.strip() for part in re.split("[,，]", text, maxsplit=1))
    bench.ensure_film()
    return bench.do(
        "add_text",
        style=style,
        text=text,
        **_placing(c, bench, style),
        **({"params": params} if params else {}),
    )


def _placing(c: Clause, bench: Bench, style: str) -> dict[str, Any]:
    """When a new text shows: as told; else at the start, or for an end card at the end."""
    where = span(c, bench)
    length = where.length
    usual = min(_DEFAULT_SECONDS[style], bench.duration)
    if where.whole:
        return {"start": 0, "end": bench.duration}
    if where.ranged and where.start is not None and where.end is not None:
        start, end = inside(where.start, where.end, bench)
        if c.times.range is not None or length is None:
            from_clip = c.times.range is None
            return (
                {"start": start, "duration": min(usual, end - start)}
                if from_clip and not c.has(r"during|over|throughout|期间|whole|整")
                else {"start": start, "end": end}
            )
        return {"start": start, "duration": length}
    if where.point is not None:
        if where.point >= bench.duration - 0.01 and (c.times.point is None or c.times.point.kind == "end"):
            span_length = min(length or usual, bench.duration)
            return {"start": bench.duration - span_length, "duration": span_length}
        if where.point > bench.duration:
            inside(where.point, where.point + 1, bench)
        return {"start": where.point, "duration": length or usual}
    if style == "end_card":
        span_length = min(length or usual, bench.duration)
        return {"start": bench.duration - span_length, "duration": span_length}
    if (over := _over(c, bench)) is not None:
        return {"start": over.start, "duration": length or min(usual, over.end - over.start)}
    return {"start": 0, "duration": length or usual}


def _over(c: Clause, bench: Bench) -> Placed | None:
    bare = re.sub(r"⟦\d+⟧", " ", c.text)
    ids = clips(c, bench, bare)
    return bench.locate(ids[0]) if ids else None


def text(c: Clause, bench: Bench) -> bool:
    """Everything about words over the picture."""
    if not _about_text(c, bench):
        focused = bench.focus is not None and bench.focus.kind == "text"
        if not focused or not c.has(r"\b(?:it|font|bold|colou?r|size)\b|它|字|颜色|粗"):
            return False
        if c.any("sound", "volume", "music", "clip") or c.has("speed|fast|slow|zoom|快|慢"):
            return False
        return _reword(c, bench) or _restyle(c, bench)
    if c.has(r"\b(?:cut|trim|split)\b.{0,20}@") and not c.quotes:
        return False
    _no_such_font(c)
    steps = (_remove, _reword, _names, _same, _animate, _restyle, _add)
    return any(step(c, bench) for step in steps)


def _same(c: Clause, bench: Bench) -> bool:
    """The same text again elsewhere: "put the same title at the end too"."""
    if (
        not c.has(r"\bsame\b|\balso\b|\btoo\b|\bagain\b|^(?:duplicate|copy|repeat)\b|复制|重复|同样|一样|也")
        or c.quotes
    ):
        return False
    found = texts(c, bench)
    if not found or not (c.times.point or c.times.ranges):
        return False
    clip: Clip = found[-1].clip
    media = clip.media
    if not isinstance(media, GeneratorRef):
        return False
    params = {k: v for k, v in media.params.items() if k != "text"}
    return bench.do(
        "add_text",
        style=style_of(found[-1]),
        text=str(media.params.get("text", "")),
        **_again(c, bench, found[-1]),
        **({"params": params} if params else {}),
    )


def _again(c: Clause, bench: Bench, old: Placed) -> dict[str, Any]:
    where = span(c, bench)
    length = where.length or old.end - old.start
    if where.ranged and where.start is not None and where.end is not None:
        return {"start": where.start, "end": where.end}
    point = where.point or 0.0
    return {"start": max(0.0, min(point, bench.duration - length)), "duration": length}


RULES = (Rule(text),)
