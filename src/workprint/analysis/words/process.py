"""An engine in a process of its own: it stops neither a server nor a cancel, runs after everything else, takes
no more memory and time than it may, and gives back all it took when it is done."""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import numpy as np

from workprint.base import Fault
from workprint.ffmpeg import NICE, Cancelled, Limits, over, program, python

from ..decode import Samples
from .faults import EngineBroke, EngineOverLimit, EngineSilent

PATIENCE = 600.0
"""Seconds to wait for an answer: the first one takes a large model from the disk, and renders come first."""
SAID = 4000
"""Bytes of its last words that are read where an engine fails."""
_LOOK = 0.1
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "HOME", "CUDA_VISIBLE_DEVICES")


class Engine:
    """A module that is run as a process. It reads `options` as a line of JSON, then for each question a line
    of JSON with the `bytes` of sound that follow, 16-bit samples, and answers each with a line of JSON. It may
    take so many bytes of `memory`; where it is confined, it finds what it is given to `read`."""

    def __init__(
        self,
        name: str,
        module: str,
        options: Mapping[str, Any],
        memory: int,
        read: Sequence[Path] = (),
    ) -> None:
        self.name = name
        self._limits = Limits(memory, nice=NICE)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process is
        places = [str(python()[-1]), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
        self.process = program(
            ["-P", "-m", module], self._limits, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._said, environment={**kept, "PYTHONPATH": os.pathsep.join(places)},
            read=[*map(Path, places), *read],
        )  # fmt: skip
        assert self.process.stdin is not None
        os.set_blocking(self.process.stdin.fileno(), False)
        self._untold = json.dumps(dict(options)).encode() + b"\n"
        self._rest = b""

    def ask(self, samples: Samples, question: Mapping[str, Any], cancel: Event | None) -> Any:
        """The answer to a question about a stretch of sound. Raises `Cancelled`, `EngineBroke`,
        `EngineOverLimit` or `EngineSilent`; then the process has ended."""
        sound = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        asked = json.dumps({**question, "bytes": len(sound)}).encode()
        self._untold += asked + b"\n" + sound
        try:
            return json.loads(self._answer(cancel))
        except (Fault, ValueError) as error:
            self.close()
            if isinstance(error, ValueError):
                raise EngineBroke(engine=self.name, reason=str(error)) from error
            raise

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout, self._said):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self.process.wait()

    def _answer(self, cancel: Event | None) -> bytes:
        """The next line of what it says, while it is told what there is to tell."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        into, out = self.process.stdin.fileno(), self.process.stdout.fileno()
        until = monotonic() + PATIENCE
        while b"\n" not in self._rest:
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            if monotonic() > until:
                raise EngineSilent(engine=self.name, seconds=round(PATIENCE))
            said, hears, _ = select.select([out], [into] if self._untold else [], [], _LOOK)
            if hears:
                with suppress(BrokenPipeError):
                    self._untold = self._untold[os.write(into, self._untold[: 1 << 16]) :]
            if said:
                part = os.read(out, 1 << 16)
                if not part:
                    raise self._broke()
                self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _broke(self) -> Fault:
        """Why it has ended."""
        code = self.process.wait()
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - SAID))
        said = self._said.read().decode("utf-8", "replace").strip()
        limit = over(self._limits, code, said)
        if limit is not None:
            return EngineOverLimit(engine=self.name, limit=limit)
        return EngineBroke(engine=self.name, reason=said.rpartition("\n")[2] or f"exit {code}")
