"""One call of the service: headers, the token, the envelope, and what the table of errors asks for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import httpx

from . import faults
from .keeping import Kept

LOCAL = "http://127.0.0.1:8765"
"""The address of a server that was started here and told nothing."""
WAIT_SECONDS = 30.0
TOKEN_PATH = "/api/auth/anonymous-token"
ACCEPTED = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac"
GOOD = (0, 200, None)
OF_STATUS = {401: 1001, 413: 4002, 415: 4001, 402: 402, 429: 429}
"""The code that is meant by a status whose answer has none."""
TRIES = 2
"""How often a request is sent again that did not get through."""
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Caller:
    """Calls a service. Gets a token quietly, renews it once where it is refused, waits once where there
    was too much, and raises every other refusal as a fault. The token goes to this service only."""

    def __init__(
        self,
        base: str | None = None,
        *,
        kept: Kept | None = None,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        source: str = "workprint-chat",
    ) -> None:
        from workprint import __version__

        self.base = (base or os.environ.get("NEMO_API_URL") or LOCAL).rstrip("/")
        self.kept = kept or Kept()
        self.sleep = sleep
        self.http = http or httpx.Client(timeout=httpx.Timeout(60, connect=10), trust_env=True)
        self.skill = {
            "X-Skill-Source": source,
            "X-Skill-Version": __version__,
            "X-Skill-Platform": os.environ.get("SKILL_SOURCE") or sys.platform,
        }
        self._token = os.environ.get("NEMO_TOKEN", "").strip() or str(
            self.kept.of(self.base).get("token", "")
        )
        self._lang = ""

    @property
    def local(self) -> bool:
        """Whether the service runs on this machine."""
        return urlsplit(self.base).hostname in ("127.0.0.1", "::1", "localhost")

    def speak(self, lang: str) -> None:
        """The language that faults of calls without a session are told in."""
        self._lang = lang

    def url(self, path: str) -> str:
        """A path, or a link from an answer, as a whole address."""
        return urljoin(self.base + "/", path)

    def headers(self, path: str) -> dict[str, str]:
        """The headers of a request; the token only where it is for this service."""
        told = dict(self.skill)
        if self._lang:
            told["Accept-Language"] = self._lang
        here, there = urlsplit(self.base), urlsplit(self.url(path))
        if (here.scheme, here.netloc) == (there.scheme, there.netloc):
            told["Authorization"] = f"Bearer {self.token()}"
        return told

    def token(self) -> str:
        """The token: the one kept, else a new one."""
        return self._token or self.renew()

    def renew(self) -> str:
        """A new anonymous token, kept and never printed."""
        for attempt in range(3):
            client = self.kept.client_id() if attempt == 0 or not self._unnamed else self.kept.new_client_id()
            response = self.once("POST", TOKEN_PATH, headers={**self.skill, "X-Client-Id": client})
            number, answer = self.read(response)
            if number in GOOD:
                break
            self._unnamed = number == 400
            if attempt == 2 or number not in (400, 429):
                self.refuse(number, answer, response)
            if number == 429:
                self.sleep(wait(response))
        token = find(answer, "token")
        if not isinstance(token, str) or not token:
            raise faults.Unreadable(base=self.base, reason="token")
        self._token = token
        self.kept.keep(
            self.base, token=token, user_id=find(answer, "user_id"), expires_at=find(answer, "expires_at")
        )
        return token

    _unnamed = False

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """A call and its answer. Raises what the service refuses, `NotReachable`, `Unreadable`."""
        response = self.send(method, path, **options)
        return self.read(response)[1]

    def send(self, method: str, path: str, *, stream: bool = False, **options: Any) -> httpx.Response:
        """A call whose answer is good. A streamed one is left open, to be read and closed."""
        renewed = waited = False
        more = options.pop("headers", {})
        remake: Callable[[], dict[str, Any]] | None = options.pop("remake", None)
        while True:
            body = remake() if remake else options
            response = self.once(method, path, stream=stream, headers={**self.headers(path), **more}, **body)
            if stream and _is_stream(response):
                return response
            if stream:
                response.read()
            number, answer = self.read(response)
            if number in GOOD:
                return response
            if number == 1001 and not renewed:
                renewed = True
                self.renew()
            elif number in (429, 503) and not waited:
                waited = True
                self.sleep(wait(response))
            else:
                self.refuse(number, answer, response)

    def once(
        self, method: str, path: str, *, stream: bool = False, follow_redirects: bool = False, **options: Any
    ) -> httpx.Response:
        """One request. It is repeated only where it did not reach the service, or only asks. Raises
        `NotReachable`; `httpx.TransportError` where it may have come through all the same."""
        tries = 0
        while True:
            request = self.http.build_request(method, self.url(path), **options)
            try:
                return self.http.send(request, stream=stream, follow_redirects=follow_redirects)
            except NOT_SENT as error:
                if tries >= TRIES:
                    raise faults.NotReachable(base=self.base, reason=_reason(error)) from error
            except httpx.TransportError:
                if tries >= TRIES or method not in ("GET", "HEAD"):
                    raise
            tries += 1
            self.sleep(tries / 2)

    def read(self, response: httpx.Response) -> tuple[Any, dict[str, Any]]:
        """The code and the body of an answer, whichever of status and code says what went wrong."""
        status = response.status_code
        try:
            body = response.json() if response.content else {}
        except ValueError:
            body = None
        if not isinstance(body, dict):
            if status < 400:
                body = {"data": body} if isinstance(body, list) else None
            if body is None and status < 400:
                raise faults.Unreadable(base=self.base, reason=f"HTTP {status}")
            body = body or {}
        number = body.get("code")
        number = int(number) if isinstance(number, str) and number.isdecimal() else number
        if status >= 400 and (number in GOOD or not isinstance(number, int)):
            number = OF_STATUS.get(status, status)
        return number, body

    def refuse(self, number: Any, answer: Mapping[str, Any], response: httpx.Response) -> NoReturn:
        """Raise what a refusal means."""
        data = answer.get("data") if isinstance(answer.get("data"), Mapping) else {}
        said = str(
            answer.get("message")
            or answer.get("msg")
            or answer.get("detail")
            or f"HTTP {response.status_code}"
        )
        more: dict[str, Any] = {"number": number, "said": said}
        if number == 2001:
            raise faults.OutOfCredits(**more, link=link(self.base, data or {}, self.kept))
        if number == 4001:
            accepted = find(answer, "accepted", "formats", "supported_formats")
            listed = ", ".join(map(str, accepted)) if isinstance(accepted, list) else ACCEPTED
            raise faults.BadFile(**more, accepted=listed)
        if number == 429:
            raise faults.TooManyRequests(**more, seconds=round(wait(response)))
        kind = {1001: faults.BadToken, 1002: faults.SessionGone, 4002: faults.FileTooLarge,
                402: faults.ExportBlocked}.get(number, faults.Refused)  # fmt: skip
        raise kind(**more)


def find(answer: Mapping[str, Any], *names: str) -> Any:
    """The first of these keys that an answer has, under `data` or beside it."""
    data = answer.get("data")
    for place in (data, answer):
        for name in names:
            if isinstance(place, Mapping) and place.get(name) is not None:
                return place[name]
    return None


def wait(response: httpx.Response) -> float:
    """How long to wait before asking once more: what the service says, up to a minute."""
    told = response.headers.get("retry-after", "")
    return min(60.0, float(told)) if told.isdecimal() else WAIT_SECONDS


def link(base: str, data: Mapping[str, Any], kept: Kept) -> str:
    """Where to register: the link of the answer, with the user bound to it."""
    found = next((str(v) for k, v in data.items() if k.endswith("url") and v), "")
    user = str(data.get("user_id") or kept.of(base).get("user_id") or "")
    if found and "bind=" not in found and user:
        found += ("&" if "?" in found else "?") + f"bind={user}"
    return f": {found}" if found else ""


@contextmanager
def plainly(base: str) -> Iterator[None]:
    """A connection that broke off is told as a fault."""
    try:
        yield
    except httpx.TransportError as error:
        raise faults.NotReachable(base=base, reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _is_stream(response: httpx.Response) -> bool:
    return response.status_code < 300 and "json" not in response.headers.get("content-type", "")
