"""What each picture effect promises the viewer, measured on tiny made pictures."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picture_rendering import (
    COUNT,
    HEIGHT,
    WIDTH,
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
from workprint.base import Curve
from workprint.model import Canvas
from workprint.ops import VideoEffect, registry
from workprint.ops.picture.crop import CropTooMuch
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


def test_crop_cuts_the_sides_it_is_told_and_keeps_even_sizes() -> None:
    pad = built(scene(), "crop", {"left": 0.5, "top": 0.26})
    assert (pad.width, pad.height) == (64, 54)
    assert np.abs(shown(pad) - shown(scene())[:, 18:, 64:]).mean() < 1


@pytest.mark.parametrize("part", [0.01, 0.111, 0.333])
def test_crop_of_odd_sizes_is_even(part: float) -> None:
    pad = built(source(width=130, height=98), "crop", {"left": part, "right": part, "bottom": part})
    assert pad.width % 2 == pad.height % 2 == 0
    assert len(shown(pad)) == COUNT


def test_crop_of_everything_is_refused() -> None:
    with pytest.raises(CropTooMuch, match="leaves no picture"):
        built(scene(), "crop", {"left": 0.6, "right": 0.5})


@pytest.mark.parametrize(
    ("x", "y", "rows", "columns"), [(0, 0, slice(0, 36), slice(0, 64)), (1, 1, slice(36, 72), slice(64, 128))]
)
def test_zoom_shows_the_part_around_its_focus(x: float, y: float, rows: slice, columns: slice) -> None:
    corner = scene().filter("gblur", sigma=2)
    after = through(corner, "zoom", {"amount": 2, "x": x, "y": y})
    assert np.abs(after[:, ::2, ::2] - shown(corner)[:, rows, columns]).mean() < 6


def test_an_animated_zoom_moves_less_than_a_pixel_at_a_time() -> None:
    # A white bar at 3/4 of the width moves outwards by 1/30 of a pixel or so in each frame.
    bar = plain("black").filter("drawbox", x=96, y=0, w=4, h=HEIGHT, color="white", thickness="fill")
    after = luma(through(bar, "zoom", {"amount": 1, "x": 0}, {"amount": [(0, 1.0), (11, 1.04)]}))
    row = after[:, 36, 80:120]
    centre = (row * np.arange(40)).sum(-1) / row.sum(-1)
    steps = np.diff(centre)
    assert steps.min() > 0.15
    assert steps.max() < 0.6


def test_ken_burns_goes_from_one_view_to_the_other() -> None:
    params = {"from_zoom": 2, "to_zoom": 2, "from_x": 0, "from_y": 0, "to_x": 1, "to_y": 1}
    after, ends = through(scene(), "ken_burns", params), shown(scene())
    first = shown(built(scene(), "zoom", {"amount": 2, "x": 0, "y": 0}))[0]
    last = shown(built(scene(), "zoom", {"amount": 2, "x": 1, "y": 1}))[0]
    assert np.abs(after[0] - first).mean() < 8
    assert np.abs(after[-1] - last).mean() < 8
    assert min(np.abs(a - b).mean() for a, b in pairwise(after)) > 1
    assert len(after) == len(ends)


@pytest.mark.parametrize(("angle", "turns"), [(90, 3), (180, 2), (270, 1), (-90, 1)])
def test_quarter_turns_change_the_shape_and_lose_nothing(angle: float, turns: int) -> None:
    pad = built(scene(), "rotate", {"angle": angle})
    assert (pad.width, pad.height) == ((HEIGHT, WIDTH) if angle % 180 else (WIDTH, HEIGHT))
    assert np.abs(shown(pad) - np.rot90(shown(scene()), turns, (1, 2))).mean() < 0.5


@pytest.mark.parametrize("angle", [-30, -3, 2, 15, 45, 100])
def test_a_tilted_picture_covers_its_corners(angle: float) -> None:
    assert luma(through(plain("white"), "rotate", {"angle": angle})).min() > 240


def test_a_tilted_picture_can_show_a_colour_in_its_corners() -> None:
    after = through(plain("white"), "rotate", {"angle": 20, "fill": "color", "color": "#ff0000"})
    assert after[0, 0, 0, :3] == pytest.approx([255, 0, 0], abs=4)


@pytest.mark.parametrize(("direction", "axes"), [("horizontal", (2,)), ("vertical", (1,)), ("both", (1, 2))])
def test_flip_mirrors(direction: str, axes: tuple[int, ...]) -> None:
    after = through(scene(), "flip", {"direction": direction})
    assert np.abs(after - np.flip(shown(scene()), axes)).mean() < 0.5


def test_opacity_is_alpha_and_multiplies() -> None:
    assert built(scene(), "opacity").alpha
    assert through(scene(), "opacity", {"amount": 0.25})[..., 3] == pytest.approx(64, abs=1)
    assert through(scene(alpha=128), "opacity")[..., 3] == pytest.approx(64, abs=1)


@pytest.mark.parametrize(
    ("screen", "subject"), [("#00ff00", "#c08060"), ("#0000ff", "#c08060"), ("#18d020", "#808080")]
)
def test_chroma_key_takes_the_screen_and_leaves_the_subject(screen: str, subject: str) -> None:
    box = plain(screen).filter("drawbox", x=32, y=20, w=64, h=32, color=subject, thickness="fill")
    pad = built(box, "chroma_key", {"color": screen})
    assert pad.alpha
    after = shown(pad)
    assert after[0, 4, 4, 3] < 3
    assert after[0, 36, 64, 3] > 252
    assert np.abs(after[0, 36, 64, :3] - shown(box)[0, 36, 64, :3]).max() < 12


@pytest.mark.parametrize("mode", ["mosaic", "blur"])
def test_mosaic_hides_its_region_and_nothing_else(mode: str) -> None:
    noise = source().filter("noise", alls=80, all_seed=1)
    before = shown(noise)
    after = shown(built(noise, "mosaic", {"x": 0.25, "y": 0.25, "width": 0.5, "height": 0.5, "mode": mode}))
    inside = (slice(None), slice(22, 50), slice(36, 92))
    assert energy(after[inside]) < 0.35 * energy(before[inside])
    changed = np.abs(after - before).max((0, 3)) > 8
    changed[16:56, 30:98] = False
    assert not changed.any()


def test_mosaic_follows_its_keyframes() -> None:
    keys = {"x": [(0, 0.0), (11, 0.75)]}
    params = {"y": 0.0, "width": 0.25, "height": 1.0}
    noise = scene().filter("noise", alls=80, all_seed=1)
    after = through(noise, "mosaic", params, keys)
    hidden = [np.abs(after[i] - shown(noise)[i]).mean((0, 2)).argmax() for i in (0, 11)]
    assert hidden[0] < 40
    assert hidden[1] > 90


@pytest.mark.parametrize(("width", "height"), [(72, 128), (100, 100), (128, 40)])
def test_blurred_fill_covers_the_canvas_and_keeps_the_picture_whole(width: int, height: int) -> None:
    pad = built(source(width=width, height=height), "background_blur", {"dim": 0})
    assert (pad.width, pad.height, pad.alpha) == (WIDTH, HEIGHT, False)
    after = shown(pad)
    assert len(after) == COUNT
    assert shown(built(source(width=width, height=height, alpha=50), "background_blur"))[..., 3].min() == 255
    side = after[:, :, :8] if width <= height else after[:, :6]
    assert luma(side).mean() > 30
    centre = after[:, 18:54, 48:80]
    assert energy(centre) > 1.2 * energy(side)


def test_rounded_shows_the_background_in_its_corners_only() -> None:
    after = through(plain("white"), "rounded", {"padding": 0.1, "radius": 0.2, "background": "#0000ff"})
    assert after[:, 0, 0, :3] == pytest.approx(np.tile([0, 0, 255], (COUNT, 1)), abs=4)
    assert after[:, 36, 14, :3].min() > 245
    assert luma(after)[:, 8, 14].max() < 60
    assert luma(after)[:, 36, 4].max() < 60


@pytest.mark.parametrize("alpha", [None, 128])
def test_rounded_on_nothing_is_transparent_outside(alpha: int | None) -> None:
    args = {} if alpha is None else {"alpha": alpha}
    pad = built(plain("white", **args), "rounded", {"padding": 0.1, "radius": 0.2, "background": "none"})
    after = shown(pad)
    assert pad.alpha
    assert len(after) == COUNT
    assert after[:, 8, 14, 3].max() == 0
    assert after[:, 36, 64, 3] == pytest.approx(alpha or 255, abs=2)


@pytest.mark.parametrize(
    ("params", "size", "at"),
    [
        ({}, (38, 22), (86, 4)),
        ({"corner": "bottom-left", "width": 0.5, "margin": 0}, (64, 36), (0, 36)),
        ({"corner": "center", "width": 0.5}, (64, 36), (32, 18)),
        ({"corner": "full"}, (128, 72), (0, 0)),
        ({"x": 0.5, "y": 0, "width": 0.5, "height": 1}, (64, 72), (64, 0)),
        ({"x": 0, "y": 0, "width": 0.5, "height": 1, "fit": "inside"}, (64, 36), (0, 18)),
        ({"height": 0.5, "corner": "top-left", "margin": 0}, (64, 36), (0, 0)),
    ],
)
def test_place_gives_a_size_and_a_place(params: Params, size: tuple[int, int], at: tuple[int, int]) -> None:
    pad = built(scene(), "place", params)
    assert (pad.width, pad.height) == size
    assert (pad.x, pad.y) == at
    assert len(shown(pad)) == COUNT


def test_place_keeps_the_shape_of_what_it_places() -> None:
    pad = built(source(width=50, height=100), "place", {"width": 0.1}, None, Canvas(width=1000, height=600))
    assert (pad.width, pad.height) == (100, 200)


def test_an_animated_place_is_a_curve_in_pixels() -> None:
    pad = built(scene(), "place", {}, {"x": [(0, 0.0), (6, 0.5)]})
    assert isinstance(pad.x, Curve)
    assert (pad.x.at(0), pad.x.at(3), pad.x.at(9)) == (0, 32, 64)
    assert pad.y == 4


def test_letterbox_leaves_the_shape_asked_for() -> None:
    rows = luma(through(plain("white"), "letterbox", {"ratio": 2.0}))[0, :, 64]
    assert (rows > 200).sum() == pytest.approx(64, abs=1)
    assert rows[0] < 1
    assert rows[-1] < 1
    columns = luma(through(plain("white"), "letterbox", {"ratio": 1.0}))[0, 36]
    assert (columns > 200).sum() == pytest.approx(72, abs=1)


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


COVERED = {"rounded"}
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
