"""Media as a clip uses it: conformed to the timeline's rate and the clip's speed, cut to the frame.

Conform first: cutting a 29.97 source in seconds and resampling afterwards lands on wrong frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from workprint.base import SAMPLE_RATE, Fault, Range, nearest, samples, seconds
from workprint.graph import INPUT, Audio, File, Node, Value, Video
from workprint.model import MediaFile, VideoStream

SEEK_AFTER = 10
"""Seconds of unused media from which on it is cheaper to seek than to decode."""
PREROLL = 2
"""Seconds of sound decoded before the first sample wanted: coders need some to come into step."""
SEEKABLE = frozenset({"mp4", "mov", "m4a", "mkv", "webm", "wav", "flac"})
"""Containers with an index. In others a seek may land where no picture begins, and give none at all."""
FROM_ZERO = frozenset({"mpegts", "mpeg", "ogg"})
"""Containers whose streams FFmpeg lets begin at zero when it reads them one by one, not together."""
STILLS = frozenset({"png", "jpeg", "webp", "bmp", "tiff"})
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""FFmpeg's own decoders of these leave the alpha plane out."""
HD = 576
"""Pictures higher than this are BT.709 where the file does not say."""


class MediaMissing(Fault):
    code = "media_missing"
    en = "“{clip}” points at the media “{media}”, which the timeline's library does not have."
    zh = "“{clip}”引用的素材“{media}”不在时间线的素材库中。"


class NoPicture(Fault):
    code = "no_picture"
    en = "“{clip}” is used for its picture, but “{media}” has none."
    zh = "“{clip}”需要画面，但素材“{media}”没有画面。"


@dataclass(frozen=True)
class StandIn:
    """A file that holds frames `span` of a conformed source, its frame 0 being the first of them."""

    media: MediaFile
    span: Range


StandIns = Callable[[MediaFile, Range, Fraction, Fraction], Sequence[StandIn]]
"""For frames of a source at a rate and a speed: what may be decoded in their place, or nothing."""


@dataclass
class Decodes:
    """Which pieces of a file can share one decode.

    Pieces that come in the order of the file share; a piece further back, or after a long unused
    stretch, gets a decode of its own that seeks. Sharing out of order would keep whole stretches of
    frames in memory. `stand_ins` finds smaller files to decode in a source's place.
    """

    last: dict[tuple[str, str], tuple[int, Fraction, Fraction]] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    stand_ins: StandIns | None = None

    @property
    def opened(self) -> int:
        """How many decodes there are."""
        return sum(self.count.values())

    def part(self) -> None:
        """What is placed next is shown together with what came before: one decode for both would hold
        all frames between them."""
        self.last.clear()

    def place(
        self, stream: str, media: MediaFile, start: Fraction, end: Fraction, preroll: int = 0
    ) -> tuple[int, Fraction]:
        """The decode for a piece from `start` to `end` (seconds) and the second at which it begins."""
        file, seekable = media.id, media.container in SEEKABLE
        known = self.last.get((stream, file))
        if known:
            branch, begins, reached = known
            held = not begins or start >= begins + preroll
            if held and start - reached >= -1 and (start - reached <= SEEK_AFTER or not seekable):
                self.last[stream, file] = (branch, begins, max(reached, end))
                return branch, begins
        branch = self.count.get(file, 0)
        self.count[file] = branch + 1
        begins = Fraction(max(0, int(start) - preroll)) if seekable else Fraction(0)
        self.last[stream, file] = (branch, begins, end)
        return branch, begins


def _input(media: MediaFile, stream: str, branch: int, begins: Fraction, loop: bool, origin: str) -> Node:
    args: list[tuple[str, Value]] = [("file", File(media.uri, media.hash or media.uri)), ("stream", stream)]
    info = media.video if stream == "v" else media.audio
    if info is not None and info.index:
        args.append(("index", info.index))
    if media.kind == "image" and media.container in STILLS:
        # By name, or FFmpeg may take a % in the file's name for the number of a picture.
        args.append(("f", f"{media.container}_pipe"))
    if (
        stream == "v"
        and media.video is not None
        and media.video.alpha
        and media.video.codec in ALPHA_DECODERS
    ):
        args.append(("c:v", ALPHA_DECODERS[media.video.codec]))
    if info is not None and info.start and media.container in FROM_ZERO:
        args.append(("itsoffset", float(info.start)))
    if loop:
        args.append(("stream_loop", -1))
    if begins and stream == "v":
        # From the keyframe on: the frame shown at that moment may have begun long before it.
        args.append(("accurate_seek", False))
    if begins:
        args.append(("ss", begins if begins.denominator == 1 else float(begins)))
    if branch:
        args.append(("branch", branch))
    return Node(INPUT, tuple(args), outputs=("video" if stream == "v" else "audio",), origin=origin)


def media_frames(media: MediaFile, rate: Fraction, speed: Fraction) -> int:
    """How many frames a file's picture gives at a rate and a speed; 0 for a photo (no end)."""
    if media.kind == "image" or media.video is None:
        return 0
    length = media.video.start + media.video.duration if media.video.duration else media.duration
    return max(1, nearest(length * rate / speed))


def picture(
    media: MediaFile, span: Range, rate: Fraction, speed: Fraction, loop: bool, decodes: Decodes, origin: str
) -> Video:
    """Frames `span` of a file's picture, upright, with square pixels, in BT.709.

    Frames before its first or after its last are held copies of those. Time stamps start at 0.
    """
    stream = media.video
    if stream is None:
        raise NoPicture(clip=origin, media=media.name or media.id)
    if media.kind == "image":
        node = _input(media, "v", 0, Fraction(0), False, origin)
        still = Video(node, 0, stream.width, stream.height, rate, 1, stream.alpha)
        return held(_colour(_square(still, stream), stream), span.duration)
    total = 0 if loop else media_frames(media, rate, speed)
    first = max(0, min(span.start, total - 1 if total else span.start))
    last = max(first + 1, min(span.end, total) if total else span.end)
    standing_in = (
        decodes.stand_ins(media, Range.between(first, last), rate, speed)
        if decodes.stand_ins and not loop
        else ()
    )
    if standing_in:
        return _standing_in(standing_in, span, Range.between(first, last), rate, decodes, origin)
    from_s, to_s = seconds(first, rate) * speed, seconds(last, rate) * speed
    # Whole pictures are made of half ones by looking at those before.
    preroll = 1 if stream.interlaced else 0
    branch, begins = (
        decodes.place(f"v{speed}", media, from_s, to_s, preroll) if not loop else (0, Fraction(0))
    )
    skipped = begins * rate / speed
    # The decode must begin on the frame grid of this clip, or conforming would pick other frames.
    begins, skipped = (begins, skipped) if skipped.denominator == 1 else _on_grid(begins, rate, speed)
    node = _input(media, "v", branch, begins, loop, origin)
    video = Video(node, 0, stream.width, stream.height, rate, total, stream.alpha)
    if stream.interlaced:
        video = video.filter("bwdif", mode="send_frame", deint="interlaced")
    if speed != 1:
        video = video.filter("setpts", expr=f"PTS*{speed.denominator}/{speed.numerator}")
    video = video.filter("fps", fps=rate, start_time=0, round_="near")
    skip = int(skipped)
    video = video.filter("trim", start_frame=first - skip, end_frame=last - skip)
    video = video.filter("setpts", expr="PTS-STARTPTS")
    before, after = max(0, first - span.start), max(0, span.end - last)
    # A file may end before its header says so: the last frame is held in reserve, and the check of
    # the result tells of it.
    if before or not loop:
        held_back = 0 if loop else after + span.duration
        video = video.filter("tpad", start=before, start_mode="clone", stop=held_back, stop_mode="clone")
        video = video.filter("trim", end_frame=span.duration)
    return _colour(_square(video.lasting(span.duration), stream), stream)


def _standing_in(
    found: Sequence[StandIn], span: Range, there: Range, rate: Fraction, decodes: Decodes, origin: str
) -> Video:
    """Frames `span` from stand-ins; beyond the frames that are there, held copies of the outermost."""
    plain = replace(decodes, stand_ins=None)
    pieces = []
    for each in found:
        part = each.span.intersect(there)
        # The outermost stand-ins hold their first and last frame, as the source would.
        start = span.start if part.start == there.start else part.start
        end = span.end if part.end == there.end else part.end
        wanted = Range.between(start, end).shift(-each.span.start)
        pieces.append(picture(each.media, wanted, rate, Fraction(1), False, plain, origin))
    if len(pieces) == 1:
        return pieces[0]
    joined = pieces[0].filter("concat", *pieces[1:], n=len(pieces), v=1, a=0)
    # A join counts microseconds; a transition wants both of its sides to count frames.
    return joined.filter("settb", expr=f"{rate.denominator}/{rate.numerator}").lasting(span.duration)


def _on_grid(begins: Fraction, rate: Fraction, speed: Fraction) -> tuple[Fraction, Fraction]:
    frame = int(begins * rate / speed)
    return Fraction(frame) / rate * speed, Fraction(frame)


def held(still: Video, count: int) -> Video:
    """One frame, shown for `count` frames."""
    video = still.filter("loop", loop=-1, size=1, start=0)
    video = video.filter("setpts", expr=f"N/({still.rate.numerator}/{still.rate.denominator}*TB)")
    video = video.filter("fps", fps=still.rate).filter("trim", end_frame=count)
    return video.lasting(count)


def counted(video: Video) -> Video:
    """The same frames with time stamps that count them, exactly.

    Joins and blends count microseconds: rounded to those, a frame of the film and the frame that
    lies over it no longer begin together, and the one beneath would meet its predecessor.
    """
    return video.filter("settb", expr=1 / video.rate).filter("setpts", expr="N")


def _square(video: Video, stream: VideoStream) -> Video:
    """Square pixels: `width` and `height` of the stream already are the upright, square size."""
    if stream.pixel_aspect in (0, 1):
        return video.filter("setsar", sar="1")
    return video.scaled(stream.width, stream.height, flags="bicubic")


def _colour(video: Video, stream: VideoStream) -> Video:
    """BT.709, limited range, 8 bit 4:2:0."""
    pixels = "yuva420p" if stream.alpha else "yuv420p"
    if stream.hdr:
        video = (
            video.filter("zscale", t="linear", npl=203 if stream.hdr == "hlg" else 100)
            .filter("format", pix_fmts="gbrpf32le")
            .filter("zscale", p="bt709")
            .filter("tonemap", tonemap="hable", desat=0)
            .filter("zscale", t="bt709", m="bt709", r="tv")
        )
        return video.filter("format", pix_fmts=pixels)
    matrix = stream.color_space if stream.color_space not in ("", "unknown", "unspecified") else ""
    rgb = any(name in stream.pixel_format for name in ("rgb", "bgr", "gbr", "pal8", "gray", "monow", "monob"))
    full = stream.color_range in ("pc", "jpeg", "full") or stream.pixel_format.startswith("yuvj")
    if matrix in ("bt709", "") and not rgb and not full and (matrix or stream.height > HD):
        tagged = video.filter("setparams", colorspace="bt709", range="tv")
        return tagged if stream.pixel_format == pixels else tagged.filter("format", pix_fmts=pixels)
    # Frames carry their matrix and range; those that do not are told by the size of the picture.
    options: dict[str, Value] = {"out_color_matrix": "bt709", "out_range": "tv"}
    if not rgb:
        options["in_color_matrix"] = matrix if matrix not in ("", "gbr") else "smpte170m"
        options["in_range"] = "pc" if full else "tv"
    return video.filter("scale", **options).filter("format", pix_fmts=pixels)


def sound(media: MediaFile, start: int, count: int, speed: Fraction, keep_pitch: bool, loop: bool,
          decodes: Decodes, origin: str) -> Audio:  # fmt: skip
    """`count` samples of a file's sound, from sample `start` on, counted at the clip's speed.

    Stereo at 48 kHz. Before its beginning and after its end there is silence.
    """
    first = max(0, start)
    begin_s, end_s = (
        Fraction(first, SAMPLE_RATE) * speed,
        Fraction(max(start + count, 0), SAMPLE_RATE) * speed,
    )
    branch, begins = (
        decodes.place(f"a{speed}", media, begin_s, end_s, PREROLL) if not loop else (0, Fraction(0))
    )
    node = _input(media, "a", branch, begins, loop, origin)
    audio = Audio(node).filter("aresample", sample_rate=SAMPLE_RATE, async_=1, first_pts=0)
    audio = audio.filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
    return played(audio, start, count, speed, keep_pitch, nearest(begins * SAMPLE_RATE))


def played(
    audio: Audio, start: int, count: int, speed: Fraction, keep_pitch: bool, skipped: int = 0
) -> Audio:
    """`count` samples of a sound from sample `start` on, both counted at `speed`; silence where it
    has none. The sound itself begins `skipped` samples (at its own speed) after its start."""
    from_sample = nearest(max(0, start) * speed) - skipped
    to_sample = nearest((start + count) * speed) - skipped
    if to_sample <= from_sample:
        return silence(count, audio.node.origin)
    audio = audio.filter("atrim", start_sample=from_sample, end_sample=to_sample)
    audio = audio.filter("asetpts", expr="PTS-STARTPTS")
    if speed != 1:
        audio = _faster(audio, speed, keep_pitch)
    if start < 0:
        audio = audio.filter("adelay", delays=f"{-start}S", all_=True)
    return audio.filter("apad", whole_len=count).filter("atrim", end_sample=count).lasting(count)


def _faster(audio: Audio, speed: Fraction, keep_pitch: bool) -> Audio:
    if not keep_pitch:
        shifted = audio.filter("asetrate", sample_rate=nearest(SAMPLE_RATE * speed))
        return shifted.filter("aresample", sample_rate=SAMPLE_RATE)
    left = float(speed)
    while left > 2 or left < 0.5:
        step = 2.0 if left > 2 else 0.5
        audio = audio.filter("atempo", tempo=step)
        left /= step
    return audio.filter("atempo", tempo=left)


def silence(count: int, origin: str = "") -> Audio:
    """`count` samples of silence."""
    node = Node(
        "anullsrc",
        (("channel_layout", "stereo"), ("sample_rate", SAMPLE_RATE)),
        outputs=("audio",),
        origin=origin,
    )
    return Audio(node).filter("atrim", end_sample=count).filter("aformat", sample_fmts="fltp").lasting(count)


def colour(value: str, width: int, height: int, rate: Fraction, count: int, alpha: bool = False) -> Video:
    """A plain picture. `value` is #rrggbb, or #rrggbbaa where `alpha`."""
    args: tuple[tuple[str, Value], ...] = (("color", value), ("size", f"{width}x{height}"), ("rate", rate))
    video = Video(Node("color", args), 0, width, height, rate, count, alpha)
    video = video.filter("trim", end_frame=count).filter("format", pix_fmts="rgba" if alpha else "rgb24")
    return as_yuv(video)


def as_yuv(video: Video) -> Video:
    """RGB to the pixel format in which pictures are composed."""
    converted = video.filter("scale", out_color_matrix="bt709", out_range="tv")
    return converted.filter("format", pix_fmts="yuva420p" if video.alpha else "yuv420p").filter(
        "setsar", sar="1"
    )


def clip_samples(span: Range, rate: Fraction) -> tuple[int, int]:
    """First sample and number of samples of a range of frames."""
    start = samples(span.start, rate)
    return start, samples(span.end, rate) - start
