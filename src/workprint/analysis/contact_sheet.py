"""A grid of frames with their times."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from threading import Event

from workprint.ffmpeg import input_args, run
from workprint.model import MediaFile, VideoStream

from .decode import opened, tone_map
from .faults import NoPicture
from .lettering import Label, filters, time_label

SEEKABLE = frozenset({"mp4", "mov", "mkv", "webm"})
"""Containers with an index of key frames; a jump into others can land where nothing decodes."""
GAP = 4
MARK = 12
"""How many boxes around places fit beside each other in a frame."""


def contact_sheet(
    path: str | Path,
    media: MediaFile,
    out: Path,
    *,
    times: Sequence[Fraction | float] | None = None,
    labels: Sequence[str] | None = None,
    marks: Sequence[tuple[float, float]] = (),
    count: int = 12,
    columns: int = 4,
    width: int = 320,
    cancel: Event | None = None,
) -> Path:
    """Write a picture with frames of a file at `times` (seconds), or `count` of them spread evenly.

    Each frame is `width` pixels wide and carries its time, or its label, and a box around the place (shares
    of the picture) in `marks`, if there is one for each. Raises `NoPicture`.
    """
    if media.video is None:
        raise NoPicture(name=media.name, kind="frame", what={"en": "frame", "zh": "画面帧"})
    chosen = [Fraction(time) for time in times] if times is not None else _spread(media, count)
    with tempfile.TemporaryDirectory(prefix="workprint-sheet-") as folder:
        frames = []
        for index, time in enumerate(chosen):
            frame = Path(folder) / f"still{index:04}.png"
            mark = marks[index] if index < len(marks) else None
            _still(path, media, media.video, time, frame, width, cancel, mark)
            frames.append(frame)
        texts = list(labels) if labels is not None else [time_label(time) for time in chosen]
        return sheet(frames, texts, out, columns=columns, width=width, cancel=cancel)


def _spread(media: MediaFile, count: int) -> list[Fraction]:
    """Times in the middle of `count` equal parts."""
    if media.kind == "image" or media.video is None:
        return [Fraction(0)]
    length = media.video.start + media.video.duration
    count = max(1, min(count, int(length * media.video.rate)))
    return [length * (2 * index + 1) / (2 * count) for index in range(count)]


def _still(
    path: str | Path,
    media: MediaFile,
    video: VideoStream,
    time: Fraction,
    out: Path,
    width: int,
    cancel: Event | None,
    mark: tuple[float, float] | None = None,
) -> None:
    """The frame seen at a time, the last one that began before it, with a box around a place."""
    step = 1 / video.rate
    last = video.start + video.duration - step
    at = max(video.start, min(time, last))
    height = max(2, round(width * video.height / video.width))
    look = f"scale={width}:{height},setsar=1,{tone_map(video)}format=rgb24{_boxed(mark, width, height)}"
    seek = media.container in SEEKABLE and at > 1
    begins = Fraction(int(at)) if seek else Fraction(0)
    # Holding each frame until the next one comes gives the frame that is seen, also of uneven rates.
    grid = f"fps={video.rate}:start_time=0:round=near,tpad=stop=2:stop_mode=clone"
    chosen = f"{grid},select=gte(n\\,{int((at - begins) * video.rate + Fraction(1, 1000))}),"
    chain = look if media.kind == "image" else chosen + look
    jump = ["-ss", str(int(begins))] if seek else []
    args = [*jump, *opened(path, media), "-map", f"0:{video.index}", "-an", "-vf", chain]
    run([*args, "-frames:v", "1", "-update", "1", "-f", "image2", str(out)], cancel=cancel)


def _boxed(mark: tuple[float, float] | None, width: int, height: int) -> str:
    """A filter that draws a box around a place, with a comma before it; empty without one."""
    if mark is None:
        return ""
    side = width // MARK
    x, y = (round(share * length - side / 2) for share, length in zip(mark, (width, height), strict=True))
    return f",drawbox=x={x}:y={y}:w={side}:h={side}:color=0xff2020:t={max(2, width // 160)}"


def sheet(
    frames: Sequence[Path],
    labels: Sequence[str],
    out: Path,
    *,
    columns: int = 4,
    width: int = 320,
    above: bool = False,
    cancel: Event | None = None,
) -> Path:
    """Write a grid of pictures, each `width` wide with its label below left, or small and `above`; all of
    one shape."""
    columns = max(1, min(columns, len(frames)))
    rows = math.ceil(len(frames) / columns)
    size = max(10, width // (28 if above else 16))
    down = size // 2 if above else f"h-th-{size}"
    with tempfile.TemporaryDirectory(prefix="workprint-sheet-") as folder:
        work = Path(folder)
        for index, (frame, text) in enumerate(zip(frames, labels, strict=True)):
            letters = filters([Label(text, size // 2, down, size, box="black@0.6")], work)
            chain = ",".join([f"scale={width}:-2", *letters])
            still = work / f"cell{index:04}.png"
            run(
                [*input_args(str(frame)), "-vf", chain, "-frames:v", "1", "-update", "1", str(still)],
                cancel=cancel,
            )
        grid = f"tile={columns}x{rows}:padding={GAP}:margin={GAP}:color=0x202020"
        cells = ["-f", "image2", "-framerate", "1", "-i", str(work / "cell%04d.png")]
        run([*cells, "-vf", grid, "-frames:v", "1", "-update", "1", "-f", "image2", str(out)], cancel=cancel)
    return out
