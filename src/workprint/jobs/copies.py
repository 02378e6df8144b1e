"""Taking over untouched picture from its source instead of encoding it again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from workprint import ffmpeg
from workprint.base import Range, nearest
from workprint.ffmpeg import (
    NotCopied,
    NotProven,
    Output,
    PacketIndex,
    PacketsUnread,
    Part,
    PiecesDiffer,
    Reason,
)
from workprint.model import MediaFile, Timeline

from .finding import Finding
from .untouched import EDITED, Copying, Shown, reason, shown
from .verify import Check, check_piece
from .watching import STILL_SECONDS

FLOOR = 28.0
"""Least likeness (PSNR, dB) of the encoded ends to their source; below it something is wrong."""
BITS = {"draft": 0.35, "standard": 0.35, "high": 0.7}
"""Bits per pixel of each frame above which a file is encoded again unless copying is insisted on. The
encoder itself takes 0.1 to 0.2 for a noisy interview at standard quality: phones stay below, a
camera's 50 or 100 Mbit/s at 1080p do not."""
FEW = 4_000_000
"""Bits a second that are never too many, however small the picture."""
STILL_BYTES, STILL_PIXELS = 64, 1000
"""A frame like the one before it takes no more bytes than this, or than one for so many pixels."""
LONG, SHARE = 600, 0.05
"""A file of more than so many seconds is only read through where more than that share of it is used."""


@dataclass
class Copies:
    """What of a film can be copied. `encoder` are the options of everything that cannot.

    With the wish `auto` a stretch is copied where that pays, with `exact` wherever it can be done.
    """

    timeline: Timeline
    encoder: tuple[str, ...]
    wish: Copying = "auto"
    quality: str = "standard"
    cancel: threading.Event | None = None
    refused: dict[Range, Reason] = field(default_factory=dict)
    """Stretches whose copy was not right when it was made."""

    @cached_property
    def _shown(self) -> tuple[Shown, ...]:
        return tuple(shown(self.timeline))

    def _used(self) -> Iterator[tuple[MediaFile, int]]:
        """Files with untouched stretches, and how many of their frames these show."""
        found: dict[str, int] = {}
        for each in self._shown:
            if each.media is not None and each.reason is None:
                found[each.media.id] = found.get(each.media.id, 0) + each.span.duration
        for media in self.timeline.media:
            if media.id in found:
                yield media, found[media.id]

    @cached_property
    def _read(self) -> dict[str, PacketIndex | Reason]:
        """The packets of every file that could be copied from, and why the others could not."""
        found: dict[str, PacketIndex | Reason] = {}
        for media, used in self._used():
            why = self._at_a_glance(media, used)
            found[media.id] = reason(why) if why else self._indexed(media)
        return found

    def _at_a_glance(self, media: MediaFile, used: int) -> str | None:
        """What speaks against a file before its packets are read."""
        video, canvas, rate = media.video, self.timeline.canvas, self.timeline.rate
        if video is None or video.codec != "h264":
            return "codec"
        if (video.width, video.height) != (canvas.width, canvas.height):
            return "size"
        if video.hdr:
            return "colour"
        if self.wish == "exact" or not media.duration:
            return None
        if media.size * 8 / media.duration > max(
            FEW, BITS[self.quality] * canvas.width * canvas.height * rate
        ):
            return "heavy"
        return "little" if media.duration > LONG and used / rate < SHARE * media.duration else None

    def _indexed(self, media: MediaFile) -> PacketIndex | Reason:
        try:
            index = ffmpeg.index_packets(Path(media.uri), self.cancel)
        except PacketsUnread:
            return reason("unread")
        return ffmpeg.copyable(index, self._output(None)) or index

    @cached_property
    def output(self) -> Output:
        """The film's picture, held by decoders as that of the file of which most is shown."""
        used = sorted(((frames, media.id) for media, frames in self._used()), reverse=True)
        found = (self._read[name] for _, name in used)
        first = next((index for index in found if isinstance(index, PacketIndex)), None)
        return self._output(ffmpeg.holding(first) if first is not None else None)

    def _output(self, holding: ffmpeg.Holding | None) -> Output:
        canvas = self.timeline.canvas
        return Output(canvas.width, canvas.height, self.timeline.rate, self.encoder, holding=holding)

    @cached_property
    def least(self) -> int:
        """Frames that a copy must have to be made: where it is to pay, a second of them."""
        return ffmpeg.LEAST if self.wish == "exact" else max(ffmpeg.LEAST, nearest(self.timeline.rate))

    @cached_property
    def decided(self) -> tuple[Shown, ...]:
        """The whole film: each stretch with the reason why nothing of it is copied, or with none.
        Frames of those that are copied are counted in the file's packets."""
        return tuple(self._decided(each) for each in self._shown)

    def _decided(self, each: Shown) -> Shown:
        if each.reason is not None or each.media is None:
            return each
        index = self._read[each.media.id]
        if isinstance(index, Reason):
            return Shown(each.span, each.media, each.first, index)
        first = each.first - (index.first(self.timeline.rate) or 0)
        last = first + each.span.duration
        why = ffmpeg.copyable(index, self.output)
        if why is None and not 0 <= first < last <= index.frames:
            why = reason("outside")
        if why is None:
            why = ffmpeg.short(ffmpeg.divided(index, first, last, self.least))
        return Shown(each.span, each.media, each.first if why else first, why)

    @property
    def stretches(self) -> tuple[Shown, ...]:
        """The stretches of which a part is copied."""
        return tuple(each for each in self.decided if each.reason is None)

    @property
    def rendered(self) -> list[str]:
        """Encoder options for pieces that lie beside copied ones."""
        return ffmpeg.with_own_id(self.encoder, self.output.holding) if self.stretches else list(self.encoder)

    def at(self, part: Range) -> Shown | None:
        """The stretch that is exactly this part of the film."""
        return next((each for each in self.stretches if each.span == part), None)

    def reason(self, part: Range) -> Reason | None:
        """Why this part of the film is not copied from its source; None where (most of) it is."""
        met = (each for each in self.decided if each.span.meets(part))
        return next((why for each in met if (why := self.refused.get(each.span) or each.reason)), None)

    def parts(self, each: Shown) -> tuple[Part, ...]:
        """What a stretch will be made of: copied frames, and the ends that are encoded."""
        assert each.media is not None
        index = self._read[each.media.id]
        assert isinstance(index, PacketIndex)
        return ffmpeg.divided(index, each.first, each.first + each.span.duration, self.least)

    def write(self, each: Shown, out: Path) -> int | None:
        """Copy a stretch to `out` and prove it; the number of copied frames. None where it could
        not be copied after all: then it is to be rendered like any other."""
        assert each.media is not None
        index = self._read[each.media.id]
        assert isinstance(index, PacketIndex)
        last = each.first + each.span.duration
        try:
            piece, _ = ffmpeg.proven_piece(
                index, each.first, last, out, self.output, least=self.least, floor=FLOOR, cancel=self.cancel
            )
        except (NotCopied, NotProven, PacketsUnread, PiecesDiffer, ffmpeg.FFmpegFailed) as error:
            said = {lang: f"{reason('unproven').text[lang]} {error.say(lang)}" for lang in ("en", "zh")}
            self.refused[each.span] = Reason("unproven", said)
            return None
        return piece.copied

    def told(self) -> Iterator[Finding]:
        """Notes on untouched picture that is encoded again although it was to be copied."""
        kept = [(each, self.refused.get(each.span) or each.reason) for each in self.decided]
        wanted = (
            (each, why) for each, why in kept if why and (self.wish == "exact" or why.code == "unproven")
        )
        yield from _noted(wanted, self.timeline)


def uncopied(timeline: Timeline) -> Iterator[Finding]:
    """Notes on untouched picture in a film that is written to a kind of file that takes no copies."""
    why = reason("file")
    yield from _noted(((each, each.reason or why) for each in shown(timeline)), timeline)


def check_copy(path: Path, rate: Fraction, cancel: threading.Event | None) -> Check:
    """As `check_piece`, of a piece that was proved when it was copied: decoded only where so few bits go
    into the frames that they may be black or stand still."""
    index = ffmpeg.index_packets(path, cancel, own=True)
    few = max(1, int(STILL_SECONDS * rate))
    sums = np.convolve(index.sizes, np.ones(few, np.int64), "valid")
    if (sums < few * max(STILL_BYTES, index.width * index.height / STILL_PIXELS)).any():
        return check_piece(path, False, rate, cancel)
    return {"error": "", "black": [], "frozen": [], "loudness": None, "peak": None}


def _noted(again: Iterable[tuple[Shown, Reason]], timeline: Timeline) -> Iterator[Finding]:
    """A note for every file and reason; none on what an edit touches."""
    said = [
        (each.media.name or each.media.id, why, each.span)
        for each, why in again
        if each.media is not None and why.code not in EDITED
    ]
    said.sort(key=lambda entry: (entry[0], entry[1].code, entry[2].start))
    for (name, _), group in groupby(said, key=lambda entry: (entry[0], entry[1].code)):
        spans = list(group)
        yield _note(name, spans[0][1], [span for _, _, span in spans], timeline)


def _note(name: str, why: Reason, spans: list[Range], timeline: Timeline) -> Finding:
    length = float(sum(span.duration for span in spans) / timeline.rate)
    return Finding(
        "not_copied",
        {
            "en": f"{length:.1f} s of “{name}” were encoded again, not copied: {why.text['en']}",
            "zh": f"“{name}”有 {length:.1f} 秒被重新编码，未能复制：{why.text['zh']}",
        },
        at_ms=int(1000 * spans[0].start / timeline.rate),
        note=True,
    )
