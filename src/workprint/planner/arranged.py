"""The sentences for finer edits of clips and effects: slips, slides, rolls, nests, switches and inputs."""

from __future__ import annotations

from workprint.base import seconds
from workprint.model import Effect, Timeline

from .change import Change
from .figures import s, title_of
from .span import written


def slipped(c: Change, zh: bool) -> str:
    by, name = float(c.params["by"]), c.name(str(c.params["clip"]), zh)
    if zh:
        return f"{name}：内容{'后' if by > 0 else '前'}移 {s(abs(by), True)}，位置和时长不变。"
    return f"{name} shows what lies {s(abs(by))} {'later' if by > 0 else 'earlier'} in its footage; its place and length stay."


def slid(c: Change, zh: bool) -> str:
    by, name = float(c.params["by"]), c.name(str(c.params["clip"]), zh)
    if zh:
        return f"{name}：在前后两段之间{'后' if by > 0 else '前'}移 {s(abs(by), True)}，影片总长不变。"
    return f"{name} lies {s(abs(by))} {'later' if by > 0 else 'earlier'} between its neighbours; the film's length stays."


def rolled(c: Change, zh: bool) -> str:
    name, found = c.name(str(c.params["clip"]), zh), c.after.find(str(c.params["clip"]))
    at = written(float(seconds(found[1] + found[2].duration, c.after.rate))) if found else ""
    return (
        f"{name} 后面的剪辑点移到了 {at}，影片总长不变。"
        if zh
        else f"The cut after {name} is at {at} now; the film's length stays."
    )


def nested(c: Change, zh: bool) -> str:
    before = Change(c.edit, c.before, c.before)
    names = before.names("clips", zh)
    return (
        f"{names}：合成了一个片段。"
        if zh
        else f"{names[:1].upper() + names[1:] if names.startswith('the ') else names}: one clip now."
    )


def switched(c: Change, zh: bool) -> str:
    item, on = str(c.params["id"]), bool(c.params.get("enabled", True))
    effect = _effect(item, c.after)
    name = title_of(effect.op, zh) if effect is not None else c.name(item, zh)
    return f"{name}：已{'启用' if on else '停用'}。" if zh else f"{name} is switched {'on' if on else 'off'}."


def reordered_effects(c: Change, zh: bool) -> str:
    target = str(c.params["target"])
    found = c.after.find(target)
    effects = getattr(found[2], "effects", ()) if found else ()
    order = " → ".join(title_of(effect.op, zh) for effect in effects)
    name = c.name(target, zh)
    return f"{name} 的效果顺序：{order}。" if zh else f"The effects on {name} are now in this order: {order}."


def connected(c: Change, zh: bool) -> str:
    effect = _effect(str(c.params["effect_id"]), c.after)
    name = title_of(effect.op, zh) if effect is not None else ""
    item = c.params.get("item")
    if item is None:
        return f"{name}：断开了输入。" if zh else f"{name} has that input no longer."
    return (
        f"{name}：接入了 {c.name(str(item), True)}。"
        if zh
        else f"{name} takes {c.name(str(item))} as its input."
    )


def _effect(item: str, timeline: Timeline) -> Effect | None:
    """An effect by id, wherever it lies."""
    everywhere = [*timeline.effects]
    for track in timeline.tracks:
        everywhere += [*track.effects, *(effect for _, clip in track.clips() for effect in clip.effects)]
    return next((effect for effect in everywhere if effect.id == item), None)


ARRANGED = {
    "slip": slipped, "slide": slid, "roll": rolled, "nest": nested,
    "set_enabled": switched, "move_effect": reordered_effects, "set_input": connected,
}  # fmt: skip
