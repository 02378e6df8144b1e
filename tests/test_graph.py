"""The render graph, its rules, and the command line written from it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from workprint.base import Curve
from workprint.compile import optimize
from workprint.ffmpeg import Cancelled, FFmpegFailed, TimedOut, command, escape, run, stream
from workprint.graph import File, Graph, Made, Node, Text, Video, source_filter

NULL = ("-f", "null", "-")


def bars(frames: int = 4, size: str = "32x16") -> Video:
    node = source_filter("testsrc2", "video", size=size, rate=10)
    return Video(node, 0, 32, 16, Fraction(10)).filter("trim", end_frame=frames)


def written(graph: Graph, work: Path) -> str:
    line = command(graph, [NULL] * len(graph.outputs), work)
    return Path(line.args[line.args.index("-/filter_complex") + 1]).read_text()


def test_equal_chains_are_one_node() -> None:
    one, two = bars().filter("hflip"), bars().filter("hflip")
    assert one == two
    assert Graph((one, two)).key == Graph((two, one)).key
    assert len(list(Graph((one, two)).walk())) == 3


def test_origin_and_paths_are_outside_the_hash() -> None:
    assert Node("hflip", origin="c1").key == Node("hflip", origin="c2").key
    assert Node("x", (("f", File("/a", "h")),)).key == Node("x", (("f", File("/b", "h")),)).key
    assert Node("x", (("f", File("/a", "h")),)).key != Node("x", (("f", File("/a", "g")),)).key


def test_a_pad_used_twice_is_split(tmp_path: Path) -> None:
    video = bars()
    text = written(Graph((video.filter("hflip").filter("overlay", video, x=0, y=0),)), tmp_path)
    assert text.count("split=2") == 1
    assert text.count("testsrc2@") == 1


@pytest.mark.parametrize("value", ["it's, [a] test; 50%:\\x", "a\\:b", "'", "expr(if(lt(t,1),2,3))"])
def test_any_text_reaches_the_filter_as_it_is(value: str, tmp_path: Path) -> None:
    source = (
        bars()
        .filter("metadata", mode="add", key="note", value=value)
        .filter("metadata", mode="print", file="-")
    )
    line = command(Graph((source,)), [NULL], tmp_path)
    told = b"".join(stream(line.args, 1 << 16)).decode()
    assert f"note={value}\n" in told


def test_escape_leaves_plain_words_alone() -> None:
    assert escape("yuv420p") == "yuv420p"


def test_a_curve_becomes_commands_for_its_own_filter(tmp_path: Path) -> None:
    sigma = Curve(((0, 0.0, "linear"), (4, 4.0, "linear")), Fraction(10))
    still = (
        bars(1).filter("loop", loop=-1, size=1).filter("setpts", expr="N/(10*TB)").filter("trim", end_frame=6)
    )
    graph = Graph((still.filter("gblur", sigma=sigma).filter("format", pix_fmts="gray"),))
    line = command(graph, [("-f", "rawvideo", "pipe:1")], tmp_path)
    frames = list(stream(line.args, 32 * 16))
    assert len(frames) == 6
    assert len(set(frames)) == 5
    assert frames[4] == frames[5]


def test_small_files_are_written_for_filters(tmp_path: Path) -> None:
    graph = Graph((bars().filter("sendcmd", f=Text("0.1 nothing@x a 1;\n", ".cmd")),))
    line = command(graph, [NULL], tmp_path)
    assert [p.suffix for p in tmp_path.iterdir() if p.suffix == ".cmd"] == [".cmd"]
    run(line.args)


def test_made_things_are_found_and_filled_in(tmp_path: Path) -> None:
    wanted = Made.of("number", {"n": 1}, bars(), field="sigma")
    graph = Graph((bars().filter("gblur", sigma=wanted),))
    assert [made.key for made in graph.made()] == [wanted.key]
    text = Path(command(graph, [NULL], tmp_path, {wanted.key: {"sigma": 2.5}}).args[1]).read_text()
    assert "sigma=2.5" in text


def test_a_failure_names_the_item_and_the_reason(tmp_path: Path) -> None:
    bad = Graph((Video(Node("crop", (("w", -5),), (bars(),), origin="c3")),))
    line = command(bad, [NULL], tmp_path)
    with pytest.raises(FFmpegFailed, match="c3") as caught:
        run(line.args, origins=line.origins)
    assert "size" in caught.value.say("en")


def endless(tmp_path: Path) -> tuple[str, ...]:
    video = Video(source_filter("testsrc2", "video", size="64x36", rate=10), 0, 64, 36)
    return command(Graph((video,)), [NULL], tmp_path).args


def test_time_limit(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        run(endless(tmp_path), timeout=0.2)


def test_cancel(tmp_path: Path) -> None:
    import threading

    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        run(endless(tmp_path), cancel=cancel)


@pytest.mark.parametrize(
    "name", ["playlist.m3u8", "concat.txt", "list.mp4"], ids=["hls", "concat", "hls dressed as mp4"]
)
def test_files_that_point_elsewhere_are_not_followed(name: str, tmp_path: Path) -> None:
    from workprint.ffmpeg import input_args

    secret = tmp_path / "secret.ts"
    run(("-f", "lavfi", "-i", "testsrc2=d=0.2:s=32x16", "-f", "mpegts", str(secret)))
    texts = {
        "concat.txt": f"ffconcat version 1.0\nfile {secret}\n",
        "playlist.m3u8": f"#EXTM3U\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n",
    }
    path = tmp_path / name
    path.write_text(texts.get(name, texts["playlist.m3u8"]))
    with pytest.raises(FFmpegFailed):
        run((*input_args(str(path)), *NULL))


RULES = [
    ("neutral eq", lambda v: v.filter("eq", brightness=0.0, contrast=1.0), lambda v: v),
    ("eq that does something", lambda v: v.filter("eq", brightness=0.1), lambda v: v.filter("eq", brightness=0.1)),
    ("format twice", lambda v: v.filter("format", pix_fmts="gray").filter("format", pix_fmts="gray"),
     lambda v: v.filter("format", pix_fmts="gray")),
    ("time reset twice", lambda v: v.filter("setpts", expr="PTS-STARTPTS").filter("setpts", expr="PTS-STARTPTS"),
     lambda v: v.filter("setpts", expr="PTS-STARTPTS")),
    (
        "time shifted, then reset",
        lambda v: v.filter("setpts", expr="PTS+3/(30/1*TB)").filter("setpts", expr="PTS-STARTPTS"),
        lambda v: v.filter("setpts", expr="PTS-STARTPTS"),
    ),
    ("inside a longer chain", lambda v: v.filter("hflip").filter("gblur", sigma=0).filter("vflip"),
     lambda v: v.filter("hflip").filter("vflip")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_rules(before: object, after: object) -> None:
    assert callable(before)
    assert callable(after)
    assert optimize(Graph((before(bars()),))) == optimize(Graph((after(bars()),)))
    assert optimize(Graph((before(bars()),))).key == Graph((after(bars()),)).key


def test_graph_files_name_every_instance(tmp_path: Path) -> None:
    text = written(Graph((bars().filter("hflip").filter("vflip"),)), tmp_path)
    names = re.findall(r"(\w+@\w+)", text)
    assert len(names) == len(set(names)) == 4
