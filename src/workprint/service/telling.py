"""What comes of a message, in the form of Google ADK: frames, and who tells them once."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workprint.base import Text

from .guarded import hidden, hushed
from .runs import Event, News, Run, Runs

AUTHOR = "nemo_agent"
_PIECE = re.compile(r"\S{0,40}\s*", re.S)
PIECE = 24
"""Letters of a part of a text that comes bit by bit, at least."""


class Teller:
    """Tells what is done for a message. What was told before a crash is not told again."""

    def __init__(self, runs: Runs, run: Run, folder: Path) -> None:
        """`folder`: of the server, which is not named in what is told."""
        self.runs = runs
        self.run = run
        self.folder = folder

    def call(self, key: str, name: str, args: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Something that was done, and what came of it."""
        call = {"functionCall": {"id": f"call-{key}", "args": args, "name": name}}
        self.runs.append(self.run.id, key, event(self.run, [call]))
        result = {
            "functionResponse": {"id": f"call-{key}", "name": name, "response": hidden(response, self.folder)}
        }
        self.runs.append(self.run.id, f"{key}-result", event(self.run, [result], role="user"))

    def waits(self, text: str) -> None:
        """That it has not begun yet, if so."""
        self.runs.append(self.run.id, "waits", event(self.run, [{"text": text}]), "waiting")

    def last(self, text: str, delta: Mapping[str, Any]) -> None:
        """The last words."""
        text = hushed(text, self.folder)
        self.runs.append(self.run.id, "last", event(self.run, [{"text": text}], last=True, delta=delta))

    def broke(self, code: str, text: str) -> None:
        """That it broke, in ADK's form, for clients that look for that."""
        body = {
            "error": f"{code}: {hushed(text, self.folder)}",
            "error_details": {"code": code, "run": self.run.id},
        }
        self.runs.append(self.run.id, "broke", body)


def event(
    run: Run,
    parts: Sequence[Mapping[str, Any]],
    *,
    role: str = "model",
    last: bool = False,
    delta: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One event as ADK's `/run_sse` has it."""
    more = {"turnComplete": True} if last else {}
    return {
        "content": {"parts": list(parts), "role": role},
        **more,
        "invocationId": f"e-{run.id.removeprefix('run_')}",
        "author": AUTHOR,
        "actions": {
            "stateDelta": dict(delta or {}),
            "artifactDelta": {},
            "requestedAuthConfigs": {},
            "requestedToolConfirmations": {},
        },
        "id": str(uuid.uuid4()),
        "timestamp": round(time.time(), 6),
    }


def progress(run: Run, news: News) -> dict[str, Any]:
    """How far long work on a message is: an event without parts, which is not kept."""
    note: Text = news.note
    stage = note.get(run.lang) or note.get("en", "")
    delta = {"progress": round(news.progress, 3), **({"stage": stage} if stage else {})}
    return {**event(run, [], delta=delta), "partial": True}


def deltas(event: Event) -> list[dict[str, Any]]:
    """The text of an event in parts, to come before the whole; none of an event that is more than a
    text."""
    parts = event.body.get("content", {}).get("parts", [])
    if len(parts) != 1 or "text" not in parts[0]:
        return []
    plain = {key: value for key, value in event.body.items() if key != "turnComplete"}
    return [
        {
            "content": {**event.body["content"], "parts": [{"text": text}]},
            "partial": True,
            **{key: value for key, value in plain.items() if key != "content"},
            "id": str(uuid.uuid4()),
        }
        for text in _pieces(parts[0]["text"])
    ]


def _pieces(text: str) -> list[str]:
    """A text in pieces between words, each of some letters."""
    found: list[str] = []
    for word in _PIECE.findall(text):
        if found and len(found[-1]) < PIECE:
            found[-1] += word
        elif word:
            found.append(word)
    return found
