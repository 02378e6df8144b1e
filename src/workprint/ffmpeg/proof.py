"""Proof that a piece with copied picture shows what it should, in strict decoders too."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, islice
from math import inf
from pathlib import Path
from typing import Literal

from workprint.base import Fault, Range

from .copying import Part, Piece, cut_out
from .emit import escape
from .failing import FFmpegFailed
from .packets import PacketIndex, PacketsUnread, index_packets
from .run import input_args, run

FLOOR = 35.0
"""PSNR in dB that encoded frames must reach against the source."""
AROUND = 4
"""Frames on either side of a seam that are decoded and compared."""

How = Literal["seams", "whole"]
"""What is decoded. `seams`: frames around each seam and at the ends, in one go. `whole`: everything, with one
thread and with as many as the decoder likes, since errors show differently."""


class NotProven(Fault):
    """`reason` is a text in both languages. The picture must be rendered in full instead."""

    code = "not_proven"
    en = "“{name}” failed its check: {reason[en]}."
    zh = "“{name}”未通过检查：{reason[zh]}。"


@dataclass(frozen=True)
class Proof:
    """What was checked: frames decoded strictly, copies found identical, the worst encoded frame in dB."""

    decoded: int
    identical: int
    worst: float | None


def prove(
    piece: Piece,
    source: PacketIndex,
    rate: Fraction,
    how: How = "seams",
    *,
    floor: float = FLOOR,
    cancel: threading.Event | None = None,
) -> Proof:
    """Decode `piece` strictly and hold it against its source; raises `NotProven` where it differs.

    The number of frames and their times are counted over the whole piece, from its packets. What
    is not decoded is bit for bit what the source holds, after a frame that forgets what was before.
    """
    made = indexed(piece, rate)
    values: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="proof-", dir=piece.path.parent) as folder:
        for span in windows(piece.parts, how):
            check = _Window(Path(folder), piece, made, source, rate, span, cancel)
            values += zip(check.kinds(), check.compared(), strict=True)
        if how == "whole":
            _decoded(piece, cancel)
    if any(value != inf for kind, value in values if kind == "copied"):
        raise failed(piece, "a copied frame differs from its source", "复制的帧与源不同")
    encoded = [value for kind, value in values if kind == "encoded"]
    if encoded and min(encoded) < floor:
        raise failed(piece, f"an encoded frame reaches {min(encoded):.1f} dB",
                      f"重新编码的帧仅 {min(encoded):.1f} dB")  # fmt: skip
    return Proof(len(values), len(values) - len(encoded), min(encoded, default=None))


def failed(piece: Piece, en: str, zh: str) -> NotProven:
    return NotProven(name=piece.path.name, reason={"en": en, "zh": zh})


def indexed(piece: Piece, rate: Fraction) -> PacketIndex:
    try:
        made = index_packets(piece.path, own=True)
    except PacketsUnread as error:
        raise failed(piece, error.say(), error.say("zh")) from error
    if made.frames != piece.frames:
        raise failed(piece, f"it has {made.frames} frames, not {piece.frames}",
                      f"共 {made.frames} 帧，应为 {piece.frames} 帧")  # fmt: skip
    if made.first(rate) is None or made.faults:
        raise failed(piece, "its frames do not come evenly", "帧间隔不均匀")
    return made


def windows(found: Sequence[Part], how: How) -> list[Range]:
    """The frames of a piece that are decoded."""
    seams = [0, *accumulate(part.frames for part in found)]
    total = seams[-1]
    if how == "whole":
        return [Range.between(0, total)]
    spans = [Range.between(max(0, seam - AROUND), min(total, seam + AROUND)) for seam in seams]
    merged = [spans[0]]
    for span in spans[1:]:
        if span.start <= merged[-1].end:
            merged[-1] = Range.between(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


STRICT = ("-v", "error", "-xerror", "-err_detect", "explode")


def _decoded(piece: Piece, cancel: threading.Event | None) -> None:
    """Decode a piece with as many threads as the decoder likes."""
    report = piece.path.with_suffix(".frames")
    args = [*STRICT, *input_args(str(piece.path)), "-map", "0:v:0", "-fps_mode", "passthrough",
            "-f", "framecrc", str(report)]  # fmt: skip
    try:
        ran(piece, args, cancel)
        lines = report.read_text(encoding="ascii").splitlines()
    finally:
        report.unlink(missing_ok=True)
    if sum(not line.startswith("#") for line in lines) != piece.frames:
        raise failed(piece, "frames are lost in decoding", "解码时丢帧")


def ran(piece: Piece, args: Sequence[str], cancel: threading.Event | None) -> None:
    """Run FFmpeg; any complaint of a decoder counts as a failure."""
    try:
        complaint = run(args, cancel=cancel).strip()
    except FFmpegFailed as error:
        raise failed(piece, error.say(), error.say("zh")) from error
    if complaint:
        raise failed(piece, complaint[:300], complaint[:300])


@dataclass
class _Window:
    """Some frames of a piece and of its source, cut out with no more than they need."""

    folder: Path
    piece: Piece
    made: PacketIndex
    source: PacketIndex
    rate: Fraction
    span: Range
    cancel: threading.Event | None

    def kinds(self) -> Iterator[str]:
        """Whether each frame is copied or encoded."""
        kinds = (part.kind for part in self.piece.parts for _ in range(part.frames))
        return islice(kinds, self.span.start, self.span.end)

    def compared(self) -> list[float]:
        """The PSNR of each frame against its source; infinite where both are the same."""
        ours, theirs, report = (self.folder / name for name in ("ours.mkv", "theirs.mkv", "psnr"))
        start = self.piece.parts[0].start + self.span.start
        end = start + self.span.duration
        skips = [
            cut_out(
                self.made, self.span.start, self.span.end, ours, self.rate, lean=False, cancel=self.cancel
            ),
            cut_out(self.source, start, end, theirs, self.rate, cancel=self.cancel),
        ]
        cut = "[{i}:v]trim=start_frame={a}:end_frame={b},setpts=N/TB,setparams=range=tv[{i}]"
        chains = [cut.format(i=i, a=a, b=a + self.span.duration) for i, a in enumerate(skips)]
        chains.append(f"[0][1]psnr=stats_file={escape(str(report))}")
        report.unlink(missing_ok=True)
        read = [part for path in (ours, theirs) for part in ("-threads", "1", *input_args(str(path)))]
        args = [*STRICT, *read, "-lavfi", ";".join(chains), "-fps_mode", "passthrough", "-f", "null", "-"]
        ran(self.piece, args, self.cancel)
        values = re.findall(r"psnr_avg:(\S+)", report.read_text(encoding="ascii"))
        if len(values) != self.span.duration:
            raise failed(self.piece, "frames are lost in decoding", "解码时丢帧")
        return [float(value) for value in values]
