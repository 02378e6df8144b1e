"""A service elsewhere with bad manners, scripted: for tests of the client. It listens on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = bytes | Callable[[], object]
"""A piece of a stream as it goes over the wire, or something to be done before it goes on."""


class Break(Exception):
    """The connection breaks off here."""


def broken() -> None:
    raise Break


def said(text: str, **more: Any) -> bytes:
    """An event that says something."""
    event = {"content": {"parts": [{"text": text}], "role": "model"}, "author": "nemo_agent", **more}
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"


def draft(seconds: float = 10, *more: dict[str, Any]) -> dict[str, Any]:
    """A film as the hosted service describes it: with little."""
    ms = round(seconds * 1000)
    video = {"tt": 0, "sg": [{"d": ms, "m": {"name": "city timelapse"}}]}
    return {"t": [video, *more], "d": ms}


def title(text: str, seconds: float) -> dict[str, Any]:
    return {"tt": 7, "sg": [{"s": 0, "d": round(seconds * 1000), "m": {"text": text}}]}


def music(name: str, seconds: float, volume: float) -> dict[str, Any]:
    return {"tt": 1, "sg": [{"s": 0, "d": round(seconds * 1000), "m": {"name": name, "volume": volume}}]}


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Hosted:
    """What the service has been told to do, and what it was asked."""

    draft: dict[str, Any] = field(default_factory=draft)
    streams: deque[list[Step]] = field(default_factory=deque)
    stream_headers: dict[str, str] = field(default_factory=dict)
    refusals: deque[tuple[str, int, dict[str, Any], dict[str, str]]] = field(default_factory=deque)
    """What the next requests whose path matches are answered: pattern, status, body, headers."""
    polls: deque[dict[str, Any]] = field(default_factory=deque)
    film: bytes = b"film" * 500
    cut: int = 0
    """After how many bytes the first download breaks off."""
    pieces: bool = False
    """Whether files can be sent in pieces."""
    received: bytearray = field(default_factory=bytearray)
    cut_upload: int = 0
    asked: list[Asked] = field(default_factory=list)
    tokens: int = 0
    sessions: int = 0
    flat: bool = False
    """Answers have their fields beside `data` and not in it."""
    base: str = ""

    def messages(self) -> list[str]:
        """All messages that came, in order."""
        runs = [each.json for each in self.asked if each.path == "/run_sse"]
        return [run["new_message"]["parts"][0]["text"] for run in runs if "new_message" in run]

    def count(self, pattern: str, method: str = "") -> int:
        return sum(bool(re.search(pattern, each.path)) and method in ("", each.method) for each in self.asked)


class _Handler(BaseHTTPRequestHandler):
    service: Hosted

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except Break:
            self.close_connection = True

    def do_GET(self) -> None:
        self._do()

    do_POST = do_PATCH = do_HEAD = do_GET

    def _do(self) -> None:
        here = self.service
        long = int(self.headers.get("Content-Length", 0))
        if self.command == "PATCH":
            return self._piece(long)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(long))
        here.asked.append(asked)
        if here.refusals and re.search(here.refusals[0][0], self.path):
            _, status, body, more = here.refusals.popleft()
            return self._json(body, status, more)
        for pattern, do in _CALLS:
            if re.fullmatch(pattern, self.path):
                return do(self, asked)
        return self._json({"code": 404, "msg": "nothing here"}, 404)

    def token(self, asked: Asked) -> None:
        self.service.tokens += 1
        self._good({"token": f"nmv_usr_{self.service.tokens}", "user_id": "anon_1", "credits": 100})

    def session(self, asked: Asked) -> None:
        self.service.sessions += 1
        self._good({"session_id": f"s{self.service.sessions}", "task_id": "t1"})

    def state(self, asked: Asked) -> None:
        self._good({"session_id": "s1", "state": {"draft": self.service.draft}})

    def credits(self, asked: Asked) -> None:
        self._good({"available": 90, "frozen": 10, "total": 100})

    def upload(self, asked: Asked) -> None:
        self._good({"files": [{"filename": "clip.mp4"}], "session_state_applied": True})

    def run(self, asked: Asked) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        for name, value in self.service.stream_headers.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for step in self.service.streams.popleft():
            if callable(step):
                step()
            else:
                self.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def begin(self, asked: Asked) -> None:
        self._good({"id": asked.json["id"], "status": "pending", "progress": 0})

    def poll(self, asked: Asked) -> None:
        polls = self.service.polls
        self._good(polls.popleft() if len(polls) > 1 else polls[0])

    def download(self, asked: Asked) -> None:
        film, start = self.service.film, 0
        if found := re.match(r"bytes=(\d+)-", asked.headers.get("range", "")):
            start = int(found[1])
        self.send_response(206 if found else 200)
        self.send_header("Content-Length", str(len(film) - start))
        self.end_headers()
        if self.service.cut and not found:
            self.wfile.write(film[: self.service.cut])
            raise Break
        self.wfile.write(film[start:])

    def pieces(self, asked: Asked) -> None:
        if not self.service.pieces:
            return self._json({"code": 404}, 404)
        return self._json({"code": 0, "data": {"upload_id": "u1", "offset": 0}}, 201)

    def offset(self, asked: Asked) -> None:
        self._json({}, 200, {"Upload-Offset": str(len(self.service.received))})

    def _piece(self, long: int) -> None:
        here = self.service
        headers = {name.lower(): value for name, value in self.headers.items()}
        here.asked.append(Asked("PATCH", self.path, headers, b""))
        assert int(headers["upload-offset"]) == len(here.received)
        if here.cut_upload:
            here.received += self.rfile.read(here.cut_upload)
            here.cut_upload = 0
            self.connection.close()
            raise Break
        here.received += self.rfile.read(long)
        self._good({"files": [{"filename": "clip.mp4"}]})

    def _good(self, data: dict[str, Any]) -> None:
        self._json(data if self.service.flat else {"code": 0, "msg": "ok", "data": data})

    def _json(self, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        pass


_CALLS: tuple[tuple[str, Callable[[_Handler, Asked], None]], ...] = (
    (r"/api/auth/anonymous-token", _Handler.token),
    (r"/api/tasks/me/with-session/nemo_agent", _Handler.session),
    (r"/api/state/nemo_agent/me/\w+/latest", _Handler.state),
    (r"/api/credits/balance/simple", _Handler.credits),
    (r"/api/upload-video/nemo_agent/me/\w+", _Handler.upload),
    (r"/run_sse", _Handler.run),
    (r"/api/render/proxy/lambda", _Handler.begin),
    (r"/api/render/proxy/lambda/\w+", _Handler.poll),
    (r"/film\.mp4|/api/render/proxy/\w+/download", _Handler.download),
    (r"/v1/uploads", _Handler.pieces),
    (r"/v1/uploads/u1", _Handler.offset),
)


@contextmanager
def hosted() -> Iterator[Hosted]:
    service = Hosted()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": service}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    service.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
