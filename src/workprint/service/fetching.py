"""Files from the net: over addresses that were checked, without any way into private networks.

A name is looked up once, every address it has is checked, and the connection goes to one of those
very addresses: a name server that answers otherwise the next time changes nothing. No proxy is asked,
nothing is unpacked, no cookie or credential is sent.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from workprint.base import Text

from .addresses import PRIVATE, Place, further, place_of, public
from .file_faults import NotFetched, UrlRefused

REDIRECTS = 5
CHUNK = 1 << 18
PATIENCE = 15.0
"""Seconds to wait for a connection, and for each next part of an answer."""

Resolve = Callable[[str, int], list[str]]
"""The addresses of a name, as text, all of them. Raises `OSError`."""
Dial = Callable[[str, int, float], socket.socket]
"""A connection to an address. Raises `OSError`."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, by this machine's name servers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def dialled(address: str, port: int, seconds: float) -> socket.socket:
    """A connection straight to an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port))
    except OSError:
        connection.close()
        raise
    return connection


@dataclass
class Answer:
    """A file that begins to come: its length, where that is told, and its parts."""

    place: Place
    size: int | None
    parts: Iterator[bytes]


@dataclass
class Fetcher:
    """Fetches files. How names are looked up and connections made can be given, for tests; that every
    address is checked can not."""

    resolve: Resolve = resolved
    dial: Dial = dialled
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    patience: float = PATIENCE

    @contextmanager
    def open(self, url: str, seconds: float, cancel: threading.Event | None = None) -> Iterator[Answer]:
        """The file at a URL; all of it has to come within `seconds`, and nothing comes any more once
        `cancel` is set. Raises `UrlRefused` or `NotFetched`, also while its parts are read."""
        place, until = place_of(url), monotonic() + seconds
        for _ in range(REDIRECTS + 1):
            with self._asked(place, until, cancel) as answer:
                if answer.status in (301, 302, 303, 307, 308):
                    place = _sent_on(place, answer)
                    continue
                length = _length(place, answer)
                yield Answer(place, length, _parts(place, answer, until, cancel))
                return
        raise NotFetched(url=place.shown, because=_ROUND)

    @contextmanager
    def _asked(
        self, place: Place, until: float, cancel: threading.Event | None
    ) -> Iterator[http.client.HTTPResponse]:
        connection = self._connected(place)
        try:
            with _watched(connection, until, cancel):
                with _told(place, until):
                    if place.scheme == "https":
                        connection = self.context.wrap_socket(connection, server_hostname=place.host)
                    answer = _answer(place, connection)
                with answer:
                    yield answer
        finally:
            connection.close()

    def _connected(self, place: Place) -> socket.socket:
        """A connection to one of the addresses of a place. Raises `UrlRefused` if any of them is not
        public."""
        try:
            addresses = self.resolve(place.host, place.port)
        except (OSError, UnicodeError) as error:
            raise NotFetched(url=place.shown, because=_NO_NAME) from error
        if not all(public(address) for address in addresses):
            raise UrlRefused(url=place.shown, because=PRIVATE)
        for address in addresses:
            try:
                connection = self.dial(address, place.port, self.patience)
            except OSError:
                continue
            connection.settimeout(self.patience)
            return connection
        raise NotFetched(url=place.shown, because=_NO_ANSWER)


def _answer(place: Place, connection: socket.socket) -> http.client.HTTPResponse:
    asked = http.client.HTTPConnection(place.host, place.port)
    asked.sock = connection
    asked.putrequest("GET", place.target, skip_host=True, skip_accept_encoding=True)
    told = {
        "Host": place.header,
        "User-Agent": "Workprint",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    for name, value in told.items():
        asked.putheader(name, value)
    asked.endheaders()
    return asked.getresponse()


def _sent_on(place: Place, answer: http.client.HTTPResponse) -> Place:
    told = answer.getheader("Location")
    if not told:
        raise NotFetched(url=place.shown, because=_status(answer.status))
    # Headers come as Latin-1; what is meant is UTF-8.
    return further(place, told.encode("latin-1").decode("utf-8", "replace"))


def _length(place: Place, answer: http.client.HTTPResponse) -> int | None:
    """The length of a file that really comes. Raises `NotFetched`."""
    if answer.status != 200:
        raise NotFetched(url=place.shown, because=_status(answer.status))
    if (answer.getheader("Content-Encoding") or "identity").strip().lower() != "identity":
        raise NotFetched(url=place.shown, because=_PACKED)
    return answer.length


def _parts(
    place: Place, answer: http.client.HTTPResponse, until: float, cancel: threading.Event | None
) -> Iterator[bytes]:
    left = answer.length
    while True:
        with _told(place, until):
            chunk = answer.read1(CHUNK)
        if not chunk:
            break
        left = left and left - len(chunk)
        yield chunk
    # Where no length was told, an end that was made here looks like any other.
    late = monotonic() >= until
    if left or late or (cancel is not None and cancel.is_set()):
        raise NotFetched(url=place.shown, because=_LATE if late else _BROKEN)


@contextmanager
def _told(place: Place, until: float) -> Iterator[None]:
    """Says in words what hindered a fetch. An answer that came too late is none, however it ended."""
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = monotonic() >= until
        raise NotFetched(url=place.shown, because=_LATE if late else _why(error)) from error


def _why(error: Exception) -> Text:
    match error:
        case ssl.SSLCertVerificationError():
            return _CERTIFICATE
        case TimeoutError():
            return _NO_ANSWER
        case _:
            return _BROKEN


@contextmanager
def _watched(connection: socket.socket, until: float, cancel: threading.Event | None) -> Iterator[None]:
    """Ends the connection when the time is over or nobody wants the file any more, even while a read
    waits: a server that sends a byte now and then holds nobody up."""
    # TLS takes the socket over; a second handle on the same connection can end it from outside.
    other = connection.dup()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(min(0.2, max(0.0, until - monotonic()))):
            if monotonic() >= until or (cancel is not None and cancel.is_set()):
                break
        else:
            return
        try:
            other.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    watcher = threading.Thread(target=watch, name="workprint-fetch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        other.close()


def _status(status: int) -> Text:
    return {"en": f"the server there answers {status}", "zh": f"对方服务器返回 {status}"}


_ROUND: Text = {"en": "it leads from one address to another without end", "zh": "重定向次数过多"}
_NO_NAME: Text = {"en": "there is no such host", "zh": "主机不存在"}
_NO_ANSWER: Text = {"en": "nothing answers there", "zh": "对方没有响应"}
_PACKED: Text = {"en": "it comes compressed", "zh": "内容经过压缩编码"}
_BROKEN: Text = {"en": "the connection broke off", "zh": "连接中断"}
_LATE: Text = {"en": "it took too long", "zh": "耗时过长"}
_CERTIFICATE: Text = {"en": "its certificate is not valid", "zh": "其证书无效"}
