"""Frames, ranges, curves, faults."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workprint.base import (
    Curve,
    Fault,
    Faults,
    Range,
    clock,
    digest,
    frames,
    from_milliseconds,
    is_english,
    milliseconds,
    nearest,
    samples,
)

RATES = st.sampled_from([Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
                         Fraction(50), Fraction(60000, 1001), Fraction(60), Fraction(120)])  # fmt: skip
FRAMES = st.integers(0, 10_000_000)


@given(FRAMES, RATES)
def test_a_frame_survives_the_wire(frame: int, rate: Fraction) -> None:
    assert from_milliseconds(milliseconds(frame, rate), rate) == frame


@given(FRAMES, RATES)
def test_a_frame_survives_seconds(frame: int, rate: Fraction) -> None:
    assert frames(Fraction(frame) / rate, rate) == frame
    assert frames(float(frame / rate), rate) == frame


def test_positions_are_rounded_not_lengths() -> None:
    rate = Fraction(30000, 1001)
    assert milliseconds(300, rate) == 10_010
    assert sum(milliseconds(i + 1, rate) - milliseconds(i, rate) for i in range(300)) == 10_010
    assert samples(300, rate) == 480_480


@given(st.fractions())
def test_nearest_rounds_half_up(value: Fraction) -> None:
    assert nearest(value) - Fraction(1, 2) <= value < nearest(value) + Fraction(1, 2)


@given(st.integers(-50, 50), st.integers(0, 50), st.integers(-50, 50), st.integers(0, 50))
def test_range_agrees_with_sets(a: int, m: int, b: int, n: int) -> None:
    one, two = Range(start=a, duration=m), Range(start=b, duration=n)
    both = set(range(a, a + m)) & set(range(b, b + n))
    shared = one.intersect(two)
    assert set(range(shared.start, shared.end)) == both
    assert one.meets(two) == bool(both) or not (m and n)


@pytest.mark.parametrize(
    ("frame", "rate", "text"),
    [(0, 30, "0:00"), (225, 30, "0:07.50"), (108_000, 30, "1:00:00"), (61, 1, "1:01")],
)
def test_clock(frame: int, rate: int, text: str) -> None:
    assert clock(frame, Fraction(rate)) == text


def evaluate(expression: str, t: float) -> float:
    """FFmpeg's expression language, as far as curves use it."""
    scope = {
        "t": t,
        "clip": lambda x, low, high: min(max(x, low), high),
        "lt": lambda x, y: x < y,
        "if_": lambda test, yes, no: yes if test else no,
    }
    return float(eval(expression.replace("if(", "if_("), {"__builtins__": {}}, scope))


POINTS = st.lists(
    st.tuples(st.integers(0, 200), st.floats(-5, 5), st.sampled_from(["linear", "hold", "smooth"])),
    min_size=1, max_size=6, unique_by=lambda p: p[0],
).map(sorted)  # fmt: skip


@given(POINTS, st.integers(-10, 220))
def test_expression_says_what_the_curve_is(points: list[tuple[int, float, str]], frame: int) -> None:
    curve = Curve(tuple(points), Fraction(25))
    # Off the frame grid by a hair, where a held value does not jump.
    t = frame / 25 + 1e-4
    assert evaluate(str(curve), t) == pytest.approx(curve.at(frame + 0.0025), abs=2e-3)


def test_arithmetic_moves_every_value() -> None:
    curve = Curve(((0, 1.0, "linear"), (10, 3.0, "linear")), Fraction(10))
    assert (2 * curve + 1).at(5) == 5
    assert (1 - curve).at(10) == -2
    assert (-curve / 2).at(0) == -0.5


class Wrong(Fault):
    code = "wrong"
    en = "{thing} is wrong."
    zh = "{thing} 错了。"


def test_faults_speak_both_languages() -> None:
    both = Faults([Wrong(thing="A"), Wrong(thing="B")])
    assert both.say("en") == "A is wrong.\nB is wrong."
    assert both.say("zh") == "A 错了。\nB 错了。"
    assert [fault["code"] for fault in both.to_json()["faults"]] == ["wrong", "wrong"]


def test_digest_ignores_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1}) != digest({"a": 1, "b": [3]})


@pytest.mark.parametrize("word", ["something", "chrome", "event", "settings"])
def test_english_words_are_known(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["trasition", "tilte", "backround", "sunst", ""])
def test_typing_errors_are_no_english_words(word: str) -> None:
    assert not is_english(word)
