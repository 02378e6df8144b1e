"""Films for comparing ways to render them: made sources of every kind, and timelines drawn at random.

Everything is tiny, so that a film costs little more than the start of FFmpeg; the sources are long
enough that pieces from their middle are reached by a seek.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from footage import Pixels, ffmpeg, noise
from workprint.analysis import probe
from workprint.base import Range
from workprint.compile import lower_picture
from workprint.ffmpeg import command, run
from workprint.jobs.makers import make
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Keyframe,
    MediaFile,
    Timeline,
    Track,
    Transition,
)

SIDES = 64, 36
SECONDS = 24
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p")
ALPHA = "testsrc2=s=32x32:alpha=90:r=12:d=2,format=yuva420p,noise=c0s=40:c0f=t"


def _moving(rate: str, size: str = "64x36", seconds: float = SECONDS) -> list[str]:
    return ["-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds},noise=alls=25:allf=t"]


def _heard(folder: Path, seed: int) -> list[str]:
    path = folder / f"{seed}.f32"
    if not path.exists():
        noise(SECONDS, seed).tofile(path)
    return ["-f", "f32le", "-ar", "48000", "-ac", "1", "-i", str(path)]


RECIPES: dict[str, Callable[[Path], tuple[str, list[str]]]] = {
    "even": lambda f: ("mp4", [*_moving("30"), *_heard(f, 1), *X264, "-g", "50", "-bf", "2"]),
    "ntsc": lambda f: ("mov", [*_moving("30000/1001"), *_heard(f, 2), *X264, "-g", "250"]),
    "cinema": lambda f: ("mkv", [*_moving("24000/1001", "80x34"), *X264, "-g", "48"]),
    "pal": lambda f: ("mkv", [*_moving("25", "48x48"), *_heard(f, 3), *X264, "-g", "25"]),
    "fast": lambda f: ("mp4", [*_moving("60"), *X264, "-g", "60"]),
    "variable": lambda f: ("mkv", [
        *_moving("30"), *_heard(f, 4), "-vf", "select='lt(mod(n,150),40)+not(mod(n,7))*lt(mod(n,150),90)'",
        "-fps_mode", "vfr", *X264, "-g", "40",
    ]),
    "jittery": lambda f: ("mp4", [
        *_moving("30"), *_heard(f, 5), "-vf", "settb=1/1000,setpts='N*33+9*mod(N*7,3)'", "-fps_mode", "vfr",
        *X264, "-g", "30",
    ]),
    "stream": lambda f: ("ts", [*_moving("25"), *_heard(f, 6), *X264, "-g", "60"]),
    "interlaced": lambda f: ("mp4", [
        *_moving("50"), "-vf", "interlace,format=yuv420p", *X264, "-g", "25", "-flags", "+ilme+ildct",
    ]),
    "stretched": lambda f: ("mp4", [*_moving("25", "48x36"), "-vf", "setsar=4/3", *X264, "-g", "25"]),
    "deep": lambda f: ("mov", [
        *_moving("24", seconds=4), "-vf", "scale=out_color_matrix=bt709,format=yuv422p10le", "-c:v", "prores_ks",
    ]),
    "short": lambda f: ("mp4", [*_moving("30", seconds=0.5), *X264]),
    "logo": lambda f: ("webm", ["-f", "lavfi", "-i", ALPHA, "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"]),
    "gif": lambda f: ("gif", _moving("10", "40x30", 2)),
    "photo": lambda f: ("png", [*_moving("1", "50x40", 1), "-frames:v", "1"]),
}  # fmt: skip


def sources(folder: Path, names: Sequence[str] = ()) -> dict[str, MediaFile]:
    """The made sources by name, as a probe describes them; "turned" is a phone's clip."""
    found: dict[str, MediaFile] = {}
    for name in names or (*RECIPES, "turned"):
        if name == "turned":
            flat = sources(folder, ["pal"])["pal"]
            path = folder / "turned.mp4"
            ffmpeg("-display_rotation", "90", "-i", flat.uri, "-map", "0:v", "-c", "copy", str(path))
        else:
            suffix, args = RECIPES[name](folder)
            path = folder / f"{name}.{suffix}"
            if not path.exists():
                coded = ("-c:a", "aac" if suffix in ("mp4", "ts") else "pcm_s16le") if "-ac" in args else ()
                ffmpeg(*args, *coded, str(path))
        found[name] = probe(path, name).model_copy(update={"hash": name})
    return found


def raw(timeline: Timeline, span: Range | None = None) -> Pixels:
    """The picture of a film or a part of it before it is encoded: one row of bytes per frame."""
    lowered = lower_picture(timeline, span)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        made: dict[str, Any] = {}
        make(lowered.graph, work, None, made)
        options = ["-fps_mode", "passthrough", "-f", "rawvideo", str(work / "out.raw")]
        line = command(lowered.graph, [options], work, made)
        run(["-filter_complex_threads", "1", *line.args], timeout=120)
        data = np.fromfile(work / "out.raw", np.uint8)
    return data.reshape(-1, timeline.canvas.width * timeline.canvas.height * 3 // 2)


RATES = [Fraction(n) for n in (24, 25, 30, 50, 60)] + [Fraction(30000, 1001), Fraction(24000, 1001)]
SPEEDS = [Fraction(1)] * 6 + [Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(6, 5), Fraction(7, 3)]
LOOKS: list[tuple[str, dict[str, Any]]] = [
    ("fade_in", {"duration": 0.3}),
    ("fade_out", {"duration": 0.4, "color": "white"}),
    ("fade_out", {"duration": 0.25, "color": "clear"}),
    ("black_and_white", {}),
    ("brightness", {"amount": 0.3}),
    ("sepia", {}),
    ("blur", {"strength": 0.3}),
    ("ken_burns", {"to_zoom": 1.6, "to_x": 0.8}),
    ("zoom", {"amount": 1.4}),
    ("crop", {"left": 0.1, "right": 0.2}),
    ("rotate", {"angle": 90}),
    ("rotate", {"angle": 12}),
    ("place", {"corner": "top-left", "width": 0.5}),
    ("opacity", {"amount": 0.6}),
    ("rounded", {"background": "none"}),
    ("rounded", {}),
    ("background_blur", {}),
    ("mosaic", {}),
    ("glow", {}),
    ("flip", {}),
    ("letterbox", {}),
    ("denoise", {}),
    ("grain", {}),
    ("vintage", {}),
    ("saturation", {"amount": 0.4}),
    ("hue", {}),
    ("chroma_key", {"color": "#00ff00"}),
    ("click_ring", {}),
    ("zoom_to", {"amount": 1.5, "x": 0.3}),
    ("on_background", {"padding": 0.05}),
]
MOVING: list[tuple[str, str, float, float]] = [
    ("brightness", "amount", -0.4, 0.5),
    ("blur", "strength", 0.0, 0.6),
    ("zoom", "amount", 1.0, 2.0),
    ("opacity", "amount", 0.1, 1.0),
    ("rotate", "angle", -20.0, 40.0),
    ("place", "x", -0.2, 0.9),
    ("mosaic", "x", 0.0, 0.8),
    ("saturation", "amount", 0.2, 1.8),
    ("click_ring", "progress", 0.0, 1.0),
    ("cursor_halo", "x", 0.1, 0.9),
    ("zoom_to", "amount", 1.0, 2.0),
    ("moving_crop", "x", 0.0, 0.25),
]
BLENDS = ["crossfade", "wipe_left", "slide_up", "fade_black", "blur_through", "zoom_through", "push", "circle",
          "pixelate", "whip_pan", "fade_white", "squeeze", "radial", "doors"]  # fmt: skip


@st.composite
def _effects(draw: Any, most: int = 2) -> tuple[Effect, ...]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        name = f"e{draw(st.integers(0, 10**9))}"
        if draw(st.integers(0, 3)):
            op, params = draw(st.sampled_from(LOOKS))
            found.append(Effect(id=name, op=op, params=params))
        else:
            op, key, low, high = draw(st.sampled_from(MOVING))
            keys = tuple(
                Keyframe(
                    at=at,
                    value=draw(st.sampled_from([low, high, (low + high) / 2])),
                    ease=draw(st.sampled_from(["linear", "smooth", "hold"])),
                )
                for at in sorted(draw(st.sets(st.integers(-5, 40), min_size=2, max_size=3)))
            )
            found.append(Effect(id=name, op=op, keyframes={key: keys}))
    return tuple(found)


@st.composite
def _clip(draw: Any, media: dict[str, MediaFile], name: str, most: int = 45) -> Clip:
    source = draw(st.sampled_from([*sorted(media), "color", "gradient"]))
    length = draw(st.integers(1, most))
    effects = draw(_effects())
    if source not in media:
        return Clip(id=name, media=GeneratorRef(op=source), source=Range(start=0, duration=length), effects=effects)  # fmt: skip
    start = draw(st.one_of(st.integers(0, 40), st.integers(0, 560)))
    how = draw(st.sampled_from(["", "", "", "", "reverse", "freeze", "loop"]))
    more: dict[str, Any] = {how: True} if how else {}
    return Clip(
        id=name,
        media=FileRef(media=source),
        source=Range(start=start, duration=length),
        speed=draw(st.sampled_from(SPEEDS)),
        effects=effects,
        **more,
    )


@st.composite
def _track(draw: Any, media: dict[str, MediaFile], name: str, most: int, film: bool) -> Track:
    items: list[Any] = []
    for index in range(draw(st.integers(1, most))):
        if draw(st.integers(0, 9)) < (2 if film else 4):
            items.append(Gap(id=f"{name}g{index}", duration=draw(st.integers(1, 20))))
            continue
        if items and isinstance(items[-1], Clip) and draw(st.integers(0, 2)) == 0:
            before = items[-1].duration // 2
            left, right = draw(st.integers(0, min(8, before))), draw(st.integers(0, 8))
            clip = draw(_clip(media, f"{name}c{index}"))
            right = min(right, clip.duration // 2)
            if left + right:
                op = draw(st.sampled_from(BLENDS))
                items.append(Transition(id=f"{name}x{index}", op=op, in_offset=left, out_offset=right))
            items.append(clip)
        else:
            items.append(draw(_clip(media, f"{name}c{index}")))
    effects = draw(_effects(1)) if film and draw(st.integers(0, 3)) == 0 else ()
    return Track(id=name, kind="video", items=tuple(items), effects=effects)


@st.composite
def _texts(draw: Any, name: str) -> Track:
    items: list[Any] = []
    for index in range(draw(st.integers(1, 3))):
        items.append(Gap(id=f"{name}g{index}", duration=draw(st.integers(0, 30))))
        animation = draw(st.sampled_from(["none", "fade", "slide", "pop", "typewriter"]))
        params = {"text": draw(st.sampled_from(["Hi", "你好", "A b c"])), "size": 0.4, "animation": animation}
        op = draw(st.sampled_from(["title", "lower_third", "caption"]))
        if op != "title":
            params = {"text": params["text"]}
        items.append(
            Clip(
                id=f"{name}t{index}",
                media=GeneratorRef(op=op, params=params),
                tie="start",
                source=Range(start=draw(st.sampled_from([0, 0, 0, 7])), duration=draw(st.integers(1, 50))),
                effects=draw(_effects(1)) if draw(st.integers(0, 4)) == 0 else (),
            )
        )
    return Track(id=name, kind="text", items=tuple(items))


@st.composite
def timelines(draw: Any, media: dict[str, MediaFile]) -> Timeline:
    """A film of a few seconds at most, with anything in it."""
    tracks = [draw(_track(media, "v1", 5, True))]
    if draw(st.booleans()):
        tracks.append(draw(_track(media, "v2", 3, False)))
    if draw(st.booleans()):
        tracks.append(draw(_texts("t1")))
    return Timeline(
        rate=draw(st.sampled_from(RATES)),
        canvas=Canvas(
            width=SIDES[0],
            height=SIDES[1],
            fill=draw(st.sampled_from(["bars", "blur", "crop"])),
            background="#203040",
        ),
        tracks=tuple(tracks),
        media=tuple(media.values()),
        effects=draw(_effects(1)) if draw(st.integers(0, 3)) == 0 else (),
    )
