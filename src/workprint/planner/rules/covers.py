"""Hiding what moves: a place that is followed, texts, what is typed, faces."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, decline
from ..clause import Clause
from ..span import span
from ..targets import named_clips
from ..words import color
from .parameters import region
from .rule import Rule

_HIDE = r"\b(?:blur|pixelat|hid(?=e|ing)|censor|anonymi[sz]|mosaic|redact|cover|mask|obscur|black(?:ing)? out|blank(?:ing)? out|conceal|scrambl)\w*\b|\bblack (?:box|bar|block)\b|\bblur box\b|打(?:上|个|一?下)?码|模糊|遮|马赛克|隐藏|挡|盖住|糊掉|涂黑|抹掉"
_FOLLOWS = r"\bfollow\w*|\btrack\w*|\bkeep\w* (?:\w+ ){1,3}(?:covered|hidden|blurred)|\bmov(?:es?|ing) with|\bsticks? (?:to|with)|\bstay\w* (?:on|with)|\b(?:as|while|when|even (?:if|when)) .{0,24}\b(?:scroll|mov)\w*|\bwherever\b|跟随|跟着|跟踪|追踪|跟住|随着|滚动|移动(?:时|的时候|也)|到哪"
_FACES = r"\bfaces?\b(?! ?cam)|\beverybody\b|\beveryone\b|人脸|(?<!打)脸(?!书|上)|面部"
_BUT = r"\b(?:except|but|apart from|other than|besides|not mine|only (?:the|his|her|their))\b|除了|以外|之外|只(?:给|把|遮|打)"
_SOMEONE = r"\b(?:person|man|woman|guy|lady|girl|boy|kid|child) (?:on|at|in) the (?:left|right|middle|cent(?:er|re))\b|(?:左|右|中间|旁边|后面|前面)边?(?:的|那|这)+个?(?:人|男的|女的|男生|女生|孩子|小孩)"
_PLATES = r"\bplates?\b|车牌"
_TYPED = r"\bwhat(?:ever)? (?:i|i'm|i am|she|he|they|is|was|gets?|the user)(?: is| am| are)? (?:being )?(?:typ|enter)\w*|\beverything (?:that )?(?:i|is|gets?) (?:typ|enter)\w*|\b(?:text|letters|words|password|passwords|input|things?) (?:that |which )?(?:i|is|are|gets?|he|she|they)(?: am| is| are)? (?:being )?(?:typ|enter)\w*|\b(?:the|my|all(?: the)?|any) typing\b|\btyped (?:text|letters|words|passwords?|input)|\b(?:while|when|as|whenever) (?:i|i'm|i am|she|he|they|it'?s|is|the user)(?: is| am| are| being)* (?:typ|enter)\w*|(?:我|正在|所有|用户|被)?(?:输入|打|敲)(?:进去|出来)?的(?:内容|文字|字|东西|密码|信息|部分|地方)?|输入(?:的)?(?:内容|文字)|打字"
_TEXTS = (
    ("email", r"\be-?mails?(?: address(?:es)?)?\b|邮箱|邮件地址|电子邮件"),
    ("phone", r"\b(?:phone|mobile|telephone|cell)(?: ?numbers?)?\b|电话|手机号"),
    ("card", r"\b(?:credit |debit |bank )?card(?: numbers?)?\b|卡号|银行卡"),
    ("password", r"\bpass(?:word|code|phrase)s?\b|密码|口令"),
    ("key", r"\b(?:api|access|secret|private) (?:keys?|tokens?)\b|\btokens?\b|密钥|令牌"),
)  # fmt: skip
_AWAY = r"^(?:no|remove|delete|drop|lose|stop|don'?t|undo|clear|get rid of|take (?:away|off|out)|turn off)\b|\bun-?blur|\bun-?hide|去掉|删|不要|别|取消|移除"
_NOT = r"\bbackground\b|(?<!left )(?<!right )\bsides?\b(?! of)|\bedges\b|\btransitions?\b|\bbars\b|\bmusic\b|\bcaptions?\b|\bsubtitles?\b|\bjump cuts?\b|\bb-?roll\b|\bcuts?\b|\bvoice\b|\blogos?\b|背景|字幕|转场|音乐|黑边|跳切|空镜|水印"
_BOX = re.compile(
    r"(?:at|from|in|在)?\s*\(?(\d+(?:\.\d+)?)\s*%\s*(?:,|x|/|and|across and|from the left(?: and|,)?|右|处)?\s*(\d+(?:\.\d+)?)\s*%.{0,24}?(\d+(?:\.\d+)?)\s*%\s*(?:wide)?\s*(?:,|x|×|by|and|乘)?\s*(\d+(?:\.\d+)?)\s*%"
)


def _place(c: Clause) -> dict[str, float]:
    """The box that is named, as shares of the picture; empty where none is."""
    if match := _BOX.search(c.text):
        x, y, w, h = (float(each) / 100 for each in match.groups())
        return {"x": x, "y": y, "width": w, "height": h}
    return region(c)


def _look(c: Clause) -> dict[str, Any]:
    if c.has(
        r"\bblack(?:ing|ed)? out\b|\bblank|\bsolid\b|\bredact\w*|\bblack (?:box|bar|block)\b|\bcolou?red box\b|涂黑|黑(?:色)?(?:块|框|条)|纯色|色块"
    ):
        found = color(c.text)
        return {"mode": "solid", **({"color": found} if found and found != "#000000" else {})}
    blurs = c.has(r"\bblur\w*|模糊") and not c.has(r"\bmosaic|\bpixelat\w*|马赛克")
    look: dict[str, Any] = {"mode": "blur"} if blurs else {}
    if c.has(r"\b(?:heav(?:y|ily)|strong(?:ly|er)?|coarse(?:ly)?|completely)\b|强一?点|彻底|完全|重一?点"):
        look["strength"] = 0.8
    return look


def _when(c: Clause, bench: Bench) -> dict[str, float]:
    where = span(c, bench)
    if where.ranged and not where.whole:
        return {"start": where.start or 0.0, **({"end": where.end} if where.end is not None else {})}
    if where.point is not None:
        return {"at": where.point}
    return {}


def _what(c: Clause) -> dict[str, Any] | None:
    """What is to be hidden; None where these words say nothing that moves."""
    place = _place(c)
    if c.has(_FACES) and not place:
        return {"what": "faces"}
    if c.has(_TYPED) and not place:
        return {"what": "typing"}
    if c.quotes and not place:
        return {"what": "text", "text": c.quotes[0]}
    if not place and (kind := next((kind for kind, words in _TEXTS if c.has(words)), None)):
        return {"what": "text", "text": kind}
    if place and (c.has(_FOLLOWS) or _look(c).get("mode") == "solid"):
        return {"what": "place", **place}
    return None


_ONE_OF = r"\bface (?:on|at|to) the (?:far )?(?:left|right|back)\b|\b(?:left|right)(?:most|[- ]hand)? (?:person'?s? )?face\b|(?:左|右)(?:边|侧)的?(?:人)?脸"
"""One face of several."""


def _cover(c: Clause, bench: Bench) -> bool:
    """Hide something and go where it goes."""
    if (
        not c.has(_HIDE)
        or c.has(_AWAY)
        or c.has(_NOT)
        or c.has(_PLATES)
        or c.has(r"\btop and (?:the )?bottom\b")
    ):
        return False
    someone = c.has(_SOMEONE) and not c.has(_FOLLOWS)
    if (c.has(_ONE_OF) or someone) and not c.times.ranges:
        _one_face()
    what = _what(c)
    if what is None:
        return False
    if what["what"] == "faces" and c.has(_BUT):
        _one_face()
    bench.ensure_film()
    when = _when(c, bench)
    if what["what"] != "place" and "at" in when:
        when = {"start": when["at"]}
    return bench.do("cover_up", **what, **when, **_look(c), **named_clips(c, bench))


def _one_face() -> None:
    decline(
        "missing_one_face",
        "I can tell where faces are, not whose they are: all of them are covered, or those at a place (“blur the top left from 0:05 to 0:09 and follow it”).",
        "我能找到人脸，但认不出是谁：只能全部打码，或者按位置打码（“0:05到0:09左上角打码并跟着移动”）。",
    )


def _followed(c: Clause, bench: Bench) -> bool:
    """A place hidden just before that shall be followed: "…, and follow it"."""
    if not c.has(_FOLLOWS) or c.has(r"\bcrop|裁|\bcamera\b|\bzoom"):
        return False
    last = bench.steps[-1] if bench.steps else None
    if last is not None and last.edit.op == "cover_up":
        return bench.chatted()
    if last is None or last.edit.params.get("effect") != "mosaic":
        return False
    if "x" not in last.edit.params.get("params", {}):
        bench.timeline = bench.steps.pop().before
        decline(
            "no_place",
            "Where is it? Say the place and the time: “blur the top right from 0:12 to 0:20 and follow it”.",
            "它在哪里？请说出位置和时间，例如“0:12到0:20右上角打码并跟着移动”。",
        )
    params = last.edit.params
    box = {key: params.get("params", {})[key] for key in ("x", "y", "width", "height", "mode", "strength") if key in params.get("params", {})}  # fmt: skip
    when = {key: params[key] for key in ("start", "end") if key in params}
    clips = {"clips": params["targets"]} if params.get("targets") else {}
    bench.timeline = bench.steps.pop().before
    return bench.do("cover_up", what="place", **box, **when, **clips)


RULES = (Rule(_cover), Rule(_followed))
