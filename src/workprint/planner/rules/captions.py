"""Captions of what is said: making them from the words, and changing how all of them look."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import companions, of_kind
from workprint.ops import registry

from ..bench import Bench, decline
from ..clause import Clause
from ..facts import has_sound
from ..lettering import looks
from ..span import inside, span
from ..targets import clips, style_of
from .caption_parts import CAPTIONS, HIDES, made, shown_in
from .missing import lacks
from .rule import Rule

_MAKE = re.compile(
    r"\b(?:auto[- ]?)?(?:caption|subtitle) (?:it|this|that|the (?:first|last|part|video|film|speech|talk|clip|whole|interview|voice|dialogue|words)|my|everything|what|all|clip|from|@|me\b|with\b|in\b|word)|"
    r"^(?:captions?|subtitles?|subs) (?:only |just )?(?:for|in|during|on) (?:the )?(?:first|last|@|clip|scene)|^(?:please )?(?:(?!no\b|not\b|the\b|without\b)[\w-]+ ){0,3}(?:captions?|subtitles?|caption|subtitle)(?: please| it)?$|\bauto[- ]?(?:matic(?:ally)?)?[- ]?(?:generated )?(?:captions?|subtitles?|subs)\b|\b(?:captions?|subtitles?|subs|cc)\b.{0,40}\bautomatic(?:ally)?\b|"
    r"\b(?:add|generate|create|write|burn(?: in)?|want|need|insert|do|turn on|include|overlay|(?:make|give|set|get|put|have|show|display)\b(?! (?:the|all|my|these|all the) (?:captions?|subtitles?|subs)\b))\b"
    r".{0,40}\b(?:captions?|subtitles?|subs|cc)\b|^with .{0,30}\b(?:captions?|subtitles?)\b|\b(?:speech|voice|words?|what (?:i|he|she|they) says?|what(?:'s| is)(?: being)? said|everything (?:i|he|she|they) says?)\b.{0,30}\b(?:as|into|to|in) (?:\w+ )?(?:captions?|subtitles?|text on (?:the )?screen)|"
    r"\b(?:show|put|display|write) (?:the words|what (?:i'?m|i am|he'?s|she'?s|they'?re|is being|i|he|she|they) (?:saying|said|say|says)|my words|everything (?:i|he|she|they) says?)\b|"
    r"(?:加|配|上|打|生成|添加|做|弄|出|来|要|嵌|识别|制作|自动|补|放|附|带)(?:上|个|一?下|一些|些|好|出|点)?(?:[^,，]{0,12})?字幕|字幕(?:自动)?(?:加上|配上|生成|做|弄|打上)|^(?:自动|语音|实时)?字幕$|(?:说的(?:话|内容|什么)|语音|声音|台词|对白|讲的(?:话|内容)?).{0,10}(?:转(?:成|换成|为)?|变成|做成|配(?:上)?|打(?:成|在|出来)|显示(?:出来|在)|写(?:出来|在)|加).{0,6}(?:字幕|屏幕|画面|上去|出来)|上字幕|"
    r"\bi(?:'d| would) like .{0,20}\b(?:captions?|subtitles?)\b|^(?:captions?|subtitles?),?(?: please)?,? (?:with )?(?:at the|on the|please|(?:one|1|\d) words? at a time|word by word|in \w+|with\b)|^(?:one|1) word at a time(?: please)?$|^(?:逐[词字][^,，]{0,6}|一个[字词]一个[字词][^,，]{0,6}|1个[字词]1个[字词][^,，]{0,6}|[^,，]{0,6}(?:抖音|快手|卡拉ok|霓虹|综艺)[^,，]{0,8})(?:的)?字幕$"
)
_ANEW = re.compile(
    r"\b(?:again|anew|add|generate|create|new|redo|auto\w*|re-?caption|(?:caption|subtitle) (?:it|this|that|the|all|my|everything|what|clip|from|only)|speech|say|said|want|need|give|@)\b|@|重|再|加|配|生成|自动|做|上字幕|打|说的|语音|出字幕"
)
"""Words for captions that are to be made although there are some."""
_STYLE = re.compile(
    r"\b(?:bigger|smaller|larger|big|small|huge|tiny|bold|bolder|italics?|colou?r|font|outline|shadow|box(?:ed)?|background|size|position|move|top|bottom|cent(?:er|re)|middle|left|right|corner|higher|lower|up|down|animat\w*|fade|slide|pop|typewriter|style|look|preset|karaoke|neon|yellow|white|red|blue|green|black|pink|orange|purple|gold|cyan|minimal|cinema|news|highlight\w*|pill|one word|word by word|words|lines?|restyle|clean|plain|meme|serif|transparent|translucent|see[- ]through|too (?:high|low)|tiktok|reels|shorts|hormozi|mr ?beast|caps|capitals?|capitali[sz]ed?|(?:upper|lower)[- ]?case|(?:block|small) letters)\b|"
    r"大|小|粗|斜体|颜色|字体|描边|阴影|底框|背景|字号|位置|移|顶|底|中间|居中|左|右|上|下|动画|淡|滑|弹|打字机|样式|风格|黄|白|红|蓝|绿|黑|粉|橙|紫|金|卡拉|霓虹|逐[词字]|高亮|极简|电影|新闻|简洁|行|词|抖音|快手|综艺|超过|透明|太[高低]|亮|[大小]写"
)
_EACH = re.compile(
    r"\b(?:each|every|per)\b.{0,12}\b(?:scenes?|clips?|shots?|chapters?)|\bsummar|每(?:个|一个|一)?(?:场景|片段|镜头|段)|各(?:个)?(?:场景|片段|镜头)|概括|总结|一句"
)
_NOT = re.compile(
    r"\bkey ?(?:press|stroke)\w*\b|按键|\b(?:blur|mosaic|cover|crop|pixelate|censor|cut|trim|translate|import|load|(?:undo|redo)|how|why|which|lower third|title)\b|裁|模糊|打码|马赛克|遮|翻译|双语|导入|撤销|标题|人名条|片[头尾]字幕|滚动"
)
_WHY = re.compile(
    r"\b(?:it|they|that)(?:'s| is|'re| are)? (?:cover|hid(?:e|ing)|block|obscur|overlap|in the way)\w*\b.*$|(?:会|都)?(?:挡|遮|盖)(?:住|到|着).*$"
)
"""Why captions shall be elsewhere."""
_FILE = re.compile(r"\b(?:srt|vtt|ass|file|download|export|transcript)\b|下载|导出|文件|文字稿")
_OFF = re.compile(
    r"^(?:no|without|remove|delete|hide|turn off|get rid of|clear|drop|lose|don'?t|take)\b|\b(?:remove|delete|get rid of|without|hide)\b|不要|去掉|删|移除|关掉|隐藏|取消|清除|别加"
)
_OUT = r"\b(?:download|export|save|write|give me|get|send|output|make|create|need|want|as an?)\b|下载|导出|保存|输出|生成|写成|存成|给我|要"
_WRITTEN = re.compile(
    rf"(?=.*(?:{_OUT}))(?:.*\b(?:srt|vtt|ass file)\b|.*(?:subtitles?|captions?) files?\b|.*字幕文件)|"
    r"\b(?:download|export|save)\b (?:only |just |me )?(?:the |my |all |these )*(?:captions?|subtitles?|subs)\b(?!.{0,20}\b(?:video|film|mp4|movie|burned)\b)|"
    r"(?:下载|导出|保存|输出)(?:一下|所有|全部|视频的?|影片的?)*字幕(?!.{0,6}视频)|字幕(?:单独)?(?:下载|导出|保存)(?!.{0,6}视频)|^(?:srt|vtt)(?: please| file)?$"
)
_OF_VOICE_OVER = re.compile(r"\b(?:voice[- ]?overs?|narration|narrator)\b|(?:配音|旁白|画外音)")
_NAME = r"[a-z0-9_.-]+\.(?:srt|vtt|ass|ssa|txt)\b"
_IN = re.compile(
    r"\b(?:import|load)\b|\bread (?:in )?(?:the |my |this )?(?:[\w.-]+ )?(?:file|srt|vtt|subtitles)\b|\b(?:use|apply|add|put|show|take|with)\b.{0,40}(?:\.(?:srt|vtt|ass|ssa|txt)\b|\b(?:srt|vtt)\b(?! file of)|\b(?:subtitles?|captions?) file)|\bfrom (?:my |this |the )?(?:[\w.-]+\.)?(?:srt|vtt|ass|ssa|txt|subtitle file|caption file)\b|"
    r"导入|加载|读入|(?:使用|(?<!不)用|加|放|套用|按)[^,，]{0,20}(?:\.(?:srt|vtt|ass|ssa|txt)|srt|vtt|字幕文件)|(?:\.(?:srt|vtt|ass|ssa|txt)|字幕文件)[^,，]{0,6}(?:做|当|作为|放|加)"
)
_MINE = re.compile(
    r"\b(?:use|take|show) (?:this|that|these|those|my|the (?:attached|given|uploaded))(?: (?:file|text))?(?: (?:as|for))?(?: the| my)? (?:captions?|subtitles?)\b|用(?:这个|这份|我的|我给的|附带的|上传的)(?:文件)?(?:当|做|作为)?字幕"
)
"""Words for a subtitle file, where one was given along."""
_CUES = re.compile(r"\.(?:srt|vtt|ass|ssa)\b|\b(?:srt|vtt)\b|\b(?:subtitles?|captions?)(?: file)?\b|字幕")
_GIVEN_OUT = r"\b(?:download|export|save|write)\b|下载|导出|保存|输出"
_ONE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th)) (?:caption|subtitle)\b|\b(?:caption|subtitle) \d+\b|第\d+(?:条|句|个)字幕|最后[1一](?:条|句)"
)
_COUNT = re.compile(
    r"(\d+) words?\b(?! per minute)|(?:1次|每次|每条|1条|最多|一次)(?:最多|显示|出现|出)?(\d+)个?(?:词|字|单词)|(?:不要|不|别)(?:超过|多于)(\d+)个?(?:词|字|单词)|\bno more than (\d+) words?"
)
_LINES = re.compile(r"\b(?:one|1|single)[- ]lines?\b|\b(?:two|2) lines?\b|[单1一]行|[双2两]行")


_BESIDE = re.compile(
    r"\b(?:please|can|could|you|the|all|my|of|these|those|any|remove|delete|hide|turn|off|get|rid|clear|drop|lose|take|away|out|no|without|more|captions?|subtitles?|subs|cc|closed|from|on|video|film|again|now|just|don'?t|want|i|need|it|them)\b|(?:把|将|请|帮我|所有|全部|的|都|全|字幕|台词|不要|去掉|删除|删掉|删|移除|关掉|关闭|隐藏|取消|清除|拿掉|了|吧|一下|掉|视频|影片|里|上|现在|再|我)"
)
"""What may be said when all captions are taken away."""


def _speech(c: Clause) -> bool:
    return bool(CAPTIONS.search(c.text) or _MAKE.search(c.text))


def looks_of(text: str, now: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """The parameters of a caption that words name; `now` are those it has."""
    named = looks(text, ("caption", now), bench.timeline.canvas)
    base = {"preset": named["preset"]} if "preset" in named else now
    caption: Any = registry()["caption"]
    size = caption(text="…", **base).look().size
    found = looks(text, ("caption", {**now, "drawn": size}), bench.timeline.canvas)
    for name, words in (("bold", r"bold|粗体?"), ("italic", r"italics?|斜体?")):
        off = rf"\b(?:no|not|without|un)[- ]?(?:{words})|(?:{words}) off|(?:不要|别|取消|去掉|关掉|不)加?(?:{words})|(?:{words})(?:去掉|关掉|取消)"
        if re.search(off, text):
            found[name] = False
    return found


def _gathered(text: str) -> dict[str, int]:
    """How many words and lines a caption may have, where that is said."""
    found: dict[str, int] = {}
    if (count := _COUNT.search(text)) and (number := int(next(filter(None, count.groups())))) > 1:
        found["words"] = number
    if lines := _LINES.search(text):
        found["lines"] = 2 if re.search(r"two|[2双两]", lines[0]) else 1
    return found


_FIRST_NAMED = re.compile(
    r"^(?:with )?(?:(?!no\b|not\b|the\b|my\b|these\b)\w+[- ]){0,2}(?:captions|subtitles)\b|^字幕"
)


def _first_named(c: Clause, bench: Bench) -> bool:
    """Whether captions are said to look some way and there are none yet: "captions word by word"."""
    if not _FIRST_NAMED.search(c.own) or not _STYLE.search(c.own) or not has_sound(bench):
        return False
    return not any(style_of(p) == "caption" for p in bench.texts)


def _none(c: Clause, bench: Bench) -> bool:
    """ "No captions", where there are none."""
    if not re.match(
        r"^(?:but )?(?:no|without)(?: any)? (?:captions?|subtitles?)$|^(?:不要|不用|别加)(?:任何)?字幕(?:了)?$",
        c.own,
    ):
        return False
    if any(style_of(p) == "caption" for p in bench.texts) or any(
        step.edit.op == "caption_speech" for step in bench.steps
    ):
        return False
    bench.tell("There are no captions, and none are added.", "没有字幕，也不会加。")
    return True


def make(c: Clause, bench: Bench) -> bool:
    """Caption what is said: "caption it, big yellow words", 给说的话配字幕."""
    if (
        _ONE.search(c.text)
        or c.quotes
        or not (_MAKE.search(c.text) or _first_named(c, bench))
        or not _speech(c)
        or _NOT.search(HIDES.sub(" ", c.text))
        or _EACH.search(c.text)
        or (made(bench) and not _ANEW.search(c.text))
    ):
        return False
    if _OFF.search(c.text) or _FILE.search(c.text):
        return False
    lack = lacks(c)
    if lack is not None and lack.name not in ("transcript", "burned_in"):
        return False
    bench.ensure_film()
    _in_language(c, bench)
    if not has_sound(bench) and not any(
        p.track.kind == "audio" for t in bench.timeline.tracks for p in bench.placed(t)
    ):
        decline(
            "no_sound",
            "There is no sound in the film, so there is nothing to caption. I can place lines that you give me: “caption 'Hello' from 0:02 to 0:05”.",
            "影片没有声音，没有可以配字幕的内容。你给出文字和时间我就能加上，例如“0:02到0:05加字幕‘你好’”。",
        )
    return _speech_of(c, bench, re.sub(r"\b(?:full|whole) screen\b", " ", c.text))


def _speech_of(c: Clause, bench: Bench, text: str) -> bool:
    params = looks_of(text, {}, bench)
    preset = params.pop("preset", None)
    return bench.do(
        "caption_speech", preset=preset, params=params or None, **_where(c, bench), **_gathered(text)
    )


def _script(name: str, bench: Bench) -> bool:
    """Whether a file of that name was given along as a script."""
    given = (each for media in bench.timeline.media for each in companions(media))
    return any(each.kind == "script" and each.name.lower() == name for each in given)


def _where(c: Clause, bench: Bench) -> dict[str, Any]:
    """The part of the film that is to be captioned, where one is named; of the voice-over nobody has to listen
    to what else is heard."""
    voiced = [p for track in bench.timeline.tracks if track.role == "voice" for p in bench.placed(track)]
    if voiced and _OF_VOICE_OVER.search(c.own):
        return {"clips": tuple(p.id for p in voiced)}
    ids = clips(c, bench)
    if ids and len(ids) < len(bench.film):
        return {"clips": ids}
    if not c.times.ranges:
        return {}
    where = span(c, bench)
    if where.start is None or where.end is None or where.whole:
        return {}
    start, end = inside(where.start, where.end, bench)
    return {"start": start, "end": end}


def _in_language(c: Clause, bench: Bench) -> None:
    """Captions in a language that is not spoken would be a translation."""
    wanted = (
        "en"
        if c.has(r"\bin english\b|英文|英语")
        else "zh"
        if c.has(r"\bin (?:chinese|mandarin)\b|中文|汉语")
        else ""
    )
    for media in bench.situation.facts if wanted else ():
        for fact in of_kind(bench.situation.facts, media, "transcript"):
            spoken = str(fact.value.get("language", "")) if isinstance(fact.value, dict) else ""
            if spoken and not spoken.startswith(wanted):
                decline(
                    "missing_translate",
                    f"What is said there is in “{spoken}”, and translation is not in this release. “caption it” gives the words as they are spoken.",
                    f"那里说的是“{spoken}”，当前版本没有翻译。说“加字幕”可以按原话配字幕。",
                )


def style(c: Clause, bench: Bench) -> bool:
    """Another look for all captions of the speech: "make the captions bigger", 字幕放到上面."""
    if (
        not made(bench)
        or c.quotes
        or _OFF.search(
            re.sub(
                r"\b(?:no|without|remove|take) (?:the )?(?:bold|italics?|box|outline|shadow|animation|highlight|(?:all[- ]?)?caps|capitals?|capital letters|upper ?case)\b|(?:不要|不|别)(?:超过|多于)|\bno more than\b|(?:去掉|不要|取消|删掉)(?:字幕)?的?(?:粗体|斜体|底框|描边|阴影|动画|高亮|背景)",
                " ",
                c.text,
            )
        )
    ):
        return False
    named = CAPTIONS.search(c.text) is not None
    if not named and (bench.focus is None or bench.focus.kind != "captions"):
        return False
    if (
        _NOT.search(_WHY.sub(" ", HIDES.sub(" ", c.text)))
        or _FILE.search(c.text)
        or _EACH.search(c.text)
        or not _STYLE.search(c.text)
    ):
        return False
    if re.search(
        r"\b(?:first|second|third|last|\d+(?:st|nd|rd|th)) (?:caption|subtitle)|\b(?:caption|subtitle) (?:number |#)?\d+\b|第\d+(?:条|句|个)字幕|最后[1一](?:条|句)",
        c.text,
    ):
        return False
    if not named and (
        c.any("clip", "music", "sound", "title", "transition", "logo", "volume")
        or c.times.ranges
        or clips(c, bench)
    ):
        return False
    media = made(bench)[0].clip.media
    now = {key: value for key, value in media.params.items() if key not in ("text", "times")}  # type: ignore[union-attr]
    params = looks_of(c.text, now, bench)
    split = _gathered(c.text)
    if not params and not split:
        return False
    return bench.do("style_captions", params=params or None, **shown_in(c, bench), **split)


def remove(c: Clause, bench: Bench) -> bool:
    """Take all captions of the speech away."""
    shown = made(bench)
    if not shown or c.quotes or not CAPTIONS.search(c.text):
        return False
    if not c.says("remove") and not c.has(
        r"\b(?:captions?|subtitles?|subs|cc) off\b|\b(?:switch|turn) off\b"
    ):
        return False
    if _BESIDE.sub("", c.text).strip(" ,.。"):
        return False
    return bench.do("remove", ids=list(dict.fromkeys(p.track.id for p in shown)))


def to_file(c: Clause, bench: Bench) -> bool:
    """The captions as a file: "download the subtitles as an SRT file", 导出字幕. What is not captioned yet is
    first."""
    if not _WRITTEN.search(c.text) or c.quotes or (c.says("remove") and not re.search(_OUT, c.text)):
        return False
    if _NOT.search(c.text) or _IN.search(c.text):
        return False
    if not bench.texts:
        bench.ensure_film()
        bench.do("caption_speech")
    form = next((form for form in ("vtt", "ass", "srt") if re.search(rf"\b{form}\b", c.text)), "srt")
    return bench.act("subtitles", format=form)


def from_file(c: Clause, bench: Bench) -> bool:
    """The cues of a subtitle file as captions: "use talk.srt as captions", 导入字幕."""
    given = [each for media in bench.timeline.media for each in companions(media) if each.kind == "captions"]
    meant = _IN.search(c.text) or (given and _MINE.search(c.text))
    if not meant or not _CUES.search(c.text) or c.says("remove") or re.search(_GIVEN_OUT, c.text):
        return False
    wanted = [each.name for each in given if each.name.lower() in c.text.lower()]
    named = re.search(_NAME, c.text)
    bench.ensure_film()
    if named and not wanted and _script(named[0], bench):
        # A script says what is spoken: the words are put in step with it.
        return _speech_of(c, bench, re.sub(_NAME, " ", c.text))
    name = wanted[0] if wanted else named[0] if named else None
    film = re.search(
        r"(?:times?|clock) of the (?:film|cut|edit)|(?:film|edited|cut)(?:'s)? (?:times?|clock)|成片(?:的)?时间|影片时间",
        c.text,
    )
    bare = re.sub(_NAME, " ", c.text)
    params = looks_of(bare, {}, bench)
    preset = params.pop("preset", None)
    return bench.do(
        "import_captions", file=name, clock="film" if film else None, preset=preset, params=params or None
    )


FIRST = (Rule(from_file), Rule(to_file))
RULES = (Rule(_none), Rule(style), Rule(make), Rule(remove))
