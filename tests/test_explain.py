"""Explaining a render: the same segments that the render makes, why they are made so, and what they cost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from footage import HEIGHT, WIDTH, ffmpeg, numbered
from workprint.analysis import probe
from workprint.base import SAMPLE_RATE, Range
from workprint.compile import Lowered, lower_picture
from workprint.doors.cli import app
from workprint.graph import INPUT, Audio, File, Graph, Node, Video, source_filter
from workprint.jobs import Explanation, RenderOptions, explain, render
from workprint.jobs.cost import files, picture_costs, table
from workprint.jobs.flow import flows
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    Transition,
)
from workprint.studio import explain_svg

ENCODER = ("-c:v", "libx264", "-preset", "veryfast")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    folder = tmp_path_factory.mktemp("footage")
    made = numbered(folder / "raw.mov", 300)
    ffmpeg("-i", made.uri, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "30", "-sc_threshold", "0", "-pix_fmt", "yuv420p",
           "-colorspace", "bt709", "-color_range", "tv", "-c:a", "aac", str(folder / "a.mp4"))  # fmt: skip
    return probe(folder / "a.mp4", "a")


def clip(media: MediaFile, start: int = 3, length: int = 280, **more: Any) -> Clip:
    span = Range(start=start, duration=length)
    return Clip(**{"id": f"c{start}", "media": FileRef(media=media.id), "source": span, **more})


def film(media: MediaFile, items: Sequence[Any], words: str = "", **more: Any) -> Timeline:
    tracks = [Track(id="v1", kind="video", items=tuple(items))]
    if words:
        op = GeneratorRef(op="title", params={"text": words})
        shown = Clip(id="t", media=op, source=Range(start=0, duration=90))
        tracks.append(Track(id="t1", kind="text", items=(Gap(id="g", duration=100), shown)))
    given = {"canvas": Canvas(width=WIDTH, height=HEIGHT), "tracks": tuple(tracks), "media": (media,), **more}
    return Timeline(**given)


def options(tmp_path: Path, **more: Any) -> RenderOptions:
    return RenderOptions(**{"quality": "draft", "cache": tmp_path / "pieces", "copying": "never", **more})


def ways(found: Explanation) -> list[str]:
    return [part.way for part in found.everything]


def test_what_was_rendered_is_cached_and_a_changed_title_is_the_only_thing_to_do(
    media: MediaFile, tmp_path: Path
) -> None:
    how = options(tmp_path)
    before = explain(film(media, [clip(media)], "One"), how)
    assert set(ways(before)) == {"rendered"}
    assert before.share == 1
    assert not (tmp_path / "pieces").exists()
    render(film(media, [clip(media)], "One"), tmp_path / "a.mp4", how)
    kept = explain(film(media, [clip(media)], "One"), how)
    assert set(ways(kept)) == {"cached"}
    assert (kept.left_ms, kept.full_ms) == (0, before.full_ms)
    assert all(part.measured for part in kept.everything)
    changed = explain(film(media, [clip(media)], "Two"), how)
    todo = [part for part in changed.everything if part.way != "cached"]
    assert [part.segment.span for part in todo] == [Range(start=100, duration=90)]
    assert 0 < changed.share < 0.6
    report = render(film(media, [clip(media)], "Two"), tmp_path / "b.mp4", how)
    assert report.rendered == changed.frames("rendered") == 90


def test_copies_are_told_frame_by_frame_as_they_are_then_made(media: MediaFile, tmp_path: Path) -> None:
    how = options(tmp_path, copying="exact")
    timeline = film(media, [clip(media)])
    found = explain(timeline, how)
    part = found.parts[0]
    assert (part.way, [cause.code for cause in part.causes]) == ("copied", ["copied", "ends"])
    assert found.left_ms < found.full_ms
    report = render(timeline, tmp_path / "a.mp4", how)
    assert (report.copied, report.rendered) == (found.frames("copied"), found.frames("rendered"))
    assert explain(timeline, how).parts[0].copied == report.copied


def blended(media: MediaFile) -> list[Any]:
    cross = Transition(id="x", op="crossfade", in_offset=5, out_offset=5)
    return [clip(media, 0, 100), cross, clip(media, 150, 100)]


COLOUR = Clip(
    id="k", media=GeneratorRef(op="color", params={"color": "#336699"}), source=Range(start=0, duration=40)
)
REASONS: list[tuple[str, Any, dict[str, Any], list[str], str]] = [
    ("vignette", lambda m: [clip(m, effects=(Effect(id="e", op="vignette"),))], {}, ["changed"], "Vignette"),
    ("volume", lambda m: [clip(m, effects=(Effect(id="e", op="volume"),))], {}, ["wish"], "nothing touches"),
    ("off", lambda m: [clip(m, effects=(Effect(id="e", op="sepia", enabled=False),))], {}, ["wish"], "encoded again"),
    ("fast", lambda m: [clip(m, 0, 140, speed=Fraction(2))], {}, ["moved"], "plays at 2x"),
    ("back", lambda m: [clip(m, reverse=True, freeze=False)], {}, ["moved"], "backwards"),
    ("still", lambda m: [clip(m, freeze=True)], {}, ["moved"], "frozen"),
    ("gap", lambda m: [Gap(id="g", duration=30), clip(m, length=20)], {}, ["made"], "gap"),
    ("made", lambda _: [COLOUR], {}, ["made"], "is made"),
    ("all", lambda m: [clip(m)], {"effects": (Effect(id="e", op="sepia"),)}, ["changed"], "the whole film"),
    ("over", lambda m: [clip(m)], {"words": "Hi"}, ["wish", "covered", "wish"], "the title “Hi” lies over it"),
    ("blend", blended, {}, ["blended"], "Crossfade at 0:03.17 blends two clips"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("items", "more", "codes", "says"), [row[1:] for row in REASONS], ids=[r[0] for r in REASONS]
)
def test_every_edit_is_a_reason(
    media: MediaFile, tmp_path: Path, items: Any, more: dict[str, Any], codes: list[str], says: str
) -> None:
    found = explain(film(media, items(media), **more), options(tmp_path))
    causes = [cause for part in found.parts for cause in part.causes]
    told = list(dict.fromkeys(cause.code for cause in causes))
    assert told == list(dict.fromkeys(codes))
    assert any(says in cause.text["en"] for cause in causes), causes
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in cause.text["zh"]) for cause in causes)


@pytest.mark.parametrize(
    ("more", "how", "code", "says"),
    [
        ({"rate": Fraction(25)}, {"copying": "exact"}, "rate", "has 30 fps, the film 25"),
        ({"canvas": Canvas(width=448, height=256)}, {"copying": "exact"}, "size", "is 224x128, the film 448x256"),
        ({}, {"copying": "never"}, "wish", "encoded again"),
        ({}, {"copying": "exact", "format": "webm"}, "file", "mp4, mov and mkv"),
    ],
)  # fmt: skip
def test_untouched_picture_says_why_it_is_not_copied(
    media: MediaFile, tmp_path: Path, more: dict[str, Any], how: dict[str, Any], code: str, says: str
) -> None:
    (part,) = explain(film(media, [clip(media, length=200)], **more), options(tmp_path, **how)).parts
    assert (part.way, [cause.code for cause in part.causes]) == ("rendered", [code])
    assert says in part.causes[0].text["en"]


def source(frames: int) -> Video:
    args = (("file", File("a", "h")), ("stream", "v"))
    return Video(Node(INPUT, args), 0, 100, 50, Fraction(30), frames)


def cut(video: Video, start: int, end: int) -> Video:
    return video.filter("trim", start_frame=start, end_frame=end).filter("setpts", expr="PTS-STARTPTS")


FILE = MediaFile(id="m", hash="h", video={"width": 100, "height": 50, "rate": 50, "codec": "h264"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("graph", "length", "name", "units"),
    [
        (lambda v: cut(v, 40, 100), 60, INPUT, 100),
        (lambda v: cut(v.filter("fps", fps=25), 0, 50), 50, INPUT, 100),
        (lambda v: cut(v.filter("setpts", expr="PTS*1/2").filter("fps", fps=50), 0, 50), 50, INPUT, 100),
        (lambda v: cut(v, 0, 30).filter("concat", cut(v, 50, 70), n=2).filter("eq"), 50, INPUT, 70),
        (lambda v: cut(v, 0, 30).filter("concat", cut(v, 50, 70), n=2).filter("eq"), 50, "concat", 50),
        (lambda v: cut(v, 0, 30).filter("concat", cut(v, 50, 70).filter("hue"), n=2), 50, "hue", 20),
        (lambda v: v.filter("loop", loop=-1, size=1).filter("eq"), 90, INPUT, 1),
        (lambda v: cut(v, 0, 30).filter("tpad", start=5).filter("eq"), 30, "trim", 25),
    ],
)
def test_the_graph_says_how_many_frames_go_where(graph: Any, length: int, name: str, units: int) -> None:
    made = Graph((graph(source(1000)),))
    found = flows(made, length, {"h": FILE})
    assert [found[node.key].units for node in made.walk() if node.name == name] == [units]


def test_sizes_follow_the_filters() -> None:
    video = (
        source(10).filter("crop", w=80, h=40).filter("transpose").filter("scale", w=200, h=400).filter("eq")
    )
    made = Graph((video,))
    sizes = [(flow.width, flow.height) for flow in flows(made, 10, {"h": FILE}).values()]
    assert sizes == [(100, 50), (80, 40), (40, 80), (200, 400), (200, 400)]


def test_samples_are_counted_like_frames() -> None:
    audio = Audio(source_filter("aevalsrc", "audio")).filter("atrim", start_sample=100, end_sample=48_100)
    made = Graph((audio.filter("volume", volume=2),))
    assert [flow.units for flow in flows(made, SAMPLE_RATE, {}).values()] == [48_100, 48_000, 48_000]


def costs(video: Video, frames: int = 100) -> dict[str, float | None]:
    lowered = Lowered(Graph((video,)), frames)
    return {node.name: node.each and node.ms for node in picture_costs(lowered, ENCODER, {"h": FILE})}


def test_a_node_costs_by_pixels_and_frames() -> None:
    small = costs(source(100).filter("unsharp"))
    large = costs(source(100).filter("scale", w=200, h=100).filter("unsharp"))
    assert large["unsharp"] == pytest.approx(4 * (small["unsharp"] or 0))
    assert costs(source(100).filter("unsharp"), 50)["unsharp"] == pytest.approx((small["unsharp"] or 0) / 2)
    assert small["unsharp"] == pytest.approx(table()["video"]["unsharp"] * 0.005 * 100)


def test_what_is_not_in_the_table_is_unknown_and_not_nothing() -> None:
    assert costs(source(100).filter("nnedi"))["nnedi"] is None
    lowered = Lowered(Graph((source(9),)), 9)
    (encode,) = [
        node for node in picture_costs(lowered, ("-c:v", "h264_other"), {"h": FILE}) if node.name == "encode"
    ]
    assert encode.each is None


def test_the_figures_add_up_in_json(media: MediaFile, tmp_path: Path) -> None:
    found = explain(film(media, blended(media), "Hi"), options(tmp_path))
    told = json.loads(json.dumps(found.to_json("zh")))
    assert set(told) == {
        "format", "encoder", "width", "height", "rate", "frames", "duration", "segments", "sound", "operations", "total",
    }  # fmt: skip
    segments = told["segments"]
    assert [each["start"] for each in segments] == [0, *(each["end"] for each in segments[:-1])]
    assert segments[-1]["end"] == told["frames"] == 200
    for each in (*segments, told["sound"]):
        assert each["reasons"] or each["name"] == "sound"
        known = [node["cpu_ms"] or 0 for node in each["cost"]["nodes"]]
        assert sum(known) == pytest.approx(each["cost"]["cpu_ms"], abs=0.1 + 0.01 * len(known))
        assert each["cost"]["dearest"] in {node["name"] for node in each["cost"]["nodes"]}
    total = sum(each["cost"]["cpu_ms"] for each in (*segments, told["sound"]))
    assert total == pytest.approx(told["total"]["cpu_ms"], abs=0.5)
    assert told["total"]["unknown"] == []
    shown = {each["kind"] for segment in segments for each in segment["shows"]}
    assert shown == {"clip", "title", "transition"}


def test_the_picture_has_a_mark_for_every_segment(media: MediaFile, tmp_path: Path) -> None:
    how = options(tmp_path, copying="exact")
    render(film(media, [clip(media)], "<&>"), tmp_path / "a.mp4", how)
    found = explain(film(media, [*blended(media)], "<&>"), how)
    for lang in ("en", "zh"):
        root = ElementTree.fromstring(explain_svg(found, lang))
        marks = [each for each in root.iter() if each.get("class", "").startswith("segment")]
        assert [each.get("class") for each in marks] == [f"segment {part.way}" for part in found.everything]
        wide = [float(each.get("width", 0)) for each in marks[: len(found.parts)]]
        lengths = [part.frames for part in found.parts]
        assert [a > b for a, b in pairwise(wide)] == [a > b for a, b in pairwise(lengths)]


def test_the_cost_of_the_full_render_does_not_depend_on_what_is_kept(
    media: MediaFile, tmp_path: Path
) -> None:
    timeline = film(media, [clip(media, length=60)])
    found = explain(timeline, options(tmp_path))
    lowered = lower_picture(timeline, Range(start=0, duration=60))
    plain = picture_costs(lowered, found.parts[0].segment.encoder, files(timeline))
    assert found.parts[0].full_ms == pytest.approx(sum(node.ms for node in plain))


def test_the_command_line_explains_and_renders_nothing(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def said(*args: str) -> str:
        result = CliRunner().invoke(app, list(args))
        assert result.exit_code == 0, (result.stdout, result.exception)
        return result.stdout

    said("edit", media.uri, "keep the first 2 seconds and add a vignette", "--session", "s", "--no-render")
    size = ["--size", f"{WIDTH}x{HEIGHT}"]
    text = said("render", "--session", "s", *size, "--explain", "--picture", "a.svg")
    assert "1. 0:00-0:02  frames 0-60  rendered" in text
    assert "why  Vignette on “a.mp4”" in text
    assert "To do:" in text
    assert "原因  “a.mp4”有暗角" in said("render", "--session", "s", *size, "--explain", "--lang", "zh")
    told = json.loads(said("render", "--session", "s", *size, "--explain", "--json"))
    assert [each["way"] for each in told["segments"]] == ["rendered"]
    for wrong in (["--picture", "b.svg"], ["--explain", "--picture", "b.png"]):
        assert CliRunner().invoke(app, ["render", "--session", "s", *wrong]).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "home"]
