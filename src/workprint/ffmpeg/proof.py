"""Proof that a piece with copied picture shows what it should, in strict decoders too."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from workprint.base import Fault, Range

from .copying import Part, Piece, cut_out
from .packets import PacketIndex, PacketsUnread, index_packets
from .run import FFmpegFailed, input_args, run

FLOOR = 35.0
"""PSNR in dB that encoded frames must reach against the source."""
AROUND = 4
"""Frames on either side of a seam that are decoded and compared."""
THREADS = (1, 0)
"""Decoders are tried with one thread and with as many as they choose: errors show differently."""


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
    *,
    whole: bool = False,
    floor: float = FLOOR,
    cancel: threading.Event | None = None,
) -> Proof:
    """Decode `piece` strictly and hold it against its source; raises `NotProven` where it differs.

    The number of frames and their times are counted over the whole piece, from its packets. Without
    `whole` only frames around the seams and at the ends are decoded; what lies between
    is bit for bit what the source holds, after a frame that forgets what was before.
    """
    made = _indexed(piece, rate)
    decoded = identical = 0
    worst: float | None = None
    with tempfile.TemporaryDirectory(prefix="proof-", dir=piece.path.parent) as folder:
        for number, span in enumerate(windows(piece.parts, None if whole else AROUND)):
            check = _Window(Path(folder) / str(number), piece, made, source, rate, span, cancel)
            check.decode()
            identical += check.copies()
            decoded += span.duration
            for value in check.encoded():
                worst = value if worst is None else min(worst, value)
    if worst is not None and worst < floor:
        raise _failed(piece, f"an encoded frame reaches {worst:.1f} dB", f"重新编码的帧仅 {worst:.1f} dB")
    return Proof(decoded, identical, worst)


def _failed(piece: Piece, en: str, zh: str) -> NotProven:
    return NotProven(name=piece.path.name, reason={"en": en, "zh": zh})


def _indexed(piece: Piece, rate: Fraction) -> PacketIndex:
    try:
        made = index_packets(piece.path)
    except PacketsUnread as error:
        raise _failed(piece, error.say(), error.say("zh")) from error
    if made.frames != piece.frames:
        raise _failed(piece, f"it has {made.frames} frames, not {piece.frames}",
                      f"共 {made.frames} 帧，应为 {piece.frames} 帧")  # fmt: skip
    if made.first(rate) is None or made.faults:
        raise _failed(piece, "its frames do not come evenly", "帧间隔不均匀")
    return made


def windows(found: Sequence[Part], around: int | None) -> list[Range]:
    """The frames of a piece that are decoded: near its ends and seams, or all (`around` None)."""
    total = sum(part.frames for part in found)
    if around is None:
        return [Range.between(0, total)]
    seams = [0]
    for part in found:
        seams.append(seams[-1] + part.frames)
    spans = [Range.between(max(0, seam - around), min(total, seam + around)) for seam in seams]
    merged = [spans[0]]
    for span in spans[1:]:
        if span.start <= merged[-1].end:
            merged[-1] = Range.between(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def overlaps(found: Sequence[Part], span: Range) -> Iterator[tuple[Part, int]]:
    """The frames of each part that lie in `span` of the piece, as a part, and where in `span`."""
    edges = np.cumsum([0, *(part.frames for part in found)])
    for part, (start, end) in zip(found, pairwise(edges.tolist()), strict=True):
        both = Range.between(start, end).intersect(span)
        if both.duration:
            from_source = part.start + both.start - start
            yield Part(part.kind, from_source, from_source + both.duration), both.start - span.start


@dataclass
class _Window:
    """Some frames of a piece, cut out with no more than they need."""

    base: Path
    piece: Piece
    made: PacketIndex
    source: PacketIndex
    rate: Fraction
    span: Range
    cancel: threading.Event | None

    def decode(self) -> None:
        self.file = self.base.with_suffix(".mkv")
        self.before = cut_out(
            self.made, self.span.start, self.span.end, self.file, self.rate, cancel=self.cancel
        )
        self.prints = self._prints(self.file, THREADS[0])[self.before : self.before + self.span.duration]
        for threads in THREADS[1:]:
            again = self._prints(self.file, threads)[self.before : self.before + self.span.duration]
            if again != self.prints:
                raise _failed(self.piece, "decoders disagree", "解码结果不一致")
        if len(self.prints) != self.span.duration:
            raise _failed(self.piece, "frames are lost in decoding", "解码时丢帧")

    def _prints(self, path: Path, threads: int) -> list[str]:
        """One hash per decoded frame. Any complaint of the decoder counts as a failure."""
        report = path.with_suffix(".hash")
        args = ["-v", "error", "-xerror", "-err_detect", "explode", "-threads", str(threads)]
        args += [*input_args(str(path)), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framehash",
                 "-hash", "md5", str(report)]  # fmt: skip
        try:
            complaint = run(args, cancel=self.cancel).strip()
        except FFmpegFailed as error:
            raise _failed(self.piece, error.say(), error.say("zh")) from error
        if complaint:
            raise _failed(self.piece, complaint[:300], complaint[:300])
        lines = report.read_text(encoding="ascii").splitlines()
        return [line.rsplit(",", 1)[1].strip() for line in lines if not line.startswith("#")]

    def copies(self) -> int:
        """How many copies were compared; all were the same as in the source."""
        count = 0
        for number, (part, at) in enumerate(overlaps(self.piece.parts, self.span)):
            if part.kind == "copied":
                path = self.base.with_name(f"{self.base.name}-{number}-source.mkv")
                before = cut_out(self.source, part.start, part.end, path, self.rate, cancel=self.cancel)
                wanted = self._prints(path, THREADS[0])[before : before + part.frames]
                if wanted != self.prints[at : at + part.frames]:
                    raise _failed(self.piece, "a copied frame differs from its source", "复制的帧与源不同")
                count += part.frames
        return count

    def encoded(self) -> Iterator[float]:
        """For each encoded stretch, the PSNR of its worst frame against the source."""
        for number, (part, at) in enumerate(overlaps(self.piece.parts, self.span)):
            if part.kind == "encoded":
                path = self.base.with_name(f"{self.base.name}-{number}-source.mkv")
                before = cut_out(self.source, part.start, part.end, path, self.rate, cancel=self.cancel)
                yield self._worst(path, before, self.before + at, part.frames)

    def _worst(self, source: Path, theirs: int, ours: int, count: int) -> float:
        report = source.with_suffix(".psnr")
        cut = "[{i}:v]trim=start_frame={a}:end_frame={b},setpts=N/TB,setparams=range=tv[{i}]"
        graph = ";".join(
            [cut.format(i=i, a=a, b=a + count) for i, a in enumerate((ours, theirs))]
            + [f"[0][1]psnr=stats_file={_quoted(report)}"]
        )
        run([*input_args(str(self.file)), *input_args(str(source)), "-lavfi", graph, "-f", "null", "-"],
            cancel=self.cancel)  # fmt: skip
        values = re.findall(r"psnr_avg:(\S+)", report.read_text(encoding="ascii"))
        if len(values) != count:
            raise _failed(self.piece, "encoded frames are missing", "缺少重新编码的帧")
        return min(float(value) for value in values)


def _quoted(path: Path) -> str:
    from .emit import escape

    return escape(str(path))
