"""What comes of a message over HTTP: the frames, who comes back, who reads slowly, who stays away."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from served import Served, frames
from workprint.doors.http import application, stream, tail
from workprint.service import Event, News, Run
from workprint.store.tables import projects, runs

CUT = "cut the first 3 seconds"
PAUSES = "trim the silences"


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


@pytest.fixture
def client(served: Served) -> Iterator[TestClient]:
    with TestClient(application(served.service), headers=served.headers) as client:
        yield client


def until(what: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Ask until it is so."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found


def ended(served: Served, run: str) -> bool:
    found = served.service.runs.find(run)
    return found is not None and found.ended


def asked(client: TestClient, body: dict[str, Any], **headers: str) -> list[tuple[str, Any]]:
    with client.stream("POST", "/run_sse", json=body, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return frames(answer.iter_lines())


# The frames


def test_frames_are_those_of_adk(served: Served, client: TestClient) -> None:
    found = asked(client, served.body(CUT))
    call, result, said = [body for _, body in found]
    for body in (call, result, said):
        assert set(body) - {"turnComplete"} == {
            "content", "invocationId", "author", "actions", "id", "timestamp",
        }  # fmt: skip
        assert set(body["content"]) == {"parts", "role"}
        assert set(body["actions"]) == {
            "stateDelta", "artifactDelta", "requestedAuthConfigs", "requestedToolConfirmations",
        }  # fmt: skip
        assert uuid.UUID(body["id"])
        assert body["invocationId"].startswith("e-")
        assert body["author"] == "nemo_agent"
        assert abs(body["timestamp"] - time.time()) < 60
        assert "null" not in json.dumps(body)
    done = call["content"]["parts"][0]["functionCall"]
    assert (done["name"], done["args"]) == ("delete_range", {"start": 0.0, "end": 3.0})
    answered = result["content"]["parts"][0]["functionResponse"]
    assert (answered["id"], answered["name"]) == (done["id"], done["name"])
    assert [each["content"]["role"] for each in (call, result, said)] == ["model", "user", "model"]
    assert said["turnComplete"] is True
    assert len({each["id"] for each in (call, result, said)}) == 3
    assert len({each["invocationId"] for each in (call, result, said)}) == 1


def test_whoever_streams_gets_the_text_bit_by_bit_and_then_whole(served: Served, client: TestClient) -> None:
    found = asked(client, served.body("export it, please", streaming=True))
    bits = [body for name, body in found if body.get("partial")]
    whole = found[-1][1]
    text = whole["content"]["parts"][0]["text"]
    assert len(bits) > 2
    assert "".join(each["content"]["parts"][0]["text"] for each in bits) == text
    for each in bits:
        assert set(each) == set(whole) - {"turnComplete"} | {"partial"}
        assert each["content"]["role"] == "model"
    assert [name for name, body in found if body.get("partial") and name] == []
    assert all(name for name, body in found if not body.get("partial"))


def test_names_are_taken_in_both_spellings(served: Served, client: TestClient) -> None:
    body = {
        "appName": "nemo_agent", "userId": "me", "sessionId": served.session,
        "newMessage": {"role": "user", "parts": [{"text": "show tracks"}]},
    }  # fmt: skip
    assert "Timeline (1 track)" in json.dumps(asked(client, body)[-1])


def test_an_unknown_session_is_404_with_a_detail(served: Served, client: TestClient) -> None:
    answer = client.post("/run_sse", json={**served.body(CUT), "session_id": "ses_nobody"})
    assert answer.status_code == 404
    assert answer.json()["code"] == 1002
    assert answer.json()["detail"]


def test_without_credits_it_is_403_and_no_stream(tmp_path: Path) -> None:
    served = Served(tmp_path, metered=True, credits=0)
    with TestClient(application(served.service), headers=served.headers) as client:
        answer = client.post("/run_sse", json=served.body(CUT))
        assert (answer.status_code, answer.json()["code"]) == (403, 2001)
        assert asked(client, served.body("credits"))[-1][1]["turnComplete"]


def test_too_many_that_wait_are_429(served: Served, client: TestClient) -> None:
    served.parts.open.clear()
    served.say(PAUSES)
    assert served.parts.looking.wait(20)
    for _ in range(5):
        served.say(CUT)
    answer = client.post("/run_sse", json=served.body(CUT))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == 30
    served.parts.open.set()


def test_what_broke_says_so_in_the_stream(
    served: Served, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served.parts, "planned", lambda: 1 / 0)
    said, error = [body for _, body in asked(client, served.body(CUT))]
    assert said["turnComplete"]
    kind, _, message = error["error"].partition(": ")
    assert (kind, message) == ("internal", said["content"]["parts"][0]["text"])
    assert error["error_details"]["code"] == "internal"
    assert "ZeroDivision" not in json.dumps([said, error])


def test_long_work_tells_how_far_it_is(served: Served, client: TestClient) -> None:
    served.parts.open.clear()
    body = served.body(PAUSES)
    with client.stream("POST", "/run_sse", json=body) as answer:
        threading.Thread(
            target=lambda: (until(lambda: _progress(served) >= 0.5), served.parts.open.set()), daemon=True
        ).start()
        found = frames(answer.iter_lines())
    told = [body for name, body in found if not name]
    assert told
    assert told[0]["content"] == {"parts": [], "role": "model"}
    assert told[0]["partial"] is True
    assert told[0]["actions"]["stateDelta"]["progress"] == 0.5
    assert told[0]["actions"]["stateDelta"]["stage"] == "Looking into the footage"


def _progress(served: Served) -> float:
    (run,) = served.service.runs.of_session(served.session)
    # Seen by the stream as well, if it looks as often as this does.
    time.sleep(3 * tail.LOOK_SECONDS)
    return served.service.runs.news([run.id])[run.id].progress


# Who goes and comes back


def test_the_turn_ends_without_its_listener_and_is_read_later_from_any_event(
    served: Served, client: TestClient
) -> None:
    served.parts.open.clear()
    run = served.say(PAUSES)
    assert served.parts.looking.wait(20)

    async def gone() -> None:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        reading = stream.lines(look, run, 0, False)
        assert (await anext(reading)).startswith(":")
        await reading.aclose()
        assert not look.followers
        await look.stop()

    asyncio.run(gone())
    served.parts.open.set()
    until(lambda: ended(served, run.id))
    path = f"/v1/sessions/{served.session}/runs/{run.id}"
    with client.stream("GET", path) as answer:
        whole = frames(answer.iter_lines())
    assert whole[-1][1]["turnComplete"]
    for at, (name, _) in enumerate(whole, 1):
        assert asked(client, served.body(PAUSES), **{"Last-Event-ID": name}) == whole[at:]
    assert len(served.service.runs.of_session(served.session)) == 1


def test_a_stream_is_read_on_after_the_server_was_started_anew(served: Served) -> None:
    run = served.say(CUT)
    events = served.done(run)
    served.again()
    with TestClient(application(served.service), headers=served.headers) as client:
        found = asked(client, served.body(CUT), **{"Last-Event-ID": f"{run.id}:1"})
    assert [body for _, body in found] == events[1:]
    assert served.length() == 7


@pytest.mark.parametrize("name", ["run_nothing:1", "nonsense", ":", "run_x:99999999999999999999"])
def test_who_comes_back_to_nothing_says_nothing(served: Served, client: TestClient, name: str) -> None:
    answer = client.post("/run_sse", json=served.body(CUT), headers={"Last-Event-ID": name})
    assert answer.status_code == 404
    assert not served.service.runs.of_session(served.session)


def test_a_message_is_stopped_over_http(served: Served, client: TestClient) -> None:
    served.parts.open.clear()
    run = served.say(PAUSES)
    assert served.parts.looking.wait(20)
    assert client.post(f"/v1/sessions/{served.session}/runs/{run.id}/abort").status_code == 200
    until(lambda: ended(served, run.id))
    (listed,) = client.get(f"/v1/sessions/{served.session}/runs").json()["data"]
    assert (listed["run"], listed["state"]) == (run.id, "aborted")
    assert served.told(run)[-1]["content"]["parts"][0]["text"] == "Stopped. Nothing was changed."
    assert served.length() == 10


# The one look for all


async def _read(look: tail.Tail, run: Run, seen: int = 0) -> list[Event]:
    return [each async for each in look.follow(run, seen) if isinstance(each, Event)]


def _tell(served: Served, run: Run, many: int) -> None:
    for _ in range(many):
        key = uuid.uuid4().hex
        assert served.service.runs.append(run.id, key, {"text": key})


def _numbers(events: list[Event]) -> list[int]:
    return [each.number for each in events]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_many_who_follow_many_runs_hear_all_in_order_and_once(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("cluster").fresh() if kind == "postgres" else None
    served = Served(tmp_path, database=address)
    runs_ = [served.service.runs.new(served.session, served.caller.user, CUT, "en") for _ in range(20)]
    for run in runs_:
        served.service.runs.begin(run.id)

    async def all_of() -> list[list[Event]]:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        early = [asyncio.create_task(_read(look, run, index % 4)) for index, run in enumerate(runs_)]
        for turn in range(5):
            await asyncio.to_thread(
                lambda: [_tell(served, run, 1 + index % 3) for index, run in enumerate(runs_)]
            )
            if turn == 2:
                late = [asyncio.create_task(_read(look, run)) for run in runs_]
        await asyncio.to_thread(lambda: [served.service.runs.end(run.id, "done") for run in runs_])
        found = await asyncio.gather(*early, *late)
        found += await asyncio.gather(*(_read(look, run, 3) for run in runs_))
        await look.stop()
        return list(found)

    found = asyncio.run(all_of())
    for index, run in enumerate(runs_):
        many = 5 * (1 + index % 3)
        assert {each.run for each in found[index]} == {run.id}
        assert _numbers(found[index]) == list(range(1 + index % 4, many + 1))
        assert _numbers(found[20 + index]) == list(range(1, many + 1))
        assert _numbers(found[40 + index]) == list(range(4, many + 1))


def test_a_slow_reader_holds_one_look_and_misses_nothing(served: Served) -> None:
    run = served.service.runs.new(served.session, served.caller.user, CUT, "en")
    _tell(served, run, 350)
    served.service.runs.end(run.id, "done")

    async def slowly() -> tuple[list[int], int]:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        found, most = [], 0
        async for each in look.follow(run):
            assert isinstance(each, Event)
            found.append(each.number)
            if each.number % 100 == 1:
                await asyncio.sleep(3 * tail.LOOK_SECONDS)
            (follower,) = look.followers
            most = max(most, len(follower.events))
        await look.stop()
        return found, most

    found, most = asyncio.run(slowly())
    assert found == list(range(1, 351))
    assert most < 100


def test_who_takes_nothing_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "STALLED_SECONDS", 0.05)
    run = served.service.runs.new(served.session, served.caller.user, CUT, "en")

    async def stalled() -> None:
        look = tail.Tail(served.service.runs, served.service.chat.waits)

        async def receive() -> Any:
            await asyncio.Event().wait()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                await asyncio.Event().wait()

        scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
        with pytest.raises(Exception) as fault:  # noqa: PT011
            await asyncio.wait_for(stream.Stream(look, run)(scope, receive, send), 20)
        assert type(fault.value).__name__ == "ClientDisconnect"
        await look.stop()

    asyncio.run(stalled())


def test_signs_of_life_and_the_longest_stream(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tail.HEARTBEAT_SECONDS <= 15
    assert stream.STREAM_SECONDS == 900
    monkeypatch.setattr(tail, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(stream, "STREAM_SECONDS", 0.1)
    run = served.service.runs.new(served.session, served.caller.user, CUT, "en")

    async def idle() -> list[str]:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        found = [each async for each in stream.lines(look, run, 0, False)]
        await look.stop()
        return found

    found = asyncio.run(idle())
    assert found.count(": heartbeat\n\n") >= 2
    assert not any("data" in each for each in found)


def test_the_look_goes_on_when_the_database_was_gone(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "TROUBLE_SECONDS", 0.01)
    run = served.service.runs.new(served.session, served.caller.user, CUT, "en")
    _tell(served, run, 1)
    served.service.runs.end(run.id, "done")
    news, troubles = served.service.runs.news, [3]

    def gone(names: Any) -> dict[str, News]:
        if troubles[0]:
            troubles[0] -= 1
            raise RuntimeError("gone")
        return news(names)

    monkeypatch.setattr(served.service.runs, "news", gone)

    async def read() -> list[Event]:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        found = await _read(look, run)
        await look.stop()
        return found

    assert _numbers(asyncio.run(read())) == [1]
    assert troubles == [0]


def test_streams_end_with_their_session_and_with_the_server(served: Served) -> None:
    here = served.service.runs
    removed, left = (here.new(served.session, served.caller.user, CUT, "en") for _ in range(2))

    async def read() -> None:
        look = tail.Tail(here, served.service.chat.waits)
        one, other = (asyncio.create_task(_read(look, run)) for run in (removed, left))
        while len(look.followers) < 2:
            await asyncio.sleep(0)
        await asyncio.to_thread(served.service.database.run, delete(runs).where(runs.c.id == removed.id))
        assert await asyncio.wait_for(one, 20) == []
        assert not other.done()
        await look.stop()
        assert await asyncio.wait_for(other, 20) == []

    asyncio.run(read())


def test_who_listens_to_a_message_that_waits_is_told_so(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "PATIENCE_SECONDS", 0.0)
    run = served.service.runs.new(served.session, served.caller.user, "剪掉前3秒", "")

    async def read() -> Event:
        look = tail.Tail(served.service.runs, served.service.chat.waits)
        reading = look.follow(run)
        first = await anext(reading)
        assert isinstance(first, Event)
        await look.stop()
        return first

    assert asyncio.run(read()).body["content"]["parts"][0]["text"].startswith("此消息正在等待")


def test_a_message_to_a_session_that_is_gone_comes_to_nothing(served: Served) -> None:
    run = served.say(CUT)
    work = served.work()
    assert work is not None
    served.service.database.run(delete(runs).where(runs.c.id == run.id))
    served.service.database.run(delete(projects).where(projects.c.session == served.session))
    assert served.service.chat.turn(work) == {"changed": False, "said": ""}
    served.service.queue.finish(work.job.id, work.owner, {"changed": False, "said": ""})
