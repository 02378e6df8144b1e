"""Text set in lines that fit a room, measured with the fonts that will draw it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from .breaking import Atom, atoms, balanced, joined
from .fonts import Family, Piece, is_chinese, pieces

LATIN_LINE = 22.0
"""Ems: about 42 Latin characters."""
CHINESE_LINE = 16.5
LEADING = 1.25
SHRINK_BEFORE_MORE_LINES = 0.7
SHRINK_BEFORE_CUTTING_WORDS = 0.45
MOST_LINES = 60
TRIES = 16


@dataclass(frozen=True)
class Run:
    """A paragraph as asked for: `scale` of the block's text size; `lines` it should keep to."""

    text: str
    family: Family = "sans"
    bold: bool = False
    italic: bool = False
    scale: float = 1.0
    spacing: float = 0.0
    color: str = ""
    lines: int = 2

    def measure(self, text: str) -> float:
        """The width of such text in ems of its own size."""
        return _advance(text, self.family, self.bold, self.italic) + self.spacing * len(text)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        return pieces(text, self.family, self.bold, self.italic)


@cache
def _advance(text: str, family: Family, bold: bool, italic: bool) -> float:
    return sum(piece.width for piece in pieces(text, family, bold, italic))


@dataclass(frozen=True)
class Line:
    """One set line. `x` and `baseline` are pixels inside the block; `up` and `down` its ink."""

    text: str
    pieces: tuple[Piece, ...]
    run: Run
    em: float
    width: float
    baseline: float
    up: float
    down: float

    @property
    def bottom(self) -> float:
        """Where libass puts the lower edge of the line: below the baseline by its fonts' descent."""
        return self.baseline + self.em * max((p.font.descent for p in self.pieces), default=0.0)

    def before(self, at: int) -> float:
        """Pixels from the line's left edge to character `at`."""
        return self.run.measure(self.text[:at]) * self.em

    @property
    def right_to_left(self) -> bool:
        return any(unicodedata.bidirectional(c) in ("R", "AL") for c in self.text)


@dataclass(frozen=True)
class Block:
    """Set lines, `em` pixels to the em of the first size."""

    lines: tuple[Line, ...]
    em: float
    width: float
    height: float


def set_block(runs: Sequence[Run], em: float, width: float, height: float) -> Block:
    """The paragraphs, one under another, at most `width` by `height` pixels: as few lines as their
    rules allow, smaller where they do not fit. Raises `MissingGlyphs`."""
    runs = [run for run in runs if run.text.strip()]
    size = em
    for _ in range(TRIES):
        block = _at_size(runs, size, width)
        wide, high = block.width / width, block.height / height
        if wide <= 1.0 and high <= 1.0:
            return block
        # Smaller letters leave more lines room and more letters to a line.
        size *= min(0.97, 1 / wide, high**-0.5)
    return _scaled(block, 1 / max(wide, high))


def _scaled(block: Block, by: float) -> Block:
    lines = tuple(
        replace(
            line,
            em=line.em * by,
            width=line.width * by,
            baseline=line.baseline * by,
            up=line.up * by,
            down=line.down * by,
        )
        for line in block.lines
    )
    return Block(lines, block.em * by, block.width * by, block.height * by)


def _at_size(runs: Sequence[Run], em: float, width: float) -> Block:
    broken = [_broken(run, width / (em * run.scale)) for run in runs]
    shrink = min((factor for _, factor in broken), default=1.0)
    em *= shrink
    lines: list[Line] = []
    baseline = 0.0
    for run, (texts, _) in zip(runs, broken, strict=True):
        for text in texts:
            line = _line(text, run, em * run.scale)
            baseline += line.up if not lines else _step(lines[-1], line)
            lines.append(replace(line, baseline=baseline))
    if not lines:
        return Block((), em, 0.0, 0.0)
    return Block(tuple(lines), em, max(line.width for line in lines), baseline + lines[-1].down)


def _step(above: Line, line: Line) -> float:
    """From baseline to baseline: no ink touches."""
    smaller = min(above.em, line.em)
    leading = LEADING * (above.em + line.em) / 2
    return max(leading, above.down + line.up + 0.1 * smaller)


def _line(text: str, run: Run, em: float) -> Line:
    parts = run.pieces(text)
    ink = [part.font.extent(c) for part in parts for c in set(part.text)]
    up = max([0.74, *(top for top, _ in ink)])
    down = max([0.22, *(bottom for _, bottom in ink)])
    return Line(text, parts, run, em, run.measure(text) * em, 0.0, up * em, down * em)


def _broken(run: Run, width: float) -> tuple[list[str], float]:
    """The lines of a paragraph in `width` ems, and how much smaller they must be to fit it."""
    rows = [row for row in run.text.splitlines() if row.strip()]
    mostly_chinese = sum(map(is_chinese, run.text)) * 2 > len(run.text.replace(" ", ""))
    comfortable = min(width, CHINESE_LINE if mostly_chinese else LATIN_LINE)
    cut = [atoms(row, run.measure, width / SHRINK_BEFORE_CUTTING_WORDS) for row in rows]
    best: tuple[list[list[Atom]], float] = ([], 0.0)
    for count in range(len(rows), max(len(rows), MOST_LINES) + 1):
        lines = balanced(cut, count, comfortable)
        widest = max((run.measure(joined(line)) for line in lines), default=0.0)
        best = (lines, min(1.0, width / widest) if widest else 1.0)
        if widest <= comfortable:
            break
        if count >= max(run.lines, len(rows)) and best[1] >= SHRINK_BEFORE_MORE_LINES:
            break
    return [joined(line) for line in best[0]], best[1]
