"""The life of a server's process: it listens, is told to end, and ends in good order."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from fastapi import FastAPI

from workprint.base import Fault
from workprint.service import Config, Service

from .app import application
from .health import Watch

TOLD = (signal.SIGTERM, signal.SIGINT)
AT_ONCE = 1
"""The exit code of a server that was told twice to end."""
FAREWELL_SECONDS = 5
"""How long answers under way have, once a server is told to end."""

log = logging.getLogger(__name__)


class PortTaken(Fault):
    code = "port_taken"
    en = "Port {port} of {host} is in use by another program. Choose another with {option}, or 0 for a free one."
    zh = "{host} 的端口 {port} 已被其他程序占用。请用 {option} 指定其他端口，或用 0 选择空闲端口。"


class NoAddress(Fault):
    code = "no_address"
    en = "This machine cannot listen on {host} port {port}: {reason}."
    zh = "本机无法在 {host} 端口 {port} 上监听：{reason}。"


class Told:
    """The signals that end a server: the first in good order, the second at once."""

    def __init__(self, first: Callable[[], None]) -> None:
        self.first = first
        self.count = 0

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        before = {each: signal.signal(each, self._told) for each in TOLD}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if self.count > 1:
            os._exit(AT_ONCE)
        self.first()


class Listening(uvicorn.Server):
    """A server that, told to end, tells those who follow a stream, and exits with 0."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self.app = app
        self.told = Told(self._end)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        with self.told.listening():
            yield

    def _end(self) -> None:
        # A signal comes in the middle of anything, maybe with a lock held that is needed here.
        threading.Thread(target=self._drain, name="workprint-drain").start()
        self.should_exit = True

    def _drain(self) -> None:
        log.info("told to end: no new work is taken up")
        self.app.state.service.drain()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.app.state.tail.stop()
        await super().shutdown(sockets)


def run(service: Service, say: Callable[[str], None]) -> None:
    """Serve until told to end. `say` is told the address, once it can be reached. Raises `PortTaken` or
    `NoAddress`."""
    config = service.config
    watch = _watch(service, config)
    with contextlib.ExitStack() as open_:
        if watch is not None:
            watch.start()
            open_.callback(watch.stop)
        if config.role == "worker":
            _work(service, say, watch)
            return
        listening = listen(config.host, config.port)
        open_.callback(listening.close)
        app = application(service)
        how = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False,
            timeout_graceful_shutdown=FAREWELL_SECONDS,
        )  # fmt: skip
        host = f"[{config.host}]" if ":" in config.host else config.host
        say(f"http://{host}:{listening.getsockname()[1]}")
        server = Listening(how, app)
        server.run([listening])
        log.info("ended")


def _work(service: Service, say: Callable[[str], None], watch: Watch | None) -> None:
    """Do what is queued until told to end."""
    end = threading.Event()
    with Told(end.set).listening():
        service.start()
        say(f"http://{service.config.watch_host}:{watch.port}" if watch else "")
        end.wait()
        log.info("told to end: no new work is taken up")
        service.stop()
    log.info("ended")


def _watch(service: Service, config: Config) -> Watch | None:
    if config.watch_port is None:
        return None
    try:
        return Watch(service, config.watch_host, config.watch_port)
    except OSError as error:
        raise _refused(error, config.watch_host, config.watch_port, "WORKPRINT_WATCH_PORT") from error


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; nobody who asks is turned away while the server gets up."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        raise _refused(error, host, port, "--port") from error
    return listening


def _refused(error: OSError, host: str, port: int, option: str) -> Fault:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(host=host, port=port, option=option)
    return NoAddress(host=host, port=port, reason=error.strerror or str(error))
