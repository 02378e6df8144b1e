"""Whether the server lives, and whether it can do what it is there for."""

from __future__ import annotations

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from workprint.service import CONTENT_TYPE, Service, hidden

from .asking import Here
from .envelope import preferred

router = APIRouter(include_in_schema=False)
SILENT_SECONDS = 10

log = logging.getLogger(__name__)


@router.get("/health")
async def health() -> JSONResponse:
    """The process lives."""
    return JSONResponse({"status": "ok"})


@router.get("/ready")
def ready(request: Request, here: Here) -> JSONResponse:
    """Whether work can be sent here: 503 where something is missing, and while it is being stopped."""
    status, told = readiness(here, preferred(request.headers.get("accept-language", "")))
    told = hidden(told, here.config.data)
    return JSONResponse(told, status, {"Cache-Control": "no-store"})


def readiness(service: Service, lang: str = "en") -> tuple[int, dict[str, Any]]:
    """The status of an answer about readiness, and its body."""
    found = service.readiness.look()
    good = all(each.fault is None for each in found)
    checks = {each.name: each.fault.say(lang) if each.fault else "ok" for each in found}
    return (200 if good else 503), {"status": "ready" if good else "not ready", "checks": checks}


class Watch:
    """A small door of its own, for those who run the server: `/health`, `/ready` and `/metrics`. A
    process that only works has no other."""

    def __init__(self, service: Service, host: str, port: int) -> None:
        """Raises `OSError` where the port cannot be had."""
        handler = type("Handler", (_Handler,), {"service": service})
        self.server = ThreadingHTTPServer((host, port), handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])
        self._thread = threading.Thread(target=self.server.serve_forever, name="workprint-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    service: Service
    timeout = SILENT_SECONDS
    server_version = "workprint"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer; the name is the one that the base class looks for."""
        match self.path.partition("?")[0]:
            case "/health":
                self._answer(200, "application/json", b'{"status":"ok"}')
            case "/ready":
                status, told = readiness(self.service, preferred(self.headers.get("Accept-Language", "")))
                self._answer(status, "application/json", json.dumps(told, ensure_ascii=False).encode())
            case "/metrics":
                self._answer(200, CONTENT_TYPE, self.service.metrics.text())
            case _:
                self._answer(404, "application/json", b'{"status":"not found"}')

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug("watch: %s", format % args)
