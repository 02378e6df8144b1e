"""Parameters as a person would say them: titles, units and the words for colours, places and manners,
never the names that programs use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workprint.base import Fault, Lang
from workprint.ops import language, registry

_COLORS = {
    "#ff3b30": ("red", "红色"), "#d70015": ("dark red", "深红色"), "#ff9500": ("orange", "橙色"), "#ffd60a": ("yellow", "黄色"), "#34c759": ("green", "绿色"),
    "#0a84ff": ("blue", "蓝色"), "#0b2545": ("dark blue", "深蓝色"), "#af52de": ("purple", "紫色"), "#ff2d92": ("pink", "粉色"), "#00c7be": ("teal", "青色"),
    "#d4a017": ("gold", "金色"), "#8e8e93": ("grey", "灰色"), "#000000": ("black", "黑色"), "#ffffff": ("white", "白色"), "#8b5a2b": ("brown", "棕色"),
}  # fmt: skip
_WORDS = {
    "top": ("at the top", "顶部"), "bottom": ("at the bottom", "底部"), "left": ("left", "左侧"), "right": ("right", "右侧"), "center": ("in the middle", "居中"),
    "top-left": ("top left", "左上角"), "top-right": ("top right", "右上角"), "bottom-left": ("bottom left", "左下角"), "bottom-right": ("bottom right", "右下角"),
    "full": ("over the whole picture", "全屏"), "horizontal": ("left to right", "左右"), "vertical": ("top to bottom", "上下"), "both": ("both ways", "上下左右"),
    "black": ("black", "黑色"), "white": ("white", "白色"), "clear": ("transparent", "透明"), "none": ("none", "无"), "mosaic": ("mosaic", "马赛克"), "blur": ("blur", "模糊"),
    "fade": ("fade", "淡入淡出"), "slide": ("slide", "滑入"), "pop": ("pop", "弹出"), "typewriter": ("typewriter", "打字机"), "serif": ("serif", "衬线"), "sans": ("plain", "无衬线"),
    "heavy": ("heavy", "粗黑"), "crop": ("cropped", "裁满"), "inside": ("whole", "完整"), "color": ("colour", "纯色"), "auto": ("automatic", "自动"),
    "upper": ("in capitals", "大写"), "lower": ("in small letters", "小写"), "said": ("letters as written", "大小写照原文"),
}  # fmt: skip
_CORNERS = {
    (0.0, 0.0): "top-left",
    (0.7, 0.0): "top-right",
    (0.0, 0.7): "bottom-left",
    (0.7, 0.7): "bottom-right",
}
"""Where a part of the picture lies that a corner's name stands for."""
CJK = "\u3400"
"""From here on characters are Chinese; a space stands between them and Latin ones only."""

_PLAIN = frozenset({"position", "corner", "direction", "mode", "animation", "color", "case"})
"""Parameters whose value says enough without their title."""


def words(
    op_name: str,
    params: Mapping[str, Any],
    zh: bool,
    skip: str | None = None,
    before: Mapping[str, Any] | None = None,
) -> list[str]:
    """Each parameter with its title and figure: "size 11% → 14%", 字号 11% → 14%; `before`: what they were."""
    op = registry().get(op_name)
    said: list[str] = []
    place = [params[key] for key in ("x", "y") if key in params]
    if len(place) == 2:
        said.append(_at(place, zh))
    for key, value in params.items():
        if key == skip or key == "text" or (len(place) == 2 and key in ("x", "y")):
            continue
        field = op.model_fields.get(key) if op is not None else None
        extra = field.json_schema_extra if field is not None else None
        title = str(extra["zh" if zh else "en"]) if isinstance(extra, dict) else key.replace("_", " ")
        figure = value_of(op_name, key, value, zh)
        if (
            before is not None
            and isinstance(value, float)
            and (old := before.get(key, field.default if field is not None else None)) not in (None, value)
        ):
            figure = f"{value_of(op_name, key, old, zh)} → {figure}"
        if key in _PLAIN:
            said.append(figure)
        elif isinstance(value, bool):
            said.append(title.lower() if value else f"不{title}" if zh else f"not {title.lower()}")
        elif value == "none":
            said.append(f"无{title}" if zh else f"no {title.lower()}")
        else:
            said.append(
                f"{title}{'' if figure[0] >= CJK else ' '}{figure}" if zh else f"{title.lower()} {figure}"
            )
    return said


def value_of(op_name: str, param: str, value: Any, zh: bool) -> str:
    """One value as it is said."""
    if isinstance(value, str):
        known = _COLORS.get(value.lower()) or _WORDS.get(value)
        return known[zh] if known else value
    if isinstance(value, (list, tuple)):
        return _at(value, zh) if len(value) == 2 else ", ".join(str(v) for v in value)
    if not isinstance(value, (int, float)):
        return str(value)
    return _number(op_name, param, float(value), zh)


def _at(place: Any, zh: bool) -> str:
    """A place in the picture, from its upper left corner."""
    corner = _CORNERS.get((float(place[0]), float(place[1])))
    if corner is not None:
        return _WORDS[corner][zh]
    x, y = (f"{float(n):.0%}" for n in place)
    return f"横 {x}、纵 {y} 处" if zh else f"{x} across and {y} down"


def _number(op_name: str, param: str, value: float, zh: bool) -> str:
    if op_name == "pan" and param == "position":
        side = (
            ("middle", "居中") if abs(value) < 0.01 else ("left", "偏左") if value < 0 else ("right", "偏右")
        )
        return (
            side[zh]
            if abs(value) < 0.01
            else f"{side[1]} {abs(value):.0%}"
            if zh
            else f"{abs(value):.0%} to the {side[0]}"
        )
    if op_name == "letterbox" and param == "ratio":
        return f"{value:g}:1"
    op = registry().get(op_name)
    field = op.model_fields.get(param) if op is not None else None
    extra = field.json_schema_extra if field is not None else None
    unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    if unit == "semitones":
        return f"{value:+g} 个半音" if zh else f"{value:+g} semitone{'s' if abs(value) != 1 else ''}"
    if unit in ("s", "dB", "LUFS", "°"):
        named = "秒" if zh and unit == "s" else unit
        return f"{value:g}{'' if unit == '°' else ' '}{named}"
    limits = [
        float(getattr(rule, key) or 0)
        for rule in (field.metadata if field is not None else ())
        for key in ("ge", "le")
        if hasattr(rule, key)
    ]
    if min(limits, default=0) < 0 <= max(limits, default=0) <= 1:
        return f"{value:+.0%}"
    if unit.startswith(("of the", "em", "×")) or 0 < max(limits, default=0) <= 1:
        return f"{value:.0%}"
    return f"{value:g}"


def spaced(name: str) -> str:
    """A name inside a Chinese sentence: with spaces where it is not Chinese itself."""
    before, after = (
        "" if edge >= CJK or edge == "“" else " " for edge in (name[:1], name[-1:].replace("”", "“"))
    )
    return f"{before}{name}{after}"


def impossible(fault: Fault, lang: Lang) -> str | None:
    """A value or a place that an operation cannot take, with titles for names; None of any other fault."""
    if fault.code in ("picture_only", "sound_only"):
        effect = registry().get(str(fault.fields["op"]))
        name = language(effect.title, lang) if effect is not None else ""
        pictures = fault.code == "picture_only"
        if lang == "zh":
            return f"{name}只作用于{'画面，那里没有画面' if pictures else '声音，那里没有声音'}。"
        return f"{name} works on {'pictures; there is none there' if pictures else 'sound; there is none there'}."
    if fault.code != "bad_parameter":
        return None
    given = fault.fields
    op = registry().get(str(given["op"]))
    field = op.model_fields.get(str(given["param"])) if op is not None else None
    extra = field.json_schema_extra if field is not None else None
    if op is None or not isinstance(extra, dict):
        return None
    zh = lang == "zh"
    title, param = language(op.title, lang), str(extra["zh" if zh else "en"])
    said, why = given["value"], language(given["reason"], lang)
    value = f"{said:g}" if isinstance(said, (int, float)) else str(said)
    return (
        f"{title}：{param} {value} 不可用（{why}）。"
        if zh
        else f"{title}: {param.lower()} {value} is not possible ({why})."
    )


def s(value: float, zh: bool = False) -> str:
    """Seconds with at most two decimals."""
    return f"{round(value, 2):g}{' 秒' if zh else ' s'}"


def title_of(op_name: str, zh: bool) -> str:
    op = registry().get(op_name)
    return str(language(op.title, "zh" if zh else "en")) if op is not None else op_name
