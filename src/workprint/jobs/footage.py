"""The files that a film is made of, watched while it is rendered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workprint.base import Fault
from workprint.model import FileRef, MediaFile, Timeline, TimelineRef


class MediaGone(Fault):
    code = "media_gone"
    en = "The media “{name}” is not at {path} any more. Put it back, or replace it in the timeline."
    zh = "素材“{name}”已不在 {path}。请放回原处，或在时间线中替换它。"


class MediaChanged(Fault):
    code = "media_changed"
    en = "The media “{name}” ({path}) has changed since it was added. Add it again to use the new file."
    zh = "素材“{name}”（{path}）在加入后已被改动。请重新添加以使用新文件。"


Seen = dict[str, tuple[MediaFile, os.stat_result]]


def present(timeline: Timeline) -> Seen:
    """The files that a timeline uses. Raises `MediaGone`, or `MediaChanged` where one has another size."""
    seen: Seen = {}
    for media in _used(timeline):
        found = _stat(media)
        if media.size and found.st_size != media.size:
            raise MediaChanged(name=media.name or media.id, path=media.uri)
        seen[media.uri] = media, found
    return seen


@dataclass
class Footage:
    """The files of a timeline as they were when a render of it began.

    Pieces are kept under the hash of what is in the files. A file that is replaced or rewritten
    meanwhile would put wrong picture under that hash, so it is looked at (size, time of the last
    change, place on the disk) before a piece is kept and before the film is published.
    """

    timeline: Timeline
    seen: Seen = field(init=False)

    def __post_init__(self) -> None:
        self.seen = present(self.timeline)

    def check(self) -> None:
        """Raises `MediaGone` or `MediaChanged` where a file is not what it was."""
        for media, before in self.seen.values():
            if _marks(_stat(media)) != _marks(before):
                raise MediaChanged(name=media.name or media.id, path=media.uri)


def _marks(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_dev


def _stat(media: MediaFile) -> os.stat_result:
    path = Path(media.uri)
    if not path.is_file():
        raise MediaGone(name=media.name or media.id, path=media.uri)
    return path.stat()


def _used(timeline: Timeline) -> Iterator[MediaFile]:
    clips = [clip for track in timeline.tracks for _, clip in track.clips()]
    used = {clip.media.media for clip in clips if isinstance(clip.media, FileRef)}
    yield from (media for media in timeline.media if media.id in used)
    for clip in clips:
        if isinstance(clip.media, TimelineRef):
            yield from _used(clip.media.timeline)
