"""The beat of the film's music, in frames of the film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from workprint.base import nearest
from workprint.model import Clip, Fact, Facts, FileRef, GeneratorRef, Timeline, of_kind

from .faults import MissingFacts, NothingToDo
from .score import SURE, music_tracks

MADE = "music"
"""What the names of made music begin with, where facts are asked for by name."""


@dataclass(frozen=True)
class Beats:
    """Where the beats fall, how many there are a minute, and how sure that is."""

    frames: tuple[int, ...]
    bpm: float
    confidence: float

    def after(self, frame: int, count: int) -> int:
        """The beat that comes `count` beats after a frame; beyond the last one as if it went on so."""
        period = (self.frames[-1] - self.frames[0]) / (len(self.frames) - 1)
        wanted = frame + count * period
        if wanted > self.frames[-1]:
            return nearest(Fraction(self.frames[-1] + round((wanted - self.frames[-1]) / period) * period))
        return min(self.frames, key=lambda beat: abs(beat - wanted))


def music_clip(timeline: Timeline) -> tuple[int, Clip]:
    """The first music of the film, with where it starts. Raises `NoMusic`."""
    return next(iter(music_tracks(timeline)[0].clips()))


def composed(clip: Clip, rate: Fraction) -> float:
    """The seconds that made music was, or would be, composed for."""
    assert isinstance(clip.media, GeneratorRef)
    return float(clip.media.params.get("seconds") or 0) or round(float(clip.duration / rate), 3)


def named(media: GeneratorRef, seconds: float) -> str:
    """The name under which facts of made music are asked for: they follow from what it is made of."""
    mood, seed = media.params.get("mood", "calm"), media.params.get("seed", 1)
    return f"{MADE}:{mood}:{seed}:{seconds:g}"


def beats_of(timeline: Timeline, facts: Facts, seconds: float | None = None) -> Beats:
    """The beat of the film's music; `seconds`: as if made music were composed for that length.

    Raises `NoMusic`, `MissingFacts`, or `NothingToDo` where no beat is clear enough to cut on.
    """
    at, clip = music_clip(timeline)
    rate = timeline.rate
    if isinstance(clip.media, GeneratorRef):
        name = named(clip.media, seconds or composed(clip, rate))
        found, length = list(facts.get(name, ())), None
        if not found:
            raise MissingFacts(media=name, kind="beat")
    elif isinstance(clip.media, FileRef):
        file = timeline.file(clip.media.media)
        name = file.name if file else clip.media.media
        if not of_kind(facts, clip.media.media, "beats"):
            raise MissingFacts(media=name, kind="beat")
        found, length = list(of_kind(facts, clip.media.media, "beat")), float(file.duration) if file else None
    else:
        raise NothingToDo(en="This music is no file of its own.", zh="这段音乐不是单独的文件。")
    confidence = found[0].confidence if len(found) > 1 else 0.0
    if confidence < SURE:
        raise NothingToDo(
            en=f"No beat is clear enough in this music to cut on (confidence {confidence:.0%}). Music with drums has one: “change the music to upbeat”, or give me the times.",
            zh=f"这段音乐的节拍不够清晰，不能卡点（置信度 {confidence:.0%}）。带鼓点的音乐可以：“音乐换成欢快的”，或直接给我时间点。",
        )
    return Beats(_frames(at, clip, found, length, rate), float(found[0].value["tempo"]), confidence)


def _frames(
    at: int, clip: Clip, found: Sequence[Fact], length: float | None, rate: Fraction
) -> tuple[int, ...]:
    """The frames of the film on which the beats of a clip of music are heard."""
    first = float(clip.source.start / rate)
    last = float(clip.source.end / rate)
    rounds = int(last // length) + 1 if clip.loop and length else 1
    speed = float(clip.speed)
    heard = [(fact.start + n * (length or 0)) / speed for n in range(rounds) for fact in found]
    return tuple(at + round((t - first) * float(rate)) for t in heard if first - 1e-6 <= t <= last)
