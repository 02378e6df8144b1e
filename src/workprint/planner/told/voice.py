"""The sentences for voice-overs, with figures read from the timeline."""

from __future__ import annotations

from collections.abc import Iterator

from workprint.base import seconds
from workprint.model import Clip, FileRef
from workprint.ops.edits import VOICE_OVER, narrated

from ..change import Change
from ..span import written
from ..voice_traits import named

WAYS = {"en": "Better voices: “workprint doctor” says how.", "zh": "更好的语音见“workprint doctor”。"}


def added(c: Change, zh: bool) -> str:
    """What is spoken where, by whom, and what did not fit as it was."""
    if c.pending:
        return _pending(c, zh)
    old = {clip.id for _, clip in narrated(c.before)}
    new = [(at, clip) for at, clip in narrated(c.after) if clip.id not in old]
    return _told(c, new or narrated(c.after), zh)


def changed(c: Change, zh: bool) -> str:
    return _pending(c, zh) if c.pending else _told(c, narrated(c.after), zh)


def removed(c: Change, zh: bool) -> str:
    left = len(narrated(c.after))
    gone = len(narrated(c.before)) - left
    if not left:
        return (
            "去掉了配音，原声恢复音量。" if zh else "The voice-over is gone; the film is as loud as before."
        )
    return (
        f"去掉了 {gone} 句配音，还剩 {left} 句。"
        if zh
        else f"Took {gone} line{'s' if gone > 1 else ''} out of the voice-over; {left} left."
    )


def replaced(c: Change, zh: bool) -> str:
    if c.pending:
        return "先听一遍录音，找出停顿。" if zh else "Listening to the recording for its pauses first."
    lines, name = narrated(c.after), c.name(str(c.params["media"]), zh)
    before = len(narrated(c.before))
    said = _told(c, lines, zh)
    if len(lines) < before:
        return said + (
            f"“{name}”里只听出 {len(lines)} 段，原来有 {before} 句。"
            if zh
            else f" Only {len(lines)} stretches were heard in {name} for {before} lines."
        )
    return said


def _pending(c: Change, zh: bool) -> str:
    return (
        "先合成语音，再放到时间线上。" if zh else "The text is spoken first and laid under the picture then."
    )


def _told(c: Change, lines: list[tuple[int, Clip]], zh: bool) -> str:
    rate = c.after.rate
    start = float(seconds(min(at for at, _ in lines), rate))
    end = float(seconds(max(at + clip.duration for at, clip in lines), rate))
    who, many = _who(c, lines[0][1], zh), len(lines)
    where = f"{written(start)}–{written(end)}"
    if zh:
        parts = [f"{who}，共 {many} 句，{where}（{end - start:.1f} 秒）{_depth(c, zh)}。"]
    else:
        count = f"{many} line{'s' if many > 1 else ''}"
        parts = [f"{who}: {count}, {where} ({end - start:.1f} s){_depth(c, zh)}."]
    parts += _misfits(c, lines, zh)
    if "draft" in who.lower() or "草稿" in who:
        parts.append(WAYS["zh" if zh else "en"])
    return ("" if zh else " ").join(parts)


def _who(c: Change, clip: Clip, zh: bool) -> str:
    file = c.after.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    voice = file.metadata.get("voice") if file else None
    if not isinstance(voice, dict):
        name = file.name if file else clip.name
        return f"配音为录音“{name}”" if zh else f"Voice-over from {name}"
    draft, name = bool(voice["draft"]), _called(str(voice["asked"].get("voice", "")), zh)
    if zh:
        return f"配音（{'草稿语音 ' if draft else ''}{voice['engine']}{name}）"
    return f"Voice-over by {'a draft voice, ' if draft else ''}{voice['engine']}{name}"


def _called(voice: str, zh: bool) -> str:
    """A voice as it is told behind its engine; nothing for the usual one."""
    if voice in ("", "default"):
        return ""
    return f"，{named(voice, zh)}" if zh else f" ({named(voice, zh)})"


def _depth(c: Change, zh: bool) -> str:
    ducks = [
        float(effect.params.get("depth", 10))
        for track in c.after.tracks
        for effect in track.effects
        if effect.op == "duck" and effect.metadata.get(VOICE_OVER)
    ]
    if not ducks:
        return ""
    return (
        f"，其他声音压低 {ducks[0]:g} dB" if zh else f"; all other sound steps back {ducks[0]:g} dB under it"
    )


def _misfits(c: Change, lines: list[tuple[int, Clip]], zh: bool) -> Iterator[str]:
    """What is faster, later or held so that the lines fit."""
    rate = c.after.rate
    faster = max(float(clip.speed) for _, clip in lines)
    if faster > 1.004:
        percent = (faster - 1) * 100
        yield (
            f"为了放得下，语速最多加快 {percent:.0f}%。"
            if zh
            else f"To fit, it is up to {percent:.0f} % faster."
        )
    if (pause := lines[0][1].metadata[VOICE_OVER].get("pause")) is not None and len(lines) > 1:
        yield f"句间至少停顿 {pause:g} 秒。" if zh else f"At least {pause:g} s are between the lines."
    held = c.length(c.after) - c.length(c.before)
    late = []
    for _, clip in lines:
        by = float(seconds(int(clip.metadata[VOICE_OVER].get("late", 0)), rate))
        if by > 0.04:
            late.append((clip.name, by))
    for name, by in late[:4]:
        yield f"“{name}”晚了 {by:.1f} 秒。" if zh else f"“{name}” begins {by:.1f} s late."
    if held > 0.04:
        yield (
            f"画面定格共 {held:.1f} 秒等它说完。"
            if zh
            else f"The picture is held for {held:.1f} s until it is said."
        )


VOICED = {
    "add_voice_over": added,
    "set_voice_over": changed,
    "remove_voice_over": removed,
    "replace_voice_over": replaced,
}
