"""The crop of one clip that keeps what it is about, as keyframes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from workprint.base import Curve, Range
from workprint.model import Canvas, Clip, Effect, Facts, FileRef, Keyframe, MediaFile, Timeline

from .crop_path import ENOUGH, lines, moving, standing
from .faults import NothingToDo
from .subjects import Scene, Subject, divided, moments, needed, scenes_of, steps, subject

MARK = "reframe"
"""What the crop that this makes carries in its metadata."""
WHOLE = 0.99
"""Share of the picture from which on nothing is worth cutting off."""
HELD = {"left": (True, 0.0), "right": (True, 1.0), "top": (False, 0.0), "bottom": (False, 1.0)}
"""For each side that a crop can stay on: whether it lies across, and where."""


@dataclass(frozen=True)
class View:
    """How the canvas sees a clip's picture: it shows the share `window` of its width (`across`) or height,
    of what lies from `first` on and is `part` of the whole."""

    across: bool
    window: float
    first: float = 0.0
    part: float = 1.0

    def of(self, found: Subject) -> Subject:
        """A subject by its place in what the clip's own crop left."""
        bands = tuple(((a - self.first) / self.part, (b - self.first) / self.part) for a, b in found.bands)
        return replace(found, bands=bands)


def view_of(clip: Clip, media: MediaFile, canvas: Canvas) -> View | None:
    """How the canvas sees a clip; None where it sees all of it, or where the clip lies placed or turned."""
    assert media.video is not None
    if any(effect.enabled and effect.op in ("place", "rotate") for effect in clip.effects):
        return None
    edges = {"left": 0.0, "right": 0.0, "top": 0.0, "bottom": 0.0}
    for effect in clip.effects:
        if effect.enabled and effect.op == "crop" and not effect.metadata.get(MARK):
            edges.update({side: float(effect.params.get(side, 0.0)) for side in edges})
    wide, high = 1 - edges["left"] - edges["right"], 1 - edges["top"] - edges["bottom"]
    if wide <= 0 or high <= 0:
        return None
    shape = media.video.width * wide / (media.video.height * high)
    window = canvas.width / canvas.height / shape
    if WHOLE < window < 1 / WHOLE:
        return None
    if window < 1:
        return View(True, window, edges["left"], wide)
    return View(False, 1 / window, edges["top"], high)


def reframed(timeline: Timeline, clip: Clip, facts: Facts, wish: str, chosen: Range, new_id: str) -> Clip:
    """The clip with a crop that does what is wished in the frames `chosen`, counted from its start; what it
    did elsewhere stays, else it keeps the subject there."""
    media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    if media is None or media.video is None:
        return clip
    old = crop_of(clip)
    view = view_of(clip, media, timeline.canvas)
    axis = "x" if view is not None and view.across else "y"
    others = tuple(effect for effect in clip.effects if effect is not old)
    if view is None:
        return clip.model_copy(update={"effects": others})
    before = old.keyframes.get(axis, ()) if old is not None else ()
    keys: list[Keyframe] = []
    for scene in divided(scenes_of(clip, facts, timeline.rate), chosen, clip, timeline.rate):
        inside = chosen.start <= scene.span.start < chosen.end
        if not inside and before:
            keys += _kept(before, scene, timeline.rate)
        else:
            how = wish if inside else "subject"
            keys += _framed(scene, clip, media, facts, view, how, timeline.rate)
    crop = Effect(
        id=old.id if old is not None else new_id, op="crop", params={axis: keys[0].value},
        keyframes={axis: tuple(keys)}, metadata={MARK: True},
    )  # fmt: skip
    return clip.model_copy(update={"effects": (*others, crop)})


def crop_of(clip: Clip) -> Effect | None:
    """The crop that an earlier reframing made."""
    return next((effect for effect in clip.effects if effect.metadata.get(MARK)), None)


def recropped(timeline: Timeline, before: Clip, after: Clip) -> Clip:
    """A clip whose edges were cut off otherwise than before: the crop that follows somebody comes behind
    that, and shows what it showed as far as that is left."""
    crop = crop_of(after)
    media = timeline.file(after.media.media) if isinstance(after.media, FileRef) else None
    if crop is None or media is None or media.video is None:
        return after
    others = tuple(effect for effect in after.effects if effect is not crop)
    old, new = (view_of(clip, media, timeline.canvas) for clip in (before, after))
    if new is None:
        return after.model_copy(update={"effects": others})
    axis = "x" if new.across else "y"
    keys: tuple[Keyframe, ...] = (_key(Range(start=0, duration=after.duration), 0, 0.5, "center"),)
    if old is not None and old.across == new.across:
        keys = tuple(_moved(key, old, new) for key in crop.keyframes.get(axis, keys))
    crop = crop.model_copy(update={"params": {axis: keys[0].value}, "keyframes": {axis: keys}})
    return after.model_copy(update={"effects": (*others, crop)})


def _moved(key: Keyframe, old: View, new: View) -> Keyframe:
    """A keyframe of one view as the other has the same place, or the nearest there is."""
    place = (old.first + key.value * old.part - new.first) / new.part
    half = new.window / 2
    return key.model_copy(update={"value": round(min(1 - half, max(half, place)), 5)})


def _kept(before: Sequence[Keyframe], scene: Scene, rate: Fraction) -> list[Keyframe]:
    """The keyframes that a scene has, and at its edges what the crop did there."""
    first, last = scene.span.start, scene.span.end - 1
    curve = Curve(tuple((key.at, key.value, key.ease) for key in before), rate)
    inside = [key for key in before if first <= key.at <= last]
    if not inside or inside[0].at > first:
        earlier = next((key for key in reversed(before) if key.at <= first), before[0])
        inside.insert(0, earlier.model_copy(update={"at": first, "value": curve.at(first)}))
    if inside[-1].ease != "hold":
        inside.append(inside[-1].model_copy(update={"at": last, "value": curve.at(last), "ease": "hold"}))
    return inside


def _framed(
    scene: Scene, clip: Clip, media: MediaFile, facts: Facts, view: View, wish: str, rate: Fraction
) -> list[Keyframe]:
    """The keyframes of a scene."""
    if wish in HELD or wish == "center":
        return [_key(scene.span, 0, _held(wish, view), wish)]
    if media.kind != "video":
        return [_key(scene.span, 0, 0.5, "nothing")]
    needed(facts, media)
    found = view.of(subject(scene, media, facts, view.across, wish, view.window))
    if not found.bands:
        return [_key(scene.span, 0, 0.5, found.what)]
    count = steps(scene, rate)
    bands = found.each(moments(scene, clip.reverse, count))
    at, held = standing(bands, view.window)
    if held >= ENOUGH or clip.freeze or clip.loop:
        return [_key(scene.span, 0, at, found.what)]
    path = moving(bands, view.window)
    last = scene.span.duration - 1
    return [
        _key(scene.span, round(n * last / (count - 1)), path[n], found.what, "linear" if n < count - 1 else "hold")
        for n in lines(path)
    ]  # fmt: skip


def _held(wish: str, view: View) -> float:
    """The middle of a crop that stays on a side."""
    if wish == "center":
        return 0.5
    across, end = HELD[wish]
    if across != view.across:
        raise NothingToDo(
            en=f"The canvas shows the whole {'height' if view.across else 'width'} of the picture: the crop cannot stay on the {wish}.",
            zh=f"画布已经显示画面的全部{'高度' if view.across else '宽度'}，裁剪无法停在这一侧。",
        )
    return view.window / 2 if end == 0 else 1 - view.window / 2


def _key(span: Range, frame: int, value: float, what: str, ease: str = "hold") -> Keyframe:
    """A keyframe that also says what is followed: a reply is told from it."""
    return Keyframe.model_validate(
        {"at": span.start + frame, "value": round(min(1.0, max(0.0, value)), 5), "ease": ease, "what": what}
    )
