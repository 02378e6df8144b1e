"""How a text should look, as words say it: size, place, colour, box, outline, animation, style."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import Canvas
from workprint.ops import registry

from .words import COLORS, colors

_PLACES = (
    ("top-left", r"(?:top|upper)[ -]left|左上"),
    ("top-right", r"(?:top|upper)[ -]right|右上"),
    ("bottom-left", r"(?:bottom|lower)[ -]left|左下"),
    ("bottom-right", r"(?:bottom|lower)[ -]right|右下"),
    (
        "top",
        r"\b(?:top|upper part|higher up|above)\b(?! left| right)|顶部|顶端|上方|上面|最上|屏幕上部|上边|放上|移到上",
    ),
    (
        "bottom",
        r"\b(?:bottom|lower part|underneath)\b(?! left| right)|底部|底下|下方|下面(?!的?字)|最下|屏幕下部|下边|底端",
    ),
    ("left", r"\bleft\b|左(?:边|侧)"),
    ("right", r"\bright(?: side| hand)?\b(?! (?:away|now))|右(?:边|侧)"),
    ("center", r"\b(?:cent(?:er|re)(?:ed|d)?|middle)\b|居中|中间|正中|中央"),
)
_ANIMATIONS = (
    ("typewriter", r"type ?writer|typing|typed?(?: out)?|letter by letter|打字机|逐字(?:出现|显示)|打字效果"),
    ("pop", r"\bpop(?:s|ping)?\b|bounc\w*|弹出|弹跳|蹦"),
    ("slide", r"\bslid(?:e|es|ing)\b|fl(?:y|ies|ying) in|滑入|滑动|飞入|滑出"),
    ("fade", r"\bfad(?:e|es|ing)\b|淡入|淡出|渐显"),
    ("none", r"(?:no|without|remove the) animation|不要动画|无动画|去掉动画"),
)
_FONTS = (
    (
        "serif",
        r"\bserif\b(?<!sans serif)(?<!sans-serif)|\bfont\b.{0,45}\b(?:serious|elegant|classic|classy|formal|bookish|traditional)|\b(?:serious|elegant|classic|classy|formal|traditional)(?:-looking|er)? font\b|衬线|宋体",
    ),
    ("mono", r"mono(?:space)?|typewriter font|等宽"),
    ("heavy", r"\bheavy|impact|粗黑|超粗"),
    ("sans", r"sans|黑体"),
)
_CASES = (
    (
        "said",
        r"\b(?:normal|sentence|regular|mixed) case\b|\b(?:no|not|without|stop|undo|remove) (?:the |in |all[- ]?)*(?:caps|capitals|capital letters|upper ?case)\b|\b(?:caps|capitals) off\b|(?:不要|取消|去掉|别用?)(?:全)?大写|恢复大小写",
    ),
    ("lower", r"\blower[- ]?case\b|\bsmall letters\b|\b(?:no|without) capitals\b|小写"),
    (
        "upper",
        r"\ball[- ]?caps\b|\bcaps(?: lock)?\b|\bupper[- ]?case[sd]?\b|\bcapitals?(?: letters)?\b|\bcapitali[sz]ed?\b(?! (?:the |each |every )*(?:first|words?))|\bblock letters\b|大写",
    ),
)
CASE = re.compile("|".join(words for _, words in _CASES))
_BOX = re.compile(
    r"\b(?:box|background|panel|backdrop|behind (?:it|the text)|highlighted background)\b|底框|底色|(?<=[红黄白蓝绿黑粉紫橙金灰])色?底(?![部下端])|背景(?:框|条|色)|加底|衬底|文字框"
)
_OUTLINE = re.compile(
    r"\b(?:outlin\w*|stroke|border)\b|描边|边框|轮廓|(?<=[红黄白蓝绿黑粉紫橙金灰])色?边(?!上)"
)
_SHADOW = re.compile(r"\bshadow\b|阴影|投影")


def _color(text: str) -> str | None:
    if found := re.search(r"#[0-9a-f]{6}\b", text):
        return found[0]
    for value, (en, zh) in COLORS.items():
        if re.search(rf"(?<![a-z])(?:{en})(?![a-z])|(?:{zh})", text):
            return value
    return None


def _near(text: str, pattern: re.Pattern[str]) -> str | None:
    """The colour said just before or after a word, as "on a black box"."""
    match = pattern.search(text)
    if not match:
        return None
    before = colors(_beside(text, match))
    return (before[-1] if before else None) or _color(text[match.end() : match.end() + 8])


def _reach(text: str, match: re.Match[str]) -> int:
    """Where a box or an outline begins, with the colour that is said right before it."""
    beside = _beside(text, match)
    last = max(
        (found.start() for en, zh in COLORS.values() for found in re.finditer(rf"\b(?:{en})\b|{zh}", beside)),
        default=len(beside),
    )
    return match.start() - len(beside) + last


def _beside(text: str, match: re.Match[str]) -> str:
    """What is said right before something, in the same breath."""
    return re.split(r"[,，、;；]", text[max(0, match.start() - 14) : match.start()])[-1]


def _size(text: str, style: str, now: dict[str, Any]) -> float | None:
    op = registry().get(style)
    field = op.model_fields.get("size") if op else None
    usual = float(now.get("drawn") or now.get("size") or (field.default if field else 0.08))
    strong = re.search(r"\b(?:much|way|a lot|very|huge|really|double)\b|很多|非常|特别|巨|一倍|两倍", text)
    if found := re.search(
        r"(\d+(?:\.\d+)?)\s*% (?:bigger|larger|smaller)|(?:放大|增大|加大|缩小|减小)\s*(\d+(?:\.\d+)?)\s*%",
        text,
    ):
        share = float(found[1] or found[2]) / 100
        factor = 1 - share if re.search("smaller|缩小|减小", found[0]) else 1 + share
    elif re.search(
        r"(?<!too )\b(?:bigger|larger|big|large|huge|giant|increase the (?:font )?size|enlarge|too small)\b|大(?:一)?(?:点|些)|放大|更大|加大|变大|太小|大字|大号|字(?:要|得|用)?大",
        text,
    ):
        factor = 2.0 if re.search(r"double|一倍|两倍", text) else 1.7 if strong else 1.3
    elif re.search(
        r"\b(?:smaller|small|tiny|little text|reduce the (?:font )?size|shrink|too big|too large)\b|小(?:一)?(?:点|些)|缩小|更小|变小|太大|小字|小号",
        text,
    ):
        factor = 0.55 if strong else 0.75
    else:
        return None
    return round(min(usual * factor, 0.5), 3)


_UP = re.compile(
    r"(?<!stay )(?<!stays )(?<!show )(?<!shows )(?<!stick )(?<!pop )(?<!kept )(?<!it )\bup\b(?! (?:for|until|till|on screen|there|longer|@))|\b(?:move|bring|put|push|shift) it up\b|\b(?:higher|too low)\b|太低|太靠下|往上|上移|向上|高一点"
)
_DOWN = re.compile(r"\b(?:down|lower|too high)\b(?! third)|太高|太靠上|往下|下移|向下|低一点")
_MIDDLES = {"left": 0.0, "right": 1.0, "top": 0.08, "bottom": 0.9}
"""Where the middle of a text is that a word places, nearly; it stays in the safe area."""


def _moved(text: str, op: Any, now: dict[str, Any]) -> list[float] | None:
    """A place higher or lower than the one there is."""
    up = _UP.search(text)
    if not up and not _DOWN.search(text):
        return None
    place = now.get("position") or (op.model_fields["position"].default if op else "bottom")
    words = place if isinstance(place, str) else ""
    x, y = (
        [
            next((at for word, at in _MIDDLES.items() if word in pair and word in words), 0.5)
            for pair in (("left", "right"), ("top", "bottom"))
        ]
        if words
        else map(float, place)
    )
    step = (
        0.06
        if re.search(r"slight|tiny|tad|touch|hair|稍微", text)
        else 0.25
        if re.search(r"\b(?:way|much|a lot)\b|很多", text)
        else 0.12
    )
    return [x, round(min(0.97, max(0.03, y - step if up else y + step)), 3)]


def looks(text: str, style: tuple[str, dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    """The parameters of a text style that words name; only what the style has. `drawn` among those it has
    is the size that comes of its preset."""
    op_name, now = style
    op = registry().get(op_name)
    params: dict[str, Any] = {}
    if op_name == "end_card" and (ground := _GROUND.search(text)) and (shade := _color(ground[1])):
        params.update(background=shade, cover=1.0)
        params |= {"color": "#111111"} if shade == "#ffffff" else {}
        text = text[: ground.start()] + " " + text[ground.end() :]
    # That is a look of the picture, no colour of letters.
    text = re.sub(r"\bblack (?:and|&) white\b|\bb ?& ?w\b", " ", text)
    text = re.sub(r"\blight(?:s|ing)? up\b", "highlight", text)
    bare = re.sub(
        r"(?:at|to|in|from) the (?:start|beginning|end|opening|top of the (?:video|film))|(?:video|film) (?:top|bottom)|开头|结尾|中间(?:那|的)?段",
        " ",
        text,
    )
    place = next((name for name, words in _PLACES if re.search(words, bare)), None)
    if place and not re.search(r"cut|trim", bare):
        params["position"] = place
    elif moved := _moved(bare, op, now):
        params["position"] = moved
    if found := re.search(r"(\d+)\s*% from the (top|bottom)|(?:离|距)(顶|底)部?\s*(\d+)\s*%", bare):
        share = float(found[1] or found[4]) / 100
        params["position"] = [0.5, round(share if (found[2] == "top" or found[3] == "顶") else 1 - share, 3)]
    size = _size(bare, op_name, now)
    if size is not None:
        params["size"] = size
    _colors(bare, params)
    for key, table in (("animation", _ANIMATIONS), ("font", _FONTS), ("case", _CASES)):
        if chosen := next((name for name, words in table if re.search(words, bare)), None):
            params[key] = chosen
    if re.search(r"\bbold\b|粗体|加粗|粗一点", bare):
        params["bold"] = True
    if re.search(r"\bitalics?\b|斜体", bare):
        params["italic"] = True
    if op_name == "caption" and (preset := _preset(bare)) and not _only_box(bare, preset, now):
        params["preset"] = preset
        if preset in _MARKING and _ACCENT.search(bare) and len(colors(bare)) == 1 and "color" in params:
            params["accent"] = params.pop("color")
        for name in _OWN.get(preset, ()):
            params.pop(name, None)
    known = op.model_fields if op else {}
    return {name: value for name, value in params.items() if name in known}


_GROUND = re.compile(r"\bon (?:an? )?([a-z]+|#[0-9a-f]{6})(?: (?:background|screen|card))?\b")
"""What an end card is on."""
_ON = re.compile(r"\b([a-z]+) (?:text |letters |words )?on (?:an? )?([a-z]+)\b")


def _colors(text: str, params: dict[str, Any]) -> None:
    if (pair := _ON.search(text)) and (letters := _color(pair[1])) and (box := _color(pair[2])):
        params.update(color=letters, box=box)
        return
    boxed, outlined, shadowed = _BOX.search(text), _OUTLINE.search(text), _SHADOW.search(text)
    off = re.search(r"\b(?:no|without|remove|delete)\b|去掉|不要|取消|无", text)
    if boxed:
        params["box"] = "none" if off else _near(text, _BOX) or "#000000"
        if re.search(r"semi[- ]?(?:transparent|opaque)|see[- ]through|translucent|半透明", text):
            params["box_opacity"] = 0.5
    if outlined:
        params["outline"] = 0 if off else 0.09
        if not off and (edge := _near(text, _OUTLINE)):
            params["outline_color"] = edge
    if shadowed:
        params["shadow"] = 0 if off else 0.3
    rest = text
    for found in (boxed, outlined):
        if found:
            start = _reach(text, found)
            after = found.end() + (0 if start < found.start() else 8)
            rest = rest[:start] + " " * (min(after, len(rest)) - start) + rest[after:]
    if coloured := re.search(r"([红黄白蓝绿黑粉紫橙金灰])色?的?字", text):
        params["color"] = _color(coloured[1])
    elif color := _color(rest if (boxed or outlined) else text):
        params["color"] = color


_PRESETS = (
    ("karaoke", r"karaoke|sing[- ]?along|卡拉 ?ok|唱词|逐字变色"),
    ("one-word", r"one[- ]word|single words?|(?:one |1 )words? at a time|words? by word|word[- ]by[- ]word|1 ?word|tik ?tok|shorts? style|单词弹出|逐[词字](?:弹出|显示|出现|出)?(?!高亮|变色)|一次一个词|1次1个词|每次(?:只)?(?:显示|出现|出)?[一1]个[字词]|[一1]个[字词][一1]个[字词]|短视频"),
    ("highlight", r"\bhormozi\b|抖音|快手|\bhighlight\w*\b|逐[词字]高亮|高亮|(?:说|念|讲)到(?:哪|谁).{0,6}亮"),
    ("pill", r"\bpill\b|highlighter|word box|荧光[块笔]|色块"),
    ("bold-yellow", r"(?:big|bold|large|huge),? (?:bold )?yellow|yellow (?:big|bold|large)|黄色大字|大黄字|(?:大|醒目)(?:的)?黄(?:色)?(?:的)?(?:字|大字)|黄色(?:的)?粗体"),
    ("boxed", r"\bboxed\b|black box|in a box|黑底白字"),
    ("news", r"\bnews\b|white box|新闻|白底黑字"),
    ("neon", r"\bneon\b|glow(?:ing)?|霓虹|发光"),
    ("minimal", r"\bminimal(?:ist)?\b|discreet|subtle|极简|低调"),
    ("cinema", r"\bcinema(?:tic)?\b|movie style|film style|院线|电影"),
    ("outline", r"\bmr ?beast\b|\bmeme\b|thick outline|outlined|粗描边|白字黑边"),
    ("clean", r"\b(?:clean|plain|standard|normal|simple|default)\b|简洁|普通|标准|默认"),
)  # fmt: skip


_OWN = {
    "bold-yellow": ("color", "size", "bold"),
    "boxed": ("box", "color"),
    "news": ("box", "color"),
    "outline": ("outline",),
    "one-word": ("animation",),
}
"""What the words for a style also say, and the style has already."""


_MARKING = frozenset({"highlight", "karaoke", "pill"})
_ACCENT = re.compile(r"\b(?:words?|highlight\w*|spoken)\b.{0,40}\b(?:in|with)\b|[词字].{0,8}色|高亮.{0,6}色")
"""Where a colour is that of the words that are marked."""


def _only_box(text: str, preset: str, now: dict[str, Any]) -> bool:
    """Whether a box alone is asked for, behind captions that have a look of their own already."""
    own = now.keys() - {"preset", "position", "text", "times", "drawn"}
    return (
        preset in ("boxed", "news")
        and bool(own)
        and not re.search(r"\bboxed\b|\bnews\b|style|look|新闻|样式|风格", text)
    )


def _preset(text: str) -> str | None:
    return next((name for name, words in _PRESETS if re.search(words, text)), None)
