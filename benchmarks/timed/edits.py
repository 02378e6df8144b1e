"""The edits that are timed, each as a timeline and as what its film must show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from workprint.base import Range
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    Transition,
)

from .exact import Expected, Frame, Heard
from .footage import PAUSE, SAMPLE_RATE, SENTENCE

CONTRAST = 0.1
MUSIC_GAIN = 0.35
LOUDNESS = -14.0
MUSIC = "music"
"""The media id of the music."""
AFTER_CUT = SAMPLE_RATE // 100
"""Samples after a cut from which on the sound is looked at: past the join's crossfade."""
PROBE, SHORTEST = SAMPLE_RATE // 2, SAMPLE_RATE // 20
"""Samples that are laid against the source, at most; less than the second tells nothing."""


@dataclass(frozen=True)
class Cut:
    """Frames `first` to `last` (exclusive) of a piece of footage."""

    first: int
    last: int
    footage: int = 0

    @property
    def frames(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class Edit:
    """Pieces one after another, blended over `overlap` frames where that is not 0; a title; a grade;
    music under the voice; loudness. `rate` is the film's."""

    cuts: tuple[Cut, ...]
    overlap: int = 0
    title: str = ""
    title_at: int = 0
    title_frames: int = 90
    graded: bool = False
    music: bool = False
    loudness: bool = False
    rate: int = 30

    @property
    def frames(self) -> int:
        return sum(cut.frames for cut in self.cuts)

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


@dataclass
class Source:
    """A recording: its file, what a probe says of it, and which of its frames is on at each frame of
    an even rate (a phone's frames come unevenly)."""

    path: Path
    media: MediaFile
    on: Sequence[int] = field(default_factory=list)

    def frame(self, number: int) -> int:
        return self.on[number] if self.on else number


def timeline(edit: Edit, sources: Sequence[Source], music: MediaFile | None = None) -> Timeline:
    """The edit as a document. A transition is centred on its cut and borrows from beyond it, so the
    pieces are as long as what is seen of them up to the cuts."""
    items: list[Any] = []
    for index, cut in enumerate(edit.cuts):
        if index and edit.overlap:
            half = edit.overlap // 2
            items.append(
                Transition(id=f"x{index}", op="crossfade", in_offset=half, out_offset=edit.overlap - half)
            )
        media = FileRef(media=sources[cut.footage].media.id)
        span = Range.between(cut.first, cut.last)
        items.append(Clip(id=f"c{index}", media=media, source=span, effects=_grade(index, edit.graded)))
    tracks = [Track(id="film", kind="video", items=tuple(items))]
    if edit.title:
        tracks.append(_titles(edit))
    if edit.music:
        tracks.append(_music(edit))
    first = sources[0].media.video
    assert first is not None
    wanted = (Effect(id="loud", op="loudness", params={"target": LOUDNESS}),) if edit.loudness else ()
    return Timeline(
        id="film",
        rate=Fraction(edit.rate),
        canvas=Canvas(width=first.width, height=first.height),
        tracks=tuple(tracks),
        media=(*(source.media for source in sources), *([music] if music and edit.music else [])),
        effects=wanted,
    )


def _grade(index: int, graded: bool) -> tuple[Effect, ...]:
    if not graded:
        return ()
    return (
        Effect(id=f"e{index}", op="contrast", params={"amount": CONTRAST}),
        Effect(id=f"k{index}", op="cinematic", params={"strength": 1.0}),
    )


def _titles(edit: Edit) -> Track:
    title = Clip(
        id="title",
        media=GeneratorRef(op="title", params={"text": edit.title}),
        source=Range(start=0, duration=edit.title_frames),
        tie="start",
    )
    before = (Gap(id="gap", duration=edit.title_at),) if edit.title_at else ()
    return Track(id="titles", kind="text", items=(*before, title))


def _music(edit: Edit) -> Track:
    clip = Clip(
        id="music",
        media=FileRef(media=MUSIC),
        source=Range(start=0, duration=edit.frames),
        tie="length",
    )
    effects = (
        Effect(id="gain", op="volume", params={"gain": MUSIC_GAIN}),
        Effect(id="duck", op="duck", params={"depth": 10.0}),
    )
    return Track(id="bgm", kind="audio", role="music", items=(clip,), effects=effects)


def expected(edit: Edit, sources: Sequence[Source]) -> Expected:
    """What the film of an edit must show and let hear."""
    frames: list[Frame] = []
    heard: list[Heard] = []
    for cut in edit.cuts:
        start = len(frames)
        frames += [(sources[cut.footage].frame(number),) for number in range(cut.first, cut.last)]
        heard += _probes(edit, cut, start)
    at = 0
    for before, after in zip(edit.cuts, edit.cuts[1:], strict=False):
        at += before.frames
        half = edit.overlap // 2
        for step in range(-half, edit.overlap - half):
            pair = (before.last + step, after.first + step)
            frames[at + step] = (
                sources[before.footage].frame(pair[0]),
                sources[after.footage].frame(pair[1]),
            )
    return Expected(tuple(frames), tuple(heard))


def _probes(edit: Edit, cut: Cut, start: int) -> list[Heard]:
    """Where the sound after a cut is looked at: as much of it as is speech and before the next join."""
    per = SAMPLE_RATE // edit.rate
    late = AFTER_CUT + edit.overlap * per
    source = cut.first * per + late
    cycle, said = (int(seconds * SAMPLE_RATE) for seconds in (SENTENCE + PAUSE, SENTENCE))
    left = cut.frames * per - late - edit.overlap * per - AFTER_CUT
    count = min(PROBE, left, said - source % cycle)
    if count < SHORTEST:
        return []
    return [Heard(start * per + late, source, count, cut.footage)]


def even_cuts(count: int, total: int, keep: float = 0.82) -> tuple[Cut, ...]:
    """`count` pieces of a recording of `total` frames with gaps between, uneven as talk is, keeping
    the same share of it whatever their number."""
    lengths = [(3 + (7 * index) % 5) for index in range(count)]
    gaps = [(2 + (5 * index) % 3) for index in range(count)]
    kept, left = int(total * keep), total - int(total * keep)
    at, cuts = 0, []
    for index in range(count):
        at += left * gaps[index] // sum(gaps)
        frames = max(1, kept * lengths[index] // sum(lengths))
        cuts.append(Cut(at, at + frames))
        at += frames
    return tuple(cuts)
