"""Caption styles by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workprint.base import Text

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
    """A look with its name."""

    look: Look
    title: Text


PRESETS: Mapping[PresetName, Preset] = {
    "clean": Preset(
        Look(size=0.05, bold=True, outline=0.05, shadow=0.1),
        {"en": "Clean", "zh": "简洁"},
    ),
    "bold-yellow": Preset(
        Look(size=0.085, font="heavy", color="#ffdd00", outline=0.09, shadow=0.12, animation="pop"),
        {"en": "Bold yellow", "zh": "黄色大字"},
    ),
    "boxed": Preset(
        Look(size=0.046, box="black", box_opacity=0.72),
        {"en": "Boxed", "zh": "底框"},
    ),
    "outline": Preset(
        Look(size=0.06, font="heavy", outline=0.11, animation="none"),
        {"en": "Outline", "zh": "粗描边"},
    ),
    "karaoke": Preset(
        Look(size=0.058, bold=True, outline=0.07, shadow=0.1, highlight="spoken", accent="#22d3ee"),
        {"en": "Karaoke", "zh": "卡拉OK"},
    ),
    "highlight": Preset(
        Look(size=0.062, font="heavy", outline=0.075, shadow=0.1, highlight="current", accent="#ffd60a"),
        {"en": "Word highlight", "zh": "逐词高亮"},
    ),
    "pill": Preset(
        Look(size=0.058, bold=True, outline=0.055, shadow=0.12, highlight="pill", accent="#ffd60a"),
        {"en": "Word pill", "zh": "荧光块"},
    ),
    "one-word": Preset(
        Look(size=0.12, font="heavy", outline=0.07, shadow=0.1, animation="pop", highlight="single"),
        {"en": "One word at a time", "zh": "单词弹出"},
    ),
    "neon": Preset(
        Look(size=0.062, bold=True, color="#fdf2ff", glow=0.5, glow_color="#d946ef", shadow=0.2),
        {"en": "Neon", "zh": "霓虹"},
    ),
    "minimal": Preset(
        Look(size=0.038, outline=0.045, shadow=0.15),
        {"en": "Minimal", "zh": "极简"},
    ),
    "cinema": Preset(
        Look(size=0.05, font="serif", color="#f6e7c1", outline=0.05, shadow=0.16, spacing=0.02),
        {"en": "Cinema", "zh": "电影"},
    ),
    "news": Preset(
        Look(size=0.046, bold=True, color="#111111", box="white", box_opacity=0.94, animation="slide"),
        {"en": "News", "zh": "新闻"},
    ),
}
