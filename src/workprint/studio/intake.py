"""Taking files in: probed, known by content, and where the film is empty put on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workprint.analysis import UnsupportedMedia, beside
from workprint.base import Fault, Text
from workprint.model import (
    SUFFIXES,
    Companion,
    FileRef,
    MediaFile,
    Timeline,
    companions,
    suffix_of,
    with_companions,
)
from workprint.ops import EditOp, bind
from workprint.store import Library

from .companions import Shelf, not_text, put
from .parts import Parts
from .shape import shaped


class NoMedia(Fault):
    code = "no_media"
    en = "There is no file {path}. Name the footage to work on."
    zh = "没有文件 {path}。请指定要处理的素材。"


@dataclass(frozen=True)
class Taken:
    """Files taken in: the timeline that has them, the new ones, those put on the film by it, what
    the user should know of them, what was given along with footage, and whether the shape and size they gave the
    film are still to be told."""

    timeline: Timeline
    media: tuple[MediaFile, ...]
    placed: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    along: tuple[Companion, ...] = ()
    untold: bool = False


@dataclass(frozen=True)
class Intake:
    """Takes files in, with a probe, the library of files seen, and the shelf of what is given along."""

    parts: Parts
    library: Library
    shelf: Shelf

    def probed(self, path: Path, media_id: str, name: str = "") -> MediaFile:
        """What is in a file, under another `name` if one is given. Raises `NoMedia` and what the probe
        says of unreadable files."""
        if not path.is_file():
            raise NoMedia(path=str(path))
        media = self.parts.probe(path, media_id)
        known = self.library.identify(path)
        uri = self.library.address(path)
        given = {"name": name} if name else {}
        return media.model_copy(update={"uri": uri, "hash": known.hash, "size": known.size, **given})

    def take(
        self,
        timeline: Timeline,
        paths: Sequence[Path],
        off_film: Sequence[str] = (),
        names: Mapping[Path, str] | None = None,
    ) -> Taken:
        """Files in the library and, where the film is empty, its videos on the film, but for those
        of `off_film`; where there are only sounds, those on an audio track. A file that is in the
        library already stays the one it is. Texts are put with the footage they belong to."""
        new, along, said = self._sorted(timeline, paths, names or {})
        film = timeline.film
        empty = film is None or not film.items
        notes: tuple[Text, ...] = tuple(note for each in new for note in _cautions(each))
        untold = not timeline.media
        if empty and untold:
            timeline = shaped(timeline, new)
        name = timeline.name or (Path(new[0].name).stem if new else "")
        timeline = timeline.model_copy(update={"name": name, "media": (*timeline.media, *new)})
        placed = [each.id for each in new if empty and each.kind == "video" and each.id not in off_film]
        for media_id in placed:
            timeline = bind(EditOp, "append", {"media": media_id}).apply(timeline, {})
        if not placed and only_sounds(timeline):
            placed = [each.id for each in new if each.id not in off_film]
            timeline = _heard(timeline, placed)
        if new and not placed and not empty:
            notes = (*notes, _waiting(new))
        before = timeline
        timeline, gone_with = put(timeline, along, new)
        self._check(before, timeline)
        return Taken(timeline, tuple(new), tuple(placed), (*notes, *said, *gone_with), along, untold)

    def _sorted(
        self, timeline: Timeline, paths: Sequence[Path], names: Mapping[Path, str]
    ) -> tuple[list[MediaFile], tuple[Companion, ...], tuple[Text, ...]]:
        """Files that are footage and new to the timeline, with their ids, those given along or found beside
        them, and what there is to say of these."""
        new: list[MediaFile] = []
        along: list[Companion] = []
        said: list[Text] = []
        ids = timeline.new_ids("m")
        for path in paths:
            if not path.is_file():
                raise NoMedia(path=str(path))
            if (given := self.shelf.take(path, names.get(path, ""))) is not None:
                along.append(given)
                continue
            media = self._footage(path, names.get(path, ""))
            if media.hash not in {each.hash for each in (*timeline.media, *new)}:
                new.append(media.model_copy(update={"id": next(ids)}))
                if media.kind == "video":
                    found, left_out = self._beside(media, path, paths)
                    along += found
                    said += left_out
        return new, tuple(along), tuple(said)

    def _check(self, before: Timeline, after: Timeline) -> None:
        """Raises the fault of a recorder's file that does not fit the recording that it was put with."""
        was = {media.id: companions(media) for media in before.media}
        for media in after.media:
            new = [each for each in companions(media) if each.kind == "events"]
            if any(each not in was.get(media.id, ()) for each in new):
                self.parts.events(self.shelf.where(media))

    def _beside(
        self, media: MediaFile, path: Path, given: Sequence[Path]
    ) -> tuple[list[Companion], list[Text]]:
        """What a recorder has put beside its recording, unless it was given anyway, and why some of it is
        left out."""
        own = {each.resolve() for each in given}
        found: list[Companion] = []
        said: list[Text] = []
        for place in beside(path):
            try:
                if place not in own and (each := self.shelf.take(place)) is not None:
                    self.parts.events(self.shelf.where(with_companions(media, [each])))
                    found.append(each)
            except Fault as fault:
                said.append({lang: fault.say(lang) for lang in ("en", "zh")})
        return found, said

    def _footage(self, path: Path, name: str) -> MediaFile:
        """What is in a file that is no text."""
        try:
            return self.probed(path, "", name)
        except UnsupportedMedia:
            if suffix_of(name or path.name) not in SUFFIXES:
                raise
            # Neither footage nor text: a text is what its name promised.
            raise not_text(name or path.name) from None

    def with_beside(self, media: MediaFile, path: Path) -> MediaFile:
        """A recording with what its recorder has put beside it, where it can be used."""
        found, _ = self._beside(media, path, ()) if media.kind == "video" else ([], [])
        return with_companions(media, found) if found else media

    def described(self, media: MediaFile, folder: Path) -> MediaFile:
        """A draft's media, with what a probe says of it where the draft says nothing."""
        path = folder / (media.uri or media.name)
        if media.video or media.audio or not path.is_file():
            return media.model_copy(update={"uri": str(path.absolute())})
        probed = self.probed(path, media.id)
        return probed.model_copy(update={"name": media.name or probed.name, "metadata": media.metadata})

    def where(self, media: MediaFile) -> MediaFile:
        """The media file with the place where its content lies now. Raises `SourceMissing` or
        `SourceChanged`."""
        return media.model_copy(update={"uri": str(self.library.locate(media))})

    def located(self, timeline: Timeline) -> Timeline:
        """The timeline with every file it uses where it lies now."""
        used = {
            clip.media.media
            for track in timeline.tracks
            for _, clip in track.clips()
            if isinstance(clip.media, FileRef)
        }
        media = tuple(self.where(each) if each.id in used else each for each in timeline.media)
        return timeline.model_copy(update={"media": media})


def only_sounds(timeline: Timeline) -> bool:
    """Whether there is nothing to see: all the files are sounds, and nothing else is on the tracks."""
    seen = any(track.items for track in timeline.tracks if track.kind != "audio")
    return bool(timeline.media) and not seen and all(each.kind == "audio" for each in timeline.media)


def _heard(timeline: Timeline, media: Sequence[str]) -> Timeline:
    """The timeline with sounds one after another on its first audio track."""
    for media_id in media:
        track = next((each.id for each in timeline.tracks if each.kind == "audio"), None)
        timeline = bind(EditOp, "append", {"media": media_id, "track": track}).apply(timeline, {})
    return timeline


def _cautions(media: MediaFile) -> tuple[Text, ...]:
    promised = media.metadata.get("truncated")
    if promised is None:
        return ()
    has = float(media.duration)
    return (
        {
            "en": f"“{media.name}” breaks off: it should last {float(promised):.1f} s and has {has:.1f} s.",
            "zh": f"“{media.name}”不完整：应为 {float(promised):.1f} 秒，实际只有 {has:.1f} 秒。",
        },
    )


def _waiting(new: Sequence[MediaFile]) -> Text:
    names = ", ".join(each.name for each in new)
    return {
        "en": f"In the library, for this and later requests: {names}.",
        "zh": f"已放入素材库，供本次及之后的请求使用：{names}。",
    }
