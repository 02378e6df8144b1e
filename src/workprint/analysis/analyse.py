"""Finding facts of the kinds that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from workprint.base import Text
from workprint.ffmpeg import Cancelled
from workprint.model import Fact, MediaFile, followed

from .backdrop import Backdrop
from .beat import Beat
from .cache import FactCache
from .colour import Colour
from .cues import Cues
from .detector import Detector, Progress, uses
from .face import Face
from .faults import NoPicture, NoSound, UnknownKind
from .follow import Follow
from .levels import Levels
from .loudness import Loudness
from .motion import Motion
from .on_screen import OnScreen
from .pool import found, place
from .scene import Scene
from .screen import Screen
from .speech import Speech
from .word import Words
from .words import Recogniser

DETECTORS: tuple[Detector, ...] = (
    Speech(), Loudness(), Scene(), Beat(), Colour(), Face(), Motion(), Screen(), Words(), Cues(), OnScreen(),
    Backdrop(), Levels(),
)  # fmt: skip


NAMES: dict[str, Text] = {
    "silence": {"en": "silence", "zh": "静音"},
    "speech": {"en": "speech", "zh": "语音"},
    "loudness": {"en": "loudness", "zh": "响度"},
    "levels": {"en": "course of the sound", "zh": "声音起伏"},
    "beat": {"en": "beat", "zh": "节拍"},
    "beats": {"en": "beat", "zh": "节拍"},
    "scene": {"en": "shot", "zh": "镜头"},
    "backdrop": {"en": "light behind letters", "zh": "文字背后的明暗"},
    "colour": {"en": "colour", "zh": "色彩"},
    "face": {"en": "face", "zh": "人脸"},
    "faces": {"en": "face", "zh": "人脸"},
    "cue": {"en": "subtitles", "zh": "字幕"},
    "lettering": {"en": "text on screen", "zh": "画面文字"},
    "motion": {"en": "movement", "zh": "运动"},
    "cursor": {"en": "pointer", "zh": "光标"},
    "click": {"en": "click", "zh": "点击"},
    "key": {"en": "key", "zh": "按键"},
    "typing": {"en": "typing", "zh": "输入"},
    "scroll": {"en": "scrolling", "zh": "滚动"},
    "idle": {"en": "idle stretch", "zh": "空闲"},
    "screen": {"en": "screen recording", "zh": "录屏"},
    "word": {"en": "words", "zh": "所说的话"},
    "transcript": {"en": "words", "zh": "所说的话"},
}


def detectors(engine: Recogniser | None) -> tuple[Detector, ...]:
    """All detectors, with a speech engine; None takes the one that the environment sets up."""
    return tuple(replace(each, engine=engine) if isinstance(each, Words) else each for each in DETECTORS)


def kinds(detectors: Sequence[Detector] = DETECTORS) -> tuple[str, ...]:
    """The kinds of facts that can be asked for."""
    return tuple(kind for detector in detectors for kind in detector.kinds)


@dataclass(frozen=True)
class Wish:
    """What is to be known of a file; without `kinds`, all that it can have."""

    media: MediaFile
    kinds: Sequence[str] | None = None
    path: str | Path = ""


def analyse(
    path: str | Path,
    media: MediaFile,
    kinds: Sequence[str] | None = None,
    cache: FactCache | None = None,
    on_progress: Progress | None = None,
    cancel: Event | None = None,
    *,
    detectors: Sequence[Detector] = DETECTORS,
) -> tuple[Fact, ...]:
    """Facts about a file, in order of time: see `analyse_all`."""
    return analyse_all([Wish(media, kinds, path)], cache, on_progress, cancel, detectors=detectors)[0]


def analyse_all(
    wishes: Sequence[Wish],
    cache: FactCache | None = None,
    on_progress: Progress | None = None,
    cancel: Event | None = None,
    *,
    detectors: Sequence[Detector] = DETECTORS,
) -> list[tuple[Fact, ...]]:
    """Facts about several files, for each in order of time. What is not in the cache is found, several at
    once, and nothing that somebody else is already finding.

    Raises `NoSound` or `NoPicture` where a kind is asked for that the file cannot have,
    `UnknownKind`, `Cancelled`, or what FFmpeg fails with; all that was at work has then stopped.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled()
    chosen = [[_One(wish, each, cache) for each in _chosen(wish, detectors)] for wish in wishes]
    ones = [one for row in chosen for one in row]
    facts = {one: kept for one in ones if (kept := one.kept()) is not None}
    missing = [one for one in ones if one not in facts]
    if missing:
        done = len(facts)

        def tell(part: float) -> None:
            if on_progress is not None:
                on_progress((done + part * len(missing)) / len(ones))

        facts |= zip(missing, found([one.find for one in missing], tell, cancel), strict=True)
    elif on_progress is not None:
        on_progress(1.0)
    return [_sorted(wish, [facts[one] for one in row]) for wish, row in zip(wishes, chosen, strict=True)]


@dataclass(frozen=True, eq=False)
class _One:
    """One detector and one file."""

    wish: Wish
    detector: Detector
    cache: FactCache | None

    @property
    def content(self) -> str:
        return self.wish.media.hash

    def kept(self) -> tuple[Fact, ...] | None:
        """What is in the cache."""
        if self.cache is None or not self.content:
            return None
        return self.cache.get(self.content, self.detector, uses(self.detector, self.wish.media))

    def find(self, tell: Progress, stop: Event) -> tuple[Fact, ...]:
        """What the detector finds, by it or by whoever is finding it already."""
        if self.cache is None or not self.content:
            return self._found(tell, stop)
        more = uses(self.detector, self.wish.media)
        with self.cache.alone(self.content, self.detector, more, stop):
            facts = self.kept()
            if facts is None:
                facts = self._found(tell, stop)
                self.cache.put(self.content, self.detector, facts, more)
        return facts

    def _found(self, tell: Progress, stop: Event) -> tuple[Fact, ...]:
        with place(stop):
            return tuple(
                self.detector.find(Path(self.wish.path or self.wish.media.uri), self.wish.media, tell, stop)
            )


def _sorted(wish: Wish, found: Sequence[Sequence[Fact]]) -> tuple[Fact, ...]:
    facts = (fact for each in found for fact in each if wish.kinds is None or fact.kind in wish.kinds)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind)))


def _chosen(wish: Wish, detectors: Sequence[Detector]) -> list[Detector]:
    media, wanted = wish.media, wish.kinds
    if wanted is None:
        return [detector for detector in detectors if _lacks(media, detector) is None]
    places = [place for kind in wanted if (place := followed(kind)) is not None]
    detectors = (*detectors, *map(Follow, dict.fromkeys(places)))
    for kind in wanted:
        detector = next((d for d in detectors if kind in d.kinds), None)
        if detector is None:
            raise UnknownKind(kind=kind, have=", ".join(kinds(detectors)))
        lacking = _lacks(media, detector)
        if lacking is not None:
            raise lacking(name=media.name, kind=kind, what=NAMES.get(kind, {"en": kind, "zh": kind}))
    return [detector for detector in detectors if set(detector.kinds) & set(wanted)]


def _lacks(media: MediaFile, detector: Detector) -> type[NoSound | NoPicture] | None:
    """The fault of asking this detector about this file, or None."""
    if detector.needs == "sound" and media.audio is None:
        return NoSound
    if detector.needs == "picture" and media.video is None:
        return NoPicture
    if detector.needs == "moving" and media.kind != "video":
        return NoPicture
    return None
