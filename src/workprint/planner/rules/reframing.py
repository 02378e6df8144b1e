"""Reframing: another shape with the subject kept, and where the crop stays or whom it follows."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench
from ..clause import Clause
from ..span import inside
from ..targets import clips
from ..words import aspect
from .canvas import KEPT_WHOLE
from .rule import Rule

_WHO = r"(?:faces?|speakers?|presenter|host|guest|person|people|subjects?|me|myself|him|her|them|us|my head|head|everyone|everybody|man|woman|guy|girl|boy|kid|child|dancer|player|singer|teacher|interviewee|action|movement|motion|whatever moves|what moves|what'?s moving|ball|object|car|dog|cat)"
_FOLLOW = re.compile(
    rf"\b(?:keep(?:ing|s)?|track(?:ing|s)?|follow(?:ing|s)?|cent(?:er|re)(?:ed|ing)?|focus(?:ed|ing)? on|lock(?:ed)? on(?:to)?|stay(?:ing|s)? (?:on|with)|stick(?:ing|s)? (?:to|with))\b[^,.;]{{0,20}}\b{_WHO}\b(?!'s|’s| (?:voice|sound|music|video|clip|footage|talk|say|speak))"
    r"|\b(?:face|person|subject|motion|object)[- ]?track(?:ing)?\b|\bauto[- ]?(?:matic(?:ally)? )?reframe|\bsmart[- ]?(?:crop|reframe|framing)|\breframe\b|\bauto[- ]?crop"
    r"|(?:跟踪|追踪|跟随|跟住|锁定|追随|对准|[跟和]着|聚焦)(?:到|在|着)?[^,，。;；]{0,6}(?:人脸|人物|主体|脸|说话人|说话的人|主讲人?|主播|演讲者|嘉宾|我|他|她|人|目标|物体|运动|动作|小狗|小猫|球)"
    r"|(?:让|把|使|保持|确保)?(?:人物?|人脸|脸|我|他|她|主体|主角|主播|主讲人?|说话人|演讲者)(?:们)?(?:都)?(?:始终|一直|总是|保持|全程|都)?(?:要)?(?:居中|在画面(?:里|中|内|中间|中央)|(?:不要?|别)?(?:跑|走)?(?:出|离开)(?:画面|画|镜头))"
    r"|智能(?:裁剪|构图|重构图)|自动(?:重新)?构图|重新构图|主体居中"
)
_THINGS = re.compile(
    r"\b(?:action|movement|motion|moves|moving|ball|object|car|dog|cat)\b|运动|动作|物体|小狗|小猫|球|目标"
)
_SIDE = re.compile(
    r"\b(?:person|speaker|one|guest|face|man|woman|guy|people|host) (?:\w+ ){0,2}(?:on|at|to) (?:the |my )?(left|right)\b|\b(left|right)(?:[- ]hand|most)? (?:side )?(?:person|speaker|one|guest|face|man|woman|guy|host)\b|(左|右)(?:边|侧|面|手边)?(?:的)?(?:那(?:个|位))?(?:人|脸|嘉宾|主持人|说话人|说话的人)"
)
_HOLD = re.compile(
    r"\b(?:stay|keep|hold|stick|remain|stop|crop|frame|fix|rest|park)\w*\b[^,.;]{0,24}\b(left|right|cent(?:er|re)|middle|top|bottom)\b|(?:停|保持|固定|留|裁|定|靠|偏)(?:到|在|于|住|剪)?(?:画面|镜头)?(?:的)?(?:最)?(左|右|中|上|下|顶|底)(?:边|侧|面|间|央|部|方)?"
)
_HOLDS = {
    "left": "left", "right": "right", "center": "center", "centre": "center", "middle": "center", "top": "top",
    "bottom": "bottom", "左": "left", "右": "right", "中": "center", "上": "top", "下": "bottom", "顶": "top", "底": "bottom",
}  # fmt: skip
_PLACE = re.compile(r"\b(?:scene|shot|clip)s?\b|场景|镜头|第\d+(?:个|段)")
_OTHERS = re.compile(
    r"\b(?:title|text|captions?|logo|watermark|overlay|subtitles?|lower third|music|pip|picture[- ]in[- ]picture|webcam|cursor|mouse|pointer|clicks?|at every cut|export|only)\b|⟦|标题|字幕|文字|水印|画中画|音乐|光标|鼠标|点击|每个(?:剪|切)|导出|只(?:留|保留)"
)
_PARTS = re.compile(
    r"\bkeep (?:only )?(?:the )?(?:first|last|parts?|bits?|sections?|moments?|rest)\b|\bwhere\b|\bwhen\b|部分|片段里"
)


def _crops(bench: Bench) -> bool:
    """Whether the canvas has another shape than some footage of the film, so that a crop can move in it."""
    shape = bench.timeline.canvas.width / bench.timeline.canvas.height
    files = (bench.timeline.file(p.media) for p in bench.film if p.media)
    return any(
        f is not None and f.video is not None and abs(f.video.width / f.video.height / shape - 1) > 0.01
        for f in files
    )


def _places(c: Clause, bench: Bench) -> list[dict[str, Any]]:
    """Where it is to be done: ranges of the film, or clips; everywhere where none is named."""
    spans = [found for moment in c.times.ranges if (found := moment.range(bench.duration))]
    if spans:
        return [dict(zip(("start", "end"), inside(*span, bench), strict=True)) for span in spans]
    named = clips(c, bench)
    return [{"clips": named}] if named and len(named) < len(bench.film) else [{}]


def reframe(c: Clause, bench: Bench) -> bool:
    """ "Make it vertical and keep me in frame", "in scene 2 stay on the left"."""
    if _OTHERS.search(c.text):
        return False
    side, hold, follows = _SIDE.search(c.text), _HOLD.search(c.text), _FOLLOW.search(c.text)
    shape = aspect(c.text)
    wish: dict[str, Any] = {}
    if side and (follows or c.has(r"\b(?:show|keep|follow|stay|focus|frame|reframe)\b|[跟和]|对准|看|保持")):
        wish = {"follow": f"{ {'左': 'left', '右': 'right'}.get(side[3]) or side[1] or side[2] } person"}
    elif hold and not shape and not c.has(r"%|\boff\b") and (_PLACE.search(c.text) or _crops(bench)):
        wish = {"hold": _HOLDS[next(group for group in hold.groups() if group)]}
    elif follows and not _PARTS.search(c.text):
        followed = " ".join(match[0] for match in _FOLLOW.finditer(c.text))
        wish = {"follow": "motion"} if _THINGS.search(followed) else {}
    else:
        return False
    bench.ensure_film()
    places = _places(c, bench)
    said = {"aspect": shape} if shape else {}
    for where in places:
        bench.do("reframe", **{**_merged(bench, bool(where)), **said, **where, **wish})
    return True


def _merged(bench: Bench, particular: bool) -> dict[str, Any]:
    """What the step before, of the same request, said of the shape: it is done anew, with the subject kept."""
    last = bench.steps[-1] if bench.steps else None
    if last is None or particular or last.edit.op not in ("set_canvas", "reframe"):
        return {}
    if last.edit.op == "set_canvas" and not last.edit.params.get("aspect"):
        return {}
    bench.steps.pop()
    bench.timeline = last.before
    bench.notes[:] = [note for note in bench.notes if note not in KEPT_WHOLE]
    return {key: value for key, value in last.edit.params.items() if key in ("aspect", "follow")}


RULES = (Rule(reframe),)
