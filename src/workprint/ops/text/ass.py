"""ASS scripts: how lines are written, and the filter that draws them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from workprint.graph import File, Text, Video
from workprint.model import Canvas

from .colors import rgba
from .fonts import EMOJI, Piece, fonts_dir, fonts_hash

WORD_JOINER = "\u2060"

_SCRIPT = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: None

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
MarginR, MarginV, Encoding
Style: Default,Noto Sans,40,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
{events}
"""


def script(events: Sequence[str], canvas: Canvas) -> str:
    """A whole ASS document: lines that come later lie over earlier ones."""
    return _SCRIPT.format(width=canvas.width, height=canvas.height, events="\n".join(events))


def draw(video: Video, script: str) -> Video:
    """The picture with a script's lines drawn on it, in the fonts that come with the product."""
    fonts = File(str(fonts_dir()), fonts_hash())
    if video.alpha:
        return video.filter("ass", filename=Text(script, ".ass"), fontsdir=fonts, alpha=True)
    return video.filter("ass", filename=Text(script, ".ass"), fontsdir=fonts)


def dialogue(start: Fraction, end: Fraction, tags: str, text: str) -> str:
    """One line of a script, on screen from the frame at `start` up to, not including, that at `end`."""
    return f"Dialogue: 0,{_time(start)},{_time(end)},Default,,0,0,0,,{{{tags}}}{text}"


def _time(at: Fraction) -> str:
    # FFmpeg asks for whole milliseconds, rounded down, sometimes from 2.9999: so stay a millisecond
    # early, then round down to what a script can say. Exact up to 90 frames a second.
    hundredths = _hundredths(at)
    rest, hundredths = divmod(hundredths, 100)
    minutes, seconds = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{hundredths:02}"


def _hundredths(at: Fraction) -> int:
    return max(0, int((at * 1000 - 1) // 10))


def late(at: Fraction) -> int:
    """How much a line's own clock, in milliseconds, shows at the moment from which it was wanted: its
    beginning is rounded down."""
    return round(at * 1000) - 10 * _hundredths(at)


def escape(text: str) -> str:
    """Text that is drawn as it stands, whatever it holds."""
    safe = text.replace("\\", "\\" + WORD_JOINER).replace("{", "\\{").replace("}", "\\}")
    return " ".join(safe.splitlines()).replace("\t", " ")


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def color(which: int, value: str, opacity: float = 1.0) -> str:
    """Tags for a colour: `which` is 1 the letters, 3 their outline, 4 their shadow."""
    red, green, blue, alpha = rgba(value)
    return f"\\{which}c&H{blue:02X}{green:02X}{red:02X}&\\{which}a{hidden(alpha / 255 * opacity)}"


def hidden(opacity: float) -> str:
    """An opacity from 0 to 1 as scripts want it: how much is hidden."""
    return f"&H{round(255 * (1 - opacity)):02X}&"


def at(time: int, tags: str) -> str:
    """Tags that hold from a time on (ms since the line's start)."""
    # A change from 0 to 0 would mean: over the whole time.
    return f"\\t({time},{time},{tags})" if time > 0 else tags


def font(piece: Piece, em: float, bold: bool, italic: bool) -> str:
    """Tags that set a piece in its font, `em` pixels to the em."""
    size = number(em * piece.font.height)
    # Noto Sans Black is a family of its own, whose only style counts as regular.
    heavy = int((piece.font.bold or bold) and piece.font.family != "Noto Sans Black")
    return f"\\fn{piece.font.family}\\fs{size}\\b{heavy}\\i{int(italic and piece.font.family != EMOJI)}"


def rounded_box(width: float, height: float, radius: float) -> str:
    """A drawing: a rectangle with round corners, its top left corner at the position."""
    r = max(0.0, min(radius, width / 2, height / 2))
    c = r * 0.4477
    w, h = width, height
    steps = (
        ("m", r, 0),
        ("l", w - r, 0),
        ("b", w - c, 0, w, c, w, r),
        ("l", w, h - r),
        ("b", w, h - c, w - c, h, w - r, h),
        ("l", r, h),
        ("b", c, h, 0, h - c, 0, h - r),
        ("l", 0, r),
        ("b", 0, c, c, 0, r, 0),
    )
    return " ".join(s if isinstance(s, str) else number(float(s)) for step in steps for s in step)
