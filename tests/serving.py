"""Servers for tests: in this process, and on a port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from starlette.routing import Match

from studio_parts import FakeParts
from workprint.doors.http import application
from workprint.doors.http.answers import Problem
from workprint.doors.http.described import calls
from workprint.planner import Plan, Situation, plan
from workprint.service import Config, Service

SKILL = {"X-Skill-Source": "tests", "X-Skill-Version": "1", "X-Skill-Platform": "pytest"}
CLIP = b"\x00\x00\x00\x18ftypisom" + bytes(12)
"""What passes for a film where the probe is a fake."""


class PlanningParts(FakeParts):
    """Fake footage and renders, but requests are understood as they are."""

    def plan(self, request: str, situation: Situation) -> Plan:
        return plan(request, situation)


def service(folder: Path, parts: FakeParts | None = None, **settings: Any) -> Service:
    """A service over a folder."""
    made = Service(Config.model_validate({"data": folder, **settings}))
    if parts is not None:
        made.studio.parts = parts
        made.studio.intake = replace(made.studio.intake, parts=parts)
    return made


class Door:
    """Calls a service in this process, and looks at every answer: its status and code, its envelope, the
    id of the request, and that it is what `/openapi.json` says of the call."""

    def __init__(self, service: Service, client: TestClient) -> None:
        self.service = service
        self.client = client
        self.headers: dict[str, str] = {}

    def token(self, client: str = "me") -> str:
        """A new user, whose token is used from now on."""
        told = self("POST", "/api/auth/anonymous-token", headers={"X-Client-Id": client})
        self.headers = {**SKILL, "Authorization": f"Bearer {told['token']}"}
        return str(told["data"]["user_id"])

    def begin(self, **body: Any) -> str:
        """A new session."""
        return str(self("POST", "/api/tasks/me/with-session/nemo_agent", json=body)["session_id"])

    def upload(self, session: str, name: str = "clip.mp4", content: bytes = CLIP) -> None:
        path = f"/api/upload-video/nemo_agent/me/{session}"
        self("POST", path, files=[("files", (name, content))])

    def say(self, session: str, text: str, status: int = 200, code: int = 0) -> Any:
        body = {"session_id": session, "new_message": {"parts": [{"text": text}]}}
        return self("POST", "/run", status, code, json=body)

    def draft(self, session: str) -> dict[str, Any]:
        data: dict[str, Any] = self("GET", f"/v1/sessions/{session}/draft")["data"]
        return data

    def ended(self, name: str) -> dict[str, Any]:
        """An export once it is over."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            told: dict[str, Any] = self("GET", f"/api/render/proxy/lambda/{name}")
            if told["status"] in ("completed", "failed"):
                return told
            time.sleep(0.02)
        raise AssertionError(f"{name} does not end")

    def __call__(self, method: str, path: str, status: int = 200, code: int = 0, **options: Any) -> Any:
        headers = {**self.headers, "X-Request-Id": "r-1", **options.pop("headers", {})}
        headers = {name: value for name, value in headers.items() if value is not None}
        answered = self.client.request(method, path, headers=headers, **options)
        assert answered.status_code == status, answered.text
        assert answered.headers["X-Request-Id"] == "r-1"
        told = answered.json()
        if status < 400:
            model = self._route(method, path).response_model
            if model is not None:
                TypeAdapter(model).validate_python(told)
            if isinstance(told, dict) and "code" in told:
                assert (told["code"], told["msg"], told["message"]) == (0, "ok", "ok")
            return told
        Problem.model_validate(told)
        assert told["code"] == code, told
        assert told["msg"] == told["message"] == told["detail"] != ""
        if status in (429, 503):
            assert 1 <= int(answered.headers["Retry-After"]) <= 30
        return told

    def _route(self, method: str, path: str) -> APIRoute:
        scope = {"type": "http", "path": path.partition("?")[0], "method": method}
        for route in calls(self.client.app.routes):  # type: ignore[attr-defined]
            if route.matches(scope)[0] is Match.FULL:
                return route
        raise AssertionError(f"no route for {path}")


@contextmanager
def door(folder: Path, parts: FakeParts | None = None, **settings: Any) -> Iterator[Door]:
    """A service in this process, with a user."""
    made = service(folder, parts, **settings)
    with TestClient(application(made), raise_server_exceptions=False) as client:
        found = Door(made, client)
        found.token()
        yield found


@contextmanager
def listening(folder: Path, **settings: Any) -> Iterator[str]:
    """A server on a free port of this machine; its address."""
    config = uvicorn.Config(application(service(folder, **settings)), port=0, log_level="warning")
    server = uvicorn.Server(config)
    begun = threading.Event()
    startup = server.startup

    async def started(*args: Any, **more: Any) -> None:
        await startup(*args, **more)
        begun.set()

    server.startup = started  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert begun.wait(30)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
