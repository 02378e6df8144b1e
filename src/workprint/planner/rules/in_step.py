"""Recordings of one event, lined up by their sound: cameras side by side, a recorder's sound for the camera's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from workprint.base import Fault

from ..bench import Bench, decline
from ..clause import Clause
from ..targets import files
from .levels import has_gain
from .rule import Rule

IN_STEP = re.compile(
    r"\bin sync\b|\bsync(?:hroni[sz]e|ed|ing|s)?\b(?! (?:the |my )?(?:cuts?|captions?|subtitles?|photos?))|\b(?:line|lined|lining)(?: \S+){0,4} up\b|\balign(?:ed|ing)?\b.{0,40}\b(?:audio|sound|cameras?|angles?|recordings?|videos?|clips)\b|(?:按|用)(?:声音|音频|原声)对[齐上]|(?:音画|声画|声音|音频|录音|机位|画面).{0,10}(?:对齐|同步|对上)|(?:对齐|同步|对上)(?:一下)?(?:声音|音频|录音|机位|两)"
)
_CAMERAS = re.compile(r"\bcam(?:era)?s?\b|\bangles?\b|机位|摄像机|相机")
_TAKES = ("split_screen", "overlay", "replace_sound")
_ALSO = re.compile(
    r"(?:and |then |also )?(?:line|sync(?:hroni[sz]e)?|align) (?:it|them|both|everything)(?: up)?(?: (?:by|with|to) .{1,20})?|(?:并|再|然后|要)*(?:按声音)?(?:对齐|同步|对上)(?:声音|一下)*"
)
_NAMED = re.compile(r"cam|angle|机位", re.I)
_NOT_THIS = re.compile(r"\bbeats?\b|\bmusic\b|lip[- ]?sync|captions?|subtitles?|字幕|节拍|音乐|卡点|口型")


def do_in_step(bench: Bench, op: str, asked: bool, plain: Mapping[str, Any], **params: Any) -> bool:
    """An edit with recordings lined up by their sound; where they do not sound alike and nobody asked for it, as
    they were recorded (with `plain` besides), which is said."""
    try:
        return bench.do(op, by_sound=True, **params)
    except Fault as fault:
        if asked or fault.code != "not_together":
            raise
    bench.tell(
        "They do not sound like recordings of the same moments, so they are not lined up: both start as recorded.",
        "听起来不是同一时刻的录音，所以没有对齐：各自从头开始。",
    )
    return bench.do(op, **params, **plain)


def one_event(c: Clause, bench: Bench, media: Sequence[str | None]) -> bool:
    """Whether these are taken for recordings of one event with several cameras: it is said so, or they are called
    so; all have sound."""
    found = [bench.timeline.file(each) for each in media if each]
    known = [each for each in found if each is not None and each.kind == "video" and each.audio is not None]
    if len(known) != len(media):
        return False
    return bool(_CAMERAS.search(c.text)) or all(_NAMED.match(each.name or "") for each in known)


def _recorder(c: Clause, bench: Bench) -> bool:
    """Another device's sound for the film's: "sync recorder.wav with the video"."""
    if not IN_STEP.search(c.text) or _NOT_THIS.search(c.text):
        return False
    shown = {place.media for place in bench.film}
    replaced = c.has(r"replace|swap|instead|替换|换成|代替") is not None
    named = [
        each
        for each in files(c, bench)
        if each.kind == "audio" or (replaced and each.audio is not None and each.id not in shown)
    ]
    lying = [each for each in bench.timeline.media if each.kind == "audio"]
    sounds = named or ([] if _CAMERAS.search(c.text) else lying)
    if len(sounds) != 1:
        return False
    pictures = [each for each in (*files(c, bench), *bench.library) if each.kind == "video"]
    if not bench.film and pictures:
        bench.do("append", media=pictures[0].id)
    gain = has_gain(c)
    more = {} if gain is None else {"gain": gain}
    return bench.do("replace_sound", media=sounds[0].id, by_sound=True, **more)


def _also(c: Clause, bench: Bench) -> bool:
    """ "… and line them up", behind what shows or plays both."""
    last = bench.steps[-1].edit if bench.steps else None
    if last is None or last.op not in _TAKES or not _ALSO.fullmatch(c.own.strip(" ,.，。")):
        return False
    bench.timeline = bench.steps.pop().before
    return bench.do(last.op, **{**last.params, "by_sound": True})


def _how(c: Clause, bench: Bench) -> bool:
    if not IN_STEP.search(c.text) or _NOT_THIS.search(c.text) or c.times.range is not None:
        return False
    return decline(
        "in_step_how",
        "Recordings are lined up by their sound where they are shown together: say “split screen the two cameras”, “cut to camB from 0:30 to 0:45”, or “replace the sound with recorder.wav in sync”.",
        "多段录像在一起出现时会按声音对齐：可以说“两个机位分屏”、“0:30到0:45切到camB”，或“用 recorder.wav 替换声音并对齐”。",
    )


RULES = (Rule(_also), Rule(_recorder))
HOW = (Rule(_how),)
