"""Reframing: another shape with the subject kept, and where the crop stays or whom it follows."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, ask
from ..clause import Clause
from ..span import inside
from ..targets import clips
from ..words import aspect
from .canvas import KEPT_WHOLE
from .rule import Rule

_WHO = r"(?:faces?|speakers?|presenter|host|guest|person|people|subjects?|me|myself|him|her|them|us|my head|head|everyone|everybody|man|woman|guy|girl|boy|kid|child|dancer|player|singer|teacher|interviewee|singer|band|baby|action|movement|motion|whatever moves|what moves|what'?s moving|ball|object|car|dog|cat)"
_FOLLOW = re.compile(
    rf"\b(?:keep(?:ing|s)?|track(?:ing|s)?|follow(?:ing|s)?|cent(?:er|re)(?:ed|ing)?|focus(?:ed|ing)? on|lock(?:ed)? on(?:to)?|stay(?:ing|s)? (?:on|with)|stick(?:ing|s)? (?:to|with))\b[^,.;]{{0,20}}\b{_WHO}\b(?!'s|’s| (?:voice|sound|music|video|clip|footage|talk|say|speak))"
    r"|\b(?:face|person|subject|motion|object)[- ]?track(?:ing)?\b|\bauto[- ]?(?:matic(?:ally)? )?reframe|\bsmart[- ]?(?:crop|reframe|framing)|\breframe\b|\bauto[- ]?crop"
    r"|(?:跟踪|追踪|跟随|跟住|锁定|追随|对准|[跟和]着|聚焦)(?:到|在|着)?[^,，。;；]{0,6}(?:人脸|人物|主体|脸|说话人|说话的人|主讲人?|主播|演讲者|嘉宾|我|他|她|人|目标|物体|运动|动作|小狗|小猫|球)"
    r"|(?:让|把|使|保持|确保)?(?:人物?|人脸|脸|我|他|她|主体|主角|主播|主讲人?|说话人|演讲者)(?:们)?(?:都)?(?:始终|一直|总是|保持|全程|都)?(?:要)?(?:居中|在(?:正)?中(?:间|央)|在画面(?:里|中|内|中间|中央)|(?:不要?|别)?(?:跑|走)?(?:出|离开)(?:画面|画|镜头))"
    rf"|\b(?:around|with) (?:the |my |our )?{_WHO}\b(?: (?:always |kept |staying )*(?:in|at) (?:the )?(?:cent|middle|frame|picture|shot|view)\w*| (?:always |kept )*cent(?:er|re)d|$)|\b(?:don'?t|do not|never|without) (?:cut|chop|crop)\w* (?:off )?(?:my |the |his |her |anybody'?s? |people'?s? )?(?:heads?|faces?)\b"
    r"|镜头[跟随和]着?(?:人|我|他|她|主体)|(?:脸|人|我|头)(?:要|都)?(?:保持)?在(?:正)?中(?:间|央)|(?:别|不要|不能)把?(?:我的?)?(?:头|脸|人)(?:给)?(?:切|裁|剪)"
    r"|智能(?:裁剪|构图|重构图)|自动(?:重新)?构图|重新构图|主体居中"
)
_ANYTHING = re.compile(
    r"\bkeep(?:ing|s)? (?:the |my |our |that )?(?P<a>\w+(?: \w+)?) (?:always |all the time )*(?:in (?:the )?(?:frame|picture|shot|view|middle|cent(?:er|re))|visible|cent(?:er|re)d|on screen)\b|\b(?:follow|track)(?:ing|s)? (?:the|my|our|that|this) (?P<b>\w+)"
    r"|(?:让|把|使|保持|确保)(?P<c>[^,，。;；始一总全都在⟦]{1,6})(?:始终|一直|总是|全程|都)*(?:保持)?(?:在(?:画面|镜头)(?:里|中|内)|居中)|(?:跟着|跟随|跟踪|追踪|跟住)(?:这|那|一)?(?:只|个|辆|条)?(?P<d>[^,，。;；⟦]{1,5})$"
)
"""Something of any name that is to be kept in the picture."""
_STOPS = re.compile(
    r"\b(?:stop|don'?t|do not|no(?: more)?|without|quit) (?:follow|track|reframing|moving the crop|move the crop|panning)\w*|不要?(?:再)?(?:跟随|跟踪|跟着)|别(?:再)?(?:跟|动)|停止跟|取消(?:跟随|跟踪)"
)
_AGAIN = re.compile(
    r"\b(?:re-?)?cent(?:er|re) (?:it|this|the (?:crop|picture|frame|shot))\b|\b(?:put|bring|move) (?:it|me|the crop|the frame) back (?:in|to|into) the (?:middle|cent(?:er|re))|\bback to the (?:middle|cent(?:er|re))|(?:重新|再|恢复|回到)(?:画面)?(?:居中|中间|中央|正中)"
)
_OTHER_ONE = re.compile(
    r"\b(?:the )?other (?:person|one|speaker|guest|man|woman|face|guy)\b|另(?:一|外)(?:1)?(?:个|位)?(?:人|嘉宾)?"
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
    shape = aspect(c.text)
    wish = _wish(c, bench, shape)
    if wish is None:
        return False
    bench.ensure_film()
    places = _places(c, bench)
    if places == [{}] and _AGAIN.search(c.text):
        places = [_last_place(bench)]
    said = {"aspect": shape} if shape else {}
    for where in places:
        bench.do("reframe", **{**_merged(bench, bool(where)), **said, **where, **wish})
    return True


def _wish(c: Clause, bench: Bench, shape: str | None) -> dict[str, str] | None:
    """What the crop is to follow or where it is to stay; None where the clause is not about that."""
    side, hold, follows = _SIDE.search(c.text), _HOLD.search(c.text), _FOLLOW.search(c.text)
    shaped = shape is not None or _crops(bench)
    if shaped and (_STOPS.search(c.text) or (_AGAIN.search(c.text) and not c.has(r"\bme\b|我"))):
        return {"hold": "center"}
    if shaped and _OTHER_ONE.search(c.text):
        return {"follow": _other_one(bench)}
    if side and (follows or c.has(r"\b(?:show|keep|follow|stay|focus|frame|reframe)\b|[跟和]|对准|看|保持")):
        return {"follow": f"{ {'左': 'left', '右': 'right'}.get(side[3]) or side[1] or side[2] } person"}
    centred = follows is not None and c.has(r"\bcent(?:er|re)\b|\bmiddle\b|中") is not None
    if (
        hold
        and not shape
        and not centred
        and not c.has(r"%|\boff\b")
        and (_PLACE.search(c.text) or _crops(bench))
    ):
        return {"hold": _HOLDS[next(group for group in hold.groups() if group)]}
    if (follows or (shaped and _AGAIN.search(c.text))) and not _PARTS.search(c.text):
        followed = " ".join(match[0] for match in _FOLLOW.finditer(c.text))
        return {"follow": "motion"} if _THINGS.search(followed) else {}
    return _anything(c, bench) if shaped and not _PARTS.search(c.text) else None


def _anything(c: Clause, bench: Bench) -> dict[str, str] | None:
    """Something that is no person: what moves is followed, and that is said."""
    found = _ANYTHING.search(c.text)
    name = next((group for group in found.groups() if group), "").strip() if found else ""
    if not name or re.search(
        r"\b(?:it|all|everything|video|film|clips?|whole|picture|part|rest)\b|全部|整个|视频|画面", name
    ):
        return None
    bench.tell(
        f"I cannot tell a {name} from other things: what moves is followed, else what stands out.",
        f"无法识别{name}：跟随画面中的运动，没有运动时取最显眼的部分。",
    )
    return {"follow": "motion"}


def _other_one(bench: Bench) -> str:
    """The person who is not followed now. Raises `Asked` where that is not known."""
    last = bench.last_made("reframe")
    now = last.params.get("follow") if last is not None else None
    if now not in ("left person", "right person"):
        ask(
            "Which one? Say “follow the person on the left” or “follow the person on the right”.",
            "跟随哪一个？请说“跟随左边的人”或“跟随右边的人”。",
            ("follow the person on the left", "跟随左边的人"),
            ("follow the person on the right", "跟随右边的人"),
        )
    return "right person" if now == "left person" else "left person"


def _last_place(bench: Bench) -> dict[str, Any]:
    """The part of the film that was framed by itself last."""
    last = bench.last_made("reframe")
    return {} if last is None else {k: v for k, v in last.params.items() if k in ("start", "end", "clips")}


def _merged(bench: Bench, particular: bool) -> dict[str, Any]:
    """What the step before, of the same request, said of the shape: it is done anew, with the subject kept."""
    last = bench.steps[-1] if bench.steps else None
    if last is None or last.edit.op not in ("set_canvas", "reframe"):
        return {}
    bench.notes[:] = [note for note in bench.notes if note not in KEPT_WHOLE]
    if particular:
        return {}
    if last.edit.op == "set_canvas" and not last.edit.params.get("aspect"):
        return {}
    bench.steps.pop()
    bench.timeline = last.before
    return {key: value for key, value in last.edit.params.items() if key in ("aspect", "follow")}


_FIRST = re.compile(
    r"^(?P<who>[^,;]+?)(?:,| and|, and|;| then)+ (?P<shape>(?:make|crop|turn|reframe|convert|cut|change) (?:it|this|the video|the film)[^,;]*|(?:in )?(?:vertical|portrait|square|upright|\d+:\d+)(?: please)?)$"
)


def shape_behind(c: Clause, bench: Bench) -> bool:
    """ "Keep me centred and make it 4:5": the shape is said behind what is kept in it."""
    found = _FIRST.match(c.text)
    if not found or not aspect(found["shape"]) or aspect(found["who"]):
        return False
    if not (_FOLLOW.search(found["who"]) or _ANYTHING.search(found["who"])):
        return False
    return reframe(c, bench)


WHOLE = (Rule(shape_behind, whole=True),)
RULES = (Rule(reframe),)
