"""Words over the picture."""

from .ass import draw, script
from .ass_file import Timed, ass_file
from .fonts import MissingGlyphs, fonts_dir, missing_glyphs
from .presets import PRESETS, Preset, PresetName

__all__ = [
    "PRESETS",
    "MissingGlyphs",
    "Preset",
    "PresetName",
    "Timed",
    "ass_file",
    "draw",
    "fonts_dir",
    "missing_glyphs",
    "script",
]
