"""Progress with time left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` 0 to 1, the stage, and seconds left where they can be told."""

    stage: str
    done: float
    left: float | None = None


Listener = Callable[[Progress], None]

STAGES = {
    "prepare": {"en": "Preparing", "zh": "准备"},
    "picture": {"en": "Rendering", "zh": "渲染"},
    "join": {"en": "Joining", "zh": "拼接"},
    "check": {"en": "Checking", "zh": "检查"},
    "done": {"en": "Done", "zh": "完成"},
}


class Meter:
    """Adds up the progress of stages that run at once and tells the listener; never goes back."""

    def __init__(self, listener: Listener | None, weights: dict[str, float]) -> None:
        total = sum(weights.values())
        self.weights = {stage: weight / total for stage, weight in weights.items()}
        self.listener = listener
        self.parts: dict[str, dict[str, tuple[float, float]]] = {}
        self.highest = 0.0
        self.started = monotonic()
        self.lock = threading.Lock()

    def tell(self, stage: str, done: float, part: str = "", size: float = 1.0) -> None:
        """`part` of `stage`, which is `size` of it, is `done` (0 to 1)."""
        with self.lock:
            self.parts.setdefault(stage, {})[part] = (min(1.0, done), size)
            whole = sum(
                self.weights.get(name, 0.0) * min(1.0, sum(d * s for d, s in parts.values()))
                for name, parts in self.parts.items()
            )
            self.highest = max(self.highest, min(1.0, whole))
            taken = monotonic() - self.started
            left = taken / self.highest * (1 - self.highest) if self.highest > 0.02 else None
            progress = Progress(stage, self.highest, left)
        if self.listener:
            self.listener(progress)
