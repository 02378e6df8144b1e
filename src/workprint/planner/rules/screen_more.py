"""Recordings of a screen: keys, idle stretches, and a crop to where things happen."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile, of_kind

from ..bench import Bench
from ..clause import Clause
from ..targets import clips
from ..words import aspect
from .rule import Rule

_RECORDING = r"\bscreen[- ]?(?:recording|cast|capture|grab)s?\b|\bscreencasts?\b|录屏|屏幕录制|录制的屏幕"
_NAMED = re.compile(r"screen|recording|录屏|屏幕|screencast|walkthrough", re.IGNORECASE)
_KEYS = r"\b(?:keys?|key ?strokes?|key ?presses|keyboard(?: (?:shortcuts?|input|presses))?|shortcuts?|hot ?keys?)\b|按键|快捷键|键盘|(?:我)?按(?:了|下|的)?(?:的|了)?(?:什么)?键"
_SHOW = r"\b(?:show|display|caption|overlay|visuali[sz]e|add|put|write|see|print)\w*\b|显示|展示|标|加|打(?:出|在)|提示|看"
_AWAY = r"^(?:no|remove|delete|hide|turn off|get rid of|don'?t show)\b|\b(?:remove|delete|hide|get rid of)\b|去掉|删|不要|别|取消|隐藏|关掉"
_IDLE = r"\bidle\b|\bnothing (?:happens|is happening|moves|changes|is going on|goes on)\b|\b(?:no|without) (?:activity|action|movement on screen)\b|\binactiv\w+|\b(?:the )?(?:waiting|loading)(?: (?:time|times|parts?|bits?|screens?))?\b|\bwait(?:s|ing)? (?:time|parts?)\b|\bstatic (?:parts?|bits?|sections?)\b|\bstand(?:s|ing)? still\b|空闲|没(?:有)?(?:任何)?(?:操作|动静|动作|变化|活动)|什么(?:都|也)没(?:有)?(?:发生|做|动)|等待|加载|画面不动|画面静止|闲置|没在(?:操作|动)"
_BORING = r"\bboring (?:parts?|bits?|sections?|stuff|moments?)\b|\bdull (?:parts?|bits?)\b|无聊|没意思|乏味"
_FAST = r"\bspeed\w*\b|\bsped\b|\bfast[- ]?forward\w*|\bfaster\b|\btime ?lapse\b|\d\s*x\b|加速|快进|倍速|快放|变快|\d\s*倍"
_CUT = r"\b(?:cut|remove|delete|trim|skip|drop|take out|get rid of|edit out|chop|lose|clean out|condense)\w*\b|剪|删|去掉|去除|跳过|裁掉|砍"
_FOLLOW = r"\bfollow(?:s|ing)?\b.{0,24}\b(?:action|cursor|mouse|clicks?|pointer|me|typing|it|what happens)\b|\b(?:where|what) (?:things? |the action |it )?happens?\b|\bkeep(?:ing)? (?:the )?(?:action|clicks?|cursor|mouse|important)\b|\bpan(?:ning)? with\b|\bto the action\b|跟(?:随|着|踪)?.{0,6}(?:操作|鼠标|光标|点击|动作)|操作(?:区域|位置|的地方)|(?:保留|对准)(?:操作|点击|动作)"


def is_recording(file: MediaFile, bench: Bench) -> bool:
    """Whether a file is likely to be a recorded screen: by what was found in it or given along with it,
    its shape, or its name."""
    told = [fact.value for fact in of_kind(bench.situation.facts, file.id, "screen")]
    if told:
        return any(isinstance(value, dict) and value.get("recording", True) for value in told)
    if any(each.get("kind") == "events" for each in file.metadata.get("companions", ())):
        return True
    if file.kind != "video" or file.video is None:
        return False
    width, height = file.video.width, file.video.height
    return width * 10 == height * 16 or bool(_NAMED.search(file.name or ""))


def _recordings(bench: Bench) -> bool:
    files = [bench.timeline.file(p.media) for p in bench.film if p.media]
    return any(file is not None and is_recording(file, bench) for file in files)


def _named_clips(c: Clause, bench: Bench) -> dict[str, Any]:
    ids = clips(c, bench)
    return {"clips": list(ids)} if ids and len(ids) < len(bench.film) else {}


def _keys(c: Clause, bench: Bench) -> bool:
    """Captions of the keys that are pressed."""
    if (
        not c.has(_KEYS)
        or c.quotes
        or c.has(r"\bkeyframes?\b|\bkey ?ed\b|chroma|green|\bmusic\b|关键帧|绿幕")
    ):
        return False
    if c.has(_AWAY):
        return bench.do("show_keys", off=True)
    if not c.has(_SHOW):
        return False
    bench.ensure_film()
    params: dict[str, Any] = {}
    if c.has(
        r"\ball (?:the |my |of the )?(?:keys|key ?strokes|letters)|\bevery key\b|\beverything i type\b|全部(?:的)?按键|所有(?:的)?按键|每个(?:按)?键"
    ):
        params["which"] = "all"
    if c.has(r"\btop\b|顶|上方|上面"):
        params["position"] = "top"
    if c.times.length:
        params["seconds"] = c.times.length
    return bench.do("show_keys", **params, **_named_clips(c, bench))


def _idle(c: Clause, bench: Bench) -> bool:
    """Stretches in which nothing happens on the screen, cut or played fast."""
    idle = c.has(_IDLE) and (
        c.has(_RECORDING) or _recordings(bench) or not c.has(r"\bidle (?:parts?|time)\b")
    )
    boring = c.has(_BORING) and (c.has(_RECORDING) or _recordings(bench))
    fast = c.has(_FAST)
    if (
        not (idle or boring)
        or not (fast or c.has(_CUT))
        or c.has(r"\bmusic\b|title|caption|\bcrop|音乐|标题|字幕|裁成")
    ):
        return False
    bench.ensure_film()
    params: dict[str, Any] = {}
    if fast:
        params["mode"] = "speed"
        factor = c.amount.factor or c.amount.number
        if factor is not None and factor > 1:
            params["factor"] = factor
    if c.times.length:
        params["min_idle"] = c.times.length
    if c.has(
        r"\beven (?:if|when|where|over)\b|\balso (?:where|when|over)\b|\bregardless\b|说话(?:的地方)?也|不管"
    ):
        params["over_speech"] = True
    return bench.do("cut_idle", **params, **_named_clips(c, bench))


def _crop(c: Clause, bench: Bench) -> bool:
    """A crop of a recording that keeps what happens on it in the picture."""
    follow, shape = c.has(_FOLLOW), aspect(c.text)
    crops = c.has(r"\bcrop\w*\b|裁|\breframe\w*\b")
    if (
        not crops
        or not (shape or follow)
        or c.has(r"\bbars?\b|\bblur\w*|\bfit\b|黑边|模糊|完整|%|\bface|\bperson|\bspeaker|人")
    ):
        return False
    if not follow and not (c.has(_RECORDING) or _recordings(bench)):
        return False
    moving = follow and c.has(r"\bfollow|\bpan(?:ning)? with|\bmov(?:e|es|ing) with|跟")
    bench.ensure_film()
    return bench.do(
        "crop_to_action",
        aspect=shape or "16:9",
        **({"follow": True} if moving else {}),
        **_named_clips(c, bench),
    )


def _followed(c: Clause, bench: Bench) -> bool:
    """The crop just asked for, with a frame that moves: "…, and follow the mouse"."""
    if not c.has(_FOLLOW) or not c.has(r"\bfollow|跟") or c.has(r"\bcrop|裁"):
        return False
    if bench.steps and bench.steps[-1].edit.op == "crop_to_action":
        last = bench.steps.pop()
        bench.timeline = last.before
        return bench.do("crop_to_action", **{**last.edit.params, "follow": True})
    earlier = next((turn.edits[-1] for turn in reversed(bench.situation.history) if turn.edits), None)
    if earlier is None or earlier.op != "crop_to_action":
        return False
    return bench.do("crop_to_action", **{**earlier.params, "follow": True})


RULES = tuple(map(Rule, (_keys, _idle, _crop, _followed)))
