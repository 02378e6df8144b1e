"""Files that screen recorders write beside the picture: found, read strictly, and checked against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workprint.base import Text
from workprint.model import KEYBOARD, Companion, MediaFile, companions

from .recorded import EventsMisfit, EventsUnknown, EventsUnreadable, Recorded, fitted, together
from .sidecar_json import Wrong, cap_keys, shape_of
from .sidecar_keyboard import keyboard
from .sidecar_table import table

WRITTEN = ("cursor", "keystroke", "keystrokes", "keys")
"""What follows the recording's name in the names of files of OpenScreen's family."""
LARGEST = 64 << 20
"""Bytes of a file that is read."""


def recorded(path: Path, media: MediaFile, name: str = "") -> Recorded:
    """The events in a recorder's file, for a recording. They are not moved in time yet.

    Raises `EventsUnreadable` (too large, broken, a number that is none), `EventsUnknown` (a shape not
    known here), or `EventsMisfit` (longer than the recording, outside of its picture, another aspect).
    """
    name = name or path.name
    if media.video is None:
        raise EventsMisfit(name=name, media=media.name, reason=_UNSEEN)
    try:
        found = _read(_bytes(path, name), media, name)
    except Wrong as wrong:
        raise EventsUnreadable(name=name, reason=wrong.reason) from wrong
    if not (found.moves or found.clicks or found.keys):
        raise EventsUnreadable(name=name, reason=_EMPTY)
    return fitted(found, name, media.name, float(media.duration))


def recorded_with(media: MediaFile) -> Recorded | None:
    """The events of all the recorders' files that were given with a recording; None without any."""
    ours = given_with(media)
    if not ours:
        return None
    return together([recorded(Path(each.uri), media, each.name) for each in ours])


def given_with(media: MediaFile) -> tuple[Companion, ...]:
    """The recorders' files that were given with a recording."""
    return tuple(each for each in companions(media) if each.kind == "events")


def beside(path: Path) -> Sequence[Path]:
    """The recorder's files that lie where recorders put them for the recording at `path`.

    OpenScreen and its family: `clip.mp4.cursor.json` or `clip.cursor.json`, and so with `keystroke`,
    `keystrokes` or `keys`. Cap: `cursor.json` and `keyboard.bin` (or `.json`) in the folder of `display.mp4`,
    or at the top of a project with `recording-meta.json`.
    """
    folder, stem = path.parent, path.stem
    names = [f"{name}.{what}.json" for what in WRITTEN for name in (path.name, stem)]
    if stem == "display":
        names += ["cursor.json", "keyboard.json", "keyboard.bin"]
        if (folder.parent / "recording-meta.json").is_file():
            names.append("../cursor.json")
    return [place.resolve() for name in names if (place := folder / name).is_file()]


_UNSEEN: Text = {"en": "that has no picture", "zh": "它没有画面"}
_EMPTY: Text = {"en": "there is no event in it", "zh": "其中没有任何事件"}


def _bytes(path: Path, name: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = {"en": f"it cannot be read ({error.strerror})", "zh": f"无法读取（{error.strerror}）"}
        raise EventsUnreadable(name=name, reason=reason) from error
    if len(data) > LARGEST:
        most = LARGEST >> 20
        reason = {"en": f"it is larger than {most} MB", "zh": f"文件超过 {most} MB"}
        raise EventsUnreadable(name=name, reason=reason)
    return data


def _read(data: bytes, media: MediaFile, name: str) -> Recorded:
    if data.startswith(KEYBOARD):
        return cap_keys(keyboard(data[len(KEYBOARD) :]))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong({"en": "it is not text in UTF-8", "zh": "它不是 UTF-8 文本"}) from error
    if text.lstrip()[:1] not in ("{", "["):
        assert media.video is not None
        size = (media.video.width, media.video.height)
        found = table(text, size, float(media.duration))
        if found is None:
            raise EventsUnknown(name=name)
        if not isinstance(found, Recorded):
            raise EventsMisfit(name=name, media=media.name, reason=found)
        return found
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Wrong({"en": "it is not valid JSON", "zh": "它不是有效的 JSON"}) from error
    reader = shape_of(said)
    if reader is None:
        raise EventsUnknown(name=name)
    return reader(said)


def _no_number(text: str) -> Any:
    raise Wrong({"en": f"{text} is no number", "zh": f"{text} 不是数字"})
