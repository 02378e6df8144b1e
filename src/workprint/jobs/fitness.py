"""Why untouched picture is encoded again all the same, and what it means that it is copied."""

from __future__ import annotations

from collections.abc import Iterator

from workprint.base import Range, Text
from workprint.compile import shots
from workprint.model import FileRef, MediaFile, Timeline

from .causes import Cause
from .survey import Survey
from .untouched import UNFIT, Shown


def unfit(survey: Survey, span: Range) -> list[Cause]:
    """Why frames `span`, which nothing touches, are not copied from their source."""
    if not survey.format.copies:
        return [_untouched("file")]
    if survey.copies is None:
        return [_untouched("wish")]
    why = survey.copies.reason(span)
    if why is None:
        return [_untouched("short")]
    sources = list(_sources(survey.timeline, span))
    if not sources:
        return [Cause(why.code, _plain(why.text))]
    return [Cause(why.code, _told(survey.timeline, media, why.code, why.text), media.id) for media in sources]


def _untouched(code: str) -> Cause:
    plain = _plain(UNFIT[code])
    return Cause(
        code,
        {"en": f"nothing touches the picture, but {plain['en']}", "zh": f"画面未被改动，但{plain['zh']}"},
    )


def _sources(timeline: Timeline, span: Range) -> Iterator[MediaFile]:
    """The files whose picture frames `span` of the film show, each once."""
    film = timeline.film
    names = [
        shot.clip.media.media
        for shot in (shots(film) if film else ())
        if shot.span.meets(span) and shot.clip is not None and isinstance(shot.clip.media, FileRef)
    ]
    for name in dict.fromkeys(names):
        media = timeline.file(name)
        if media is not None:
            yield media


def _told(timeline: Timeline, media: MediaFile, code: str, text: Text) -> Text:
    """The reason with the figures of this file and of the film."""
    video, canvas = media.video, timeline.canvas
    name = media.name or media.id
    if video is not None and code == "rate" and video.rate != timeline.rate:
        own, film = (f"{float(rate):.5g}" for rate in (video.rate, timeline.rate))
        return {
            "en": f"“{name}” has {own} fps, the film {film}",
            "zh": f"“{name}”为 {own} fps，影片为 {film}",
        }
    if video is not None and code == "size":
        own, film = f"{video.width}x{video.height}", f"{canvas.width}x{canvas.height}"
        return {"en": f"“{name}” is {own}, the film {film}", "zh": f"“{name}”为 {own}，影片为 {film}"}
    if video is not None and code == "codec":
        text = {
            "en": f"only H.264 is copied, and it is {video.codec}",
            "zh": f"只能复制 H.264，而它是 {video.codec}",
        }
    plain = _plain(text)
    return {"en": f"“{name}”: {plain['en']}", "zh": f"“{name}”：{plain['zh']}"}


def _plain(text: Text) -> Text:
    return {lang: said.rstrip(".。") for lang, said in text.items()}


def copied_text(untouched: Shown) -> Text:
    """Why a stretch is copied."""
    assert untouched.media is not None
    name = untouched.media.name or untouched.media.id
    return {
        "en": f"nothing touches the picture, and “{name}” has the film's codec, size and rate",
        "zh": f"画面未被改动，且“{name}”的编码、尺寸和帧率与影片相同",
    }


def ends_text(frames: int) -> Text:
    """Why some frames of a copied stretch are encoded all the same."""
    return {
        "en": f"{frames} frames at its ends belong to groups of pictures that are cut, and are encoded",
        "zh": f"两端有 {frames} 帧所在的图像组被切断，需重新编码",
    }
