"""The optimizer's rules: golden pairs (a graph before and after), and that what is seen stays the same.

After a change that is meant, write the pairs anew with WORKPRINT_GOLDEN=write and read the difference.
WORKPRINT_EXAMPLES says how many random graphs are rendered both ways.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from op_rendering import picture
from workprint.compile import RULES, optimize
from workprint.compile.fit import blurred_behind, fit, on_background, over
from workprint.compile.sources import as_yuv, colour, held
from workprint.ffmpeg import command, stream
from workprint.graph import Graph, Node, Video
from workprint.model import Canvas
from workprint.ops import Context, VideoEffect, bind
from workprint.ops.picture.pixels import composed, rgb

GOLDEN = Path(__file__).parent / "golden" / "rules"
COUNT = 8
RATE = Fraction(25)
WIDTH, HEIGHT = 128, 72
CANVAS = Canvas(width=WIDTH, height=HEIGHT)
NAMED: dict[str, Callable[[Graph], Graph]] = {rule.__name__: rule for rule in RULES}
Frames = NDArray[np.int16]


def film(kind: str = "testsrc2", **args: Any) -> Video:
    return picture(kind, COUNT, RATE, **args)


def photo(width: int = 320, height: int = 180) -> Video:
    """A picture that does not move, larger than the canvas, held as photos are."""
    node = Node("testsrc2", (("size", f"{width}x{height}"), ("rate", RATE)))
    still = Video(node, 0, width, height, RATE, 1).filter("trim", end_frame=1)
    return held(as_yuv(still.filter("format", pix_fmts="rgb24")), COUNT)


def graded(video: Video, *looks: tuple[str, dict[str, Any]]) -> Video:
    for name, params in looks:
        context = Context(RATE, CANVAS, COUNT, {}, "item")
        video = bind(VideoEffect, name, params, {}, RATE, "item").build(video, context)
    return video


def curved(video: Video, *points: str) -> Video:
    video = rgb(video)
    for each in points:
        video = rgb(video.filter("curves", red=each, blue="0/0.1 1/0.8"))
    return composed(video)


def large() -> Video:
    """A film larger than the canvas, and of another shape when its pixels are taken for square."""
    node = Node("testsrc2", (("size", "192x108"), ("rate", RATE)))
    made = Video(node, 0, 192, 108, RATE, COUNT).filter("trim", end_frame=COUNT)
    return made.filter("format", pix_fmts="yuv420p")


def parts(video: Video, *ranges: tuple[int, int]) -> Video:
    cut = [
        video.filter("trim", start_frame=a, end_frame=b)
        .filter("setpts", expr="PTS-STARTPTS")
        .scaled(64, 36, flags="bicubic")
        for a, b in ranges
    ]
    return cut[0].filter("hstack", *cut[1:], inputs=len(cut)).sized(64 * len(cut), 36)


ROWS: list[tuple[str, str, Video, float]] = [
    # The rule, the row's name, the graph, and by how much (of 255) the worst pixel may change.
    ("drop_identities", "neutral", film().filter("eq", contrast=1.0).filter("concat", n=1, v=1, a=0), 0),
    ("stay_in_rgb", "two_looks", graded(film(), ("warm", {}), ("cinematic", {})).filter("setsar", sar="1"), 24),
    ("stay_in_rgb", "with_alpha", graded(film().with_alpha(), ("sepia", {}), ("tint", {})), 24),
    ("merge_grades", "light_and_colour",
     graded(film(), ("contrast", {"amount": 0.2}), ("vivid", {}), ("exposure", {"stops": -0.4})), 0),
    ("merge_grades", "bent", graded(film(), ("brightness", {"amount": 0.3}), ("brightness", {"amount": -0.2})), 1),
    ("merge_grades", "tables", graded(film(), ("shadows", {"amount": 0.6}), ("highlights", {"amount": -0.6})), 0),
    ("merge_grades", "seen_through", graded(film().with_alpha(), ("opacity", {"amount": 0.6}), ("shadows", {})), 0),
    ("merge_grades", "curves", curved(film(), "0/0 0.3/0.2 0.7/0.9 1/1", "0.1/0 0.5/0.6 0.9/1"), 1),
    ("time_first", "within_a_clip", fit(large().filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("setpts", expr="PTS+7/TB"), CANVAS, True), 0),
    ("scale_once", "standard_definition",
     fit(large().filter("scale", out_color_matrix="bt709", out_range="tv", in_color_matrix="smpte170m", in_range="tv")
         .filter("format", pix_fmts="yuv420p"), CANVAS, True), 32),
    ("scale_once", "square_pixels", fit(large().scaled(256, 108, flags="bicubic"), CANVAS, True), 48),
    ("work_on_stills_once", "photo", graded(fit(photo(), CANVAS, True), ("contrast", {}), ("warm", {})), 0),
    ("work_on_stills_once", "blurred_behind", blurred_behind(photo(120, 160), WIDTH, HEIGHT), 0),
    ("work_on_stills_once", "colour", colour("#336699", WIDTH, HEIGHT, RATE, COUNT), 0),
    ("work_on_stills_once", "transparent", colour("#33669980", WIDTH, HEIGHT, RATE, COUNT, alpha=True), 0),
    ("hoist_conform", "overlapping", parts(film(), (0, 6), (1, 7), (2, 8)), 0),
    ("sink_conform", "joined", Video(Node("concat", (("n", 2), ("v", 1), ("a", 0)), (
        fit(photo(), CANVAS, True), fit(photo(), CANVAS, True))), 0, WIDTH, HEIGHT, RATE, 2 * COUNT), 0),
]  # fmt: skip

UNCHANGED: list[tuple[str, str, Video]] = [
    (
        "merge_grades",
        "moving",
        film().filter("eq", contrast="1+t", eval="frame").filter("lutyuv", y="255-val"),
    ),
    ("merge_grades", "too cheap", graded(film(), ("contrast", {}), ("contrast", {}))),
    ("merge_grades", "hue turned", film().filter("hue", h="30").filter("lutyuv", y="val/2")),
    ("stay_in_rgb", "something between", composed(rgb(composed(rgb(film())).filter("hue", s="1.2")))),
    (
        "scale_once",
        "smaller, then larger",
        film().scaled(32, 18, flags="bicubic").scaled(128, 72, flags="bicubic"),
    ),
    (
        "scale_once",
        "pixels on purpose",
        film().scaled(32, 18, flags="neighbor").scaled(16, 10, flags="bicubic"),
    ),
    ("work_on_stills_once", "moving", photo().filter("eq", brightness="0.1*t", eval="frame")),
    ("work_on_stills_once", "noise", photo().filter("noise", alls=20, allf="t")),
    ("hoist_conform", "far apart", parts(film(), (0, 2), (6, 8))),
]


def lines(graph: Graph) -> str:
    with TemporaryDirectory() as folder:
        line = command(graph, [("out",)], Path(folder))
        return Path(line.args[line.args.index("-/filter_complex") + 1]).read_text() + "\n"


@pytest.mark.parametrize(("rule", "name", "video", "_"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_pair(rule: str, name: str, video: Video, _: float) -> None:
    before = Graph((video,))
    path = GOLDEN / f"{rule}.{name}.graph"
    found = f"{lines(before)}\n---\n\n{lines(NAMED[rule](before))}"
    if os.environ.get("WORKPRINT_GOLDEN") == "write":
        path.write_text(found)
    assert found == path.read_text()


def test_every_rule_has_a_pair() -> None:
    assert {row[0] for row in ROWS} == set(NAMED)


@pytest.mark.parametrize(("rule", "name", "video"), UNCHANGED, ids=[f"{r[0]}-{r[1]}" for r in UNCHANGED])
def test_left_alone(rule: str, name: str, video: Video) -> None:
    assert NAMED[rule](Graph((video,))).key == Graph((video,)).key, name


def planes(pad: Any, alpha: bool) -> Frames:
    """Every byte of every frame; no frame is dropped or repeated on the way."""
    pixels = "yuva420p" if alpha else "yuv420p"
    out = ("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixels, "pipe:1")
    graph = Graph((Video(pad.node, pad.index).filter("format", pix_fmts=pixels),))
    with TemporaryDirectory() as folder:
        todo = command(graph, [out], Path(folder))
        raw = b"".join(stream(todo.args, 1 << 20, timeout=60, origins=todo.origins))
    return np.frombuffer(raw, np.uint8).astype(np.int16)


@pytest.mark.parametrize(("rule", "name", "video", "worst"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_looks_the_same(rule: str, name: str, video: Video, worst: float) -> None:
    before = planes(video, video.alpha)
    after = planes(NAMED[rule](Graph((video,))).outputs[0], video.alpha)
    assert before.size == after.size, name
    assert np.abs(before - after).max() <= worst
    assert psnr(before, after) >= (99 if worst <= 1 else 36)


GRADES: list[tuple[str, dict[str, Any]]] = [
    ("contrast", {"amount": 0.3}), ("contrast", {"amount": -0.4}), ("brightness", {"amount": 0.2}), ("vivid", {}),
    ("saturation", {"amount": 0.4}), ("exposure", {"stops": 0.7}), ("shadows", {"amount": 0.5}), ("warm", {}),
    ("highlights", {"amount": -0.5}), ("cinematic", {}), ("temperature", {"amount": -0.4}), ("sepia", {}),
    ("tint", {"amount": 0.5}), ("invert", {}), ("blur", {}), ("vignette", {}), ("flip", {}), ("hue", {"degrees": 40}),
]  # fmt: skip


def made_up(dice: random.Random, depth: int = 3) -> Video:
    """A random picture of canvas size, of the pieces that timelines are lowered to."""
    kind = dice.choice(
        ("film", "photo", "large", "colour", "grade", "grade", "join", "over", "again", "behind")
    )
    if depth == 0 or kind in ("film", "photo", "large", "colour"):
        return dice.choice(SOURCES)()
    inner = made_up(dice, depth - 1)
    if kind == "grade":
        return on_background(graded(inner, *dice.sample(GRADES, dice.randint(1, 4))), CANVAS)
    if kind == "behind":
        return blurred_behind(inner.filter("crop", w=64, h=72, x=0, y=0).sized(64, 72), WIDTH, HEIGHT)
    if kind == "over":
        front = graded(made_up(dice, depth - 1), ("opacity", {"amount": 0.5}))
        return over(inner, front.at(dice.choice((0, 16)), 0), dice.choice((0, 3)))
    a, b = dice.randint(1, COUNT - 1), dice.randint(0, COUNT - 2)
    if kind == "again":
        first, second = (
            cut.filter("setpts", expr="PTS-STARTPTS").scaled(64, 72, flags="bicubic")
            for cut in (
                inner.filter("trim", start_frame=0, end_frame=a),
                inner.filter("trim", start_frame=b, end_frame=COUNT),
            )
        )
        wide = first.filter("hstack", second, inputs=2, shortest=0)
        return wide.filter("tpad", stop=COUNT, stop_mode="clone").filter("trim", end_frame=COUNT)
    cuts = (
        inner.filter("trim", end_frame=a),
        made_up(dice, depth - 1).filter("trim", start_frame=a, end_frame=COUNT),
    )
    joined = [cut.filter("setpts", expr="PTS-STARTPTS") for cut in cuts]
    return joined[0].filter("concat", joined[1], n=2, v=1, a=0).filter("setpts", expr=f"N/({RATE}*TB)")


SOURCES: list[Callable[[], Video]] = [
    film,
    lambda: fit(photo(), CANVAS, True),
    lambda: fit(photo(120, 160), Canvas(width=WIDTH, height=HEIGHT, fill="blur"), True),
    lambda: fit(large(), CANVAS, True),
    lambda: colour("#cc8844", WIDTH, HEIGHT, RATE, COUNT),
]


@pytest.mark.parametrize("seed", range(int(os.environ.get("WORKPRINT_EXAMPLES", "12"))))
def test_random_graphs_look_the_same(seed: int) -> None:
    video = made_up(random.Random(seed))
    before, after = planes(video, False), planes(optimize(Graph((video,))).outputs[0], False)
    assert before.size == after.size == COUNT * WIDTH * HEIGHT * 3 // 2
    each = zip(before.reshape(COUNT, -1), after.reshape(COUNT, -1), strict=True)
    assert min(psnr(one, other) for one, other in each) >= 34


def psnr(before: Frames, after: Frames) -> float:
    error = float(np.mean(np.square((before - after).astype(np.float64))))
    return float(10 * np.log10(255**2 / error)) if error > 0.02 else 99.0
