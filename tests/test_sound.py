"""Sound effects, measured on what comes out: levels, lengths, curves, depth, pitch, place."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from op_rendering import Array, context, heard, rms, sound
from workprint.base import Curve
from workprint.ffmpeg import command, run
from workprint.graph import Audio, Graph, Pad, Value
from workprint.ops import AudioEffect, bind, registry

S = 48000
SOUND = sorted(name for name, op in registry().items() if issubclass(op, AudioEffect))
VOICED = "0.2*(sin(2*PI*180*t)+0.5*sin(2*PI*900*t)+0.3*sin(2*PI*2500*t))*pow(max(0,sin(2*PI*0.7*t)),2)"


def _context(samples: int, inputs: Mapping[str, Pad] | None = None):
    return context(samples // 1920, inputs=inputs)


def _measured(graph: Graph, folder: Path, known: dict[str, Mapping[str, Value]]) -> None:
    """What the loudness effect asks for, measured."""
    for wanted in graph.made():
        if wanted.key not in known:
            _measured(Graph(wanted.pads), folder, known)
            pad = wanted.pads[0]
            assert isinstance(pad, Audio)
            known[wanted.key] = _loudness(pad, folder, known)


def _loudness(audio: Audio, folder: Path, known: dict[str, Mapping[str, Value]]) -> dict[str, str]:
    tail = audio.filter("loudnorm", print_format="json")
    text = run(command(Graph((tail,)), [("-f", "null", "-")], folder, known).args)
    report = json.loads(re.findall(r"\{[^{}]*\}", text)[-1])
    return {key: "-99" if value == "-inf" else value for key, value in report.items()}


def _through(name: str, source: Audio, inputs: Mapping[str, Pad] | None = None, **params: object) -> Array:
    return heard(bind(AudioEffect, name, params).build(source, _context(source.samples, inputs)))


@pytest.mark.parametrize("name", [name for name in SOUND if name != "loudness"])
@pytest.mark.parametrize("samples", [1601, 48048])
def test_keeps_the_number_of_samples(name: str, samples: int) -> None:
    voice = sound(VOICED, VOICED, samples)
    assert _through(name, sound(VOICED, VOICED, samples), {"voice": voice}).shape == (2, samples)


@pytest.mark.parametrize("name", [name for name in SOUND if name not in ("mute_sound", "pitch")])
def test_keeps_its_place(name: str, tmp_path: Path) -> None:
    """Nothing is heard late or early, to half a millisecond."""
    bursts = "0.3*(2*random(0)-1)*lt(mod(t,0.5),0.02)+0.01*sin(2*PI*300*t)"
    source = sound(bursts, bursts, 2 * S)
    out = bind(AudioEffect, name, {}).build(source, _context(2 * S, {"voice": sound("0", "0", S)}))
    known: dict[str, Mapping[str, Value]] = {}
    _measured(Graph((out,)), tmp_path, known)
    before, after = (np.fft.rfft(x[0], 4 * S) for x in (heard(source), heard(out, known)))
    likeness = np.fft.irfft(after * np.conj(before))
    lag = int(np.argmax(likeness))
    assert min(lag, 4 * S - lag) <= 24


def test_volume_moves_without_steps() -> None:
    source = sound("0.5*sin(2*PI*1000*t)", "0.5*sin(2*PI*1000*t)", S)
    op = bind(AudioEffect, "volume", {}).model_copy(
        update={"gain": Curve(((0, 0.0, "linear"), (25, 1.0, "hold")), Fraction(25))}
    )
    out = heard(op.build(source, _context(S)))[0]
    peaks = np.abs(out).reshape(100, -1).max(1)
    assert np.allclose(peaks, 0.5 * (np.arange(100) + 1) / 100, atol=0.01)


def test_mute_is_silence() -> None:
    assert np.abs(_through("mute_sound", sound("0.5", "0.5", S))).max() == 0


def test_fades_are_exact_and_of_equal_power() -> None:
    ones = sound("0.5", "0.5", 2 * S)
    rise = _through("sound_fade_in", ones, duration=1.0)[0] / 0.5
    fall = _through("sound_fade_out", ones, duration=1.0)[0] / 0.5
    ramp = np.sin(np.pi / 2 * np.arange(S) / S)
    assert np.allclose(rise[:S], ramp, atol=2e-3)
    assert np.all(rise[S:] == 1)
    assert np.all(fall[:S] == 1)
    assert np.allclose(rise[:S] ** 2 + fall[S:] ** 2, 1, atol=5e-3)


def test_a_fade_longer_than_the_sound_takes_all_of_it() -> None:
    out = _through("sound_fade_out", sound("0.5", "0.5", 9600), duration=5.0)[0]
    assert out[0] == pytest.approx(0.5, abs=1e-3)
    assert abs(out[-1]) < 1e-3


@pytest.mark.parametrize("zero", [Fraction(1, 4), Fraction(-1, 4)])
def test_fades_go_by_the_items_own_clock(zero: Fraction) -> None:
    """A handle plays before the item, or the stream begins inside it."""
    at = replace(_context(S), zero=zero)
    rise = heard(bind(AudioEffect, "sound_fade_in", {"duration": 0.5}).build(sound("0.5", "0.5", S), at))
    fall = heard(bind(AudioEffect, "sound_fade_out", {"duration": 0.5}).build(sound("0.5", "0.5", S), at))
    place = np.arange(S) / S - float(zero)
    assert rise.shape == fall.shape == (2, S)
    assert np.allclose(rise[0] / 0.5, np.sin(np.pi * np.clip(place, 0, 0.5)), atol=2e-3)
    assert np.allclose(fall[0] / 0.5, np.sin(np.pi * np.clip(1 - place, 0, 0.5)), atol=2e-3)


LOUD = {
    "speech": (VOICED, -14.0, 0.4),
    "whisper": (f"0.02*{VOICED}", -14.0, 0.4),
    "peaks": (f"0.1*{VOICED}+0.25*exp(-200*mod(t,1))*sin(2*PI*1000*t)", -14.0, 1.0),
    "quieter": (VOICED, -23.0, 0.4),
}


@pytest.mark.parametrize("case", LOUD)
def test_loudness_hits_the_target_under_the_ceiling(case: str, tmp_path: Path) -> None:
    wave, target, within = LOUD[case]
    source = sound(wave, wave, 6 * S + 7)
    out = bind(AudioEffect, "loudness", {"target": target}).build(source, _context(source.samples))
    known: dict[str, Mapping[str, Value]] = {}
    _measured(Graph((out,)), tmp_path, known)
    report = _loudness(out, tmp_path, known)
    assert float(report["input_i"]) == pytest.approx(target, abs=within)
    assert float(report["input_tp"]) <= -0.9
    assert heard(out, known).shape == (2, source.samples)


@pytest.mark.parametrize("wave", ["0", "0.0001*(2*random(0)-1)"])
def test_silence_is_not_made_loud(wave: str, tmp_path: Path) -> None:
    source = sound(wave, wave, 4 * S)
    out = bind(AudioEffect, "loudness", {}).build(source, _context(source.samples))
    known: dict[str, Mapping[str, Value]] = {}
    _measured(Graph((out,)), tmp_path, known)
    assert np.abs(heard(out, known)).max() < 0.001


@pytest.mark.parametrize("level", [0.03, 0.5])
@pytest.mark.parametrize("depth", [3, 10, 20])
def test_ducking_goes_exactly_as_deep_as_asked(depth: float, level: float) -> None:
    music = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*440*t)", 6 * S)
    speech = f"{level}*sin(2*PI*200*t)*between(t,2,4)+0.001*(2*random(0)-1)"
    plain = heard(music)
    out = _through("duck", music, {"voice": sound(speech, speech, 5 * S)}, depth=depth)

    def change(start: float, end: float) -> float:
        piece = slice(int(start * S), int(end * S))
        return rms(out[:, piece]) - rms(plain[:, piece])

    assert change(0.5, 1.95) == pytest.approx(0, abs=0.5)
    assert change(2.1, 3.95) == pytest.approx(-depth, abs=1)
    assert change(4.8, 6.0) == pytest.approx(0, abs=0.5)
    assert -0.95 * depth < change(4.1, 4.2) < -0.3 * depth


def test_ducking_holds_through_speech() -> None:
    """Syllables four times a second, pauses between them: the music does not pump by more than 5 dB."""
    music = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*440*t)", 4 * S)
    speech = "0.2*(2*random(0)-1)*pow(max(0,sin(2*PI*4*t)),2)"
    out = _through("duck", music, {"voice": sound(speech, speech, 4 * S)})
    levels = [rms(out[:, start : start + 960]) - rms(heard(music)) for start in range(S, 4 * S, 960)]
    assert np.mean(levels) < -7
    assert max(levels) - min(levels) < 5.5


def test_ducking_without_a_voice_changes_nothing() -> None:
    music = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*440*t)", S)
    assert np.array_equal(_through("duck", music), heard(music))


def test_denoise_lowers_hiss_and_keeps_speech_in_place() -> None:
    noise = "0.01*(2*random(0)-1)"
    clean, noisy = sound(VOICED, VOICED, 8 * S), sound(f"{VOICED}+{noise}", f"{VOICED}+{noise}", 8 * S)
    before, out, ideal = heard(noisy), _through("sound_denoise", noisy), heard(clean)
    pause, speech = slice(int(6.5 * S), 7 * S), slice(int(5.95 * S), int(6.2 * S))
    assert rms(out[:, pause]) < rms(before[:, pause]) - 5
    assert rms(out[:, speech] - ideal[:, speech]) < rms(before[:, speech] - ideal[:, speech]) - 3


def test_click_removal() -> None:
    tone, click = "0.2*sin(2*PI*300*t)", "0.7*eq(mod(n,4800),1234)"
    ideal = heard(sound(tone, tone, 2 * S))
    source = sound(f"{tone}+{click}", f"{tone}+{click}", 2 * S)
    before, out = heard(source), _through("de_click", source)
    assert np.abs(before - ideal).max() > 0.6
    assert np.abs(out - ideal)[:, 4800:-4800].max() < 0.1


@pytest.mark.parametrize("position", [-1, -0.5, 0, 0.3, 1])
def test_pan_keeps_the_power(position: float) -> None:
    mono = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*440*t)", S)
    left, right = (float(np.mean(channel**2)) for channel in _through("pan", mono, position=position))
    assert left + right == pytest.approx(2 * 0.02, rel=0.01)
    angle = np.pi / 4 * (1 + position)
    assert left == pytest.approx(0.04 * np.cos(angle) ** 2, abs=4e-4)


def test_pan_loses_no_side() -> None:
    split = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*1000*t)", S)
    left, right = _through("pan", split, position=-1)
    assert np.abs(right).max() < 1e-4
    spectrum = np.abs(np.fft.rfft(left))
    assert spectrum[440] > 1000
    assert spectrum[1000] > 1000


def test_mono_plays_one_side_on_both() -> None:
    split = sound("0.2*sin(2*PI*440*t)", "0.2*sin(2*PI*1000*t)", S)
    for of, heard_at in (("left", {440}), ("right", {1000}), ("both", {440, 1000})):
        left, right = _through("mono", split, of=of)
        assert np.abs(left - right).max() < 1e-4
        spectrum = np.abs(np.fft.rfft(left))
        assert {hertz for hertz in (440, 1000) if spectrum[hertz] > 1000} == heard_at


@pytest.mark.parametrize("semitones", [-12, -3, 4, 12])
def test_pitch_by_semitones(semitones: float) -> None:
    out = _through("pitch", sound("0.3*sin(2*PI*440*t)", "0.3*sin(2*PI*440*t)", 2 * S), semitones=semitones)
    peak = np.argmax(np.abs(np.fft.rfft(out[0, S // 2 : -S // 2] * np.hanning(S))))
    assert peak == pytest.approx(440 * 2 ** (semitones / 12), abs=1.5)


@pytest.mark.parametrize(("name", "low", "high"), [("bass", 6, 0), ("treble", 0, 6)])
def test_tone(name: str, low: float, high: float) -> None:
    for frequency, gain in ((50, low), (12000, high), (800, 0)):
        wave = f"0.1*sin(2*PI*{frequency}*t)"
        source = sound(wave, wave, S)
        change = rms(_through(name, source, gain=6.0)[:, S // 4 :]) - rms(heard(source)[:, S // 4 :])
        assert change == pytest.approx(gain, abs=1.2)


def test_voice_clarity_lifts_presence_and_drops_rumble() -> None:
    def level(frequency: int) -> float:
        wave = f"0.1*sin(2*PI*{frequency}*t)"
        return rms(_through("voice_clarity", sound(wave, wave, S))[:, S // 4 :])

    assert level(3200) > level(260) + 2
    assert level(30) < level(1000) - 8


def test_echo_comes_back_fainter() -> None:
    ping = "0.5*lt(t,0.01)*sin(2*PI*1000*t)"
    out = _through("echo", sound(ping, ping, S), amount=0.5, delay=0.25)[0]
    first, second, third = (np.abs(out[int(at * S) : int((at + 0.02) * S)]).max() for at in (0, 0.25, 0.5))
    assert first > 2 * second > 3 * third > 0.1
    assert np.abs(out[int(0.05 * S) : int(0.24 * S)]).max() < 0.01


def test_a_telephone_has_neither_depth_nor_brightness() -> None:
    def level(frequency: int) -> float:
        wave = f"0.1*sin(2*PI*{frequency}*t)"
        return rms(_through("telephone", sound(wave, wave, S))[:, S // 4 :])

    assert level(1200) > level(100) + 25
    assert level(1200) > level(14000) + 20
