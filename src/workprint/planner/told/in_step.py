"""What replies say of recordings that were lined up by their sound."""

from __future__ import annotations

from workprint.base import seconds
from workprint.model import Clip, FileRef, Timeline

from ..change import Change


def lined_up(c: Change, zh: bool) -> str:
    """By how much one began later than the other, read from the timeline; nothing where it was not asked for."""
    if not c.params.get("by_sound") or c.pending:
        return ""
    pair = _beside(c)
    if pair is None:
        return ""
    (one, own), (other, its) = pair
    later = float(seconds(own - its, c.after.rate))
    if not later:
        return (
            f"按声音对齐：{other}与{one}同时开始。"
            if zh
            else f" Lined up by sound: {other} began together with {one}."
        )
    if zh:
        return f"按声音对齐：{other} 比 {one} {'晚' if later > 0 else '早'}开始 {abs(later):.2f} 秒。"
    return f" Lined up by sound: {other} began {abs(later):.2f} s {'later' if later > 0 else 'earlier'} than {one}."


def _beside(c: Change) -> tuple[tuple[str, int], tuple[str, int]] | None:
    """Two clips of other files that play at one moment: the name of each file, and its frame at that moment."""
    old = {clip.id: clip for track in c.before.tracks for _, clip in track.clips()}
    playing = [
        (at, clip)
        for track in c.after.tracks
        for at, clip in track.clips()
        if isinstance(clip.media, FileRef) and clip.speed == 1
    ]
    new = [(at, clip) for at, clip in playing if clip.id not in old]
    for at, clip in new or playing[1:]:
        for start, beside in playing:
            if (
                _file(beside) != _file(clip)
                and start <= at < start + beside.duration
                and beside.id != clip.id
            ):
                frame = beside.source.start + at - start
                return (_name(c.after, beside), frame), (_name(c.after, clip), clip.source.start)
    return None


def _file(clip: Clip) -> str:
    return clip.media.media if isinstance(clip.media, FileRef) else ""


def _name(timeline: Timeline, clip: Clip) -> str:
    file = timeline.file(_file(clip))
    return file.name if file is not None and file.name else clip.name or clip.id
