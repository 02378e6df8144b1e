"""Scenes and what they tell: captions of scenes, chapters, summaries."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import Fault
from workprint.ops.story import chapter_list, summary_of

from ..bench import Bench, ask
from ..clause import Clause
from ..scene_numbers import known, numbered, numbers, told, waits
from ..span import written
from ..trust import DRAFT
from ..words import color
from . import best_parts
from .rule import Rule

_LINE = r"(?:summary |short |one[- ]line |one[- ]sentence |brief |little |single |descriptive )*(?:captions?|descriptions?|summar(?:y|ies)|labels?|titles?|subtitles?|lines?|sentences?)"
_EACH = r"(?:each|every|all(?: (?:of )?the)?|per)(?: (?:single|of the|one of the))? (?:scenes?|clips?|shots?)"
_EACH_SCENE = re.compile(
    rf"\b{_LINE}\b.{{0,40}}\b(?:to|for|on|over|in|onto|at|per|of|saying|describing|about|what)\b.{{0,24}}\b{_EACH}|\b{_LINE} per (?:scene|clip|shot)|"
    rf"\b(?:caption|label|describe|summari[sz]e|subtitle)\b(?: what happens in| the content of)? {_EACH}|\b{_EACH}\b.{{0,20}}\b(?:an? |its own |with )+{_LINE}|"
    r"\b(?:scene captions?|caption(?:s)? (?:the|my|these|all the) scenes|scene[- ]by[- ]scene captions?|describe the scenes|caption by scene)\b|"
    r"(?:每(?:个|一个|1个|一|1)?|各个?|所有|逐个?|按)(?:场景|片段|镜头|段|幕).{0,14}(?:字幕|说明|描述|标题|文字|概括|总结|简介|一句话|1句话?)|(?:为|给|对|把).{0,3}(?:场景|片段|镜头).{0,10}(?:配|加|写|做|生成|添加|打)(?:上)?.{0,8}(?:字幕|说明|描述|概括)|场景字幕|逐场景|(?:概括|描述|总结|说明)(?:一下)?(?:每|各|所有).{0,3}(?:场景|镜头|片段)"
)
_OF_WORDS = re.compile(
    r"\bclosed\b|\bspeech\b|\bspoken\b|word[- ]by[- ]word|transcri|translat|语音|逐字|说话|台词|翻译|双语"
)
_STYLED = re.compile(
    r"\b(?:bigger|larger|smaller|bold|font|size|move|to the (?:top|bottom)|italic|outline)\b|字号|字体|加粗|放大|移到|挪到|改成|大一点|小一点"
)
"""Words about how captions look that there are."""
_CLIPWISE = re.compile(
    r"\b(?:each|every|per|all(?: the)?) clips?\b|每(?:个|一个|1个)?片段|每(?:1|一)?段|各个?片段"
)
_CHAPTERS = re.compile(r"\bchapters?\b|章节|分章|章回")
_ABOUT = re.compile(
    r"\bsummari[sz]e\b|(?<!track )(?<!timeline )\bsummary\b|\btl;?dr\b|\bwhat(?:'s| is| are| was)\b.{0,40}\babout\b|\bwhat (?:do|does|did) (?:i|he|she|they|we|it|this|the \w+) (?:\w+ )?(?:talk|say|speak|cover|discuss)\w*(?: about)?$|\b(?:main|key) (?:points?|takeaways?|ideas?)\b|\bgist\b|\bin a nutshell\b|"
    r"总结|概括|概述|摘要|(?:讲|说|谈|聊)了?(?:些|的是)?(?:什么|啥)|(?:主要)?内容是什么|讲的(?:是)?什么|关于什么|大意|主旨|要点|中心思想|简介一下|介绍一下内容"
)
_SHORTER = re.compile(
    r"\bshorter\b|\bbriefer\b|\bmore concise\b|\bfewer words\b|\bshorten\b|\btoo long\b|更短|短一?点|短些|简短|精简|太长|简洁|缩短"
)
_LONGER = re.compile(
    r"\blonger\b|\bmore detail\w*\b|\bmore words\b|\btoo short\b|更长|长一?点|长些|详细|太短"
)
_WHOLE_SCENE = re.compile(
    r"\b(?:whole|entire|full) (?:scene|time|clip|shot|length)\b|\ball the way\b|整个场景|全程|始终|一直显示"
)
_HEAD = re.compile(r"\bfirst @([\d.]+)@|\bfor (?:only |just )?@([\d.]+)@|\bonly @([\d.]+)@|(?<!\w)@([\d.]+)@ (?:only|each|long)|前\s*@([\d.]+)@|(?:各|每个?|只)?(?:显示|停留|持续|出现|放)\s*@([\d.]+)@|@([\d.]+)@\s*(?:就(?:行|好|够)|即可|后(?:消失|隐藏))")  # fmt: skip


def _shown_for(c: Clause) -> float | None:
    found = _HEAD.search(c.text)
    return float(next(g for g in found.groups() if g)) if found else None


def _language(bench: Bench) -> str:
    return "zh" if bench.lang == "zh" else "en"


def _caption(c: Clause, bench: Bench) -> bool:
    """A line for every scene: "write a short summary caption for each scene"."""
    if not _EACH_SCENE.search(c.text) or c.quotes or _OF_WORDS.search(c.text) or c.says("remove"):
        return False
    if c.has(r"\b(?:file ?)?names?\b|名字|名称|文件名"):
        return False
    if color(c.text) or _STYLED.search(c.text):
        return False
    if c.has(r"\bmusic\b|\btransition|\btrim\b|音乐|转场|\.(?:srt|vtt)\b"):
        return False
    bench.ensure_film()
    params: dict[str, Any] = {"lang": _language(bench)}
    if (shown := _shown_for(c)) is not None:
        params["length"] = shown
    if c.has(r"\bvery short\b|\bshorter\b|\bjust a few words\b|\bfew words\b|极短|很短|几个字"):
        params["short"] = True
    if _CLIPWISE.search(c.text):
        params["each"] = "clip"
    return bench.do("caption_scenes", **params)


def _own_words(c: Clause, bench: Bench) -> bool:
    """The user's own line for a scene: "scene 2: Our office"."""
    if len(c.quotes) != 1 or not numbered(c.text):
        return False
    if not c.has(
        r"\bcaptions?\b|\bline\b|\bsays?\b|\breads?\b|字幕|说明|文字|写|scenes? \d+ ?[:：]|场景 ?\d* ?的?[:：]|第 ?\d+个?场景 ?[:：]"
    ):
        return False
    found = known(bench)
    if found is None:
        return waits(bench)
    wanted = numbers(c.text, len(found))
    before = bench.last_made("caption_scenes")
    carried = {
        k: v for k, v in (before.params if before else {}).items() if k in ("length", "short", "params")
    }
    own = [[number, c.quotes[0]] for number in wanted]
    return bench.do("caption_scenes", **{**carried, "own": own, "only": wanted, "lang": _language(bench)})


def _again(c: Clause, bench: Bench) -> bool:
    """The captions of scenes made anew: "shorter", "first 3 seconds only", "shorter captions"."""
    last = bench.situation.history[-1].edits if bench.situation.history else ()
    before = bench.last_made("caption_scenes")
    here = bool(bench.steps) and bench.steps[-1].edit.op == "caption_scenes"
    if (
        before is None
        or c.quotes
        or not (here or any(e.op == "caption_scenes" for e in last) or c.has(r"\bcaptions?\b|字幕|场景说明"))
    ):
        return False
    if c.has(
        r"\b(?:clips?|film|video|music|title|pauses?|transitions?|cut|trim|bigger|smaller|larger|font|size)\b|片段|音乐|标题|停顿|转场|剪|字号|大小|影片|视频"
    ):
        return False
    params = {k: v for k, v in before.params.items() if k not in ("own", "only")}
    shown = _shown_for(c)
    if shown is not None:
        params["length"] = shown
    elif _WHOLE_SCENE.search(c.text):
        params.pop("length", None)
    elif _SHORTER.search(c.text):
        params["short"] = True
    elif _LONGER.search(c.text):
        params.pop("short", None)
    else:
        return False
    if here:
        bench.timeline = bench.steps.pop().before
    return bench.do("caption_scenes", **params)


def _coloured(c: Clause, bench: Bench) -> bool:
    """ "Make the scene captions yellow": those of scenes, not of what is said."""
    shade = color(c.text)
    if shade is None or not c.has(r"\bscene captions?\b|场景的?字幕"):
        return False
    lines = [p.id for p in bench.texts if "scene_caption" in p.clip.metadata]
    for item in lines:
        bench.do("set_text", id=item, params={"color": shade})
    return bool(lines)


def _said_already(c: Clause, bench: Bench) -> bool:
    """What "label each scene with a short caption" still says after its captions were made."""
    here = bool(bench.steps) and bench.steps[-1].edit.op == "caption_scenes"
    return here and c.has(rf"^(?:add |with )?(?:an? )?{_LINE}$") is not None and bench.chatted()


def _chapters(c: Clause, bench: Bench) -> bool:
    """Chapters with names: "split into chapters"."""
    if not _CHAPTERS.search(c.text) or c.quotes or c.times.ranges or "@" in c.text:
        return False
    if (
        c.says("remove")
        or c.asks
        or c.has(
            r"\b(?:list|what|which|how many|rename|move|go to|jump)\b|列出|有哪些|几个章节|哪些|改名|移到|跳"
        )
    ):
        return False
    bench.ensure_film()
    params: dict[str, Any] = {"lang": _language(bench)}
    count = re.search(r"\b(\d+) (?:\w+ )?chapters?\b|(\d+)\s*个?章节?", c.text)
    if count:
        params["count"] = int(count[1] or count[2])
    if c.has(
        r"\b(?:titles?|names?|headings?|lower[- ]thirds?)\b.{0,24}\b(?:on|over|as|in)\b|\bshow\b.{0,20}\b(?:titles?|names?)|\bchapter (?:titles|cards|headings)|\blower[- ]thirds?\b|\bwith (?:\w+ )?(?:titles|headings|names on)|章节(?:标题|名|名称)|显示(?:章节)?(?:标题|名)|标题条|人名条"
    ):
        params["titles"] = True
        if bench.steps and bench.steps[-1].edit.op == "add_chapters":
            params = {**bench.steps[-1].edit.params, "titles": True}
            bench.timeline = bench.steps.pop().before
    return bench.do("add_chapters", **params)


def _about(c: Clause, bench: Bench) -> bool:
    """What the film is about, in sentences said in it."""
    content = c.has(r"内容(?:是|为) ?⟦") and all(re.match("什么|啥|哪些", quote) for quote in c.quotes)
    if (
        not (content or (_ABOUT.search(c.text) and not c.quotes))
        or c.has(r"\bcaptions?\b|\btitles?\b|\bcan you do\b|字幕|标题|场景|片段")
        or "@" in c.text
    ):
        return False
    bench.ensure_film()
    try:
        found = summary_of(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        bench.tell("First the words have to be found.", "需要先识别出里面说的话。")
        return True
    if not found.sentences:
        return _about_pictures(bench, found.heard)
    rate = bench.timeline.rate
    quotes = [(written(float(s.span.start / rate)), s.text) for s in found.sentences]
    subjects = ", ".join(f"“{word}”" for word in found.subjects)
    bench.tell(
        f"In its own words: {' '.join(f'{at} “{text}”' for at, text in quotes)}"
        + (f" Most spoken of: {subjects}." if subjects else "")
        + f" These are {len(quotes)} of {found.of} sentences, chosen because they share the most with the rest.",
        f"用片中的原话说：{' '.join(f'{at}“{text}”' for at, text in quotes)}"
        + (f" 提到最多的是：{subjects.replace(', ', '、')}。" if subjects else "")
        + f" 这是全部 {found.of} 句里与其他内容关联最多的 {len(quotes)} 句。",
    )
    if found.draft:
        bench.tell(DRAFT["en"], DRAFT["zh"])
    return True


def _about_pictures(bench: Bench, heard: bool) -> bool:
    found = known(bench)
    count = len(found) if found is not None else 0
    bench.tell(
        ("No words were found in it" if heard else "It has no sound to listen to")
        + ", so there is nothing to quote."
        + (
            f" It has {count} scene{'s' if count != 1 else ''}; “caption each scene” says what is seen in them."
            if count
            else ""
        ),
        ("没有识别到说话内容" if heard else "影片没有声音")
        + "，因此没有可以引用的话。"
        + (f"影片共有 {count} 个场景；说“每个场景加一句字幕”可以写出画面里有什么。" if count else ""),
    )
    return True


def _list(c: Clause, bench: Bench) -> bool:
    """The scenes or chapters, listed."""
    of_chapters = bool(_CHAPTERS.search(c.text))
    asks = c.has(
        r"\bhow many (?:scenes|chapters)\b|\b(?:list|show|what are|which are|name|tell me|find|detect)\b.{0,12}\b(?:scenes|chapters)\b|\b(?:scene|chapter) list\b|(?:几|多少)个(?:场景|章节)|列出.{0,6}(?:场景|章节)|(?:有|是)哪些(?:场景|章节)|(?:场景|章节)(?:列表|清单|有哪些)|(?:检测|识别|找出)(?:出|一下)?.{0,4}场景"
    )
    if not asks or c.quotes:
        return False
    if of_chapters:
        rows = chapter_list(bench.timeline)
        if not rows:
            bench.tell(
                "There are no chapters yet; “split into chapters” makes them.",
                "还没有章节；说“划分章节”即可生成。",
            )
            return True
        said = " ".join(f"{written(start)} {name}." for start, name in rows)
        bench.tell(f"{len(rows)} chapters: {said}", f"共 {len(rows)} 个章节：{said.replace('.', '。')}")
        return True
    found = known(bench)
    if found is None:
        return waits(bench)
    rows_en = ", ".join(told(scene, bench) for scene in found[:40])
    bench.tell(
        f"The film has {len(found)} scene{'s' if len(found) != 1 else ''}: {rows_en}.",
        f"影片有 {len(found)} 个场景：{rows_en}。",
    )
    return True


def _unnamed(c: Clause, bench: Bench) -> bool:
    """ "Caption the scene": which one?"""
    if c.quotes or not c.has(r"^(?:caption|describe) (?:the|this) scene$|^给?场景加?字幕$"):
        return False
    return ask(
        "All scenes, or one? Say “caption each scene”, or “scene 2: your words”.",
        "给所有场景，还是某一个？可以说“每个场景加一句字幕”，或“场景2：你的文字”。",
    )


_MADE = (_coloured, _said_already, _again, _caption, _list, _chapters)
RULES = (
    Rule(_own_words, counts=True),
    *map(Rule, _MADE),
    *best_parts.RULES,
    Rule(_about),
    Rule(_unnamed),
)
