"""Picture effects over time: keyframes, and parts of an item built alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from picture_rendering import (
    CANVAS,
    COUNT,
    RATE,
    Frames,
    bound,
    built,
    luma,
    plain,
    scene,
    shown,
    through,
)
from workprint.base import Curve
from workprint.ops import Context, VideoEffect, bind, registry

Params = dict[str, Any]
EFFECTS = sorted(name for name, op in registry().items() if issubclass(op, VideoEffect))


ANIMATED = [
    (name, param, field.json_schema_extra)
    for name in EFFECTS
    for param, field in registry()[name].model_fields.items()
    if isinstance(field.json_schema_extra, dict) and field.json_schema_extra["animates"]
]
SETTINGS: dict[tuple[str, str], tuple[float, float, Params]] = {
    ("brightness", "amount"): (-0.4, 0.4, {}),
    ("exposure", "stops"): (-1, 1, {}),
    ("contrast", "amount"): (-0.5, 0.5, {}),
    ("saturation", "amount"): (0, 2, {}),
    ("temperature", "amount"): (-0.8, 0.8, {}),
    ("tint", "amount"): (-0.8, 0.8, {}),
    ("hue", "degrees"): (0, 120, {}),
    ("zoom", "amount"): (1, 2, {}),
    ("zoom", "x"): (0, 1, {"amount": 2}),
    ("zoom", "y"): (0, 1, {"amount": 2}),
    ("rotate", "angle"): (5, 30, {"fill": "color"}),
    ("chroma_key", "similarity"): (0.05, 0.6, {}),
    ("chroma_key", "blend"): (0, 0.8, {"similarity": 0.05}),
    ("mosaic", "x"): (0, 0.6, {}),
    ("mosaic", "y"): (0, 0.6, {}),
    ("denoise", "strength"): (0, 1, {}),
    ("zoom_to", "amount"): (1, 2, {}),
}
PLACED = [("place", "x"), ("place", "y")]
"""Their value is where the picture belongs, not what it looks like."""
FOLLOWING = ("click_ring", "cover", "crop", "cursor_halo", "moving_crop", "zoom_to")
"""They follow something, and are measured against it: tests/test_screen_edits.py, tests/test_covers.py,
tests/test_reframing.py."""


@pytest.mark.parametrize(
    ("op", "param", "extra"), [row for row in ANIMATED if row[:2] not in PLACED and row[0] not in FOLLOWING]
)
def test_animation_moves_exactly_between_its_keyframes(op: str, param: str, extra: Any) -> None:
    low, high, params = SETTINGS.get((op, param), (0.0, 1.0, {}))
    picture = (
        scene().filter("noise", alls=30, all_seed=5) if op == "denoise" else scene().filter("gblur", sigma=1)
    )
    after = through(picture, op, params, {param: [(3, low), (8, high)]})
    steps = np.abs(np.diff(after, axis=0)).mean((1, 2, 3))
    start, end = (through(picture, op, {**params, param: value}) for value in (low, high))
    tolerance = 6 if op == "denoise" else 3
    assert np.abs(after[:4] - start[:4]).mean() < tolerance
    assert np.abs(after[9:] - end[9:]).mean() < tolerance
    assert np.abs(after[0] - after[-1]).mean() > 0.4
    if op != "denoise":  # It looks back at the frames before.
        assert steps[:3].max() < 0.4
        assert steps[8:].max() < 0.4
        assert steps[3:8].min() > 0.1


def test_keyframes_of_many_moments_still_render() -> None:
    keys = [(i, 0.2 + 0.6 * (i % 2)) for i in range(400)]
    after = through(plain("#808080"), "brightness", {}, {"amount": keys})
    assert (np.diff(luma(after)[:, 0, 0]) * [(-1) ** i for i in range(COUNT - 1)] > 0).all()


def test_a_curve_before_the_start_of_the_clip_goes_on_where_it_is() -> None:
    effect = bind(VideoEffect, "blur", {}).model_copy(
        update={"strength": Curve(((-6, 0.0, "linear"), (6, 0.6, "linear")), RATE)}
    )
    after = shown(effect.build(scene(), Context(RATE, CANVAS, COUNT)))
    still = shown(built(scene(), "blur", {"strength": 0.3}))
    assert np.abs(after[0] - still[0]).mean() < 1.5


def part_of(op: str, params: Params, keyframes: Params | None, first: int, count: int) -> Frames:
    """An effect built on a stretch of an item that begins with its frame `first`.

    Time stamps begin there, or at 0 where `first` is negative: then the item starts later.
    """
    skip, before = max(0, first), max(0, -first)
    video = scene().filter("trim", start_frame=skip, end_frame=skip + count)
    video = video.filter("setpts", expr=f"(N+{skip})/({RATE}*TB)").lasting(count)
    zero = before / RATE
    context = Context(RATE, CANVAS, COUNT, first=skip, zero=zero)
    pad = bound(op, params, keyframes, zero).build(video, context)
    return shown(pad.filter("setpts", expr="PTS-STARTPTS"))


PARTS = [
    *((op, {}, None) for op in EFFECTS if op not in {"lut", "stabilise", "denoise", "grain", "vignette"}),
    *(
        (
            op,
            SETTINGS.get((op, param), (0, 1, {}))[2],
            {param: [(2, SETTINGS.get((op, param), (0, 1))[0]), (9, SETTINGS.get((op, param), (0, 1))[1])]},
        )
        for op, param, _ in ANIMATED
        if (op, param) not in PLACED and op not in {"denoise", "vignette"}
    ),
    ("fade_in", {"duration": 0.5, "color": "clear"}, None),
    ("fade_out", {"duration": 0.5, "color": "clear"}, None),
    ("rounded", {"background": "none"}, None),
]


@pytest.mark.parametrize(("op", "params", "keyframes"), PARTS)
@pytest.mark.parametrize("first", [5, 8])
def test_a_part_built_alone_is_that_part_of_the_whole(
    op: str, params: Params, keyframes: Params | None, first: int
) -> None:
    whole = through(scene(), op, params, keyframes)
    part = part_of(op, params, keyframes, first, COUNT - first)
    assert len(part) == COUNT - first
    assert np.abs(part - whole[first:]).mean((1, 2, 3)).max() < 0.6


@pytest.mark.parametrize(("op", "params", "keyframes"), PARTS)
def test_a_handle_before_the_item_moves_nothing(op: str, params: Params, keyframes: Params | None) -> None:
    whole = through(scene(), op, params, keyframes)
    part = part_of(op, params, keyframes, -4, 12)
    assert np.abs(part[4:] - whole[:8]).mean((1, 2, 3)).max() < 0.6
    assert np.abs(part[:4] - whole[0]).mean((1, 2, 3)).max() < 0.6


def test_handles_before_a_fade_out_are_untouched() -> None:
    part = part_of("fade_out", {"duration": 0.25}, None, -4, 12)
    assert np.abs(part - shown(scene())).max() < 1


def test_handles_after_a_fade_out_stay_dark() -> None:
    part = part_of("fade_out", {}, None, 9, 6)
    assert luma(part)[2:].max() < 1
