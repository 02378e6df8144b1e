"""The things a clause is about, by which the joins between clauses are judged."""

from __future__ import annotations

import re

from .words import pattern

_THINGS = (
    "silence",
    "music",
    "title",
    "caption",
    "transition",
    "logo",
    "lower_third",
    "end_card",
    "subtitle",
)
_FILLER = re.compile(
    r"filler|repeated (?:takes|sentences|lines|parts)|repeats|stumbles|false starts|bloopers|flubs|bad takes|boring|无聊|没意思|loudness|响度|\bums?\b|\buhs?\b|b-?roll|voice-?over|口头禅|语气词|空镜|配音|旁白|retakes?|effects?\b|filters?\b|vignette|暗角|滤镜|特效|intro\b|outro\b|watermark|水印|logo|background noise|噪音|杂音|markers?|\b(?:the |my )?voice to\b|人声|原声|vertical|portrait\b|square\b|\d:\d|竖屏|横屏|竖版|方形|点(?=击|了哪)|keystrokes?|\bkeys i press|\b(?:vintage|retro|cinematic|warm|cool|sepia|vivid|dreamy|film|movie) (?:look|filter|tone)s?\b|\d[\d.]*x speed\b"
)


def same_subject(before: str, text: str) -> bool:
    """Whether an instruction after a complaint is about the same thing."""
    mentioned = {
        name
        for name in ("music", "title", "caption", "logo", "transition", "silence")
        if pattern(name).search(text)
    }
    earlier = {
        name
        for name in ("music", "title", "caption", "logo", "transition", "silence")
        if pattern(name).search(before)
    }
    if re.search(r"\bexport|render|导出|渲染", text):
        return False
    return not mentioned or bool(mentioned & earlier)


def _things(text: str) -> set[str]:
    return {n for n in _THINGS if pattern(n).search(text)} | {match[0] for match in _FILLER.finditer(text)}


def new_thing(before: str, text: str) -> bool:
    return bool(_things(text) - _things(before))


def placed_thing(before: str, text: str) -> bool:
    return bool(
        re.match(
            r"(?:在)?(?:顶部|底部|上方|下方|中间|居中|左上角|右上角|左下角|右下角)?(?:的|放|加)?(?:片头|片尾|首尾|音乐|标题|lo-?fi|title ⟦)",
            text,
        )
    ) and new_thing(before, text)
