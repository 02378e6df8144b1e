"""Where the words of files play on the timeline: on the film, on voice-overs, at any speed, in any order.

media    |so we went to the store|          a cut took "so", the rest plays at 2x
film     |we went|to the store|             a word that plays keeps its own moment of the media
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from workprint.model import Clip, Fact, Facts, FileRef, Timeline, TimelineRef, Track, of_kind
from workprint.ops.text.fonts import is_chinese

from .faults import MissingFacts
from .sources import has_sound

WORDS = "word"
HEARD = "transcript"
"""The kind of the one fact that says that a file was listened to, also where nothing is said."""
_ENDS = re.compile(r"[.!?。！？…]['\"”’」』)）]*$")


@dataclass(frozen=True)
class Stretch:
    """Seconds `since` to `until` of a file that play forwards from frame `at` of the timeline on, `pace`
    frames for each second. `heard` says that its sound is on."""

    media: str
    since: float
    until: float
    at: float
    pace: float
    track: str
    clip: str
    heard: bool = True

    @property
    def end(self) -> float:
        return self.at + (self.until - self.since) * self.pace

    def frame(self, second: float) -> float:
        """Where a second of the file plays."""
        return self.at + (second - self.since) * self.pace

    def plays(self, since: float, until: float) -> bool:
        """Whether a word of the file plays here: its middle does."""
        return self.since <= (since + until) / 2 < self.until


@dataclass(frozen=True)
class Spoken:
    """A word as it plays: seconds of its file, and frames (not whole ones) of the timeline."""

    text: str
    media: str
    since: float
    until: float
    start: float
    end: float
    track: str = ""
    clip: str = ""
    confidence: float = 1.0
    timed: bool = True


def stretches(timeline: Timeline, silent: bool = False) -> tuple[Stretch, ...]:
    """All stretches of files with sound that play forwards, in order of time; also of those without any
    where `silent`. Music is none."""
    found: list[Stretch] = []
    for track in timeline.tracks:
        if track.kind == "text" or track.role == "music" or not track.enabled:
            continue
        loud = not track.muted and not _silenced(track)
        for at, clip in track.clips():
            heard = loud and not clip.muted and not _silenced(clip)
            found += _of_clip(timeline, track, at, clip, heard, silent)
    return tuple(sorted(found, key=lambda each: (each.at, each.track)))


def _silenced(item: Track | Clip) -> bool:
    return any(
        effect.enabled
        and (effect.op == "mute_sound" or (effect.op == "volume" and effect.params.get("gain") == 0))
        for effect in item.effects
    )


def _of_clip(
    timeline: Timeline, track: Track, at: int, clip: Clip, heard: bool, silent: bool
) -> Iterator[Stretch]:
    if clip.reverse or clip.freeze:
        return
    if isinstance(clip.media, TimelineRef):
        yield from _nested(timeline, clip.media.timeline, track, at, clip, heard, silent)
    if not isinstance(clip.media, FileRef) or not (silent or has_sound(timeline, clip)):
        return
    second = clip.speed / timeline.rate
    since, until = clip.source.start * second, clip.source.end * second
    file = timeline.file(clip.media.media)
    length = Fraction(file.duration) if file else until
    passes = [Fraction(0)]
    if clip.loop and length:
        passes = [n * length for n in range(int(since // length), int(until // length) + 1)]
    pace = timeline.rate / clip.speed
    for passed in passes:
        first, last = max(since, passed), min(until, passed + length) if clip.loop else until
        if last > first:
            start = at + (first - since) * pace
            yield Stretch(
                clip.media.media, float(first - passed), float(last - passed), float(start), float(pace),
                track.id, clip.id, heard,
            )  # fmt: skip


def _nested(
    timeline: Timeline, inner: Timeline, track: Track, at: int, clip: Clip, heard: bool, silent: bool
) -> Iterator[Stretch]:
    """What plays inside a clip that holds a timeline of its own."""
    pace = float(timeline.rate / (inner.rate * clip.speed))
    first, last = clip.source.start / pace, clip.source.end / pace
    for each in stretches(inner, silent):
        start, end = max(each.at, first), min(each.end, last)
        if end > start:
            yield replace(
                each,
                since=each.since + (start - each.at) / each.pace,
                until=each.since + (end - each.at) / each.pace,
                at=at + (start - first) * pace,
                pace=each.pace * pace,
                track=track.id,
                clip=clip.id,
                heard=heard and each.heard,
            )


def heard_in(timeline: Timeline, facts: Facts, clips: Sequence[str] = ()) -> tuple[Stretch, ...]:
    """The stretches that can be heard, of some clips or of all. Raises `MissingFacts` where nobody has
    listened to a file yet."""
    found = tuple(each for each in stretches(timeline) if each.heard and (not clips or each.clip in clips))
    for media in dict.fromkeys(each.media for each in found):
        if not of_kind(facts, media, HEARD) and not of_kind(facts, media, WORDS):
            file = timeline.file(media)
            raise MissingFacts(kind=WORDS, media=(file.name if file else "") or media)
    return found


def spoken(timeline: Timeline, facts: Facts, clips: Sequence[str] = ()) -> tuple[Spoken, ...]:
    """The words that are heard, as they play, in order of time. Where a voice-over speaks over the film,
    its words count and not the film's. Raises `MissingFacts`."""
    found = heard_in(timeline, facts, clips)
    film = timeline.film.id if timeline.film else ""
    over = [each for each in found if each.track != film and _voice(timeline, each.track)]
    known = {media: Known(of_kind(facts, media, WORDS)) for media in {each.media for each in found}}
    voiced = [word for each in over for word in _words(each, known)]
    rest = [word for each in found if each not in over for word in _words(each, known)]
    if voiced:
        rest = [word for word in rest if not _covered(word, over, known)]
    return tuple(sorted([*voiced, *rest], key=lambda word: (word.start, word.end)))


def _voice(timeline: Timeline, track_id: str) -> bool:
    track = timeline.track(track_id)
    return track is not None and track.role == "voice"


def _covered(word: Spoken, over: Sequence[Stretch], known: Mapping[str, Known]) -> bool:
    """Whether a voice-over that says something itself plays over a word."""
    middle = (word.start + word.end) / 2
    return any(each.at <= middle < each.end and known[each.media].words for each in over)


class Known:
    """Facts of a file in order of time, to be found by when they are."""

    def __init__(self, words: Sequence[Fact]) -> None:
        self.words = words
        self.ends = list(accumulate((fact.end for fact in words), max))

    def between(self, since: float, until: float) -> Iterator[Fact]:
        for fact in self.words[bisect_right(self.ends, since) :]:
            if fact.start >= until:
                return
            yield fact


def _words(each: Stretch, known: Mapping[str, Known]) -> Iterator[Spoken]:
    for fact in known[each.media].between(each.since, each.until):
        value = fact.value if isinstance(fact.value, dict) else {"text": str(fact.value or "")}
        text = str(value.get("text", "")).strip()
        if text and each.plays(fact.start, fact.end):
            yield placed_word(
                each, text, fact.start, fact.end, fact.confidence, bool(value.get("timed", True))
            )


def placed_word(
    each: Stretch, text: str, since: float, until: float, confidence: float = 1.0, timed: bool = True
) -> Spoken:
    """A word where a stretch plays it; what the stretch does not play of it is not there."""
    start, end = each.frame(max(since, each.since)), each.frame(min(until, each.until))
    return Spoken(text, each.media, since, until, start, end, each.track, each.clip, confidence, timed)


def written(words: Sequence[str]) -> str:
    """Words as a line of text: no spaces beside Chinese."""
    text = ""
    for word in words:
        glued = not text or not word or is_chinese(text[-1]) or is_chinese(word[0])
        text += word if glued else f" {word}"
    return text


def ends(text: str) -> bool:
    """Whether a sentence ends with a word."""
    return _ENDS.search(text) is not None
