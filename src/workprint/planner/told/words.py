"""The sentences for edits by what is said: what went, by number, as the timeline keeps it."""

from __future__ import annotations

from workprint.ops import Pass, passes

from ..change import Change
from ..figures import s
from ..span import written

SHOWN = 30
"""So many things are named; how many more there were is said."""
_NAMES = {
    "cut_fillers": ("filler", "语气词"),
    "cut_retakes": ("retake", "重复的句子"),
    "cut_words": ("place", "说到的地方"),
}

_ACTS = {
    "cut": ("剪掉", "cut"),
    "mute": ("静音", "muted"),
    "bleep": ("哔掉", "bleeped"),
    "speed": ("变速", "played at another speed"),
}
"""What will be done, by mode, in Chinese and English."""


def word_pass(c: Change, zh: bool) -> str:
    """A pass over the words."""
    if c.pending:
        return _pending(c, zh)
    if c.params.get("mode") == "speed":
        return (
            f"{_what(c, zh)}以 {c.params.get('factor', 2):g} 倍速播放，影片{'短' if c.shorter > 0 else '长'}了 {s(abs(c.shorter), True)}。"
            if zh
            else f"{_what(c, zh)} plays at {c.params.get('factor', 2):g}x; the film is {s(abs(c.shorter))} {'shorter' if c.shorter > 0 else 'longer'}."
        )
    made = next((each for each in reversed(passes(c.after)) if each.op == c.edit.op), None)
    if made is None:
        return "已恢复原样。" if zh else "All of it is back."
    taken = [row for row in made.listed if row.taken]
    rows = "".join(f"\n{row.number}. {written(row.start)} {row.around}" for row in taken[:SHOWN])
    if len(taken) > SHOWN:
        rows += f"\n……另有 {len(taken) - SHOWN} 处" if zh else f"\n… and {len(taken) - SHOWN} more"
    back = [row.number for row in made.listed if not row.taken and row.sure]
    return _head(c, made, len(taken), zh) + rows + ("\n" if rows else "") + _after(made, back, zh)


def _head(c: Change, made: Pass, count: int, zh: bool) -> str:
    name = _NAMES[made.op][zh]
    if made.op == "cut_words" and (c.params.get("subject") or c.params.get("whole") or c.params.get("side")):
        name = "内容" if zh else "passage"
    many = name if count == 1 else f"{name}s"
    if made.mode == "mute":
        return f"静音了 {count} 处{name}，长度不变：" if zh else f"Muted {count} {many}, the length stays:"
    if made.mode == "bleep":
        return (
            f"{count} 处{name}换成了哔声，长度不变：" if zh else f"Bleeped {count} {many}, the length stays:"
        )
    if made.mode == "keep":
        return (
            f"只保留了 {count} 处，去掉 {s(c.shorter, True)}："
            if zh
            else f"Kept only {count} {'passage' if count == 1 else 'passages'}, {s(c.shorter)} went:"
        )
    if not count:
        return (
            f"没有再剪{name}，影片长了 {s(-c.shorter, True)}。"
            if zh
            else f"No {name} is cut any more; {s(-c.shorter)} came back."
        )
    if c.shorter < 0:
        return (
            f"放回了 {s(-c.shorter, True)}；现在剪掉的{name}有 {count} 处："
            if zh
            else f"Brought back {s(-c.shorter)}; {count} {many} {'is' if count == 1 else 'are'} cut now:"
        )
    return (
        f"剪掉了 {count} 处{name}，共 {s(c.shorter, True)}："
        if zh
        else f"Cut {count} {many}, {s(c.shorter)}:"
    )


def _after(made: Pass, back: list[int], zh: bool) -> str:
    if back:
        numbers = ("、" if zh else ", ").join(map(str, back[:20]))
        return f"保留了编号 {numbers}。" if zh else f"Kept: {numbers}."
    if len(made.listed) > 1 and made.mode != "keep":
        return "想留哪几处，说“保留1和2”。" if zh else "“Keep 1 and 2” brings those back."
    return ""


def _pending(c: Change, zh: bool) -> str:
    what = _what(c, zh)
    if c.params.get("mode") == "keep":
        return f"听完之后只保留{what}。" if zh else f"Once the words are known, only {what} will be kept."
    act = _ACTS[str(c.params.get("mode", "cut"))]
    return (
        f"先识别说的话，再{act[0]}{what}；如果文字稿不可靠，会先列出来问你。"
        if zh
        else f"Once the words are known, {what} will be {act[1]}; where they are not certain I list them first."
    )


def _what(c: Change, zh: bool) -> str:
    params = c.params
    if c.edit.op == "cut_words":
        said = ("、" if zh else ", ").join(f"“{phrase}”" for phrase in params.get("phrases", ()))
        if params.get("subject"):
            said = f"关于“{params['subject']}”的部分" if zh else f"what is said about “{params['subject']}”"
        sides = {
            "before": ("之前的部分", "all before "),
            "after": ("之后的部分", "all after "),
            "from": ("以及之后的部分", "all from there on: "),
        }
        side = sides.get(str(params.get("side", "")), ("", ""))
        return f"{said}{side[0]}" if zh else f"{side[1]}{said}"
    if c.edit.op == "cut_fillers":
        own = [*params.get("words", ()), *params.get("also", ())]
        rest = ("、" if zh else ", ").join(f"“{word}”" for word in own)
        if params.get("words"):
            return rest
        return (
            ("语气词" + (f"和{rest}" if rest else ""))
            if zh
            else "the filler words" + (f" and {rest}" if rest else "")
        )
    return "重复的句子（保留最后完整的一遍）" if zh else "the retakes (the last whole take stays)"


def correction(c: Change, zh: bool) -> str:
    """A word written otherwise."""
    heard, new = c.params["heard"], c.params["written"]
    count = sum(
        c.before.find(clip.id) is not None and c.before.find(clip.id)[2] != clip  # type: ignore[index]
        for track in c.after.tracks if track.kind == "text" for _, clip in track.clips()
    )  # fmt: skip
    if zh:
        now = f"改了 {count} 条屏幕文字" if count else "现有的屏幕文字里没有它"
        return f"“{heard}”写成“{new}”：{now}，以后生成的字幕也会这样写。"
    now = f"changed in {count} text{'s' if count != 1 else ''}" if count else "no text on screen has it now"
    return f"“{heard}” is written “{new}”: {now}; captions that are made later follow."


WORDS = {
    "cut_fillers": word_pass,
    "cut_words": word_pass,
    "cut_retakes": word_pass,
    "correct_word": correction,
}
