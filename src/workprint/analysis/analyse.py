"""Finding facts of the kinds that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from workprint.base import Text
from workprint.ffmpeg import Cancelled
from workprint.model import Fact, MediaFile

from .beat import Beat
from .cache import FactCache
from .colour import Colour
from .cues import Cues
from .detector import Detector, Progress, uses
from .face import Face
from .faults import NoPicture, NoSound, UnknownKind
from .loudness import Loudness
from .motion import Motion
from .on_screen import OnScreen
from .scene import Scene
from .screen import Screen
from .speech import Speech
from .word import Words
from .words import Recogniser

DETECTORS: tuple[Detector, ...] = (
    Speech(), Loudness(), Scene(), Beat(), Colour(), Face(), Motion(), Screen(), Words(), Cues(), OnScreen()
)  # fmt: skip


NAMES: dict[str, Text] = {
    "silence": {"en": "silence", "zh": "静音"},
    "speech": {"en": "speech", "zh": "语音"},
    "loudness": {"en": "loudness", "zh": "响度"},
    "beat": {"en": "beat", "zh": "节拍"},
    "beats": {"en": "beat", "zh": "节拍"},
    "scene": {"en": "shot", "zh": "镜头"},
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
    """Facts about a file, in order of time; without `kinds`, all that it can have.

    Raises `NoSound` or `NoPicture` where a kind is asked for that the file cannot have,
    `UnknownKind`, `Cancelled`, or what FFmpeg fails with. What is in the cache is not found again.
    """
    chosen = _chosen(media, kinds, detectors)
    found: list[Fact] = []
    for index, detector in enumerate(chosen):
        if cancel is not None and cancel.is_set():
            raise Cancelled()

        def tell(part: float, index: int = index) -> None:
            if on_progress is not None:
                on_progress((index + part) / len(chosen))

        more = uses(detector, media)
        facts = cache.get(media.hash, detector, more) if cache is not None and media.hash else None
        if facts is None:
            facts = tuple(detector.find(Path(path), media, tell, cancel))
            if cache is not None and media.hash:
                cache.put(media.hash, detector, facts, more)
        tell(1.0)
        found += [fact for fact in facts if kinds is None or fact.kind in kinds]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))


def _chosen(media: MediaFile, wanted: Sequence[str] | None, detectors: Sequence[Detector]) -> list[Detector]:
    if wanted is None:
        return [detector for detector in detectors if _lacks(media, detector) is None]
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
