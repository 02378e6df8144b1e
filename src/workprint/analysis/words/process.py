"""An engine in a process of its own: it stops neither a server nor a cancel, runs after everything else, and
gives back all it took when it is done."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from workprint.ffmpeg import Cancelled

from ..decode import Samples
from .faults import EngineBroke

_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "HOME", "CUDA_VISIBLE_DEVICES")


class Engine:
    """A module that is run as a process. It reads `options` as a line of JSON, then for each question a line
    of JSON with the `bytes` of sound that follow, 16-bit samples, and answers each with a line of JSON."""

    def __init__(self, name: str, module: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, env=_environment(),
        )  # fmt: skip
        self._rest = b""
        self._write([json.dumps(dict(options)).encode() + b"\n"])

    def ask(self, samples: Samples, question: Mapping[str, Any], cancel: Event | None) -> Any:
        """The answer to a question about a stretch of sound. Raises `Cancelled` or `EngineBroke`; then the
        process has ended."""
        sound = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        self._write([json.dumps({**question, "bytes": len(sound)}).encode() + b"\n", sound])
        return json.loads(self._line(cancel))

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self.process.wait()

    def _write(self, parts: Sequence[bytes]) -> None:
        assert self.process.stdin is not None
        try:
            for part in parts:
                self.process.stdin.write(part)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise self._broke() from error

    def _line(self, cancel: Event | None) -> bytes:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        while b"\n" not in self._rest:
            if cancel is not None and cancel.is_set():
                self.close()
                raise Cancelled()
            if select.select([pipe], [], [], 0.1)[0]:
                part = os.read(pipe, 1 << 16)
                if not part:
                    raise self._broke()
                self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _broke(self) -> EngineBroke:
        self.process.kill()
        assert self.process.stderr is not None
        said = self.process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return EngineBroke(engine=self.name, reason=said[-1] if said else f"exit {self.process.wait()}")


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    places = [str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(places), "LC_ALL": "C.UTF-8"}
