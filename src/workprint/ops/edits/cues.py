"""Words gathered into captions: what is read at once, where its lines break, how long it stays.

Sentences, pauses and the reading rate decide. The best way of parting a run of words is found as
paragraphs are broken into lines (Knuth and Plass, "Breaking paragraphs into lines", 1981): each way has
a cost, and the cheapest is taken.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from workprint.base import Range
from workprint.ops.text.fonts import is_chinese

from .spoken import Spoken, ends, written

LATIN, CHINESE = 42, 16
"""Characters of a line."""
LATIN_RATE, CHINESE_RATE = 17, 9
"""Characters that are read in a second."""
LEAST, MOST = 1.0, 7.0
"""Seconds that a caption stays."""
PAUSE = 0.8
"""Seconds of silence between words that part captions."""
RUNS_ON = 1.5
"""Seconds of a file that may be gone between two words which still are one sentence."""
GAP = 0.3
"""Seconds between captions below which the first stays until the next."""
TAIL = 0.2
"""Seconds that a caption stays behind its last word."""

_PAUSES = re.compile(r"[,;:，；：、—–-]['\"”’」』)）]*$")
_ABBREVIATED = re.compile(r"^(?:[A-Z]|Mr|Mrs|Ms|Dr|St|vs|etc|e\.g|i\.e)\.$")
_LEANING = re.compile(
    r"(?:an?|the|of|to|in|on|at|by|for|from|with|and|or|but|so|that|which|who|if|as|is|are|was|were|be|my|your|"
    r"his|her|its|our|their|this|these|those|not|no|very|i|we|you|he|she|they|it's|i'm|don't|can't)$",
    re.IGNORECASE,
)
"""Words after which nobody stops."""
_OPENING = re.compile(
    r"(?:and|or|but|so|because|that|which|who|when|where|while|then|if|to|for|with|因为|所以|但是|但|而且|然后|如果)$",
    re.IGNORECASE,
)
"""Words before which one may stop."""


@dataclass(frozen=True)
class Setting:
    """What fits into a caption: `share` of a line that a piece of text takes; `lines` at most, and
    `words` at most where a number is asked for."""

    share: Callable[[str], float]
    lines: int = 2
    words: int | None = None


def letters(text: str) -> str:
    """A text without its spaces, to tell whether two are the same words."""
    return "".join(text.split())


def lines(words: Sequence[str], setting: Setting) -> list[str] | None:
    """The words in as many lines as they need, broken where a reader breathes; None where they need
    more than there are."""
    shares = _shares(words, setting)
    total = shares[-1]
    if total <= 1.0 or len(words) == 1:
        return [written(words)]
    if setting.lines < 2:
        return None
    best: tuple[float, int] | None = None
    for at in range(1, len(words)):
        first, second = shares[at], total - shares[at]
        if first > 1.0 or second > 1.0:
            continue
        cost = abs(first - second) + (0.15 if first > second else 0.0)
        cost -= 0.35 if _PAUSES.search(words[at - 1]) or ends(words[at - 1]) else 0.0
        cost += 0.2 if _LEANING.match(words[at - 1]) else 0.0
        if best is None or cost < best[0]:
            best = (cost, at)
    return None if best is None else [written(words[: best[1]]), written(words[best[1] :])]


def _shares(words: Sequence[str], setting: Setting) -> list[float]:
    """The share of a line that the words up to each take together."""
    spaced = [" " * _space(word) + word for word in words]
    return [0.0, *accumulate(setting.share(word) for word in spaced)]


def finished(text: str) -> bool:
    """Whether a sentence ends with a word: with the stop of an abbreviation none does."""
    return ends(text) and not _ABBREVIATED.match(text)


def reading(text: str) -> float:
    """The seconds it takes to read a text."""
    return counted(text, LATIN_RATE, CHINESE_RATE)


def counted(text: str, latin: float, chinese: float) -> float:
    """How much a text is, where so many letters, or so many Chinese ones, are 1."""
    wide = sum(map(is_chinese, text))
    return wide / chinese + (len(text) - wide) / latin


def gathered(words: Sequence[Spoken], rate: Fraction, setting: Setting) -> list[tuple[Spoken, ...]]:
    """The words of each caption. A caption never goes on over a cut, unless the words do."""
    runs: list[list[Spoken]] = []
    for word in words:
        if runs and _goes_on(runs[-1][-1], word, rate):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [cue for run in runs for cue in _parted(run, float(rate), setting)]


def _goes_on(before: Spoken, after: Spoken, rate: Fraction) -> bool:
    if (after.start - before.end) / float(rate) > PAUSE or after.track != before.track:
        return False
    if before.media == after.media:
        # What plays again is said anew.
        gone = after.since - before.until
        return gone >= -0.05 and (before.clip == after.clip or gone <= RUNS_ON)
    return before.clip == after.clip


def _parted(words: Sequence[Spoken], rate: float, setting: Setting) -> list[tuple[Spoken, ...]]:
    run = _Run(words, rate, setting)
    costs = [0.0] + [math.inf] * len(words)
    origin = [0] * (len(words) + 1)
    for first in range(len(words)):
        inside = 0
        for last in range(first, len(words)):
            if last > first and not run.fits(first, last):
                break
            cost = costs[first] + run.cost(first, last) + 2.0 * inside
            if cost < costs[last + 1]:
                costs[last + 1], origin[last + 1] = cost, first
            inside += run.stops[last]
    found: list[tuple[Spoken, ...]] = []
    at = len(words)
    while at:
        found.append(tuple(words[origin[at] : at]))
        at = origin[at]
    return found[::-1]


class _Run:
    """Words that follow each other, measured once."""

    def __init__(self, words: Sequence[Spoken], rate: float, setting: Setting) -> None:
        self.words, self.rate, self.setting = words, rate, setting
        texts = [word.text for word in words]
        self.texts = texts
        self.shares = _shares(texts, setting)
        self.read = [0.0, *accumulate(reading(word) + _space(word) / LATIN_RATE for word in texts)]
        self.stops = [finished(word) for word in texts]

    def fits(self, first: int, last: int) -> bool:
        """Whether words are one caption at most: in lines that hold them, and soon enough over."""
        most = self.setting.words
        if most is not None and last - first >= most:
            return False
        if self.words[last].end - self.words[first].start > MOST * self.rate:
            return False
        start, end = self.shares[first], self.shares[last + 1]
        if end - start <= 1.0 or self.setting.lines < 2:
            return end - start <= 1.0
        # As much as fits into the first line leaves the least for the second.
        at = bisect_right(self.shares, start + 1.0, first, last + 2) - 1
        return at > first and end - self.shares[at] <= 1.0

    def cost(self, first: int, last: int) -> float:
        """What is wrong with a caption of these words: each costs 1, a bad place to stop more."""
        final = last + 1 == len(self.words)
        following = self.words[last].end + TAIL * self.rate if final else self.words[last + 1].start
        shown = max(0.01, (following - self.words[first].start) / self.rate)
        cost = 1.0 + 2.0 * max(0.0, LEAST - shown)
        cost += 1.5 * max(0.0, (self.read[last + 1] - self.read[first]) / shown - 1.0)
        return cost if final or self.stops[last] else cost + self.breaks[last]

    @cached_property
    def breaks(self) -> list[float]:
        """How bad it is to stop behind each word but the last."""
        found: list[float] = []
        for index, text in enumerate(self.texts[:-1]):
            pause = (self.words[index + 1].start - self.words[index].end) / self.rate
            cost = 0.3 if _PAUSES.search(text) else 0.4 if pause >= 0.25 else 0.9
            cost -= 0.3 if _OPENING.match(self.texts[index + 1]) else 0.0
            found.append(cost + (0.5 if _LEANING.match(text) else 0.0))
        return found


def _space(word: str) -> int:
    """Letters of space before a word."""
    return 0 if is_chinese(word[0]) else 1


def spans(cues: Sequence[Sequence[Spoken]], rate: Fraction, end: int) -> list[Range]:
    """When each caption stays on screen, in whole frames, up to the film's `end`: from its first word
    on, until its last word is over and it has been read; up to the next one where the gap would flicker."""
    second = float(rate)
    starts = [math.floor(cue[0].start + 1e-6) for cue in cues]
    found: list[Range] = []
    for start, following, cue in zip(starts, [*starts, None][1:], cues, strict=True):
        spoken = math.ceil(max(word.end for word in cue) - 1e-6)
        read = start + max(LEAST, reading(written([word.text for word in cue]))) * second
        until = max(spoken + TAIL * second, read)
        until = max(spoken, min(math.ceil(until), start + math.floor(MOST * second)))
        limit = max(end, start + 1) if following is None else max(following, start + 1)
        if following is not None and 0 < limit - until < GAP * second:
            until = limit
        # Words that begin in one frame are shown in two.
        start = max(start, found[-1].end if found else 0)
        found.append(Range.between(start, max(start + 1, min(until, limit))))
    return found
