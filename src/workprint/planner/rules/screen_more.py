"""Recordings of a screen: keys, idle stretches, and a crop to where things happen."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile, of_kind

from ..bench import Bench
from ..clause import Clause
from ..span import span
from ..targets import files, named_clips
from ..words import aspect, colors
from .rule import Rule

_RECORDING = r"\bscreen[- ]?(?:recording|cast|capture|grab)s?\b|\bscreencasts?\b|录屏|屏幕录制|录制的屏幕"
_NAMED = re.compile(r"screen|recording|录屏|屏幕|screencast|walkthrough", re.IGNORECASE)
_KEYS = r"\b(?:keys?|key ?strokes?|key ?presses|keyboard(?: (?:shortcuts?|input|presses))?|shortcuts?|hot ?keys?)\b|按键|快捷键|键盘|(?:我)?按(?:了|下|的)?(?:的|了)?(?:什么)?键"
_SHOW = r"\b(?:show|display|caption|overlay|visuali[sz]e|add|put|write|see|print)\w*\b|显示|展示|标|加|打(?:出|在)|提示|看"
_AWAY = r"^(?:no|remove|delete|hide|turn off|get rid of|don'?t show)\b|\b(?:remove|delete|hide|get rid of)\b|去掉|删|不要|别|取消|隐藏|关掉"
_IDLE = r"\bidle\b|\bdead (?:stretch(?:es)?|time|parts?|spots?)\b|\bnothing (?:happens|is happening|moves|changes|is going on|goes on)\b|\b(?:no|without) (?:activity|action|movement on screen)\b|\binactiv\w+|\b(?:not|nothing|n't) (?:\w+ )?(?:doing|clicking|typing|moving)(?: anything| much| the mouse)?\b|\bdo(?:ing)? nothing\b|\b(?:the )?(?:waiting|loading)(?: (?:time|times|parts?|bits?|screens?))?\b|\bwait(?:s|ing)? (?:time|parts?)\b|\bstatic (?:parts?|bits?|sections?)\b|\bstand(?:s|ing)? still\b|空闲|没(?:有)?(?:任何)?(?:操作|动静|动作|变化|活动)|什么(?:都|也)没(?:有)?(?:发生|做|动)|等待|加载|画面不动|画面静止|闲置|没在(?:操作|动)"
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


def _keys(c: Clause, bench: Bench) -> bool:
    """Captions of the keys that are pressed."""
    if c.quotes and c.has(r"\bkey ?strokes?\b|\bkey ?press\b|按键提示|键帽"):
        where = span(c, bench)
        begin = where.start if where.start is not None else where.point
        return bench.do("add_text", style="keystroke", text=c.quotes[0], start=begin, end=where.end)
    if (
        not c.has(_KEYS)
        or c.quotes
        or c.has(
            r"\bkeyframes?\b|\bkey ?ed\b|chroma|green|\bmusic\b|\b(?:api|secret|access|private) keys?\b|关键帧|绿幕"
        )
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
    return bench.do("show_keys", **params, **named_clips(c, bench))


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
    return bench.do("cut_idle", **params, **named_clips(c, bench))


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
        **named_clips(c, bench),
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


_BEHIND = r"\b(?:on|onto|over|in front of|against)\b.{0,30}\bback(?:ground|drop)\b|\bback(?:ground|drop) (?:with|and)\b.{0,30}\b(?:padding|shadow|round|margin)|\b(?:padding|shadow|rounded corners|round the corners|margins?)\b.{0,40}\bback(?:ground|drop)\b|\bgradient (?:background|backdrop)\b|\b(?:on|onto|over|in front of|against) (?:an? |the )?(?:\w+ ){0,3}gradient\b|\b(?:gradient|colou?r|photo|picture)\b.{0,12}\bbehind (?:it|the)\b|\bdrop shadow\b|(?:放在|放到|加(?:个|上)?|配(?:个|上)?|用|换(?:个|成)?|垫).{0,8}背景|背景.{0,10}(?:圆角|阴影|边距|留边)|(?:圆角|阴影|边距).{0,12}背景|(?:加|带).{0,3}(?:投影|阴影)"
_NOT_BEHIND = r"\bmusic\b|\bnoise\b|\bblur\w*|\bremove\b|\breplace\b|\bgreen\b(?=.{0,8}screen)|\btitle\b|\btext\b|\bcaptions?\b|\bbars?\b|\bcanvas\b|\d\s*:\s*\d|音乐|噪|模糊|虚化|抠|去掉|绿幕|标题|字幕|文字|黑边|背景(?:声|音|乐)|背景色|竖屏|画布|卡"
_PADDING = re.compile(
    r"(\d+(?:\.\d+)?)\s*% (?:of )?(?:padding|margins?)|(?:padding|margins?)(?: of)?\s*(\d+(?:\.\d+)?)\s*%|(?:边距|留边|留白)\D{0,3}(\d+(?:\.\d+)?)\s*%"
)


def _frame(c: Clause) -> dict[str, float]:
    """What a clause says of padding, corners and shadow."""
    params: dict[str, float] = {}
    if padding := _PADDING.search(c.text):
        params["padding"] = float(next(group for group in padding.groups() if group)) / 100
    if c.has(r"\b(?:no|without(?: a| any)?) shadow|不要阴影|无阴影|没有阴影"):
        params["shadow"] = 0.0
    if c.has(r"\b(?:square|no rounded|without rounded|sharp) corners|直角|不要圆角"):
        params["radius"] = 0.0
    return params


def _background(c: Clause, bench: Bench) -> bool:
    """The picture on a gradient, a colour or a photo, with padding, rounded corners and a shadow."""
    if not c.has(_BEHIND) or c.has(_NOT_BEHIND) or c.quotes or c.times.length or c.times.ranges:
        return False
    if (
        c.has(r"^(?:add |give it )?round|^(?:加个?)?圆角")
        and colors(c.text)
        and not c.has(r"gradient|shadow|渐变|阴影")
    ):
        return False
    bench.ensure_film()
    params: dict[str, Any] = {}
    photos = [file for file in files(c, bench) if file.kind == "image"]
    found = colors(c.text)
    if photos:
        params |= {"ground": "image", "image": photos[0].id}
    elif c.has(r"gradient|渐变"):
        params |= dict(zip(("first", "last"), found, strict=False))
    elif found:
        params |= {"ground": "color", "first": found[0]}
    params |= _frame(c)
    if bench.steps and bench.steps[-1].edit.params.get("effect") == "rounded":
        # Rounded corners asked for just before are those of the picture on the background.
        bench.timeline = bench.steps.pop().before
    return bench.do("add_effect", effect="on_background", params=params, **named_clips(c, bench, "targets"))


def _background_more(c: Clause, bench: Bench) -> bool:
    """What is said after a background about its corners, shadow and padding."""
    last = bench.steps[-1].edit if bench.steps else None
    if last is not None and last.params.get("effect") == "rounded" and c.has(r"\bshadows?\b|阴影|投影"):
        bench.timeline = bench.steps.pop().before
        targets = {"targets": last.params["targets"]} if last.params.get("targets") else {}
        return bench.do("add_effect", effect="on_background", params=_frame(c), **targets)
    if last is None or last.params.get("effect") != "on_background":
        return False
    if not c.has(r"\bshadows?\b|\bround\w*|\bpadding\b|\bcorners?\b|阴影|投影|圆角|边距") or c.has(
        r"\bclip\b|第"
    ):
        return False
    params = {**last.params.get("params", {}), **_frame(c)}
    return bench.do("add_effect", **{**last.params, "params": params})


_BORDER = r"\b(?:add|put|give|with|draw|want|need|set|in|make)\b.{0,24}\bborders?\b|\bborders? (?:around|round)\b|\bframe (?:around|round) (?:it|the (?:video|film|picture|clips?))\b|(?:加|要|来|画).{0,8}边框|(?:加|要|来).{0,4}[白黑红蓝黄绿灰粉]边(?!缘)"
_NOT_BORDER = rf"{_NOT_BEHIND}|\b(?:no|remove|delete|without|logo|overlay|web ?cam|pip|picture[- ]in[- ]picture|qr|inset|window|browser|phone|iphone|mac|device|laptop)\b|去|不要|画中画|小窗|摄像头|描边"


def _border(c: Clause, bench: Bench) -> bool:
    """A border of one colour around the picture, which stays whole."""
    if not c.has(_BORDER) or c.has(_NOT_BORDER) or c.quotes:
        return False
    bench.ensure_film()
    wide = (
        0.06
        if c.has(r"\b(?:thick|wide|big|fat)\b|粗|宽|厚")
        else 0.015
        if c.has(r"\bthin\b|\bslim\b|细|窄")
        else 0.03
    )
    if c.amount.percent:
        wide = c.amount.percent / 100
    params = {"ground": "color", "first": (colors(c.text) or ["#ffffff"])[0], "padding": wide}
    look = {"radius": 0.03 if c.has(r"\bround\w*|圆角") else 0.0, "shadow": 0.0}
    return bench.do(
        "add_effect", effect="on_background", params=params | look, **named_clips(c, bench, "targets")
    )


RULES = tuple(map(Rule, (_keys, _idle, _crop, _followed, _border, _background, _background_more)))
