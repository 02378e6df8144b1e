"""What people call changes, in English and Chinese: things that were made, and what of a thing was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Called:
    """A name as it was said: the word for the thing, the operations that make such a thing, the parameters of the side of it that
    is meant ("the colour"; None where none is named), and the words that are left."""

    thing: str
    makers: frozenset[str]
    side: frozenset[str] | None
    rest: tuple[str, ...]


_THINGS = tuple(
    (re.compile(words, re.I), frozenset(makers.split()))
    for words, makers in (
        (
            r"\bscene (?:captions?|subtitles?|lines?)\b|\bcaptions? (?:for|of|on) (?:the |each |every )?scenes?\b|(?:每个)?(?:场景|镜头)的?(?:字幕|说明|标注)",
            "caption_scenes",
        ),
        (r"\b(?:captions?|subtitles?|subs)\b|字幕", "caption_speech import_captions caption_scenes"),
        (r"\bzooms?(?: (?:to|on) (?:the )?clicks?)?\b|放大|缩放|推近", "zoom_to_clicks"),
        (
            r"\b(?:mouse )?click(?:s\b|[- ]?(?:rings?|highlights?|effects?|circles?))|\b(?:rings?|circles)\b|点击(?:圈|圆圈|高亮|效果|提示|标记)?|圆圈",
            "highlight_clicks",
        ),
        (
            r"\bcursor(?: (?:halo|highlight|ring))?\b|\bhalo\b|(?:光标|鼠标)(?:光环|高亮|效果)?",
            "highlight_cursor",
        ),
        (r"\b(?:keystrokes?|keys|key captions?)\b|按键", "show_keys"),
        (
            r"\bvoice[- ]?overs?\b|\bnarrations?\b|\bspoken text\b|配音|旁白|解说",
            "add_voice_over replace_voice_over",
        ),
        (
            r"\b(?:background )?(?:music|bgm|soundtrack)\b|\bsong\b|背景音乐|音乐|配乐|bgm|曲子",
            "add_music replace_sound",
        ),
        (r"\bb-?\s?rolls?\b|\bcutaways?\b|空镜头?|补充画面|b\s?卷", "add_broll"),
        (
            r"\b(?:filler(?: word)?s?|u+m+s?(?: and u+h+s?)?|hesitations?)(?: (?:cuts?|removal))?\b|语气词|口头禅|填充词",
            "cut_fillers",
        ),
        (
            r"\b(?:pause|silence|gap)s?(?: (?:cuts?|removal))?\b|(?:停顿|静音|空白|气口)(?:剪辑|的剪辑)?",
            "cut_silences",
        ),
        (r"\bretakes?(?: cuts?)?\b|重录|重复的句子", "cut_retakes"),
        (r"\btransitions?\b|转场|过渡", "add_transitions"),
        (r"\bchapters?\b|章节", "add_chapters"),
        (r"\bjump[- ]?cuts?\b|\bpunch[- ]?ins?\b|跳切(?:推近)?", "punch_in"),
        (r"\b(?:beat|music) cuts?\b|\bbeat sync\b|卡点", "cut_to_beat"),
        (r"\b(?:logo|watermark|overlay|picture[- ]in[- ]picture|pip)\b|水印|画中画|叠加", "overlay"),
    )
)

_SIDES = tuple(
    (re.compile(words, re.I), frozenset(keys.split()))
    for words, keys in (
        (r"\bcolou?rs?\b|颜色|配色|色彩", "color background highlight outline box_color"),
        (
            r"\b(?:size|bigger|smaller|larger|big|small)\b|大小|字号|尺寸|大字|小字|变大|变小",
            "size width amount",
        ),
        (r"\b(?:font|typeface|bold|italic)\b|字体|粗体|斜体", "font bold italic"),
        (
            r"\b(?:style|styling|restyl\w+|look|preset|design)\b|样式|风格|外观|造型",
            "preset params color size font bold italic position highlight box mood lines words",
        ),
        (
            r"\b(?:position|place(?:ment)?|location|moved?|top|bottom)\b|位置|顶部|底部|上面|下面",
            "position start at x y",
        ),
        (r"\b(?:volume|loudness|louder|quieter|level|gain)\b|音量|响度|大小声", "gain by"),
        (r"\b(?:ducking|duck)\b|避让|压低", "depth"),
        (r"\b(?:mood|genre)\b|情绪|曲风", "mood media"),
        (r"\b(?:voice|speaker)(?: change)?\b|音色|嗓音|声音", "voice engine"),
        (r"\b(?:pace|speed|rate|tempo)\b|语速|速度|快慢", "rate factor"),
        (
            r"\b(?:words?|wording|text|spelling|correction)\b|文字|内容|用词|错字|更正",
            "text heard written words",
        ),
        (
            r"\b(?:lengths?|duration|timing|times?)\b|时长|长度|时间",
            "duration length seconds hold start end",
        ),
    )
)
_IDLE = re.compile(
    r"\b(?:the|a|an|my|our|that|those|these|last|all|of|it|them|for|on|in|to|change|changes|edit|edits|again|please|alone|only|just|cuts?|effects?|highlights?|from|and)\b|[那这]个|[那这]些|刚才|刚刚|最后|所有|全部|一下|的|了|掉|效果|修改|改动|只|请|给",
    re.I,
)


def called(what: str) -> Called | None:
    """What a name means; None where it names nothing that is known by a word of its own."""
    text = what.casefold().strip()
    for words, makers in _THINGS:
        if found := words.search(text):
            left = f"{text[: found.start()]} {text[found.end() :]}"
            side = None
            for aspect, keys in _SIDES:
                if aspect.search(left):
                    side, left = (side or frozenset()) | keys, aspect.sub(" ", left)
            rest = tuple(_IDLE.sub(" ", left).split())
            return Called(found[0], makers, side, rest)
    return None
