"""Words over the picture: when they are seen, where, and that they are drawn as written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from text_rendering import CANVAS, RATE, bounds, changed, decoded, drawn, events, still
from workprint.graph import Video, source_filter
from workprint.model import Canvas
from workprint.ops import BadParameter, TextGenerator, bind, registry
from workprint.ops.text import PRESETS, MissingGlyphs, draw, missing_glyphs, script

STYLES = sorted(name for name, op in registry().items() if issubclass(op, TextGenerator))
SAFE = 0.05
EDGE = 0.012
"""Two pixels of 180: what soft edges reach beyond what was measured."""


def test_styles() -> None:
    assert STYLES == ["caption", "end_card", "keystroke", "lower_third", "subtitle", "title"]
    assert len(PRESETS) >= 8


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60)])
@pytest.mark.parametrize(("first", "end"), [(3, 9), (30, 33), (7, 8)])
def test_seen_in_exactly_its_frames(rate: Fraction, first: int, end: int) -> None:
    canvas = Canvas(width=64, height=36)
    params = {"text": "II", "animation": "none", "size": 0.4}
    frames = drawn(events("title", params, first / rate, end / rate, canvas), end + 4, canvas, rate)
    seen = [at for at, frame in enumerate(frames) if changed(frame).any()]
    assert seen == list(range(first, end))


@pytest.mark.parametrize("style", STYLES)
def test_seen_from_the_first_to_the_last_frame_whatever_the_style(style: str) -> None:
    frames = drawn(events(style, {"text": "Hi", "enter": 0.04}, 5 / RATE, 15 / RATE), 18)
    seen = [at for at, frame in enumerate(frames) if changed(frame, 3).any()]
    assert set(range(6, 14)) <= set(seen) <= set(range(5, 15))


PLACES = {
    "top": (None, "low"),
    "bottom": (None, "high"),
    "left": ("low", None),
    "right": ("high", None),
    "center": (None, None),
    "top-left": ("low", "low"),
    "top-right": ("high", "low"),
    "bottom-left": ("low", "high"),
    "bottom-right": ("high", "high"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", ["title", "lower_third"])
def test_position_by_word(place: str, style: str) -> None:
    left, top, right, bottom = bounds(still(style, text="Hello", position=place, size=0.1, shadow=0))
    for (low, high), side in zip(((left, right), (top, bottom)), PLACES[place], strict=True):
        assert SAFE - EDGE <= low < high <= 1 - SAFE + EDGE
        if side is None:
            assert (low + high) / 2 == pytest.approx(0.5, abs=0.03)
        else:
            assert (low if side == "low" else 1 - high) == pytest.approx(SAFE, abs=0.03)


def test_position_by_numbers() -> None:
    left, top, right, bottom = bounds(still("title", text="X", position=[0.25, 0.7], shadow=0))
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((0.25, 0.7), abs=0.02)
    same = still("title", text="X", position="0.25,0.7", shadow=0)
    assert bounds(same) == (left, top, right, bottom)
    left, top, _, _ = bounds(still("title", text="Never outside", position=[0, 0], shadow=0))
    assert (left, top) == pytest.approx((SAFE, SAFE), abs=0.03)


@pytest.mark.parametrize("words", ["你好", "top left 左上角", "居中", "centre", "bottom_left", "center-left"])
def test_position_in_other_words(words: str) -> None:
    known = {"居中": "center", "centre": "center", "bottom_left": "bottom-left", "center-left": "left"}
    if words in known:
        bound = bind(TextGenerator, "title", {"text": "x", "position": words})
        assert bound.model_dump()["position"] == known[words]
    else:
        with pytest.raises(BadParameter):
            bind(TextGenerator, "title", {"text": "x", "position": words})


@pytest.mark.parametrize("canvas", [CANVAS, Canvas(width=180, height=320), Canvas(width=180, height=180)])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "text",
    ["word " * 200, "W" * 1000, "这是很长的一段话，" * 110, "a\n" * 60, "Ünîcödé " * 20],
    ids=["words", "one word", "chinese", "lines", "accents"],
)
def test_long_text_stays_in_the_safe_area(style: str, text: str, canvas: Canvas) -> None:
    more: dict[str, Any] = {"background": "none"} if style == "end_card" else {}
    left, top, right, bottom = bounds(still(style, canvas, text=text, **more))
    reach = 3.5 / min(canvas.width, canvas.height)
    assert left >= SAFE - reach
    assert top >= SAFE - reach
    assert right <= 1 - SAFE + reach
    assert bottom <= 1 - SAFE + reach


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    "text",
    [
        "We hold these truths to be self-evident, that all men are created equal.",
        "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
    ],
)
def test_captions_are_two_lines_in_the_safe_area(preset: str, text: str) -> None:
    lines = events("caption", {"text": text, "preset": preset, "animation": "none"}, Fraction(0), Fraction(4))
    left, top, right, bottom = bounds(drawn(lines, 1)[0])
    glow = 0.03 if preset == "neon" else EDGE
    assert SAFE - glow <= left < right <= 1 - SAFE + glow
    assert 0.55 <= top < bottom <= 1 - SAFE + glow
    positions = {line.split("\\pos(")[1].split(",")[1].split(")")[0] for line in lines if "\\p1" not in line}
    assert len({round(float(y) / 8) for y in positions}) <= 4


def share(frame: Any, color: tuple[int, int, int]) -> float:
    return float((np.abs(frame - np.array(color)).max(axis=-1) < 30).mean())


@pytest.mark.parametrize("style", STYLES)
def test_capitals(style: str) -> None:
    params = {"text": "Straße ab 12 你好", "animation": "none"}
    shown = " ".join(events(style, {**params, "case": "upper"}, Fraction(0), Fraction(2)))
    assert "STRAßE" in shown
    assert "Straße" not in shown
    assert "straße ab" in " ".join(events(style, {**params, "case": "lower"}, Fraction(0), Fraction(2)))


def test_colours() -> None:
    params: dict[str, Any] = {"text": "III", "size": 0.3, "shadow": 0, "outline": 0.06, "bold": True}
    frame = still("title", **params, color="red", outline_color="#00ff00", box="blue", box_opacity=1)
    for color in ((255, 0, 0), (0, 255, 0), (41, 98, 255)):
        assert share(frame, color) > 0.005
    assert share(still("title", **params, color="黄色"), (255, 255, 0)) > 0.01
    with pytest.raises(BadParameter):
        bind(TextGenerator, "title", {"text": "x", "color": "blurple"})


def test_size_font_weight_slant_outline_shadow_and_box_show() -> None:
    plain: dict[str, Any] = {"text": "Hamburg", "size": 0.12, "bold": False, "outline": 0.0, "shadow": 0.0}
    base = still("title", **plain)
    for change in (
        {"bold": True},
        {"italic": True},
        {"font": "serif"},
        {"font": "heavy"},
        {"outline": 0.1},
        {"shadow": 0.3},
        {"box": "black"},
        {"size": 0.2},
        {"box": "black", "box_opacity": 0.2},
    ):
        frame = still("title", **{**plain, **change})
        assert np.abs(frame - base).max() > 20, change
    sizes = []
    for size in (0.1, 0.2):
        _, top, _, bottom = bounds(still("title", **{**plain, "text": "H", "size": size}))
        sizes.append(bottom - top)
    assert sizes == pytest.approx([0.1 * 0.714, 0.2 * 0.714], abs=0.008)


def test_alignment_of_lines() -> None:
    text = "a\nlonger line"
    params: dict[str, Any] = {"size": 0.12, "shadow": 0, "outline": 0}
    edges = {}
    for align in ("left", "center", "right"):
        frame = still("title", text=text, align=align, **params)
        columns = np.nonzero(changed(frame)[:88])[1]
        edges[align] = columns.mean() / frame.shape[1]
    assert edges["left"] + 0.1 < edges["center"] < edges["right"] - 0.1


def test_measured_width_is_the_drawn_width() -> None:
    """Boxes fit, lines do not overflow: what was computed from the fonts is what appears."""
    for text in ("Hamburgefonts", "漢字仮名交じり文", "Grüße 你好 ok"):
        box = bounds(still("title", text=text, box="red", box_opacity=1, size=0.1, shadow=0, outline=0))
        ink = bounds(still("title", text=text, size=0.1, shadow=0, outline=0))
        side = 0.42 * 0.1 * 180 / 320
        assert (ink[0] - box[0], box[2] - ink[2]) == pytest.approx((side, side), abs=0.012)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("animation", ["fade", "slide", "pop", "typewriter", "none"])
def test_animation(style: str, animation: str) -> None:
    params = {"text": "Moving 你好", "animation": animation, "enter": 0.4, "leave": 0.2}
    if style == "end_card":
        params["background"] = "none"
    if style in ("lower_third", "keystroke"):
        params["box"] = "none"
    frames = drawn(events(style, params, Fraction(0), Fraction(2)), 50)
    settled = frames[38]
    early = [np.abs(frames[at] - settled).max() > 30 for at in (0, 2, 4)]
    late = np.abs(frames[49] - settled).max() > 30
    assert all(early) == (animation != "none")
    assert late == (animation != "none")
    if animation == "slide":
        assert bounds(frames[5])[:2] != bounds(settled)[:2]
    if animation == "pop":
        small, full = (bounds(frame) for frame in (frames[2], settled))
        assert small[2] - small[0] < 0.85 * (full[2] - full[0])
    if animation == "typewriter":
        shown = [int(changed(frame).sum()) for frame in frames[:20]]
        assert shown == sorted(shown)
        assert len(set(shown)) >= 5


def test_never_leaves_the_frame_while_moving() -> None:
    for place in PLACES:
        for animation in ("slide", "pop"):
            params = {"text": "Sliding text", "animation": animation, "position": place, "shadow": 0}
            for frame in drawn(events("title", params, Fraction(0), Fraction(1)), 5):
                seen = changed(frame, 12)
                assert not seen[0].any()
                assert not seen[-1].any()
                assert not seen[:, 0].any()
                assert not seen[:, -1].any()


def test_short_items_still_enter_and_leave() -> None:
    frames = drawn(events("title", {"text": "Hi"}, Fraction(0), 3 / RATE), 4)
    assert changed(frames[1]).any()
    assert not changed(frames[3]).any()


TIMES = [["one", 0.0, 0.4], ["two", 0.4, 0.8], ["three", 0.8, 1.2]]


@pytest.mark.parametrize("times", [TIMES, []], ids=["timed", "shared out"])
@pytest.mark.parametrize("preset", ["karaoke", "highlight", "pill", "one-word"])
def test_words_are_marked_as_they_are_spoken(preset: str, times: Any) -> None:
    params = {
        "text": "one two three",
        "preset": preset,
        "times": times,
        "accent": "#ff0000",
        "animation": "none",
    }
    frames = drawn(events("caption", params, Fraction(0), Fraction(6, 5)), 30)
    if preset == "one-word":
        widths = [changed(frames[at]).sum() for at in (4, 14, 26)]
        assert widths[2] > 1.15 * max(widths[0], widths[1])
        return
    red = [(np.abs(frames[at] - np.array((255, 0, 0))).max(axis=-1) < 60) for at in (4, 14, 26)]
    middles = [float(np.nonzero(mask)[1].mean()) for mask in red]
    assert middles == sorted(middles)
    assert middles[0] < middles[2] - (10 if preset == "karaoke" else 30)
    if preset == "karaoke":
        assert red[0].sum() < red[1].sum() < red[2].sum()
    else:
        assert not (red[0] & red[2]).any()


def test_chinese_is_marked_character_by_character() -> None:
    params = {"text": "今天天气很好", "preset": "karaoke", "accent": "#ff0000", "animation": "none"}
    frames = drawn(events("caption", params, Fraction(0), Fraction(6, 5)), 30)
    red = [int((np.abs(frames[at] - np.array((255, 0, 0))).max(axis=-1) < 60).sum()) for at in (2, 12, 29)]
    assert red == sorted(red)
    assert len(set(red)) == 3


def test_what_is_asked_changes_the_preset() -> None:
    plain = still("caption", text="III", preset="bold-yellow", size=0.2)
    assert share(plain, (255, 221, 0)) > 0.01
    asked = still("caption", text="III", preset="bold-yellow", size=0.2, color="#00ffff")
    assert share(asked, (255, 221, 0)) < 0.002
    assert share(asked, (0, 255, 255)) > 0.01


def test_every_preset_looks_different() -> None:
    frames = {name: still("caption", text="one two three four", preset=name) for name in PRESETS}
    names = list(frames)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            assert np.abs(frames[one] - frames[other]).mean() > 0.3, (one, other)


def test_same_words_same_hash_wherever_the_fonts_lie() -> None:
    video = Video(source_filter("color", "video"), width=320, height=180)
    lines = events("title", {"text": "Hi"}, Fraction(0), Fraction(1))
    one, two = (draw(video, script(lines, CANVAS)) for _ in range(2))
    assert one.key == two.key
    assert "/" not in str(one.node.arg("fontsdir"))
    other = events("title", {"text": "Ho"}, Fraction(0), Fraction(1))
    assert draw(video, script(other, CANVAS)).key != one.key


def test_missing_glyphs_are_named_before_the_render() -> None:
    assert missing_glyphs("Hello 你好 안녕 مرحبا שלום नमस्ते สวัสดี 👍🏽 ❤️ ✓ 🇫🇷\n\t") == []
    assert missing_glyphs("a\U00013000b\U00013000\U0001f0a1c"[:3]) == ["\U00013000"]
    op = bind(TextGenerator, "title", {"text": "Sun \U00013000"})
    with pytest.raises(MissingGlyphs) as found:
        op.events(Fraction(0), Fraction(1), CANVAS)
    for lang in ("en", "zh"):
        assert "U+13000" in found.value.say(lang)
        assert "\U00013000" in found.value.say(lang)


def test_on_a_transparent_picture_only_the_letters_are_opaque() -> None:
    node = source_filter("color", "video", color="black@0", size="320x180", rate=RATE)
    clear = Video(node, width=320, height=180, rate=RATE, frames=1).filter("trim", end_frame=1).with_alpha()
    lines = events("title", {"text": "II", "animation": "none", "size": 0.4}, Fraction(0), Fraction(1))
    video = draw(clear, script(lines, CANVAS)).filter("alphaextract").filter("format", pix_fmts="gray")
    alpha = decoded(video, "gray", 1)
    assert alpha.max() > 250
    assert 0.02 < float((alpha > 128).mean()) < 0.3
