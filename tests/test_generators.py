"""Generators: the right length, the right colours, the right pitch, made music in its place."""

import wave
from fractions import Fraction
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from op_rendering import RATE, SIZE, context, heard, seen
from workprint.graph import File, Graph
from workprint.ops import AudioGenerator, VideoGenerator, bind, registry
from workprint.ops.text import MissingGlyphs
from workprint.synth import moods, music

S = 48000


def _shown(name: str, frames: int = 5, rate: Fraction = RATE, **params: object) -> np.ndarray:
    return seen(bind(VideoGenerator, name, params).build(context(frames, rate)))


@pytest.mark.parametrize("rate", [RATE, Fraction(30000, 1001)])
@pytest.mark.parametrize(
    ("name", "params"), [("color", {}), ("gradient", {}), ("title_card", {"text": "Hi"})]
)
def test_pictures_have_their_length_and_size(name: str, params: dict[str, object], rate: Fraction) -> None:
    assert _shown(name, 7, rate, **params).shape == (7, SIZE[1], SIZE[0], 3)


def test_color() -> None:
    shown = _shown("color", color="#ff8000")
    assert np.abs(shown.astype(int) - (255, 128, 0)).max() <= 4


@pytest.mark.parametrize(("towards", "axis"), [("down", 0), ("right", 1)])
def test_gradient_goes_from_one_colour_to_the_other(towards: str, axis: int) -> None:
    frame = _shown("gradient", 1, first="black", last="white", towards=towards)[0].mean(axis=2)
    along = frame.mean(axis=1 - axis)
    assert along[0] < 10
    assert along[-1] > 245
    assert np.all(np.diff(along) >= -1)
    assert np.ptp(frame, axis=1 - axis).max() < 8


def test_a_still_gradient_stands_still_and_a_moving_one_moves() -> None:
    still, moving = _shown("gradient", 10), _shown("gradient", 10, motion=1.0)
    assert np.array_equal(still[0], still[-1])
    assert np.abs(moving[0].astype(int) - moving[-1]).mean() > 2


def test_a_title_card_has_its_words_in_the_middle() -> None:
    frames = _shown("title_card", 20, text="标题 Title", background="#000080", size=0.3)
    middle = frames[10][20:52, 20:108]
    assert (middle.min(axis=2) > 200).sum() > 100
    assert np.abs(frames[10][:4, :4].astype(int) - (0, 0, 128)).max() < 6


def test_a_second_line_on_a_title_card() -> None:
    one = _shown("title_card", 10, text="One", blend="blue")[5]
    two = _shown("title_card", 10, text="One", subtitle="Two two two", blend="blue")[5]
    assert np.abs(one.astype(int) - two).mean() > 1


def test_a_title_card_without_glyphs_is_refused() -> None:
    with pytest.raises(MissingGlyphs):
        _shown("title_card", text="\U00013000")


def test_silence_and_its_length() -> None:
    out = heard(bind(AudioGenerator, "silence", {}).build(context(7, Fraction(30000, 1001))))
    assert out.shape == (2, 11211)
    assert not out.any()


def test_tone() -> None:
    out = heard(bind(AudioGenerator, "tone", {"frequency": 440, "level": -6}).build(context(25)))
    assert out.shape == (2, S)
    assert np.argmax(np.abs(np.fft.rfft(out[0]))) == 440
    assert np.abs(out).max() == pytest.approx(0.501, abs=0.001)


def test_music_is_made_for_the_length(tmp_path: Path) -> None:
    asked = context(100, Fraction(30000, 1001))
    audio = bind(AudioGenerator, "music", {"mood": "upbeat", "seed": 4}).build(asked)
    (wanted,) = Graph((audio,)).made()
    params = dict(wanted.params)
    assert params == {"mood": "upbeat", "seed": 4, "seconds": round(asked.seconds, 3)}
    music(params["mood"], params["seed"], params["seconds"], tmp_path / "music.wav")
    out = heard(audio, {wanted.key: {"": File(str(tmp_path / "music.wav"), "music")}})
    assert out.shape == (2, asked.samples)
    with wave.open(str(tmp_path / "music.wav")) as file:
        written = np.frombuffer(file.readframes(S), "<i2").reshape(-1, 2).T / 32768
    assert np.abs(out[:, :S] - written).max() < 1e-3


def test_music_can_be_had_in_every_mood() -> None:
    field = registry()["music"].model_fields["mood"]
    assert set(get_args(field.annotation)) == set(moods())
