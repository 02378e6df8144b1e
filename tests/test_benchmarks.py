"""The benchmark judges rightly and writes what it found. Nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from footage import ffmpeg
from workprint.jobs import RenderOptions, render

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from timed import byhand
from timed.cases import FONT, SHORT, Scale, Shop, uneven
from timed.edits import Cut, Edit, Source, even_cuts, expected, timeline
from timed.exact import Verdict, judge, sound_of
from timed.footage import Footage
from timed.measure import CommandFailed, Cost, run
from timed.table import BEGIN, END, Case, Row, Target, lines, put, table

EDIT = Edit((Cut(5, 35), Cut(40, 62), Cut(66, 88)))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    shop = Shop(tmp_path_factory.mktemp("bench"), SHORT)
    return shop.source(Footage("talk", 3, 320, 180))


def verdict(path: Path, edit: Edit, source: Source) -> Verdict:
    return judge(path, expected(edit, [source]), [sound_of(source.path)])


@pytest.mark.parametrize("edit", [EDIT, Edit(EDIT.cuts, overlap=8, graded=True, title="Hi", title_frames=20)])
def test_what_workprint_and_ffmpeg_make_of_an_edit_is_exact(
    edit: Edit, source: Source, tmp_path: Path
) -> None:
    render(timeline(edit, [source]), tmp_path / "ours.mp4", RenderOptions(check=False))
    run(byhand.command(edit, [source], None, FONT, tmp_path / "graph", tmp_path / "hand.mp4"))
    assert verdict(tmp_path / "ours.mp4", edit, source) == Verdict(0, 0, 0)
    assert verdict(tmp_path / "hand.mp4", edit, source).exact


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["-vf", "trim=end_frame=73"], "1 frames missing"),
        (["-vf", "select='not(eq(n,33))',tpad=stop=1:stop_mode=clone,setpts=N/30/TB"], "40 frames wrong"),
        (["-af", "adelay=20:all=1"], "sound up to 20.0 ms off"),
    ],
)
def test_what_is_wrong_is_found(change: list[str], told: str, source: Source, tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    run(byhand.command(EDIT, [source], None, FONT, tmp_path / "graph", made))
    ffmpeg("-i", str(made), *change, "-c:a", "aac", str(tmp_path / "wrong.mp4"))
    assert verdict(tmp_path / "wrong.mp4", EDIT, source).told() == told


def test_a_damaged_file_does_not_decode(source: Source, tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    run(byhand.command(EDIT, [source], None, FONT, tmp_path / "graph", made))
    data = bytearray(made.read_bytes())
    middle = data.index(b"mdat") + 9000
    data[middle : middle + 40] = bytes(each ^ 0x5A for each in data[middle : middle + 40])
    made.write_bytes(data)
    assert verdict(made, EDIT, source).told().startswith("does not decode: ")


def test_which_frame_of_uneven_footage_is_on_is_read_from_its_packets(tmp_path: Path) -> None:
    plan = uneven(Shop(tmp_path, Scale(4, 320, 180, 2, (5,))))
    (way, *_), (source,) = plan.ways, plan.sources
    assert source.media.video is not None
    assert source.media.video.variable
    run(way.args(tmp_path / "hand.mp4"))
    assert judge(tmp_path / "hand.mp4", plan.expected(way), [sound_of(source.path)]).exact


def test_the_same_share_is_kept_in_however_many_pieces() -> None:
    kept = [Edit(even_cuts(count, 3600)).frames for count in (30, 120, 300)]
    assert max(kept) - min(kept) < 300
    assert all(
        a.last <= b.first for a, b in zip(even_cuts(300, 3600), even_cuts(300, 3600)[1:], strict=False)
    )


def test_a_command_costs_what_its_children_cost() -> None:
    busy = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])"
    assert run([sys.executable, "-c", busy]).cpu > run([sys.executable, "-c", "pass"]).cpu
    with pytest.raises(CommandFailed, match="ended with 3: why"):
        run([sys.executable, "-c", "import sys; print('why', flush=True); sys.exit(3)"])


GOOD = Verdict(0, 0, 0)
ROWS = (
    Row("FFmpeg by hand", 10, (Cost(10, 20, 1_000_000), Cost(20, 40, 2_000_000)), (GOOD, GOOD)),
    Row("Workprint", 20, (Cost(10, 60, 10), Cost(30, 20, 10)), (GOOD, GOOD), Target("wall", 0.5)),
    Row("slow", 10, (Cost(11, 20, 10), Cost(22, 40, 10)), (GOOD, Verdict(2, 0, 480)), Target("cpu", 0.9)),
    Row("gone", 10, missing="not installed here"),
)


def test_ratios_are_medians_over_pairs_by_second_of_film() -> None:
    told = lines(Case("a", "A case", ROWS, "today"))
    assert told[:3] == ["### A case", "", "2 pairs; today"]
    assert told[5:] == [
        "| FFmpeg by hand | 1.00 | 1.00 | 15.0 | 30.0 | 2 | exact |  |",
        "| Workprint | 0.62 | 0.88 | 20.0 | 40.0 | 0 | exact | wall ≤ 0.50: missed by 0.12 |",
        "| slow | 1.10 | 1.00 | 16.5 | 30.0 | 0 | 2 frames missing, sound up to 10.0 ms off | CPU ≤ 0.90: missed by 0.10 |",
        "| gone | | | | | | not installed here | |",
        "",
    ]


def test_the_tables_stand_between_their_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    put(page, table([Case("a", "A case", ROWS[:1])], "a machine"))
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n\nMachine: a machine.\n\n### A case\n")
    assert text.endswith(f"\n{END}\nafter\n")
    assert "old" not in text
