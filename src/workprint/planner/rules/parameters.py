"""What an effect is set to: the words of a clause about its amount, side and place."""

from __future__ import annotations

import re
from typing import Any

from ..amounts import amount
from ..bench import Bench, ask, decline
from ..catalogue import Named, settings
from ..clause import Clause

_EDGE = {
    "left": r"\bleft|左",
    "right": r"\bright|右",
    "top": r"\btop|上(?!面加)|顶",
    "bottom": r"\bbottom|下|底",
}
_REGIONS = (
    (r"top[ -]left|左上", (0.0, 0.0)), (r"top[ -]right|右上", (0.7, 0.0)), (r"bottom[ -]left|左下", (0.0, 0.7)), (r"bottom[ -]right|右下", (0.7, 0.7)),
)  # fmt: skip
FROM_TO = r"(?:from|从)\s*(\d+(?:\.\d+)?)\s*(?:%|x|倍)\s*(?:放大|缩小|推近|推)?(?:to|到)\s*(\d+(?:\.\d+)?)\s*(?:%|x|倍)"
COMPARED = re.compile(
    r"\bmore\b|\bless\b|stronger|weaker|\bfurther|\bstill\b|\btoo\b|\beven\b|再|更|太|还(?:是|不)"
)


_TILTED = r"\bstraighten|\btilted\b|\bcrooked\b|\bhorizon\b|\bnot level\b|歪|倾斜|不正|拉直|摆正"
_THE_ZOOM = r"\b(?:make|change|set|keep)\b.{0,8}\bthe zooms?\b.{0,24}\b(?:slower|faster|less|weaker|stronger|more|smaller|bigger|gentler|subtler|longer|shorter)\b|(?:把)?放大(?:的)?(?:慢|快|弱|轻|强|小|大)(?:一)?(?:点|些)"
_ONTO = r"\b(?:on|onto|into|at) (?:the |my |this |that )([a-z]+(?: (?!at\b|from\b)[a-z]+)?)(?= at\b| from\b| @|$)(?<!middle)(?<!center)(?<!centre)(?<!video)(?<!clip)(?<!face)(?<!speaker)(?<!picture)(?<!end)(?<!start)|(?:放大|推近)(?:到|一下)?(?!一?(?:点|些|下|倍)|人?脸|人物|主播|主讲|说话人|嘉宾)([\u4e00-\u9fff]{2,4})(?=$|@)"


_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
_KEPT_PART = re.compile(
    r"\b(?:to|keep(?:ing)?|only) (?:only |just )?(?:the |its )?(left|right|top|bottom|upper|lower)(?:most)? (half|third|quarter)|(?:裁|剪|切)(?:剪|切)?(?:到|成|为|出|得?只剩)?.{0,3}([左右上下])(?:边|侧|面|方)?的?(半|[13]/[23])"
)
_NAMED_SIDES = {"upper": "top", "lower": "bottom", "左": "left", "右": "right", "上": "top", "下": "bottom"}
_PADDING = re.compile(
    r"(\d+(?:\.\d+)?)\s*%\s*(?:的|of )?(?:padding|margin|border|边距|留边|留白|内边距)|(?:padding|margin|border|边距|留边|留白)\D{0,6}?(\d+(?:\.\d+)?)\s*%"
)


def _crop_edges(c: Clause) -> dict[str, float]:
    if kept := _KEPT_PART.search(c.text):
        side = kept[1] or kept[3]
        part = {"third": 1 / 3, "quarter": 1 / 4, "1/3": 1 / 3, "2/3": 2 / 3}.get(kept[2] or kept[4], 0.5)
        return {_OPPOSITE[_NAMED_SIDES.get(side, side)]: round(1 - part, 3)}
    if c.has(r"\bhalf\b|一半|半边") and c.amount.percent is None:
        return {side: 0.5 for side, words in _EDGE.items() if re.search(words, c.text)}
    share = (c.amount.percent or 10) / 100
    sides = [side for side, words in _EDGE.items() if re.search(words, c.text)]
    if not sides and not c.has(r"edges|all sides|四周|边缘|每边"):
        return {}
    return dict.fromkeys(sides or ("left", "top", "right", "bottom"), share)


def region(c: Clause) -> dict[str, float]:
    """The part of the picture that a clause names, as shares of it; empty where it names none."""
    for words, (x, y) in _REGIONS:
        if c.has(words):
            return {"x": x, "y": y}
    if c.has(r"bottom|底|下方|下面"):
        return {"x": 0.0, "y": 0.82, "width": 1.0, "height": 0.18}
    if c.has(r"\btop\b|顶|上方|上面"):
        return {"x": 0.0, "y": 0.0, "width": 1.0, "height": 0.18}
    if c.has(
        r"\bleft (?:side|edge|half|third|bar|column|panel)|\b(?:on|at|to|down|blur|pixelate|hide|cover|mask|censor|black out|blur out) the left(?: part)?\b(?! (?:hand|clip|video|speaker|face|one))|左(?:手)?(?:边|侧|半|面|部)"
    ):
        return {"x": 0.0, "y": 0.0, "width": 0.3, "height": 1.0}
    if c.has(
        r"\bright (?:side|edge|half|third|bar|column|panel)|\b(?:on|at|to|down|blur|pixelate|hide|cover|mask|censor|black out|blur out) the right(?: part)?\b(?! (?:hand|clip|video|speaker|face|one))|右(?:边|侧|半|面|部)"
    ):
        return {"x": 0.7, "y": 0.0, "width": 0.3, "height": 1.0}
    return {}


def _zoom_place(c: Clause) -> dict[str, float]:
    for words, (x, y) in (
        (r"top[ -]left|左上", (0.25, 0.25)),
        (r"top[ -]right|右上", (0.75, 0.25)),
        (r"bottom[ -]left|左下", (0.25, 0.75)),
        (r"bottom[ -]right|右下", (0.75, 0.75)),
        (r"\bleft|左", (0.25, 0.5)),
        (r"\bright|右", (0.75, 0.5)),
        (r"\btop|上(?:方|面|部)", (0.5, 0.25)),
        (r"\bbottom|下(?:方|面|部)", (0.5, 0.75)),
    ):
        if c.has(words):
            return {"x": x, "y": y}
    return {}


def present(op: str, ids: tuple[str, ...], bench: Bench) -> dict[str, Any] | None:
    return next(
        (
            dict(effect.params)
            for owner, effect in bench.effects()
            if effect.op == op and (not ids or owner in ids)
        ),
        None,
    )


def parameters(
    item: Named, text: str, c: Clause, bench: Bench, ids: tuple[str, ...]
) -> dict[str, Any] | None:
    if item.phrase == "sky":
        bench.tell(
            "The sky alone cannot be picked out; the brightest parts of the picture are changed.",
            "不能只选中天空；改的是画面里最亮的部分。",
        )
    params = settings(item.op, text, c.amount if text == c.text else amount(text), c.times.length)
    name = item.op.name
    if name == "crop":
        sides = _crop_edges(c)
        if not sides:
            ask(
                "Crop which side, and how much? Or which shape?",
                "裁哪一边、裁多少？或者裁成什么比例？",
                ("16:9", "16:9"),
                ("9:16", "9:16"),
                ("1:1", "1:1"),
            )
        return dict(sides)
    if name == "mosaic":
        params.update(region(c))
        if c.has(r"blur|模糊") and not c.has("mosaic|pixelat|马赛克"):
            params["mode"] = "blur"
        if not region(c):
            bench.tell(
                "It covers the middle of the picture; say where it should be (“top left”, “bottom”) to move it.",
                "遮住的是画面中间；说“左上角”“底部”等可以换位置。",
            )
        return params
    if name == "rounded" and (room := _PADDING.search(text)):
        rest = amount(text.replace(room[0], " "))
        params = settings(item.op, text.replace(room[0], " "), rest, c.times.length)
        params["padding"] = float(room[1] or room[2]) / 100
    if name == "lut":
        ask("Which .cube file? Give its path.", "用哪个 .cube 文件？请给出路径。") if not c.has(
            r"[\w./-]+\.cube"
        ) else None
        found = c.has(r"[\w./-]+\.cube")
        return {"file": found[0]} if found else None
    if name == "rotate" and c.amount.degrees is None and c.has(_TILTED):
        ask(
            "By how many degrees, and which way? I cannot see where the horizon is.",
            "转多少度、往哪边？我看不出地平线在哪里。",
            ("rotate 2 degrees", "旋转2度"),
            ("rotate -2 degrees", "旋转-2度"),
        )
    if name == "zoom":
        if c.has(_THE_ZOOM) and present(name, ids, bench) is None:
            decline("no_such_effect", "There is no zoom here to change.", "这里没有放大可以调整。")
        params.update(_zoom_place(c))
        if not _zoom_place(c) and (onto := c.has(_ONTO)):
            bench.tell(
                f"I cannot see where “{onto[1] or onto[2]}” is: the zoom is on the middle; say “top left”, “right” … to move it.",
                f"我看不出“{onto[1] or onto[2]}”在哪里：放大的是画面中间；可以说“左上角”“右边”来换位置。",
            )
    if name == "ken_burns" and (steps := c.has(FROM_TO)):
        scale = [float(n) / (100 if float(n) > 10 else 1) for n in steps.groups() if n]
        params.update({"from_zoom": scale[0], "to_zoom": scale[1]})
    elif name == "ken_burns" and c.has(r"zoom(?:ing)? out|pull back|拉远|缩小"):
        params.update({"from_zoom": 1.2, "to_zoom": 1.0})
    now = present(name, ids, bench)
    if now is not None and item.op.main and COMPARED.search(c.text) and c.amount.percent is None:
        usual = item.op.model_fields[item.op.main].default
        old = float(now.get(item.op.main, usual))
        step = params.get(item.op.main, usual)
        if isinstance(usual, float) and item.op.name in (
            "brightness",
            "contrast",
            "temperature",
            "tint",
            "exposure",
        ):
            params[item.op.main] = round(max(-1.0, min(1.0, old + float(step))), 3)
    return params
