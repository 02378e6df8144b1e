"""Where a sentence is cut out of the film: as far as its voice is heard, and a little more.

sound   ______~~~~~~~~~~____________~~~~~
words           [so we went]             [to]      times of words err by some hundredths
cut         |______________|                        0.15 s of the pause stay on each side
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.edits.film import main_track
from workprint.ops.edits.silences import pauses
from workprint.ops.edits.sources import goes_on
from workprint.ops.edits.spoken import stretches
from workprint.ops.words.said import Sentence

from .scenes import FilmScene

PAD = 0.15
"""Seconds of a pause that stay beside a sentence."""
REACH = 0.35
"""Seconds by which a voice goes on after the last word that is known, or begins before the first, at most."""

Span = tuple[float, float]


class Edges:
    """The pauses, the words and the changes of picture of a film, to lay cuts beside its sentences."""

    def __init__(
        self, timeline: Timeline, facts: Facts, sentences: Sequence[Sentence], found: Sequence[FilmScene]
    ) -> None:
        """Raises `MissingFacts` where a file in which somebody speaks was not listened to for pauses."""
        self._rate = float(timeline.rate)
        self._length = timeline.duration
        self._sentences = sentences
        self._quiet = _quiet(timeline, facts, {word.media for s in sentences for word in s.words})
        film = main_track(timeline)
        clips = list(film.clips()) if film is not None else []
        joins = [at for (_, one), (at, two) in pairwise(clips) if not goes_on(one, two)]
        self._changes = sorted({*joins, *(scene.span.start for scene in found if scene.by != "topic")})

    def around(self, index: int) -> Range:
        """A sentence with `PAD` seconds of the pauses about it: no part of what is said beside it, nor of
        another picture."""
        here = self._sentences[index]
        before = self._sentences[index - 1].end if index else None
        after = self._sentences[index + 1].start if index + 1 < len(self._sentences) else None
        start = max(self._start(here, before), *(at for at in (0, *self._changes) if at <= here.start))
        end = min(self._end(here, after), *(at for at in (*self._changes, self._length) if at >= here.end))
        return Range.between(round(start), max(round(start) + 1, round(end)))

    def _start(self, here: Sentence, before: float | None) -> float:
        """A little before the voice begins; in the middle of a pause that is shorter."""
        word, reach = here.words[0], REACH * self._rate
        low = here.start - reach if before is None else max(before, here.start - reach)
        ends = [quiet for quiet in self._quiet if low < quiet[1] < (word.start + word.end) / 2]
        since, voice = max(ends, key=lambda quiet: quiet[1], default=(low, here.start))
        room = PAD * self._rate if before is None else max(0.0, voice - max(since, before)) / 2
        return voice - min(PAD * self._rate, room)

    def _end(self, here: Sentence, after: float | None) -> float:
        word, reach = here.words[-1], REACH * self._rate
        high = here.end + reach if after is None else min(after, here.end + reach)
        begins = [quiet for quiet in self._quiet if (word.start + word.end) / 2 < quiet[0] < high]
        voice, until = min(begins, default=(here.end, high))
        room = PAD * self._rate if after is None else max(0.0, min(until, after) - voice) / 2
        return voice + min(PAD * self._rate, room)


def _quiet(timeline: Timeline, facts: Facts, media: set[str]) -> list[Span]:
    """The pauses of files as they play, in frames of the film."""
    files = {file.id: file for file in timeline.media}
    found = {name: pauses(timeline, files[name], facts) for name in sorted(media) if name in files}
    return [
        (stretch.frame(max(a, stretch.since)), stretch.frame(min(b, stretch.until)))
        for stretch in stretches(timeline)
        for a, b in found.get(stretch.media, ())
        if b > stretch.since and a < stretch.until
    ]
