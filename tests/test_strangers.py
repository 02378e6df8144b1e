"""What strangers may see, send and learn: nothing that is another's, and nothing of the machine."""

from __future__ import annotations

import json
import logging
import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from served import SKILL, Served, last
from workprint.base import Fault, Faults
from workprint.doors.http import application
from workprint.service import hidden
from workprint.store.job import told

SECRET = "nobody-knows-this"
OPEN_TO_ALL = {
    "/register",
    "/api/auth/anonymous-token",
    "/list-apps",
    "/",
    "/claim",
    "/health",
    "/ready",
    "/metrics",
}
"""What is answered without a token."""
NOBODYS = re.compile(r"^/v1/ops(/|$)")
"""What is the same for all users."""
CLAIMS_SEE = re.compile(r"^GET /(api/state/|v1/sessions/\{session\}/draft)")
"""What a claim token opens."""


def routes(app: Any) -> list[tuple[str, APIRoute]]:
    """Every route of the application, also those of the routers in it, by its methods."""
    found, left = [], list(app.routes)
    while left:
        route = left.pop(0)
        left += getattr(getattr(route, "original_router", None), "routes", ())
        if isinstance(route, APIRoute):
            found += [(method, route) for method in sorted(route.methods)]
    assert len(found) >= 15
    return found


class Stage:
    """A user with everything a user can have, and a second user who wants it."""

    def __init__(self, folder: Path) -> None:
        self.served = Served(folder)
        self.app = application(self.served.service)
        self.client = TestClient(self.app, raise_server_exceptions=False)
        self.owner = self.served.headers

    def prepare(self) -> None:
        service, caller = self.served.service, self.served.caller
        self.other = self.token("other")
        named = service.begin(caller, SECRET, "en")
        run = self.served.say("make it black and white")
        self.wait(run.id)
        export = service.export(caller, self.served.session, name="render_1")
        upload = service.files.receive(caller, self.served.session, f"{SECRET}.mp4")
        self.names = {
            "session": self.served.session, "session_id": self.served.session, "sid": self.served.session,
            "user": caller.user, "user_id": caller.user, "app": "nemo_agent", "app_name": "nemo_agent",
            "run": run.id, "name": export.id, "export": export.id, "upload": upload.id, "file": upload.id,
            "id": upload.id, "task": named.task, "media": "m1", "index": "0",
        }  # fmt: skip
        claim = self.ask(
            "POST", "/api/auth/claim-token", self.owner, json={"session_id": self.served.session}
        )
        self.claim = {"Authorization": f"Bearer {claim.json()['data']['claim_token']}", **SKILL}

    def wait(self, run: str) -> None:
        from processes import until

        def ended() -> bool:
            found = self.served.service.runs.find(run)
            return found is not None and found.ended

        until(ended)

    def token(self, client: str) -> dict[str, str]:
        told = self.client.post("/api/auth/anonymous-token", headers={"X-Client-Id": client}).json()
        return {"Authorization": f"Bearer {told['data']['token']}", **SKILL}

    def ask(self, method: str, path: str, headers: dict[str, str], **more: Any) -> Any:
        return self.client.request(method, path, headers=headers, params={"at": "0"}, **more)

    def of_owner(self, route: APIRoute, user: str | None = None) -> str:
        """The address of a route with the ids of the owner's things."""
        names = {**self.names, **({"user": user, "user_id": user} if user else {})}
        wanted = re.findall(r"\{(\w+)(?::\w+)?\}", route.path)
        unknown = set(wanted) - set(names)
        assert not unknown, f"say in Stage.names what {unknown} of {route.path} is, so that it is tried"
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: names[found[1]], route.path)

    def refused(self, answered: Any) -> bool:
        """Whether there is nothing for who asks. A file that opens by a signed link is refused without
        one as any name is, so that nothing can be learnt of it."""
        if answered.status_code == 403:
            made_up = re.sub(r"/up_\w+", "/up_0", str(answered.url))
            other = self.ask(answered.request.method, made_up, {})
            return made_up != str(answered.url) and other.content == answered.content
        return answered.status_code in (401, 404)

    @property
    def body(self) -> dict[str, Any]:
        """A body that every route that reads one understands, for the owner's session."""
        session = self.served.session
        message = {"role": "user", "parts": [{"text": "make it warmer"}]}
        film = {"v": 1, "id": "t", "fps": [25, 1], "canvas": {"w": 64, "h": 64}, "t": []}
        return {
            "session_id": session,
            "sessionId": session,
            "new_message": message,
            "draft": film,
            "revision": 1,
            "size": 9,
            "name": "a.mp4",
        }


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("stage"))
    with made.client:
        made.prepare()
        yield made


def test_what_is_anothers_does_not_exist(stage: Stage) -> None:
    before = stage.ask("GET", f"/api/state/nemo_agent/me/{stage.served.session}/latest", stage.owner).json()
    tried = 0
    for method, route in routes(stage.app):
        for user in ("me", None):
            given = {} if method in ("GET", "HEAD", "DELETE") else {"json": stage.body}
            answered = stage.ask(method, stage.of_owner(route, user), stage.other, **given)
            assert SECRET not in answered.text, route.path
            asks_for_ids = "{" in route.path.replace("{app}", "").replace("{app_name}", "")
            reads_ids = "session_id" in json.dumps(_schema(stage.app, route, method))
            if route.path in OPEN_TO_ALL or not (asks_for_ids or reads_ids):
                continue
            if NOBODYS.match(route.path):
                continue
            begins = method == "POST" and route.path.endswith("/sessions/{session}")
            if begins or (user == "me" and re.fullmatch(r"/apps/\{\w+\}/users/\{\w+\}/sessions", route.path)):
                continue  # sessions of its own
            assert stage.refused(answered), (
                method,
                route.path,
                answered.status_code,
                answered.text,
            )
            tried += 1
    assert tried >= 20
    after = stage.ask("GET", f"/api/state/nemo_agent/me/{stage.served.session}/latest", stage.owner).json()
    assert before["data"]["state"]["draft"] == after["data"]["state"]["draft"]


def _schema(app: Any, route: APIRoute, method: str) -> Any:
    told = app.openapi()
    operation = told["paths"].get(route.path_format, {}).get(method.lower(), {})
    text = json.dumps(operation.get("requestBody", {}))
    return [told["components"]["schemas"][name] for name in re.findall(r"schemas/(\w+)", text)]


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer x", "Basic eDp4", "Bearer nmv_usr_" + "A" * 43])
def test_without_a_token_there_is_nothing(stage: Stage, token: str) -> None:
    headers = {**SKILL, "Authorization": token} if token else SKILL
    for method, route in routes(stage.app):
        if route.path in OPEN_TO_ALL:
            continue
        answered = stage.ask(
            method, stage.of_owner(route), headers, **({} if method == "GET" else {"json": stage.body})
        )
        assert stage.refused(answered), (method, route.path, answered.text)
        assert SECRET not in answered.text


def test_a_claim_token_opens_one_film_and_nothing_else(stage: Stage) -> None:
    opened = []
    for method, route in routes(stage.app):
        if route.path in OPEN_TO_ALL:
            continue
        given = {} if method in ("GET", "HEAD", "DELETE") else {"json": stage.body}
        answered = stage.ask(method, stage.of_owner(route, "me"), stage.claim, **given)
        if not stage.refused(answered):
            opened.append(f"{method} {route.path}")
    assert opened
    assert all(CLAIMS_SEE.match(each) for each in opened), opened
    own = stage.served.service.begin(stage.served.caller, "another", "en").session
    assert stage.ask("GET", f"/api/state/nemo_agent/me/{own}/latest", stage.claim).status_code == 404


def test_tokens_are_kept_as_hashes_and_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[Any] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            reached.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket.socket, "connect_ex", watched)
    caplog.set_level(logging.DEBUG)
    stage = Stage(tmp_path)
    with stage.client:
        stage.prepare()
        for method, route in routes(stage.app):
            for headers in (stage.owner, stage.claim, stage.other):
                given = {} if method in ("GET", "HEAD") else {"json": stage.body}
                stage.ask(method, stage.of_owner(route, "me"), headers, **given)
    told = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("workprint.db*"))
    assert len(kept) > 10_000
    for headers in (stage.owner, stage.claim, stage.other):
        token = headers["Authorization"].removeprefix("Bearer ")
        assert token not in told
        assert token.encode() not in kept
    assert stage.served.session.encode() in kept
    assert reached == []


class TestBrowsers:
    def test_every_answer_has_its_policy(self, stage: Stage) -> None:
        for path in ("/api/credits/balance/simple", "/nowhere", "/openapi.json"):
            headers = stage.ask("GET", path, stage.owner).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1:8765", 200), ("localhost", 200), ("[::1]:8765", 200), ("box", 200), ("a.localhost", 200),
            ("192.168.1.7", 200), ("evil.example", 421), ("evil.example:8765", 421), ("localhost.evil.example", 421),
            ("127.0.0.1.evil.example", 421), ("127.0.0.1@evil.example", 421), ("", 421),
            ("localhost:port", 421), ("[::1", 421), ("localhost/..", 421),
        ],
    )  # fmt: skip
    def test_only_its_own_names(self, stage: Stage, host: str, status: int) -> None:
        answered = stage.ask("GET", "/api/credits/balance/simple", {**stage.owner, "Host": host})
        assert answered.status_code == status
        if status != 200:
            assert answered.json()["fault"] == "unknown_host"
            assert answered.headers["X-Request-Id"]
            assert "evil" not in answered.text

    def test_other_sites_only_where_configured(self, stage: Stage, tmp_path: Path) -> None:
        asks = {"Origin": "https://good.example", "Access-Control-Request-Method": "POST"}
        refused = stage.client.options("/run_sse", headers=asks)
        assert "access-control-allow-origin" not in refused.headers
        allows = Served(tmp_path, origins=("https://good.example",), hosts=("film.example",))
        client = TestClient(application(allows.service))
        assert (
            client.options("/run_sse", headers=asks).headers["access-control-allow-origin"] == asks["Origin"]
        )
        evil = client.options("/run_sse", headers={**asks, "Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in evil.headers
        assert client.get("/nowhere", headers={"Host": "film.example"}).status_code == 404
        allows.service.database.close()


class Leaks(Fault):
    code = "leaks"
    en = "{where} cannot be read: {reason}"
    zh = "无法读取 {where}：{reason}"


class TestFolders:
    """No fault says where on the machine of the server things lie."""

    def fault(self, folder: Path) -> Fault:
        within = {"path": folder / "data" / "blobs" / "ab", "all": [f"{sys.prefix}/lib/x.py"]}
        inner = Leaks(
            where=f"{folder}/data/x.mp4", reason=f"'{tempfile.gettempdir()}/part': no", within=within
        )
        return Faults([inner, Leaks(where=f"file://{folder}/data", reason=str(inner))])

    def clean(self, text: str, folder: Path) -> bool:
        return not any(each in text for each in (str(folder), sys.prefix, f"{tempfile.gettempdir()}/"))

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_in_answers(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
        served = Served(tmp_path)

        def broken(*_: Any) -> Any:
            raise self.fault(tmp_path)

        monkeypatch.setattr(served.service, "credits", broken)
        client = TestClient(application(served.service))
        headers = {**served.headers, "Accept-Language": lang}
        answered = client.get("/api/credits/balance/simple", headers=headers)
        assert answered.status_code == 400
        assert self.clean(answered.text, tmp_path)
        assert answered.json()["msg"].startswith({"en": "x.mp4 cannot", "zh": "无法读取 x.mp4："}[lang])
        assert answered.json()["data"]["faults"][0]["within"] == {"path": "blobs/ab", "all": ["lib/x.py"]}
        served.service.database.close()

    def test_in_what_is_told_of_a_message(self, tmp_path: Path) -> None:
        served = Served(tmp_path)

        def broken() -> None:
            raise self.fault(tmp_path)

        run = served.say("make it black and white")
        served.parts.planned = broken
        assert "x.mp4 cannot be read" in last(served.done(run))
        assert self.clean(json.dumps(served.told(run)), tmp_path)
        served.service.database.close()

    def test_of_jobs(self, tmp_path: Path) -> None:
        served = Served(tmp_path)
        for kind, begun in (("turn", served.say("mute it").job), ("export", "")):
            if not begun:
                begun = served.service.export(served.caller, served.session, name="r1").job.id
            lane = "light" if kind == "turn" else "cpu"
            job = served.service.queue.claim("w", [lane])
            assert job is not None
            assert job.id == begun
            served.service.queue.fail(job.id, "w", told(self.fault(tmp_path)))
        export = served.service.exports_of(served.caller, served.session)[0]
        answered = served.service.rendered(export)
        runs = served.service.runs_of(served.caller, served.session)
        events = json.dumps(served.told(runs[0]))
        for text in (answered["error"], events):
            assert "x.mp4 cannot be read" in text
            assert self.clean(text, tmp_path)
        served.service.database.close()

    def test_what_is_a_users_own_stays(self, tmp_path: Path) -> None:
        inside = tmp_path / "data"
        own = {
            "draft": {"m": str(inside)},
            "url": f"https://example.com{inside}/a",
            "name": f"{inside}base/a",
        }
        assert hidden(own, inside)["draft"] == own["draft"]
        assert hidden(own, inside)["url"] == own["url"]
        assert str(inside) not in hidden({"n": f"({inside})"}, inside)["n"]
