"""A sample recording, made by the project's own script in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from workprint.base import Fault
from workprint.ffmpeg import Cancelled

PACKAGE = Path(__file__).parents[1]
PLACES = (PACKAGE / "scripts" / "sample.py", PACKAGE.parents[1] / "scripts" / "sample.py")
"""In an installed package, and in the project's own folder."""


class NoSample(Fault):
    code = "no_sample"
    en = "The sample recording could not be made: {reason}"
    zh = "无法生成示例素材：{reason}"


def make_sample(out: Path, cancel: threading.Event | None = None) -> None:
    """Write a short recording of someone who talks with pauses. Raises `NoSample` or `Cancelled`."""
    script = next((place for place in PLACES if place.is_file()), None)
    if script is None:
        raise NoSample(reason=f"{PLACES[0]} is not there.")
    process = subprocess.Popen(
        [sys.executable, str(script), str(out)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while True:
        try:
            _, said = process.communicate(timeout=0.1)
            break
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel.is_set():
                process.terminate()
                process.wait()
                out.unlink(missing_ok=True)
                raise Cancelled() from None
    if process.returncode:
        lines = said.strip().splitlines() or [f"exit code {process.returncode}"]
        raise NoSample(reason=lines[-1])
