"""A set block as lines of a script: box, glow, shadow, letters, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from . import ass
from .breaking import clusters
from .layout import Block, Line
from .look import BOX_ROUND, BOX_SIDE, BOX_TOP, Align, Look
from .motion import Motion
from .timing import Word

_SHADOW_OPACITY = 0.7
_JOINER = "\u200d"
_LETTER = "\u180e"
_HARD = {"left": 1, "center": 2, "right": 3}


@dataclass(frozen=True)
class Scene:
    """A block on the canvas: its top left corner, its times, its motion."""

    block: Block
    look: Look
    left: float
    top: float
    align: Align
    start: Fraction
    end: Fraction
    motion: Motion

    def events(self, words: Sequence[Word] = ()) -> tuple[str, ...]:
        """All its lines of script, those beneath first."""
        found = []
        if self.look.box != "none" and self.block.lines:
            found.append(self._box())
        if self.look.highlight == "pill":
            found += self._pills(words)
        letters = 0
        count = sum(len(clusters(line.text)) for line in self.block.lines)
        layers = self._layers()
        starts = []
        for line in self.block.lines:
            starts.append(letters)
            letters += len(clusters(line.text))
        for layer in layers:
            bare = 0
            for line, first in zip(self.block.lines, starts, strict=True):
                found.append(layer.line(line, first, count, words, bare))
                bare += len("".join(line.text.split()))
        return tuple(found)

    def _layers(self) -> list[_Layer]:
        look = self.look
        letters = _Layer(self, look.color, 1.0, look.outline, look.outline_color, True)
        found = [letters]
        if look.glow:
            glow = _Layer(self, look.glow_color, 0.55, look.glow * 0.45, look.glow_color, False)
            near = replace(glow, opacity=0.9, outline=look.glow * 0.12, blur=look.glow * 0.12)
            found[:0] = [replace(glow, blur=look.glow * 0.55), near]
        if look.shadow:
            # Without an outline: libass would blur only that.
            shadow = _Layer(self, "black", _SHADOW_OPACITY, 0.0, "black", False)
            found.insert(0, replace(shadow, blur=0.02 + look.shadow * 0.35, drop=look.shadow * 0.45))
        return found

    def x(self, line: Line) -> float:
        """Where a line's left edge is."""
        spare = self.block.width - line.width
        return self.left + spare * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]

    def _box(self) -> str:
        em, look = self.block.em, self.look
        side, above = BOX_SIDE * em, BOX_TOP * em
        return self.rectangle(
            self.left - side,
            self.top - above,
            self.block.width + 2 * side,
            self.block.height + 2 * above,
            BOX_ROUND * em,
            ass.color(1, look.box, look.box_opacity),
        )

    def rectangle(self, x: float, y: float, width: float, height: float, radius: float, color: str) -> str:
        tags = f"\\an7{self.motion.place(x, y)}\\bord0\\shad0{color}\\p1"
        return ass.dialogue(self.start, self.end, tags, ass.rounded_box(width, height, radius))

    def _pills(self, words: Sequence[Word]) -> list[str]:
        """A pill behind each word of a left-to-right line while it is spoken."""
        found = []
        bare = 0
        for line in self.block.lines:
            places = [at for at, character in enumerate(line.text) if not character.isspace()]
            for word in words if not line.right_to_left else ():
                inside = places[max(0, word.start - bare) : max(0, word.end - bare)]
                if inside:
                    found.append(self._pill(line, inside[0], inside[-1] + 1, word))
            bare += len(places)
        return found

    def _pill(self, line: Line, first: int, last: int, word: Word) -> str:
        pad = 0.14 * line.em
        left = self.x(line) + line.before(first) - pad
        width = line.before(last) - line.before(first) + 2 * pad
        top = self.top + line.baseline - 0.9 * line.em
        begin = self.start + Fraction(word.since, 1000)
        end = min(self.end, self.start + Fraction(word.until, 1000))
        tags = f"\\an7\\pos({ass.number(left)},{ass.number(top)})\\bord0\\shad0\\p1" + ass.color(
            1, self.look.accent
        )
        return ass.dialogue(begin, end, tags, ass.rounded_box(width, 1.2 * line.em, 0.2 * line.em))


@dataclass(frozen=True)
class _Layer:
    """One drawing of the letters. Sizes in ems of the line."""

    scene: Scene
    color: str
    opacity: float
    outline: float
    outline_color: str
    top: bool
    blur: float = 0.0
    drop: float = 0.0

    def line(self, line: Line, first: int, count: int, words: Sequence[Word], bare: int) -> str:
        scene = self.scene
        drop = self.drop * line.em
        x = scene.x(line) + {"left": 0.0, "center": 0.5, "right": 1.0}[scene.align] * line.width
        color = (line.run.color or self.color) if self.top else self.color
        tags = (
            f"\\an{_HARD[scene.align]}{scene.motion.place(x + drop / 2, scene.top + line.bottom + drop)}"
            + f"\\bord{ass.number(self.outline * line.em)}\\shad0"
            + (f"\\blur{ass.number(self.blur * line.em)}" if self.blur else "")
            + (f"\\fsp{ass.number(line.run.spacing * line.em)}" if line.run.spacing else "")
            + ass.color(1, color, self.opacity)
            + ass.color(3, self.outline_color, self.opacity)
        )
        return ass.dialogue(scene.start, scene.end, tags, self._text(line, first, count, words, bare))

    def _text(self, line: Line, first: int, count: int, words: Sequence[Word], bare: int) -> str:
        typed = self.scene.motion.kind == "typewriter"
        # libass joins emoji only behind a letter of some script: this one is invisible.
        lead = _LETTER if _JOINER in line.text else ""
        marks = self._marks(line, words, bare) if self.top else {}
        found = []
        at = 0
        letter = first
        for piece in line.pieces:
            found.append("{" + ass.font(piece, line.em, line.run.bold, line.run.italic) + "}" + lead)
            lead = ""
            for cluster in clusters(piece.text) if typed or marks else [piece.text]:
                tags = marks.get(at, "")
                if typed:
                    tags += self._typing(letter, count)
                found.append((f"{{{tags}}}" if tags else "") + ass.escape(cluster))
                at += len(cluster)
                letter += 1
        return "".join(found)

    def _typing(self, letter: int, count: int) -> str:
        at = self.scene.motion.typed(letter, count)
        shown = ass.hidden(self.opacity)
        return "\\1a&HFF&\\3a&HFF&" + ass.at(at, f"\\1a{shown}\\3a{shown}")

    def _marks(self, line: Line, words: Sequence[Word], bare: int) -> dict[int, str]:
        """Tags by character: from where on the colour of a word, from where on the plain one again."""
        look = self.scene.look
        if look.highlight not in ("current", "spoken", "pill"):
            return {}
        on_pill = look.highlight == "pill" and not line.right_to_left
        marked = ass.color(1, "black" if on_pill else look.accent)
        plain = ass.color(1, look.color)
        if on_pill:
            marked += ass.color(3, look.accent)
            plain += ass.color(3, look.outline_color)
        places = [at for at, character in enumerate(line.text) if not character.isspace()]
        found: dict[int, str] = {}
        for word in words:
            inside = places[max(0, word.start - bare) : max(0, word.end - bare)]
            if not inside:
                continue
            tags = plain + ass.at(word.since, marked)
            if look.highlight != "spoken":
                tags += ass.at(word.until, plain)
            found[inside[0]] = tags
            found.setdefault(inside[-1] + 1, plain)
        return found
