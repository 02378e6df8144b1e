"""Generated pictures and sounds: colour cards, gradients, title cards, pictures on a card, tones."""

from __future__ import annotations

import re
from typing import Any

from workprint.ops import AudioGenerator, registry

from ..bench import Bench
from ..catalogue import named, settings
from ..clause import Clause
from ..span import span
from ..targets import clips, files, files_out
from ..words import colors
from .rule import Rule

_CARD = re.compile(
    r"\b(?:card|screen|slide|frame|background|gradient|color|tone|beep|bleep|silence|silent)\b|卡|画面|黑场|白场|背景|渐变|纯色|测试音|哔|空白音频|静默"
)
_SCREEN = re.compile(
    r"\b(black|white|red|blue|green|yellow|gr[ae]y) (?:colou?r )?(?:screen|card|frame|slide|clip)\b|@ of (?:pure |plain )?(black|white|red|blue|green|yellow|gr[ae]y)$|@ of (?:pure |plain )?(black|white|red|blue|green|yellow|gr[ae]y) (?=at|after|before|between|on|in)|(黑|白|红|蓝|绿|黄|灰)(?:屏|场|色画面|色卡|色背景画面|色的?(?:片段|画面|镜头))"
)
_EVERY_JOIN = r"\bbetween (?:all |each of )?(?:the |my )?(?:clips|shots|scenes|videos)\b|\bbetween (?:each|every) (?:clip|shot|scene|pair)\b|(?:每|各)?(?:两)?(?:个|段)?(?:片段|镜头|素材|视频|段)(?:和片段)?(?:之间|中间)"
_HZ = re.compile(r"(\d+(?:\.\d+)?)\s*(k?)\s*(?:hz|hertz|赫兹?)")


def made(c: Clause, bench: Bench) -> bool:
    """Put something generated into the film, at the start, the end, or the time named."""
    taken = named(c.text, "video_effect", "transition")
    found = [
        n.op
        for n in named(files_out(c.text, bench), "video_generator", "audio_generator")
        if n.op.name != "music" and not any(t.start <= n.start and n.end <= t.end for t in taken)
    ]
    if not found and c.has(r"渐变(?!文字|字)") and "gradient" in registry():
        found = [registry()["gradient"]]
    if any(n.op.name == "rounded" for n in taken):
        return False
    screen = _SCREEN.search(c.text)
    if not found and not screen:
        return False
    if (
        not (c.says("add") or c.has(r"^(?:an? |@[\d.]+@ of |start|begin|open)|^(?:先|以)"))
        or c.says("transition")
        or c.has(
            r"remove|delete|silences|pauses|green ?screen|split ?screen|full ?screen|fade|去掉|删|全屏|分屏|绿幕|淡"
        )
        or not (_CARD.search(c.text) or screen or c.quotes)
    ):
        return False
    op_name = found[0].name if found else "color"
    if op_name == "color" and not (screen or c.quotes or _CARD.search(re.sub(r"\bcolou?rs?\b", "", c.text))):
        return False  # a colour of the picture, no card
    if op_name == "color" and c.quotes:
        op_name = "title_card"  # a plain card with words on it
    if op_name == "tone" and c.has(
        r"\b(?:warm|cool|cold|skin|colou?r|gold|orange|blue|dark|light|vintage|earth|soft)\w* tones?\b|\btone (?:it|down|up)|ring ?tone"
    ):
        return False
    if op_name in ("color", "image") and not _CARD.search(c.text) and not screen:
        return False
    params = _params(op_name, c, bench)
    if params is None:
        return False
    if op_name == "image" and not params:
        return False
    bench.ensure_film() if bench.timeline.media else None
    where = span(c, bench)
    sound = bool(found) and issubclass(found[0], AudioGenerator)
    length = where.length or (
        where.end - where.start
        if where.ranged and where.end is not None and where.start is not None
        else None
    )
    length = length or (1.0 if op_name == "tone" else 2.0 if sound or op_name == "color" else 3.0)
    point = where.point if where.point is not None else where.start
    if c.has(r"\bbetween\b|之间|中间") and len(bench.film) > 1 and not c.times.ranges:
        named_ids = clips(c, bench)
        between = (
            [p for p in bench.film[:-1] if p.id in named_ids]
            if len(named_ids) > 1
            else []
            if sound
            else bench.film[:1]
        )
        point = between[0].end if between else point
    if point is None and c.has(r"^(?:start|begin|open)(?:s|ing)? with\b|^以.{0,12}(?:开头|开场|开始)"):
        point = 0.0
    if point is None and (op_name == "title_card" or sound):
        point = 0.0
    given: dict[str, Any] = {"params": params} if params else {}
    if not sound and c.has(_EVERY_JOIN) and len(bench.film) > 1 and not clips(c, bench):
        for n, moment in enumerate([p.end for p in bench.film[:-1]]):
            bench.do("insert", media=op_name, at=moment + n * length, duration=length, **given)
        return True
    if point is None or (point >= bench.duration - 0.01 and not sound):
        return bench.do("append", media=op_name, duration=length, **given)
    return bench.do("insert", media=op_name, at=point, duration=length, **given)


def _params(op_name: str, c: Clause, bench: Bench) -> dict[str, Any] | None:
    """A generator's parameters; None where what it needs is not said."""
    op = registry().get(op_name)
    if op is None:
        return None
    params = (
        {}
        if op_name == "tone"
        else {
            k: v
            for k, v in settings(op, c.text, c.amount).items()
            if k in ("color", "background", "towards", "motion")
        }
    )
    if op_name == "gradient" and (said := colors(c.text)):
        params |= dict(zip(("first", "last"), said, strict=False))
    if op_name == "title_card" and params.get("color") == params.get("background"):
        params.pop("color", None)  # the colour that was said is the card's
    if op_name == "title_card" and "color" not in params and _light(str(params.get("background", ""))):
        params["color"] = "#000000"
    if op_name == "title_card":
        if not c.quotes:
            return None
        params["text"] = c.quotes[0]
        if len(c.quotes) > 1:
            params["subtitle"] = c.quotes[1]
    if op_name == "image":
        pictures = [f for f in files(c, bench) if f.kind == "image"]
        return {"image": pictures[0].id} if pictures else {}
    if op_name == "tone" and (hertz := _HZ.search(c.text)):
        params["frequency"] = float(hertz[1]) * (1000 if hertz[2] else 1)
    return params


def _light(color: str) -> bool:
    """Whether white letters would be lost on a colour."""
    if not re.fullmatch(r"#[0-9a-f]{6}", color):
        return False
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 165


RULES = (Rule(made),)
