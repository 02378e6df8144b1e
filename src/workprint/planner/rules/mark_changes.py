"""What is said afterwards of single rings, zooms, covers and halos: moved, resized, taken away, called back."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import seconds
from workprint.ops import mark_groups, taken_away

from ..bench import Bench, decline
from ..clause import Clause
from ..counting import ORD
from ..span import written
from ..words import ORDINALS, color
from .parameters import region
from .rule import Rule

_NOUNS = {
    "ring": r"(?:click )?(?:rings?|circles?|ripples?)|(?:点击)?(?:圆圈|红圈|圈|涟漪)",
    "zoom": r"zoom(?:s|-ins?| ins?)?|(?:缩放|放大|推近|特写)",
    "cover": r"(?:covers?|blurs?|mosaics?|pixelations?|blurred (?:boxe?s?|areas?|spots?)|cover blocks?|faces?)|(?:打码|遮挡块?|马赛克|模糊块?|码|脸|人脸)",
    "halo": r"(?:cursor )?(?:halos?|spot ?lights?)|(?:光标)?(?:光圈|聚光灯?)",
}
_OPS = {"ring": "click_ring", "zoom": "zoom_to", "cover": "cover", "halo": "cursor_halo"}
_AWAY = r"^(?:no|remove|delete|without|drop|lose|hide|turn off|get rid of|take (?:away|off|out)|clear)\b|\b(?:remove|delete|drop|get rid of|turn off|take (?:away|off|out)|un-?blur|uncover)\b|去掉|删|不要|取消|移除|拿掉"
_MOVE = r"\b(?:move|shift|drag|put|push|place)\b|\bshould (?:start|begin|be|come|go)\b|\b(?:starts?|begins?) at\b|从.{0,8}开始|移|挪|放到|改到|调到|提前|推迟|延后"
_BIGGER = r"\b(?:big|large|bigger|larger|wider|closer|enlarge|grow|stronger)\b|(?:大|强)(?:一)?(?:点|些)|更大|加大|变大|扩大|改大"
_SMALLER = (
    r"\b(?:smaller|tighter|narrower|weaker|shrink|less)\b|(?:小|弱)(?:一)?(?:点|些)|更小|缩小|变小|改小"
)
_BACK = r"\b(?:bring|put|get|restore|give)\b.{0,30}\bback\b|\brestore\b|\bagain the (?:removed|deleted)|恢复|找回|加回|还原"


_RECOLOURED = r"\b(?:make|change|turn|recolou?r) (?:all )?(?:the|those|my)\b|(?:改|换|变)成"


def _numbers(c: Clause, noun: str) -> list[int] | None:
    """The numbers by which they are named, -1 for the last; None where none is."""
    found: list[int] = []
    listed = rf"(?:{ORD}|last)"
    for match in re.finditer(rf"\b({listed}(?:(?:,| and|, and) (?:the )?{listed})*) (?:{noun})\b", c.text):
        found += [-1 if w == "last" else ORDINALS[w] for w in re.findall(listed, match[1])]
    for match in re.finditer(
        rf"\b(?:{noun}) (?:on|at|for|of|from) (?:the )?({listed}) (?:click|1|one)\b", c.text
    ):
        found.append(-1 if match[1] == "last" else ORDINALS[match[1]])
    for match in re.finditer(rf"\b(?:{noun}) (?:number |no\.? ?|#)?(\d+)(?![\d.:@%x])", c.text):
        found.append(int(match[1]))
    for match in re.finditer(
        rf"第\s*((?:\d+[、,和]?(?:第)?)+)\s*(?:个|处|次|张)?(?:{noun})|(最后)1?(?:个|处|张)(?:{noun})", c.text
    ):
        found += [-1] if match[2] else [int(n) for n in re.findall(r"\d+", match[1])]
    return found or None


def _last(c: Clause, noun: str, count: int) -> list[int] | None:
    """The last ones: "the last two zooms"."""
    match = c.has(rf"\blast (\d+) (?:{noun})\b|最后(?:的)?(\d+)(?:个|处)(?:{noun})")
    many = int(match[1] or match[2]) if match else 0
    return list(range(max(1, count - many + 1), count + 1)) if many else None


def _change(c: Clause, bench: Bench) -> bool:
    """One of those that there are, by its number; covers and halos also all of them, or at a moment."""
    for kind, noun in _NOUNS.items():
        if not c.has(rf"\b(?:{noun})\b|(?:{noun})(?![a-z])"):
            continue
        have = mark_groups(bench.timeline, _OPS[kind])
        numbers = _last(c, noun, len(have)) or _numbers(c, noun)
        moments = [float(t) for t in re.findall(r"@([\d.]+)@", c.text)]
        if have and numbers is None and len(moments) > 1 and c.has(_AWAY) and not c.times.ranges:
            return bench.do("change_marks", kind=kind, moments=moments, off=True)
        if numbers is None and kind not in ("cover", "halo"):
            numbers = [1] if len(have) == 1 and c.has(_MOVE) else None
        if not have and kind == "ring" and (numbers or c.has(_RECOLOURED)):
            decline(
                "no_such_mark",
                "There are no rings in the film yet. “Ring the clicks in blue” draws them.",
                "影片里还没有点击圈。说“点击处加蓝色圈”就会画上。",
            )
        if not have or (numbers is None and kind not in ("cover", "halo")):
            continue
        if numbers and max(numbers) > len(have):
            at = ", ".join(written(float(seconds(g.span.start, bench.timeline.rate))) for g in have[:12])
            decline(
                "no_such_mark",
                f"There are only {len(have)} of those, at {at}.",
                f"只有 {len(have)} 个，在 {at}。",
            )
        named = [len(have) if n < 0 else n for n in numbers or ()]
        if _changed(c, bench, kind, named):
            return True
        if named and c.has(r"\bmake\b|\bshould\b|改|变|调"):
            decline(
                "what_of_it",
                "I can move one of them (“to 0:05”, “to the top left”), make it bigger or smaller, or remove it; another colour is for all.",
                "单独一个可以移动（“移到0:05”“移到左上角”）、放大缩小或去掉；颜色要一起改。",
            )
    return False


def _changed(c: Clause, bench: Bench, kind: str, numbers: list[int]) -> bool:
    which: dict[str, Any] = {"kind": kind, **({"numbers": numbers} if numbers else {})}
    moments = [float(t) for t in re.findall(r"@([\d.]+)@", c.text)]
    if c.has(_AWAY):
        at = {"moments": moments} if moments and not numbers else {}
        return bench.do("change_marks", **which, **at, off=True)
    if kind == "cover" and c.has(r"\badd\b|加(?!大|强)"):
        return False
    if kind == "cover" and not numbers and _anew(c, bench):
        return True
    if kind == "cover" and (how := c.has(r"(\bcoarser\b|\bstronger\b|粗|强)|(\bfiner\b|\bweaker\b|细|弱)")):
        return bench.do("change_marks", **which, strength=1.0 if how[1] else 0.4)
    change = _how(c, moments)
    if kind == "halo" and not numbers and (found := color(c.text)):
        last = bench.last_made("highlight_cursor")
        size = {"size": round(0.05 * change["scale"], 3)} if "scale" in change else {}
        return bench.do("highlight_cursor", **{**(last.params if last else {}), "color": found, **size})
    return bool(change) and bench.do("change_marks", **which, **change)


_MANNERS = (
    ("blur", r"\b(?:to|into|with|use|as) (?:an? )?blur\w*|(?:改|换|变)(?:成|为|用)(?:高斯)?模糊"),
    ("mosaic", r"\b(?:to|into|with|use|as) (?:an? )?(?:mosaic|pixel)\w*|(?:改|换|变)(?:成|为|用)(?:马赛克|像素)"),
    ("solid", r"\b(?:to|into|with|use|as) (?:an? )?(?:black|solid)\b|(?:改|换|变)(?:成|为|用)(?:黑|纯色|色块)"),
)  # fmt: skip


def _anew(c: Clause, bench: Bench) -> bool:
    """The same covers in another manner: "change the mosaic to a blur"."""
    mode = next((mode for mode, words in _MANNERS if c.has(words)), None)
    last = bench.last_made("cover_up")
    if mode is None or last is None:
        return False
    bench.do("change_marks", kind="cover", off=True)
    return bench.do("cover_up", **{**last.params, "mode": mode})


def _how(c: Clause, moments: list[float]) -> dict[str, Any]:
    """Where it shall go, and how large it shall be."""
    change: dict[str, Any] = {}
    if c.has(_MOVE) and moments:
        later = c.has(r"\blater\b|\bforward\b|往后|后移|推迟|延后")
        earlier = c.has(r"\bearlier\b|\bback(?:ward)?\b|往前|前移|提前")
        change = {"by": moments[-1] if later else -moments[-1]} if later or earlier else {"to": moments[-1]}
    elif c.has(_MOVE) and (place := _middle(c)):
        change = place
    factor = c.amount.factor or (c.amount.percent / 100 if c.amount.percent else None)
    if factor is None and c.has(r"\btwice\b|\bdouble\b|两倍|大一倍"):
        factor = 2.0
    if c.has(_BIGGER):
        change["scale"] = factor if factor and factor > 1 else 1 + factor if factor else 1.4
    elif c.has(_SMALLER):
        change["scale"] = (
            1 / factor if factor and factor > 1 else 1 - factor if factor and factor < 1 else 0.7
        )
    return change


def _middle(c: Clause) -> dict[str, float]:
    if c.has(r"\b(?:cent(?:er|re)|middle)\b|中间|中央|居中|正中"):
        return {"x": 0.5, "y": 0.5}
    place = region(c)
    if not place:
        return {}
    return {
        "x": place["x"] + place.get("width", 0.3) / 2,
        "y": place["y"] + place.get("height", 0.3) / 2,
    }


def _back(c: Clause, bench: Bench) -> bool:
    """What was taken away, made again."""
    if not c.has(_BACK):
        return False
    kinds = [kind for kind in ("ring", "zoom") if c.has(_NOUNS[kind])]
    there = [kind for kind in kinds if mark_groups(bench.timeline, _OPS[kind])]
    kinds = [kind for kind in kinds if taken_away(bench.timeline, _OPS[kind])]
    if there and not kinds:
        decline(
            "nothing_there",
            "None of those was taken away, so there is none to bring back.",
            "没有去掉过，所以没有可以恢复的。",
        )
    for kind in kinds:
        op = "highlight_clicks" if kind == "ring" else "zoom_to_clicks"
        last = bench.last_made(op)
        look = {k: v for k, v in (last.params if last else {}).items() if k in ("color", "size", "seconds", "amount", "ease")}  # fmt: skip
        bench.do(op, **look, again=True)
    return bool(kinds)


RULES = (Rule(_back, counts=True), Rule(_change, counts=True))
