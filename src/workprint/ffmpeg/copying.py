"""Taking untouched H.264 picture over as it is: which frames, and a piece made of them."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Literal

from workprint.base import Fault, Range, Text

from . import nal
from .packets import PacketIndex
from .reel import needed, reel
from .run import input_args, run
from .sequence import BT709, Colour, sequence
from .splice import Stretch, cut_apart, write

OWN_ID = 30
"""The number of the parameter sets of everything that Workprint encodes to be mixed with copied
picture. Cameras count from 0, and no more than 31 fit into an MP4 file."""
HD = 576
"""Pictures higher than this are BT.709 where the file does not say."""
BASELINE = 66
"""The profile without any frame that is shown later than it is decoded."""
LEAST = 12
"""Frames below which a copied stretch is not worth its ends."""
SAMPLED = 2
"""Frames beside each seam that are compared where only samples are."""


class NotCopied(Fault):
    """`reason` is a text in both languages."""

    code = "not_copied"
    en = "Frames {start} to {end} of “{name}” cannot be copied: {reason[en]}"
    zh = "“{name}”的第 {start} 至 {end} 帧无法直接复制：{reason[zh]}"


@dataclass(frozen=True)
class Reason:
    """Why picture is not copied."""

    code: str
    text: Text


@dataclass(frozen=True)
class Holding:
    """What a decoder holds of a stream: reference frames, and frames that are shown later.

    Where a film changes from one part to the next that is held otherwise, some decoders (OpenH264)
    drop the frames that they still hold, or show them too late. FFmpeg's does not.
    """

    references: int
    reordered: bool
    baseline: bool = False


@dataclass(frozen=True)
class Output:
    """What a film's picture is to be. `options` are encoder options of FFmpeg, with `-c:v`.

    `holding` is that of all its parts, where parts of several sources or rendered ones lie side by
    side; None where there is but one source, or decoders that are less than careful do not matter.
    """

    width: int
    height: int
    rate: Fraction
    options: tuple[str, ...]
    pixel_format: str = "yuv420p"
    codec: str = "h264"
    colour: Colour = BT709
    holding: Holding | None = None


@dataclass(frozen=True)
class Part:
    """Frames `start` to `end` of a source, counted in order of showing from its first."""

    kind: Literal["copied", "encoded"]
    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Piece:
    """A picture file of `frames` frames that plays by itself, and what it is made of, in order."""

    path: Path
    frames: int
    parts: tuple[Part, ...]

    @property
    def copied(self) -> int:
        """How many of its frames are copies."""
        return sum(part.frames for part in self.parts if part.kind == "copied")


def copyable(index: PacketIndex, output: Output) -> Reason | None:
    """Why nothing of a source can be copied into such a film, or None where it can."""
    first = next((code for code, holds in _objections(index, output) if holds), None)
    return Reason(first, REASONS[first]) if first else None


def _objections(index: PacketIndex, output: Output) -> Iterator[tuple[str, bool]]:
    sets = list(map(sequence, index.sets.sequences.values()))
    yield "codec", index.codec != "h264" or output.codec != "h264"
    yield "damaged", bool(index.faults & {"damaged", "layered", "endless", "sets_change"}) or not sets
    yield "times", bool(index.faults & {"no_times", "edited"})
    yield "rate", index.first(output.rate) is None
    yield "rotated", index.rotation != 0
    yield "pixels", index.pixel_aspect != 1 or any(one.aspect != 1 for one in sets)
    yield "size", {(one.width, one.height) for one in sets} != {(output.width, output.height)}
    yield "interlaced", index.interlaced
    yield (
        "format",
        index.pixel_format != output.pixel_format
        or any(one.depth != (8, 8) or one.chroma != 1 for one in sets),
    )
    yield "colour", any(not _same_colour(one.colour, output) for one in sets)
    held = holding(index)
    yield "holding", held is None or held != (output.holding or held)
    yield "numbers", OWN_ID in index.sets.numbers
    yield "groups", not len(index.groups) or index.groups[0] != 0


def _same_colour(said: Colour, output: Output) -> bool:
    wanted = output.colour
    silent = output.height > HD and wanted == BT709
    return (
        said.full == wanted.full
        and (said.matrix == wanted.matrix or (said.matrix == 2 and silent))
        and said.primaries in (wanted.primaries, 2)
        and said.transfer in (wanted.transfer, 2)
    )


REASONS: dict[str, Text] = {
    "codec": {"en": "only H.264 is copied, into H.264.", "zh": "仅支持 H.264 到 H.264 的复制。"},
    "damaged": {
        "en": "its stream is damaged, layered, or changes its parameters on the way.",
        "zh": "码流损坏、分层，或中途更改了参数。",
    },
    "times": {
        "en": "its frames have no times, or an edit list hides some.",
        "zh": "部分帧没有时间戳，或被编辑列表隐藏。",
    },
    "rate": {
        "en": "its frames do not fall on the frames of the timeline.",
        "zh": "其帧时刻与时间线不一致。",
    },
    "rotated": {"en": "its picture is turned.", "zh": "画面带有旋转。"},
    "pixels": {"en": "its pixels are not square.", "zh": "像素不是正方形。"},
    "size": {"en": "its picture has another size than the film.", "zh": "画面尺寸与影片不同。"},
    "interlaced": {"en": "its picture is interlaced.", "zh": "画面为隔行扫描。"},
    "format": {"en": "its pixel format is another than the film's.", "zh": "像素格式与影片不同。"},
    "colour": {"en": "its colours are coded in another way than the film's.", "zh": "色彩编码与影片不同。"},
    "holding": {
        "en": "decoders must hold another number of its frames than of the film's.",
        "zh": "解码时需保留的帧数与影片不同。",
    },
    "numbers": {
        "en": "the number of its parameter sets is the one that encoded parts have.",
        "zh": "参数集编号与重新编码的部分冲突。",
    },
    "groups": {
        "en": "it has no frame that stands alone (open groups only).",
        "zh": "没有可独立解码的起始帧（仅有开放 GOP）。",
    },
    "short": {
        "en": "there is no whole group of pictures inside it, or too little of one.",
        "zh": "范围内没有足够的完整图像组。",
    },
}


def divided(index: PacketIndex, start: int, end: int, least: int = LEAST) -> tuple[Part, ...]:
    """How frames `start` to `end` (from the source's first, in order of showing) are best made.

    Copied from the first group that stands alone up to the last place where decoding order and
    order of showing agree; the ends, or all of it, encoded.
    """
    groups = index.groups
    first = next((int(place) for place in groups[groups.searchsorted(start) :] if place < end), None)
    if first is None:
        return (Part("encoded", start, end),)
    last = end
    while not index.closed[last]:
        last -= 1
    if last - first < least:
        return (Part("encoded", start, end),)
    found = Part("encoded", start, first), Part("copied", first, last), Part("encoded", last, end)
    return tuple(part for part in found if part.frames)


def short(found: Sequence[Part]) -> Reason | None:
    """Why a range has no copied part, or None where it has one."""
    return None if any(part.kind == "copied" for part in found) else Reason("short", REASONS["short"])


def copied_piece(
    index: PacketIndex,
    start: int,
    end: int,
    out: Path,
    output: Output,
    *,
    least: int = LEAST,
    witness: Path | None = None,
    cancel: threading.Event | None = None,
) -> Piece:
    """Write frames `start` to `end` of a source to `out` (Matroska), as much of it as can be copied.

    Frames are counted in order of showing, from the source's first picture. Samples of the encoded
    ends, as they were before they were encoded, go to `witness` (Matroska, not compressed). Raises `NotCopied`
    where `copyable` finds a reason or the range leaves the source, `PacketsUnread`, `FFmpegFailed`
    or `Cancelled`.
    """
    reason = copyable(index, output)
    if reason is not None or not 0 <= start < end <= index.frames:
        text = reason.text if reason else {"en": "the file has no such frames.", "zh": "文件没有这些帧。"}
        raise NotCopied(name=index.path.name, start=start, end=end, reason=text)
    found = divided(index, start, end, least)
    own = nal.coloured(index.sets, output.colour, output.rate, index.reorder)
    with tempfile.TemporaryDirectory(prefix="ends-", dir=out.parent) as folder:
        ends = iter(_encoded(index, found, Path(folder), output, witness, cancel))
        stretches = [
            Stretch.of(index, part.start, part.end, own) if part.kind == "copied" else next(ends)
            for part in found
        ]
        whole = Path(folder) / "whole.mkv"
        write(stretches, None, whole, output.rate, "mkv", colour=output.colour, cancel=cancel)
        whole.replace(out)
    return Piece(out, end - start, found)


def sampled(part: Part) -> list[int]:
    """Frames of an encoded part that are compared with their source: those beside its seams."""
    return [n for n in range(part.start, part.end) if min(n - part.start, part.end - 1 - n) < SAMPLED]


def _encoded(
    index: PacketIndex,
    found: Sequence[Part],
    folder: Path,
    output: Output,
    witness: Path | None,
    cancel: threading.Event | None,
) -> list[Stretch]:
    """The encoded parts, decoded from their own packets alone: no seek can be off by a frame. One
    process makes them all, each beginning with a frame that stands alone."""
    ends = [part for part in found if part.kind == "encoded"]
    if not ends:
        return []
    source, made = folder / "source.mkv", folder / "ends.mkv"
    sets = nal.coloured(index.sets, output.colour, output.rate, index.reorder)
    taken = set().union(*(needed(index, Range.between(part.start, part.end)) for part in ends))
    at = reel(index, taken, source, output.rate, sets, cancel)
    rate = f"{output.rate.numerator}/{output.rate.denominator}"
    chosen = "+".join(f"between(n,{at[part.start]},{at[part.end - 1]})" for part in ends)
    chain = f"[0:v]select='{chosen}',setpts=N/({rate}*TB),setsar=1,format={output.pixel_format}"
    starts = [0, *accumulate(part.frames for part in ends)]
    extra: list[str] = []
    if witness is not None:
        seen = [starts[n] + frame - part.start for n, part in enumerate(ends) for frame in sampled(part)]
        chain += f",split[a][b];[b]{picked(seen)},setpts=N/({rate}*TB)[w];[a]null"
        extra = ["-map", "[w]", "-c:v", "rawvideo", "-fps_mode", "passthrough", str(witness)]
    keys = "+".join(f"eq(n,{start})" for start in starts[:-1])
    run(
        ["-threads", "1", *input_args(str(source)), "-filter_complex", f"{chain}[v]", "-map", "[v]", "-r", rate,
         *with_own_id(output.options, holding(index)), "-force_key_frames", f"expr:{keys}", "-threads", "1",
         "-fps_mode", "cfr", "-an", str(made), *extra], cancel=cancel,
    )  # fmt: skip
    return cut_apart(made, starts)


def picked(wanted: Sequence[int]) -> str:
    """A filter that lets only frames of these numbers pass."""
    return "select='" + "+".join(f"eq(n,{number})" for number in wanted) + "'"


def cut_out(
    index: PacketIndex, start: int, end: int, path: Path, rate: Fraction, *, lean: bool = True,
    cancel: threading.Event | None = None,
) -> int:  # fmt: skip
    """Write the packets that frames `start` to `end` need to `path` (Matroska), where `lean` no others.

    The number of frames of that file that are shown before frame `start`.
    """
    return reel(index, needed(index, Range.between(start, end), lean=lean), path, rate, cancel=cancel)[start]


def with_own_id(options: Sequence[str], like: Holding | None = None) -> list[str]:
    """Encoder options for picture that lies beside copied picture (held `like` this) in one file."""
    wanted = [f"sps-id={OWN_ID}"]
    if like is not None:
        kept = max(1, like.references)
        # More references than it would take by itself only cost time: the buffer alone must be as large.
        wanted += [f"ref={kept}"] * (kept < 3) + [f"dpb-size={kept}"]
        wanted += ["b-pyramid=none"] * (kept < 4) + ["bframes=0"] * (kept < 2 or not like.reordered)
    found = [*options, "-profile:v", "baseline"] if like is not None and like.baseline else list(options)
    if "-x264-params" in found:
        at = found.index("-x264-params") + 1
        found[at] = ":".join([found[at], *wanted])
        return found
    return [*found, "-x264-params", ":".join(wanted)]


def holding(index: PacketIndex) -> Holding | None:
    """What decoders hold of a source; None where its parts differ in that."""
    sets = map(sequence, index.sets.sequences.values())
    found = {Holding(one.refs, index.reorder > 0, one.profile == BASELINE) for one in sets}
    return found.pop() if len(found) == 1 else None
