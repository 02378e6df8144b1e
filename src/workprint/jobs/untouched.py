"""Which stretches of a film show a file as it is, and why the others do not: read from the document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workprint.base import Range, Text
from workprint.compile import Shot, shots, touches_picture
from workprint.ffmpeg import REASONS, Reason
from workprint.model import Clip, Effect, FileRef, MediaFile, Timeline

Copying = Literal["auto", "exact", "never"]
"""What is copied: where it fits and pays; wherever it fits; nothing."""

EDITED: Mapping[str, Text] = {
    "made": {"en": "no footage is shown there.", "zh": "该处没有素材画面。"},
    "blended": {"en": "a transition blends two clips.", "zh": "转场混合了两个片段。"},
    "moved": {
        "en": "the clip is played at another speed, backwards, frozen or looped.",
        "zh": "片段被变速、倒放、定格或循环。",
    },
    "changed": {"en": "an effect changes the picture.", "zh": "特效改变了画面。"},
    "covered": {"en": "something lies over the picture.", "zh": "画面上有叠加内容。"},
}
"""Why an edit stands against copying."""
UNFIT: Mapping[str, Text] = {
    **REASONS,
    "wish": {"en": "everything is to be encoded again.", "zh": "要求全部重新编码。"},
    "file": {
        "en": "no picture is copied into files of this kind; mp4, mov and mkv can take it.",
        "zh": "此格式的文件不接收复制的画面；mp4、mov、mkv 可以。",
    },
    "heavy": {
        "en": "its bit rate is far above what this quality needs; --exact-source copies it all the same.",
        "zh": "其码率远高于此画质所需；用 --exact-source 仍可复制。",
    },
    "little": {
        "en": "so little of this long file is used that reading through it would cost more.",
        "zh": "这个长文件只用到很小一部分，通读它反而更慢。",
    },
    "outside": {"en": "the file ends before the clip does.", "zh": "文件在片段结束之前就已结束。"},
    "unread": {"en": "its packets cannot be read.", "zh": "无法读取其数据包。"},
    "unproven": {"en": "the copy failed its check.", "zh": "复制的画面未通过检查。"},
}
"""Why untouched picture is not copied all the same. Codes are stable."""


def reason(code: str) -> Reason:
    """A reason by its code."""
    return Reason(code, EDITED[code] if code in EDITED else UNFIT[code])


@dataclass(frozen=True)
class Shown:
    """A stretch of the film: frame `first` of `media` comes first, or the `reason` why it is no file's
    untouched picture."""

    span: Range
    media: MediaFile | None = None
    first: int = 0
    reason: Reason | None = None


def shown(timeline: Timeline) -> list[Shown]:
    """The whole film in such stretches, in order."""
    film, whole = timeline.film, Range(start=0, duration=timeline.duration)
    if film is None or not film.enabled:
        return [Shown(whole, reason=reason("made"))]
    if _seen(timeline.effects) or _seen(film.effects):
        return [Shown(whole, reason=reason("changed"))]
    covered = sorted(_covered(timeline), key=lambda span: span.start)
    found = [each for shot in shots(film) for each in _of_shot(timeline, shot, covered)]
    end = found[-1].span.end if found else 0
    rest = [Shown(Range.between(end, whole.end), reason=reason("made"))] if end < whole.end else []
    return found + rest


def _of_shot(timeline: Timeline, shot: Shot, covered: Sequence[Range]) -> Iterator[Shown]:
    clip, why = shot.clip, _touch(shot)
    media = timeline.file(clip.media.media) if clip and isinstance(clip.media, FileRef) else None
    if why is None and (media is None or media.video is None or media.kind != "video"):
        why = "made"
    if why is not None or clip is None:
        yield Shown(shot.span, media, reason=reason(why or "made"))
        return
    for span, free in _divided(shot.span, covered):
        first = clip.source.start + span.start - shot.at
        yield Shown(span, media, first, None if free else reason("covered"))


def _touch(shot: Shot) -> str | None:
    """What an edit does to a shot, by its code."""
    clip = shot.clip
    if shot.transition is not None:
        return "blended"
    if clip is None or not isinstance(clip.media, FileRef):
        return "made"
    if _moved(clip):
        return "moved"
    return "changed" if _seen(clip.effects) else None


def _moved(clip: Clip) -> bool:
    return clip.speed != 1 or clip.reverse or clip.freeze or clip.loop


def _seen(effects: Sequence[Effect]) -> bool:
    """Whether any of them changes the picture."""
    return any(effect.enabled and touches_picture(effect) for effect in effects)


def _covered(timeline: Timeline) -> Iterator[Range]:
    for track in timeline.tracks:
        if track.enabled and track.kind != "audio" and track is not timeline.film:
            for at, clip in track.clips():
                yield Range(start=at, duration=clip.duration)


def _divided(span: Range, covered: Sequence[Range]) -> Iterator[tuple[Range, bool]]:
    """A span in parts that are covered and parts that are free."""
    start = span.start
    for block in covered:
        if block.end > start and block.start < span.end:
            if block.start > start:
                yield Range.between(start, block.start), True
            end = min(block.end, span.end)
            yield Range.between(max(start, block.start), end), False
            start = end
    if start < span.end:
        yield Range.between(start, span.end), True
