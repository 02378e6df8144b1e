"""Pictures, history, undo and redo over HTTP, and the vocabulary."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from footage import HEIGHT, WIDTH, ffmpeg, numbered, read
from served import Served
from workprint.doors.http import application
from workprint.service import Service

CUT = "cut the first 3 seconds"


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


@pytest.fixture
def client(served: Served) -> Iterator[TestClient]:
    # Messages are done by the tests; what is asked here is asked of the API alone.
    with TestClient(application(served.service), headers=served.headers) as client:
        yield client


def get(client: TestClient, served: Served, what: str) -> Any:
    return client.get(f"/v1/sessions/{served.session}/{what}")


def test_the_film_is_seen_and_heard_before_it_is_exported(tmp_path: Path) -> None:
    made = Served(tmp_path, role="api")
    service = Service(made.config)
    session = service.begin(made.caller, "pictures", "en").session
    clip = numbered(tmp_path / "a.mov", 70)
    service.studio.ingest([Path(clip.uri)], session)
    path = f"/v1/sessions/{session}"
    with TestClient(application(service), headers=made.headers) as client:
        picture = client.get(f"{path}/frame?at=1.5")
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.headers["cache-control"] == "private, no-cache"
        (tmp_path / "f.jpg").write_bytes(picture.content)
        small = ["-vf", f"scale={WIDTH}:{HEIGHT}", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
        seen = np.frombuffer(ffmpeg("-i", str(tmp_path / "f.jpg"), *small), np.uint8)
        assert read(seen.reshape(HEIGHT, WIDTH)) == 45
        assert client.get(f"{path}/frame?at=1.5&format=png").content.startswith(b"\x89PNG")
        again = client.get(f"{path}/frame?at=1.5", headers={"If-None-Match": picture.headers["etag"]})
        assert again.headers["etag"] == picture.headers["etag"]
        piece = client.get(f"{path}/pieces/1")
        assert piece.headers["content-type"] == "video/mp4"
        assert b"moof" in piece.content
        with wave.open(io.BytesIO(client.get(f"{path}/pieces/1/sound").content)) as sound:
            assert sound.getnframes() == 10 * 48_000 // 30
        assert client.get(f"{path}/pieces/0", headers={"Range": "bytes=0-3"}).status_code == 206
        for wrong in ("frame?at=99", "pieces/2", "pieces/-1", "pieces/2/sound"):
            answer = client.get(f"{path}/{wrong}")
            assert (answer.status_code, answer.json()["fault"]) == (400, "no_such_moment"), wrong


@pytest.mark.parametrize(
    "what", ["frame?at=-1", "frame?at=nan", "frame?at=inf", "frame?size=9000p", "pieces/x"]
)
def test_what_cannot_be_shown_is_refused(served: Served, client: TestClient, what: str) -> None:
    assert get(client, served, what).status_code in (400, 422)


def test_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    made = Served(tmp_path, role="api")
    service = Service(made.config)
    session = service.begin(made.caller, "pictures", "en").session
    service.studio.ingest([Path(numbered(tmp_path / "a.mov", 6, sound=False).uri)], session)
    with TestClient(application(service), headers=made.headers) as client:
        assert client.get(f"/v1/sessions/{session}/pieces/0/sound").status_code == 204


def test_previews_that_many_ask_for_are_made_a_few_at_a_time(
    served: Served, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workprint.service.desk.WAIT_SECONDS", 0.01)
    while served.service.desk._room.acquire(blocking=False):
        pass
    answer = get(client, served, "frame")
    assert (answer.status_code, answer.json()["fault"]) == (429, "preview_busy")
    assert answer.headers["retry-after"]


def test_history_undo_and_redo(served: Served) -> None:
    served.done(served.say(CUT))
    with TestClient(application(served.service), headers=served.headers) as client:
        path = f"/v1/sessions/{served.session}"
        *_, before, cut = get(client, served, "history").json()["data"]
        assert (cut["request"], cut["present"], cut["duration"]) == (CUT, True, 7)
        assert [each["op"] for each in cut["edits"]] == ["delete_range"]
        assert (before["present"], before["duration"]) == (False, 10)
        undone = client.post(f"{path}/undo", json={"revision": cut["revision"]}).json()
        assert (undone["revision"], undone["data"]["duration"]) == (before["revision"], 10)
        stale = client.post(f"{path}/undo", json={"revision": cut["revision"]})
        assert (stale.status_code, stale.json()["data"]["revision"]) == (409, before["revision"])
        assert client.post(f"{path}/undo").json()["data"]["duration"] == 0
        assert client.post(f"{path}/undo").json()["fault"] == "nothing_to_undo"
        assert client.post(f"{path}/redo").json()["data"]["duration"] == 7
        assert client.post(f"{path}/redo").json()["fault"] == "nothing_to_redo"
        assert client.post(f"{path}/undo", json={"steps": 0}).status_code in (400, 422)
        assert [each["present"] for each in get(client, served, "history").json()["data"]][-1]


def test_the_vocabulary(served: Served, client: TestClient) -> None:
    every = client.get("/v1/ops").json()["data"]
    assert len(every) > 50
    (one,) = client.get("/v1/ops/vignette").json()["data"]
    assert one in every
    answer = client.get("/v1/ops/vignete")
    assert answer.status_code == 400
    assert "vignette" in answer.json()["msg"]


@pytest.mark.parametrize("what", ["frame", "pieces/0", "pieces/0/sound", "history", "undo", "redo"])
def test_what_is_anothers_does_not_exist(served: Served, client: TestClient, what: str) -> None:
    other = served.service.token("else", "127.0.0.1").token
    method = "POST" if what in ("undo", "redo") else "GET"
    path = f"/v1/sessions/{served.session}/{what}"
    answer = client.request(method, path, headers={"Authorization": f"Bearer {other}"})
    assert (answer.status_code, answer.json()["code"]) == (404, 1002)
    assert client.request(method, path, headers={"Authorization": ""}).status_code == 401
