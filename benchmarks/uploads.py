"""What a large file costs the server on its way in and out: memory, and bytes per second.

    python benchmarks/uploads.py [--megabytes 500] [--data FOLDER]

A server of its own is started on a free port of 127.0.0.1. A WAV file of noise is sent as one multipart body,
then in pieces, and is fetched by its link; meanwhile the memory that belongs to the server alone (resident,
without pages of files) is looked at every 20 ms. Printed are MB/s of the transfer itself, until the last byte
is sent, and how much the server's memory has grown at most against what it was before.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHUNK = 1 << 20
START = "from workprint.doors.cli import main; main()"
LOOK_SECONDS = 0.02


class Watched:
    """The memory of a process, while something happens."""

    def __init__(self, process: int) -> None:
        self.place = Path(f"/proc/{process}/status")
        self.before = self.most = self._now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _now(self) -> float:
        told = dict(line.split(":", 1) for line in self.place.read_text().splitlines())
        return int(told["RssAnon"].split()[0]) / 1024

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.most = max(self.most, self._now())

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> float:
        return self.most - self.before


class Server:
    """A server in a process of its own."""

    def __init__(self, data: Path, largest: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        settings = {"WORKPRINT_MAX_UPLOAD": str(largest), "WORKPRINT_CONFIG": os.devnull}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "serve", "--port", str(self.port), "--data", str(data)],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.token = ""
        self._wait()
        told = self.ask("POST", "/api/auth/anonymous-token", {"X-Client-Id": "benchmark"})
        self.token = told["token"]
        self.session = self.ask("POST", "/api/tasks/me/with-session/nemo_agent")["session_id"]

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("the server does not start")

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: Any = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        token = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        connection.request(method, path, body, {**token, **(headers or {})})
        return json.loads(connection.getresponse().read())

    def post(
        self, method: str, path: str, headers: dict[str, str], size: int, parts: Iterator[bytes]
    ) -> float:
        """Send a body; the seconds until its last byte was taken."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.putrequest(method, path)
        for name, value in {
            "Authorization": f"Bearer {self.token}",
            "Content-Length": size,
            **headers,
        }.items():
            connection.putheader(name, str(value))
        connection.endheaders()
        begun = time.monotonic()
        for part in parts:
            connection.send(part)
        took = time.monotonic() - begun
        self.told = json.loads(connection.getresponse().read())
        if self.told["code"]:
            raise SystemExit(self.told)
        return took


def sound(size: int) -> Iterator[bytes]:
    """A WAV file of `size` bytes, stereo at 48 kHz, in chunks."""
    form = struct.pack("<HHIIHH", 1, 2, 48_000, 192_000, 4, 16)
    head = b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt " + struct.pack("<I", 16) + form
    head += b"data" + struct.pack("<I", size - 44)
    yield head
    noise, left = os.urandom(CHUNK), size - 44
    while left:
        yield noise[:left]
        left -= min(left, CHUNK)


def whole(server: Server, size: int) -> float:
    before = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.wav"\r\n\r\n'
    after = b"\r\n--edge--\r\n"

    def body() -> Iterator[bytes]:
        yield before
        yield from sound(size)
        yield after

    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    path = f"/api/upload-video/nemo_agent/me/{server.session}"
    return server.post("POST", path, kind, len(before) + size + len(after), body())


def in_pieces(server: Server, size: int) -> float:
    asked = json.dumps({"session_id": server.session, "filename": "b.wav", "size": size})
    upload = server.ask("POST", "/v1/uploads", {"Content-Type": "application/json"}, asked)["data"][
        "upload_id"
    ]
    many, at, took = 16 * CHUNK, 0, 0.0
    file = b"".join(sound(size))
    while at < size:
        piece = file[at : at + many]
        told = {"Upload-Offset": str(at)}
        took += server.post("PATCH", f"/v1/uploads/{upload}", told, len(piece), iter([piece]))
        at += len(piece)
    return took


def fetched(server: Server, size: int) -> float:
    url = urlsplit(server.told["data"]["files"][0]["cdn_url"])
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    begun = time.monotonic()
    connection.request("GET", f"{url.path}?{url.query}")
    answer = connection.getresponse()
    came = 0
    while chunk := answer.read(CHUNK):
        came += len(chunk)
    assert came == size, (came, size)
    return time.monotonic() - begun


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--megabytes", type=int, default=500, help="size of the file")
    asked.add_argument("--data", type=Path, help="folder in which the server keeps its data for a while")
    told = asked.parse_args()
    size = told.megabytes * 1_000_000
    with tempfile.TemporaryDirectory(dir=told.data) as folder:
        server = Server(Path(folder), size)
        try:
            # The first request of a kind loads what it needs.
            whole(server, 1_000_000)
            steps: tuple[tuple[str, Callable[[Server, int], float]], ...] = (
                ("upload, one body", whole),
                ("download", fetched),
                ("upload, in pieces of 16 MiB", in_pieces),
            )
            for name, step in steps:
                with Watched(server.process.pid) as memory:
                    took = step(server, size)
                print(
                    f"{name}: {size / 1e6 / took:.0f} MB/s, memory +{memory.grown:.1f} MB"
                    f" (from {memory.before:.0f} MB)"
                )
        finally:
            server.process.terminate()
            server.process.wait(30)


if __name__ == "__main__":
    main()
