"""What each picture effect promises the viewer, measured on tiny made pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picture_rendering import (
    COUNT,
    Frames,
    built,
    colourfulness,
    energy,
    luma,
    plain,
    scene,
    shown,
    source,
    through,
)
from workprint.ops import VideoEffect, registry
from workprint.ops.picture.lut import LutMissing, NotALut

Params = dict[str, Any]
EFFECTS = sorted(name for name, op in registry().items() if issubclass(op, VideoEffect))
NEED_FILES = {"lut", "stabilise"}


def red(f: Frames) -> float:
    return float(f[..., 0].mean())


def green(f: Frames) -> float:
    return float(f[..., 1].mean())


def blue(f: Frames) -> float:
    return float(f[..., 2].mean())


def light(f: Frames) -> float:
    return float(luma(f).mean())


def spread(f: Frames) -> float:
    return float(luma(f).std())


def warmth(f: Frames) -> float:
    return red(f) - blue(f)


def motion(f: Frames) -> float:
    return float(np.abs(np.diff(luma(f), axis=0)).mean())


def edge_darkness(f: Frames) -> float:
    lit = luma(f)
    return float(lit[:, 28:44, 52:76].mean() - lit[:, :6, :10].mean())


Measure = Callable[[Frames], float]

RAISES: list[tuple[str, Params, Measure]] = [
    ("brightness", {}, light),
    ("exposure", {}, light),
    ("contrast", {}, spread),
    ("saturation", {}, colourfulness),
    ("temperature", {}, warmth),
    ("tint", {}, lambda f: red(f) + blue(f) - 2 * green(f)),
    ("shadows", {}, light),
    ("balance", {"red_gain": 1.2}, red),
    ("balance", {"gamma": 1.3}, light),
    ("balance", {"white": 0.85}, light),
    ("vivid", {}, colourfulness),
    ("warm", {}, warmth),
    ("vignette", {}, edge_darkness),
    ("sharpen", {}, energy),
    ("grain", {}, motion),
    ("glow", {}, light),
]
LOWERS: list[tuple[str, Params, Measure]] = [
    ("brightness", {"amount": -0.3}, light),
    ("exposure", {"stops": -1}, light),
    ("contrast", {"amount": -0.4}, spread),
    ("saturation", {"amount": 0.5}, colourfulness),
    ("temperature", {"amount": -0.3}, warmth),
    ("tint", {"amount": -0.3}, lambda f: red(f) + blue(f) - 2 * green(f)),
    ("highlights", {}, light),
    ("balance", {"black": 0.1}, light),
    ("balance", {"blue_gain": 0.8}, blue),
    ("black_and_white", {"strength": 0.5}, colourfulness),
    ("cool", {}, warmth),
    ("sepia", {}, colourfulness),
    ("vintage", {}, spread),
    ("blur", {}, energy),
]


@pytest.mark.parametrize(("op", "params", "measure"), RAISES)
def test_raises(op: str, params: Params, measure: Measure) -> None:
    assert measure(through(scene(), op, params)) > measure(shown(scene())) + 0.5


@pytest.mark.parametrize(("op", "params", "measure"), LOWERS)
def test_lowers(op: str, params: Params, measure: Measure) -> None:
    assert measure(through(scene(), op, params)) < measure(shown(scene())) - 0.5


NEUTRAL: list[tuple[str, Params, float]] = [
    ("brightness", {"amount": 0}, 0.1),
    ("exposure", {"stops": 0}, 0.1),
    ("contrast", {"amount": 0}, 0.1),
    ("saturation", {"amount": 1}, 0.1),
    ("hue", {"degrees": 0}, 1),
    ("temperature", {"amount": 0}, 3),
    ("tint", {"amount": 0}, 3),
    ("balance", {}, 3),
    ("shadows", {"amount": 0}, 0.1),
    ("highlights", {"amount": 0}, 0.1),
    ("black_and_white", {"strength": 0}, 0.1),
    ("sepia", {"strength": 0}, 3),
    ("warm", {"strength": 0}, 3),
    ("cool", {"strength": 0}, 3),
    ("vintage", {"strength": 0}, 3),
    ("cinematic", {"strength": 0}, 3),
    ("vivid", {"strength": 0}, 0.1),
    ("vignette", {"strength": 0}, 1),
    ("glow", {"strength": 0}, 0.1),
    ("blur", {"strength": 0}, 0.1),
    ("sharpen", {"strength": 0}, 0.1),
    ("denoise", {"strength": 0}, 0.5),
    ("grain", {"strength": 0}, 0.1),
    ("zoom", {"amount": 1}, 0.1),
    ("ken_burns", {"to_zoom": 1}, 0.1),
    ("crop", {}, 0.1),
    ("rotate", {"angle": 0}, 0.1),
    ("rotate", {"angle": 360}, 0.1),
    ("opacity", {"amount": 1}, 0.1),
    ("letterbox", {"ratio": 16 / 9}, 0.1),
    ("rounded", {"padding": 0, "radius": 0}, 0.1),
]


@pytest.mark.parametrize(("op", "params", "limit"), NEUTRAL)
def test_does_nothing_at_its_neutral_value(op: str, params: Params, limit: float) -> None:
    assert np.abs(through(scene(), op, params) - shown(scene())).mean() < limit


@pytest.mark.parametrize("color", ["#808080", "#404040", "#c8c8c8"])
@pytest.mark.parametrize(
    "op", ["brightness", "exposure", "contrast", "saturation", "shadows", "black_and_white"]
)
def test_grey_stays_grey(op: str, color: str) -> None:
    assert colourfulness(through(plain(color), op)) <= 1


@pytest.mark.parametrize("op", ["temperature", "tint", "warm", "cool", "sepia", "cinematic"])
def test_black_stays_black(op: str) -> None:
    assert through(plain("black"), op)[..., :3].max() <= 16


def test_no_saturation_is_black_and_white() -> None:
    assert colourfulness(through(scene(), "saturation", {"amount": 0})) < 0.5
    assert colourfulness(through(scene(), "black_and_white")) < 0.5


def test_a_stop_doubles_the_light() -> None:
    before, after = (
        shown(v)[0, 0, 0, 0] / 255
        for v in (plain("#606060"), built(plain("#606060"), "exposure", {"stops": 1}))
    )
    assert (after / before) ** 2.2 == pytest.approx(2, rel=0.04)


def test_balance_takes_its_numbers_exactly() -> None:
    after = through(
        plain("#806040"), "balance", {"red_gain": 1.25, "blue_gain": 0.5, "black": 0.1, "white": 0.9}
    )
    before = shown(plain("#806040"))[0, 9, 9, :3]
    expected = [(v / 255 * gain - 0.1) / 0.8 * 255 for v, gain in zip(before, (1.25, 1, 0.5), strict=True)]
    assert after[0, 9, 9, :3] == pytest.approx(np.clip(expected, 0, 255), abs=5)


def test_inverts_light_and_colour() -> None:
    assert through(plain("#e02020"), "invert")[0, 0, 0, :3] == pytest.approx([0x1F, 0xDF, 0xDF], abs=12)


def test_hue_by_half_a_turn_gives_the_opposite() -> None:
    after = through(plain("#a04040"), "hue", {"degrees": 180})[0, 0, 0]
    assert after[0] < min(after[1], after[2])


def test_denoise_calms_the_noise() -> None:
    noisy = plain("#808080").filter("noise", alls=8, allf="t", all_seed=3)
    assert motion(shown(built(noisy, "denoise"))) < 0.5 * motion(shown(noisy))


def test_grain_is_the_same_every_time() -> None:
    assert np.array_equal(through(scene(), "grain"), through(scene(), "grain"))


@pytest.mark.parametrize(("color", "value"), [("black", 0), ("white", 255)])
def test_fade_in_starts_in_the_colour_and_leaves_the_rest_alone(color: str, value: int) -> None:
    before = shown(plain("#808080"))
    after = through(plain("#808080"), "fade_in", {"duration": 0.5, "color": color})
    assert after[0, ..., :3] == pytest.approx(value, abs=1)
    assert np.array_equal(after[6:], before[6:])
    steps = np.abs(after[:7, 0, 0, 0] - value)
    assert (np.diff(steps) > 0).all()


@pytest.mark.parametrize(("color", "value"), [("black", 0), ("white", 255)])
def test_fade_out_ends_in_the_colour_and_leaves_the_rest_alone(color: str, value: int) -> None:
    before = shown(plain("#808080"))
    after = through(plain("#808080"), "fade_out", {"duration": 0.5, "color": color})
    assert after[-1, ..., :3] == pytest.approx(value, abs=1)
    assert np.array_equal(after[:6], before[:6])
    steps = np.abs(after[5:, 0, 0, 0] - value)
    assert (np.diff(steps) < 0).all()


@pytest.mark.parametrize("op", ["fade_in", "fade_out"])
@pytest.mark.parametrize("duration", [0.01, 1.0, 30.0])
def test_a_fade_fits_its_clip(op: str, duration: float) -> None:
    lights = luma(through(plain("#808080"), op, {"duration": duration}))[:, 0, 0]
    ends = lights if op == "fade_in" else lights[::-1]
    assert ends[0] < 1
    assert ends[-1] == pytest.approx(128, abs=1)


@pytest.mark.parametrize("op", ["fade_in", "fade_out"])
def test_one_frame_cannot_fade(op: str) -> None:
    assert light(through(plain("#808080", count=1), op)) == pytest.approx(128, abs=1)


@pytest.mark.parametrize(("op", "first", "last"), [("fade_in", 0, 200), ("fade_out", 200, 0)])
def test_a_transparent_picture_fades_by_its_transparency(op: str, first: int, last: int) -> None:
    after = through(plain("#808080", alpha=200), op, {"duration": 5})
    assert (after[0, 0, 0, 3], after[-1, 0, 0, 3]) == pytest.approx((first, last), abs=2)
    assert after[5, ..., :3] == pytest.approx(128, abs=1)


def test_a_clear_fade_makes_an_opaque_picture_appear() -> None:
    pad = built(plain("#808080"), "fade_in", {"color": "clear"})
    assert pad.alpha
    assert shown(pad)[0, 0, 0, 3] == 0


CUBE = "LUT_3D_SIZE 2\n" + "\n".join(f"{g} {r} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))
"""Red and green change places."""


def test_lut_grades_by_the_file(tmp_path: Path) -> None:
    file = tmp_path / "it's, a [swap];.cube"
    file.write_text(CUBE)
    after = through(plain("#c04020"), "lut", {"file": str(file)})
    assert after[0, 9, 9, :3] == pytest.approx([0x40, 0xC0, 0x20], abs=4)


def test_lut_names_the_file_that_is_missing_or_wrong(tmp_path: Path) -> None:
    with pytest.raises(LutMissing, match="nowhere"):
        built(scene(), "lut", {"file": str(tmp_path / "nowhere.cube")})
    wrong = tmp_path / "notes.cube"
    wrong.write_text("no table here")
    with pytest.raises(NotALut, match=r"notes\.cube"):
        built(scene(), "lut", {"file": str(wrong)})


@pytest.mark.parametrize("op", [name for name in EFFECTS if name not in NEED_FILES])
@pytest.mark.parametrize("size", [(128, 72), (90, 162)])
def test_every_effect_keeps_the_number_of_frames_and_tells_the_size(op: str, size: tuple[int, int]) -> None:
    pad = built(source(width=size[0], height=size[1]), op)
    assert pad.frames == COUNT
    assert len(shown(pad)) == COUNT


COVERED = {"on_background", "rounded"}
"""It lays the picture on a background, so that nothing shows through."""
OWN_ALPHA = {"fade_in", "fade_out", "opacity"}


@pytest.mark.parametrize("op", [name for name in EFFECTS if name not in NEED_FILES | OWN_ALPHA])
def test_every_effect_keeps_transparency_or_says_that_it_is_gone(op: str) -> None:
    pad = built(plain("#a06080", alpha=100), op)
    after = shown(pad)
    assert len(after) == COUNT
    assert pad.alpha == (op not in COVERED)
    middle = after[:, pad.height // 2, pad.width // 2, 3]
    assert middle == pytest.approx(255 if op in COVERED else 100, abs=3)
