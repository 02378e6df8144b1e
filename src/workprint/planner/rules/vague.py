"""Requests that say only "make it good": a short plan of neutral edits, stated, with next steps."""

from __future__ import annotations

import re

from workprint.ops import registry

from ..bench import Bench
from ..clause import Clause
from ..facts import has_sound, has_speech
from .actions import output
from .missing import lacks
from .rule import Rule

_LOOK = re.compile(
    r"\b(?:look|looks|looking)\b.{0,12}\b(?:better|good|nice|nicer|great|professional|pro|amazing|awesome|beautiful|cooler|polished|more (?:professional|interesting|polished))\b|\b(?:improve|enhance|beautify|upgrade|spruce up|prettify|jazz up)\b(?! (?:the )?(?:audio|sound|voice|contrast|speech))|\bmake it (?:more )?(?:pop|shine|dynamic|punchy|lively|prettier|more beautiful|nicer|better|good|great|beautiful|awesome|amazing|pretty|cool|professional|more (?:engaging|interesting|professional|beautiful))\b|\b(?:remove|fix|correct|get rid of|neutrali[sz]e) (?:the |that |this )?(?:colou?r )?cast\b|偏色|\bfix (?:the )?(?:colou?rs?|colou?r cast|lighting|white balance|exposure)\b|\bcolou?r[- ]?(?:correct\w*|grad(?:e|ing)|fix)\b|\bauto[- ]?colou?r\b|\bwhite balance\b|\b(?:correct|balance|grade|even out|match) (?:the )?colou?rs?\b|"
    r"\b(?:clips?|shots?|scenes?|footage|them|all|everything)\b.{0,16}\bmatch\w*\b.{0,12}\bcolou?rs?\b|\b(?:fix|correct|even out) (?:the |my )?skin tones?\b|"
    r"好看(?:一)?(?:点|些)?|美化|漂亮(?:一)?(?:点|些)|更?(?:好|高级|专业|高大上|有质感)(?:一)?(?:点|些)$|弄(?:得|的)?(?:好|漂亮|高级|专业)|(?:提升|改善|优化)(?:一下)?(?:画面|画质|视频|质感|观感)|(?:自动)?(?:调色|校色|色彩校正|颜色校正|白平衡|矫正颜色|校正颜色|调(?:一)?下?颜色)|质感"
)
_WHOLE = re.compile(
    r"^(?:edit|clean up|polish|finish|process|fix up|work on|assemble|sort out)\b(?: (?:up|me|together))? (?:an? |my |the |this |these |our |some )?(?:(?!clips?|\w*second|third|first|last|title|music)[a-z]+[- ]){0,3}?(?:video|footage|clips?|recording|interview|vlog|film|movie|talk|podcast|lecture|raw|it|cut|edit|podcast|screen recording|screencast)(?: (?:footage|saved locally|into|for|to|from|recording|clips?|file|raw|interview|video|that)\b.*)?$|^edit (?:it|this|everything)$|^clean (?:it|this|things|everything) up$|^(?:make|do) (?:a|the) (?:rough|first|quick|clean|basic|final) (?:cut|edit)\b|\b(?:do|work) your (?:thing|magic)\b|^edit$|^(?:just )?make (?:it|this|me) (?:a )?(?:good|nice|great|finished) (?:video|cut|edit)$|\bedit (?:an? |my )?.{0,40}(?:clip|footage|recording|video|interview)\b.{0,12}\b(?:into|to) (?:an? )?(?:\d|finished|polished|final|clean|mp4|proper)|turn (?:this|it|my|the) ?(?:raw )?(?:screen )?(?:footage|recording|video|clip)?s? into (?:a )?(?:finished|polished|clean|final|proper|good|nice|tutorial|product demo|lesson|course|walkthrough)|"
    r"^(?:把)?(?:剪|剪辑|编辑|处理|整理)(?:一下|1下|下|好)?(?:我的|这个|这段|这些|一段|原始|这条)*(?:\S{0,6}?(?:视频|素材|片子|录屏|录像|采访|访谈|影片|vlog))?(?:吧|一下)?$|^(?:把|将)?.{0,24}(?:素材|视频|录像|采访|录屏|片段).{0,8}(?:剪|编|做)辑?(?:成|为).{0,12}(?:mp4|mov|成片|视频|片子)$|^把(?:我的|这个|这段|这些|原始)*(?:视频|素材|片子|录屏|录像|采访|影片)(?:剪|剪辑|编辑|处理|整理)(?:一下|1下|好|下)?$|^(?:把?(?:素材|视频|它|这些?))?(?:剪|做)成(?:一|1)?(?:个|条)?(?:成片|完整的?视频|短片)$|随便剪|看着(?:剪|办|弄)|帮我剪(?:一下|片)?$|粗剪|初剪"
)
_NODES = re.compile(r"\bnodes?\b|节点")


_PRAISE = re.compile(
    r"(?:wow,? |thanks,? |ok(?:ay)?,? )?(?:(?:it|this|that|everything|all of it|the \w+) )?(?:now |already |really |all )?(?:looks?|is|'s) (?:really |very |so |pretty |just )?(?:great|good|nice|perfect|amazing|awesome|beautiful|fantastic|better|lovely)(?: now| already| to me)?$|(?:看(?:起来|着))?(?:很|真|挺|非常|太)(?:好看|不错|漂亮|棒|好)(?:了|的|呀|啊)?$"
)
"""What is content with the film as it is."""


def _vague_look(c: Clause, bench: Bench) -> bool:
    if not _LOOK.search(c.text) or _NODES.search(c.text) or _PRAISE.match(c.own.strip(" ,.!。！")):
        return False
    if c.has(
        r"cinematic|\b(?:like|as) (?:in )?a (?:movie|film)\b|vintage|retro|warm|cool(?:er)? (?:tone|look)|black|sepia|vivid|film|电影|复古|暖|冷|黑白|鲜艳|胶片|lut|teal|audio|sound|voice|声音|音|title|标题"
    ):
        return False
    bench.ensure_film()
    from ..targets import clips

    ids = clips(c, bench)
    _neutral(bench, ids)
    if not c.has(r"colou?r|white balance|调色|校色|颜色|色彩|白平衡"):
        _offer(bench)
    return True


def _neutral(bench: Bench, ids: tuple[str, ...] = ()) -> None:
    bench.attempt("auto_color", **({"clips": ids} if ids else {}))


def _offer(bench: Bench) -> None:
    speech = has_speech(bench)
    first = ("“trim the silences”", "“去掉停顿”") if speech else ("“add a cinematic look”", "“加电影感滤镜”")
    bench.tell(
        f"No creative look was added. Next you could say: {first[0]}, “add fade transitions”, or “add lo-fi music at 35%”.",
        f"没有加任何风格滤镜。接下来可以说：{first[1]}、“加淡入淡出转场”或“加 lo-fi 音乐 35%”。",
    )


def _vague_edit(c: Clause, bench: Bench) -> bool:
    text = re.sub(r"\s+", " ", re.sub(r"@[\d.]+@\s*(?:long )?", "", c.text))
    if not _WHOLE.search(text) or lacks(c) or c.quotes or c.times.ranges or c.times.point:
        return False
    if c.has(
        r"\b(?:split|reverse|faster|slower|louder|quieter|black|vertical|square|portrait|brighter|darker|loop|shorter|longer|gif|mp3|into \d+ (?:parts|pieces|clips))\b|竖|横|方|倒|黑白|快|慢|亮|暗|静音|更短|gif|幻灯"
    ):
        return False
    bench.ensure_film()
    screen = bool(c.has(r"screen ?(?:recording|cast|capture)|录屏|屏幕录制"))
    footage = any(p.media for p in bench.film)
    if footage and has_sound(bench):
        bench.attempt("cut_silences")
    if has_sound(bench):
        bench.attempt("set_loudness", target=-14)
    if not screen:
        _neutral(bench)
    if c.has(r"1080|720|4k|2160|mp4|mov|webm|export|导出"):
        params = output(c.text)
        bench.act("export", **{"format": "mp4", "height": 1080, **params})
    bench.tell(
        "You left the choices to me, so this is a neutral first cut: pauses over 0.6 s and the silent head and tail cut, loudness brought to -14 LUFS"
        + ("" if screen else ", colours balanced")
        + ". No title, music or look was added; “undo” takes it back.",
        "你没有指定具体做法，所以先做了一个中性的初剪：剪掉 0.6 秒以上的停顿和首尾静音，响度统一到 -14 LUFS"
        + ("" if screen else "，校正颜色")
        + "。没有加标题、音乐或滤镜；说“撤销”即可还原。",
    )
    if not c.has(r"mp4|export|导出"):
        bench.tell("Next: a title, music, or “export 1080p”.", "接下来可以加标题、配乐，或说“导出1080p”。")
    return True


def _nodes(c: Clause, bench: Bench) -> bool:
    if not _NODES.search(c.text):
        return False
    bench.ensure_film()
    if c.has(r"trim|cut|silen|剪|停顿|修剪"):
        bench.attempt("cut_silences")
    if c.has(r"colou?r|grade|调色|校色|颜色"):
        _neutral(bench)
    if c.has(r"audio|sound|mix|loud|混音|音频|声音|响度"):
        bench.do("set_loudness", target=-14)
        if "de_click" in registry():
            bench.do("add_effect", effect="de_click", targets=[p.id for p in bench.film])
    if not bench.steps:
        return False
    if c.has(r"finished|final|export|render|output|成片|导出|输出|渲染"):
        bench.act("export", format="mp4", height=1080)
    bench.tell(
        "The node graph and the timeline are two views of this one edit: source → trim → colour → sound → output.",
        "节点图和时间线是同一份剪辑的两种视图：素材 → 修剪 → 调色 → 声音 → 输出。",
    )
    return True


RULES = (Rule(_nodes, whole=True), Rule(_vague_edit, whole=True), Rule(_vague_edit), Rule(_vague_look))
