"""Facts kept between runs, by what the file holds and not by where it lies."""

from __future__ import annotations

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from pydantic import ValidationError

from workprint.ffmpeg import Cancelled
from workprint.model import Fact

from .detector import Detector

SOON = 0.05
"""Seconds after which it is looked again whether somebody else has found something."""


class FactCache:
    """A folder of found facts: one file per media content, detector, detector version and what else the
    detector `uses`.

    An entry is written whole or not at all; one that cannot be read counts as not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, content: str, detector: Detector, uses: str = "") -> Path:
        """Where the facts of a detector about some content (its hash) are kept."""
        safe = re.sub(r"[^0-9A-Za-z]", "_", content)
        more = f".{uses[:16]}" if uses else ""
        return self.folder / safe[:2] / f"{safe}.{detector.name}.{detector.version}{more}.json"

    def get(self, content: str, detector: Detector, uses: str = "") -> tuple[Fact, ...] | None:
        """The facts, or None where they must be found (again)."""
        place = self.path(content, detector, uses)
        try:
            entries = json.loads(place.read_text("utf-8"))
            facts = tuple(Fact.model_validate(entry) for entry in entries["facts"])
            with suppress(OSError):
                # What was not used for long is tidied away.
                os.utime(place)
            return facts
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, ValidationError):
            return None

    def put(self, content: str, detector: Detector, facts: Sequence[Fact], uses: str = "") -> None:
        """Keep the facts; an entry that is there is replaced."""
        place = self.path(content, detector, uses)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"facts": [fact.model_dump(mode="json") for fact in facts]}, ensure_ascii=False)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    @contextmanager
    def alone(self, content: str, detector: Detector, uses: str, stop: Event) -> Iterator[None]:
        """To be the only one on this machine who finds these facts: others wait until it is over. Raises
        `Cancelled` where `stop` is set before that. Whoever dies in between holds up nobody."""
        place = self.path(content, detector, uses)
        place.parent.mkdir(parents=True, exist_ok=True)
        name = place.with_name(f".{place.name}.lock")
        while (held := _locked(name)) is None:
            if stop.wait(SOON):
                raise Cancelled()
        try:
            yield
        finally:
            # Gone before it is free, so that whoever gets it sees that it is no longer the one to hold.
            name.unlink(missing_ok=True)
            os.close(held)


def _locked(name: Path) -> int | None:
    """A lock file, held; None while somebody else holds it."""
    held = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError):
            if os.fstat(held).st_ino == name.stat().st_ino:
                return held
    except BlockingIOError:
        pass
    except OSError:
        # A folder that knows no locks: better found twice than not at all.
        return held
    os.close(held)
    return None
