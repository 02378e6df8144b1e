"""A message is done once, in its turn, whatever happens meanwhile; its end says what was done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from served import WORKER, Served, last
from workprint.ffmpeg import Cancelled
from workprint.model import load
from workprint.service import Caller
from workprint.service.chat import LONGEST, TRIES
from workprint.service.faults import BadRequest, OutOfCredits, SessionBusy, SessionUnknown
from workprint.store import LeaseLost
from workprint.store.tables import runs

CUT = "cut the first 3 seconds"


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


def calls(events: list[Any]) -> list[str]:
    parts = [part for each in events if "content" in each for part in each["content"]["parts"]]
    return [part["functionCall"]["name"] for part in parts if "functionCall" in part]


def test_a_turn_tells_what_was_done_and_ends_with_figures_of_the_film(served: Served) -> None:
    events = served.done(served.say(CUT))
    assert calls(events) == ["delete_range"]
    assert events[1]["content"]["role"] == "user"
    assert "7 s" in last(events)
    assert served.length() == 7
    assert events[-1]["actions"]["stateDelta"] == {
        "revision": served.service.studio.head(served.session).number
    }


MESSAGES = [
    CUT, "hello", "show tracks", "export", "credits", "upload", "undo", "redo", "where is my video",
    "cancel the export", "click the export button", "preview in timeline", "make it sparkle like a unicorn",
    "title 'My day' for 3 seconds", "?", "导出", "积分", "点击导出按钮", "剪掉前3秒", "撤销", "上传", "你好",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh", ""])
def test_every_turn_ends_with_a_text_that_sends_nobody_to_a_button(tmp_path: Path, language: str) -> None:
    served = Served(tmp_path, language=language)
    for message in MESSAGES:
        said = last(served.done(served.say(message)))
        assert said.strip()
        assert not any(
            word in said.lower() for word in ("click", "点击", "drag", "拖拽", "button", "按钮")
        ), said
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in said.replace("My day", ""))
        wanted = language or ("zh" if any("\u4e00" <= each <= "\u9fff" for each in message) else "en")
        quoted = any("\u4e00" <= each <= "\u9fff" for each in message)
        assert chinese == (wanted == "zh") or quoted, (message, said)


# Wishes that never reach the editor, and what answers them.
EXPORTS = """export; Export the video; please export as mp4; export it in 1080p; download; download the video;
send me the video; send me the file; give me the video; render it; render the final video; can I download it?;
save the video; I want the finished file; 导出; 导出视频; 请导出为mp4; 下载; 下载视频; 把视频发给我; 发我视频; 渲染; 保存视频; 生成成片"""
CREDITS = """credits; how many credits do I have left?; balance; what is my balance; check my credits; 积分; 余额;
还剩多少积分; 查询余额; 我的积分"""
STATUS = """status; show tracks; show the tracks; show me the timeline; what is the status; show track summary;
状态; 查看状态; 显示轨道; 查看时间线; 现在什么状态"""
UPLOADS = "upload; upload a file; I want to upload a video; how do I upload?; 上传; 上传视频; 上传文件; 我要上传素材"
WISHES = {"export": EXPORTS, "credits": CREDITS, "status": STATUS, "upload": UPLOADS}


@pytest.mark.parametrize("action", WISHES)
def test_wishes_that_are_no_edits_are_answered_and_cost_nothing(tmp_path: Path, action: str) -> None:
    served = Served(tmp_path, metered=True, credits=0, language="", longest_own_queue=100)
    before = served.service.studio.head(served.session).number
    for wish in WISHES[action].replace("\n", " ").split(";"):
        run = served.say(wish.strip())
        assert calls(served.done(run)) == [action], wish
    assert served.balance == (0, 0)
    assert served.service.studio.head(served.session).number == before


@pytest.mark.parametrize(("text", "words"), [("export under 25 MB", "25 MB"), ("导出，不超过25MB", "25 MB")])
def test_a_limit_of_size_is_not_promised(tmp_path: Path, text: str, words: str) -> None:
    served = Served(tmp_path, language="")
    run = served.say(text)
    assert calls(served.done(run)) == ["export"]
    assert words in last(served.told(run))


def test_the_track_summary_has_the_form_that_clients_know(served: Served) -> None:
    served.done(served.say("put the title 'Urban Dreams' at the start for 3 seconds"))
    said = last(served.done(served.say("show tracks")))
    assert said == 'Timeline (2 tracks): 1. Video: city.mp4 (0-10s) 2. Title: "Urban Dreams" (0-3s)'
    events = served.done(served.say("显示轨道"))
    assert events[1]["content"]["parts"][0]["functionResponse"]["response"]["summary"] == said


def test_an_edit_and_an_export_in_one_message_are_done_in_this_order(served: Served) -> None:
    run = served.say("cut the first 3 seconds, then send me the video")
    events = served.done(run)
    assert calls(events) == ["delete_range", "export"]
    (export,) = served.service.exports.of_session(served.session)
    film = load(export.job.payload["film"])
    assert film.duration / film.rate == 7
    assert export.id in last(events)


def test_what_cannot_be_exported_says_why_and_the_edit_stands(served: Served) -> None:
    work = _begun(served, "delete everything after 2 seconds and export it")
    served.service.queue.longest = 0
    served.service.queue.finish(work.job.id, WORKER, served.service.chat.turn(work))
    assert served.length() == 2
    run = served.service.runs.of_session(served.session)[-1]
    assert "Nothing was begun" in last(served.told(run))


def _begun(served: Served, text: str) -> Any:
    served.say(text)
    work = served.work()
    assert work is not None
    return work


# Its turn


def test_messages_wait_their_turn_and_too_many_are_refused(served: Served) -> None:
    first = _begun(served, CUT)
    served.service.runs.begin(first.job.payload["run"])
    waiting = [served.say("cut the last second") for _ in range(served.config.waiting_messages)]
    with pytest.raises(SessionBusy) as busy:
        served.say(CUT)
    assert busy.value.status == 429
    assert busy.value.fields["waiting"] == 5
    assert len(served.service.runs.of_session(served.session)) == 6
    assert served.work() is None
    served.service.chat.waits(waiting[1])
    served.service.chat.waits(waiting[1])
    served.service.queue.finish(first.job.id, WORKER, served.service.chat.turn(first))
    ended = []
    while (work := served.work()) is not None:
        ended.append(work.job.payload["run"])
        served.service.queue.finish(work.job.id, WORKER, served.service.chat.turn(work))
    assert ended == [run.id for run in waiting]
    assert served.length() == 2
    events = served.told(waiting[1])
    assert "not done yet: 2" in events[0]["content"]["parts"][0]["text"]
    assert calls(events[1:]) == ["delete_range"]
    served.service.chat.waits(waiting[1])
    assert served.told(waiting[1]) == events


def test_another_session_does_not_wait(served: Served) -> None:
    _begun(served, CUT)
    other = served.begin()
    served.say(CUT, other)
    work = served.work()
    assert work is not None
    assert work.job.session == other


@pytest.mark.parametrize("text", ["", "  \n", "a" * (LONGEST + 1), "cut\0", "cut \ud800"])
def test_what_is_no_message_is_refused(served: Served, text: str) -> None:
    with pytest.raises(BadRequest):
        served.say(text)
    assert not served.service.runs.of_session(served.session)


def test_another_users_session_does_not_exist(served: Served) -> None:
    other = served.service.token("else", "127.0.0.1")
    with pytest.raises(SessionUnknown):
        served.service.say(Caller(other.user, ""), served.session, CUT)


# Stopped


def test_a_message_that_waits_is_stopped_at_once(served: Served) -> None:
    run = served.say(CUT)
    assert served.service.abort(served.caller, served.session, run.id).state == "aborted"
    assert last(served.told(run)) == "Stopped. Nothing was changed."
    assert served.work() is None
    assert served.length() == 10


def test_a_message_stopped_from_elsewhere_changes_nothing_any_more(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True)
    run = served.say(CUT)
    work = served.work()
    assert work is not None
    assert served.balance == (99, 1)
    served.parts.planned = lambda: served.service.queue.cancel(run.job) and None
    with pytest.raises(Cancelled):
        served.service.chat.turn(work)
    served.service.queue.fail(run.job, WORKER, {"code": "cancelled"}, "cancelled")
    assert last(served.told(run)) == "Stopped. Nothing was changed."
    assert served.length() == 10
    assert served.balance == (100, 0)


def test_what_was_changed_before_the_stop_is_said(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True)
    run = served.say("cut the first 3 seconds and export it")
    work = served.work()
    assert work is not None
    served.service.chat._edited(work, run)
    served.service.queue.fail(run.job, WORKER, {"code": "cancelled"}, "cancelled")
    said = last(served.told(run))
    assert "7 s" in said
    assert "stopped after that" in said
    assert served.balance == (99, 0)
    assert served.service.run(served.caller, served.session, run.id).state == "aborted"


# Two who write


def _meanwhile(served: Served, times: int) -> Callable[[], None]:
    """Whenever a message has been understood, someone else cuts the last second, so many times."""
    left = [times]

    def cut() -> None:
        if left[0]:
            left[0] -= 1
            own, served.parts.planned = served.parts.planned, lambda: None
            served.service.studio.edit("cut the last second", session=served.session)
            served.parts.planned = own

    return cut


def test_a_message_is_understood_anew_when_the_film_was_changed_meanwhile(served: Served) -> None:
    run = served.say(CUT)
    served.parts.planned = _meanwhile(served, TRIES - 1)
    said = last(served.done(run))
    assert "5 s (was 8 s)" in said
    assert served.length() == 5


def test_who_is_always_overtaken_is_told_so(served: Served) -> None:
    run = served.say(CUT)
    served.parts.planned = _meanwhile(served, TRIES)
    events = served.done(run)
    assert "changed meanwhile" in last(events)
    assert calls(events) == []
    assert served.length() == 10 - TRIES


def test_who_lost_the_message_to_another_worker_changes_nothing(served: Served) -> None:
    run = served.say(CUT)
    work = served.work()
    assert work is not None
    served.service.queue.gone(WORKER)
    again = served.service.queue.claim("another", ["light"])
    assert again is not None
    with pytest.raises(LeaseLost):
        served.service.chat.turn(work)
    assert served.length() == 10
    assert served.told(run) == []


# Paid for


def test_without_credits_an_edit_is_refused_before_anything_begins(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True, credits=0)
    with pytest.raises(OutOfCredits) as fault:
        served.say(CUT)
    assert (fault.value.number, fault.value.status) == (2001, 403)
    assert f"bind={served.caller.user}" in fault.value.data["register_url"]
    assert not served.service.runs.of_session(served.session)


def test_a_message_that_turns_out_to_be_an_edit_is_paid_for_then(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True, credits=1)
    run = served.say("export")
    assert served.balance == (1, 0)
    served.service.database.run(update(runs).values(text=CUT))
    served.done(run)
    assert served.balance == (0, 0)
    assert served.length() == 7


def test_a_question_costs_nothing(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True)
    served.done(served.say("make it sparkle like a unicorn"))
    assert served.balance == (100, 0)


# Killed


class Killed(BaseException):
    """The process is gone."""


def _kill_at(served: Served, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies at its `at`-th word to the database."""
    database = served.service.database
    left, run = [at], database.run

    def die(statement: Any) -> int:
        left[0] -= 1
        if left[0] == 0:
            raise Killed()
        return run(statement)

    monkeypatch.setattr(database, "run", die)


def test_killed_between_any_two_steps_nothing_is_said_or_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path, metered=True, credits=1000, requests_per_minute=10_000)
    whole: list[str] = []
    at = 0
    while True:
        served.session = served.begin()
        run = served.say("cut the first 3 seconds, then show tracks and export it")
        before = served.balance
        work = served.work()
        assert work is not None
        at += 1
        _kill_at(served, at, monkeypatch)
        try:
            served.service.queue.finish(work.job.id, WORKER, served.service.chat.turn(work))
            died = False
        except Killed:
            died = True
        monkeypatch.undo()
        served.service.queue.gone(WORKER)
        events = [json.dumps(each.get("content")) for each in served.done(run)]
        named = [each.replace(run.id[4:], "RUN").replace(served.session, "SESSION") for each in events]
        assert len(served.service.studio.history(served.session)) == 3
        assert served.length() == 7
        assert len(served.service.exports.of_session(served.session)) == 1
        assert served.service.run(served.caller, served.session, run.id).state == "done"
        assert served.balance == (before[0], before[1] - 1)
        kinds = [sorted(part)[0] for each in named for part in json.loads(each)["parts"]]
        whole = whole or kinds
        assert kinds == whole, at
        if not died:
            break
    assert at > 20
