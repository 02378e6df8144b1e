"""The files a draft wants opened: only plain files, and all that cannot be at once."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from workprint.base import Fault
from workprint.model import FileRef, MediaFile, Timeline, TimelineRef

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""An address or a protocol: http://…, pipe:0, concat:a|b. One letter is a drive."""


class MediaAbsent(Fault):
    code = "media_absent"
    en = "There is no file {file} for the media “{media}”."
    zh = "找不到素材“{media}”的文件 {file}。"


class MediaNotLocal(Fault):
    code = "media_not_local"
    en = "{file} is not the path of a file: the media “{media}” must be a file on this machine."
    zh = "{file} 不是文件路径：素材“{media}”必须是本机上的文件。"


class MediaNotFile(Fault):
    code = "media_not_a_file"
    en = "{file} is not a plain file, so the media “{media}” cannot be opened."
    zh = "{file} 不是普通文件，无法打开素材“{media}”。"


def footage(timeline: Timeline, folder: Path) -> list[Fault]:
    """What hinders the files that clips play from being opened, with paths from `folder` on.

    Only plain files are: no addresses, devices, pipes or folders. A file whose content is known
    by its hash may be absent, since it may lie elsewhere now. The faults have `at` and `key`, as
    those of a `Check` do.
    """
    return list(_faults(timeline, folder, ()))


def _faults(timeline: Timeline, folder: Path, nest: tuple[str, ...]) -> Iterator[Fault]:
    clips = [clip for track in timeline.tracks for _, clip in track.clips()]
    used = {clip.media.media for clip in clips if isinstance(clip.media, FileRef)}
    for media in timeline.media:
        kind = _hindrance(media, folder) if media.id in used else None
        if kind:
            named = media.name or media.id
            key = ("library", "uri") if media.uri else ("library",)
            yield kind(media=named, file=media.uri or named, at=(*nest, media.id), key=key)
    for clip in clips:
        if isinstance(clip.media, TimelineRef):
            yield from _faults(clip.media.timeline, folder, (*nest, clip.id))


def _hindrance(media: MediaFile, folder: Path) -> type[Fault] | None:
    try:
        mode = (folder / (media.uri or media.name)).stat().st_mode
    except (OSError, ValueError):
        if _ADDRESS.match(media.uri):
            return MediaNotLocal
        return None if media.hash else MediaAbsent
    return None if stat.S_ISREG(mode) else MediaNotFile
