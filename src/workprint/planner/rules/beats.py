"""Cuts and photos on the beat of the music."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, decline
from ..clause import Clause
from ..targets import files
from . import music
from .rule import Rule

_BEAT = re.compile(
    r"\b(?:to|on|every|per|each|match\w*|sync\w*|align\w*|snap\w*)\b.{0,24}\b(?:beats?|rhythm|tempo|downbeats?)\b|\b\d+ beats?\b|\bbeat[- ]?(?:sync(?:ed)?|match(?:ed)?|cuts?|cutting|edit)\b|\b(?:sync\w*|match\w*|cut|edit|time)\b.{0,24}\b(?:to|with) (?:the )?(?:music|song|track|bgm|soundtrack)\b|\bcuts? hit the beats?\b"
    r"|卡点|踩点|踩(?:着|准|上)?(?:节奏|节拍|鼓点)|卡(?:上|着|准)?(?:节奏|节拍|鼓点|音乐)|对(?:上|准|齐)?(?:节奏|节拍|鼓点)|[跟和](?:着|随|上)?(?:音乐的?)?(?:节奏|节拍|鼓点)|(?:按|照|依|根据|配合)(?:照|着)?(?:音乐的?)?(?:节奏|节拍|鼓点)|(?:每|隔)\s*\d*\s*(?:个)?(?:拍|小节)|\d\s*个?拍|(?:节奏|节拍|鼓点)(?:上)?(?:切|剪|换)"
)
_OTHERS = re.compile(
    r"⟦|\b(?:title|text|caption|lo-?fi beats|louder|quieter|volume|zoom|flash|effects?|filters?|speed|drop)\b|标题|字幕|文字|音量|放大|特效|滤镜|变速|节奏(?:太|快|慢|紧|拖|感)"
)
_EACH = re.compile(
    r"\b(?:every|each|per)\b|\b(?:photos?|pictures?|images?|slides?|slide ?show|montage)\b|\d\s*beats?\b|\b(?:one|a) (?:clip|shot|photo|picture) (?:per|every|on every|for (?:every|each))\b|照片|图片|相册|幻灯片|混剪|每|隔|换(?:一)?(?:1)?(?:张|个|段)|\d\s*拍"
)
_COUNT = re.compile(r"\bevery (?:(second|other|third|fourth) beat)|(\d+)[- ]?beats?\b|(\d+)\s*个?拍")
_BAR = re.compile(
    r"\b(?:every|each|per|on the|on every) (?:bar|measure|downbeat)s?\b|(?:每|隔)\s*(?:1|一)?\s*(?:个)?小节"
)
_ONE = re.compile(r"\b(?:every|each|per|on every|on each) beat\b|(?:每|隔)\s*(?:1|一)?\s*个?拍")
_WORDS = {"second": 2, "other": 2, "third": 3, "fourth": 4}


def _every(c: Clause) -> int | None:
    """For how many beats each picture is shown, where that is said."""
    if match := _COUNT.search(c.text):
        said = next(group for group in match.groups() if group)
        return _WORDS.get(said) or int(said)
    if _BAR.search(c.text):
        return 4
    return 1 if _ONE.search(c.text) else None


def cut_to_beat(c: Clause, bench: Bench) -> bool:
    """ "Cut to the beat", "photos on the beat", 卡点, 每两拍换一张图."""
    if not (_BEAT.search(c.text) or _BAR.search(c.text)) or _OTHERS.search(c.text):
        return False
    bench.ensure_film()
    names = c.has(r"\b(?:music|bgm|song|soundtrack)\b|音乐|配乐|歌") or music.chosen(c, bench)
    if names and c.says("add", "music") and not bench.music and not music.music(c, bench):
        return False
    named = [f for f in files(c, bench) if f.kind == "audio"]
    if not bench.music and named:
        bench.need("beat", named[0].id)
        bench.do("add_music", media=named[0].id)
    if not bench.music:
        decline(
            "no_music",
            "There is no music whose beat could be used. Say “add upbeat music, then cut to the beat”, or add a music file.",
            "没有音乐，无法按节拍剪。可以说“加欢快的音乐，然后卡点”，或添加音乐文件。",
        )
    every = _every(c)
    photos = all(
        (f := bench.timeline.file(p.media)) is not None and f.kind == "image" for p in bench.film if p.media
    )
    each = photos or _EACH.search(c.text) is not None
    params: dict[str, Any] = {"mode": "each"} if each else {}
    if most := c.has(r"(?:at most|no more than|up to|within|最多|不超过)[^@]{0,12}@([\d.]+)@"):
        params["within"] = float(most[1])
    return bench.do("cut_to_beat", **params, **({"every": every} if every else {}))


RULES = (Rule(cut_to_beat),)
