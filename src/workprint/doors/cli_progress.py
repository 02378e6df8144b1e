"""Progress bars with the time left, and Ctrl-C that stops cleanly."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workprint.studio import Progress

_LOOKING = {"en": "Looking at the footage", "zh": "分析素材"}


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, so that work ends in order; the second one interrupts."""
    cancel = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def bar(lang: str, quiet: bool) -> Iterator[tuple[Callable[[float], None], Callable[[Progress], None]]]:
    """Two listeners, for looking at footage and for rendering, that move one bar on standard error.
    Where nobody watches (no terminal, or `quiet`) they do nothing."""
    if quiet or not sys.stderr.isatty():
        yield (lambda done: None), (lambda progress: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=1.0, left="", visible=False)

        def show(description: str, done: float, left: float | None) -> None:
            bars.update(task, description=description, completed=done, left=_left(left, lang), visible=True)

        def looked(done: float) -> None:
            show(_LOOKING[lang], done, None)

        def rendered(progress: Progress) -> None:
            show(_stage(progress.stage, lang), progress.done, progress.left)

        yield looked, rendered


def _stage(stage: str, lang: str) -> str:
    from workprint.studio import STAGES

    texts: Any = STAGES.get(stage, {})
    return str(texts.get(lang, stage))


def _left(seconds: float | None, lang: str) -> str:
    if seconds is None:
        return ""
    whole = round(seconds)
    text = f"{whole // 60}:{whole % 60:02}"
    return f"剩余 {text}" if lang == "zh" else f"{text} left"
