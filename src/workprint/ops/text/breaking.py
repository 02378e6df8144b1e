"""Where lines break: balanced, and never before a mark that may not begin a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .fonts import clings, is_chinese

_NOT_FIRST = frozenset(
    "、。，．：；！？）】」』》〉〕｝”’…—～·ー々,.:;!?)]}%‰°ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST = frozenset("（【「『《〈〔｛“‘([{$¥￥#")
_PAUSE = frozenset("、。，；！？,.;!?：:")
_HYPHENS = frozenset("-–—/")

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Atom:
    """What stays on one line, and the room of the space after it where the line goes on."""

    text: str
    width: float
    space: str
    gap: float


def clusters(text: str) -> list[str]:
    """What a reader sees as single characters."""
    found: list[str] = []
    for character in text:
        regional = "\U0001f1e6" <= character <= "\U0001f1ff"
        flag = regional and found and len(found[-1]) == 1 and "\U0001f1e6" <= found[-1] <= "\U0001f1ff"
        if found and (clings(character) or flag or found[-1][-1] == "\u200d"):
            found[-1] += character
        else:
            found.append(character)
    return found


def _may_break(before: str, after: str) -> bool:
    if before[-1] in _NOT_LAST or after[0] in _NOT_FIRST:
        return False
    return is_chinese(before[0]) or is_chinese(after[0]) or before in _HYPHENS


def atoms(text: str, measure: Measure, limit: float) -> list[Atom]:
    """One line of the user's text, cut wherever it may break; a word too long for a line, anywhere."""
    parts: list[tuple[str, str]] = []
    before = ""
    for cluster in clusters(text):
        if cluster.isspace():
            if parts:
                parts[-1] = (parts[-1][0], parts[-1][1] + " ")
        elif parts and not parts[-1][1] and not _may_break(before, cluster):
            parts[-1] = (parts[-1][0] + cluster, "")
        else:
            parts.append((cluster, ""))
        before = cluster
    found: list[Atom] = []
    for word, space in parts:
        for part in _chopped(word, measure, limit):
            found.append(Atom(part, measure(part), "", 0.0))
        found[-1] = Atom(found[-1].text, found[-1].width, space, measure(space))
    return found


def _chopped(word: str, measure: Measure, limit: float) -> list[str]:
    if measure(word) <= limit:
        return [word]
    found = [""]
    for cluster in clusters(word):
        if found[-1] and measure(found[-1] + cluster) > limit:
            found.append("")
        found[-1] += cluster
    return found


def _filled(paragraphs: Sequence[Sequence[Atom]], limit: float) -> list[list[Atom]]:
    """Lines as full as `limit` allows."""
    lines: list[list[Atom]] = []
    for paragraph in paragraphs:
        lines.append([])
        used = gap = 0.0
        for atom in paragraph:
            if lines[-1] and used + gap + atom.width > limit + 1e-6:
                lines.append([])
                used = gap = 0.0
            lines[-1].append(atom)
            used += gap + atom.width
            gap = atom.gap
    return lines


def _width(line: Sequence[Atom]) -> float:
    return sum(atom.width + atom.gap for atom in line[:-1]) + (line[-1].width if line else 0.0)


def balanced(paragraphs: Sequence[Sequence[Atom]], count: int, limit: float) -> list[list[Atom]]:
    """At most `count` lines as even as can be, none wider than it must be; `limit` widens the last try."""
    high = max((_width(paragraph) for paragraph in paragraphs), default=0.0)
    low = max((atom.width for paragraph in paragraphs for atom in paragraph), default=0.0)
    for _ in range(24):
        middle = (low + high) / 2
        if len(_filled(paragraphs, middle)) <= count:
            high = middle
        else:
            low = middle
    lines = _filled(paragraphs, high)
    if len(paragraphs) == 1 and len(lines) == 2:
        return _at_pause(paragraphs[0], max(map(_width, lines)), limit) or lines
    return lines


def _at_pause(line: Sequence[Atom], even: float, limit: float) -> list[list[Atom]]:
    """Two lines parted at a mark, if that leaves them nearly even."""
    best: tuple[float, list[list[Atom]]] = (min(limit, even * 1.25) + 1e-6, [])
    for at in range(1, len(line)):
        if line[at - 1].text[-1] in _PAUSE:
            parted = [list(line[:at]), list(line[at:])]
            widest = max(map(_width, parted))
            if widest < best[0]:
                best = (widest, parted)
    return best[1]


def joined(line: Sequence[Atom]) -> str:
    return "".join(atom.text + atom.space for atom in line[:-1]) + (line[-1].text if line else "")
