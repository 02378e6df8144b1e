"""The sentence for files given along that are not used any more."""

from __future__ import annotations

from workprint.model import companions

from ..change import Change

_NOW = {
    "events": (
        "clicks and pointer are looked for in the picture from now on",
        "今后会在画面里查找点击和光标",
    ),
    "script": ("what is said is heard in the sound from now on", "今后会从声音里听出所说的内容"),
    "captions": ("what is said is heard in the sound from now on", "今后会从声音里听出所说的内容"),
}


def dropped(c: Change, zh: bool) -> str:
    """Which files are not used any more, and where what they told comes from instead."""
    left = {each.hash for media in c.after.media for each in companions(media)}
    gone = [each for media in c.before.media for each in companions(media) if each.hash not in left]
    names = ("、" if zh else ", ").join(f"“{each.name}”" for each in gone)
    now = dict.fromkeys(_NOW[each.kind][zh] for each in gone)
    if not gone:
        return "等待素材的文件不再使用。" if zh else "The file that waited for its footage is dropped."
    if zh:
        return f"不再使用{names}：{'；'.join(now)}。已经用它做好的部分保留。"
    are = "is" if len(gone) == 1 else "are"
    return f"{names} {are} not used any more: {'; '.join(now)}. What was made with {'it' if are == 'is' else 'them'} stays."


ALONG = {"drop_companion": dropped}
