"""Captions whose letters stand out from the frames behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workprint.base import READABLE, luminance
from workprint.model import Clip, Facts, FileRef, GeneratorRef, MediaFile, Timeline, of_kind
from workprint.ops.text.colors import rgba
from workprint.ops.text.legible import Behind, legible

from .beneath import BACKDROP, FACE, Beneath
from .captions import look_of
from .clear import Placed, clear

BEHIND = "behind"
"""Where what is said of the making of captions has how they stood out: see `settled`."""
UNSEEN = "unseen"
"""Where it says that faces were not looked for."""
FACES_UP_TO = 180.0
"""Seconds of footage in which faces are looked for of oneself: it takes about a tenth of that."""
_SAID = ("text", "times", "position")


def settled(
    timeline: Timeline, facts: Facts, placed: Sequence[Placed]
) -> tuple[list[Placed], dict[str, Any]]:
    """The captions where nothing is in their way, in looks that stand out from the frames behind them: one
    for all that had one before. Beside them, where the frames are known, what that was: {"of": captions
    measured, "low": those whose letters the picture would swallow, "least": their least contrast, "changed":
    looks that changed for it}."""
    free = clear(timeline, facts, placed)
    beneath = Beneath(timeline, facts)
    found: list[Placed | None] = [None] * len(free)
    told: dict[str, Any] = {"of": 0, "low": 0, "least": 21.0, "changed": []}
    for params, numbers in _alike(free):
        behind = [beneath.light(*free[number]) for number in numbers]
        measured = [each for each in behind if each is not None]
        changes = legible(look_of(params), _together(measured))
        _tell(told, params, measured, changes)
        for number in numbers:
            at, clip = free[number]
            found[number] = (at, _with(clip, changes))
    said: dict[str, Any] = {BEHIND: told} if told["of"] else {}
    if not beneath.knows(FACE) and _footage(timeline) > FACES_UP_TO:
        said[UNSEEN] = True
    return [each for each in found if each is not None], said


def _alike(placed: Sequence[Placed]) -> list[tuple[dict[str, Any], list[int]]]:
    """Each look, and the numbers of the captions that have it."""
    found: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for number, (_, clip) in enumerate(placed):
        params = clip.media.params if isinstance(clip.media, GeneratorRef) else {}
        look = {key: params[key] for key in sorted(params) if key not in _SAID}
        found.setdefault(repr(look), (look, []))[1].append(number)
    return list(found.values())


def _together(behind: Sequence[Behind]) -> Behind | None:
    if not behind:
        return None
    busy = sum(each.busy for each in behind) * 2 > len(behind)
    return Behind(min(each.dark for each in behind), max(each.light for each in behind), busy)


def _tell(
    told: dict[str, Any], params: Mapping[str, Any], behind: Sequence[Behind], changes: Mapping[str, Any]
) -> None:
    letters = luminance(rgba(look_of(params).color)[:3])
    ratios = [each.against(letters) for each in behind]
    told["of"] += len(ratios)
    told["low"] += sum(ratio < READABLE for ratio in ratios)
    told["least"] = round(min([told["least"], *ratios]), 1)
    told["changed"] = sorted({*told["changed"], *(changes if ratios else ())})


def _with(clip: Clip, changes: Mapping[str, Any]) -> Clip:
    assert isinstance(clip.media, GeneratorRef)
    media = clip.media.model_copy(update={"params": {**clip.media.params, **changes}})
    return clip.model_copy(update={"media": media}) if changes else clip


def _footage(timeline: Timeline) -> float:
    """Seconds of the moving footage of the film."""
    return sum(float(each.duration) for each in shown(timeline) if each.kind == "video")


def shown(timeline: Timeline) -> list[MediaFile]:
    """The files that the film shows."""
    clips = (clip for _, clip in timeline.film.clips()) if timeline.film else ()
    used = {clip.media.media for clip in clips if isinstance(clip.media, FileRef)}
    return [each for each in timeline.media if each.id in used]


def wished(timeline: Timeline, facts: Facts) -> Iterator[tuple[str, str]]:
    """What captions are better for, and which files it is not known of: how light the frames are, and where
    faces are if that is soon found."""
    kinds: dict[str, tuple[str, ...]] = {BACKDROP: (BACKDROP,)}
    if _footage(timeline) <= FACES_UP_TO:
        kinds[FACE] = (FACE, "faces")
    for media in shown(timeline):
        for kind, answers in kinds.items():
            if not any(of_kind(facts, media.id, each) for each in answers):
                yield kind, media.id
