"""How loud a recording is, by EBU R 128."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from workprint.ffmpeg import run
from workprint.model import Fact, MediaFile

from .decode import opened
from .detector import Progress

FIELDS = {
    "lufs": r"Integrated loudness:\s+I:\s+(\S+) LUFS",
    "lra": r"LRA:\s+(\S+) LU",
    "true_peak": r"True peak:\s+Peak:\s+(\S+) dBFS",
}
SILENT_LUFS = -70.0


@dataclass(frozen=True)
class Loudness:
    """One fact over the whole file: {"lufs", "true_peak" (dBTP), "lra" (LU)}.

    Confidence is lower where there is too little above the gate (-70 LUFS, 400 ms) to measure;
    `true_peak` of digital silence is None.
    """

    name: str = "loudness"
    version: int = 1
    kinds: tuple[str, ...] = ("loudness",)
    needs: Literal["sound"] = "sound"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        assert media.audio is not None
        meter = "ebur128=peak=true:framelog=quiet"
        log = run(
            [*opened(path, media), "-map", f"0:{media.audio.index}", "-af", meter, "-f", "null", "-"],
            seconds=float(media.duration),
            on_progress=on_progress,
            cancel=cancel,
        )
        value = read(log)
        lufs = value["lufs"]
        sure = 1.0 if lufs is not None and lufs > SILENT_LUFS else 0.3
        end = float(media.duration)
        return [Fact(kind="loudness", start=0, end=end, value=value, confidence=sure, source=self.name)]


def read(log: str) -> dict[str, float | None]:
    """The figures of the meter's summary; None for what is not a number."""
    summary = log[log.rfind("Summary:") :]
    return {name: _number(re.search(pattern, summary)) for name, pattern in FIELDS.items()}


def _number(match: re.Match[str] | None) -> float | None:
    if match is None or match[1].lower().lstrip("+-") in ("inf", "nan"):
        return None
    return float(match[1])
