"""Where files may be written, and what to say where they may not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workprint.base import Fault, Text

_REASONS: dict[int, Text] = {
    errno.EACCES: {"en": "there is no permission to write there", "zh": "没有写入权限"},
    errno.EPERM: {"en": "there is no permission to write there", "zh": "没有写入权限"},
    errno.EROFS: {"en": "the disk is read-only", "zh": "磁盘是只读的"},
    errno.ENOSPC: {"en": "the disk is full", "zh": "磁盘已满"},
    errno.EISDIR: {"en": "it is a folder", "zh": "它是一个文件夹"},
    errno.ENOTDIR: {"en": "a part of the path is a file", "zh": "路径中有一部分是文件"},
    errno.ENOENT: {"en": "it is not there", "zh": "文件不存在"},
    errno.ENAMETOOLONG: {"en": "the name is too long", "zh": "名称太长"},
}
_OTHER: Text = {"en": "the system refuses it", "zh": "系统拒绝该操作"}


class NotWritable(Fault):
    code = "not_writable"
    en = "{path} cannot be written: {because[en]}. Choose another place."
    zh = "无法写入 {path}：{because[zh]}。请换一个位置。"


class NoFolder(Fault):
    code = "no_folder"
    en = "There is no folder {folder} to write {path} in. Make it first, or choose another place."
    zh = "没有文件夹 {folder}，无法写入 {path}。请先创建该文件夹，或换一个位置。"


def why(error: OSError) -> Text:
    """What the system says of a file, in both languages."""
    return _REASONS.get(error.errno or 0, _OTHER)


def enterable(folder: Path, path: Path | None = None) -> None:
    """Raise `NotWritable` or `NoFolder` where no file can be put in a folder. One that is not there,
    in a folder that is, can be made. The fault names `path`, else the folder."""
    named = str(path or folder.absolute())
    there = folder if folder.exists() else folder.absolute().parent
    if not there.exists():
        raise NoFolder(folder=str(folder if path else folder.parent), path=named)
    if not there.is_dir():
        raise NotWritable(path=named, because=_REASONS[errno.ENOTDIR])
    if not os.access(there, os.W_OK | os.X_OK):
        raise NotWritable(path=named, because=_REASONS[errno.EACCES])


def placeable(path: Path) -> None:
    """Raise `NotWritable` or `NoFolder` where a file of this name cannot be written."""
    if path.is_dir():
        raise NotWritable(path=str(path), because=_REASONS[errno.EISDIR])
    enterable(path.parent, path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while `path` is written becomes `NotWritable`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REASONS:
            raise
        raise NotWritable(path=str(path), because=why(error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file. Raises `NotWritable` or `NoFolder`."""
    placeable(path)
    with writing(path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name nothing has yet: talk-cut.mp4, talk-cut-2.mp4, …"""
    path, number = folder / f"{stem}.{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.{suffix}"
    return path
