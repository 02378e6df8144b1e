"""Composing: from a mood and a seed to the notes of each bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from zlib import crc32

import numpy as np

from .chords import MINOR_PENTATONIC, PENTATONIC, chord, voiced
from .mood import Mood

BEATS = 4
_STRETCH = 0.07
"""How far a tempo may give way for the music to end on a bar."""
_BASS_LOWEST = 28
_CHORD_CENTRE = 62
_MELODY_CENTRE = 74

_SECTIONS = {
    "intro": {"chords", "pad", "arpeggio"},
    "plain": {"chords", "pad", "arpeggio", "bass", "kick", "snare", "hat"},
    "full": {"chords", "pad", "arpeggio", "bass", "kick", "snare", "hat", "melody"},
    "break": {"chords", "pad", "melody", "hat", "bass"},
    "end": {"chords", "pad", "bass"},
}


@dataclass(frozen=True)
class Grid:
    """Where the beats and bars of a piece begin, in seconds, and how long it is."""

    bpm: float
    seconds: float
    beats: tuple[float, ...]
    bars: tuple[float, ...]


@dataclass(frozen=True)
class Note:
    """One note of a bar: `at` and `lasts` in seconds, `at` from the bar's start; `power` 0 to 1."""

    part: str
    at: float
    pitch: int
    power: float
    lasts: float


class Score:
    """A piece of music: its tempo, key and form, and the notes of any bar."""

    def __init__(self, mood: Mood, seed: int, seconds: float, loop: bool = False) -> None:
        self.mood = mood
        self.seed = seed
        self.loop = loop
        choose = self._random("song")
        bar = 60 * BEATS / int(choose.integers(mood.tempo[0], mood.tempo[1] + 1))
        self.bars = max(1, round(seconds / bar))
        if loop:
            seconds = self.bars * bar
        elif abs(seconds / self.bars / bar - 1) <= _STRETCH:
            bar = seconds / self.bars
        else:
            self.bars = ceil(seconds / bar)
        self.bar_seconds = bar
        self.seconds = seconds
        self.key = int(choose.choice(mood.keys))
        first, second = choose.permutation(len(mood.progressions))[:2]
        self.progressions = (mood.progressions[first], mood.progressions[second])
        self._rows = {
            name: rows[int(choose.integers(len(rows)))]
            for name, rows in (
                ("chords", mood.comping),
                ("bass", mood.bassline),
                ("arpeggio", mood.arpeggio),
                ("drums", mood.drums),
            )
            if rows
        }

    def _random(self, *about: str | int) -> np.random.Generator:
        return np.random.default_rng([self.seed & 0xFFFFFFFF, crc32(repr((self.mood.name, about)).encode())])

    @cached_property
    def grid(self) -> Grid:
        beat = self.bar_seconds / BEATS
        beats = tuple(n * beat for n in range(self.bars * BEATS) if n * beat < self.seconds)
        return Grid(60 / beat, self.seconds, beats, beats[::BEATS])

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The section of each bar."""
        if self.bars < 4:
            return ("full",) * self.bars
        ending = 0 if self.loop else 1
        intro = 0 if self.bars < 8 else 2 if self.bars < 20 else 4
        body = self.bars - intro - ending
        length = 4 if body < 24 else 8
        order = ["plain", "full", "full", "break", "full"] if body > 3 * length else ["plain", "full", "full"]
        if body < 8:
            order = ["full"]
        middle = [order[bar // length % len(order)] for bar in range(body)]
        return ("intro",) * intro + tuple(middle) + ("end",) * ending

    def opens(self, bar: int) -> bool:
        """Whether a section begins here."""
        return bar == 0 or self.sections[bar - 1] != self.sections[bar]

    def closes(self, bar: int) -> bool:
        """Whether the next bar begins another section."""
        return bar + 1 < self.bars and self.opens(bar + 1)

    @cached_property
    def fullest(self) -> tuple[int, ...]:
        """Four bars in which everybody plays."""
        start = self.sections.index("full") if "full" in self.sections else 0
        return tuple(range(start, min(start + 4, self.bars)))

    @cached_property
    def harmony(self) -> tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]:
        """For each bar: the chord's root (0 to 11), its pitch classes, and how it is voiced."""
        found = []
        before: tuple[int, ...] = ()
        for bar, section in enumerate(self.sections):
            symbols = self.progressions[1 if section == "break" else 0]
            symbol = symbols[0] if section == "end" else symbols[bar % len(symbols)]
            if section == "end":
                symbol = (
                    "i" if self.mood.minor else "I" if self.mood.drums and not self.mood.vinyl else "Imaj9"
                )
            above, tones = chord(symbol, self.mood.minor)
            root = (self.key + above) % 12
            before = voiced(root, tones, before, _CHORD_CENTRE)
            found.append((root, tuple(sorted({(root + tone) % 12 for tone in tones})), before))
        return tuple(found)

    def notes(self, bar: int) -> list[Note]:
        """What is played in a bar, drums too (their pitch means nothing)."""
        section = self.sections[bar]
        playing = _SECTIONS[section] & set(self.mood.parts)
        notes: list[Note] = []
        for part in sorted(playing):
            if part in ("kick", "snare", "hat"):
                notes += self._drum(part, bar)
            elif part == "melody":
                notes += self._melody(bar)
            elif section == "end":
                notes += self._last(part, bar)
            else:
                notes += getattr(self, f"_{part}")(bar)
        if self.opens(bar) and "crash" in self.mood.parts and section in ("full", "end"):
            notes.append(Note("crash", 0.0, 0, 0.8, self.bar_seconds))
        return notes

    def _note(self, bar: int, part: str, at: float, pitch: int, power: float, lasts: float) -> Note:
        """A note at a beat of the bar, swung and played by a person."""
        beat = self.bar_seconds / BEATS
        whole, rest = divmod(at, 1)
        swing = self.mood.swing
        swung = rest * 2 * swing if rest < 0.5 else swing + (rest - 0.5) * 2 * (1 - swing)
        person = self._random(bar, part, round(at * 48), pitch)
        steady = 0.3 if part in ("kick", "bass") else 1.0
        miss = person.normal() * self.mood.loose * steady
        power *= 1 + 0.06 * person.normal()
        shift = self.mood.parts[part].shift
        return Note(
            part,
            max(0.0, (whole + swung) * beat + miss),
            pitch + shift,
            min(1.0, max(0.05, power)),
            lasts * beat,
        )

    def _row(self, row: str) -> list[tuple[float, float, float]]:
        """The hits of a row: beat, power, and beats to the next hit."""
        hits = [(n / 4, int(mark) / 9) for n, mark in enumerate(row) if mark != "."]
        ends = [at for at, _ in hits[1:]] + [float(BEATS)]
        return [(at, power, end - at) for (at, power), end in zip(hits, ends, strict=True)]

    def _drum(self, part: str, bar: int) -> list[Note]:
        drums = self._rows["drums"]
        assert isinstance(drums, dict)
        row = drums.get(part, "")
        if part == "snare" and self.closes(bar):
            row = row[:12] + "5.79"
        return [self._note(bar, part, at, 0, power, 1) for at, power, _ in self._row(row)]

    def _chords(self, bar: int) -> list[Note]:
        voicing = self.harmony[bar][2]
        return [
            self._note(bar, "chords", at + 0.012 * n, pitch, power * (0.9 if n else 1), length * 0.95)
            for at, power, length in self._row(str(self._rows["chords"]))
            for n, pitch in enumerate(voicing)
        ]

    def _pad(self, bar: int) -> list[Note]:
        return [self._note(bar, "pad", 0, pitch, 0.8, BEATS) for pitch in self.harmony[bar][2]]

    def _bass(self, bar: int) -> list[Note]:
        root = self._bass_note(bar)
        choose = self._random("bass", bar % 4)
        notes = []
        for at, power, length in self._row(str(self._rows["bass"])):
            moved = 0 if at == 0 or choose.random() > 0.3 else int(choose.choice((7, 12)))
            notes.append(self._note(bar, "bass", at, root + moved, power, length * 0.92))
        return notes

    def _bass_note(self, bar: int) -> int:
        return _BASS_LOWEST + (self.harmony[bar][0] - _BASS_LOWEST) % 12

    def _arpeggio(self, bar: int) -> list[Note]:
        voicing = self.harmony[bar][2]
        up = [*voicing, voicing[0] + 12]
        order = up + up[-2:0:-1]
        return [
            self._note(bar, "arpeggio", at, order[n % len(order)], power, length * 1.5)
            for n, (at, power, length) in enumerate(self._row(str(self._rows["arpeggio"])))
        ]

    def _last(self, part: str, bar: int) -> list[Note]:
        """The ending: one long chord."""
        pitches = (self._bass_note(bar),) if part == "bass" else self.harmony[bar][2]
        return [self._note(bar, part, 0.015 * n, pitch, 0.9, BEATS) for n, pitch in enumerate(pitches)]

    @cached_property
    def _motif(self) -> tuple[tuple[tuple[float, int], ...], ...]:
        """Two bars of rhythm and steps that the melody keeps coming back to."""
        choose = self._random("motif")
        bars = []
        for place in range(2):
            count = int(choose.integers(self.mood.melody_notes[0], self.mood.melody_notes[1] + 1))
            weight = np.array([4, 1.2, 2, 1.5, 3, 1.2, 2, 1.2])
            if place == 1:
                weight[6:] *= 0.3
            slots = sorted(choose.choice(8, size=min(count, 8), replace=False, p=weight / weight.sum()))
            steps = choose.choice((-2, -1, -1, 0, 1, 1, 2, 3), size=len(slots))
            bars.append(tuple((int(slot) / 2, int(step)) for slot, step in zip(slots, steps, strict=True)))
        return tuple(bars)

    def _melody(self, bar: int) -> list[Note]:
        scale = MINOR_PENTATONIC if self.mood.minor else PENTATONIC
        ladder = [p for p in range(_MELODY_CENTRE - 9, _MELODY_CENTRE + 10) if (p - self.key) % 12 in scale]
        phrase = bar // 4
        at = len(ladder) // 2 + int(self._random("phrase", phrase % 3).integers(-2, 3))
        place = bar % 4
        notes: list[Note] = []
        for earlier in range(place + 1):
            motif = self._motif[earlier % 2]
            for beat, step in motif:
                at = min(max(at + step, 0), len(ladder) - 1)
                if at in (0, len(ladder) - 1):
                    at = len(ladder) // 2
                if earlier == place:
                    notes.append(self._sung(bar, beat, ladder[at], motif))
        return notes

    def _sung(self, bar: int, beat: float, pitch: int, motif: tuple[tuple[float, int], ...]) -> Note:
        """A melody note; on a strong beat it moves to the chord."""
        if beat in (0, 2) or beat == motif[-1][0]:
            classes = self.harmony[bar][1]
            pitch = min(
                (p for p in range(pitch - 4, pitch + 5) if p % 12 in classes), key=lambda p: abs(p - pitch)
            )
        after = [at for at, _ in motif if at > beat]
        length = min((after[0] if after else BEATS) - beat, 2.5)
        return self._note(bar, "melody", beat, pitch, 0.9 if beat in (0, 2) else 0.7, length)
