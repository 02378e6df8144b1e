"""What reads strangers' files sees those files and nothing else, and may crash without harm."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import footage
from workprint import ffmpeg
from workprint.adapters import draft
from workprint.analysis import Apart, DamagedMedia, NoSuchFile, UnsupportedMedia, probe
from workprint.ffmpeg import Cancelled, NoSandbox, command, confine, confined, escape, run, sandbox
from workprint.graph import Graph, Text, Video, source_filter
from workprint.ops import check, registry
from workprint.service.guarded import FILES, Guarded, NamesFile, files_named

HINDERED = ffmpeg.unavailable()
needs_bubblewrap = pytest.mark.skipif(bool(HINDERED), reason=f"bubblewrap does not work here: {HINDERED}")


@pytest.fixture
def confining() -> Iterator[None]:
    sandbox("auto")
    yield
    sandbox("off")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "a clip's [1],2;3:4.mp4"
    footage.numbered(path, 12)
    return path


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    found = Apart()
    yield found
    found.close()


def _ran(*line: str, read: tuple[Path, ...] = (), written: tuple[Path, ...] = ()) -> tuple[int, str]:
    done = subprocess.run(confined(line, read, written), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@needs_bubblewrap
class TestConfined:
    def test_only_what_is_given_can_be_read_or_written(self, tmp_path: Path) -> None:
        secret, given, out = tmp_path / "secret", tmp_path / "given", tmp_path / "out"
        secret.write_text("s")
        given.write_text("g")
        out.mkdir()
        assert _ran("/bin/cat", str(given), read=(given,)) == (0, "g")
        assert _ran("/bin/cat", str(secret), read=(given,))[0] != 0
        assert _ran("/bin/cat", "/etc/passwd")[0] != 0
        assert _ran("/bin/sh", "-c", f"echo x > {given}", read=(given,))[0] != 0
        assert _ran("/bin/sh", "-c", f"echo x > {tmp_path}/new", read=(given,), written=(out,))[0] != 0
        assert _ran("/bin/sh", "-c", f"echo x > {out}/new", read=(given,), written=(out,))[0] == 0
        assert (out / "new").read_text() == "x\n"
        assert given.read_text() == "g"

    def test_no_network_no_neighbours_no_rights(self) -> None:
        _, devices = _ran("/bin/cat", "/proc/net/dev")
        assert [line.split(":")[0].strip() for line in devices.splitlines()[2:]] == ["lo"]
        _, processes = _ran("/bin/ls", "/proc")
        assert [name for name in processes.split() if name.isdigit()] == ["1"]
        _, status = _ran("/bin/cat", "/proc/self/status")
        assert "CapEff:\t0000000000000000" in status

    @pytest.mark.usefixtures("confining")
    def test_ffmpeg_finds_all_that_a_graph_names(self, clip: Path, tmp_path: Path) -> None:
        text, cube, report = tmp_path / "it's, a [text]: 1;2.txt", clip.parent / "x;y.cube", tmp_path / "psnr"
        text.write_text("hello")
        cube.write_text(
            "LUT_3D_SIZE 2\n" + "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))
        )
        graph = tmp_path / "a.graph"
        graph.write_text(
            f"[0:v]split[a][b];[a]format=rgb24,lut3d=file={escape(str(cube))},format=yuv420p[c];\n"
            f"[c][b]psnr=stats_file={escape(str(report))}[v]"
        )
        run(
            [
                *ffmpeg.input_args(str(clip)),
                "-/filter_complex",
                str(graph),
                "-map",
                "[v]",
                str(tmp_path / "o.mkv"),
            ]
        )
        assert (tmp_path / "o.mkv").stat().st_size > 1000
        assert len(report.read_text().splitlines()) == 12

    @pytest.mark.usefixtures("confining")
    def test_a_file_that_is_not_named_as_one_is_not_there(self, clip: Path, tmp_path: Path) -> None:
        reads = f"movie={escape(str(clip))}"
        with pytest.raises(ffmpeg.FFmpegFailed):
            run(["-f", "lavfi", "-i", reads, "-frames:v", "1", str(tmp_path / "o.png")])
        sandbox("off")
        run(["-f", "lavfi", "-i", reads, "-frames:v", "1", str(tmp_path / "o.png")])

    def test_results_are_the_same(self, clip: Path, tmp_path: Path) -> None:
        made = []
        for mode in ("off", "auto"):
            sandbox(mode)  # type: ignore[arg-type]
            out = tmp_path / f"{mode}.mp4"
            flags = ["-threads", "1", "-fflags", "+bitexact"]
            run([*ffmpeg.input_args(str(clip)), "-vf", "hue=s=0", *flags, str(out)])
            made.append(out.read_bytes())
        sandbox("off")
        assert made[0] == made[1]

    @pytest.mark.usefixtures("confining")
    def test_a_cancelled_ffmpeg_is_gone(self, tmp_path: Path) -> None:
        from processes import children, until

        cancel = threading.Event()
        args = ["-f", "lavfi", "-i", "testsrc=s=640x360", str(tmp_path / "o.mkv")]
        caught: list[BaseException] = []

        def work() -> None:
            try:
                run(args, cancel=cancel)
            except Cancelled as error:
                caught.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        until(children)
        cancel.set()
        thread.join()
        assert caught
        assert not children()

    @pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
    def test_how_it_ended_is_told(self, number: signal.Signals) -> None:
        code, _ = _ran("/bin/sh", "-c", f"sh -c 'kill -{number.value} $$'; exit $?")
        assert confine.ended(code) == -number
        assert confine.ended(1) == 1
        assert confine.ended(255) == 255


def test_where_nothing_can_be_confined_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    confine.unavailable.cache_clear()
    try:
        assert "bwrap" in sandbox("auto")
        assert not ffmpeg.confining()
        with pytest.raises(NoSandbox, match="bubblewrap"):
            sandbox("on")
    finally:
        sandbox("off")
        confine.unavailable.cache_clear()


class TestApart:
    @pytest.mark.parametrize("mode", ["off", pytest.param("auto", marks=needs_bubblewrap)])
    def test_a_file_is_told_as_by_the_probe_itself(self, clip: Path, mode: str) -> None:
        sandbox(mode)  # type: ignore[arg-type]
        apart = Apart()
        try:
            assert apart.probe(clip, "m7") == probe(clip, "m7")
            (clip.parent / "list.mp4").write_text("ffconcat version 1.0\nfile /etc/passwd\n")
            with pytest.raises(UnsupportedMedia, match=r"list\.mp4.*other files"):
                apart.probe(clip.parent / "list.mp4")
        finally:
            apart.close()
            sandbox("off")

    def test_a_fault_does_not_say_where_things_lie(self, apart: Apart, clip: Path) -> None:
        broken = clip.parent / "broken.mp4"
        broken.write_bytes(clip.read_bytes()[:600])
        with pytest.raises(DamagedMedia) as caught:
            apart.probe(broken)
        assert str(clip.parent) not in str(caught.value.fields)
        with pytest.raises(NoSuchFile):
            apart.probe(clip.parent / "nothing.mp4")

    def test_a_reader_that_is_killed_is_begun_again(self, apart: Apart, clip: Path) -> None:
        apart.probe(clip)
        assert apart._process
        os.killpg(apart._process.pid, signal.SIGKILL)
        assert apart.probe(clip, "m1").id == "m1"

    def test_what_takes_too_long_is_damaged(self, clip: Path) -> None:
        late = Apart(seconds=0)
        try:
            with pytest.raises(DamagedMedia, match="time or memory"):
                late.probe(clip)
        finally:
            late.close()

    def test_it_can_be_stopped_and_goes_on_with_others(self, apart: Apart, clip: Path) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            apart.probe(clip, cancel=cancel)
        assert apart.probe(clip).video


def _film(effect: dict[str, object]) -> dict[str, object]:
    clip = {"id": "c1", "s": 0, "d": 1000, "src": {"gen": "color"}, "fx": [effect]}
    return {
        "v": 1,
        "id": "t",
        "fps": [25, 1],
        "canvas": {"w": 128, "h": 72},
        "t": [{"id": "v1", "tt": 0, "sg": [clip]}],
    }


class TestServerFiles:
    def test_a_draft_names_no_file_of_the_server(self) -> None:
        inner = _film({"id": "e1", "op": "lut", "p": {"file": "/etc/passwd"}})
        nested = _film({"id": "e2", "op": "sepia"})
        nested["t"][0]["sg"][0]["src"] = {"draft": {**inner, "id": "inner"}}  # type: ignore[index]
        for form in (inner, nested):
            film = draft.read(form, check)
            assert [fault.code for fault in files_named(film)] == ["names_file"]
            with pytest.raises(draft.DraftFaults, match="lut"):
                draft.read(form, lambda film: [*check(film), *files_named(film)])

    def test_every_operation_that_names_a_file_is_known(self) -> None:
        words = ("file", "path", "uri", "url", "font_file", "folder")
        found = {
            name: key
            for name, op in registry().items()
            for key in op.model_fields
            if any(word in key for word in words)
        }
        # By its name among what was given along: nothing on the disk is looked for.
        assert found.pop("import_captions") == found.pop("drop_companion") == "file"
        assert found == FILES

    def test_nor_does_a_message(self) -> None:
        from workprint.model import Timeline
        from workprint.planner import Situation

        guarded = Guarded("off")
        film = draft.read(_film({"id": "e2", "op": "sepia"}), check)
        assert guarded.plan("make it black and white", Situation(timeline=film)).timeline != Timeline()
        with pytest.raises(NamesFile, match="server"):
            guarded.plan("apply the lut /etc/film.cube to clip 1", Situation(timeline=film))


@needs_bubblewrap
def test_the_commands_of_keyframes_are_read(confining: None, tmp_path: Path) -> None:
    bars = Video(source_filter("testsrc2", "video", size="64x36", rate=10), 0, 64, 36).filter(
        "trim", end_frame=4
    )
    graph = Graph((bars.filter("sendcmd", f=Text("0.1 nothing@x a 1;\n", ".cmd")),))
    run(command(graph, [("-f", "null", "-")], tmp_path).args)
