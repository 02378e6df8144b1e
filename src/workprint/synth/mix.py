"""Playing a score: bar by bar into a stereo stream, at a memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workprint.base import SAMPLE_RATE

from .score import Note, Score
from .voices import Wave, sound, voice

LOUDNESS = -15.5
"""LUFS of the bars in which everybody plays; intro and ending bring a piece to about -16."""
_TAIL = 7.0
_KNEE, _CEILING = np.float32(0.62), np.float32(0.88)
_DRUMS = ("kick", "snare", "hat", "crash")


class Player:
    """Turns the bars of a score into sound. What rings on goes over into the next bar."""

    def __init__(self, score: Score) -> None:
        self.score = score
        self.longest = int(score.bar_seconds * SAMPLE_RATE) + 2
        shape = (2, self.longest + int(_TAIL * SAMPLE_RATE))
        self.music, self.drums, self.send = (np.zeros(shape, np.float32) for _ in range(3))
        room = _room(score.mood.room)
        self.size = 1 << (self.longest + room.shape[1]).bit_length()
        self.room = np.fft.rfft(room, self.size).astype(np.complex64)
        f = np.fft.rfftfreq(self.size, 1 / SAMPLE_RATE)
        self.tone = (1 / np.sqrt(1 + (f / score.mood.brightness) ** 4)).astype(np.float32)
        self.rest = np.zeros((2, self.size), np.float32)

    def start(self, bar: int) -> int:
        """The sample at which a bar begins."""
        return round(bar * self.score.bar_seconds * SAMPLE_RATE)

    def bar(self, bar: int) -> Wave:
        """The sound of the next bar."""
        n = self.start(bar + 1) - self.start(bar)
        notes = self.score.notes(bar)
        for note in notes:
            self._play(note)
        dry = self.music[:, :n] * self._pumped(notes, n) + self.drums[:, :n]
        out = self._in_its_room(dry, self.send[:, :n], n)
        for bus in (self.music, self.drums, self.send):
            bus[:, :-n] = bus[:, n:]
            bus[:, -n:] = 0
        return out

    def _play(self, note: Note) -> None:
        part = self.score.mood.parts[note.part]
        drum = note.part in _DRUMS
        wave = _shaped(part.voice, note, drum)
        at = int(note.at * SAMPLE_RATE)
        bus = self.drums if drum else self.music
        n = min(wave.shape[1], bus.shape[1] - at)
        gain = part.level * note.power**1.3
        angle = np.pi / 4 * (1 + part.pan)
        for side, share in enumerate((np.cos(angle), np.sin(angle))):
            one = wave[min(side, len(wave) - 1), :n] * np.float32(gain * share * 1.414)
            bus[side, at : at + n] += one
            self.send[side, at : at + n] += one * np.float32(part.room)

    def _pumped(self, notes: list[Note], n: int) -> Wave:
        """The gain that the kick leaves to everybody else."""
        depth = self.score.mood.pump
        gain = np.ones(n, np.float32)
        if depth:
            t = np.arange(n, dtype=np.float32) / SAMPLE_RATE
            for note in notes:
                if note.part == "kick":
                    since = t - np.float32(note.at)
                    dip = np.where(since >= 0, np.exp(-since * 7), np.maximum(0, 1 + since * 200))
                    gain = np.minimum(gain, 1 - np.float32(depth * note.power) * dip)
        return gain

    def _in_its_room(self, dry: Wave, send: Wave, n: int) -> Wave:
        wet = np.fft.rfft(send, self.size) * self.room
        if self.score.mood.brightness < 16_000:
            whole = np.fft.irfft((wet + np.fft.rfft(dry, self.size)) * self.tone, self.size)
        else:
            whole = np.fft.irfft(wet, self.size)
            whole[:, :n] += dry
        self.rest += whole.astype(np.float32, copy=False)
        out = self.rest[:, :n].copy()
        self.rest[:, :-n] = self.rest[:, n:]
        self.rest[:, -n:] = 0
        return out


def _shaped(name: str, note: Note, drum: bool) -> Wave:
    """The instrument's sound for as long as the note lasts, with its own beginning and end."""
    wave = sound(name, note.pitch)
    if drum:
        return wave
    kind = voice(name)
    held, release = int(note.lasts * SAMPLE_RATE), int(kind.release * SAMPLE_RATE)
    n = held + release
    if kind.sustained:
        wave = np.resize(wave, (2, n)) if n > wave.shape[1] else wave[:, :n]
    wave = wave[:, :n].copy()
    attack = min(int(kind.attack * SAMPLE_RATE), held, wave.shape[1])
    if attack:
        wave[:, :attack] *= np.sin(np.linspace(0, np.pi / 2, attack, dtype=np.float32)) ** 2
    if wave.shape[1] > held:
        left = wave.shape[1] - held
        wave[:, held:] *= np.cos(np.linspace(0, np.pi / 2, release, dtype=np.float32))[:left] ** 2
    return wave


def _room(seconds: float) -> Wave:
    """The echo of a room that takes so long to fall silent: dying noise, brighter at its start."""
    n = int(seconds * SAMPLE_RATE)
    t = np.arange(n, dtype=np.float32) / SAMPLE_RATE
    noise = np.random.default_rng(2).standard_normal((2, n), dtype=np.float32)
    spectrum = np.fft.rfft(noise * np.exp(np.float32(-6.9 / seconds) * t))
    f = np.fft.rfftfreq(n, 1 / SAMPLE_RATE)
    spectrum *= (f / 220) ** 2 / (1 + (f / 220) ** 2) / (1 + (f / 5200) ** 2)
    late = int(0.014 * SAMPLE_RATE)
    echo = np.zeros((2, n + late), np.float32)
    echo[:, late:] = np.fft.irfft(spectrum, n)
    return (echo / np.float32(np.sqrt((echo**2).sum() / 2))).astype(np.float32)


def _loudness(wave: Wave) -> float:
    """LUFS of a piece of sound (BS.1770's weighting, no gate)."""
    n = wave.shape[1]
    f = np.fft.rfftfreq(n, 1 / SAMPLE_RATE)
    s = 2j * np.pi * np.maximum(f, 1)
    low, high = 2 * np.pi * 38.1, 2 * np.pi * 1682.0
    passed = s**2 / (s**2 + s * low / 0.5003 + low**2)
    shelf = (1.585 * s**2 + 1.259 * s * high / 0.7072 + high**2) / (s**2 + s * high / 0.7072 + high**2)
    power = np.abs(np.fft.rfft(wave) * passed * shelf) ** 2
    return float(-0.691 + 10 * np.log10(2 * power.sum() / n**2 + 1e-12))


def _record(seconds: float) -> Wave:
    """The noise of an old record: hiss, and crackles here and there."""
    n = int(seconds * SAMPLE_RATE)
    random = np.random.default_rng(4)
    spectrum = np.fft.rfft(random.standard_normal((2, n), dtype=np.float32))
    f = np.fft.rfftfreq(n, 1 / SAMPLE_RATE)
    hiss = np.fft.irfft(spectrum / (1 + (f / 3000) ** 2), n).astype(np.float32)
    hiss *= np.float32(0.35 / hiss.std())
    for at in random.integers(0, n - 200, int(seconds * 9)):
        size = np.float32(random.exponential(6.0))
        crackle = random.standard_normal(60).astype(np.float32) * np.exp(-np.arange(60) / 12).astype(
            np.float32
        )
        hiss[:, at : at + 60] += size * crackle * np.float32(random.uniform(0.5, 1))
    return hiss


def _held_down(wave: Wave) -> Wave:
    """Peaks rounded off below the ceiling; what is below the knee stays as it is."""
    size = np.abs(wave)
    room = _CEILING - _KNEE
    return np.where(size > _KNEE, np.sign(wave) * (_KNEE + room * np.tanh((size - _KNEE) / room)), wave)


def played(score: Score) -> Iterator[Wave]:
    """The piece, a bar at a time, mastered: about -16 LUFS, peaks below -1 dBFS."""
    trial = Player(score)
    loud = _loudness(np.concatenate([trial.bar(bar) for bar in score.fullest], axis=1))
    gain = np.float32(10 ** ((LOUDNESS - loud) / 20))
    player = Player(score)
    if score.loop:
        # What rings over the end is heard at the beginning: the seam cannot be told.
        for bar in range(max(0, score.bars - 3), score.bars):
            player.bar(bar)
    total = round(score.seconds * SAMPLE_RATE)
    record = _record(6.0) * np.float32(score.mood.vinyl) if score.mood.vinyl else None
    for bar in range(score.bars):
        start = player.start(bar)
        wave = player.bar(bar)[:, : total - start] * gain
        if record is not None:
            wave += np.take(record, np.arange(start, start + wave.shape[1]), axis=1, mode="wrap")
        if not score.loop:
            wave *= _ending(start, wave.shape[1], total, score.bar_seconds)
        yield _held_down(wave)


def _ending(start: int, n: int, total: int, bar_seconds: float) -> Wave:
    """The gain of the last chord's fading: over the last three quarters of a bar."""
    fade = min(int(0.75 * bar_seconds * SAMPLE_RATE), total // 4)
    left = (total - np.arange(start, start + n)) / max(1, fade)
    return (np.sin(np.pi / 2 * np.clip(left, 0, 1)) ** 1.5).astype(np.float32)
