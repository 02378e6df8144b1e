"""The files that a film is made of, watched while it is rendered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from pathlib import Path

from workprint.base import Fault
from workprint.graph import File, Graph
from workprint.model import Canvas, FileRef, MediaFile, Timeline, TimelineRef


class MediaGone(Fault):
    code = "media_gone"
    en = "The media “{name}” is not at {path} any more. Put it back, or replace it in the timeline."
    zh = "素材“{name}”已不在 {path}。请放回原处，或在时间线中替换它。"


class MediaChanged(Fault):
    code = "media_changed"
    en = "The media “{name}” ({path}) has changed since it was added. Add it again to use the new file."
    zh = "素材“{name}”（{path}）在加入后已被改动。请重新添加以使用新文件。"


@dataclass
class Footage:
    """Files as they were when work with them began.

    Pieces are kept under the hash of what is in the files. A file that is replaced or rewritten
    meanwhile would put wrong picture under that hash, so it is looked at (size, time of the last
    change, place on the disk) before a piece is kept and before the film is published.

    Raises `MediaGone`, or `MediaChanged` where a file has another size than was found in it.
    """

    files: InitVar[Iterable[MediaFile]]
    seen: dict[str, tuple[MediaFile, os.stat_result]] = field(init=False, default_factory=dict)

    def __post_init__(self, files: Iterable[MediaFile]) -> None:
        for media in files:
            found = _stat(media)
            if media.size and found.st_size != media.size:
                raise MediaChanged(name=media.name or media.id, path=media.uri)
            self.seen[media.uri] = media, found

    def check(self) -> None:
        """Raises `MediaGone` or `MediaChanged` where a file is not what it was."""
        for media, before in self.seen.values():
            if _marks(_stat(media)) != _marks(before):
                raise MediaChanged(name=media.name or media.id, path=media.uri)

    def pixels(self, canvas: Canvas) -> int:
        """Pixels of the largest picture among the files and the film."""
        streams = (media.video for media, _ in self.seen.values())
        sizes = [video.width * video.height for video in streams if video is not None]
        return max([canvas.width * canvas.height, *sizes])


def files_of(timeline: Timeline) -> Iterator[MediaFile]:
    """The files that the clips of a timeline show, those of nested timelines too."""
    clips = [clip for track in timeline.tracks for _, clip in track.clips()]
    used = {clip.media.media for clip in clips if isinstance(clip.media, FileRef)}
    yield from (media for media in timeline.media if media.id in used)
    for clip in clips:
        if isinstance(clip.media, TimelineRef):
            yield from files_of(clip.media.timeline)


def files_in(graph: Graph, timeline: Timeline) -> Iterator[MediaFile]:
    """Those of a timeline's files that a graph reads."""
    read = {str(value.path) for node in graph.walk() for _, value in node.args if isinstance(value, File)}
    yield from (media for media in files_of(timeline) if media.uri in read)


def _marks(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_dev


def _stat(media: MediaFile) -> os.stat_result:
    path = Path(media.uri)
    if not path.is_file():
        raise MediaGone(name=media.name or media.id, path=media.uri)
    return path.stat()
