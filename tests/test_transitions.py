"""Transitions: right length, from the outgoing picture to the incoming one, a mixture between."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from op_rendering import context, picture, seen
from workprint.ops import TransitionOp, registry

TRANSITIONS = sorted(name for name, op in registry().items() if issubclass(op, TransitionOp))
CHOICES = [
    (name, {param: value})
    for name in TRANSITIONS
    for param, field in registry()[name].model_fields.items()
    for value in (getattr(field.annotation, "__args__", ()) or ((True,) if field.annotation is bool else ()))
]
WANTED = {
    *("crossfade", "fade_black", "fade_white", "push", "circle", "circle_close", "zoom_through"),
    *("blur_through", "pixelate", "radial"),
    *(f"{kind}_{way}" for kind in ("wipe", "slide") for way in ("left", "right", "up", "down")),
}


def _difference(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.mean(np.abs(a.astype(float) - b.astype(float))))


def _between(name: str, params: dict[str, object], frames: int = 10, rate: Fraction = Fraction(25)):
    outgoing = picture("testsrc", frames, rate)
    incoming = picture("mandelbrot", frames, rate)
    op = registry()[name].model_validate(params)
    assert isinstance(op, TransitionOp)
    return seen(outgoing), seen(op.build(outgoing, incoming, context(frames, rate))), seen(incoming)


def test_the_usual_ones_are_there() -> None:
    assert set(TRANSITIONS) >= WANTED
    assert "dissolve_noise" not in TRANSITIONS


@pytest.mark.parametrize(("name", "params"), [(name, {}) for name in TRANSITIONS] + CHOICES)
def test_goes_from_one_picture_to_the_other(name: str, params: dict[str, object]) -> None:
    outgoing, shown, incoming = _between(name, params)
    assert len(shown) == 10
    apart = _difference(outgoing[0], incoming[0])
    assert _difference(shown[0], outgoing[0]) < 0.12 * apart
    assert _difference(shown[-1], incoming[-1]) < 0.45 * apart
    assert _difference(shown[-1], incoming[-1]) < 0.7 * _difference(shown[-1], outgoing[-1])
    middle = shown[5]
    assert _difference(middle, outgoing[5]) > 0.15 * apart
    assert _difference(middle, incoming[5]) > 0.15 * apart


@pytest.mark.parametrize("frames", [1, 2, 15])
@pytest.mark.parametrize("name", TRANSITIONS)
def test_keeps_the_length_at_broken_rates(name: str, frames: int) -> None:
    _, shown, _ = _between(name, {}, frames, Fraction(30000, 1001))
    assert len(shown) == frames


@pytest.mark.parametrize("name", TRANSITIONS)
def test_what_is_transparent_stays_so(name: str) -> None:
    """Both pictures are transparent in their left half: so is the result, where nothing moves."""
    sides = [
        replace(picture(source, 6).filter("format", pix_fmts="yuva420p"), alpha=True).filter(
            "geq", lum="lum(X,Y)", cb="cb(X,Y)", cr="cr(X,Y)", a="255*gte(X,W/2)"
        )
        for source in ("testsrc2", "mandelbrot")
    ]
    op = registry()[name]()
    assert isinstance(op, TransitionOp)
    mixed = op.build(sides[0], sides[1], context(6)).filter("format", pix_fmts="yuva420p")
    alpha = seen(mixed.filter("extractplanes", planes="a").filter("format", pix_fmts="gray"))
    assert alpha[0, :, :60].mean() < 5
    assert alpha[0, :, 68:].mean() > 250
    if not name.startswith(("slide", "push", "whip", "reveal")):
        assert alpha[3, :, :60].mean() < 5
        assert alpha[3, :, 68:].mean() > 250
    if name in ("push", "whip_pan"):
        assert 0.4 < alpha[3].mean() / 255 < 0.6


def test_fades_pass_through_their_colour() -> None:
    _, black, _ = _between("fade_black", {})
    _, white, _ = _between("fade_white", {})
    assert black[5].mean() < 30
    assert white[5].mean() > 225


@pytest.mark.parametrize("name", ["wipe_left", "slide_left", "push"])
def test_left_means_from_the_right(name: str) -> None:
    outgoing, shown, _ = _between(name, {})
    assert _difference(shown[5][:, 100:], outgoing[5][:, 100:]) > 20
    if name != "push":
        assert _difference(shown[5][:, :56], outgoing[5][:, :56]) < 6


def test_slide_right_leaves_the_right_side() -> None:
    outgoing, shown, _ = _between("slide_right", {})
    assert _difference(shown[5][:, 66:], outgoing[5][:, 66:]) < 2
