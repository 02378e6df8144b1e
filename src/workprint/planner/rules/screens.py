"""Several pictures at once or in a row: split screens, slideshows, some seconds of each."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile

from ..bench import Bench, decline
from ..clause import Clause
from ..targets import clips, files
from . import music as music_rules
from .arrange import shuffled
from .in_step import IN_STEP, do_in_step, one_event
from .rule import Rule

_SPLIT = re.compile(
    r"\bsplit[- ]?screen\b|\bside[- ]by[- ]side\b|\bnext to each other\b|\bon top of each other\b|\b(?:\d|two|four)[- ]?(?:way|up) (?:split|grid)|\bgrid\b|\bstack(?:ed)?\b|分屏|并排|左右(?:两|2)?(?:边|屏)?(?:对比|显示|放|分)|上下(?:两|2)?(?:屏)?(?:对比|显示|分)|宫格|同屏|双屏|画面对比|四格"
)
_ABOVE_EN = r"\b(?:on )?(?:the )?top\b.{0,30}\b(?:below|underneath|bottom)\b|\babove\b"
_ABOVE = rf"{_ABOVE_EN}|\bleft\b.{{0,30}}\bright\b|在?上.{{0,12}}在?下|左[边侧]?.{{0,24}}右[边侧]?(?!上|下)"
_SLIDESHOW = re.compile(
    r"\bslide ?shows?\b|\bphoto (?:album|montage|reel)\b|(?:make|create|turn|build).{0,30}\b(?:photos|pictures|images|pics)\b.{0,20}\b(?:video|movie|film|into)\b|\b(?:photos|pictures|images)\b.{0,12}\binto (?:a )?(?:video|movie|film)|\bvideo .{0,14}(?:out of|from|of|with) (?:my |the |these |all )*(?:photos|pictures|images|pics)|(?:照片|图片)每张|每张(?:照片|图片|图)(?:显示|停留|放|播)?\s*@|\b(?:each|every) (?:photo|picture|image|pic)\b.{0,16}@|@ (?:for |per )?(?:each |every |a |per )(?:photo|picture|image|pic)\b|幻灯片|相册|(?:照片|图片).{0,8}(?:做成|变成|合成|拼成|轮播|串)|轮播"
)
_EACH = re.compile(
    r"(?:take|use|keep|grab|pick|want|need|only|first|give me|cut)?.{0,14}@([\d.]+)@ (?:of|from|out of|off|for|per|in) (?:each|every|all)(?: (?:of )?(?:the )?(?:clips?|shots?|videos?|files?|ones?|them))?|(?:each|every) (?:clip|shot|video|one|file)\b.{0,20}@([\d.]+)@|(?:每(?:个|一个|一段|段|条)?(?:片段|视频|素材|镜头)?|各)(?:都)?(?:只)?(?:剪成|裁成|剪到|取|截取|截|留|保留|剪|用|选|拿|要)?(?:前|头|开头)?(?:的)?\s*@([\d.]+)@"
)


_SOUND_OF = r"\b(?:sound|audio|voice) (?:of|from) .+|(?:用|要).{1,12}的(?:声音|音频)"


def _split_screen(c: Clause, bench: Bench) -> bool:
    both = c.has(_ABOVE) and len([f for f in files(c, bench) if f.kind != "audio"]) > 1
    corners = c.has(r"\b(?:top|bottom|upper|lower)[- ](?:left|right)\b|[左右][上下]角|\bcorner\b")
    if (
        not (_SPLIT.search(c.text) or both)
        or (corners and not c.has(r"split|分屏"))
        or c.has(r"\btitle|\btext\b|标题|文字")
    ):
        return False
    named = [f.id for f in files(c, bench) if f.kind in ("video", "image")]
    ids: list[str] = list(clips(c, bench))
    film = [p.id for p in bench.film]
    videos = [f.id for f in bench.timeline.media if f.kind == "video"]
    if len(ids) >= 2:
        media = ids
    elif len(named) >= 2:
        media = named
    elif len(named) == 1 and len(film) == 1:
        media = [*film, *(m for m in named if bench.film[0].media != m)]
    elif len(film) >= 2:
        media = film
    else:
        media = videos
    if len(media) < 2:
        decline(
            "too_few",
            "A split screen needs two pictures; there is only one here. Add the other one.",
            "分屏至少要两个画面，现在只有一个，请再添加一个。",
        )
    count = c.has(r"(\d)[- ]?(?:way|up|x|宫格|分屏|格)")
    layout = (
        "grid"
        if c.has(r"grid|宫格|四格|\b4\b") or (len(media) > 3 and not c.has("side|stack|左右|上下"))
        else "stacked"
        if c.has(rf"stack|{_ABOVE_EN}|在上|上面|on top of each other|top and bottom|vertical(?:ly)?|上下")
        else "side_by_side"
    )
    media = (
        media[: int(count[1])]
        if count and int(count[1]) >= 2
        else media[: 9 if layout == "grid" else 2 if c.has(r"\b2\b|two|both|两") else len(media)]
    )
    sound = c.has(
        r"(?:sound|audio|voice)\b.{0,20}\b(?:second|right|2|bottom)|(?:声音|音频).{0,6}(?:第2|右|后|下)"
    )
    second = bench.timeline.file(media[1]) if len(media) == 2 else None
    told = c.has(_SOUND_OF)
    if second is not None and told and second in files(Clause(told[0], (), c.lang), bench):
        sound = told
    more = {"sound_from": 1} if sound else {}
    showing = [place.media for place in bench.film if place.id in media] or media
    asked = IN_STEP.search(c.text) is not None
    if asked or one_event(c, bench, showing):
        do_in_step(bench, "split_screen", asked, {}, media=media, layout=layout, **more)
    else:
        bench.do("split_screen", media=media, layout=layout, **more)
    if any((f := bench.timeline.file(m)) is not None and f.kind == "video" for m in media) or film:
        bench.tell(
            f"The sound is that of the {'second' if sound else 'first'} one.",
            f"声音用{'第二个' if sound else '第一个'}画面的。",
        )
    return True


def slideshow(c: Clause, bench: Bench) -> bool:
    if not _SLIDESHOW.search(c.text):
        return False
    photos = [f for f in files(c, bench) if f.kind == "image"] or [
        f for f in bench.timeline.media if f.kind == "image" and not _logo_like(f)
    ]
    photos = photos or [f for f in bench.timeline.media if f.kind == "image"]
    if not photos:
        decline(
            "no_photos",
            "There are no photos in this session. Add jpg, png or webp files first.",
            "会话里没有照片，请先添加 jpg、png 或 webp。",
        )
    params: dict[str, Any] = {"media": [f.id for f in photos]}
    if c.times.length:
        params["seconds"] = c.times.length
    if c.has(r"(?:no|without) transitions?|hard cuts?|不要转场|硬切"):
        params["transition"] = None
    elif c.says("fade") or c.says("transition"):
        params["transition"] = "crossfade"
    if c.has(r"(?:no|without) (?:movement|motion|zoom|move)|static|still|不(?:要)?动|静止"):
        params["move"] = False
    bench.do("slideshow", **params)
    if c.says("music"):
        bench.do("add_music", **(music_rules.chosen(c, bench) or {"mood": "calm"}))
    return True


def _take_each(c: Clause, bench: Bench) -> bool:
    match = _EACH.search(c.text)
    if (
        not match
        or c.says("remove")
        or c.has(
            r"transition|fade|title|caption|text|转场|淡|标题|字幕|zoom|off the (?:start|end)|silence|pause|停顿"
        )
    ):
        return False
    if c.has(r"photo|picture|image|slide|照片|图片"):
        return False
    seconds = float(next(g for g in match.groups() if g))
    named = [f.id for f in files(c, bench) if f.kind == "video"]
    if not named and not bench.film:
        named = [f.id for f in bench.timeline.media if f.kind in ("video", "image")]
    bench.do("take_each", seconds=seconds, **({"media": named} if named else {}))
    if c.has(r"\brandom\w*|\bshuffled?\b|随机|打乱|乱序") and len(bench.film) > 1:
        bench.do("reorder", order=shuffled(bench.film))
    return True


def _logo_like(file: MediaFile) -> bool:
    return bool(
        re.search(r"logo|watermark|icon|badge|qr|标志|水印|二维码", (file.name or "").lower())
    ) or bool(file.video and file.video.alpha)


RULES = (Rule(slideshow), Rule(_split_screen), Rule(_take_each))
