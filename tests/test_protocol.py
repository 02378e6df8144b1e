"""The protocol: every call and code of dialect A, in both modes; drafts; exports; ADK's calls."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from footage import numbered
from serving import SKILL, Door, PlanningParts, door, listening
from workprint.base import Fault
from workprint.doors.http.asking import viewer_of
from workprint.doors.http.described import calls, needs
from workprint.doors.http.envelope import preferred
from workprint.service.faults import TooMany
from workprint.service.limits import Limits, is_here, place_of
from workprint.store import Database, StoreBroken
from workprint.store.tables import ledger
from workprint.studio.taking_back import CannotTakeBack

ROOT = Path(__file__).parents[1]
LAMBDA = "/api/render/proxy/lambda"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One's own server."""
    with door(tmp_path_factory.mktemp("own"), PlanningParts(), requests_per_minute=100_000) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def hosted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    """A hosted server, where a user has three credits; over either database."""
    database = None if request.param == "sqlite" else request.getfixturevalue("cluster").fresh()
    with door(tmp_path, PlanningParts(), metered=True, credits=3, database=database) as found:
        yield found


@pytest.fixture
def session(here: Door) -> str:
    """A session with a clip of ten seconds on its film."""
    here.token()
    found = here.begin(task_name="project", language="en")
    here.upload(found)
    return found


# Tokens


def test_a_token_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    with door(tmp_path) as here:
        told = here("POST", "/api/auth/anonymous-token", headers={"X-Client-Id": "x" * 64})
        data = told["data"]
        assert re.fullmatch(r"nmv_usr_[\w-]{43}", data["token"])
        assert data["token"] == told["token"]
        assert data["user_id"].startswith("anon_")
        assert (data["credits"], data["expires_in"]) == (100, 604800)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("workprint.db*"))
    assert data["user_id"].encode() in kept
    assert data["token"].encode() not in kept


@pytest.mark.parametrize("client", [None, "", " ", "x" * 65])
def test_a_token_needs_the_name_of_a_client(here: Door, client: str | None) -> None:
    here("POST", "/api/auth/anonymous-token", 400, 400, headers={"X-Client-Id": client})


def test_metered_a_client_has_one_token_in_seven_days_and_an_address_ten(hosted: Door) -> None:
    ask = ("POST", "/api/auth/anonymous-token")
    told = hosted(*ask, 429, 429, headers={"X-Client-Id": "me"})
    # The header says when to ask again, which clients sleep for; the data when there is another token.
    assert 604000 < told["data"]["seconds"] <= 604800
    for number in range(9):
        hosted(*ask, headers={"X-Client-Id": f"other-{number}"})
    assert hosted(*ask, 429, 429, headers={"X-Client-Id": "one more"})["fault"] == "too_many_tokens"
    if hosted.service.database.remote:
        # Its time is the server's own.
        return
    clock = hosted.service.database.clock
    hosted.service.database.clock = lambda: clock() + 6.9 * 24 * 3600
    hosted("GET", "/api/credits/balance/simple")
    hosted(*ask, 429, 429, headers={"X-Client-Id": "me"})
    hosted.service.database.clock = lambda: clock() + 7.1 * 24 * 3600
    hosted("GET", "/api/credits/balance/simple", 401, 1001)
    hosted(*ask, headers={"X-Client-Id": "me"})


def test_on_ones_own_machine_nobody_counts_tokens(here: Door) -> None:
    for _ in range(12):
        here("POST", "/api/auth/anonymous-token", headers={"X-Client-Id": "the same"})


def test_requests_are_counted_per_user(tmp_path: Path) -> None:
    with door(tmp_path, requests_per_minute=5) as here:
        clock = here.service.database.clock()
        here.service.database.clock = lambda: clock - clock % 60 + 10
        for _ in range(5):
            here("GET", "/api/credits/balance/simple")
        told = here("GET", "/api/credits/balance/simple", 429, 429)
        assert told["data"]["seconds"] == 50
        here.token("another")
        here("GET", "/api/credits/balance/simple")


def test_limits_count_for_all_processes_together() -> None:
    database = Database(None, lambda: 1000.0)
    first, second = Limits(database), Limits(database)
    for limits in (first, second, first):
        limits.count("key", 3, 60)
    with pytest.raises(TooMany):
        first.count("key", 3, 60)
    # The other looks with every note that it makes: each lets through a share more, and no more.
    second.count("key", 3, 60)
    with pytest.raises(TooMany):
        second.count("key", 3, 60)
    database.clock = lambda: 1060.0
    first.count("key", 3, 60)
    assert first.forget() == 1


@pytest.mark.parametrize(
    ("address", "place", "own"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("192.0.2.7", "192.0.2.7", False),
        ("::1", "::/64", True),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", False),
        ("::ffff:192.0.2.7", "192.0.2.7", False),
        ("", "", True),
    ],
)
def test_what_counts_as_one_address(address: str, place: str, own: bool) -> None:
    assert (place_of(address), is_here(address)) == (place, own)


# Faults

FAULTS: list[tuple[str, str, dict[str, Any], int, int]] = [
    ("GET", "/api/credits/balance/simple", {"headers": {"Authorization": None}}, 401, 1001),
    ("GET", "/api/credits/balance/simple", {"headers": {"Authorization": "Bearer "}}, 401, 1001),
    ("GET", "/api/credits/balance/simple", {"headers": {"Authorization": "Basic x"}}, 401, 1001),
    ("GET", "/api/credits/balance/simple", {"headers": {"Authorization": "Bearer nmv_usr_x"}}, 401, 1001),
    ("GET", "/api/state/nemo_agent/me/ses_x/latest", {}, 404, 1002),
    ("GET", "/api/state/nemo_agent/anon_x/ses_x/latest", {}, 404, 404),
    ("GET", "/v1/sessions/ses_x/draft", {}, 404, 1002),
    ("GET", f"{LAMBDA}/none", {}, 404, 404),
    ("GET", "/api/render/proxy/sessions/ses_x", {}, 404, 1002),
    ("POST", f"{LAMBDA}/none/cancel", {}, 404, 404),
    (
        "POST",
        "/run_sse",
        {"json": {"session_id": "ses_x", "new_message": {"parts": [{"text": "a"}]}}},
        404,
        1002,
    ),
    ("POST", "/run_sse", {"json": {}}, 400, 400),
    ("POST", "/run_sse", {"content": b"{"}, 400, 400),
    ("POST", "/run_sse", {"content": b"[]"}, 400, 400),
    ("POST", "/run_sse", {"content": b'"' + b"[" * 100_000}, 400, 400),
    ("POST", "/run_sse", {"content": b"[" * 100_000}, 400, 400),
    ("POST", "/run_sse", {"content": b'{"session_id": "\\ud800"}'}, 400, 400),
    ("POST", "/run_sse", {"content": b'{"session_id": "\\u0000"}'}, 400, 400),
    ("POST", "/run_sse", {"content": b"\xff\xfe\xfd"}, 400, 400),
    ("POST", "/run_sse", {"files": {"a": b"b"}}, 415, 415),
    ("POST", "/run_sse", {"content": b" " * (17 << 20)}, 413, 413),
    ("POST", "/run_sse", {"content": b"{", "headers": {"Authorization": None}}, 401, 1001),
    ("POST", LAMBDA, {"content": b"{", "headers": {"X-Skill-Source": None}}, 402, 402),
    ("POST", LAMBDA, {"json": {}, "headers": {"Authorization": None, "X-Skill-Source": None}}, 401, 1001),
    ("POST", LAMBDA, {"json": {"sessionId": "ses_x", "output": {"size": float("inf")}}}, 400, 400),
    ("POST", LAMBDA, {"json": {"sessionId": "ses_x", "id": "a/b"}}, 400, 400),
    ("POST", LAMBDA, {"json": {"sessionId": "ses_x"}}, 404, 1002),
    ("POST", "/api/auth/claim-token", {"json": {}}, 400, 400),
    ("POST", "/api/auth/claim-token", {"json": {"task_id": "task_x"}}, 404, 1002),
    ("GET", "/nothing", {}, 404, 404),
    ("GET", "/v1/sessions/a%00b/draft", {}, 404, 404),
    ("GET", "/v1/sessions/%F0%9F%98%80/draft", {}, 404, 1002),
    ("DELETE", LAMBDA, {}, 405, 405),
    ("GET", "/apps/other/users/me/sessions", {}, 404, 404),
    ("GET", "/apps/nemo_agent/users/other/sessions", {}, 404, 404),
    ("DELETE", "/apps/nemo_agent/users/me/sessions/s", {}, 404, 1002),
    ("POST", "/apps/nemo_agent/users/me/sessions/ses_mine", {}, 400, 400),
]


@pytest.mark.parametrize(("method", "path", "options", "status", "code"), FAULTS)
def test_faults_have_a_status_a_code_and_a_sentence(
    here: Door, method: str, path: str, options: dict[str, Any], status: int, code: int
) -> None:
    if isinstance(given := options.get("json"), dict) and "inf" in str(given):
        options = {"content": json.dumps(given).encode()}
    here(method, path, status, code, **options)


def test_what_nobody_expected_is_answered_by_a_reference(here: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(caller: object) -> None:
        raise RuntimeError("the secret of /etc/passwd")

    monkeypatch.setattr(here.service, "credits", broken)
    told = here("GET", "/api/credits/balance/simple", 500, 500)
    assert told["data"] == {"reference": "r-1"}
    assert "secret" not in json.dumps(told)
    assert "RuntimeError" not in json.dumps(told)


def test_a_database_that_cannot_be_reached_is_said_so(here: Door, session: str) -> None:
    def gone(*args: object) -> None:
        raise StoreBroken(path="x", because={"en": "it is gone", "zh": "不可用"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(here.service.projects, "get", gone)
        assert here("GET", f"/v1/sessions/{session}/draft", 503, 503)["fault"] == "store_broken"


@pytest.mark.parametrize("name", ["", "x" * 129, "a b", "é"])
def test_a_request_without_a_plain_id_gets_one(here: Door, name: str) -> None:
    answered = here.client.get("/list-apps", headers={"X-Request-Id": name.encode()})
    assert re.fullmatch(r"req_[0-9a-f]{16}", answered.headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,zh;q=0.9", "en"),
        ("fr, zh-TW;q=0.4, en;q=0.2", "zh"),
        ("zh;q=0, fr", "en"),
        ("zh;q=x", "en"),
        ("*", "en"),
    ],
)
def test_the_language_that_a_client_prefers(header: str, language: str) -> None:
    assert preferred(header) == language


def test_faults_are_told_in_the_language_of_the_session(here: Door) -> None:
    session = here.begin(language="zh")
    bad = {"sessionId": session, "draft": {"v": 99}}
    english = {"Accept-Language": "en"}
    assert re.search("[一-鿿]", here("POST", LAMBDA, 422, 422, json=bad, headers=english)["message"])
    path = f"/v1/sessions/{session}/draft"
    assert re.search("[一-鿿]", here("PUT", path, 428, 428, json={"draft": {}}, headers=english)["message"])
    # Another's session has no language, as it has nothing else.
    here.token("another")
    assert here("GET", path, 404, 1002, headers=english)["message"].isascii()
    assert not here("GET", path, 404, 1002, headers={"Accept-Language": "zh-CN"})["message"].isascii()


# Sessions, claim links


def test_ids_stand_in_the_data_and_at_the_top(here: Door) -> None:
    told = here("POST", "/api/tasks/me/with-session/nemo_agent")
    for name in ("task_id", "session_id", "user_id"):
        assert told[name] == told["data"][name] != ""


@pytest.mark.parametrize(
    "body",
    [{"task_name": None, "language": None}, {"taskName": "名"}, {"more": 1}, {"language": "zh-Hans-CN"}],
)
def test_what_a_session_may_begin_with(here: Door, body: dict[str, Any]) -> None:
    here.begin(**body)


def test_the_state_has_all_that_clients_look_for(here: Door, session: str) -> None:
    data = here("GET", f"/api/state/nemo_agent/me/{session}/latest")["data"]
    assert data["session_id"] == session
    assert (data["task_name"], data["state"]["canvas_config"]["width"]) == ("project", 1920)
    assert [track["tt"] for track in data["state"]["draft"]["t"] if track["sg"]] == [0]
    info = data["state"]["video_infos"][0]
    assert {"filename", "file_type", "duration", "width", "height", "fps", "hash", "id"} <= set(info)
    # Its link is signed anew each time, for another second.
    assert info.pop("cdn_url").startswith("http://testserver/v1/files/")
    assert '"uri"' not in json.dumps(data)
    again = here("GET", f"/api/state/nemo_agent/{data['user_id']}/{session}/latest")["data"]
    again["state"]["video_infos"][0].pop("cdn_url")
    assert again == data


def test_a_claim_token_shows_one_project_and_does_nothing_else(here: Door, session: str) -> None:
    other = here.begin()
    told = here("POST", "/api/auth/claim-token", json={"sessionId": session})["data"]
    assert told["claim_token"].startswith("clm_")
    assert told["url"] == f"http://testserver/claim#token={told['claim_token']}&session={session}"
    assert (
        here("POST", "/api/auth/claim-token", json={"task_id": told["task_id"]})["data"]["session_id"]
        == session
    )
    both = {"task_id": told["task_id"], "session_id": other}
    here("POST", "/api/auth/claim-token", 404, 1002, json=both)
    claim = {"Authorization": f"Bearer {told['claim_token']}"}
    here("GET", f"/api/state/nemo_agent/me/{session}/latest", headers=claim)
    here("GET", f"/v1/sessions/{session}/draft", headers=claim)
    here("GET", f"/api/state/nemo_agent/me/{other}/latest", 404, 1002, headers=claim)
    looked = {f"/api/state/nemo_agent/me/{session}/latest", f"/v1/sessions/{session}/draft"}
    names = {"user": "me", "app": "nemo_agent", "session": session}
    for route in calls(here.client.app.routes):  # type: ignore[attr-defined]
        if viewer_of not in needs(route.dependant):
            continue
        path = re.sub(r"{(\w+)(:\w+)?}", lambda found: names.get(found[1], "x"), route.path)
        for method in sorted(route.methods or ()):
            if method == "HEAD" or (method == "GET" and path in looked):
                continue
            if method == "GET" and path.startswith(f"/v1/sessions/{session}/"):
                # What only shows this project may be open to it.
                assert here.client.get(path.replace(session, other), headers=claim).status_code in (401, 404)
                continue
            answered = here.client.request(method, path, headers={**SKILL, **claim})
            assert (answered.status_code, answered.json()["code"]) == (401, 1001), f"{method} {path}"


def test_the_pages_run_nothing_but_their_own(here: Door) -> None:
    for page in ("/claim", "/register?bind=anon_1"):
        answered = here.client.get(page)
        policy = answered.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (answered.headers["Referrer-Policy"], answered.headers["Cache-Control"]) == (
            "no-referrer",
            "no-store",
        )
        assert "innerHTML" not in answered.text


# Messages and credits


@pytest.mark.parametrize(
    "body",
    [
        {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": "?",
            "new_message": {"parts": [{"text": "status"}]},
        },
        {
            "appName": "nemo_agent",
            "userId": "me",
            "sessionId": "?",
            "newMessage": {"role": "user", "parts": [{"text": "status"}]},
        },
        {
            "sessionId": "?",
            "newMessage": {"parts": [{"text": None}, {"inlineData": {}}, {"text": "status"}]},
            "stateDelta": None,
        },
    ],
)
def test_messages_are_taken_in_both_spellings(here: Door, session: str, body: dict[str, Any]) -> None:
    sent = {key: session if value == "?" else value for key, value in body.items()}
    events = here("POST", "/run", json=sent)
    assert "Timeline (" in events[-1]["content"]["parts"][0]["text"]


def entries(here: Door) -> list[tuple[str, int]]:
    rows = here.service.database.rows(select(ledger).order_by(ledger.c.id))
    return [(row["kind"], row["credits"]) for row in rows]


FREE = ["how many credits are left?", "积分", "status", "show tracks", "上传", "export", "导出"]


def test_what_is_no_edit_costs_nothing_and_holds_nothing(hosted: Door) -> None:
    session = hosted.begin()
    hosted.upload(session)
    for text in FREE:
        hosted.say(session, text)
        assert entries(hosted) == [("grant", 3)], text


def test_an_edit_is_held_and_settled_and_a_refused_one_given_back(hosted: Door) -> None:
    session = hosted.begin(language="zh")
    hosted.upload(session)
    hosted.say(session, "keep the first 5 seconds")
    assert entries(hosted)[1:] == [("hold", 1), ("settle", 1)]
    hosted.say(session, "please dance a tango")
    assert entries(hosted)[3:] == [("hold", 1), ("release", 1)]
    hosted.say(session, "make it black and white")
    hosted.say(session, "keep the first 4 seconds")
    balance = hosted("GET", "/api/credits/balance/simple")["data"]
    assert balance == {"available": 0, "frozen": 0, "total": 0}
    told = hosted.say(session, "keep the first 3 seconds", 403, 2001)
    user = told["data"]["user_id"]
    assert told["data"]["register_url"] == f"http://testserver/register?bind={user}"
    assert "积分" in told["message"]
    assert len(entries(hosted)) == 9
    # What is no edit goes on.
    hosted.say(session, "导出")
    hosted.say(session, "undo")
    hosted("POST", LAMBDA, json={"sessionId": session})


def test_of_many_messages_at_once_no_more_are_taken_than_can_be_paid(hosted: Door) -> None:
    session = hosted.begin()
    hosted.upload(session)
    at_once = threading.Barrier(6)
    statuses: list[int] = []

    def say() -> None:
        body = {"session_id": session, "new_message": {"parts": [{"text": "keep the first 9 seconds"}]}}
        at_once.wait()
        statuses.append(hosted.client.post("/run", json=body, headers=hosted.headers).status_code)

    threads = [threading.Thread(target=say) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    balance = hosted("GET", "/api/credits/balance/simple")["data"]
    kinds = [kind for kind, _ in entries(hosted)]
    # One that was refused may have come before another was given back what it did not need.
    assert kinds.count("hold") == statuses.count(200) >= 3
    assert kinds.count("hold") == kinds.count("settle") + kinds.count("release")
    assert balance == {
        "available": 3 - kinds.count("settle"),
        "frozen": 0,
        "total": 3 - kinds.count("settle"),
    }
    assert set(statuses) <= {200, 403, 429}


# Drafts


def test_a_draft_is_changed_and_undone(here: Door, session: str) -> None:
    path = f"/v1/sessions/{session}/draft"
    told = here.draft(session)
    draft, revision = told["draft"], told["revision"]
    same = here("PUT", path, json={"draft": draft, "revision": revision})
    assert same["revision"] == revision
    here.say(session, "keep the first 5 seconds")
    told = here.draft(session)
    by_hand = {**told["draft"], "canvas": {"w": 640, "h": 360}, "zz": {"unknown": [1]}}
    made = here(
        "PUT", path, json={"draft": json.dumps(by_hand)}, headers={"If-Match": f'"{told["revision"]}"'}
    )
    assert made["data"]["draft"]["canvas"] == {"w": 640, "h": 360}
    assert made["data"]["draft"]["zz"] == {"unknown": [1]}
    # One step of undo takes back the change by hand, and no more; edits before it do not go alone.
    with pytest.raises(CannotTakeBack):
        here.service.studio.undo(session, "keep the first 5 seconds")
    assert here.service.studio.undo(session).number == told["revision"]
    assert here.service.studio.redo(session).number == made["revision"]


def test_of_two_writers_one_is_told_what_the_other_wrote(hosted: Door) -> None:
    here, session = hosted, hosted.begin()
    here.upload(session)
    path = f"/v1/sessions/{session}/draft"
    told = here.draft(session)
    statuses: list[int] = []
    both = threading.Barrier(2)

    def write(width: int) -> None:
        draft = {**told["draft"], "canvas": {"w": width, "h": 360}}
        both.wait()
        sent = {"draft": draft, "revision": told["revision"]}
        statuses.append(here.client.put(path, json=sent, headers=here.headers).status_code)

    threads = [threading.Thread(target=write, args=(width,)) for width in (640, 642)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409]
    late = here("PUT", path, 409, 409, json={"draft": told["draft"], "revision": told["revision"]})
    now = here.draft(session)
    assert (late["data"]["revision"], late["data"]["draft"]) == (now["revision"], now["draft"])


def test_all_that_is_wrong_with_a_draft_is_told_with_its_place(here: Door, session: str) -> None:
    told = here.draft(session)
    draft = json.loads(json.dumps(told["draft"]))
    draft["canvas"] = {"w": -1, "h": 360}
    draft["t"][0]["sg"][0]["src"]["file"] = "m9"
    body = {"draft": draft, "revision": told["revision"]}
    for answered in (
        here("PUT", f"/v1/sessions/{session}/draft", 422, 422, json=body),
        here("POST", LAMBDA, 422, 422, json={"sessionId": session, "draft": draft}),
    ):
        paths = [each["path"] for each in answered["data"]["faults"]]
        assert paths == ["/canvas/w", "/t/0/sg/0/src/file"]
        assert all(each["message"] for each in answered["data"]["faults"])
    assert here.draft(session) == told


def test_a_draft_plays_no_files_but_those_of_its_session(here: Door, session: str) -> None:
    told = here.draft(session)
    draft = json.loads(json.dumps(told["draft"]))
    library = next(
        key for key, value in draft.items() if isinstance(value, list) and key != "t" and key != "fps"
    )
    draft[library][0]["uri"] = "/etc/passwd"
    made = here("PUT", f"/v1/sessions/{session}/draft", json={"draft": draft, "revision": told["revision"]})
    assert "/etc/passwd" not in json.dumps(made)
    media = here.service.studio.head(session).timeline.media
    assert [each.uri.startswith("blob:") for each in media] == [True]
    draft[library].append({**draft[library][0], "id": "m7"})
    sent = {"draft": draft, "revision": made["revision"]}
    faults = here("PUT", f"/v1/sessions/{session}/draft", 422, 422, json=sent)["data"]["faults"]
    assert [each["code"] for each in faults] == ["not_in_session"]
    assert faults[0]["path"] == f"/{library}/1"


# Exports


def test_the_same_id_and_body_is_the_same_export(here: Door, session: str) -> None:
    here.service.studio.edit("caption “Hello everyone” from 0:01 to 0:03", session=session)
    draft = here.draft(session)["draft"]
    body = {
        "id": "render_1",
        "sessionId": session,
        "draft": draft,
        "output": {"format": "mp4", "quality": "high"},
    }
    first = here("POST", LAMBDA, json=body)
    assert first["success"] is True
    assert first["data"].items() <= first.items()
    assert here("POST", LAMBDA, json=body)["taskId"] == first["taskId"]
    as_text = {"id": "render_1", "session_id": session, "draft": json.dumps(draft), "output": body["output"]}
    assert here("POST", LAMBDA, json=as_text)["taskId"] == first["taskId"]
    here("POST", LAMBDA, 409, 409, json={**body, "output": {"format": "mov"}})
    here("POST", LAMBDA, 409, 409, json={"id": "render_1", "sessionId": session})
    # A draft that would not be taken is no other answer than that the name is taken.
    here("POST", LAMBDA, 409, 409, json={**body, "draft": {"v": 99}})
    done = here.ended("render_1")
    assert (done["status"], done["progress"], done["error"]) == ("completed", 100, None)
    assert done["output"] == done["data"]["output"]
    written = {each["format"]: here.client.get(each["url"]) for each in done["output"]["subtitles"]}
    assert written["srt"].text == "1\n00:00:01,000 --> 00:00:03,000\nHello everyone\n"
    assert written["vtt"].text.startswith("WEBVTT\n")
    assert "Dialogue: 0,0:00:01.00,0:00:03.00," in written["ass"].text
    assert here.client.get(done["output"]["url"] + "&subtitles=txt").status_code == 404
    assert done["data"]["outputUrl"] == done["output"]["url"]
    assert (done["output"]["duration"], done["output"]["size"] > 0) == (10.0, True)
    assert [each["id"] for each in here("GET", f"/api/render/proxy/sessions/{session}")["data"]] == [
        "render_1"
    ]
    # A name is a user's own.
    here.token("another")
    here("GET", f"{LAMBDA}/render_1", 404, 404)


def test_an_export_begun_twice_at_once_is_one(hosted: Door) -> None:
    here, session = hosted, hosted.begin()
    here.upload(session)
    both = threading.Barrier(4)
    jobs: list[str] = []

    def begin() -> None:
        both.wait()
        sent = {"id": "render_at_once", "sessionId": session}
        jobs.append(here.client.post(LAMBDA, json=sent, headers=here.headers).json()["taskId"])

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(jobs) == 4
    assert len(set(jobs)) == 1


def test_an_export_without_a_draft_or_an_id_is_of_the_film_as_it_is(here: Door, session: str) -> None:
    told = here("POST", LAMBDA, json={"sessionId": session, "draft": None, "output": None})
    assert re.fullmatch(r"render_\d+", told["id"])
    assert here.ended(told["id"])["status"] == "completed"


@pytest.mark.parametrize("draft", [{}, "", "null", "[]", "{"])
def test_what_is_no_draft_is_not_taken_for_the_film(here: Door, session: str, draft: Any) -> None:
    here("POST", LAMBDA, 422, 422, json={"sessionId": session, "draft": draft})


def test_an_empty_film_is_not_exported(here: Door) -> None:
    session = here.begin()
    assert here("POST", LAMBDA, 400, 400, json={"sessionId": session})["fault"] == "nothing_to_render"


@pytest.mark.parametrize(
    "output", [{"format": "exe"}, {"size": "4x"}, {"resolution": "huge"}, {"quality": "odd"}]
)
def test_what_cannot_be_written_is_said_at_once(here: Door, session: str, output: dict[str, Any]) -> None:
    here("POST", LAMBDA, 400, 400, json={"sessionId": session, "output": output})


def test_a_stopped_export_says_so_in_the_language_of_the_session(tmp_path: Path) -> None:
    begun = threading.Event()

    class Slow(PlanningParts):
        def render(self, timeline: Any, out: Path, options: Any, on_progress: Any, cancel: Any) -> Any:
            begun.set()
            assert cancel.wait(30)
            raise Stopped()

    class Stopped(Fault):
        code = "cancelled"

    with door(tmp_path, Slow()) as here:
        session = here.begin(language="zh")
        here.upload(session)
        here("POST", LAMBDA, json={"id": "slow", "sessionId": session})
        assert begun.wait(30)
        here("POST", f"{LAMBDA}/slow/cancel")
        told = here.ended("slow")
    assert (told["status"], told["error"]) == ("failed", "导出已停止。")


def test_attribution_is_a_switch_of_its_own(tmp_path: Path) -> None:
    with door(tmp_path, PlanningParts(), attribution=False) as here:
        session = here.begin()
        here.upload(session)
        here.headers = {"Authorization": here.headers["Authorization"]}
        here("POST", LAMBDA, json={"sessionId": session})


# Google ADK


def test_adk_sessions_have_its_shape(here: Door) -> None:
    user = here.token("adk")
    assert here("GET", "/list-apps") == ["nemo_agent"]
    base = "/apps/nemo_agent/users/me/sessions"
    made = here("POST", base, json={"state": {"task_name": "mine", "language": "en"}})
    assert set(made) == {"id", "appName", "userId", "state", "events", "lastUpdateTime"}
    assert (made["appName"], made["userId"], made["state"]["task_name"]) == ("nemo_agent", user, "mine")
    named = here("POST", f"{base}/s_123", json={"task_name": "named"})
    assert (named["id"], named["state"]["task_name"]) == ("s_123", "named")
    here("POST", f"{base}/s_123", 409, 409, json={})
    here("POST", base, 409, 409, json={"sessionId": "s_123"})
    events = here.say("s_123", "status")
    assert events[-1]["turnComplete"] is True
    found = here("GET", f"{base}/s_123")
    assert [each["author"] for each in found["events"]] == ["user", *["nemo_agent"] * len(events)]
    assert found["events"][1:] == events
    listed = here("GET", base)
    assert {each["id"] for each in listed} == {made["id"], named["state"]["session_id"]}
    assert not any(each["events"] for each in listed)
    assert here("DELETE", f"{base}/s_123") is None
    here("GET", f"{base}/s_123", 404, 1002)
    # Another user may call a session the same.
    here.token("another")
    here("GET", f"{base}/s_123", 404, 1002)
    here("POST", f"{base}/s_123")


# The description, the docs, the walk


def test_the_description_is_whole(here: Door) -> None:
    told = here.client.get("/openapi.json").json()
    names = []
    for path, methods in told["paths"].items():
        for method, call in methods.items():
            names.append(call["operationId"])
            assert call.get("description"), f"{method} {path} is not described"
            good = next(status for status in call["responses"] if status.startswith("2"))
            content = call["responses"][good].get("content", {})
            if "application/json" in content and method != "delete":
                assert content["application/json"]["schema"], f"{method} {path} has no schema"
            for status, answer in call["responses"].items():
                if status[0] in "45":
                    schema = answer["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Problem"}, f"{method} {path} {status}"
    assert len(set(names)) == len(names)
    used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert used <= set(told["components"]["schemas"])


def test_every_call_stands_in_the_docs(here: Door) -> None:
    page = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    for path, methods in here.client.get("/openapi.json").json()["paths"].items():
        for method in methods:
            if method != "head":
                assert f"`{method.upper()} {path}`" in page, "write it into docs/protocol.md"


def test_every_code_in_the_docs_is_one(here: Door) -> None:
    page = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    table = page[page.index("| code | HTTP |") :].partition("\n\n")[0]
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    known = set(re.findall(r'code(?:, number, status)? = "(\w+)"', source))
    told = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[3])}
    assert told
    assert told <= known


@pytest.mark.parametrize("mode", ["unmetered", "metered"])
def test_the_walk_with_curl_alone(tmp_path: Path, mode: str) -> None:
    clip = tmp_path / "talk.mp4"
    numbered(clip, 30, extra=["-c:a", "aac", "-f", "mp4"])
    limits = {"credits": 2, "max_upload": 1_000_000, "requests_per_minute": 400}
    with listening(tmp_path / "data", metered=mode == "metered", **limits) as base:
        done = subprocess.run(
            [ROOT / "scripts" / "walk.sh", base, clip, mode],
            env={**os.environ, "TOO_LARGE": "1000001"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all as they should be" in done.stdout


OWN = ("accounts_", "sessions_", "exports_", "adk_", "chat_run_sse", "uploads_upload")


def calls_of(told: dict[str, Any]) -> Iterator[str]:
    """What clients rely on of each call: the answers it may give, the fields that it takes and gives."""
    schemas = told["components"]["schemas"]

    def fields(content: dict[str, Any]) -> str:
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        schema = schemas.get(name, {})
        needed = schema.get("required", [])
        return " ".join(f"{each}{'' if each in needed else '?'}" for each in schema.get("properties", {}))

    for path, methods in sorted(told["paths"].items()):
        for method, call in sorted(methods.items()):
            if not call["operationId"].startswith(OWN):
                continue
            good = next(answer for status, answer in call["responses"].items() if status[0] == "2")
            asks = fields(call.get("requestBody", {}).get("content", {}))
            parts = [f"{method.upper()} {path}", " ".join(sorted(call["responses"]))]
            parts += [f"takes {asks}"] if asks else []
            heads = [each["name"] for each in call.get("parameters", []) if each["in"] == "header"]
            parts += [f"with {' '.join(heads)}"] if heads else []
            parts += [f"gives {gives}"] if (gives := fields(good.get("content", {}))) else []
            yield "\n  ".join(parts)


def test_the_calls_are_what_they_were(here: Door) -> None:
    kept = ROOT / "tests" / "golden" / "calls.txt"
    now = "\n".join(calls_of(here.client.get("/openapi.json").json())) + "\n"
    if os.environ.get("WORKPRINT_GOLDEN") == "write":
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "if that is meant: WORKPRINT_GOLDEN=write"
