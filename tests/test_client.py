"""The client: against a service with bad manners, and against a server of ours."""

from __future__ import annotations

import json
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footage import numbered
from hosted import Hosted, broken, draft, hosted, music, said, title
from server_process import PROGRAM, server_process
from workprint.base import Fault
from workprint.client import Client, Kept, Pace, plain, route, sending, summary
from workprint.client.calling import Caller

FAST = Pace(poll=30, polls=10, look=30)
CITY = draft(10, music("Lo-fi", 10, 0.35), title("Urban Dreams", 3))
CITY_SAID = 'Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    for name in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_CLIENT_ID", "SKILL_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WORKPRINT_CLIENT", str(tmp_path / "config"))


@pytest.fixture
def there() -> Iterator[Hosted]:
    with hosted() as service:
        yield service


class Slept(list[float]):
    """What the client waited for, without waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
def client(there: Hosted, slept: Slept) -> Iterator[Client]:
    with Client(there.base, pace=FAST, sleep=slept) as made:
        yield made


# Requests that never reach the editor


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ("export", "export"),
        ("Please export the video.", "export"),
        ("send me the video", "export"),
        ("download", "export"),
        ("导出", "export"),
        ("帮我导出视频", "export"),
        ("下载", "export"),
        ("credits", "credits"),
        ("how many credits do I have left?", "credits"),
        ("balance", "credits"),
        ("积分", "credits"),
        ("查询余额", "credits"),
        ("status", "status"),
        ("show tracks", "status"),
        ("Show me the timeline", "status"),
        ("状态", "status"),
        ("upload", "upload"),
        ("上传", "upload"),
        ("add the title 'Export'", "edit"),
        ("add end credits", "edit"),
        ("add the title “send me the video”", "edit"),
        ("cut the pauses", "edit"),
        ("make the status bar invisible", "edit"),
        ("剪掉停顿", "edit"),
        ("把标题改成“导出”", "edit"),
    ],
)
def test_requests_go_their_way(request_: str, kind: str) -> None:
    assert route(request_).kind == kind


def test_an_export_after_an_edit_is_taken_off_it() -> None:
    both = route("trim the first 2 seconds and export as webm 480p")
    assert (both.kind, both.text, both.then_export) == ("edit", "trim the first 2 seconds", True)
    assert (both.format, both.size) == ("webm", "480p")
    chinese = route("剪掉开头两秒，然后导出")
    assert (chinese.text, chinese.then_export) == ("剪掉开头两秒", True)
    titled = route("add the title 'cut, then export'")
    assert (titled.text, titled.then_export) == ("add the title 'cut, then export'", False)


def test_an_upload_names_its_file() -> None:
    assert route("upload my talk.mp4").target == "my talk.mp4"
    assert route("上传 talk.mp4").target == "talk.mp4"


# Words for who has no mouse


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I trimmed 1.5 seconds. Click the Export button to save it.", "I trimmed 1.5 seconds."),
        ("已剪掉 2 秒。请点击右上角的按钮。", "已剪掉 2 秒。"),
        ("Open the timeline panel to see it.", ""),
        ("打开时间线查看。", ""),
        ("Done! Drag the clip to the end", "Done!"),
        ("音乐已添加。拖拽音量条即可调整。", "音乐已添加。"),
        ("You can preview in timeline. Music is at 35%.", "Music is at 35%."),
        ("导出即可获得成片。标题已添加。", "标题已添加。"),
        ('The title is "Open house".', 'The title is "Open house".'),
    ],
)
def test_sentences_about_buttons_are_not_forwarded(text: str, left: str) -> None:
    assert plain(text).text == left


def test_the_track_summary_has_the_known_form() -> None:
    assert summary(CITY) == CITY_SAID
    assert summary({}) == "Timeline (0 tracks): empty"


# A service with bad manners


def test_setting_up_is_quiet_and_kept_for_the_user_alone(
    there: Hosted, client: Client, tmp_path: Path
) -> None:
    client.credits()
    first = there.asked[0]
    assert first.path == "/api/auth/anonymous-token"
    assert first.headers["x-client-id"] == Kept().client_id()
    later = there.asked[1].headers
    assert later["authorization"] == "Bearer nmv_usr_1"
    assert {"x-skill-source", "x-skill-version", "x-skill-platform"} <= set(later)
    config = tmp_path / "config"
    assert stat.S_IMODE(config.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in config.iterdir()} == {0o600}
    with Client(there.base) as again:
        again.credits()
    assert there.tokens == 1


def test_a_token_goes_to_its_service_only(there: Hosted) -> None:
    caller = Caller(there.base)
    assert "Authorization" in caller.headers("/x")
    assert "Authorization" in caller.headers(there.base + "/x")
    for other in ("https://cdn.example/film.mp4", there.base.replace("127.0.0.1", "localhost") + "/x"):
        assert "Authorization" not in caller.headers(other)


def test_a_dead_token_is_renewed_in_the_middle(there: Hosted, client: Client) -> None:
    client.credits()
    there.refusals.append(("/run_sse", 200, {"code": 1001, "msg": "expired"}, {}))
    there.streams.append([said("Trimmed to 8 seconds.")])
    assert client.say("trim").text == "Trimmed to 8 seconds."
    assert there.tokens == 2
    assert there.asked[-1].headers["authorization"] == "Bearer nmv_usr_2"


def test_a_lost_session_is_begun_anew_with_its_files(there: Hosted, tmp_path: Path, slept: Slept) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"clip")
    notes: list[str] = []
    with Client(there.base, pace=FAST, sleep=slept, notice=notes.append) as client:
        client.upload(tmp_path / "clip.mp4")
        there.refusals.append(("/run_sse", 404, {"code": 1002, "msg": "gone"}, {}))
        there.streams.append([said("Done.")])
        assert client.say("trim").text == "Done."
    assert (there.sessions, client.session, len(notes)) == (2, "s2", 1)
    assert there.count("/api/upload-video/.*/s2") == 1


def test_too_many_requests_are_waited_for_once(there: Hosted, client: Client, slept: Slept) -> None:
    client.credits()
    there.refusals.append(("balance", 429, {"code": 429, "msg": "slow"}, {}))
    client.credits()
    assert slept == [30]
    there.refusals += [("balance", 429, {"code": 429, "msg": "slow"}, {"Retry-After": "7"})] * 2
    with pytest.raises(Fault) as caught:
        client.credits()
    assert caught.value.code == "too_many_requests"
    assert slept == [30, 7]


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (403, {"code": 2001, "data": {"user_id": "u1", "register_url": "https://x.example/r"}}, "out_of_credits", "https://x.example/r?bind=u1"),
        (200, {"code": 4001, "msg": "what is this", "data": {}}, "bad_file", "mp4, mov"),
        (413, {}, "file_too_large", "Compress"),
        (402, {"msg": "register first"}, "export_blocked", "no matter of credits"),
        (500, {"msg": "oh"}, "refused", "oh"),
    ],
)  # fmt: skip
def test_refusals_say_what_to_do(
    there: Hosted, client: Client, status: int, body: dict[str, Any], code: str, words: str
) -> None:
    there.refusals.append(("balance", status, body, {}))
    with pytest.raises(Fault) as caught:
        client.credits()
    assert caught.value.code == code
    assert words in caught.value.say("en")
    assert caught.value.say("zh")


@pytest.mark.parametrize("flat", [False, True])
def test_fields_are_found_at_either_place(there: Hosted, client: Client, flat: bool) -> None:
    there.flat = flat
    there.draft = CITY
    assert client.session == "s1"
    assert client.credits() == {"available": 90, "frozen": 10, "total": 100}
    assert client.ask("show tracks").text == CITY_SAID
    assert client.ask("积分").data["available"] == 90
    assert there.messages() == []


def test_heartbeats_and_odd_lines_say_nothing(there: Hosted, client: Client) -> None:
    there.streams.append(
        [
            b"data:\n\n",
            b": heartbeat\n\n",
            b"data: [DONE]\n\n",
            b"event: x\n",
            said("One\u2028line"),
            b"data: \r\n\r\n",
        ]
    )
    assert client.say("trim").text == "One\u2028line"


def test_parts_of_a_text_are_put_together(there: Hosted, client: Client) -> None:
    there.streams.append([said("Trim", partial=True), said("med.", partial=True)])
    assert client.say("trim").text == "Trimmed."
    there.streams.append([said("Trim", partial=True), said("Trimmed.")])
    assert client.say("trim").text == "Trimmed."


def test_a_silent_edit_is_read_from_the_film(there: Hosted, client: Client) -> None:
    def edit() -> None:
        there.draft = draft(8, title("Hi", 2))

    there.streams.append([b"data: \n\n", edit])
    answer = client.say("trim and add a title")
    assert answer.changed
    assert "now 8s long (before: 10s)" in answer.text
    assert 'Added: Title: "Hi" (0-2s)' in answer.text
    assert 'Timeline (2 tracks): 1. Video: city timelapse (0-8s) 2. Title: "Hi" (0-2s)' in answer.text


def test_buttons_are_replaced_by_the_tracks(there: Hosted, client: Client) -> None:
    def edit() -> None:
        there.draft = CITY

    there.streams.append([edit, said("All set. Click Export to download your video!")])
    answer = client.say("add music")
    assert answer.text.startswith(f"All set.\n{CITY_SAID}")
    assert "lick" not in answer.text


def test_a_message_is_never_sent_twice(there: Hosted, client: Client, slept: Slept) -> None:
    def edit() -> None:
        there.draft = draft(5)

    there.streams.append([b": heartbeat\n\n", edit, broken])
    assert "now 5s long" in client.say("halve it").text
    there.streams.append([b": heartbeat\n\n", broken])
    with pytest.raises(Fault) as caught:
        client.say("halve it again")
    assert caught.value.code == "turn_unknown"
    assert there.messages() == ["halve it", "halve it again"]
    assert slept[-5:] == [30] * 5


def test_a_stream_of_ours_is_taken_up_where_it_broke_off(there: Hosted, client: Client) -> None:
    there.stream_headers = {"X-Run-Id": "run_1"}
    there.streams.append([b"id: run_1:1\n" + said("Looking."), broken])
    there.streams.append([broken])
    there.streams.append([b"id: run_1:2\n" + said("Click track cut.", turnComplete=True)])
    assert client.say("cut").text == "Looking.\nClick track cut."
    assert there.messages() == ["cut"]
    resumed = [each.headers.get("last-event-id") for each in there.asked if each.path == "/run_sse"]
    assert resumed == [None, "run_1:1", "run_1:1"]


def test_silence_is_told_while_it_lasts(there: Hosted, slept: Slept) -> None:
    told = threading.Event()
    notes: list[str] = []

    def note(text: str) -> None:
        notes.append(text)
        told.set()

    there.streams.append([b"data:\n\n", lambda: told.wait(30), said("Done.")])
    with Client(there.base, pace=FAST, sleep=slept, notice=note, silence=0.02, lang="zh") as client:
        assert client.say("generate").text == "Done."
    assert "仍在处理" in notes[0]


def test_an_error_in_a_stream_is_said(there: Hosted, client: Client) -> None:
    there.streams.append([b'data: {"error": "Timeout: model", "error_details": {}}\n\n'])
    with pytest.raises(Fault, match="Timeout: model"):
        client.say("trim")


def test_an_export_is_polled_and_fetched_over_a_broken_line(
    there: Hosted, client: Client, slept: Slept, tmp_path: Path
) -> None:
    there.cut = 700
    there.polls += [
        {"status": "processing", "progress": 40},
        {"status": "completed", "output": {"url": f"{there.base}/film.mp4", "size": 2000}},
    ]
    done = client.export(tmp_path / "out.mp4")
    assert (tmp_path / "out.mp4").read_bytes() == there.film
    assert done.size == 2000
    assert slept[:2] == [30, 30]
    assert [each.headers.get("range") for each in there.asked if each.path == "/film.mp4"] == [
        None,
        "bytes=700-",
    ]
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_a_slow_export_is_said_and_found_again(
    there: Hosted, client: Client, slept: Slept, tmp_path: Path
) -> None:
    there.polls.append({"status": "processing", "progress": 55})
    with pytest.raises(Fault) as caught:
        client.export(tmp_path / "out.mp4")
    assert caught.value.code == "still_rendering"
    assert slept == [30] * 10
    name = caught.value.fields["id"]
    there.polls[0] = {"status": "completed", "outputUrl": "/film.mp4"}
    assert [each.id for each in client.exports()] == [name]
    client.fetch(name, tmp_path / "out.mp4")
    assert (tmp_path / "out.mp4").read_bytes() == there.film


def test_a_short_film_is_not_taken_for_the_whole(there: Hosted, client: Client, tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"before")
    there.polls.append({"status": "completed", "output": {"url": "/film.mp4", "size": 5000}})
    with pytest.raises(Fault) as caught:
        client.export(tmp_path / "out.mp4")
    assert caught.value.code == "not_whole"
    assert (tmp_path / "out.mp4").read_bytes() == b"before"


def test_what_was_asked_back_is_not_exported(there: Hosted, client: Client) -> None:
    there.streams.append([said("I found 2 fillers. Cut them?")])
    came = list(client.answers("cut the filler words and export"))
    assert [each.kind for each in came] == ["edit", "edit"]
    assert "Nothing was exported" in came[1].text
    assert there.count("lambda") == 0


def test_nothing_is_not_exported(there: Hosted, client: Client) -> None:
    there.draft = {"t": [{"tt": 0, "sg": []}]}
    with pytest.raises(Fault) as caught:
        client.ask("导出")
    assert caught.value.code == "nothing_to_export"
    assert there.count("lambda") == 0


@pytest.mark.parametrize("pieces", [True, False])
def test_large_files_go_in_pieces_where_the_service_has_that(
    there: Hosted, client: Client, tmp_path: Path, pieces: bool
) -> None:
    content = bytes(range(256)) * (9 << 12)
    (tmp_path / "clip.mp4").write_bytes(content)
    there.pieces, there.cut_upload = pieces, 3 << 20
    seen: list[int] = []
    client.upload(tmp_path / "clip.mp4", lambda have, size: seen.append(have))
    assert seen[-1] == len(content)
    if pieces:
        assert bytes(there.received) == content
        assert there.count("u1", "PATCH") == 2
    else:
        assert content in there.asked[-1].body


# A server of ours


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server process, and a clip of two seconds."""
    folder = tmp_path_factory.mktemp("ours")
    clip = folder / "clip.mp4"
    numbered(clip, 60)
    with server_process(folder / "data") as server:
        yield server.url, clip


def chat(folder: Path, base: str, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """`workprint chat` in a folder."""
    return subprocess.run(
        [*PROGRAM, "chat", "--url", base, *words], cwd=folder, input=typed, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_chat_from_file_to_film(ours: tuple[str, Path], tmp_path: Path) -> None:
    base, clip = ours
    done = chat(
        tmp_path,
        base,
        str(clip),
        "-m",
        "keep the first second",
        "-m",
        "add the title 'Hi'",
        "--export",
        "out.mp4",
        "--json",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert [each["changed"] for each in told["answers"]] == [True, True]
    assert told["answers"][1]["summary"].startswith("Timeline (2 tracks): 1. Video: clip.mp4 (0-1s)")
    assert (tmp_path / "out.mp4").read_bytes()[4:8] == b"ftyp"
    assert told["export"]["size"] == (tmp_path / "out.mp4").stat().st_size
    kept = (tmp_path / "config" / "services.json").read_text()
    assert "nmv_usr_" in kept
    assert "nmv_usr_" not in done.stdout + done.stderr

    later = chat(tmp_path, base, typed="show tracks\nundo\nbalance\nexit\nnever said\n")
    assert later.returncode == 0, later.stderr
    lines = later.stdout.splitlines()
    assert lines[0] == told["answers"][1]["summary"]
    assert "100 available" in lines[-1]
    fetched = chat(tmp_path, base, "--fetch", told["export"]["id"], "--export", "again.mp4")
    assert fetched.returncode == 0, fetched.stderr
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "out.mp4").read_bytes()


def test_chat_says_faults_in_the_readers_language(tmp_path: Path) -> None:
    done = chat(tmp_path, "http://127.0.0.1:1", "-m", "剪掉停顿")
    assert done.returncode == 1
    assert "没有响应" in done.stderr


def test_the_summary_is_the_servers_own(ours: tuple[str, Path]) -> None:
    base, clip = ours
    with Client(base) as client:
        client.upload(clip)
        for request in (
            "add lo-fi music at 35%",
            "add the title 'Urban Dreams' for 1 second",
            "cut out 0.5s to 1s",
        ):
            client.say(request)
            state = client.state()
            assert summary(state["draft"]) == state["summary"]
        assert state["summary"].startswith("Timeline (3 tracks)")


def test_a_server_that_forgot_us_is_greeted_anew(ours: tuple[str, Path], tmp_path: Path) -> None:
    base, clip = ours
    notes: list[str] = []
    with Client(base, notice=notes.append) as client:
        client.upload(clip)
        first = client.session
        client.caller.kept.keep(base, token="nmv_usr_wrong")
        client.caller._token = "nmv_usr_wrong"
        assert client.say("keep the first second").changed
        assert client.session != first
    assert len(notes) == 1


# Against a server of our own


def test_a_large_file_goes_to_a_real_server_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fastapi")
    from guests import sound
    from serving import listening

    film = tmp_path / "long.wav"
    film.write_bytes(sound(60))
    monkeypatch.setattr(sending, "IN_PIECES", 1000)
    monkeypatch.setattr(sending, "PIECE", 100_000)
    told: list[tuple[int, int]] = []
    with listening(tmp_path / "data") as address, Client(address, pace=FAST) as client:
        client.begin("large")
        found = client.upload(film, lambda done, size: told.append((done, size)))
        assert [each["filename"] for each in found] == ["long.wav"]
        assert client.state()["video_infos"][0]["duration"] == pytest.approx(60, abs=0.01)
        with pytest.raises(Fault) as refused:
            client.upload("http://127.0.0.1:9/private.mp4")
    assert len(told) > 9
    assert told[-1] == (film.stat().st_size, film.stat().st_size)
    assert "127.0.0.1" in refused.value.say("en")
