"""Effects that frame, place, cover or cut the picture."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from picture_rendering import (
    COUNT,
    HEIGHT,
    WIDTH,
    built,
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
from workprint.ops.picture.crop import CropTooMuch

Params = dict[str, Any]


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
