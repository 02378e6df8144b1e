"""Made music: in time with its grid, the same for a seed, different by mood, loud enough, no clicks."""

import re
import tracemalloc
import wave
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from workprint.ffmpeg import run
from workprint.synth import NoSuchMood, grid, moods, music

S = 48000
MOODS = tuple(moods())


def _made(folder: Path, mood: str, seed: int = 1, seconds: float = 16.0, loop: bool = False):
    path = folder / f"{mood}-{seed}-{seconds}-{loop}.wav"
    found = music(mood, seed, seconds, path, loop)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels()) == (S, 2)
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").reshape(-1, 2).T / 32768, found, path


def _onsets(sound: np.ndarray, step: int = 480) -> np.ndarray:
    """How much low energy (drums, bass) comes in, every 10 ms."""
    mono = sound.mean(axis=0)
    n = len(mono) // step - 2
    frames = np.stack([mono[k * step : k * step + 2 * step] for k in range(n)]) * np.hanning(2 * step)
    low = np.abs(np.fft.rfft(frames, axis=1))[:, :4].sum(axis=1)
    return np.maximum(0, np.diff(low))


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [4.0, 21.37, 33.0])
def test_lasts_exactly_as_long_as_asked(mood: str, seconds: float, tmp_path: Path) -> None:
    sound, found, _ = _made(tmp_path, mood, 3, seconds)
    assert sound.shape[1] == round(seconds * S)
    assert found.seconds == seconds
    assert found == grid(mood, 3, seconds)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [20.0, 47.0, 61.3, 180.0])
def test_ends_on_a_bar_near_the_moods_tempo(mood: str, seconds: float) -> None:
    slowest, fastest = moods()[mood].tempo
    for seed in range(5):
        found = grid(mood, seed, seconds)
        bar = 4 * 60 / found.bpm
        assert seconds / bar == pytest.approx(round(seconds / bar), abs=1e-6) or seconds < 8 * bar
        assert 0.93 * slowest < found.bpm < 1.07 * fastest
        assert np.allclose(np.diff(found.beats), 60 / found.bpm)
        assert found.bars == found.beats[::4]


@pytest.mark.parametrize("mood", ["lo-fi", "upbeat", "cinematic", "corporate"])
def test_the_grid_is_where_the_bars_are_heard(mood: str, tmp_path: Path) -> None:
    """Of all places in a bar, its first beat hits hardest."""
    sound, found, _ = _made(tmp_path, mood, 2, 24.0)
    flux = _onsets(sound)
    sixteenth = 60 / found.bpm / 4
    strength = [
        np.mean([max(flux[round((bar + late) * 100) - 2 :][:3]) for bar in found.bars[2:-2]])
        for late in np.arange(-8, 8) * sixteenth
    ]
    assert np.argmax(strength) == 8
    assert strength[8] > 1.8 * np.mean(strength)


def test_the_same_seed_is_the_same_music(tmp_path: Path) -> None:
    first, _, _ = _made(tmp_path, "calm", 5, 8.0)
    again, _, _ = _made(tmp_path / "..", "calm", 5, 8.0)
    other, _, _ = _made(tmp_path, "calm", 6, 8.0)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_moods_differ(tmp_path: Path) -> None:
    assert grid("ambient", 1, 60).bpm < grid("calm", 1, 60).bpm < grid("corporate", 1, 60).bpm
    assert grid("corporate", 1, 60).bpm < grid("upbeat", 1, 60).bpm
    bright = {}
    for mood in ("lo-fi", "upbeat"):
        sound, _, _ = _made(tmp_path, mood, 1, 16.0)
        power = np.abs(np.fft.rfft(sound[0])) ** 2
        bright[mood] = power[8000 * 16 :].sum() / power.sum()
    assert bright["upbeat"] > 5 * bright["lo-fi"]


@pytest.mark.parametrize("mood", MOODS)
def test_loudness_and_peaks(mood: str, tmp_path: Path) -> None:
    sound, _, path = _made(tmp_path, mood, 1, 30.0)
    report = run(["-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"])
    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", report)[-1])
    assert loudness == pytest.approx(-16, abs=1.5)
    assert peak < -1
    assert np.abs(sound).max() < 0.89
    assert abs(sound.mean()) < 1e-3


@pytest.mark.parametrize("mood", MOODS)
def test_ends_in_silence(mood: str, tmp_path: Path) -> None:
    sound, _, _ = _made(tmp_path, mood, 1, 16.0)
    assert np.abs(sound[:, -48:]).max() < 0.01
    assert np.abs(sound[:, : S // 2]).max() > 0.01


@pytest.mark.parametrize("mood", ["lo-fi", "upbeat", "calm", "cinematic"])
def test_a_loop_has_no_seam(mood: str, tmp_path: Path) -> None:
    sound, found, _ = _made(tmp_path, mood, 2, 12.0, loop=True)
    assert sound.shape[1] == round(found.seconds * S)
    assert found.seconds * found.bpm / 240 == pytest.approx(round(found.seconds * found.bpm / 240))
    steps = np.abs(np.diff(np.concatenate([sound, sound], axis=1), axis=1)).max(axis=0)
    seam = steps[sound.shape[1] - 3 : sound.shape[1] + 2].max()
    assert seam <= np.quantile(steps, 0.999) + 0.02


def test_fast_and_small(tmp_path: Path) -> None:
    """Far faster than it plays, at a memory that does not grow with the length."""
    music("upbeat", 9, 5.0, tmp_path / "warm.wav")
    tracemalloc.start()
    music("upbeat", 9, 20.0, tmp_path / "short.wav")
    short = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    music("upbeat", 9, 80.0, tmp_path / "long.wav")
    long = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert long < 1.3 * short + 20e6
    before = process_time()
    music("upbeat", 9, 60.0, tmp_path / "timed.wav")
    assert 60 / (process_time() - before) > 20


def test_an_unknown_mood_is_named() -> None:
    with pytest.raises(NoSuchMood) as caught:
        grid("polka", 1, 10)
    assert "polka" in caught.value.say("en")
    assert "lo-fi" in caught.value.say("zh")


def test_every_mood_speaks_both_languages() -> None:
    for mood in moods().values():
        assert mood.title["en"]
        assert mood.title["zh"]
        assert mood.say["en"]
        assert mood.say["zh"]
        for row in (
            *mood.comping,
            *mood.bassline,
            *mood.arpeggio,
            *(r for d in mood.drums for r in d.values()),
        ):
            assert re.fullmatch(r"[.1-9]{16}", row)
