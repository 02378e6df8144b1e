"""The sentences for b-roll, with places and reasons read back from the timeline."""

from __future__ import annotations

from workprint.base import seconds
from workprint.model import Clip
from workprint.ops import BROLL, TAGS, is_broll

from ..change import Change, called
from ..span import written


def _row(c: Change, start: float, end: float, clip: Clip, zh: bool) -> str:
    """Where a piece of b-roll is, what it shows and why."""
    why = clip.metadata[BROLL]["why"]["zh" if zh else "en"]
    name, at = called(clip, c.after), f"{written(round(start, 2))}–{written(round(end, 2))}"
    return f"{at}：{name}（{why}）" if zh else f"{at}: {name} ({why})"


def added(c: Change, zh: bool) -> str:
    if c.pending:
        return (
            "先听写所说的话，再按内容配空镜。"
            if zh
            else "What is said is listened to first; then b-roll is laid where it fits."
        )
    found = sorted((each for each in c.new_clips() if is_broll(each[2])), key=lambda each: each[0])
    rows = [f"{number}. {_row(c, *each, zh)}" for number, each in enumerate(found, 1)]
    unused = [file.name for file in c.after.media if file.video is not None and not _used(c, file.id)]
    left = ""
    if unused:
        why = _unused(c, len(rows), zh)
        left = (
            f"\n没有用上：{'、'.join(unused)}（{why}）。"
            if zh
            else f"\nNot used: {', '.join(unused)} ({why})."
        )
    lines = "\n".join(rows)
    if zh:
        return f"配了 {len(rows)} 段空镜，下面的声音照常：\n{lines}{left}"
    return f"{len(rows)} piece{'s' if len(rows) != 1 else ''} of b-roll, the sound beneath goes on:\n{lines}{left}"


_WHY_NOT = {
    "media": ("not among those named", "没有点名"),
    "most": ("no more pieces were asked for", "只要求了这么多段"),
    "words": ("no word that is said fits, or there is no room by it", "没有相符的词，或旁边放不下"),
    "joins": ("no cut is left that it could cover", "没有别的剪切处可盖"),
    "range": ("one is shown there", "那里只放一段"),
    "auto": ("no room is left: between two pieces 2 s of the film are seen", "放不下了：两段之间要留 2 秒原片"),
}  # fmt: skip


def _unused(c: Change, made: int, zh: bool) -> str:
    """Why files of the library are not over the film."""
    if c.params.get("media"):
        why = "media"
    elif made == c.params.get("most"):
        why = "most"
    else:
        why = str(c.params.get("over", "auto"))
    return _WHY_NOT.get(why, _WHY_NOT["auto"])[zh]


def _used(c: Change, media: str) -> bool:
    return any(
        getattr(clip.media, "media", None) == media for track in c.after.tracks for _, clip in track.clips()
    )


def swapped(c: Change, zh: bool) -> str:
    if c.pending:
        return (
            "先听写所说的话，再换空镜。"
            if zh
            else "What is said is listened to first; then the b-roll is swapped."
        )
    item = str(c.params["clip"])
    before, after = c.before.find(item), c.after.find(item)
    assert before is not None
    assert isinstance(before[2], Clip)
    assert after is not None
    assert isinstance(after[2], Clip)
    old = called(before[2], c.before)
    start, end = (float(seconds(f, c.after.rate)) for f in (after[1], after[1] + after[2].duration))
    said = _row(c, start, end, after[2], zh)
    return f"空镜“{old}”换成了 {said}。" if zh else f"Instead of “{old}” there is now {said}."


def tagged(c: Change, zh: bool) -> str:
    file = c.after.file(str(c.params["media"]))
    assert file is not None
    tags = file.metadata[TAGS]
    return (
        f"“{file.name}”的标签：{'、'.join(tags)}。" if zh else f"“{file.name}” is tagged {', '.join(tags)}."
    )
