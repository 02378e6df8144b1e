"""Which encoder writes a film: x264, or graphics hardware that was proved; one film, one encoder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from workprint import ffmpeg
from workprint.base import Fault, Text
from workprint.compile import Lowered
from workprint.ffmpeg import Found, PiecesDiffer
from workprint.graph import Graph, Video
from workprint.store import home

from .finding import Finding
from .formats import H264, Format, Quality
from .naming import RenderFailed, RenderTimedOut

Encoder = Literal["auto", "software", "nvenc", "vaapi", "qsv", "videotoolbox", "amf"]
Written = TypeVar("Written")
SOFTWARE = "software"


class EncodedWrong(Fault):
    """`reason` is a text in both languages."""

    code = "encoded_wrong"
    en = "{encoder} wrote a piece that cannot be used: {reason[en]}."
    zh = "{encoder} 写出的片段无法使用：{reason[zh]}。"


@dataclass(frozen=True)
class Encoding:
    """The encoder of a whole film, and a note where it is not the one that was asked for."""

    found: Found | None = None
    quality: Quality = "standard"
    note: Finding | None = None
    sessions: AbstractContextManager[Any] = field(default_factory=nullcontext)
    """Held while a piece is encoded: hardware does only so many at once."""

    @property
    def name(self) -> str:
        return self.found.hardware.name if self.found else SOFTWARE

    @property
    def made_by(self) -> tuple[str, ...]:
        """What else than its options makes an encoder another one: device and driver."""
        return (self.found.identity, *self.found.head) if self.found else ()

    @property
    def head(self) -> tuple[str, ...]:
        """Options before the inputs."""
        return self.found.head if self.found else ()

    @property
    def options(self) -> tuple[str, ...] | None:
        """Options of hardware; None where those of the format hold."""
        return self.found.hardware.options[self.quality] if self.found else None

    def fed(self, lowered: Lowered) -> Lowered:
        """The picture in the form, and in the memory, that the encoder reads."""
        if not self.found or not self.found.hardware.chain:
            return lowered
        pad = lowered.graph.outputs[0]
        video = Video(pad.node, pad.index)
        for name, args in self.found.hardware.chain:
            video = video.filter(name, **args)
        return replace(lowered, graph=Graph((video,)))

    def accept(self, path: Path, frames: int, note: dict[str, Any]) -> None:
        """Refuse a piece from hardware that lost frames, does not decode, or would not join.

        x264's needs no such gate: where it is wrong nothing else would be right, and the check of the film
        tells it. Raises `EncodedWrong`.
        """
        if self.found is None:
            return
        said = str(note.get("check", {}).get("error", ""))
        wrong = {"en": said, "zh": said} if said else ffmpeg.unfit(path, frames)
        if wrong:
            raise EncodedWrong(encoder=self.found.hardware.title, reason=wrong)


class OneAttempt(threading.Event):
    """Set when `whole` is, or by itself: an attempt that is given up does not end the whole."""

    def __init__(self, whole: threading.Event) -> None:
        super().__init__()
        self.whole = whole

    def is_set(self) -> bool:
        return super().is_set() or self.whole.is_set()


def chosen(wanted: Encoder, output: Format, quality: Quality, copies: bool, cancel: threading.Event) -> Encoding:  # fmt: skip
    """The encoder for a film. What was named and is not there, or fails its test, gives x264 and
    a note; of `auto`, whatever is proved first. What has copied picture (`copies`) is encoded by x264.
    Raises `Cancelled`."""
    if wanted == SOFTWARE or output.video is None:
        return Encoding()
    if output.video is not H264 or copies:
        return _unfitting(wanted, output, copies)
    unproved: Encoding | None = None
    for found in _candidates(wanted):
        trial = ffmpeg.tried(found, quality, proofs(), cancel) if found.missing is None else None
        if trial is not None and trial.works:
            return Encoding(found, quality, sessions=threading.BoundedSemaphore(found.hardware.sessions))
        reason = trial.reason if trial else found.missing
        if reason and (trial or wanted != "auto"):
            unproved = unproved or Encoding(note=_unused(found, reason))
    return unproved or Encoding()


def proofs() -> Path:
    """Where it is kept which encoders were proved."""
    return home() / "encoders"


def _candidates(wanted: Encoder) -> Iterator[Found]:
    for hardware in ffmpeg.FAMILIES:
        if wanted in ("auto", hardware.name):
            yield ffmpeg.detected(hardware)


def _unfitting(wanted: Encoder, output: Format, copies: bool) -> Encoding:
    if wanted == "auto":
        return Encoding()
    reason = (
        {"en": "what lies beside copied picture is encoded by x264", "zh": "与直接复制的画面相邻的部分由 x264 编码"}
        if copies
        else {"en": f"it does not write {output.name}", "zh": f"它不能输出 {output.name}"}
    )  # fmt: skip
    return Encoding(note=_unused(Found(ffmpeg.hardware_named(wanted)), reason))


def _unused(found: Found, reason: Text) -> Finding:
    title = found.hardware.title
    text = {
        "en": f"{title} was not used: {reason['en']}. The film was encoded in software.",
        "zh": f"未使用 {title}：{reason['zh']}。影片由软件编码。",
    }
    return Finding("encoder_unused", text, note=True)


def _failed(found: Found, reason: Text) -> Finding:
    title = found.hardware.title
    text = {
        "en": f"{title} failed during the render ({reason['en']}). The whole film was encoded in software instead.",
        "zh": f"{title} 在渲染中出错（{reason['zh']}）。整部影片已改由软件编码。",
    }
    return Finding("encoder_failed", text, note=True)


def fallen_back(
    encoding: Encoding, cancel: threading.Event, attempt: Callable[[Encoding], Written]
) -> Written:
    """What `attempt` writes with an encoder; where that is hardware and fails, with x264 from the start.

    Pieces that the hardware finished stay under its key and are not used. Where the fault was not
    the encoder's, the second attempt raises it.
    """
    if encoding.found is None:
        return attempt(encoding)
    try:
        return attempt(encoding)
    except (RenderFailed, RenderTimedOut, EncodedWrong, PiecesDiffer) as error:
        if cancel.is_set() or "No space left" in str(error.fields.get("reason", "")):
            raise
        ffmpeg.forget(encoding.found, encoding.quality, proofs())
        return attempt(Encoding(note=_failed(encoding.found, _short(error))))


def _short(error: Fault) -> Text:
    """What the driver said, without the rest of FFmpeg giving up; or the fault's own reason."""
    reason = error.fields.get("reason", "")
    if isinstance(reason, str) and reason:
        return dict.fromkeys(("en", "zh"), reason.split(" | ")[0])
    return reason or {lang: error.say(lang).rstrip(".。") for lang in ("en", "zh")}
