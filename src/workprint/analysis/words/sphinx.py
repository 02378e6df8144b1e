"""The embedded engine: pocketsphinx, in a process of its own. English only, and free recognition is a draft."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from workprint.ffmpeg import Cancelled

from ..decode import Samples
from .faults import EngineBroke, NoDraftEngine
from .recogniser import Heard

MODULE = "workprint.analysis.words.sphinx_main"
NAME = "pocketsphinx"
FRAME = 0.01
LONGEST = 20.0
"""Seconds heard at a time: longer stretches are heard better, and take more memory."""
SHORTEST = 0.2
"""Seconds below which the engine hears nothing and is not asked."""
WELL, BADLY = -1.0, -5.0
"""Fit of sound and words (mean log likelihood of a frame) of what was surely and surely not said. Right words
had -0.6 to -2.7 in a clear and a noisy recording, wrong ones -2.7 to -8."""
_NO_WORD = re.compile(r"<.*>|\[.*\]|\+\+.*|\(NULL\)")
_VARIANT = re.compile(r"\(\d+\)$")


class Sphinx:
    """A decoder at work in another process; `options` as pocketsphinx has them."""

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        if importlib.util.find_spec("pocketsphinx") is None:
            raise NoDraftEngine()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, env=_environment(),
        )  # fmt: skip
        self._rest = b""
        self._write([json.dumps(dict(options or {})).encode() + b"\n"])

    @property
    def language(self) -> str:
        return "en"

    def hear(self, samples: Samples, cancel: Event | None) -> Sequence[Heard]:
        """The words of a stretch of sound. Raises `Cancelled` or `EngineBroke`."""
        return self._words(self._ask(samples, "", cancel) or [])

    def align(self, samples: Samples, words: Sequence[str], cancel: Event | None) -> Sequence[Heard] | None:
        """When each of these words is spoken, all of them in order, and how well the sound fits each; None where
        they do not fit at all."""
        found = self._words(self._ask(samples, " ".join(words), cancel) or [])
        return found if [each.text for each in found] == list(words) else None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self._process.wait()

    def _words(self, told: Sequence[Sequence[Any]]) -> list[Heard]:
        return [
            Heard(_VARIANT.sub("", word), first * FRAME, (last + 1) * FRAME, min(sure, _fitting(fit)))
            for word, first, last, sure, fit in told
            if not _NO_WORD.fullmatch(word)
        ]

    def _ask(self, samples: Samples, text: str, cancel: Event | None) -> list[list[Any]] | None:
        if len(samples) < SHORTEST * 16_000:
            return []
        sound = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        self._write([json.dumps({"bytes": len(sound), "text": text}).encode() + b"\n", sound])
        answer: list[list[Any]] | None = json.loads(self._line(cancel))
        return answer

    def _write(self, parts: Sequence[bytes]) -> None:
        assert self._process.stdin is not None
        try:
            for part in parts:
                self._process.stdin.write(part)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._broke() from error

    def _line(self, cancel: Event | None) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
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
        self._process.kill()
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return EngineBroke(engine=NAME, reason=said[-1] if said else f"{self._process.wait()}")


@dataclass(frozen=True)
class Draft:
    """Free recognition with the embedded engine's own words, 130,000 of English."""

    name: str = NAME
    draft: bool = True
    longest: float = LONGEST

    def uses(self) -> str:
        return ""

    @contextmanager
    def listening(self) -> Iterator[Sphinx]:
        with opened() as sphinx:
            yield sphinx


@contextmanager
def opened(options: Mapping[str, Any] | None = None) -> Iterator[Sphinx]:
    """A decoder, ended afterwards."""
    sphinx = Sphinx(options)
    try:
        yield sphinx
    finally:
        sphinx.close()


def _fitting(fit: float) -> float:
    """How sure words are that fit the sound like that, 0 to 1."""
    return round(min(1.0, max(0.0, (fit - BADLY) / (WELL - BADLY))), 3)


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if key in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[3]), "LC_ALL": "C.UTF-8"}
