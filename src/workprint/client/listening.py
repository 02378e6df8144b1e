"""A message and the stream that answers it: read to its end, taken up again where it broke off, and never
sent a second time."""

from __future__ import annotations

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from . import faults
from .calling import GOOD, Caller

RUN = "/run_sse"
LONGEST = 900.0
"""Seconds after which nobody reads on; what came of the message is then read from the film."""
SILENCE = 120.0
RESUMES = 5
"""How often in a row a broken stream is taken up again without anything new in it."""


@dataclass
class Heard:
    """What a stream has said so far."""

    texts: list[str] = field(default_factory=list)
    partial: str = ""
    tools: list[str] = field(default_factory=list)
    run: str = ""
    """The service's own name of the message; only a service of ours tells one."""
    last: str = ""
    over: bool = False
    """The service said that this was all."""
    broken: bool = False
    error: str = ""
    events: int = 0

    @property
    def text(self) -> str:
        """All that was said; a stream that only came in parts has said its parts."""
        whole = "\n".join(each.strip() for each in self.texts if each.strip())
        return whole or self.partial.strip()

    def take(self, data: str) -> bool:
        """One `data:` of the stream; whether it says anything. Heartbeats and what is no JSON do not."""
        try:
            event = json.loads(data)
        except ValueError:
            return False
        if not isinstance(event, dict):
            return False
        inner = event.get("data")
        if "content" not in event and isinstance(inner, dict) and "content" in inner:
            event = inner
        error = event.get("error") or event.get("errorMessage") or event.get("error_message")
        if not error and event.get("code") not in GOOD:
            error = event.get("message") or event.get("msg") or f"code {event['code']}"
        if error:
            self.error = str(error)
        content = event.get("content")
        parts = content.get("parts") if isinstance(content, dict) else None
        said = [
            self._part(each, bool(event.get("partial"))) for each in parts or () if isinstance(each, dict)
        ]
        self.over = self.over or bool(event.get("turnComplete") or event.get("turn_complete"))
        self.events += any(said)
        return any(said) or bool(error)

    def _part(self, part: Mapping[str, Any], partial: bool) -> bool:
        text = part.get("text")
        if isinstance(text, str) and text and not part.get("thought"):
            if partial:
                self.partial += text
            else:
                self.texts.append(text)
            return True
        call = part.get("functionCall") or part.get("function_call")
        if isinstance(call, dict) and call.get("name"):
            self.tools.append(str(call["name"]))
            return True
        return bool(call or part.get("functionResponse") or part.get("function_response"))


class Listener:
    """Sends one message and reads what comes of it."""

    def __init__(
        self,
        caller: Caller,
        session: str,
        *,
        waiting: Callable[[float], None],
        silence: float = SILENCE,
        longest: float = LONGEST,
        begun: Callable[[str], None],
    ) -> None:
        self.caller = caller
        self.session = session
        self.waiting = waiting
        self.begun = begun
        self.silence = silence
        self.heard = Heard()
        self._until = time.monotonic() + longest

    def send(self, text: str) -> Heard:
        """Send a message. Raises what the service refuses before it has begun; the message may be sent
        again then, and only then."""
        body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.session,
            "new_message": {"parts": [{"text": text}]},
        }
        self._read(body, "")
        alone = 0
        while self._may_go_on() and alone < RESUMES:
            before = self.heard.events
            if alone:
                self.caller.sleep(min(8.0, 2.0**alone))
            self._read({"session_id": self.session}, self.heard.last or f"{self.heard.run}:0")
            alone = alone + 1 if self.heard.events == before else 0
        return self.heard

    def _may_go_on(self) -> bool:
        heard = self.heard
        return bool(heard.run) and not heard.over and not heard.error and time.monotonic() < self._until

    def _read(self, body: Mapping[str, Any], last: str) -> None:
        """One stream to its end or to where it breaks off. `last`: read on after that event, in place of
        saying anything."""
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
        limits = httpx.Timeout(60, read=LONGEST, connect=10)
        try:
            response = self.caller.send("POST", RUN, stream=True, json=body, headers=headers, timeout=limits)
        except faults.NotReachable:
            if not last:
                raise
            self.heard.broken = True
            return
        except (httpx.TransportError, faults.Unreadable):
            self.heard.broken = True
            return
        self.heard.run = response.headers.get("x-run-id") or self.heard.run
        self.begun(self.heard.run)
        with contextlib.closing(response):
            self._lines(response)

    def _lines(self, response: httpx.Response) -> None:
        """Read in a thread, so that silence can be told while nothing comes."""
        lines: queue.Queue[str | Exception | None] = queue.Queue()
        threading.Thread(target=_pump, args=(response, lines), daemon=True).start()
        spoke = time.monotonic()
        told = spoke
        name = ""
        while (now := time.monotonic()) < self._until:
            try:
                line = lines.get(timeout=max(0.001, min(told + self.silence, self._until) - now))
            except queue.Empty:
                line = ""
            if line is None or isinstance(line, Exception):
                self.heard.broken = line is not None
                return
            if line.startswith("id:"):
                name = line[3:].strip()
            elif line.startswith("data:") and self.heard.take(line[5:].strip()):
                self.heard.last = name or self.heard.last
                spoke = told = time.monotonic()
            if time.monotonic() - told >= self.silence:
                told = time.monotonic()
                self.waiting(told - spoke)
        self.heard.broken = True


def _pump(response: httpx.Response, lines: queue.Queue[str | Exception | None]) -> None:
    try:
        for line in _split(response.iter_bytes()):
            lines.put(line)
        lines.put(None)
    # The stream was closed under the reader, which has gone: nobody reads what is put here.
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        lines.put(error)


def _split(chunks: Iterator[bytes]) -> Iterator[str]:
    """Lines by their line feeds alone: JSON may hold characters that count as line ends elsewhere."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.rstrip(b"\r").decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")
