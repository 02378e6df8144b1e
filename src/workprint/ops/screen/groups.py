"""Rings, zooms, covers and halos as people count them: what goes on over a join is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workprint.base import Fault, Range, clock
from workprint.model import Effect, Keyframe, Timeline
from workprint.ops.edits.film import film_of

from .marks import (
    Mark,
    at_moments,
    exchanged,
    found,
    markers_of,
    off,
    put_on,
    without_marks,
)

NUMBERS = ("zoom", "cover")
"""Under these names effects that are one thing have the same number."""
Keys = dict[str, tuple[Keyframe, ...]]


class NoSuchMark(Fault):
    """There is none with that number or at that moment. `have` is said as times."""

    code = "no_such_mark"
    en = "There is none of that; there are: {have}."
    zh = "没有这一个。现有：{have}。"


@dataclass(frozen=True)
class Group:
    """The marks that are one thing."""

    key: object
    marks: tuple[Mark, ...]

    @property
    def span(self) -> Range:
        return Range.between(min(m.span.start for m in self.marks), max(m.span.end for m in self.marks))

    @property
    def ids(self) -> set[str]:
        return {mark.effect.id for mark in self.marks}


def groups(timeline: Timeline, op: str) -> list[Group]:
    """The things of one kind that the film shows, in order of time."""
    rows: dict[object, list[Mark]] = {}
    for mark in found(timeline, op):
        numbers = [mark.effect.metadata[name] for name in NUMBERS if name in mark.effect.metadata]
        rows.setdefault(numbers[0] if numbers else mark.effect.id, []).append(mark)
    return [Group(key, tuple(row)) for key, row in rows.items()]


def chosen(
    timeline: Timeline, every: Sequence[Group], numbers: Sequence[int], moments: Sequence[float]
) -> list[Group]:
    """Those that are named. Raises `NoSuchMark`."""
    have = ", ".join(f"{n}. {clock(g.span.start, timeline.rate)}" for n, g in enumerate(every, 1))
    if any(not 1 <= number <= len(every) for number in numbers):
        raise NoSuchMark(have=have)
    picked = [every[number - 1] for number in numbers]
    for moment in moments:
        near = at_moments(timeline, [mark for group in every for mark in group.marks], [moment])
        ids = {mark.effect.id for mark in near}
        here = [group for group in every if ids & group.ids]
        if not here:
            raise NoSuchMark(have=have)
        picked += here
    return picked if numbers or moments else list(every)


def without(timeline: Timeline, op: str, group: Group, remembered: bool) -> Timeline:
    """Without one of them and its marker; a single ring or zoom is remembered, so that it stays away."""
    if op in ("click_ring", "zoom_to") and remembered:
        return off(timeline, op, [float(group.span.start / timeline.rate)])
    gone = set(markers_of(timeline, group.marks))
    cleared = without_marks(timeline, lambda effect: effect.id in group.ids, ())
    return cleared.model_copy(update={"markers": tuple(m for m in cleared.markers if m.id not in gone)})


def moved(timeline: Timeline, op: str, group: Group, by: int) -> Timeline:
    """One of them `by` frames later in the film, on the clips that show it there."""
    first = group.marks[0]
    start = next(at for at, clip in film_of(timeline).clips() if clip.id == first.clip.id)
    span = group.span.shift(by)
    ids = sorted(group.ids)
    spare = timeline.new_ids("e")
    new: dict[str, list[Effect]] = {}
    for begin, clip in film_of(timeline).clips():
        here = Range(start=begin, duration=clip.duration)
        if not (here.holds(span.start) if op == "click_ring" else here.meets(span)):
            continue
        name = ids.pop(0) if ids else next(spare)
        keys = _shifted(first.effect.keyframes, start + by - begin)
        new[clip.id] = [first.effect.model_copy(update={"id": name, "keyframes": keys})]
    markers = set(markers_of(timeline, group.marks))
    names = [effect.id for row in new.values() for effect in row]
    kept = tuple(
        m.model_copy(update={"range": m.range.shift(by), "metadata": {**m.metadata, "effects": names}})
        if m.id in markers
        else m
        for m in timeline.markers
    )
    clear = without_marks(timeline, lambda effect: effect.id in group.ids, ())
    after = put_on(clear, new)
    return after.model_copy(update={"markers": tuple(sorted(kept, key=lambda m: m.range.start))})


def _shifted(keys: Keys, by: int) -> Keys:
    return {
        name: tuple(key.model_copy(update={"at": key.at + by}) for key in track)
        for name, track in keys.items()
    }


def placed_at(timeline: Timeline, group: Group, x: float | None, y: float | None) -> Timeline:
    """One of them with its middle at another place of the picture; one that moves moves on from there."""
    goal = {name: value for name, value in (("x", x), ("y", y)) if value is not None}
    return _changed(timeline, group, lambda effect: _to(effect, goal))


def _to(effect: Effect, goal: dict[str, float]) -> Effect:
    params, keys = dict(effect.params), dict(effect.keyframes)
    for name, value in goal.items():
        half = (
            float(params.get("width" if name == "x" else "height", 0.0)) / 2 if effect.op == "cover" else 0.0
        )
        by = value - half - float(params.get(name, 0.5))
        params[name] = _inside(float(params.get(name, 0.5)) + by)
        if effect.op == "zoom_to":
            keys.pop(name, None)
        elif name in keys:
            keys[name] = tuple(k.model_copy(update={"value": _inside(k.value + by)}) for k in keys[name])
    return effect.model_copy(update={"params": params, "keyframes": keys})


def coarser(timeline: Timeline, group: Group, strength: float) -> Timeline:
    """A cover with blocks, or a blur, of another coarseness."""
    return _changed(
        timeline,
        group,
        lambda effect: effect.model_copy(update={"params": {**effect.params, "strength": strength}}),
    )


def scaled_by(timeline: Timeline, group: Group, scale: float) -> Timeline:
    """One of them so many times as large; a zoom goes so many times as close."""
    grow = {"cover": _covering, "zoom_to": _closer}.get(group.marks[0].effect.op, _wider)
    return _changed(timeline, group, grow(scale))


def _wider(scale: float) -> Callable[[Effect], Effect]:
    def change(effect: Effect) -> Effect:
        usual = 0.045 if effect.op == "click_ring" else 0.05
        size = min(0.5, float(effect.params.get("size", usual)) * scale)
        return effect.model_copy(update={"params": {**effect.params, "size": round(size, 4)}})

    return change


def _closer(scale: float) -> Callable[[Effect], Effect]:
    def change(effect: Effect) -> Effect:
        def closer(amount: float) -> float:
            return round(min(8.0, 1 + (amount - 1) * scale), 3)

        keys = {**effect.keyframes}
        if "amount" in keys:
            keys["amount"] = tuple(k.model_copy(update={"value": closer(k.value)}) for k in keys["amount"])
        amount = closer(float(effect.params.get("amount", 1.8)))
        return effect.model_copy(update={"params": {**effect.params, "amount": amount}, "keyframes": keys})

    return change


def _covering(scale: float) -> Callable[[Effect], Effect]:
    def change(effect: Effect) -> Effect:
        params, keys = dict(effect.params), dict(effect.keyframes)
        for place, size in (("x", "width"), ("y", "height")):
            pairs = list(zip(keys.get(place, ()), keys.get(size, ()), strict=True))
            grown = [_grown(at.value, of.value, scale) for at, of in pairs]
            keys[place] = tuple(
                k.model_copy(update={"value": g[0]}) for (k, _), g in zip(pairs, grown, strict=True)
            )
            keys[size] = tuple(
                k.model_copy(update={"value": g[1]}) for (_, k), g in zip(pairs, grown, strict=True)
            )
            params[place], params[size] = _grown(float(params[place]), float(params[size]), scale)
        return effect.model_copy(update={"params": params, "keyframes": keys})

    return change


def _grown(start: float, length: float, scale: float) -> tuple[float, float]:
    """A stretch of the picture so many times as long around its middle, inside the picture."""
    middle = start + length / 2
    low, high = _inside(middle - length * scale / 2), _inside(middle + length * scale / 2)
    return low, round(high - low, 5)


def _inside(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)


def _changed(timeline: Timeline, group: Group, change: Callable[[Effect], Effect]) -> Timeline:
    return exchanged(timeline, {mark.effect.id: change(mark.effect) for mark in group.marks})
