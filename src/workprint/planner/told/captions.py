"""The sentences for captions, with figures read back from the timeline."""

from __future__ import annotations

from typing import Any

from workprint.base import seconds
from workprint.model import Clip, GeneratorRef, Timeline, Track
from workprint.ops import registry

from ..change import Change
from ..figures import words
from ..span import written
from ..trust import a_draft


def _captions(timeline: Timeline) -> list[tuple[Track, int, Clip]]:
    return [
        (track, at, clip)
        for track in timeline.tracks
        if track.kind == "text" and track.role == "captions"
        for at, clip in track.clips()
    ]


def captioned(c: Change, zh: bool) -> str:
    """How many captions there are, from when to when, and how far their words can be trusted."""
    look = _look(c, zh)
    if c.pending:
        return (
            f"将听写所说的话并配上字幕{look}。"
            if zh
            else f"What is said will be written down and captioned{look}."
        )
    many, first, last = _counted(c.after)
    said = (
        f"配了 {many} 条字幕{look}，{first}–{last}。"
        if zh
        else f"{many} caption{'s' if many != 1 else ''}{look}, {first}–{last}."
    )
    track = _captions(c.after)[0][0]
    return said + _seen(c, zh) + _trust(track, zh)


def imported(c: Change, zh: bool) -> str:
    """How many cues of a file are captions now, from when to when, and what of them is kept but not drawn."""
    named = str(c.params.get("file") or "")
    if c.pending:
        return (
            f"将导入字幕文件{named}。"
            if zh
            else f"The subtitle file {named} will be read.".replace("  ", " ")
        )
    many, first, last = _counted(c.after)
    said = (
        f"导入了 {many} 条字幕{_look(c, zh)}，{first}–{last}，时间与文件一致。"
        if zh
        else f"{many} caption{'s' if many != 1 else ''} from the file{_look(c, zh)}, {first}–{last}, with its times."
    )
    said += _seen(c, zh)
    if _captions(c.after)[0][0].metadata.get("head"):
        said += (
            "文件里的 STYLE 与 REGION 会保留在导出的 .vtt 里；画面上只采用对全部文字生效的颜色、底色、粗体和斜体。"
            if zh
            else " Its STYLE and REGION blocks are kept in .vtt files; of them only colour, background, bold and italics of all text are drawn."
        )
    partly = sum(_partly_marked(clip) for _, _, clip in _captions(c.after))
    if partly:
        said += (
            f"其中 {partly} 条含有只作用于部分文字的样式：会保留在导出的字幕文件里，画面上不显示。"
            if zh
            else f" {partly} of them have tags for a part of their text: kept in subtitle files, not drawn."
        )
    return said


def _partly_marked(clip: Clip) -> bool:
    kept = clip.metadata.get("cue")
    markup = str(kept.get("markup", "")) if isinstance(kept, dict) else ""
    slanted = isinstance(clip.media, GeneratorRef) and bool(clip.media.params.get("italic"))
    return "<" in markup and not slanted


def _counted(timeline: Timeline) -> tuple[int, str, str]:
    """How many captions there are, from when to when."""
    found = _captions(timeline)
    first, last = min(at for _, at, _ in found), max(at + clip.duration for _, at, clip in found)
    start, end = (written(round(float(seconds(frame, timeline.rate)), 2)) for frame in (first, last))
    return len(found), start, end


def _look(c: Change, zh: bool) -> str:
    preset = str(c.params.get("preset", "clean"))
    named = [_title(preset, zh)] if preset != "clean" else []
    named += words("caption", c.params.get("params") or {}, zh)
    if not named:
        return ""
    return f"（{'、'.join(named)}）" if zh else f" ({', '.join(named)})"


def _title(preset: str, zh: bool) -> str:
    known: Any = registry()["caption"]
    return str(known.titled(preset)["zh" if zh else "en"])


def _trust(track: Track, zh: bool) -> str:
    kept = track.metadata.get("split")
    if not isinstance(kept, dict) or not kept.get("draft"):
        return ""
    return a_draft("zh" if zh else "en")


def styled(c: Change, zh: bool) -> str:
    """What changed about how many captions."""
    before, after = len(_captions(c.before)), len(_captions(c.after))
    asked = dict(c.params.get("params") or {})
    preset = asked.pop("preset", None)
    # What is told is what they have: letters that would not stand out keep what sets them off.
    has = _meant(c)[0].media.params if not c.pending else asked  # type: ignore[union-attr]
    given = {key: has.get(key, asked[key]) for key in asked}
    parts = ([_title(str(preset), zh)] if preset else []) + words("caption", given, zh)
    if c.params.get("words"):
        parts.append(
            f"每条最多 {c.params['words']} 个词" if zh else f"at most {c.params['words']} words each"
        )
    if c.params.get("lines"):
        parts.append(
            f"最多 {c.params['lines']} 行"
            if zh
            else f"at most {c.params['lines']} line{'s' if c.params['lines'] > 1 else ''}"
        )
    look = ("、" if zh else ", ").join(parts)
    if c.pending:
        return f"字幕将改为：{look}。" if zh else f"The captions will be: {look}."
    anew = "" if before == after else f"（原来 {before} 条）" if zh else f" (there were {before})"
    some = len(_meant(c)) if "start" in c.params else 0
    who = f"{some} of {after} captions" if some else f"All {after} captions" if after != 1 else "The caption"
    whose = f"{after} 条字幕中的 {some} 条" if some else f"{after} 条字幕"
    said = f"{whose}：{look}{anew}。" if zh else f"{who}{anew}: {look}."
    return said + _seen(c, zh)


def _meant(c: Change) -> list[Clip]:
    """The captions on screen in the range that was asked for."""
    start, end = (c.params.get(key) for key in ("start", "end"))
    found = []
    for _, at, clip in _captions(c.after):
        first, last = (float(seconds(frame, c.after.rate)) for frame in (at, at + clip.duration))
        if (start is None or start < last) and (end is None or first <= end):
            found.append(clip)
    return found


def removed(c: Change, zh: bool) -> str:
    """Where captions are gone, and how many there still are."""
    rest = len(_captions(c.after))
    start = written(float(c.params.get("start") or 0))
    end = written(float(c.params.get("end") or seconds(c.after.duration, c.after.rate)))
    where = f"{start}–{end}" if "start" in c.params or "end" in c.params else ""
    if zh:
        return f"{where or '那里'}不再有字幕，还有 {rest} 条。" if rest else "已删除全部字幕。"
    left = f"{rest} caption{'s' if rest != 1 else ''} left" if rest else "no captions left"
    return f"No captions at {where}; {left}." if where else f"No captions there; {left}."


def shifted(c: Change, zh: bool) -> str:
    """How many captions are how much later than before, and from when to when they are shown now."""
    many, first, last = _counted(c.after)
    by = float(c.params["by"])
    if zh:
        return f"{many} 条字幕{'推迟' if by > 0 else '提前'} {abs(by):g} 秒，现在是 {first}–{last}。"
    who = f"All {many} captions are" if many != 1 else "The caption is"
    return f"{who} {abs(by):g} s {'later' if by > 0 else 'earlier'}: {first}–{last}."


def settled(c: Change, zh: bool) -> str:
    """What changed so that captions can be read."""
    if c.pending:
        return (
            "将查看字幕背后的画面和人脸。"
            if zh
            else "The frames behind the captions, and faces in them, will be looked at."
        )
    return _seen(c, zh).strip() or (
        "字幕回到了底部，那里没有遮挡。"
        if zh
        else "The captions are at the bottom again: nothing is in the way there."
    )


def _seen(c: Change, zh: bool) -> str:
    """What of their looks and places the captions have because of the picture behind them, and why."""
    found = _captions(c.after)
    split = found[0][0].metadata.get("split")
    behind = split.get("behind") if isinstance(split, dict) else None
    said = ""
    if isinstance(behind, dict) and behind["changed"]:
        media = found[0][2].media
        assert isinstance(media, GeneratorRef)
        looks = words("caption", {key: media.params[key] for key in behind["changed"]}, zh)
        said = (
            f"{behind['of']} 条中有 {behind['low']} 条的文字与背后画面太接近（对比度最低 {behind['least']}，需要 4.5），所以用了{'、'.join(looks)}。"
            if zh
            else f" {', '.join(looks).capitalize()}, because the picture behind {behind['low']} of {behind['of']} is too like the letters (contrast down to {behind['least']}, 4.5 is needed)."
        )
    moved = sum(_raised(clip) for _, _, clip in found) if "position" not in _asked(c) else 0
    if moved:
        said += (
            f"其中 {moved} 条移到了别处，以免挡住人脸或其他文字。"
            if zh
            else f" {moved} of them {'is' if moved == 1 else 'are'} elsewhere than at the bottom, off a face or another text."
        )
    if isinstance(split, dict) and split.get("unseen"):
        said += (
            "素材较长，没有查找人脸；说“字幕不要挡脸”就会查找。"
            if zh
            else " Faces were not looked for in footage this long; say “keep the captions off faces” to have it done."
        )
    return said


def _asked(c: Change) -> dict[str, Any]:
    return dict(c.params.get("params") or {})


def _raised(clip: Clip) -> bool:
    return isinstance(clip.media, GeneratorRef) and clip.media.params.get("position", "bottom") != "bottom"
