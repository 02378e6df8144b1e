"""What an editor's page asks for besides messages: pictures of the film, its history, undo and redo."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from workprint.base import seconds
from workprint.jobs import Preview
from workprint.store import Revision
from workprint.studio import Studio

from .config import Caller, Config
from .drafts import conflict
from .faults import PreviewBusy
from .projects import Projects

SIZES = ("360p", "480p", "720p", "1080p")
AT_ONCE = 2
"""Previews that are made at once in one process; others wait."""
WAIT_SECONDS = 20.0


class Desk:
    """The session as an editor's page has it before it."""

    def __init__(self, config: Config, studio: Studio, projects: Projects) -> None:
        self.config = config
        self.studio = studio
        self.projects = projects
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def frame(
        self, caller: Caller, session: str, at: float, size: str, suffix: Literal["jpg", "png"]
    ) -> Path:
        """The frame at a second, as a picture. Raises `NoSuchMoment`, `PreviewBusy`."""
        with self._making(caller, session, size) as preview:
            return preview.frame(at, suffix)

    def piece(self, caller: Caller, session: str, index: int, size: str) -> Path:
        """Two seconds of picture as fragmented MP4. Raises `NoSuchMoment`, `PreviewBusy`."""
        with self._making(caller, session, size) as preview:
            return preview.piece(index)

    def heard(self, caller: Caller, session: str, index: int) -> bytes | None:
        """The sound of those two seconds as WAV, None where nothing sounds. Raises `NoSuchMoment`,
        `PreviewBusy`."""
        with self._making(caller, session, SIZES[0]) as preview:
            return preview.heard(index)

    def history(self, caller: Caller, session: str) -> list[dict[str, Any]]:
        """All revisions, oldest first, and which is the present one."""
        self.projects.get(caller, session)
        head = self.studio.head(session).number
        return [told(each, each.number == head) for each in self.studio.history(session)]

    def undo(self, caller: Caller, session: str, steps: int, expected: int | None) -> Revision:
        """Go back by changes. Raises `NothingToUndo`, and `DraftConflict` if the film is not at the
        revision that was `expected`."""
        return self._go(caller, session, expected, lambda: self.studio.undo(session, steps=steps))

    def redo(self, caller: Caller, session: str, steps: int, expected: int | None) -> Revision:
        """Go forward again. Raises `NothingToRedo` and `DraftConflict`."""
        return self._go(caller, session, expected, lambda: self.studio.redo(session, steps))

    def _go(self, caller: Caller, session: str, expected: int | None, go: Any) -> Revision:
        self.projects.get(caller, session)
        with self.studio.kept.database.change():
            head = self.studio.head(session)
            if expected is not None and head.number != expected:
                raise conflict(head, expected)
            now: Revision = go()
            self.projects.touch(session)
            return now

    @contextmanager
    def _making(self, caller: Caller, session: str, size: str) -> Iterator[Preview]:
        """The preview of a session, when it is its turn."""
        self.projects.get(caller, session)
        film = self.studio.intake.located(self.studio.head(session).timeline)
        if not self._room.acquire(timeout=WAIT_SECONDS):
            raise PreviewBusy(seconds=int(WAIT_SECONDS))
        try:
            yield Preview(film, self.config.data / "previews", size)
        finally:
            self._room.release()


def told(revision: Revision, present: bool) -> dict[str, Any]:
    """A revision as a page lists it."""
    film = revision.timeline
    return {
        "revision": revision.number,
        "parent": revision.parent,
        "present": present,
        "request": revision.request,
        "reply": revision.reply,
        "edits": list(revision.edits),
        "duration": float(seconds(film.duration, film.rate)),
        "created": revision.created,
    }
