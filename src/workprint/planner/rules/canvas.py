"""The picture's shape, size and rate."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, decline
from ..clause import Clause
from ..targets import clips
from ..words import aspect, color
from .rule import Rule

_RATE = re.compile(
    r"(?<![第后前首头末\d.])(\d+(?:\.\d+)?)\s*(?:fps|frames (?:a|per) second|帧(?:每秒|/秒|率)?)|(?:frame ?rate|帧率)\D{0,10}(\d+(?:\.\d+)?)|每秒\s*(\d+)\s*帧"
)
_SIZE = re.compile(r"(\d{3,4})\s*(?:x|×|\*|by|乘)\s*(\d{3,4})")
_SHAPE = re.compile(
    r"^\d{1,2}\s*:\s*\d{1,2}\b|\b(?:aspect|ratio|canvas|crop(?:ped|ping)?|format|frame|resize|reframe|make|convert|turn|change|set|switch|fit|fill|for|into|to|as|vertical|horizontal|square|portrait|landscape|widescreen)\b|裁|改|变|换|转|做成|剪成|弄成|画幅|比例|适配|竖|横|方|填充|适合|调"
)
_NOT_SHAPE = re.compile(
    r"\bflip\b|\bmirror|\brotat|翻转|镜像|旋转|upload|export|render|title|caption|text|logo|标题|字幕|wipe|slide|transition|youtube (?:loudness|level|volume)"
)


_THOSE = r"\b(?:the|all|those|any) (?:vertical|portrait|horizontal|landscape|square) (?:ones?|clips?|shots?|videos?|footage|parts?)\b|(?:竖|横)(?:屏|版)?的(?:那)?(?:些|几段|片段|素材|视频)"
"""Clips of a shape, no shape asked for."""
KEPT_WHOLE = (
    "The whole picture is kept over a blurred copy; say “crop” to fill the frame instead, or “keep me in frame” to follow the subject.",
    "保留了完整画面，四周用模糊画面填充；说“裁满”可以改为裁剪填满，说“让人始终在画面里”可以跟随主体。",
)
_BARS = r"\bbars?\b|\bborders?\b|background|canvas|背景|画布|黑边|白边|边框|留边|边(?:缘)?(?=换|改|变|用)"


def _fill(c: Clause) -> dict[str, Any]:
    if c.has("留白"):
        return {"fill": "bars", "background": "#ffffff"}
    if (
        c.has(_BARS)
        and (found := color(re.sub(r"black (?=bars|borders|edges)|黑(?=边)", "", c.text)))
        and not c.has(r"no (?:black )?bars|without")
    ):
        return {"fill": "bars", "background": found}
    if c.has(r"blur\w*|模糊|虚化") and not c.has(
        r"instead of (?:the |a )?blur|no blur|not blur|不要模糊|别模糊"
    ):
        return {"fill": "blur"}
    if c.has(
        r"\bcrop\w*|\bfill (?:the )?(?:screen|frame|canvas|whole)|\bfull(?: ?screen)?\b|no (?:black )?bars|without (?:black )?bars|cut (?:off )?the sides|(?:去|无|没有|不要|别有).{0,4}黑边|裁|铺满|填满|撑满"
    ):
        return {"fill": "crop"}
    if c.has(
        r"\bbars?\b|letter ?box|pillar ?box|\bfit\b|whole picture|don'?t crop|no crop|without cropping|黑边|不裁|完整|留边"
    ):
        return {"fill": "bars"}
    if c.has(r"background|背景|\bpad|\bfill") and (found := color(c.text)):
        return {"fill": "bars", "background": found}
    return {}


def canvas(c: Clause, bench: Bench) -> bool:
    """16:9, vertical, square; how footage of another shape is put in; a size in pixels."""
    shape = None if c.has(_THOSE) else aspect(c.text)
    if (shape and c.has(r"flip|mirror|翻转|镜像|旋转|rotat|wipe|slide")) or (
        _NOT_SHAPE.search(c.text) and not c.has(r"\d\s*:\s*\d")
    ):
        shape = None
    size = _SIZE.search(c.text)
    bars = c.has(
        r"\b(?:pad|fill)(?:ding)? (?:it |the (?:bars|sides|rest) )?with (?:white|black|gr[ae]y|red|blue|green|a (?:colou?r|blur))\b|\bblur(?:red|ry)? (?:at|on|around|along|in|for) (?:the |both |its )*(?:sides?|edges|borders|bars|rest|empty \w+)|(?:remove|get rid of|no|fill|without|delete|lose|blur|hide) (?:the |those |these |any )*(?:black )?(?:bars|borders|edges|sides)|(?:去|填|消|模糊|不要|去掉).{0,4}黑边"
    )
    fill = _fill(c)
    background = c.has(
        r"\b(?:background|canvas|bars?)\b.{0,12}\b(?:colou?r|white|black|red|blue|green|gr[ae]y|pink|yellow)|\b(?:black|white|dark) bars\b.{0,12}\b(?:white|red|blue|green|gr[ae]y|pink|yellow)|(?:背景|画布|黑边)(?:色|颜色)?.{0,4}(?:白|黑|红|蓝|绿|灰|粉|黄)"
    )
    height = re.search(r"(?<!\d)(1080p|720p|4k|2160p|1440p|480p)(?![a-z\d])", c.text)
    if not (shape and _SHAPE.search(c.text)) and not size and not (bars and fill) and not background:
        if height and c.has(
            r"\b(?:resize|resolution|canvas|scale|make|set|change|convert|downscale|fit)\b|分辨率|画布|改成|调成|设为|变成|做成|转成|弄成"
        ):
            bench.ensure_film()
            return bench.do("set_canvas", height=_lines(height[1]), width=_width(_lines(height[1]), bench))
        return False
    if clips(c, bench) and not shape and not size:
        return False
    bench.ensure_film()
    params: dict[str, Any] = {}
    if shape:
        params["aspect"] = shape
        if height:
            params["height"] = _lines(height[1])
            params["width"] = _width_of(shape, _lines(height[1]))
            params.pop("aspect")
    if size:
        params = {"width": _even(size[1]), "height": _even(size[2])}
    if bars and not fill:
        fill = {"fill": "crop"}
    if (
        background
        and (found := color(re.sub(r"black (?=bars|borders)|黑(?=边)", "", c.text)))
        and "background" not in fill
    ):
        fill = {"fill": "bars", "background": found}
    if (shape or size) and not fill:
        fill = {"fill": "blur" if _turned(shape, size, bench) else "bars"}
    bench.do("set_canvas", **params, **fill)
    if (shape or size) and not _fill(c) and fill.get("fill") == "blur":
        bench.tell(*KEPT_WHOLE)
    return True


def _turned(shape: str | None, size: re.Match[str] | None, bench: Bench) -> bool:
    """Whether some footage has another shape than the canvas asked for."""
    if size:
        wanted = int(size[1]) / int(size[2])
    else:
        w, h = (float(n) for n in (shape or "16:9").split(":"))
        wanted = w / h
    shapes = [f.video.width / f.video.height for f in bench.timeline.media if f.video is not None]
    return any(abs(s / wanted - 1) > 0.02 for s in shapes) or not shapes


def _even(text: str) -> int:
    return int(text) // 2 * 2


def _lines(text: str) -> int:
    return {"4k": 2160}.get(text, int(re.sub(r"\D", "", text) or 0))


def _width(lines: int, bench: Bench) -> int:
    now = bench.timeline.canvas
    if now.width >= now.height:
        return round(lines * now.width / now.height / 2) * 2
    return round(lines * now.width / now.height / 2) * 2


def _width_of(shape: str, lines: int) -> int:
    w, h = (float(n) for n in shape.split(":"))
    return round(lines * w / h / 2) * 2


def rate(c: Clause, bench: Bench) -> bool:
    """Frames a second."""
    found = _RATE.search(c.text)
    if not found or c.says("freeze") or c.has(r"export|render|导出|渲染"):
        return False
    value = float(next(g for g in found.groups() if g))
    if not 1 <= value <= 240:
        decline(
            "out_of_range",
            f"{value:g} frames a second is not possible: 1 to 240 are.",
            f"帧率 {value:g} 不可用：范围是 1 到 240。",
        )
    exact = {23.976: "24000/1001", 23.98: "24000/1001", 29.97: "30000/1001", 59.94: "60000/1001"}
    bench.ensure_film()
    return bench.do("set_rate", rate=exact.get(value, f"{value:g}"))


RULES = (Rule(rate), Rule(canvas))
