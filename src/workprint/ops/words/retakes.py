"""Sentences said again: which takes were given up for a later one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from workprint.ops.edits.spoken import ends

from .said import Sentence, units

LIKE = 0.8
"""The least likeness of two takes: the share of words that both have, in the same order."""
AHEAD = 4
"""Sentences within which something is said again."""
LEAST = 3
"""Words of a take that was broken off, at least."""

_AGAIN = re.compile(
    r"^\W*(?:(?:oh|no|um|uh|ok(?:ay)?|wait|sorry|hang on|hold on|let me|i'?ll|let'?s|can i|excuse me)\b[\s,.]*)*"
    r"(?:sorry|(?:try|start|do|say|take) (?:that |it |this )?(?:again|over|from the (?:top|start))|start(?:ing)? (?:over|again)|one more (?:time|take)|again|take (?:two|three|four|2|3|4)|scratch that)\W*$|"
    r"^\W*(?:等等|不好意思|对不起|抱歉|不对|说错了|错了|重来|重新来|再来(?:一|1)(?:遍|次|条)|我?再说(?:一|1)(?:遍|次)|重说)+[\W吧]*$",
    re.I,
)


@dataclass(frozen=True)
class Dropped:
    """A sentence that was given up, and the later (or whole) one that stays in its place; None where it only
    announces another take."""

    sentence: Sentence
    kept: Sentence | None


def dropped(sentences: Sequence[Sentence], likeness: float = LIKE) -> list[Dropped]:
    """The takes to drop, in order: of what is said several times the last whole take stays."""
    said = [units(sentence.text) for sentence in sentences]
    gone: dict[int, int | None] = {}
    for first in range(len(sentences)):
        for second in range(min(len(sentences) - 1, first + AHEAD), first, -1):
            if not _again(sentences, said, first, second, likeness):
                continue
            short, whole = (second, first) if _cut_short(sentences, said, first, second) else (first, second)
            gone[short] = whole
            for between in range(first + 1, second):
                if _AGAIN.match(sentences[between].text):
                    gone[between] = None
            break
    return [Dropped(sentences[n], _final(sentences, gone, n)) for n in sorted(gone)]


def _final(sentences: Sequence[Sentence], gone: dict[int, int | None], index: int) -> Sentence | None:
    """The take that stays of all."""
    kept = gone[index]
    seen = {index}
    while kept is not None and kept in gone and kept not in seen:
        seen.add(kept)
        kept = gone[kept]
    return None if kept is None else sentences[kept]


def _again(
    sentences: Sequence[Sentence], said: Sequence[list[str]], first: int, second: int, likeness: float
) -> bool:
    one, two = said[first], said[second]
    if min(len(one), len(two)) < LEAST:
        return False
    if SequenceMatcher(None, one, two, autojunk=False).ratio() >= likeness:
        return True
    # A take broken off is the beginning of the next one; a whole sentence that begins alike is another one.
    broken = not ends(sentences[first].text) or sentences[first].text.rstrip().endswith(("…", "..."))
    shared = _shared(one, two)
    return broken and len(one) <= len(two) and shared >= LEAST and shared >= 0.75 * len(one)


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two takes begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )


def _cut_short(sentences: Sequence[Sentence], said: Sequence[list[str]], first: int, second: int) -> bool:
    """Whether it is the later take that was broken off."""
    shorter = len(said[second]) < 0.8 * len(said[first])
    return shorter and not ends(sentences[second].text)
