"""The command line: what it prints, writes and answers, with parts that answer at once."""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from footage import ffmpeg, pictures
from studio_parts import FakeParts
from test_studio import SCRIPT
from workprint.base import Fault
from workprint.doors.cli import app
from workprint.doors.cli_answer import language
from workprint.doors.cli_progress import stoppable
from workprint.ffmpeg import Cancelled, capabilities
from workprint.ffmpeg import binary as ffmpeg_binary
from workprint.jobs import Finding
from workprint.studio.demo import REQUEST


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeParts:
    fake = FakeParts(
        {
            **SCRIPT,
            "剪": SCRIPT["cut"],
            "do nothing": [],
            "subtitles please": [*SCRIPT["put the title"], ("subtitles", {"format": "srt"})],
        }
    )
    monkeypatch.setattr("workprint.studio.studio.Wired", lambda: fake)
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKPRINT_DEBUG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    Path("a.mp4").write_bytes(b"a")
    Path("b.mp4").write_bytes(b"b")
    return fake


def run(*args: str, code: int = 0, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(app, list(args), input=stdin)
    assert result.exit_code == code, (result.stdout, result.stderr, result.exception)
    return result


def answer(*args: str, code: int = 0, stdin: str | None = None) -> Any:
    return json.loads(run(*args, "--json", code=code, stdin=stdin).stdout)


@pytest.mark.usefixtures("parts")
class TestEdit:
    def test_it_renders_and_says_what_was_done(self) -> None:
        result = run("edit", "a.mp4", "cut", "-o", "cut.mp4")
        assert "It lasts 8.0 s." in result.stdout
        assert "Wrote cut.mp4 (0:08.00, 1920x1080" in result.stdout
        assert Path("cut.mp4").exists()

    def test_the_request_may_stand_anywhere(self) -> None:
        run("edit", "cut", "a.mp4", "--no-render")

    def test_without_a_name_it_finds_a_free_one(self) -> None:
        run("edit", "a.mp4", "cut")
        run("edit", "a.mp4", "cut")
        assert Path("a-cut.mp4").exists()
        assert Path("a-cut-2.mp4").exists()

    def test_export_words_decide_what_options_leave_open(self, parts: FakeParts) -> None:
        run("edit", "a.mp4", "cut and export")
        assert Path("best.webm").exists()
        run("edit", "a.mp4", "cut and export", "-o", "mine.mov", "--size", "480p", "--quality", "high")
        assert (parts.options[-1].format, parts.options[-1].size) == ("mov", "480p")
        assert parts.options[-1].quality == "high"
        run("edit", "a.mp4", "preview")
        assert Path("a-preview.mp4").exists()

    def test_no_render_where_there_is_nothing_to_render(self) -> None:
        run("edit", "a.mp4", "cut", "--no-render")
        run("edit", "a.mp4", "do nothing")
        assert not list(Path().glob("*-cut*"))
        run("edit", "a.mp4", "do nothing", "-o", "as-is.mp4")
        assert Path("as-is.mp4").exists()

    def test_the_request_from_standard_input(self) -> None:
        assert answer("edit", "a.mp4", "-", stdin="cut\n")["duration_ms"] == 8000
        assert Path("a-cut.mp4").exists()
        run("edit", "a.mp4", "-", stdin=" \n", code=2)
        assert answer("edit", "none.mp4", "cut", code=2)["error"]["code"] == "usage"

    def test_subtitles_are_written_when_asked_for(self) -> None:
        found = answer("edit", "a.mp4", "subtitles please", "--no-render")
        assert found["subtitles"] == ["a.srt"]
        assert "Hi" in Path("a.srt").read_text()

    def test_a_session_goes_on(self) -> None:
        run("edit", "a.mp4", "cut", "--session", "s", "--no-render")
        found = answer("edit", "vignette", "--session", "s")
        assert found["revision"] == 3
        assert found["output"]["path"] == "s-cut.mp4"
        assert found["draft"]["d"] == 8000

    def test_the_draft_is_written_and_rendered(self) -> None:
        run("edit", "a.mp4", "cut", "--no-render", "--draft", "d.json")
        assert "Wrote e.mp4 (0:08.00" in run("render", "d.json", "-o", "e.mp4").stdout
        run("render", "-", "-o", "f.webm", stdin=Path("d.json").read_text())
        assert Path("f.webm").exists()


class TestExitCodes:
    @pytest.mark.parametrize(
        ("args", "code", "said"),
        [
            (["edit", "a.mp4", "impossible"], 1, "8"),
            (["edit", "vignette", "--session", "s"], 1, "footage|no|film|clip"),
            (["edit", "ask", "--session", "none"], 1, "none"),
            (["edit", "nothing.mp4", "cut"], 2, "nothing.mp4"),
            (["edit", "a.mp4"], 2, "quotes"),
            (["edit", "a.mp4", "cut", "the", "silences"], 2, "quotes"),
            (["edit", "--no-such-option"], 2, "no-such-option"),
            (["ops", "--lang", "fr"], 2, "fr"),
            (["edit", "a.mp4", "ask"], 3, "It lasts"),
            (["edit", "a.mp4", "refuse"], 3, "It lasts"),
            (["plan", "a.mp4", "refuse"], 3, "It lasts"),
            (["edit", "a.mp4", "cut", "-o", "x.avi"], 1, "avi"),
            (["edit", "a.mp4", "cut", "--size", "big"], 1, "big"),
            (["edit", "a.mp4", "cut", "-o", "a.mp4"], 1, "a.mp4"),
            (["render"], 2, "--session"),
            (["render", "none.json"], 2, "none.json"),
            (["undo", "--session", "none"], 1, "none"),
            (["undo"], 2, "session"),
            (["ops", "vignete"], 1, "vignette"),
            (["ops", "nonsense"], 1, "lists them all"),
            (["edit", "a.mp4", "cut", "-o", "none/there/x.mp4"], 1, "no folder none/there"),
            (["render", "--session", "s", "-o", "none/there/x.mp4"], 1, "no folder none/there"),
            (["edit", "a.mp4", "cut", "-o", "home"], 1, "folder|no permission"),
            (["edit", "a.mp4", "cut", "--draft", "none/there/x.json"], 1, "no folder none/there"),
            (["inspect", "none.mp4"], 2, "none.mp4"),
            (["plan", "cut", "--context", "none.json"], 2, "none.json"),
            (["plan", "cut", "a.mp4", "--context", "none.json"], 2, "--context"),
        ],
    )
    def test_each_fault_is_a_sentence(self, parts: FakeParts, args: list[str], code: int, said: str) -> None:
        result = run(*args, code=code)
        assert any(each in result.stdout + result.stderr for each in said.split("|"))
        assert "Traceback" not in result.stderr + result.stdout

    def test_a_failed_check_is_4_and_the_file_is_there(self, parts: FakeParts) -> None:
        parts.findings = (Finding("black", {"en": "It is black.", "zh": "画面全黑。"}),)
        assert "It is black." in run("edit", "a.mp4", "cut", code=4).stdout
        assert "画面全黑。" in run("edit", "a.mp4", "cut", "--lang", "zh", code=4).stdout
        assert Path("a-cut.mp4").exists()

    def test_a_note_is_told_and_fails_nothing(self, parts: FakeParts) -> None:
        parts.findings = (Finding("still", {"en": "It stands still.", "zh": "画面静止。"}, note=True),)
        assert "Note: It stands still." in run("edit", "a.mp4", "cut").stdout
        assert "提示：画面静止。" in run("edit", "a.mp4", "cut", "--lang", "zh").stdout

    def test_stopping_is_130(self, parts: FakeParts, monkeypatch: pytest.MonkeyPatch) -> None:
        for error in (KeyboardInterrupt(), Cancelled()):

            def stop(*args: Any, error: BaseException = error) -> None:
                raise error

            monkeypatch.setattr(parts, "render", stop)
            assert "Stopped" in run("edit", "a.mp4", "cut", code=130).stderr
            assert answer("edit", "a.mp4", "cut", code=130)["error"]["code"] == "interrupted"

    def test_what_nobody_expected_is_still_a_sentence(
        self, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: Any) -> None:
            raise RuntimeError("boom")

        monkeypatch.setattr(parts, "render", fail)
        result = run("edit", "a.mp4", "cut", code=1)
        assert "boom" in result.stderr
        assert "Traceback" not in result.stderr
        monkeypatch.setenv("WORKPRINT_DEBUG", "1")
        assert isinstance(CliRunner().invoke(app, ["edit", "a.mp4", "cut"]).exception, RuntimeError)

    def test_a_fault_as_json(self, parts: FakeParts) -> None:
        error = answer("edit", "a.mp4", "impossible", code=1)["error"]
        assert error["code"]
        assert error["message"]

    def test_every_fault_of_a_draft_is_told_with_its_path(self, parts: FakeParts) -> None:
        run("edit", "a.mp4", "vignette", "--no-render", "--draft", "d.json")
        draft = json.loads(Path("d.json").read_text())
        draft["t"][0]["sg"][0]["fx"][0]["p"] = {"strength": 9}
        draft["fps"] = "fast"
        result = run("render", "-", "-o", "x.mp4", stdin=json.dumps(draft), code=1)
        assert "/fps" in result.stderr
        assert "/t/0/sg/0/fx/0/p/strength" in result.stderr


@pytest.mark.usefixtures("parts")
class TestPlan:
    def test_json_is_exactly_the_plan(self) -> None:
        found = answer("plan", "cut", "a.mp4")
        assert list(found) == [
            "edits", "actions", "questions", "refusals", "reply", "draft", "summary", "duration_ms",
        ]  # fmt: skip
        assert found["edits"] == [{"op": "delete_range", "params": {"start": 2, "end": 4}}]

    def test_for_people(self) -> None:
        assert "1. delete_range(start=2, end=4)" in run("plan", "cut", "a.mp4").stdout
        assert not list(Path().glob("home/*.mp4"))

    def test_a_context_from_standard_input(self) -> None:
        context = Path(__file__).parent / "rows" / "context.json"
        text = (
            context.read_text()
            if context.is_file()
            else json.dumps({"draft": answer("plan", "cut", "a.mp4")["draft"]})
        )
        assert answer("plan", "cut", "--context", "-", stdin=text)["edits"]

    def test_nothing_is_kept(self) -> None:
        run("plan", "cut", "a.mp4", "--session", "s")
        assert answer("sessions") == []


@pytest.mark.usefixtures("parts")
class TestSessions:
    def test_undo_redo_history(self) -> None:
        run("edit", "a.mp4", "cut", "--session", "s", "-o", "one.mp4")
        run("edit", "vignette", "--session", "s", "--no-render")
        assert answer("undo", "--session", "s")["revision"] == 2
        assert answer("undo", "--session", "s", "--to", "1")["duration"] == 10
        assert answer("redo", "--session", "s", "--steps", "2")["request"] == "vignette"
        taken = answer("undo", "cut", "--session", "s")
        assert (taken["duration"], "cut" in taken["taken_back"]) == (10, True)
        found = answer("history", "--session", "s")
        assert [each["request"] for each in found["revisions"]] == ["", "cut", "vignette", "vignette"]
        assert found["head"] == 4
        assert found["outputs"][0]["path"].endswith("one.mp4")
        text = run("history", "--session", "s").stdout
        assert "→ 4" in text
        assert "(footage)" in text

    def test_list_and_forget(self) -> None:
        run("edit", "a.mp4", "cut", "--session", "我的视频", "--no-render")
        assert "我的视频" in run("sessions").stdout
        assert answer("sessions", "--forget", "我的视频") == []

    def test_a_session_is_rendered_as_it_is(self) -> None:
        run("edit", "a.mp4", "cut", "--session", "s", "--no-render")
        assert answer("render", "--session", "s")["path"] == "s-cut.mp4"


@pytest.mark.usefixtures("parts")
class TestLooking:
    def test_inspect(self) -> None:
        result = run("inspect", "a.mp4", "--out", "look")
        assert "silence" in result.stdout
        assert Path("look/a-sheet.png").exists()
        assert answer("inspect", "a.mp4")["media"]["name"] == "a.mp4"
        assert Path("a-waveform.png").exists()
        Path("a-sheet.png").write_bytes(b"mine")
        assert answer("inspect", "a.mp4")["sheet"] == "a-sheet-2.png"
        assert Path("a-sheet.png").read_bytes() == b"mine"

    def test_inspect_tells_the_facts_where_nothing_can_be_written(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK)
        result = run("inspect", "a.mp4")
        assert "silence" in result.stdout
        assert f"Note: {Path().absolute()} cannot be written: there is no permission" in result.stdout
        assert "--out" in result.stdout
        assert not list(Path().glob("*.png"))
        found = run("inspect", "a.mp4", "--lang", "zh").stdout
        assert "没有写入权限" in found
        assert "停顿" in found
        assert "silence" not in found

    def test_a_place_that_cannot_be_written_is_named_before_the_work(
        self, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: Any) -> None:
            raise PermissionError(13, "Permission denied", "x.mp4")

        monkeypatch.setattr(parts, "render", refuse)
        error = answer("edit", "a.mp4", "cut", "-o", "x.mp4", code=1)["error"]
        assert error["code"] == "not_writable"
        monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK)
        said = run("edit", "a.mp4", "cut", "-o", "x.mp4", "--lang", "zh", code=1).stderr
        assert said == "无法写入 x.mp4：没有写入权限。请换一个位置。\n"
        assert str(Path().absolute()) in run("edit", "a.mp4", "cut", code=1).stderr

    def test_ops(self) -> None:
        assert "vignette" in run("ops").stdout
        assert "暗角" in run("ops", "--lang", "zh").stdout
        one = run("ops", "暗角").stdout
        assert "strength" in one
        assert "强度" in one
        assert answer("ops", "vignette")["params"][0]["name"] == "strength"
        assert len(answer("ops")) > 100

    def test_doctor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "ffmpeg" in run("doctor").stdout
        assert "渲染" in run("doctor", "--lang", "zh").stdout
        ffmpeg_binary.cache_clear()
        capabilities.cache_clear()
        monkeypatch.setenv("WORKPRINT_FFMPEG", "/no/such/ffmpeg")
        lacking = run("doctor", code=1).stdout
        assert "✗ ffmpeg" in lacking
        assert "pip install imageio-ffmpeg" in lacking
        ffmpeg_binary.cache_clear()
        capabilities.cache_clear()
        monkeypatch.delenv("WORKPRINT_FFMPEG")
        assert {part["name"] for part in answer("doctor")} >= {"python", "ffmpeg", "data folder"}

    def test_demo(self, parts: FakeParts, monkeypatch: pytest.MonkeyPatch) -> None:
        def sample(out: Path, cancel: threading.Event) -> None:
            out.write_bytes(b"talk")

        monkeypatch.setattr("workprint.studio.demo.make_sample", sample)
        parts.script.update(dict.fromkeys(REQUEST.values(), SCRIPT["cut"]))
        assert "demo/timeline.svg" in run("demo").stdout
        assert answer("demo", "there", "--lang", "zh")["sheet"] == "there/cut-sheet.png"
        assert {path.name for path in Path("demo").iterdir()} == {
            "talk.mp4", "cut.mp4", "cut-sheet.png", "draft.json", "timeline.svg",
        }  # fmt: skip

    def test_version(self) -> None:
        assert run("--version").stdout.startswith("workprint ")


def test_the_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real footage, planner and renderer, over two requests and an undo."""
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    picture = ["-f", "lavfi", "-i", "testsrc2=size=128x72:rate=25:duration=2"]
    sound = ["-f", "lavfi", "-i", "sine=440:duration=2"]
    ffmpeg(*picture, *sound, "-preset", "ultrafast", "a.mp4")
    first = answer("edit", "a.mp4", "keep the first 1 second", "--session", "s", "--no-render")
    assert (first["duration_ms"], first["draft"]["d"]) == (1000, 1000)
    options = ["--session", "s", "-o", "out.mp4", "--size", "128x72", "--quality", "draft"]
    second = answer("edit", "加暗角", *options)
    assert second["edits"][0]["params"]["effect"] == "vignette"
    assert (second["output"]["frames"], second["output"]["width"]) == (25, 128)
    assert json.loads(Path("out.mp4.report.json").read_text())["passed"]
    assert answer("undo", "--session", "s")["request"] == "keep the first 1 second"
    refused = answer("edit", "a.mp4", "cut from 50s to 60s", "--no-render", code=3)
    assert refused["refusals"]


@pytest.mark.parametrize(
    ("chosen", "request_", "env", "wanted"),
    [
        ("zh", "cut", "en_US", "zh"), ("auto", "剪掉停顿", "en_US", "zh"), ("auto", "cut", "zh_CN", "en"),
        ("auto", "", "zh_CN.UTF-8", "zh"), ("auto", "", "C", "en"),
        ("auto", "add the title “你好”", "C", "en"), ("auto", "加标题 'Hello you'", "C", "zh"), ("auto", "“你好”", "C", "zh"),
    ],
)  # fmt: skip
def test_the_language(
    monkeypatch: pytest.MonkeyPatch, chosen: str, request_: str, env: str, wanted: str
) -> None:
    monkeypatch.setenv("LC_ALL", env)
    assert language(chosen, request_) == wanted


def test_the_first_ctrl_c_asks_to_stop_and_the_second_insists() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as cancel:
        os.kill(os.getpid(), signal.SIGINT)
        assert cancel.wait(1)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before


def test_every_fault_of_the_studio_speaks_both_languages() -> None:
    for module in (
        "answers",
        "catalogue",
        "export",
        "companions",
        "finding",
        "intake",
        "sample",
        "taking_back",
        "transcribing",
    ):
        found = vars(importlib.import_module(f"workprint.studio.{module}")).values()
        faults = [
            each for each in found if isinstance(each, type) and issubclass(each, Fault) and each is not Fault
        ]
        assert faults
        for fault in faults:
            assert fault.en != Fault.en
            assert fault.zh != Fault.zh
            assert fault.code != Fault.code


@pytest.mark.parametrize("args", [["--help"], ["edit", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    script = (
        "import sys\nfrom workprint.doors.cli import main\n"
        f"sys.argv = ['workprint', *{args!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'av', 'rapidfuzz', 'workprint.base', 'sqlite3', 'workprint.studio', 'workprint.ops'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_every_command_documents_the_exit_codes_and_both_languages() -> None:
    top = CliRunner().invoke(app, ["--help"]).stdout
    assert "130" in top
    for command in ("edit", "plan", "render", "inspect", "ops", "demo", "doctor", "undo", "redo", "history"):
        text = CliRunner().invoke(app, [command, "--help"]).stdout
        assert "--json" in text
        assert "--lang" in text


def test_one_frame_of_a_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture of a moment is written without a render, and a moment that is not there is named."""
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=30:d=1", "-c:v", "libx264", "talk.mp4")
    assert (
        CliRunner()
        .invoke(app, ["edit", "talk.mp4", "make it black and white", "--session", "s", "--no-render"])
        .exit_code
        == 0
    )
    done = CliRunner().invoke(
        app, ["frame", "--session", "s", "--at", "0.5", "-o", "f.png", "--size", "64x36"]
    )
    assert done.exit_code == 0, done.output
    assert pictures(tmp_path / "f.png", 64, 36).shape == (1, 36, 64)
    late = CliRunner().invoke(app, ["frame", "--session", "s", "--at", "9", "--json"])
    assert late.exit_code == 1
    assert "no_such_moment" in late.output


COMMANDS = (
    "edit",
    "plan",
    "render",
    "frame",
    "inspect",
    "transcribe",
    "ops",
    "demo",
    "doctor",
    "undo",
    "redo",
    "history",
    "sessions",
    "chat",
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese_where_the_reader_is(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and option, asked for by --lang or by the environment, and nothing is cut off."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    words = [command] if command else []
    english = run(*words, "--help").stdout
    chinese = run(*words, "--help", "--lang", "zh").stdout
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert chinese == run(*words, "-h").stdout
    assert run(*words, "--lang=en", "--help").stdout == english
    for word in ("Usage", "Options", "Arguments", "Show this", "required", "default:"):
        assert word not in chinese, chinese
    assert "…" not in chinese.replace("素材…", ""), chinese
    for line in chinese.splitlines():
        if line.startswith("│ ") and "--" in line and "--format" not in line:
            assert re.search(r"[\u4e00-\u9fff]", line), line


def test_the_language_before_the_command_holds_for_it(parts: FakeParts) -> None:
    assert "已写入" in run("--lang", "zh", "edit", "a.mp4", "cut", "-o", "x.mp4").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["edit"], "缺少参数 素材… “请求”。"),
        (["undo"], "缺少选项 --session。"),
        (["edit", "--nope"], "没有选项 --nope。"),
        (["undo", "--session", "s", "--step", "2"], "没有选项 --step。可能是："),
        (["edi"], "没有命令“edi”。是不是"),
        (["ops", "--lang"], "选项 --lang 需要一个值。"),
        (["ops", "--json=1"], "选项 --json 不带值。"),
        (["ops", "a", "b"], "多出了参数：b。"),
        (["edit", "a", "--quality", "best"], "--quality 不能是“best”，可选：'draft', 'standard', 'high'。"),
        (["undo", "--session", "s", "--steps", "0"], "--steps 不能小于 1。"),
        (["undo", "--session", "s", "--steps", "x"], "--steps 需要一个整数。"),
        (["frame", "--session", "s", "--at", "x"], "--at 需要一个数字。"),
    ],
)
def test_usage_errors_are_in_chinese(args: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = run(*args, code=2)
    assert said in result.stderr
