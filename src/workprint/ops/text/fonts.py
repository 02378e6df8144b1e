"""The fonts that come with the product: which one has a character, and how wide it is there.

libass does not look for a missing character in the other fonts of its folder, it would take one of
the system's. So each character's font is chosen here, and nothing is left to be found.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import workprint
from workprint.base import Fault, digest, file_digest

Family = Literal["sans", "serif", "heavy"]

EMOJI = "Noto Emoji"
CHINESE = "Noto Sans CJK SC"
STACKED = ("Arabic", "Devanagari", "Thai", "Bengali", "Tamil")
"""Scripts that set marks above and below: their lines need the font's whole height."""

_FALLBACK = (
    ("Noto Sans", "NotoSans-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    (CHINESE, "NotoSansCJKsc-{}.otf", ("Regular", "Bold")),
    ("Noto Sans Arabic", "NotoSansArabic-{}.ttf", ("Regular", "Bold")),
    ("Noto Sans Hebrew", "NotoSansHebrew-{}.ttf", ("Regular", "Bold")),
    ("Noto Sans Devanagari", "NotoSansDevanagari-{}.ttf", ("Regular", "Bold")),
    ("Noto Sans Thai", "NotoSansThai-{}.ttf", ("Regular", "Bold")),
    ("Noto Sans Bengali", "NotoSansBengali-{}.ttf", ("Regular",)),
    ("Noto Sans Tamil", "NotoSansTamil-{}.ttf", ("Regular",)),
    ("Noto Sans Symbols", "NotoSansSymbols-{}.ttf", ("Regular",)),
    ("Noto Sans Symbols2", "NotoSansSymbols2-{}.ttf", ("Regular",)),
    (EMOJI, "NotoEmoji-{}.ttf", ("Regular",)),
)
_SERIF = ("Noto Serif", "NotoSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic"))
_HEAVY = ("Noto Sans Black", "NotoSans-{}.ttf", ("Black",))
_FIRST = {"sans": _FALLBACK[0], "serif": _SERIF, "heavy": _HEAVY}

_VARIATION = 0xFE0F
_JOINER = 0x200D
_QUOTES = "“”‘’…—·"
"""Marks that are full width between Chinese characters and narrow between Latin ones."""


_READING = threading.RLock()
"""Held while a font is asked: its tables come from one open file when they are first wanted, and pieces of
a film are lowered by several threads at once."""


class MissingGlyphs(Fault):
    code = "missing_glyphs"
    en = "No font here can draw {characters} ({codes}). Change or remove these characters."
    zh = "现有字体无法显示 {characters}（{codes}）。请更换或删除这些字符。"


@dataclass(frozen=True)
class Font:
    """One font file. `bold` and `italic` are what it is, not what was asked for."""

    family: str
    file: str
    bold: bool = False
    italic: bool = False

    @cached_property
    def _tables(self) -> Any:
        from fontTools.ttLib import TTFont  # 50 ms, wanted only where text is drawn

        return TTFont(fonts_dir() / self.file, lazy=True)

    @cached_property
    def _names(self) -> dict[int, str]:
        return dict(self._tables.getBestCmap())

    @cached_property
    def _advances(self) -> dict[str, tuple[int, int]]:
        return dict(self._tables["hmtx"].metrics)

    @cached_property
    def _unit(self) -> int:
        return int(self._tables["head"].unitsPerEm)

    @property
    def ascent(self) -> float:
        """Above the baseline, in ems, as libass counts a line's height."""
        with _READING:
            return float(self._tables["OS/2"].usWinAscent / self._unit)

    @property
    def descent(self) -> float:
        with _READING:
            return float(self._tables["OS/2"].usWinDescent / self._unit)

    @property
    def height(self) -> float:
        """A script's font size is this many ems."""
        return self.ascent + self.descent

    def has(self, character: str) -> bool:
        with _READING:
            return ord(character) in self._names

    def advance(self, character: str) -> float:
        with _READING:
            name = self._names.get(ord(character))
            return self._advances[name][0] / self._unit if name else 0.0

    def extent(self, character: str) -> tuple[float, float]:
        """How far its ink goes above and below the baseline, in ems."""
        if any(script in self.family for script in STACKED):
            return self.ascent, self.descent
        with _READING:
            if "glyf" not in self._tables:
                return 0.88, 0.12
            glyph = self._tables["glyf"][self._names.get(ord(character), ".notdef")]
            if not glyph.numberOfContours:
                return 0.0, 0.0
            return glyph.yMax / self._unit, -glyph.yMin / self._unit


@dataclass(frozen=True)
class Piece:
    """Characters in a row that one font draws."""

    text: str
    font: Font

    @property
    def width(self) -> float:
        """In ems. Unshaped: ligatures and kerning make it a little narrower."""
        return sum(self.font.advance(c) for c in _spacing(self.text))


def _spacing(text: str) -> Iterator[str]:
    """The characters that take room: not what melts into the emoji before it."""
    flag = joined = False
    for character in text:
        regional = 0x1F1E6 <= ord(character) <= 0x1F1FF
        if not (joined or (flag and regional) or 0x1F3FB <= ord(character) <= 0x1F3FF):
            yield character
        flag = regional and not flag
        joined = ord(character) == _JOINER


def fonts_dir() -> Path:
    """The folder of the fonts."""
    return Path(workprint.__file__).parent / "fonts" / "noto"


@cache
def fonts_hash() -> str:
    """What is in the fonts, wherever they lie."""
    files = sorted(path for path in fonts_dir().iterdir() if path.suffix in (".ttf", ".otf"))
    return digest([[path.name, file_digest(path)] for path in files])


@cache
def _font(family: str, pattern: str, styles: tuple[str, ...], bold: bool, italic: bool) -> Font:
    wanted = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    style = next(s for s in (wanted, "Bold" if bold else "Regular", styles[0]) if s in styles)
    return Font(family, pattern.format(style), "Bold" in style or style == "Black", "Italic" in style)


@cache
def _chain(family: Family, bold: bool, italic: bool) -> tuple[Font, ...]:
    heavier = bold or family == "heavy"
    fallback = tuple(_font(*entry, heavier, italic) for entry in _FALLBACK)
    first = _font(*_FIRST[family], bold, italic)
    return (first, *(font for font in fallback if font != first))


def _ignorable(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F


def clings(character: str) -> bool:
    """Whether it belongs to the character before it: marks, joiners, skin tones."""
    code = ord(character)
    marks = unicodedata.category(character) in ("Mn", "Mc", "Me")
    return marks or code in (_JOINER, 0x200C) or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF


def is_chinese(character: str) -> bool:
    """Chinese, Japanese or full-width: a line may break beside it."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or (0xFF00 <= code <= 0xFFEF)
    )


def _choose(text: str, at: int, before: Font | None, chain: Sequence[Font]) -> Font | None:
    character = text[at]
    following = text[at + 1 : at + 2]
    if before and (_ignorable(character) or (clings(character) and before.has(character))):
        return before
    emoji = chain[-1]
    if (ord(character) >= 0x1F000 or following == chr(_VARIATION)) and emoji.has(character):
        return emoji
    if character in _QUOTES:
        beside = text[max(0, at - 1) : at] + following
        if any(map(is_chinese, beside)):
            return next(font for font in chain if font.family == CHINESE)
    return next((font for font in chain if font.has(character)), None)


def pieces(text: str, family: Family = "sans", bold: bool = False, italic: bool = False) -> tuple[Piece, ...]:
    """The text cut where the font changes. Raises `MissingGlyphs`."""
    chain = _chain(family, bold, italic)
    found: list[Piece] = []
    font: Font | None = None
    for at, character in enumerate(text):
        chosen = _choose(text, at, font, chain) or (chain[0] if _ignorable(character) else None)
        if chosen is None:
            raise missing_fault(text)
        if found and chosen == font:
            found[-1] = Piece(found[-1].text + character, chosen)
        else:
            found.append(Piece(character, chosen))
        font = chosen
    return tuple(found)


def missing_glyphs(text: str) -> list[str]:
    """The characters of a text that no font here has, each once, in order."""
    chain = _chain("sans", False, False)
    once = dict.fromkeys(text)
    return [c for c in once if not _ignorable(c) and not any(font.has(c) for font in chain)]


def missing_fault(text: str) -> MissingGlyphs:
    found = missing_glyphs(text)
    return MissingGlyphs(characters=" ".join(found), codes=", ".join(f"U+{ord(c):04X}" for c in found))
