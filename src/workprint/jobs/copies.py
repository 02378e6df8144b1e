"""Taking over untouched picture from its source instead of encoding it again."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workprint import ffmpeg
from workprint.base import Range
from workprint.compile import shots, touches_picture
from workprint.ffmpeg import NotCopied, NotProven, Output, PacketIndex, PacketsUnread, PiecesDiffer
from workprint.model import Clip, Effect, FileRef, MediaFile, Timeline

FLOOR = 28.0
"""Least likeness (PSNR, dB) of the encoded ends to their source; below it something is wrong."""


@dataclass(frozen=True)
class Untouched:
    """A stretch of the film that shows a file as it is: frame `first` of the file comes first."""

    span: Range
    media: MediaFile
    first: int


@dataclass
class Copies:
    """What of a film can be copied. `encoder` are the options of everything that cannot."""

    timeline: Timeline
    encoder: tuple[str, ...]
    cancel: threading.Event | None = None

    @cached_property
    def indexes(self) -> dict[str, PacketIndex]:
        """The packets of every file that could be copied from at all."""
        found: dict[str, PacketIndex] = {}
        for media in self.timeline.media:
            if media.video is not None and media.video.codec == "h264":
                try:
                    index = ffmpeg.index_packets(Path(media.uri), self.cancel)
                except PacketsUnread:
                    continue
                if ffmpeg.copyable(index, self._output(None)) is None:
                    found[media.id] = index
        return found

    @cached_property
    def output(self) -> Output:
        """The film's picture, held by decoders as that of its first copied file is."""
        first = next((self.indexes[u.media.id] for u in self._candidates if u.media.id in self.indexes), None)
        return self._output(ffmpeg.holding(first) if first is not None else None)

    def _output(self, holding: ffmpeg.Holding | None) -> Output:
        canvas = self.timeline.canvas
        return Output(canvas.width, canvas.height, self.timeline.rate, self.encoder, holding=holding)

    @cached_property
    def _candidates(self) -> tuple[Untouched, ...]:
        return tuple(_untouched(self.timeline))

    @cached_property
    def stretches(self) -> tuple[Untouched, ...]:
        """The stretches of which a part will be copied, with frames counted in the file's packets."""
        found = []
        for each in self._candidates:
            index = self.indexes.get(each.media.id)
            if index is None or ffmpeg.copyable(index, self.output) is not None:
                continue
            zero = index.first(self.timeline.rate)
            first = each.first - (zero or 0)
            inside = zero is not None and first >= 0 and first + each.span.duration <= index.frames
            if inside and not ffmpeg.short(ffmpeg.divided(index, first, first + each.span.duration)):
                found.append(Untouched(each.span, each.media, first))
        return tuple(found)

    @property
    def rendered(self) -> list[str]:
        """Encoder options for pieces that lie beside copied ones."""
        return ffmpeg.with_own_id(self.encoder, self.output.holding) if self.stretches else list(self.encoder)

    def at(self, part: Range) -> Untouched | None:
        """The stretch that is exactly this part of the film."""
        return next((each for each in self.stretches if each.span == part), None)

    def write(self, each: Untouched, out: Path) -> int | None:
        """Copy a stretch to `out` and prove it; the number of copied frames. None where it could
        not be copied after all: then it is to be rendered like any other."""
        index = self.indexes[each.media.id]
        last = each.first + each.span.duration
        try:
            piece = ffmpeg.copied_piece(index, each.first, last, out, self.output, cancel=self.cancel)
            ffmpeg.prove(piece, index, self.timeline.rate, "samples", floor=FLOOR, cancel=self.cancel)
        except (NotCopied, NotProven, PacketsUnread, PiecesDiffer, ffmpeg.FFmpegFailed):
            out.unlink(missing_ok=True)
            return None
        return piece.copied


def _untouched(timeline: Timeline) -> Iterator[Untouched]:
    film = timeline.film
    if film is None or not film.enabled or _seen(timeline.effects) or _seen(film.effects):
        return
    covered = sorted(_covered(timeline), key=lambda span: span.start)
    for shot in shots(film):
        clip = shot.clip
        if shot.transition is not None or clip is None or not _plain(clip):
            continue
        assert isinstance(clip.media, FileRef)
        media = timeline.file(clip.media.media)
        if media is None or media.video is None or media.video.hdr:
            continue
        for span in _free(shot.span, covered):
            yield Untouched(span, media, clip.source.start + span.start - shot.at)


def _plain(clip: Clip) -> bool:
    moved = clip.speed != 1 or clip.reverse or clip.freeze or clip.loop
    return isinstance(clip.media, FileRef) and not moved and not _seen(clip.effects)


def _seen(effects: Sequence[Effect]) -> bool:
    """Whether any of them changes the picture."""
    return any(effect.enabled and touches_picture(effect) for effect in effects)


def _covered(timeline: Timeline) -> Iterator[Range]:
    for track in timeline.tracks:
        if track.enabled and track.kind != "audio" and track is not timeline.film:
            for at, clip in track.clips():
                yield Range(start=at, duration=clip.duration)


def _free(span: Range, covered: Sequence[Range]) -> Iterator[Range]:
    start = span.start
    for block in covered:
        if block.end > start and block.start < span.end:
            if block.start > start:
                yield Range.between(start, block.start)
            start = max(start, block.end)
    if start < span.end:
        yield Range.between(start, span.end)
