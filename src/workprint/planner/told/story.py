"""The sentences for captions of scenes, chapters and highlights, read from the timeline after the edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workprint.base import seconds
from workprint.model import Clip, Marker, Timeline
from workprint.ops import part_marks

from ..change import Change
from ..figures import s
from ..span import written
from ..trust import a_draft

_MADE = {
    "word": ("what is said", "说话内容"), "own": ("your words", "你的文字"), "lettering": ("the text on screen", "画面文字"),
    "face": ("the faces seen", "画面人脸"), "motion": ("the movement", "画面动静"), "colour": ("the colours", "画面色彩"),
    "name": ("the file's name", "文件名"), "date": ("the date in the file's name", "文件名里的日期"),
    "text": ("the card's text", "字卡文字"), "number": ("its number", "编号"),
}  # fmt: skip
MOST = 24
"""Rows told at most."""


def made_of(made: Sequence[str], zh: bool) -> str:
    """What a line was made from, as a sentence has it."""
    names = [_MADE[kind][zh] for kind in made if kind in _MADE]
    return "、".join(names) if zh else " and ".join(names)


def _captions(c: Change) -> list[tuple[int, Clip, dict[str, Any]]]:
    """The captions that this edit made, with the frames at which they start."""
    only = c.params.get("only") or ()
    found = []
    for track in c.after.tracks:
        for at, clip in track.clips():
            mark = clip.metadata.get("scene_caption")
            if isinstance(mark, dict) and (not only or mark.get("scene") in only):
                found.append((at, clip, mark))
    return sorted(found, key=lambda each: each[0])


def captions(c: Change, zh: bool) -> str:
    what = ("片段" if zh else "clip") if c.params.get("each") == "clip" else ("场景" if zh else "scene")
    if c.pending:
        return f"将给每个{what}加一句简短字幕。" if zh else f"Each {what} will get one short caption."
    rows = []
    for at, clip, mark in _captions(c)[:MOST]:
        start, end = (written(float(seconds(f, c.after.rate))) for f in (at, at + clip.duration))
        source = made_of(mark.get("made", ()), zh)
        rows.append(
            f"{mark.get('scene')}（{start}–{end}）“{clip.name}”，来自{source}" if zh
            else f"{mark.get('scene')} ({start}–{end}) “{clip.name}”, from {source}"
        )  # fmt: skip
    count = len(_captions(c))
    more = count - len(rows)
    if zh:
        return f"给 {count} 个{what}加了字幕：{'；'.join(rows)}{f'；另有 {more} 条' if more > 0 else ''}。{_draft((mark for _, _, mark in _captions(c)), zh)}"
    head = f"Captioned {count} {what}{'s' if count != 1 else ''}: "
    return f"{head}{'; '.join(rows)}{f'; and {more} more' if more > 0 else ''}.{_draft((mark for _, _, mark in _captions(c)), zh)}"


def _draft(marks: Iterable[Mapping[str, Any]], zh: bool) -> str:
    """That words come from an engine that often errs, where what was made comes from such words."""
    if not any(mark.get("draft") for mark in marks):
        return ""
    return a_draft("zh" if zh else "en")


def chapters(c: Change, zh: bool) -> str:
    if c.pending:
        return "将按内容划分章节并命名。" if zh else "The film will be divided into chapters with names."
    made = [marker for marker in c.after.markers if "made_chapters" in marker.metadata]
    rows = [f"{written(float(seconds(m.range.start, c.after.rate)))} {m.name}" for m in made]
    sources = list(dict.fromkeys(kind for m in made for kind in m.metadata["made_chapters"]))
    names = made_of(sources, zh)
    shown = c.params.get("titles")
    if zh:
        return f"划分了 {len(made)} 个章节（名称来自{names}）：{'；'.join(rows)}。导出 MP4、MOV、MKV 时会写入文件{'，章节名会在画面上显示 4 秒' if shown else ''}。{_draft((m.metadata for m in made), zh)}"
    titles = " Each name is on screen for up to 4 s." if shown else ""
    return f"Made {len(made)} chapter{'s' if len(made) != 1 else ''}, named from {names}: {'; '.join(rows)}. MP4, MOV and MKV files carry them.{titles}{_draft((m.metadata for m in made), zh)}"


def highlight(c: Change, zh: bool) -> str:
    if c.pending:
        return "将挑出最有代表性的部分。" if zh else "The parts that say the most will be kept."
    marks = [mark for _, mark in part_marks(c.after)]
    rows = highlight_rows(c.after, zh)
    has, asked = c.length(c.after), c.params.get("seconds")
    short = ""
    if asked is not None and has < 0.9 * float(asked):
        short = (
            f"没有凑满 {s(float(asked), zh)}：其余只是停顿。"
            if zh
            else f" That is less than {s(float(asked), zh)}: the rest of it is pauses."
        )
    tail = f"{short}{_chosen_by(marks, zh)}{_draft(marks, zh)}"
    if zh:
        return f"留下了 {len(marks)} 段，共 {s(has, zh)}：{rows}。{tail}"
    return f"Kept {len(marks)} part{'s' if len(marks) != 1 else ''}, {s(has, zh)} together: {rows}.{tail}"


def highlight_rows(timeline: Timeline, zh: bool) -> str:
    """The parts of a highlight by number, each with its score and reasons."""
    rows = [f"{mark['part']}. {_piece(mark, zh)}" for _, mark in part_marks(timeline)]
    return ("；" if zh else "; ").join(rows[:MOST])


def _chosen_by(marks: Sequence[Mapping[str, Any]], zh: bool) -> str:
    """By what the parts were chosen and where they are cut."""
    said = [bool(mark.get("text")) for mark in marks]
    if all(said):
        return (
            "剪切点都在句子之间；没有判断笑声或掌声。"
            if zh
            else " The cuts lie between sentences; laughter and applause were not judged."
        )
    if any(said):
        return (
            "有话的部分剪在句子之间，其余按画面动静选自各场景中间；没有判断笑声或掌声。"
            if zh
            else " Where something is said, the cuts lie between sentences; the rest was chosen by how much moves, from the middle of scenes. Laughter and applause were not judged."
        )
    return (
        "片中没有说话内容，是按画面动静从各场景中间选的；没有听音乐和声响。"
        if zh
        else " Nothing is said in it, so the parts were chosen by how much moves, from the middle of scenes; music and sounds were not judged."
    )


def swapped(c: Change, zh: bool) -> str:
    if c.pending:
        return "将换成另一段。" if zh else "Another part will be taken."
    old = next(mark for _, mark in part_marks(c.before) if mark["part"] == c.params["part"])
    there = [mark["was"] for _, mark in part_marks(c.before)]
    new = next(mark for _, mark in part_marks(c.after) if mark["was"] not in there)
    length = s(c.length(c.after), zh)
    if zh:
        return f"第{old['part']}段{_piece(old, zh)}换成了第{new['part']}段{_piece(new, zh)}。现在共 {length}。{_draft([new], zh)}"
    return f"Instead of {_piece(old, zh)} there is now, as part {new['part']}, {_piece(new, zh)}; {length} together.{_draft([new], zh)}"


def _piece(mark: dict[str, Any], zh: bool) -> str:
    start, end = (written(float(second)) for second in mark["was"])
    text = str(mark.get("text", ""))
    words = text if len(text) <= 60 else text[:57].rstrip() + "…"
    why = _why(mark.get("why", {}), zh)
    quoted = f"“{words}”" if words else ""
    score = f"{mark['score']:.2f}"
    return (
        f"原 {start}–{end}{quoted}（{score} 分：{why}）"
        if zh
        else f"{start}–{end} {quoted} (score {score}: {why})".replace("  ", " ")
    )


def _why(why: dict[str, Any], zh: bool) -> str:
    """Why a part was kept."""
    reasons = []
    if "rank" in why:
        rank, of = why["rank"], why["of"]
        reasons.append(
            f"与全片内容的关联度在 {of} 句中排第 {rank}"
            if zh
            else f"number {rank} of {of} in what it shares with the rest"
        )
        if why.get("words"):
            words = [f"“{word}”" for word in why["words"]]
            reasons.append(f"提到{'、'.join(words)}" if zh else f"speaks of {' and '.join(words)}")
        if float(why.get("louder", 0)) >= 1:
            reasons.append(
                f"比平时响 {why['louder']:g} 分贝" if zh else f"said {why['louder']:g} dB louder than usual"
            )
    elif "motion" in why:
        reasons.append(
            f"没有人说话；动静 {why['motion']:.0%}"
            if zh
            else f"nothing is said; {why['motion']:.0%} of movement"
        )
    elif "scene" in why:
        reasons.append(
            f"没有人说话；场景 {why['scene']} 的中间"
            if zh
            else f"nothing is said; the middle of scene {why['scene']}"
        )
    return "，".join(reasons) if zh else ", ".join(reasons)


def moved_marker(c: Change, zh: bool) -> str:
    marker: Marker | None = next((m for m in c.after.markers if m.id == c.params["marker"]), None)
    if marker is None:
        return ""
    at = written(float(seconds(marker.range.start, c.after.rate)))
    return f"标记“{marker.name}”移到了 {at}。" if zh else f"The marker “{marker.name}” is at {at} now."


STORY = {
    "caption_scenes": captions,
    "add_chapters": chapters,
    "highlight": highlight,
    "swap_part": swapped,
    "move_marker": moved_marker,
}
