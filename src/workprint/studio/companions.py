"""Files given along with footage: told apart from it, kept, and put with the file they belong to."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NoReturn

from workprint.base import Fault, Text
from workprint.model import (
    COMPANIONS,
    KEYBOARD,
    SUFFIXES,
    Companion,
    CompanionKind,
    MediaFile,
    Timeline,
    added,
    companion_kind,
    companions,
    decoded,
    replaces,
    suffix_of,
    with_companions,
)
from workprint.store import Library

LARGEST = 64 << 20
"""Bytes of a file given along: two hours of a recorder's events, many times over."""
LONGEST = 8 << 20
"""Bytes of a script or of subtitles: a day of speech, with the time of every word."""
MOST = 2_000_000
"""Lists and objects of a recorder's file: each takes many times the room of its two letters, once it is read."""
HEAD = 4096

_WHAT: Mapping[str, Text] = {
    "script": {"en": "what is said in it", "zh": "其中所说的文字稿"},
    "captions": {"en": "its subtitles", "zh": "其字幕"},
    "events": {"en": "what its recorder noted of pointer and keys", "zh": "其录制工具记下的指针与按键"},
}
_WHY: Mapping[str, Text] = {
    "text": {"en": "it is not UTF-8 text", "zh": "它不是 UTF-8 文本"},
    "large": {"en": f"it is larger than {LARGEST >> 20} MB", "zh": f"它大于 {LARGEST >> 20} MB"},
    "long": {"en": f"it is longer than {LONGEST >> 20} MB", "zh": f"它超过 {LONGEST >> 20} MB"},
    "many": {"en": f"it has more than {MOST:,} lists and objects", "zh": f"其中的列表与对象超过 {MOST:,} 个"},
    "empty": {"en": "there is nothing in it", "zh": "其中没有内容"},
    "script": {"en": "there are no words in it", "zh": "其中没有文字"},
    "captions": {"en": "there are no cues with times in it", "zh": "其中没有带时间的字幕"},
    "events": {"en": "it is neither JSON nor a table with a comma in its first line", "zh": "它既不是 JSON，也不是首行含逗号的表格"},
}  # fmt: skip

_USUAL: Mapping[str, CompanionKind] = {"txt": "script", "json": "events", "csv": "events"}


class NotCompanion(Fault):
    code = "not_companion"
    en = "“{name}” cannot be used with footage: {because[en]}. Scripts (.txt), subtitles (.srt, .vtt, .ass) and recorders' events (.json, .csv, .bin) can."
    zh = "“{name}”无法随素材使用：{because[zh]}。可用的有：文字稿（.txt）、字幕（.srt、.vtt、.ass）和录制事件（.json、.csv、.bin）。"


@dataclass(frozen=True)
class Shelf:
    """Keeps copies of files given along, so that those may change afterwards."""

    library: Library
    folder: Path

    def take(self, path: Path, name: str = "") -> Companion | None:
        """A file as something given along with footage; None for one that by its name or by what is in it
        is no text. Raises `NotCompanion` for a text that cannot be used."""
        name = name or path.name
        if suffix_of(name) not in SUFFIXES:
            return None
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            # A film may be called anything; a text of this size is none that people write.
            return None if decoded(data[:HEAD], whole=False) is None else _refuse(name, "large")
        kind: CompanionKind = "events"
        if not data.startswith(KEYBOARD):
            text = decoded(data)
            if text is None:
                return None
            kind = _judged(name, text)
        if kind != "events" and len(data) > LONGEST:
            _refuse(name, "long")
        known = self.library.identify(path)
        uri = self.library.address(path)
        if uri == str(path.absolute()):
            uri = str(self._kept(path, f"{known.hash}.{suffix_of(name)}"))
        return Companion(kind=kind, name=name, hash=known.hash, uri=uri)

    def where(self, media: MediaFile) -> MediaFile:
        """The media file with what was given along with it where it lies now. Raises `SourceMissing` or
        `SourceChanged`."""
        given = companions(media)
        if not given:
            return media
        found = [each.model_copy(update={"uri": str(self._place(each))}) for each in given]
        return with_companions(media, found)

    def _place(self, each: Companion) -> Path:
        return self.library.locate(MediaFile(id="", name=each.name, uri=each.uri, hash=each.hash))

    def _kept(self, path: Path, name: str) -> Path:
        place = self.folder / name
        if not place.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=".part-", dir=self.folder)
            os.close(handle)
            shutil.copyfile(path, part)
            os.replace(part, place)
        self.library.identify(place)
        return place


def _judged(name: str, text: str) -> CompanionKind:
    kind = companion_kind(name, text)
    suffix = suffix_of(name)
    if kind is None:
        usual = _USUAL.get(suffix, "captions")
        _refuse(name, usual if text.strip() else "empty")
    if suffix == "json":
        if text.count("[") + text.count("{") > MOST:
            _refuse(name, "many")
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            _refuse(name, "events")
    return kind


def not_text(name: str) -> NotCompanion:
    """The fault of a file that is named as a text and is none."""
    return NotCompanion(name=name, because=_WHY["text"])


def _refuse(name: str, why: str) -> NoReturn:
    raise NotCompanion(name=name, because=_WHY[why])


def put(
    timeline: Timeline, given: Sequence[Companion], new: Sequence[MediaFile]
) -> tuple[Timeline, tuple[Text, ...]]:
    """The timeline with files given along put with the footage they belong to, and what the user should
    know of it. `new`: the footage that came with them. While there is no footage they wait."""
    said: list[Text] = []
    waiting = [Companion.model_validate(each) for each in timeline.metadata.get(COMPANIONS, ())]
    for each in (*waiting, *_called_away(timeline, new), *given):
        owner = _owner(each, timeline.media, new)
        if owner is None:
            waiting = list(added(waiting, each))
            said += [_waits(each)] if each in given else []
            continue
        waiting = [other for other in waiting if other != each]
        timeline = _with(timeline, owner, each)
        said.append(_goes(each, owner, len(timeline.media) > 1))
    rest = {key: value for key, value in timeline.metadata.items() if key != COMPANIONS}
    kept = {COMPANIONS: [each.model_dump(mode="json") for each in waiting]} if waiting else {}
    return timeline.model_copy(update={"metadata": {**rest, **kept}}), tuple(said)


def _with(timeline: Timeline, owner: MediaFile, new: Companion) -> Timeline:
    """The timeline with it put with its footage, and no more with any other."""
    media = []
    for each in timeline.media:
        own = [other for other in companions(each) if other.hash != new.hash]
        if each.id == owner.id:
            own = list(added(own, new))
        media.append(with_companions(each, own) if tuple(own) != companions(each) else each)
    return timeline.model_copy(update={"media": tuple(media)})


def _called_away(timeline: Timeline, new: Sequence[MediaFile]) -> list[Companion]:
    """What is with other footage and has the name of footage that comes now."""
    ids = {each.id for each in new}
    return [
        each
        for media in timeline.media
        if media.id not in ids
        for each in companions(media)
        if not _alike(each, media) and any(_alike(each, other) for other in new)
    ]


def _owner(given: Companion, media: Sequence[MediaFile], new: Sequence[MediaFile]) -> MediaFile | None:
    """The footage that a file given along belongs to: that of its name, else what came with it, else what
    came last; films with sound before sounds alone."""
    ids = {each.id for each in new}

    def rank(index: int) -> tuple[bool, bool, int, int]:
        each = media[index]
        seen = (each.kind == "video") + (each.audio is not None and each.kind == "video")
        return _alike(given, each), each.kind != "image", seen, index + len(media) * (each.id in ids)

    fitting = [index for index, each in enumerate(media) if each.kind != "image"]
    return media[max(fitting, key=rank)] if fitting else None


def _alike(given: Companion, media: MediaFile) -> bool:
    """Whether one is called as the other: talk.srt, talk.en.srt and talk-cursor.json as talk.mp4."""
    name, own = PurePath(given.name).stem.casefold(), PurePath(media.name).stem.casefold()
    return name == own or (name.startswith(own) and name[len(own)] in "._- ")


def _goes(given: Companion, owner: MediaFile, several: bool) -> Text:
    what = _WHAT[given.kind]
    before = next((each for each in companions(owner) if replaces(each, given)), None)
    instead = before is not None and before.hash != given.hash
    lost: Text = {
        "en": f", instead of “{before.name}”" if before and instead else "",
        "zh": f"，取代“{before.name}”" if before and instead else "",
    }
    hint: Text = {"en": "", "zh": ""}
    if several and not _alike(given, owner):
        hint = {
            "en": " To put it with another file, name it like that one.",
            "zh": "若属于另一个素材，请改用与其相同的文件名。",
        }
    return {
        "en": f"“{given.name}” goes with “{owner.name}”, as {what['en']}{lost['en']}.{hint['en']}",
        "zh": f"“{given.name}”随“{owner.name}”使用，作为{what['zh']}{lost['zh']}。{hint['zh']}",
    }


def _waits(given: Companion) -> Text:
    return {
        "en": f"“{given.name}” waits for the footage it belongs to.",
        "zh": f"“{given.name}”将等待它所属的素材。",
    }
