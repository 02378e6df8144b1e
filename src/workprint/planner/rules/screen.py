"""Recordings of a screen: rings at clicks and zooms to them, and what is said of these afterwards."""

from __future__ import annotations

from typing import Any

from workprint.base import seconds
from workprint.ops import MARK_NEAR as NEAR
from workprint.ops import Mark, marks, unsure_clicks

from ..bench import Bench, decline
from ..clause import Clause
from ..span import span, written
from ..targets import named_clips
from ..words import color
from .rule import Rule

CLICK = r"\b(?:mouse|cursor|left|right|double)?[- ]?click(?:s|ed|ing)?\b|\btaps?\b|\bmouse (?:presses|press)\b|\bpress(?:es|ed|ing)? (?:the |my |a )?mouse\b|点击|单击|双击|鼠标点|鼠标按|点(?:了|一下|下)?鼠标|点(?:了|过|到)?(?:的)?(?:地方|位置|处)|按(?:下)?鼠标|点哪"
RING = (
    r"\brings?\b|\bcircles?\b|\bripples?\b|\bhighlight(?:s|ed|ing)?\b|\bhalos?\b|圈|涟漪|波纹|高亮|光圈|红点"
)
_DRAW = rf"{RING}|\bemphasi[sz]e\b|\bmark\b|\bshow(?:s|n)?\b|\bvisible\b|\bvisuali[sz]e\b|\bindicat\w+|\bsee where\b|\beffects?\b|\banimat\w+|\bstand out\b|\bpoint out\b|\bdraw\b|\bspotlight\b|突出|强调|标(?:出|记|示|注)|显示|效果|提示|看(?:得)?(?:清|见)|醒目|明显|画"
_CURSOR = r"\b(?:cursor|mouse(?: pointer)?|pointer)\b|光标|鼠标|指针"
ZOOM = r"\bzoom(?:s|ed|ing|-in)?\b|\bmagnif\w+|\benlarge\b|\bclos(?:e[- ]?up|er)\b|\bpunch(?:es|ing)?[- ]in\b|\bpush(?:es)? in\b|放大|缩放|推近|拉近|推镜|特写"
_AUTO = r"\bauto(?:matic(?:ally)?)?[- ]?zoom\w*|\bzoom\w* (?:in )?(?:automatically|on the action|where (?:it|things?|something|the action) \w+|on important)|\bautomatic(?:ally)? zoom\w*|自动(?:放大|缩放|推近|变焦)|智能(?:放大|缩放)"
_AWAY = r"^(?:no(?! (?:so|too) )|remove|delete|without|drop|lose|hide|turn off|get rid of|take (?:away|off|out)|clear|don'?t|undo|stop|not(?! (?:so|as|that|too)))\b|\b(?:remove|delete|drop|get rid of|turn off|take (?:away|off|out))\b|去掉|删|不要|别|取消|移除|关掉|拿掉|不(?:用|需要)"
_GENTLER = r"\bgentl(?:er|ers?|y|e)\b|\bsofter\b|\bsmoother\b|\bsubtler\b|\bless(?: (?:zoom|strong|aggressive|extreme|close))?\b|\bslower\b|\bcalmer\b|\btoo (?:much|strong|close|fast|jumpy|aggressive|big)\b|\bnot (?:so|as|that) (?:much|close|strong)\b|柔和|轻(?:一)?点|慢(?:一)?点|缓(?:一)?点|平滑|小(?:一)?点|太(?:大|近|快|猛|强|晃)|别那么|没那么|缓和|弱(?:一)?点"
_STRONGER = r"\b(?:more|closer|stronger|bigger|tighter|further|larger)\b|再(?:放)?大|更(?:大|近|强)|大(?:一)?(?:点|些)|近(?:一)?(?:点|些)|再近|不够"
_ALSO = r"\btoo\b|\balso\b|\bas well\b|也|那(?:个|次|处|下)"
"""What makes of a length the moment of one click: "the one at 12 seconds too"."""
_WITH_CURSOR = rf"\b(?:follow|track|chas|stay\w* (?:on|with)|mov\w+ with)\w*\b.{{0,24}}(?:{_CURSOR})|(?:跟随|跟着|追着|跟踪).{{0,4}}(?:光标|鼠标|指针)"
"""The camera going where the pointer goes."""
_SAID = r"\b(?:what|whatever|where|wherever) (?:i'?m|i am|i|we|he|she|they|is|it is|it'?s|we'?re|he'?s|she'?s|they'?re) (?:being )?(?:talk|say|said|mention|explain|describ|discuss|speak)\w*|\b(?:when(?:ever)?|while|every time) (?:i|he|she|they|we|some(?:one|body)) (?:talk|speak)\w*$|(?:说|讲|提|聊|谈)(?:到|的|什么)|(?:1|一)(?:说话|讲话|开口)(?:就|的?时)|(?:说话|讲话|开口)的?时候?(?:就|都)?(?:自动)?(?:放大|推近|拉近)"
"""Speech, which tells nothing of where on the screen something is."""
_PACE = r"\bidle\b|\bspeed\b|\bfast[- ]?forward|空闲|闲置|没(?:有)?(?:操作|动静|动作)|快进|倍速|加速"
"""Another pace for a part of the film, which is no strength of a zoom."""
_SOMEBODY = r"\bfaces?\b|\b(?:on|to) (?:me|him|her|us|them)\b|\bspeakers?\b|脸|人物|主播|主讲"
_RADII = ((r"\b(?:bigger|larger|thicker|more visible)\b|大(?:一)?(?:点|些)|更大|再大|粗", 1.4), (r"\b(?:smaller|thinner|subtler)\b|小(?:一)?(?:点|些)|更小|再小|细", 0.7))  # fmt: skip


def _about_clicks(c: Clause, bench: Bench) -> bool:
    """Whether the words just before, or those of the last turn, were about clicks."""
    last = bench.last_edit()
    return last is not None and last.op in ("highlight_clicks", "zoom_to_clicks")


def _look(c: Clause) -> dict[str, Any]:
    found = color(c.text)
    return {**({"color": found} if found else {}), **({"seconds": c.times.length} if c.times.length else {})}


def _sure(c: Clause) -> dict[str, Any]:
    """How certain a click must be, where that is said: "only those you are 80 % sure of"."""
    percent = c.amount.percent
    if (
        percent is None
        or not 0 < percent <= 100
        or not c.has(r"\bsure\b|\bcertain\w*|\bconfiden\w+|\blikely\b|把握|确定|置信|可能")
    ):
        return {}
    return {"confidence": percent / 100}


def _of_all(c: Clause) -> None:
    """Declines to draw one click of many by its number: where they are is not known before they are drawn;
    and those of a kind alone."""
    if c.has(r"(?:\bonly|\bjust)\b.{0,16}\b(?:double|right)[- ]?click|只.{0,6}(?:双击|右键)"):
        decline(
            "click_kind",
            "I take all the clicks, not those of one kind. “Zoom in where I click” zooms to all; “no zoom at 0:31” takes one away.",
            "我会处理所有点击，不区分单击、双击和右键。可以先说“点击的地方放大”，再说“0:31 不要放大”去掉不要的。",
        )
    if c.has(
        rf"(?:{CLICK}).{{0,24}}\b(?:on|in|at) the (?:left|right|top|bottom|upper|lower)\b|(?:只|仅).{{0,4}}(?:左|右|上|下)(?:边|侧|面|方|半).{{0,4}}点击"
    ):
        decline(
            "click_place",
            "I take all the clicks, not those of one part of the screen. “Zoom in where I click” zooms to all; “no zoom at 0:31” takes one away.",
            "我会处理所有点击，不按画面位置挑选。可以先说“点击的地方放大”，再说“0:31 不要放大”去掉不要的。",
        )
    if c.has(
        r"\b(?:the )?(?:first|second|third|last|\d+(?:st|nd|rd|th)) (?:mouse )?click\b(?! onwards?)|第[一二三四五六七八九十\d]+(?:次|处|个|下)点击|最后一(?:次|处|个|下)点击"
    ):
        decline(
            "one_click",
            "I take all the clicks, not one by its number. Ask “where are the clicks?”, and then say the time: “draw the click at 0:12”, or “no zoom at 0:31” once they are there.",
            "我会处理所有点击，不能按序号只取一次。可以先问“点击都在哪里？”，再说时间：“0:12 的点击加圈”，或者加好后说“0:31 不要放大”。",
        )


def _moments(c: Clause, bench: Bench) -> list[float]:
    where = span(c, bench)
    if where.point is not None:
        return [where.point]
    return list(c.times.lengths) if not where.ranged else []


def _take_away(c: Clause, bench: Bench) -> bool:
    """Rings or zooms off again: all of them, or those at a moment."""
    if not c.has(_AWAY):
        return False
    said = (("zoom_to", ZOOM), ("click_ring", RING), ("cursor_halo", r"\bhalos?\b|\bspot ?light|光圈|聚光"))
    kinds = [kind for kind, words in said if c.has(words) and marks(bench.timeline, kind)]
    if not kinds or c.has(_CURSOR):
        return False
    moments = _moments(c, bench)
    for kind in kinds:
        if kind == "cursor_halo":
            bench.do("highlight_cursor", off=True)
            continue
        have = marks(bench.timeline, kind)
        lost = [at for at in moments if not _near(have, at, bench)]
        if lost:
            at = ", ".join(written(float(seconds(m.span.start, bench.timeline.rate))) for m in have[:12])
            decline(
                "nothing_there",
                f"There is none at {written(lost[0])}; they are at {at}.",
                f"{written(lost[0])} 没有，现有的在 {at}。",
            )
        op = "zoom_to_clicks" if kind == "zoom_to" else "highlight_clicks"
        bench.do(op, off=True, **({"moments": moments} if moments else {}))
    return True


def _near(have: list[Mark], at: float, bench: Bench) -> bool:
    """Whether a mark is seen at a moment, or begins next to it."""
    rate = float(bench.timeline.rate)
    return any(
        m.span.start / rate - NEAR <= at <= max(m.span.end, m.span.start + NEAR * rate) / rate for m in have
    )


def _draw_more(c: Clause, bench: Bench) -> bool:
    """The clicks that were not certain, drawn on demand: "draw the one at 0:12 too"."""
    unsure = unsure_clicks(bench.timeline)
    told = c.times.point is not None or (bool(c.times.lengths) and c.has(_ALSO))
    one = c.has(CLICK) and told and not c.has(ZOOM) and not c.has(_AWAY)
    if (
        not c.has(
            rf"{CLICK}|{RING}|\b(?:draw|mark|one|others?|rest|uncertain|unsure|doubtful)\b|画|标|圈|那|其|剩|不确定"
        )
        or c.quotes
    ):
        return False
    if not (unsure or one) or not c.has(rf"{_DRAW}|\badd\b|\btoo\b|\balso\b|也|都|加"):
        return False
    moments = _moments(c, bench) if told else []
    every = c.has(
        r"\b(?:uncertain|unsure|doubtful|the (?:others?|rest)|all of them|remaining)\b|不确定|没把握|其(?:他|余)|剩下|全部都"
    )
    if not moments and not (every and unsure):
        return False
    bench.ensure_film()
    if not moments:
        moments = [float(seconds(m.range.start, bench.timeline.rate)) for m in unsure]
    before = bench.last_made("highlight_clicks")
    look = {k: v for k, v in (before.params if before else {}).items() if k in ("color", "size", "seconds")}
    return bench.do("highlight_clicks", **look, moments=moments)


def _restyle_rings(c: Clause, bench: Bench) -> bool:
    """Other colours and sizes for the rings that there are."""
    have = marks(bench.timeline, "click_ring")
    last = bench.last_edit()
    them = (
        last is not None
        and last.op == "highlight_clicks"
        and c.has(r"\b(?:them|they|these|those|it)\b|它们?")
    )
    if not have or not (c.has(RING) or them) or c.has(_AWAY) or c.has(ZOOM) or c.quotes:
        return False
    look = _look(c)
    old = float(have[0].effect.params.get("size", 0.045))
    for words, factor in _RADII:
        if c.has(words):
            look["size"] = round(min(0.5, old * factor), 4)
            break
    if c.has(r"大(?:一|1)倍|(?:2|两)倍大|翻(?:一|1)?倍|\btwice\b|\bdouble\b"):
        look["size"] = round(min(0.5, old * 2), 4)
    shown = float(have[0].effect.params.get("seconds", 0.5))
    if not c.times.length and (pace := c.has(r"(\blonger\b|久|长一)|(\bshorter\b|\bquicker\b|短一)")):
        look["seconds"] = round(shown * (1.6 if pace[1] else 0.6), 2)
    if not look or not c.has(
        r"\bmake\b|\bchange\b|\bturn\b|\bset\b|\bshould\b|\blonger\b|\bshorter\b|\bstay\b|\binstead\b|\bbigger\b|\bsmaller\b|\blarger\b|改|换|变|调|大|小|用|设"
    ):
        return False
    return bench.do("highlight_clicks", **look, restyle=True)


def _restyle_zooms(c: Clause, bench: Bench) -> bool:
    """Stronger, weaker, slower zooms: "gentler", "zoom 1.5x", 再放大一点."""
    have = marks(bench.timeline, "zoom_to")
    if not c.has(ZOOM) and c.has(_PACE):
        return False
    if not have or c.times.ranges or c.has(_AWAY) or not (c.has(ZOOM) or _about_clicks(c, bench)):
        return False
    amount = float(have[0].effect.params.get("amount", 1.8))
    gentler, stronger = c.has(_GENTLER), c.has(_STRONGER) or c.has(r"再")
    factor = c.amount.factor or (
        c.amount.percent / 100 if c.amount.percent and c.amount.percent > 100 else None
    )
    if factor is None and c.has(ZOOM) and c.has(r"\bto\b|倍|到") and c.amount.number:
        factor = c.amount.number
    if factor is not None and factor > 1:
        return bench.do("zoom_to_clicks", amount=factor, restyle=True)
    if c.has(r"\b(?:last|stay|hold|held|shown?)\b|停留|保持|持续") and (
        c.times.length or c.has(r"\blonger\b|\bshorter\b|久|长|短")
    ):
        held = bench.last_made("zoom_to_clicks")
        usual = float((held.params if held else {}).get("hold", 2.5))
        longer = c.has(r"\blonger\b|久|长")
        wanted = c.times.length or round(usual * (1.6 if longer else 0.6), 2)
        bench.do("zoom_to_clicks", off=True)
        return bench.do("zoom_to_clicks", **{**(held.params if held else {}), "hold": wanted})
    if gentler:
        slower = c.has(r"\bslower\b|\bsmoother\b|\bgentl|\bcalmer\b|\btoo fast\b|柔|慢|缓|平滑|太快")
        weaker = not c.has(r"\bslower\b|\bsmoother\b|\btoo fast\b|慢|平滑|太快")
        new = 1 + (amount - 1) * (0.6 if weaker else 1)
        return bench.do(
            "zoom_to_clicks", amount=round(new, 2), restyle=True, **({"ease": 1.0} if slower else {})
        )
    if stronger and (c.has(ZOOM) or c.has(r"closer|近")):
        return bench.do("zoom_to_clicks", amount=round(min(8.0, 1 + (amount - 1) * 1.4), 2), restyle=True)
    return False


def _travelling(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: no zoom goes where the pointer goes."""
    if not (c.has(ZOOM) and c.has(_WITH_CURSOR)) or c.has(CLICK):
        return False
    return decline(
        "missing_travelling_zoom",
        "A zoom that travels with the pointer is not in this release. I can zoom in where it clicks (“zoom in where I click”), crop to where things happen (“crop to 4:3 and follow the mouse”), or draw a halo that follows it (“highlight the cursor”).",
        "当前版本没有跟着鼠标移动的放大。可以在点击处放大（“点击的地方放大”）、裁成别的比例并跟随（“裁成4:3，跟随鼠标”），或给光标加光圈（“高亮光标”）。",
    )


def _zoom(c: Clause, bench: Bench) -> bool:
    """Zooms to where the clicks are."""
    clicks = c.has(CLICK) and c.has(ZOOM)
    if c.has(ZOOM) and c.has(_SAID) and not (clicks or c.quotes or c.has(_AWAY) or c.has(_SOMEBODY)):
        decline(
            "zoom_to_speech",
            "What is said does not tell where on the screen it is. I can zoom to where you click (“zoom in where I click”), or at a time you tell (“zoom in from 0:12 to 0:20”).",
            "从说的话看不出画面上的位置。可以放大点击的地方（“点击处自动放大”），或者给出时间（“0:12 到 0:20 放大”）。",
        )
    going_on = c.has(ZOOM) and not c.times.ranges and not c.times.point and _about_clicks(c, bench)
    if not (clicks or c.has(_AUTO) or going_on) or c.has(r"\bbutton\b(?!s)|⟦") or c.has(rf"^(?:{_AWAY})"):
        return False
    bench.ensure_film()
    factor = c.amount.factor or (
        c.amount.percent / 100 if c.amount.percent and c.amount.percent > 100 else None
    )
    params: dict[str, Any] = {"amount": factor} if factor is not None and factor > 1 else {}
    if c.has(_GENTLER) and not params:
        params = {"amount": 1.5, "ease": 1.0}
    if c.times.length:
        params["hold"] = c.times.length
    _of_all(c)
    return bench.do("zoom_to_clicks", **params, **_sure(c), **named_clips(c, bench))


def _rings(c: Clause, bench: Bench) -> bool:
    """Rings where the clicks are."""
    if not (c.has(CLICK) and c.has(_DRAW)) or c.has(
        r"\bclick (?:on )?the\b|\bsounds?\b|\bnoises?\b|\bpops?\b|噪|声|爆音"
    ):
        return False
    if c.has(_AWAY) or (c.quotes and not c.has(RING)):
        return False
    bench.ensure_film()
    _of_all(c)
    look = {**_look(c), **_sure(c)}
    bench.do("highlight_clicks", **look, **named_clips(c, bench))
    if c.has(ZOOM):
        factor = c.amount.factor
        bench.do("zoom_to_clicks", **({"amount": factor} if factor and factor > 1 else {}))
    return True


_HALO = r"\bhalos?\b|\bhighlight\w*|\bspot ?light\w*|\bglow\w*|\brings?\b|\bcircles?\b|\bvisible\b|\bstand out\b|\beasier to (?:see|follow)\b|\bemphasi[sz]e\b|\bfollow\w* (?:the )?(?:cursor|mouse|pointer)|光圈|光环|高亮|突出|聚光|圈|醒目|明显|看(?:得)?清"


_DIMS = r"\b(?:dim|darken|black out|fade)\w* (?:out )?(?:the rest|everything else|the others?|all else|around it)|(?:其余|其他|四周|周围|旁边).{0,6}(?:变暗|压暗|调暗|暗)"


def _dimmed(c: Clause, bench: Bench) -> bool:
    """ "Spotlight the cursor and dim the rest": the halo just drawn becomes a spotlight."""
    last = bench.steps[-1].edit if bench.steps else None
    if last is None or last.op != "highlight_cursor" or not c.has(_DIMS):
        return False
    bench.timeline = bench.steps.pop().before
    return bench.do("highlight_cursor", **{**last.params, "mode": "spotlight"})


def _cursor(c: Clause, bench: Bench) -> bool:
    """A halo or a spotlight that goes with the cursor."""
    if not (c.has(_CURSOR) and c.has(_HALO)) or c.has(CLICK) or c.has(ZOOM) or c.has(r"\bcrop\b|裁"):
        return False
    if bench.steps and bench.steps[-1].edit.op == "crop_to_action" and c.has(r"\bfollow|跟"):
        return False  # the crop follows it
    if c.has(_AWAY):
        return bench.do("highlight_cursor", off=True)
    bench.ensure_film()
    found = color(c.text)
    mode = "spotlight" if c.has(r"\bspot ?light|\bdark\w*|\bdim\b|聚光|压暗|变暗") else None
    size = next((0.05 * factor for words, factor in _RADII if c.has(words)), None)
    params = {"mode": mode, "color": found, "size": size}
    return bench.do("highlight_cursor", **{k: v for k, v in params.items() if v}, **named_clips(c, bench))


RULES = tuple(
    map(
        Rule,
        (
            _take_away,
            _draw_more,
            _restyle_rings,
            _rings,
            _restyle_zooms,
            _travelling,
            _zoom,
            _dimmed,
            _cursor,
        ),
    )
)
