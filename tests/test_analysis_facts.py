"""What analysis finds, in sound and pictures made so that the truth is known."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from workprint.analysis import FactCache, NoPicture, NoSound, UnknownKind, analyse, kinds, probe
from workprint.analysis.beat import Beat
from workprint.analysis.colour import Colour
from workprint.analysis.loudness import Loudness, read
from workprint.analysis.pauses import (
    FLOOR_DB,
    Levels,
    Reach,
    joined,
    padded,
    rest,
    runs,
    speech_in,
    tightened,
)
from workprint.analysis.scene import Scene
from workprint.analysis.speech import Speech
from workprint.ffmpeg import Cancelled, run
from workprint.model import Fact, MediaFile
from workprint.synth import music

RATE = 16_000
X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
Spans = Sequence[tuple[float, float]]


class Scripted:
    """A voice detector that hears a voice exactly where it is told to."""

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.at = 0.0

    def likelihood(self, window: NDArray[np.float32]) -> float:
        middle, self.at = self.at + 0.016, self.at + 0.032
        return 0.95 if any(a <= middle < b for a, b in self.spans) else 0.02


def hearing(spans: Spans) -> Speech:
    return Speech(voice=lambda: Scripted(spans))


def tones(path: Path, spans: Spans, length: float, noise_db: float = -70, rate: int = RATE) -> Path:
    """A wav with a tone in each span over steady noise."""
    count = round(length * rate)
    sound = np.random.default_rng(1).normal(0, 10 ** (noise_db / 20), count)
    time = np.arange(count) / rate
    for a, b in spans:
        sound += 0.3 * np.sin(2 * np.pi * 300 * time) * ((time >= a) & (time < b))
    return written(path, sound, rate)


def written(path: Path, sound: NDArray[np.float64], rate: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def spans_of(facts: Sequence[Fact], kind: str) -> list[tuple[float, float]]:
    return [(fact.start, fact.end) for fact in facts if fact.kind == kind]


def near(found: Spans, wanted: Spans, within: float) -> bool:
    return len(found) == len(wanted) and bool(np.allclose(found, wanted, rtol=0, atol=within))


SPOKEN = ((0.5, 1.3), (2.0, 3.1))


def test_edges_are_exact_in_a_clean_recording(tmp_path: Path) -> None:
    path = tones(tmp_path / "a.wav", SPOKEN, 4)
    facts = hearing(SPOKEN).find(path, probe(path), None, None)
    assert near(spans_of(facts, "speech"), SPOKEN, 0.02)
    assert near(spans_of(facts, "silence"), [(0, 0.5), (1.3, 2.0), (3.1, 4.0)], 0.02)
    assert all(fact.value["quiet"] for fact in facts if fact.kind == "silence")
    assert all(fact.value["level_db"] < -60 for fact in facts if fact.kind == "silence")


def test_noise_is_not_speech_and_speech_is_padded_in_it(tmp_path: Path) -> None:
    path = tones(tmp_path / "a.wav", SPOKEN, 4, noise_db=-28)
    silences = spans_of(hearing(SPOKEN).find(path, probe(path), None, None), "silence")
    assert len(silences) == 3
    assert silences[1][0] == pytest.approx(1.3 + 0.15, abs=0.1)
    assert silences[1][1] == pytest.approx(2.0 - 0.1, abs=0.1)
    assert silences[1][0] > 1.3
    assert silences[1][1] < 2.0


def test_without_speech_the_level_decides(tmp_path: Path) -> None:
    path = tones(tmp_path / "a.wav", SPOKEN, 4)
    facts = hearing(()).find(path, probe(path), None, None)
    assert not spans_of(facts, "speech")
    assert near(spans_of(facts, "silence"), [(0, 0.5), (1.3, 2.0), (3.1, 4.0)], 0.02)
    assert {fact.value["by"] for fact in facts} == {"level"}


def test_silence_all_through_is_one_silence(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", np.zeros(2 * RATE), RATE)
    facts = hearing(()).find(path, probe(path), None, None)
    assert spans_of(facts, "silence") == [(0, 2)]


def test_sound_that_starts_late_or_ends_early_is_silence_there(tmp_path: Path) -> None:
    tone = tones(tmp_path / "a.wav", [(0, 1)], 1)
    path = tmp_path / "a.mkv"
    picture = ["-f", "lavfi", "-i", "color=red:s=32x32:r=10:d=3"]
    run([*picture, "-itsoffset", "1", "-i", str(tone), *X264, "-c:a", "pcm_s16le", str(path)])
    facts = hearing([(1, 2)]).find(path, probe(path), None, None)
    assert near(spans_of(facts, "silence"), [(0, 1), (2, 3)], 0.02)


def test_the_voice_model_knows_noise_and_tones_from_voice(tmp_path: Path) -> None:
    path = tones(tmp_path / "a.wav", SPOKEN, 4)
    assert not spans_of(Speech().find(path, probe(path), None, None), "speech")


def test_progress_and_cancelling(tmp_path: Path) -> None:
    path = tones(tmp_path / "a.wav", SPOKEN, 4)
    told: list[float] = []
    hearing(SPOKEN).find(path, probe(path), told.append, None)
    assert told == sorted(told)
    assert told[-1] == 1
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        analyse(path, probe(path), cancel=cancel)


def test_hysteresis_and_pads() -> None:
    likely = np.array([0.0] * 50 + [0.2] * 10 + [0.5] * 30 + [0.2] * 10 + [0.0] * 50, np.float32)
    db = np.full(150, -40, np.float32)
    db[50:100] = -25  # too noisy for the level to place the edges
    stretches, levels = speech_in(likely, db, Reach())
    assert not levels.clean
    assert stretches == [(40, 115)]
    weak = np.where(likely > 0.3, np.float32(0.2), likely)
    assert speech_in(weak, db, Reach())[0] == []


def test_edges_snap_to_the_quietest_cell_nearby() -> None:
    db = np.full(200, -30, np.float32)
    db[86], db[119] = -60, -60
    assert padded([(100, 103)], db, Reach()) == [(86, 119)]
    assert padded([(100, 103)], db, Reach(snap=0)) == [(90, 118)]
    assert padded([(2, 195)], db, Reach()) == [(0, 200)]


def test_a_clean_stretch_is_cut_down_to_its_sound() -> None:
    db = np.full(100, -80, np.float32)
    db[20:40], db[45:60], db[80:90] = -20, -20, -20
    assert tightened([(10, 95)], db, Levels(-20, -80), Reach()) == [(20, 60), (80, 90)]


def test_runs_joined_rest() -> None:
    assert runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]
    assert joined([(0, 5), (8, 9), (30, 31)], 10) == [(0, 9), (30, 31)]
    assert rest([(0, 9), (30, 31)], 40) == [(9, 30), (31, 40)]
    assert rest([], 4) == [(0, 4)]
    assert FLOOR_DB < -100


def test_loudness_of_a_known_tone(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    # A 997 Hz sine of -20 dBFS in both channels is -20 LUFS by the definition of the measure.
    level = "volume=-20dB,volume=8,pan=stereo|c0=c0|c1=c0"
    run(["-f", "lavfi", "-i", "sine=f=997:r=48000:d=4", "-af", level, str(path)])
    (fact,) = Loudness().find(path, probe(path), None, None)
    assert fact.value["lufs"] == pytest.approx(-20, abs=0.3)
    assert fact.value["true_peak"] == pytest.approx(-20, abs=0.3)
    assert fact.value["lra"] == 0


def test_loudness_of_silence_is_said_to_be_uncertain(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", np.zeros(RATE), RATE)
    (fact,) = Loudness().find(path, probe(path), None, None)
    assert fact.value["true_peak"] is None
    assert fact.confidence < 0.5
    assert read("nothing") == {"lufs": None, "lra": None, "true_peak": None}


def film(path: Path, graph: str) -> Path:
    run(["-filter_complex", f"{graph}[out]", "-map", "[out]", *X264, str(path)])
    return path


A = "testsrc2=s=128x72:r=24:d=3"
B = "mandelbrot=s=128x72:r=24:end_pts=1000,trim=duration=3,hue=h=90"
C = "smptebars=s=128x72:r=24:d=3"


def test_cuts_to_the_frame(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", f"{A}[a];{B}[b];{C}[c];[a][b][c]concat=n=3")
    facts = Scene().find(path, probe(path), None, None)
    assert near(spans_of(facts, "scene"), [(0, 3), (3, 6), (6, 9)], 0.001)
    assert [fact.value["by"] for fact in facts] == ["start", "cut", "cut"]


def test_a_dissolve_is_found_at_its_middle(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", f"{C}[a];{B},settb=1/24[b];[a]settb=1/24[c];[c][b]xfade=fade:1:2")
    facts = Scene().find(path, probe(path), None, None)
    assert [fact.value["by"] for fact in facts] == ["start", "dissolve"]
    assert facts[1].start == pytest.approx(2.5, abs=0.2)


def test_a_flash_is_no_cut(tmp_path: Path) -> None:
    flash = "drawbox=c=white:t=fill:enable='between(n,30,32)'"
    path = film(tmp_path / "a.mp4", f"{B},{flash}")
    assert spans_of(Scene().find(path, probe(path), None, None), "scene") == [(0, 3)]


def test_a_fade_through_black_parts_two_shots(tmp_path: Path) -> None:
    fades = "fade=out:48:20[a]", "fade=in:0:20[b]"
    path = film(tmp_path / "a.mp4", f"{C},{fades[0]};{B},{fades[1]};[a][b]concat")
    facts = Scene().find(path, probe(path), None, None)
    assert [fact.value["by"] for fact in facts] == ["start", "fade"]
    assert facts[1].start == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("tempo", [85, 96, 120])
def test_beats_of_drums(tmp_path: Path, tempo: int) -> None:
    rate, random = 22_050, np.random.default_rng(3)
    sound = random.normal(0, 0.002, 12 * rate)
    times = np.arange(0.25, 11.5, 60 / tempo)
    hit = random.normal(0, 0.4, 2000) * np.exp(-np.arange(2000) / 300)
    for time in times:
        sound[round(time * rate) : round(time * rate) + 2000] += hit
    path = written(tmp_path / "a.wav", sound, rate)
    facts = Beat().find(path, probe(path), None, None)
    assert facts[0].value["tempo"] == pytest.approx(tempo, rel=0.01)
    assert facts[0].confidence > 0.3
    found = np.array([fact.start for fact in facts])
    assert max(np.abs(found - time).min() for time in times) < 0.03


def test_beats_of_music_made_here(tmp_path: Path) -> None:
    grid = music("upbeat", 1, 15, tmp_path / "a.wav")
    facts = Beat().find(tmp_path / "a.wav", probe(tmp_path / "a.wav"), None, None)
    assert facts[0].value["tempo"] == pytest.approx(grid.bpm, rel=0.02)
    found = np.array([fact.start for fact in facts])
    assert np.mean([np.abs(found - time).min() < 0.07 for time in grid.beats]) > 0.9


def test_noise_has_no_sure_beat(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", np.random.default_rng(0).normal(0, 0.1, 6 * RATE), RATE)
    assert all(fact.confidence < 0.2 for fact in Beat().find(path, probe(path), None, None))


def test_colours_of_a_known_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    run(["-f", "lavfi", "-i", "color=#804020:s=96x54", "-frames:v", "1", str(path)])
    (fact,) = Colour().find(path, probe(path), None, None)
    assert fact.value["mean"] == pytest.approx([0.502, 0.251, 0.125], abs=0.012)
    assert fact.value["low"] == pytest.approx(fact.value["high"], abs=0.01)
    assert fact.value["saturation"] == pytest.approx(0.75, abs=0.02)


def test_colours_follow_the_film(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "color=red:s=64x36:r=5:d=6[a];color=blue:s=64x36:r=5:d=6[b];[a][b]concat")
    facts = Colour().find(path, probe(path), None, None)
    assert len(facts) == 2
    assert facts[0].value["mean"][0] > 0.9 > 0.1 > facts[0].value["mean"][2]
    assert facts[1].value["mean"][2] > 0.9


class Counting:
    """A detector that counts how often it is asked."""

    name, version, kinds, needs = "counting", 1, ("count",), "sound"
    asked = 0

    def find(self, path: Path, media: MediaFile, on_progress: Callable[[float], None] | None, cancel: Event | None) -> list[Fact]:  # fmt: skip
        self.asked += 1
        return [Fact(kind="count", start=0, end=1, value={"word": "嗯"}, confidence=0.5, source=self.name)]


def test_facts_are_kept_by_content_and_version(tmp_path: Path) -> None:
    media = probe(tones(tmp_path / "a.wav", SPOKEN, 1))
    counting, cache = Counting(), FactCache(tmp_path / "facts")

    def found() -> tuple[Fact, ...]:
        return analyse(media.uri, media, ["count"], cache, detectors=[counting])  # type: ignore[list-item]

    first = found()
    assert found() == first
    assert counting.asked == 1
    (entry,) = (tmp_path / "facts").rglob("*.json")
    for broken in ("", "{", '{"facts": [{"kind": 3}]}', "[]"):
        before = counting.asked
        entry.write_text(broken)
        assert found() == first
        assert counting.asked == before + 1
    counting.version = 2
    assert found() == first
    assert counting.asked == 6
    assert not list((tmp_path / "facts").rglob(".*"))


def test_what_a_file_cannot_have_is_said(tmp_path: Path) -> None:
    silent = probe(film(tmp_path / "a.mp4", "color=red:s=32x32:r=10:d=0.5"))
    with pytest.raises(NoSound) as caught:
        analyse(silent.uri, silent, ["silence"])
    assert caught.value.say("en") == "a.mp4 has no sound, so there is no silence to be found in it."
    assert "没有声音" in caught.value.say("zh")
    heard = probe(tones(tmp_path / "a.wav", (), 0.5))
    with pytest.raises(NoPicture):
        analyse(heard.uri, heard, ["scene"])
    with pytest.raises(UnknownKind):
        analyse(heard.uri, heard, ["ghosts"])
    assert {fact.kind for fact in analyse(silent.uri, silent)} >= {"scene", "colour", "motion"}
    assert set(kinds()) >= {"speech", "silence", "loudness", "scene", "beat", "colour", "face", "motion"}
