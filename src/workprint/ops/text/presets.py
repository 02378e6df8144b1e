"""Caption styles by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workprint.base import Lang, Text

from .look import Look

PresetName = Literal[
    "clean",
    "bold-yellow",
    "boxed",
    "outline",
    "karaoke",
    "highlight",
    "pill",
    "one-word",
    "neon",
    "minimal",
    "cinema",
    "news",
]


@dataclass(frozen=True)
class Preset:
    """A look with its name and the phrases that mean it."""

    look: Look
    title: Text
    say: Mapping[str, tuple[str, ...]]


PRESETS: Mapping[PresetName, Preset] = {
    "clean": Preset(
        Look(size=0.05, bold=True, outline=0.05, shadow=0.1),
        {"en": "Clean", "zh": "简洁"},
        {"en": ("clean", "plain", "standard", "normal"), "zh": ("简洁", "普通", "标准", "默认")},
    ),
    "bold-yellow": Preset(
        Look(size=0.085, font="heavy", color="#ffdd00", outline=0.09, shadow=0.12, animation="pop"),
        {"en": "Bold yellow", "zh": "黄色大字"},
        {
            "en": ("bold yellow", "big yellow", "big yellow words", "large yellow", "yellow captions"),
            "zh": ("黄色大字", "大黄字", "黄字", "醒目黄字", "黄色粗体"),
        },
    ),
    "boxed": Preset(
        Look(size=0.046, box="black", box_opacity=0.72),
        {"en": "Boxed", "zh": "底框"},
        {
            "en": ("boxed", "black box", "with a box", "background box"),
            "zh": ("底框", "黑底白字", "带底框", "加底"),
        },
    ),
    "outline": Preset(
        Look(size=0.06, font="heavy", outline=0.11, animation="none"),
        {"en": "Outline", "zh": "粗描边"},
        {"en": ("outline", "outlined", "thick outline", "meme"), "zh": ("粗描边", "描边", "白字黑边")},
    ),
    "karaoke": Preset(
        Look(size=0.058, bold=True, outline=0.07, shadow=0.1, highlight="spoken", accent="#22d3ee"),
        {"en": "Karaoke", "zh": "卡拉OK"},
        {"en": ("karaoke", "sing along"), "zh": ("卡拉OK", "卡拉ok", "逐字变色", "唱词")},
    ),
    "highlight": Preset(
        Look(size=0.062, font="heavy", outline=0.075, shadow=0.1, highlight="current", accent="#ffd60a"),
        {"en": "Word highlight", "zh": "逐词高亮"},
        {
            "en": ("word highlight", "highlight words", "highlighted words", "word by word highlight"),
            "zh": ("逐词高亮", "逐字高亮", "单词高亮", "高亮"),
        },
    ),
    "pill": Preset(
        Look(size=0.058, bold=True, outline=0.055, shadow=0.12, highlight="pill", accent="#ffd60a"),
        {"en": "Word pill", "zh": "荧光块"},
        {"en": ("word pill", "marker", "highlighter", "word box"), "zh": ("荧光块", "荧光笔", "色块高亮")},
    ),
    "one-word": Preset(
        Look(size=0.12, font="heavy", outline=0.07, shadow=0.1, animation="pop", highlight="single"),
        {"en": "One word at a time", "zh": "单词弹出"},
        {
            "en": ("one word at a time", "single words", "word by word", "shorts style"),
            "zh": ("单词弹出", "逐词弹出", "一次一个词", "短视频"),
        },
    ),
    "neon": Preset(
        Look(size=0.062, bold=True, color="#fdf2ff", glow=0.5, glow_color="#d946ef", shadow=0.2),
        {"en": "Neon", "zh": "霓虹"},
        {"en": ("neon", "glow", "glowing"), "zh": ("霓虹", "发光", "荧光")},
    ),
    "minimal": Preset(
        Look(size=0.038, outline=0.045, shadow=0.15),
        {"en": "Minimal", "zh": "极简"},
        {"en": ("minimal", "small", "subtle", "discreet"), "zh": ("极简", "小字", "低调")},
    ),
    "cinema": Preset(
        Look(size=0.05, font="serif", color="#f6e7c1", outline=0.05, shadow=0.16, spacing=0.02),
        {"en": "Cinema", "zh": "电影"},
        {"en": ("cinema", "cinematic", "movie", "film"), "zh": ("电影", "电影感", "院线")},
    ),
    "news": Preset(
        Look(size=0.046, bold=True, color="#111111", box="white", box_opacity=0.94, animation="slide"),
        {"en": "News", "zh": "新闻"},
        {"en": ("news", "white box"), "zh": ("新闻", "白底黑字")},
    ),
}


def preset_named(phrase: str, lang: Lang = "en") -> PresetName | None:
    """The style that a phrase names, or None: "big yellow words" gives "bold-yellow"."""
    wanted = " ".join(phrase.lower().replace("-", " ").replace("_", " ").split())
    best: tuple[int, PresetName] | None = None
    for name, preset in PRESETS.items():
        for known in (*preset.say.get(lang, ()), name.replace("-", " ")):
            if known.lower() in wanted and (best is None or len(known) > best[0]):
                best = (len(known), name)
    return best[1] if best else None
