"""A sample recording."""

import threading
from pathlib import Path


def make_sample(out: Path, cancel: threading.Event | None = None) -> None:
    raise NotImplementedError
