"""Whether words stand out from the frames behind them (contrast after WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workprint.base import LINEAR, READABLE, WEIGHTS, contrast, digest, luminance, milliseconds
from workprint.compile import lower_picture
from workprint.ffmpeg import capabilities, command, stream
from workprint.graph import Graph, Value, Video
from workprint.model import Canvas, Clip, GeneratorRef, Timeline, Track
from workprint.ops import TextGenerator, bind

from .finding import Finding
from .glance import glance
from .makers import make
from .shelf import Shelf

WIDTH = 480
"""Width of the frames that are looked at."""
LOOKED_AT = 24
"""Texts looked at, at most: each costs two small frames."""
SEEN = ".seen"
"""Suffix of what a shelf keeps of such a look: the next render of the same words over the same picture
asks there."""

Picture = NDArray[np.uint8]


def hard_to_read(
    timeline: Timeline, work: Path, shelf: Shelf, cancel: threading.Event | None = None
) -> Iterator[Finding]:
    """Words without a box or an outline whose colour is too near to the picture behind them."""
    small = _small(timeline)
    looked = 0
    for track, at, clip in _texts(timeline):
        assert isinstance(clip.media, GeneratorRef)
        op = bind(TextGenerator, clip.media.op, clip.media.params, clip.media.keyframes, timeline.rate)
        letters, around = op.paint()
        if around is not None:
            ratio = contrast(luminance(letters), luminance(around))
        elif looked < LOOKED_AT:
            looked += 1
            pair = _with_and_without(small, track, at + clip.duration // 2)
            ratio = _against_picture(pair, small.canvas, letters, work, shelf, cancel)
        else:
            continue
        if ratio < READABLE:
            yield _finding(clip, milliseconds(at, timeline.rate), op.words(), ratio)


def _small(timeline: Timeline) -> Timeline:
    height = max(16, 2 * round(timeline.canvas.height * WIDTH / timeline.canvas.width / 2))
    canvas = timeline.canvas.model_copy(update={"width": WIDTH, "height": height})
    return timeline.model_copy(update={"canvas": canvas})


def _texts(timeline: Timeline) -> Iterator[tuple[Track, int, Clip]]:
    for track in timeline.tracks:
        if track.kind == "text" and track.enabled:
            for at, clip in track.clips():
                if isinstance(clip.media, GeneratorRef) and not clip.effects:
                    yield track, at, clip


def _with_and_without(small: Timeline, track: Track, frame: int) -> Graph:
    """A frame with the words of a track, and beside it the same frame without them."""
    bare = small.model_copy(update={"tracks": tuple(t for t in small.tracks if t.id != track.id)})
    span = glance(frame, small)
    drawn, behind = (lower_picture(each, span, "rgb24").graph.outputs[0] for each in (small, bare))
    return Graph((Video(drawn.node, drawn.index).filter("hstack", behind),))


def _against_picture(
    pair: Graph,
    canvas: Canvas,
    letters: tuple[int, int, int],
    work: Path,
    shelf: Shelf,
    cancel: threading.Event | None,
) -> float:
    """The contrast of the letters with what lies where they are drawn; looked at once for all renders."""
    key = digest(["contrast", pair.key, letters, capabilities().version])
    known = shelf.find(key, SEEN)
    if known is not None:
        return float(known.note["contrast"])
    drawn, behind = _pixels(pair, canvas, work, cancel)
    covered = np.abs(drawn.astype(np.int16) - behind).sum(axis=2) > 24
    if not covered.any():
        covered = np.ones_like(covered)
    light = np.array(LINEAR)[behind[covered]] @ np.array(WEIGHTS)
    ratio = contrast(luminance(letters), float(light.mean()))
    note = {"contrast": ratio}
    kept = work / f"{key[:16]}{SEEN}"
    kept.write_text(json.dumps(note), encoding="utf-8")
    shelf.put(key, kept, note)
    return ratio


def _pixels(
    pair: Graph, canvas: Canvas, work: Path, cancel: threading.Event | None
) -> tuple[Picture, Picture]:
    made: dict[str, Mapping[str, Value]] = {}
    make(pair, work, cancel, made)
    line = command(pair, [("-frames:v", "1", "-f", "rawvideo", "pipe:1")], work, made)
    raw = b"".join(stream(line.args, 1 << 20, cancel=cancel, timeout=60, origins=line.origins))
    whole = np.frombuffer(raw, np.uint8)[: canvas.width * canvas.height * 6]
    both = whole.reshape(canvas.height, 2 * canvas.width, 3)
    return both[:, : canvas.width], both[:, canvas.width :]


def _finding(clip: Clip, at_ms: int, words: str, ratio: float) -> Finding:
    texts = {
        "en": f"“{words[:40]}” hardly stands out from the picture (contrast {ratio:.1f}, {READABLE} is needed).",
        "zh": f"“{words[:40]}”与画面反差不足（对比度 {ratio:.1f}，至少需要 {READABLE}）。",
    }
    fix = {"op": "set_text", "params": {"id": clip.id, "params": {"box": "black", "color": "white"}}}
    return Finding("contrast", texts, clip.id, at_ms, fix, note=True)
