"""Questions about single things, answered from the timeline; and wishes that say too little to be
carried out, which are asked back about."""

from __future__ import annotations

import re

from ..bench import Bench, Placed, ask
from ..clause import Clause
from ..focus import Focus
from ..span import written
from ..summary import summary
from ..targets import clips
from .levels import level
from .questions import said
from .rule import Rule

_EXTREME = re.compile(
    r"^(?:which|what)(?:'s| is)? (?:the )?(?:clip|shot|scene|one|part)?\s*(?:is |'s )?(?:the )?(longest|shortest)(?: (?:clip|shot|scene|one|part))?$|哪(?:一|1)?(?:个|段|条)?(?:片段|镜头|视频)?(?:是)?最(长|短)(?:的)?|最(长|短)的(?:片段|镜头|视频)?(?:是)?(?:哪|什么)"
)
_LIST = re.compile(
    r"^(?:please )?(?:list|show me|tell me|name|what are|which|what)\b(?: (?:all|the|my|of|every))* (texts?|titles?|captions?|subtitles?|music|songs?|effects?|filters?|transitions?|markers?|overlays?)(?: (?:are|do)(?: there| (?:i|we) have| on.*| in.*)?| there are)?$|(?:列出|列一下|看看|显示)(?:所有|全部|一下)?(?:的)?(文字|标题|字幕|音乐|特效|效果|滤镜|转场|标记|叠加)$|^(?:现在|目前|都)?(?:有|用了|加了)(?:哪些|什么|几个)(文字|标题|字幕|音乐|特效|效果|滤镜|转场|标记)"
)
_WHETHER = re.compile(
    r"^(?:so |and |but |wait,? )?(?:is|are|was|were|does|did|has|have|isn'?t|aren'?t|doesn'?t|didn'?t|hasn'?t)\b(?! (?:it|there) (?:possible|a way))|(?:还是|是不是|有没有|已经|现在是|还在|是否|还有).{0,14}(?:吗|呢)?$|(?:是|在|有|了|着)[^把给将]{0,10}吗$"
)
_WHY = re.compile(
    r"^(?:so |and |but )?(?:why|how come|what(?! about| if)|when|where)\b|^(?:为什么|为啥|怎么(?:会|没|不|又|还|办))|(?:怎么回事|什么意思)$"
)
_NO_CLOUD = re.compile(
    r"^(?:but )?(?:do not|don'?t|never|without|no) .{0,16}\b(?:upload\w*|cloud|internet|online)\b.{0,24}$|^(?:不要|别|不用|不能|不许|禁止)(?:把)?.{0,8}(?:上传|联网|传到|上云).{0,8}$"
)
_READS = re.compile(
    r"^what (?:does|do|did) (?:the |my )?(?:title|text|caption|subtitle|end card)s? say$|^(?:标题|文字|字幕|片名)(?:上)?(?:现在)?(?:写|是|内容)?(?:的|了|着)?(?:是)?\s*(?:什么|啥|⟦\d+⟧)$"
)
_ONE_SHORTER = re.compile(
    r"\btoo long$|\bdrags?(?: on)?$|\bshorter$|^shorten (?!.*@)|太长了?$|太拖了?$|剪短|缩短|短(?:一)?(?:点|些)$"
)
_IF = re.compile(
    r"^(?:and |so |but )?how (?:much|long|many|short)\b.{0,40}\b(?:would|will|could|do|does)\b.{0,40}\b(?:if|save|after|once)\b|^(?:如果|要是).{0,16}(?:多长|多少|几)"
)
_DRAGS = re.compile(r"\btoo long$|\bdrags?(?: on)?$|太长了?$|太拖了?$")
_HALVED = re.compile(
    r"^(?:cut|reduce) (?:the |its )?(?:length|duration|runtime) (?:in|by) half$|^halve (?:it|the (?:length|video|film))$|^(?:把)?(?:视频|影片|总)?(?:时长|长度)?(?:减半|(?:减|剪|砍)(?:掉|去)?一半)$"
)
_WISH = re.compile(r"把|给|帮|请|\b(?:can|could|would|please|make|add)\b")
_SHORTER = re.compile(
    r"^(?:(?:make|get|keep|want|need) )?(?:it|this|that|everything|the (?:whole )?(?:video|film|cut|edit|thing|clip))?\s*(?:(?:needs? to|should|must|has to) be )?(?:a (?:bit|little|lot)|much|even|way|quite a bit)?\s*shorter$|^shorten (?:it|this|the (?:video|film))$|^(?:it'?s|this is|the (?:video|film) is|way)? ?too long$|"
    r"^(?:视频|影片|片子|整体|整个|把它|它|再|更|要|剪)*短(?:一|1)?(?:点|些)(?:儿)?$|^(?:视频|影片|片子|整体|它)?太长了?$|^(?:把)?(?:视频|影片|片子|它)?缩短(?:一点|1点|点|一下|1下)?$"
)
_LONGER = re.compile(
    r"^(?:(?:make|get|want|need) )?(?:it|this|that|the (?:whole )?(?:video|film|cut|edit|thing))?\s*(?:(?:needs? to|should|must|has to) be )?(?:a (?:bit|little|lot)|much|even)?\s*longer$|^(?:it'?s |the (?:video|film) is )?too short$|^(?:视频|影片|片子|整体|它|再|更|要)*长(?:一|1)?(?:点|些)(?:儿)?$|^(?:视频|影片|片子|整体|它)?太短了?$"
)
_UNHAPPY = re.compile(
    r"^(?:i )?(?:don'?t|do not|really don'?t) like (?:it|this|that)(?: at all| much| anymore)?$|^(?:i'?m )?not (?:happy|satisfied|convinced)(?: with (?:it|this|that))?$|^(?:it'?s |this is |that'?s |it looks |looks )?(?:not good(?: enough)?|bad|ugly|terrible|awful|wrong|meh)$|"
    r"^(?:我)?(?:对(?:它|这个|结果|效果))?(?:很|还|都)?不(?:太|是很|怎么)?(?:满意|喜欢|好看|行|好|对劲)(?:这个|它|这样)?(?:的)?$|^(?:太)?(?:难看|丑|差)(?:了|死了)?$|^效果不(?:太)?(?:好|行)$"
)

_BORED = re.compile(
    r"^(?:it'?s |this is |that'?s )?(?:too |so |really |a bit )?(?:boring|dull|bland)$|^surprise me$|^be creative$|^(?:有点|太|好|很)?(?:无聊|没意思|单调|平淡)(?:了)?$|^(?:给我)?(?:一个)?惊喜$|^随便$"
)


def _extreme(c: Clause, bench: Bench) -> bool:
    found = _EXTREME.search(c.own)
    if not found or not bench.film:
        return False
    longest = "longest" in found.groups() or "长" in found.groups()
    one: Placed = (max if longest else min)(bench.film, key=lambda p: p.end - p.start)
    bench.tell(
        f"The {'longest' if longest else 'shortest'} is {one.name}: {said(one.end - one.start)} ({written(one.start)}–{written(one.end)}).",
        f"最{'长' if longest else '短'}的是 {one.name}：{said(one.end - one.start, 'zh')}（{written(one.start)}–{written(one.end)}）。",
    )
    return True


def _list(c: Clause, bench: Bench) -> bool:
    found = _LIST.search(c.own.strip(" ?"))
    if not found:
        return False
    thing = next(group for group in found.groups() if group)
    if re.match(r"text|title|caption|subtitle|文字|标题|字幕", thing):
        rows = [f"“{p.name}” ({written(p.start)}–{written(p.end)})" for p in bench.texts]
    elif re.match(r"music|song|音乐", thing):
        rows = [f"{p.name} ({written(p.start)}–{written(p.end)}, {level(bench):.0%})" for p in bench.music]
    elif re.match(r"effect|filter|特效|效果|滤镜", thing):
        rows = [
            f"{effect.op.replace('_', ' ')} ({_on(on, bench)})"
            for on, effect in bench.effects()
            if effect.op != "volume"
        ]
    elif re.match(r"transition|转场", thing):
        rows = [
            item.op.replace("_", " ")
            for t in bench.timeline.tracks
            for item in t.items
            if item.type == "transition"
        ]
    elif re.match(r"overlay|叠加", thing):
        rows = [f"{p.name} ({written(p.start)}–{written(p.end)})" for p in bench.overlays]
    else:
        rows = [marker.name for marker in bench.timeline.markers]
    bench.tell(
        "; ".join(rows) + "." if rows else "There are none.", "；".join(rows) + "。" if rows else "还没有。"
    )
    return True


def _on(item: str, bench: Bench) -> str:
    placed = bench.locate(item)
    return placed.name if placed else bench.say("the whole film", "全片") if item == "timeline" else item


def _reads(c: Clause, bench: Bench) -> bool:
    """ "What does the title say?": also where the question word was taken for the title's words."""
    if not _READS.match(c.own) or any(
        not re.fullmatch(r"[的了是]*(?:什么|啥|哪些)[?？]?", quote) for quote in c.quotes
    ):
        return False
    rows = "; ".join(f"“{p.name}” ({written(p.start)}–{written(p.end)})" for p in bench.texts)
    bench.tell(
        f"It reads {rows}." if rows else "There is no text.",
        f"内容是：{rows}。" if rows else "影片里没有文字。",
    )
    return True


def _stays_here(c: Clause, bench: Bench) -> bool:
    """ "Do not upload anything": nothing is, and that is told."""
    if not _NO_CLOUD.search(c.own):
        return False
    bench.tell("Nothing leaves this machine: all of it is done here.", "全部在本机处理，不会上传到任何地方。")
    return True


def _why(c: Clause, bench: Bench) -> bool:
    """A question that nothing here answers changes nothing; what there is, is told."""
    found = _WHY.search(c.own)
    if (
        not found
        or c.quotes
        or not (
            c.asks or found[0].endswith("why") or found[0][0] >= "\u3400" or c.has(r"^what (?:should|do) i\b")
        )
    ):
        return False
    bench.tell(
        "I can only say what is on the timeline. " + summary(bench.timeline, "en"),
        "我只能告诉你时间线上有什么。" + summary(bench.timeline, "zh"),
    )
    return True


def _what_if(c: Clause, bench: Bench) -> bool:
    """ "How much would I save if you cut the pauses?": nothing is done to find out."""
    if not _IF.search(c.own) or c.quotes:
        return False
    bench.tell(
        f"The film is {said(bench.duration)} long now. What an edit would save is known once it is made: ask for it, and “undo” brings everything back.",
        f"影片现在长 {said(bench.duration, 'zh')}。剪完才知道能省多少：可以先让我剪，再说“撤销”就会全部恢复。",
    )
    return True


def _one_too_long(c: Clause, bench: Bench) -> bool:
    """A clip should be shorter; how long is the user's to say."""
    if (
        not _ONE_SHORTER.search(c.own.strip(" ,.!。！"))
        or c.times.lengths
        or c.times.ranges
        or c.any("title", "text", "music", "transition", "silence")
    ):
        return False
    ids = clips(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if one is None:
        return False
    if c.remedied and _DRAGS.search(c.own):
        bench.focus = Focus("clip", (one.id,))
        return bench.chatted()
    half = f"{(one.end - one.start) / 2:g}"
    number = next((n for n, p in enumerate(bench.film, 1) if p.id == one.id), 1)
    ask(
        f"{one.name} is {said(one.end - one.start)} long. How long should it be?",
        f"{one.name} 现在长 {said(one.end - one.start, 'zh')}，要多长？",
        (f"shorten clip {number} to {half} seconds", f"第{number}段缩短到{half}秒"),
    )
    return True


def _whether(c: Clause, bench: Bench) -> bool:
    """ "Is the music still at 50%?": told, never set."""
    if not (c.asks or c.own.endswith("吗")) or c.quotes or not _WHETHER.search(c.own) or _WISH.search(c.own):
        return False
    if c.says("music") and bench.music:
        p = bench.music[0]
        bench.tell(
            f"The music is at {level(bench):.0%}, {written(p.start)}–{written(p.end)}.",
            f"音乐音量 {level(bench):.0%}，{written(p.start)}–{written(p.end)}。",
        )
        return True
    bench.tell(summary(bench.timeline, bench.lang), summary(bench.timeline, bench.lang))
    return True


def _too_little(c: Clause, bench: Bench) -> bool:
    """Wishes with many ways to be met: which one is the user's to say."""
    own, about = c.own.strip(" ,.!。！"), bench.focus.kind if bench.focus else ""
    if about in ("text", "transition", "overlay", "fade") or not bench.duration:
        return False
    half = f"{max(1, round(bench.duration / 2)):g}"
    if _SHORTER.match(own) or _HALVED.match(own):
        ask(
            "Shorter in which way?",
            "想怎么缩短？",
            ("trim the silences", "去掉停顿"),
            ("speed up 1.2x", "加速1.2倍"),
            (f"keep the first {half} seconds", f"只保留前{half}秒"),
        )
    if _LONGER.match(own):
        ask(
            "Longer in which way?",
            "想怎么加长？",
            ("slow down to 0.8x", "放慢到0.8倍"),
            ("loop the last clip twice", "最后一段播放2遍"),
        )
    return False


_TOO_BIG = re.compile(
    r"\btoo (?:big|large|heavy) (?:to|for) (?:an? )?(?:e-?mail|send|upload|share|whatsapp|discord|wechat|attach\w*)|(?:文件|视频)?太大了?[,，]?(?:发不出去|传不上去|发不了|没法发|不能发)"
)
_TRIM_EDGE = re.compile(
    r"^(?:trim|cut|clean up|shorten|tidy)(?: off)? (?:the |its )?(start|beginning|front|head|end|ending|tail)$|^(?:修剪|剪|裁)(?:一下|掉)?(开头|结尾|片头|片尾)$"
)


def _too_big(c: Clause, bench: Bench) -> bool:
    """ "It is too big to email": how big may the file be?"""
    if not _TOO_BIG.search(c.text):
        return False
    return ask(
        "How big may the file be?",
        "文件最大可以多大？",
        ("export under 20 MB", "导出，20MB以内"),
        ("export 720p", "导出720p"),
    )


def _edge(c: Clause, bench: Bench) -> bool:
    """ "Trim the start": by how much, or is its silence meant?"""
    found = _TRIM_EDGE.match(c.own.strip(" ,.!。"))
    if not found or c.times.length is not None:
        return False
    late = (found[1] or found[2]) in ("end", "ending", "tail", "结尾", "片尾")
    return ask(
        "How much of it? Or only its silence?",
        "剪掉多少？还是只去掉那里的空白？",
        ("trim the silence at the end", "去掉结尾的空白")
        if late
        else ("trim the silence at the start", "去掉开头的空白"),
        ("cut the last 3 seconds", "剪掉最后3秒") if late else ("cut the first 3 seconds", "剪掉前3秒"),
    )


def _unhappy(c: Clause, bench: Bench) -> bool:
    own = c.own.strip(" ,.!。！")
    if not _UNHAPPY.match(own) and not (c.alone and _BORED.match(own)):
        return False
    done = any(turn.edits for turn in bench.situation.history)
    back = (("undo", "撤销"),) if done else ()
    return ask(
        "What should be different?",
        "想改哪里？",
        *back,
        ("tighten the pacing", "节奏紧凑一点"),
        ("balance the colours", "校正颜色"),
        ("add lo-fi music at 35%", "加 lo-fi 音乐 35%"),
    )
    return True


RULES = (
    Rule(_too_big, whole=True),
    *map(Rule, (_what_if, _edge, _reads, _extreme, _list, _one_too_long, _too_little, _unhappy)),
)
LATER = (Rule(_whether), Rule(_stays_here), Rule(_why))
