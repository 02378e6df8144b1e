"""A server in this process, for tests of its files: a caller with a session, and tiny files to send."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from footage import ffmpeg
from workprint.doors.http import application
from workprint.service import Config, Service


class Guest:
    """A client with a token and a session."""

    def __init__(self, client: TestClient, name: str = "guest") -> None:
        self.client = client
        self.service: Service = client.app.state.service  # type: ignore[attr-defined]
        token = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": name}).json()["token"]
        self.headers = {
            "Authorization": f"Bearer {token}",
            "X-Skill-Source": "tests",
            "X-Skill-Version": "1",
            "X-Skill-Platform": "none",
        }
        self.session = self.begin()

    def begin(self) -> str:
        """A session more."""
        told = self.ask("POST", "/api/tasks/me/with-session/nemo_agent", json={"task_name": "t"})
        return str(told.json()["session_id"])

    def ask(self, method: str, path: str, **more: Any) -> Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def send(self, *files: tuple[str, bytes], session: str = "") -> Response:
        """Upload files, by name and content."""
        path = f"/api/upload-video/nemo_agent/me/{session or self.session}"
        return self.ask("POST", path, files=[("files", each) for each in files])

    def left(self) -> list[str]:
        """What lies about of files that have not come whole."""
        return [path.name for path in self.service.uploads.folder.iterdir()]


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[Guest]:
    """A server over a data folder, and a client of it."""
    with TestClient(application(Service(Config(data=folder, **settings)))) as client:
        yield Guest(client)


def until(true: Any, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it did not come to hold"
        sleep(0.01)


def sound(seconds: float = 0.2, tone: int = 7) -> bytes:
    """A WAV file; another `tone` is another file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(
            b"".join(struct.pack("<h", index * tone % 9000) for index in range(int(seconds * 8000)))
        )
    return out.getvalue()


def picture() -> bytes:
    """A PNG of 8 by 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80\x40\x20" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def clip(folder: Path) -> bytes:
    """Half a second of video."""
    made = folder / "clip.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=0.5", "-pix_fmt", "yuv420p", str(made))
    return made.read_bytes()
