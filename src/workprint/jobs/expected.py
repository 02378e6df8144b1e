"""What can be told from the document: words that cannot be read, clips that run out of media."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workprint.base import Range, frames, milliseconds
from workprint.model import Clip, FileRef, Timeline, Track

from .finding import Finding

LATIN_RATE, CJK_RATE = 17.0, 9.0
"""Characters a second that people can read."""


def _texts(timeline: Timeline) -> Iterator[tuple[Track, int, Clip, str]]:
    for track in timeline.tracks:
        if track.kind == "text" and track.enabled:
            for at, clip in track.clips():
                words = getattr(clip.media, "params", {}).get("text", "")
                yield track, at, clip, str(words)


def readable(timeline: Timeline) -> Iterator[Finding]:
    """Words that are gone before they can be read."""
    for _, at, clip, words in _texts(timeline):
        cjk = sum(1 for c in words if "\u2e80" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af")
        needed = cjk / CJK_RATE + (len(words) - cjk) / LATIN_RATE
        shown = float(clip.duration / timeline.rate)
        if needed > shown + 0.25:
            yield Finding(
                "too_fast",
                {
                    "en": f"“{words[:40]}” is shown for {shown:.1f} s; reading it takes {needed:.1f} s.",
                    "zh": f"“{words[:40]}”只显示 {shown:.1f} 秒，读完需要 {needed:.1f} 秒。",
                },
                clip.id,
                milliseconds(at, timeline.rate),
                {"op": "set_text", "params": {"id": clip.id, "duration": round(needed, 1)}},
            )


def held(timeline: Timeline) -> Iterator[Finding]:
    """Clips that run on after their media has ended: a frozen picture nobody asked for."""
    film = timeline.film
    for at, clip in film.clips() if film else ():
        media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
        if media is None or media.kind != "video" or clip.freeze or clip.loop or media.video is None:
            continue
        length = media.video.start + media.video.duration if media.video.duration else media.duration
        total = frames(length / clip.speed, timeline.rate)
        over = clip.source.end - total
        if over > 2:
            yield Finding(
                "frozen",
                {
                    "en": f"“{clip.name or clip.id}” runs {over / float(timeline.rate):.2f} s past the end of its media; the last frame is held.",
                    "zh": f"“{clip.name or clip.id}”超出素材末尾 {over / float(timeline.rate):.2f} 秒，最后一帧被定格。",
                },
                clip.id,
                milliseconds(at, timeline.rate),
                {"op": "trim", "params": {"clip": clip.id, "tail": round(over / float(timeline.rate), 3)}},
            )


def stopped(timeline: Timeline, frozen: Sequence[Range]) -> Iterator[Finding]:
    """Clips whose picture was seen to stand still at the end of their media: it ran out early."""
    film = timeline.film
    for at, clip in film.clips() if film else ():
        media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
        if media is None or media.kind != "video" or clip.freeze or clip.loop or clip.reverse:
            continue
        end = at + clip.duration
        last = frames(media.duration / clip.speed, timeline.rate)
        still = next((span for span in frozen if span.start > at and abs(span.end - end) <= 2), None)
        # Most of a clip standing still is what was filmed: a slide, a screen.
        if still is None or clip.source.end < last - timeline.rate or 2 * still.duration > clip.duration:
            continue
        length, name = still.duration / float(timeline.rate), clip.name or clip.id
        yield Finding(
            "still_end",
            {
                "en": f"The picture of “{name}” hardly changes in its last {length:.1f} s.",
                "zh": f"“{name}”的画面在最后 {length:.1f} 秒几乎没有变化。",
            },
            clip.id,
            milliseconds(still.start, timeline.rate),
            {"op": "trim", "params": {"clip": clip.id, "tail": round(length, 3)}},
            note=True,
        )
