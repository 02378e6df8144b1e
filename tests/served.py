"""A service over parts that answer at once, for tests of what it does with messages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio_parts import FakeParts
from workprint.ffmpeg import Cancelled
from workprint.jobs import Work
from workprint.model import Fact, MediaFile
from workprint.planner import Plan, Situation, plan
from workprint.service import Caller, Config, Run, Service

WORKER = "test-worker"
SKILL = {"X-Skill-Source": "tests", "X-Skill-Version": "1", "X-Skill-Platform": "here"}


class Understanding(FakeParts):
    """What is said means what it means; what is in files is made up, and can be made to take long."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()
        self.open.set()
        self.looking = threading.Event()
        self.planned: Callable[[], None] = lambda: None

    def plan(self, request: str, situation: Situation) -> Plan:
        found = plan(request, situation)
        self.planned()
        return found

    def facts(
        self,
        wanted: Sequence[tuple[MediaFile, Sequence[str]]],
        folder: Path,
        tell: Callable[[float], None] | None,
        cancel: threading.Event | None,
    ) -> Sequence[Sequence[Fact]]:
        self.looking.set()
        while not self.open.wait(0.01):
            if tell is not None:
                tell(0.5)
            if cancel is not None and cancel.is_set():
                raise Cancelled()
        return super().facts(wanted, folder, tell, cancel)


class Served:
    """A service with a user and a session with ten seconds of film."""

    def __init__(self, folder: Path, metered: bool = False, language: str = "en", **settings: Any) -> None:
        self.folder = folder
        self.parts = Understanding()
        self.config = Config(data=folder / "data", metered=metered, **settings)
        self.service = Service(self.config, self.parts)
        token = self.service.token("tests", "127.0.0.1")
        self.headers = {"Authorization": f"Bearer {token.token}", **SKILL}
        self.caller = Caller(token.user, "127.0.0.1")
        self.session = self.begin(language)

    def begin(self, language: str = "en") -> str:
        """Another session of ten seconds."""
        session = self.service.begin(self.caller, "a film", language).session
        clip = self.folder / "city.mp4"
        clip.write_bytes(b"x")
        self.service.studio.ingest([clip], session)
        return session

    def again(self) -> None:
        """The server is started anew."""
        self.service.database.close()
        self.service = Service(self.config, self.parts)

    def say(self, text: str, session: str | None = None) -> Run:
        return self.service.say(self.caller, session or self.session, text)

    def work(self) -> Work | None:
        """The next message in the hands of a worker that the test is."""
        job = self.service.queue.claim(WORKER, ["light"])
        return Work(job, self.service.queue, WORKER, self.service.worker) if job else None

    def done(self, run: Run) -> list[Mapping[str, Any]]:
        """Do all there is to do; what the run came to."""
        while (work := self.work()) is not None:
            self.service.queue.finish(work.job.id, WORKER, self.service.tasks[work.job.kind](work))
        return self.told(run)

    def told(self, run: Run) -> list[Mapping[str, Any]]:
        return [each.body for each in self.service.runs.after(run.id, 0)]

    def length(self) -> float:
        film = self.service.studio.head(self.session).timeline
        return float(film.duration / film.rate)

    @property
    def balance(self) -> tuple[int, int]:
        found = self.service.credits(self.caller)
        return int(found.available), int(found.frozen)

    def body(self, text: str, **more: Any) -> dict[str, Any]:
        """A request to `/run_sse`."""
        parts = {"role": "user", "parts": [{"text": text}]}
        return {"app_name": "nemo_agent", "session_id": self.session, "new_message": parts, **more}


def last(events: Sequence[Mapping[str, Any]]) -> str:
    """The last words of a turn."""
    ends = [each for each in events if each.get("turnComplete")]
    assert len(ends) == 1
    return str(ends[0]["content"]["parts"][0]["text"])


def frames(lines: Iterator[str]) -> list[tuple[str, Any]]:
    """The frames of a stream: the id, if any, and the JSON."""
    found, name = [], ""
    for line in lines:
        kind, _, value = line.partition(": ")
        if kind == "id":
            name = value
        elif kind == "data":
            found.append((name, json.loads(value)))
            name = ""
        else:
            assert line == "" or line.startswith(":")
    return found
