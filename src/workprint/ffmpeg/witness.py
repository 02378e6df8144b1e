"""Proof of a copied piece at little cost: identity where it is copied, decoding where it is joined.

A copied stretch begins with a frame that forgets everything before it, and its packets are, byte for
byte, those of the source under the same parameter sets: no decoder can make another picture of them.
What could go wrong lies at the seams: the encoded ends and some frames behind each seam are decoded
strictly, and the ends are held against samples of what went into their encoder. (Damage in the
source itself is copied like everything else; `prove` decodes all of it.)
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

from workprint.base import Range

from . import nal
from .copying import LEAST, Output, Piece, copied_piece, picked, sampled
from .emit import escape
from .packets import PacketIndex, packets
from .proof import FLOOR, STRICT, Proof, failed, indexed, ran
from .reel import needed, reel
from .run import input_args
from .sequence import sequence


def proven_piece(
    index: PacketIndex,
    start: int,
    end: int,
    out: Path,
    output: Output,
    *,
    least: int = LEAST,
    floor: float = FLOOR,
    cancel: threading.Event | None = None,
) -> tuple[Piece, Proof]:
    """As `copied_piece`, and proved; raises `NotProven` too. Where it raises, `out` is not there."""
    with tempfile.TemporaryDirectory(prefix="proof-", dir=out.parent) as folder:
        made, witness = Path(folder) / out.name, Path(folder) / "witness.mkv"
        piece = copied_piece(index, start, end, made, output, least=least, witness=witness, cancel=cancel)
        proof = vouched(piece, index, output.rate, witness, floor=floor, cancel=cancel)
        made.replace(out)
    return Piece(out, piece.frames, piece.parts), proof


def vouched(
    piece: Piece,
    source: PacketIndex,
    rate: Fraction,
    witness: Path,
    *,
    floor: float = FLOOR,
    cancel: threading.Event | None = None,
) -> Proof:
    """Prove a piece by its packets and by the `witness` that was made with it. Raises `NotProven`."""
    made = indexed(piece, rate)
    if piece.copied and not _same_sets(made, source):
        raise failed(piece, "its parameter sets are not the source's", "参数集与源不同")
    starts = [0, *accumulate(part.frames for part in piece.parts)]
    for at, part in zip(starts, piece.parts, strict=False):
        if part.kind == "copied":
            _identical(piece, made, source, Range(start=at, duration=part.frames), part.start, cancel)
    values, decoded = _decoded(piece, made, rate, starts, witness, cancel)
    if values and min(values) < floor:
        raise failed(
            piece, f"an encoded frame reaches {min(values):.1f} dB", f"重新编码的帧仅 {min(values):.1f} dB"
        )
    return Proof(decoded, piece.copied, min(values, default=None))


def _same_sets(made: PacketIndex, source: PacketIndex) -> bool:
    """Whether all that the source's parameter sets say about decoding is said here too."""

    def said(sets: nal.Sets) -> dict[int, tuple[int, str]]:
        read = (sequence(unit) for unit in sets.sequences.values())
        return {one.id: (one.profile, one.middle) for one in read}

    return (
        said(source.sets).items() <= said(made.sets).items()
        and source.sets.pictures.items() <= made.sets.pictures.items()
    )


def _identical(
    piece: Piece,
    made: PacketIndex,
    source: PacketIndex,
    span: Range,
    first: int,
    cancel: threading.Event | None,
) -> None:
    """Hold copied packets and their order of showing against the source's."""
    # A copied part is closed at both ends: its places in decoding order are those of its frames.
    last = first + span.duration
    ours, theirs = made.shown[span.start : span.end] - span.start, source.shown[first:last] - first
    same = bool((ours == theirs).all() and made.fresh[span.start])
    held = zip(packets(made, span.start, span.end, cancel), packets(source, first, last, cancel), strict=True)
    if not same or any(
        nal.units(mine, made.length_size) != _picture(nal.units(other, source.length_size))
        for mine, other in held
    ):
        raise failed(piece, "a copied frame differs from its source", "复制的帧与源不同")


def _picture(units: list[bytes]) -> list[bytes]:
    return [unit for unit in units if nal.kind(unit) in nal.PICTURE]


def _wanted(piece: Piece, made: PacketIndex, starts: list[int]) -> Iterator[Range]:
    """What is decoded: encoded parts whole, and some frames behind each seam."""
    for at, part in zip(starts, piece.parts, strict=False):
        if part.kind == "encoded":
            yield Range(start=at, duration=part.frames)
        else:
            end = at + 1
            while not made.closed[end] or end < min(at + 3, at + part.frames):
                end += 1
            yield Range.between(at, end)


def _decoded(
    piece: Piece,
    made: PacketIndex,
    rate: Fraction,
    starts: list[int],
    witness: Path,
    cancel: threading.Event | None,
) -> tuple[list[float], int]:
    """Decode strictly what is to be; the PSNR of samples of the encoded parts, and how many were decoded."""
    folder = witness.parent
    ours, report, count = (folder / name for name in ("ours.mkv", "psnr", "count"))
    taken = set().union(*(needed(made, span, lean=False) for span in _wanted(piece, made, starts)))
    at = reel(made, taken, ours, rate, cancel=cancel)
    ends = [(begin, part) for begin, part in zip(starts, piece.parts, strict=False) if part.kind == "encoded"]
    seen = [at[begin + frame - part.start] for begin, part in ends for frame in sampled(part)]
    # The frames are counted small: what is counted need not be hashed in full.
    chains, read = ["[0:v]split[a][b];[b]scale=16:16:flags=neighbor[c]"], [ours]
    if seen:
        even = "setpts=N/TB,setparams=range=tv"
        chains.append(
            f"[a]{picked(seen)},{even}[x];[1:v]{even}[y];[x][y]psnr=stats_file={escape(str(report))}[p]"
        )
        read.append(witness)
    else:
        chains.append("[a]null[p]")
    inputs = [word for path in read for word in ("-threads", "1", *input_args(str(path)))]
    passing = ["-fps_mode", "passthrough"]
    args = [*STRICT, *inputs, "-filter_complex", ";".join(chains), "-map", "[p]", *passing, "-f", "null", "-",
            "-map", "[c]", *passing, "-f", "framecrc", str(count)]  # fmt: skip
    ran(piece, args, cancel)
    decoded = sum(not line.startswith("#") for line in count.read_text(encoding="ascii").splitlines())
    values = re.findall(r"psnr_avg:(\S+)", report.read_text(encoding="ascii")) if seen else []
    if decoded != len(taken) or len(values) != len(seen):
        raise failed(piece, "frames are lost in decoding", "解码时丢帧")
    return [float(value) for value in values], decoded
