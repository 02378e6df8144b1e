"""What a render is going to do: which segments the film has, and how each of them is made.

The renderer works through a survey, and whoever wants to know beforehand reads the same one.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

from workprint.base import Range, digest
from workprint.compile import Lowered, lower_picture, lower_sound
from workprint.ffmpeg import capabilities
from workprint.graph import INPUT, Graph, Made, Node, Video
from workprint.model import Timeline

from .copies import Copies, uncopied
from .encoding import SOFTWARE, Encoding
from .encoding import chosen as chosen_encoder
from .finding import Finding
from .formats import Format
from .options import RenderOptions
from .shelf import Piece, Shelf
from .spans import spans
from .untouched import Shown

Way = Literal["cached", "copied", "rendered"]
GIF_RATE = 15
SOUND = "sound"


@dataclass(frozen=True)
class Segment:
    """A stretch of the film that is made in one go: frames `span` of its picture, or all its sound.

    `key` is the hash of everything that reaches its pixels or samples. `piece` is what lies on the
    shelf under it. It is made from `lowered` by the options `encoder`, or, where that is None,
    copied as `untouched` says.
    """

    name: str
    span: Range
    key: str
    suffix: str
    encoder: tuple[str, ...]
    lowered: Lowered | None = None
    untouched: Shown | None = None
    piece: Piece | None = None
    encoding: Encoding = field(default_factory=Encoding)

    @property
    def way(self) -> Way:
        if self.piece is not None:
            return "cached"
        return "rendered" if self.untouched is None else "copied"


@dataclass
class Survey:
    """The segments of a film. Each is looked at when it is asked for, so work can begin with the first."""

    timeline: Timeline
    format: Format
    options: RenderOptions
    shelf: Shelf | None
    cancel: threading.Event | None = field(default=None)
    encoding: Encoding = field(default_factory=Encoding)
    """What encodes all of the picture that is rendered."""
    looked_at: dict[tuple[int, bool], Segment] = field(default_factory=dict, init=False, repr=False)

    def missing(self, most: int) -> int:
        """How many segments of the picture are not on the shelf; no further than to `most` of them."""
        gone = (index for index in range(len(self.spans)) if self.picture(index).piece is None)
        return sum(1 for _ in islice(gone, most))

    @cached_property
    def copies(self) -> Copies | None:
        """What can be copied, where that is wanted and the format takes copies."""
        video, wish, quality = self.format.video, self.options.copying, self.options.quality
        if video is None or wish == "never" or not self.format.copies or self.encoding.found:
            return None
        return Copies(self.timeline, tuple(video[quality]), wish, quality, self.cancel)

    def told(self) -> tuple[Finding, ...]:
        """Notes on picture that was to be copied and is not."""
        if self.copies is not None:
            return tuple(self.copies.told())
        refused = self.options.copying == "exact" and self.format.video and not self.format.copies
        return tuple(uncopied(self.timeline)) if refused else ()

    @cached_property
    def spans(self) -> tuple[Range, ...]:
        """The picture's segments; none where the format has no picture."""
        if self.format.video is None:
            return ()
        if not self.format.segments:
            return (Range(start=0, duration=self.timeline.duration),)
        kept = [each.span for each in self.copies.stretches] if self.copies else []
        return tuple(spans(self.timeline, kept))

    @property
    def encoder(self) -> tuple[str, ...]:
        """Encoder options for picture that is rendered."""
        assert self.format.video is not None
        plain = self.encoding.options or self.format.video[self.options.quality]
        return tuple(self.copies.rendered if self.copies else plain)

    @cached_property
    def sound(self) -> Segment | None:
        """The film's sound, or None where there is none."""
        lowered = lower_sound(self.timeline) if self.format.audio else None
        if lowered is None or self.format.audio is None:
            return None
        whole = Range(start=0, duration=self.timeline.duration)
        return self._made(SOUND, whole, lowered, self.format.audio, self.format.sound_suffix)

    def picture(self, index: int, copying: bool = True) -> Segment:
        """Segment `index` of the picture; without `copying` as it is made when a copy cannot be."""
        known = self.looked_at.get((index, copying))
        if known is None:
            known = self.looked_at[index, copying] = self._picture(index, copying)
        return known

    def _picture(self, index: int, copying: bool) -> Segment:
        span, name = self.spans[index], f"picture-{index}"
        untouched = self.copies.at(span) if self.copies and copying else None
        if self.copies and untouched is not None:
            made_by = (*self.copies.encoder, capabilities().version)
            assert untouched.media is not None
            what = [untouched.media.hash, untouched.first, span.duration, self.copies.least]
            key = digest(["copy", what, str(self.copies.output), made_by])
            piece = self._kept(key, ".mkv")
            return Segment(name, span, key, ".mkv", self.encoder, untouched=untouched, piece=piece)
        lowered = lower_picture(self.timeline, span, self.format.pixels)
        if self.format.name == "gif":
            lowered = _as_gif(lowered, self.timeline)
        lowered, suffix = self.encoding.fed(lowered), f".{self.format.piece_suffix}"
        return self._made(name, span, lowered, self.encoder, suffix, self.encoding)

    def copied(self, segment: Segment) -> int:
        """How many frames of a segment are, or will be, copies."""
        if segment.piece is not None:
            return int(segment.piece.note.get("copied", 0))
        if self.copies is None or segment.untouched is None:
            return 0
        return sum(part.frames for part in self.copies.parts(segment.untouched) if part.kind == "copied")

    def _made(
        self, name: str, span: Range, lowered: Lowered, encoder: tuple[str, ...], suffix: str,
        encoding: Encoding | None = None,
    ) -> Segment:  # fmt: skip
        encoding = encoding or Encoding()
        made_by = [*encoder, *encoding.made_by]
        key = digest(["piece", lowered.graph.key, lowered.length, made_by, capabilities().version])
        piece = self._kept(key, suffix)
        return Segment(name, span, key, suffix, encoder, lowered, piece=piece, encoding=encoding)

    def _kept(self, key: str, suffix: str) -> Piece | None:
        """The piece on the shelf; none that failed its check, or had none where one is wanted."""
        piece = self.shelf.find(key, suffix) if self.shelf else None
        check = piece.note.get("check") if piece is not None else None
        if check is None:
            return None if self.options.check else piece
        return None if check["error"] else piece


def encoding_for(
    timeline: Timeline, chosen: Format, options: RenderOptions, cancel: threading.Event
) -> Encoding:
    """What encodes the picture of a film with these options. Raises `Cancelled`."""
    copies = Survey(timeline, chosen, options, None, cancel).copies if options.encoder != SOFTWARE else None
    copied = bool(copies and copies.stretches)
    return chosen_encoder(options.encoder, chosen, options.quality, copied, cancel)


def _as_gif(lowered: Lowered, timeline: Timeline) -> Lowered:
    """At most 15 frames a second, with a palette made from the whole film."""
    pad = lowered.graph.outputs[0]
    video = Video(pad.node, pad.index, timeline.canvas.width, timeline.canvas.height, timeline.rate)
    if timeline.rate > GIF_RATE:
        video = video.filter("fps", fps=GIF_RATE)
    palette = Made.of("palette", None, video)
    image = Video(Node(INPUT, (("file", palette), ("stream", "v"))))
    shown = video.filter("paletteuse", image, dither="bayer", bayer_scale=3)
    length = int(lowered.length * GIF_RATE / timeline.rate) if timeline.rate > GIF_RATE else lowered.length
    return Lowered(Graph((shown,)), max(1, length))
