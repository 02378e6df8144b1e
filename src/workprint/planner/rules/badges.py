"""A picture that lies over the film: its size and corner by words, when it shows, its fades; a film that
opens or ends on it; words as a watermark."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile

from ..bench import Bench, Placed, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips, refers
from ..words import corner
from .fading import fade_ends
from .overlays import LOGO, mine, opacity_of, pictures, place, when, width_of
from .rule import Rule

_MARK = re.compile(r"\bwatermark\w*\b|水印")
_ENDS = re.compile(
    r"^(?:(?:and|then|also|have|make|let|finally|it|the (?:video|film|movie|edit|whole thing)) )*(?P<verb>end|ends|finish|finishes|close|closes|open|opens|start|starts|begin|begins)\b(?: (?:it|up|off|out|everything|the (?:video|film|movie)))*(?: by (?:showing|having)| (?:on|with)) (?:a (?:shot|still|picture|frame) of )?(?:the |our |my |your |a |an )?(?P<what>.+)$|"
    r"^(?:视频|影片|最后|全片)*(?:用|以)(?P<zh>.+?)(?:作?为)?(?P<zverb>结尾|收尾|结束|开头|开场)(?:[,，\s]*@[\d.]+@\s*)?$"
)
_LAID = re.compile(r"\b(?:corner|over|overlay|small|(?:top|bottom|upper|lower)[ -](?:left|right))\b|角|叠")
_STILL = 3.0
"""Seconds that a film opens or ends on a picture."""
_RESIZED = re.compile(
    r"\b(?:big(?:ger)?|larger?|small(?:er)?|size|width|wide|scale|shrink|enlarge|resize|double|halve|half|twice|(?:\d[\d.]*|three|two) ?(?:x|times))\b|大|小|一半|倍"
)
_PLACED = r"^(?:also |then |and )*(?:add|insert|overlay)\b|叠|^(?:再|也)?加"
_SIDES = (
    (("right", "left"), r"\bleft\b|左"),
    (("left", "right"), r"\bright\b|右"),
    (("bottom", "top"), r"\b(?:top|up|higher|upper)\b|[上顶]"),
    (("top", "bottom"), r"\b(?:bottom|down|lower)\b|[下底]"),
)
_OTHER_SIDE = re.compile(
    r"\b(?:other|opposite) (?:side|corner)\b|\bdiagonally\b|另(?:一|外一)?(?:边|侧|个角)|对(?:面|角)"
)
_MOVED = re.compile(
    r"\b(?:move|put|shift|place|nudge|slide|bring|stick|have|want|should be|instead|no|not|other|opposite)\b|移|挪|放|换|改|不"
)
_EDGE = re.compile(
    r"\b(?P<near>closer|nearer|tight(?:er)?|too far)\b.{0,20}\b(?:edges?|corner|border)\b|\b(?P<far>too (?:close|near|tight)|further|farther|away|more (?:space|room|margin|padding))\b.{0,24}\b(?:edges?|corner|border|it)\b|(?P<znear>靠近|贴近?).{0,4}[边角]|(?P<zfar>离).{0,3}[边角].{0,4}远"
)
_TIMED = re.compile(
    r"\b(?:only|show|shows?|appear|disappear|keep|last|stay|until|till|from|start|end|for|during|in|at|hide|throughout|whole)\w*\b|只|显示|出现|消失|到|从|全程"
)


def _its(c: Clause, bench: Bench) -> list[Placed]:
    """The pictures over the film that a clause is about: named, or what "it" is."""
    focused = bench.focus is not None and bench.focus.kind == "overlay"
    if LOGO.search(c.text) or (focused and (refers(c) or not clips(c, bench))):
        return mine(c, bench)
    return []


def _about_else(c: Clause) -> bool:
    return bool(c.quotes) or c.any("music", "title", "caption", "transition", "silence", "sound", "volume")


def _place_of(placed: Placed) -> dict[str, Any]:
    effect = next((e for e in placed.clip.effects if e.op == "place"), None)
    return dict(effect.params) if effect else {"corner": "top-right", "width": 0.1}


def _set(bench: Bench, found: list[Placed], **params: Any) -> bool:
    has = any(e.op == "place" for e in found[0].clip.effects)
    return bench.do(
        "set_effect" if has else "add_effect", targets=[p.id for p in found], effect="place", params=params
    )


def resized(c: Clause, bench: Bench) -> bool:
    """ "Half as big", "twice the size", "15% wide": of what it is."""
    if _about_else(c) or not _RESIZED.search(c.text) or c.has(_PLACED) or c.says("remove"):
        return False
    found = _its(c, bench)
    if not found:
        return False
    now = float(_place_of(found[0]).get("width") or 0.1)
    a = c.amount
    width = width_of(c)
    smaller, bigger = c.has(r"\bsmaller\b|小"), c.has(r"\b(?:bigger|larger)\b|大")
    share = a.percent / 100 if a.percent is not None and a.relative else a.share
    if width is None and share is not None:
        by = 1 - share if smaller and share < 1 else 1 + share if bigger and share < 1 else share
        width = now * by
    if width is None and a.factor is not None:
        width = now / a.factor if smaller else now * a.factor
    if width is None and c.has(r"\btoo (?:big|large)\b|太大"):
        width = now * 0.67
    elif width is None and c.has(r"\btoo (?:small|tiny|little)\b|太小"):
        width = now * 1.5
    if width is None:
        return False
    return _set(bench, found, width=round(min(1.0, max(0.02, width)), 3))


def moved(c: Clause, bench: Bench) -> bool:
    """Another corner, told from where it is: "move it to the left", "other side", "closer to the edge"."""
    if _about_else(c) or c.says("remove") or c.times.ranges or c.has(_PLACED):
        return False
    found = _its(c, bench)
    if not found:
        return False
    now = _place_of(found[0])
    if edge := _EDGE.search(c.text):
        near = edge["near"] or edge["znear"]
        margin = float(now.get("margin", 0.03))
        return _set(bench, found, margin=round(margin / 2 if near else min(0.4, margin * 2), 3))
    where = _corner(c, str(now.get("corner", "top-right")))
    if where is None or not (_MOVED.search(c.text) or LOGO.search(c.text)):
        return False
    size = {"width": width} if (width := _with_size(c, now)) is not None else {}
    return _set(bench, found, corner=where, **size)


def _with_size(c: Clause, now: dict[str, Any]) -> float | None:
    """The size that is asked for along with the corner."""
    if (width := width_of(c)) is not None:
        return width
    old = float(now.get("width") or 0.1)
    if c.has(r"\b(?:bigger|larger)\b|大一?[点些]"):
        return round(min(1.0, old * 1.5), 3)
    return round(old * 0.67, 3) if c.has(r"\bsmaller\b|小一?[点些]") else None


def _corner(c: Clause, now: str) -> str | None:
    """The corner meant: by its name, or the one at the side that is named."""
    named = corner(c.text)
    if named in ("full", "center") and not c.has(r"full ?screen|\b(?:cent(?:er|re)|middle)\b|全屏|中"):
        named = None
    if named is not None or "-" not in now:
        return named
    if _OTHER_SIDE.search(c.text):
        row, side = now.split("-")
        turned = "left" if side == "right" else "right"
        across = c.has(r"diagonal|opposite corner|对角") is not None
        return f"{_turned(row) if across else row}-{turned}"
    for (old, new), words in _SIDES:
        if c.has(words):
            return now.replace(old, new)
    return None


def _turned(row: str) -> str:
    return "bottom" if row == "top" else "top"


def faded(c: Clause, bench: Bench) -> bool:
    """It fades in, out, or both; one that is not there yet is put there for it."""
    if not c.says("fade") or _about_else(c) or c.has(r"\bfade to\b|淡出到|black|white|黑|白"):
        return False
    found = _its(c, bench)
    if not found:
        if not LOGO.search(c.text) or not (files := pictures(c, bench)):
            return False
        bench.ensure_film()
        bench.do("overlay", media=files[0].id, **when(c, bench, files[0]), **place(c, files[0], True))
        found = bench.overlays[-1:]
    elif c.says("add"):
        return False
    into = c.has(r"\bin\b(?! @)|淡入|渐显")
    out = c.has(r"\bout\b|\baway\b|淡出|渐隐")
    return fade_ends(c, bench, [p.id for p in found], into is not None, out is not None, "")


def retimed(c: Clause, bench: Bench) -> bool:
    """Another time for it: "only for the first 10 seconds", "show the logo from 0:05 on"."""
    if (
        _about_else(c)
        or c.says("fade")
        or not (_TIMED.search(c.text) or _HIDES.search(c.text))
        or c.has(r"^(?:also )?add\b|\bagain\b|\bagain$|\banother\b|\balso\b|^加|再|也|speed|速")
    ):
        return False
    found = _its(c, bench)
    file = bench.timeline.file(found[0].media) if len(found) == 1 and found[0].media else None
    if file is None or file.kind != "image":
        return False
    limits = _limits(c, bench, found[0])
    if limits is None:
        return False
    return _laid_again(bench, found[0], file, limits)


_HIDES = re.compile(
    r"\b(?:hide|remove|delete|take|get rid|drop|lose|no|off|away|disappear\w*|gone)\b|隐藏|去掉|删|移除|消失|不要|不显示"
)
Limits = list[tuple[float, float]]


def _limits(c: Clause, bench: Bench, now: Placed) -> Limits | None:
    """When it should show: as told, or all of its time but what is told."""
    shown = _named(c, bench, now)
    if shown is None or not _HIDES.search(c.text):
        return None if shown is None or shown == (now.start, now.end) else [shown]
    rest = [(now.start, min(now.end, shown[0])), (max(now.start, shown[1]), now.end)]
    left = [(start, end) for start, end in rest if end - start > 0.04]
    return left if left and left != [(now.start, now.end)] else None


def _named(c: Clause, bench: Bench, now: Placed) -> tuple[float, float] | None:
    where = span(c, bench)
    if where.whole and not where.ranged and where.point is None:
        return 0.0, bench.duration
    if where.ranged and where.start is not None and where.end is not None:
        return inside(where.start, where.end, bench)
    if where.point is not None:
        if c.has(r"\b(?:until|till|ends?|stops?)\b|为止|到"):
            return inside(now.start, where.point, bench)
        end = where.point + where.length if where.length else bench.duration
        return inside(where.point, min(end, bench.duration), bench)
    ids = clips(c, bench)
    held = [p for p in bench.film if p.id in ids]
    if held and len(held) < len(bench.film) and c.has(r"\b(?:in|on|from|over|during|for|only)\b|[里在从只]"):
        return min(p.start for p in held), max(p.end for p in held)
    if where.length and c.has(r"\b(?:only|for|last|stay|keep|show)\w*\b|只|显示"):
        return inside(now.start, min(now.start + where.length, bench.duration), bench)
    return None


def _laid_again(bench: Bench, old: Placed, file: MediaFile, limits: Limits) -> bool:
    """The picture as it was, at other times."""
    at = _place_of(old)
    opacity = next((e.params.get("amount") for e in old.clip.effects if e.op == "opacity"), None)
    bench.do("remove", ids=[old.id])
    for start, end in limits:
        before = {p.id for p in bench.overlays}
        bench.do("overlay", media=file.id, start=start, end=end, opacity=opacity, **at)
        new = [p.id for p in bench.overlays if p.id not in before]
        for effect in old.clip.effects:
            if effect.op in ("fade_in", "fade_out"):
                bench.do("add_effect", targets=new, effect=effect.op, params=dict(effect.params))
    return True


def faint(c: Clause, bench: Bench) -> bool:
    """How much shines through it: "make it 50% transparent"."""
    opacity = opacity_of(c)
    if opacity is None or _about_else(c) or c.has(_PLACED):
        return False
    found = _its(c, bench)
    return bool(found) and bench.do(
        "add_effect", targets=[p.id for p in found], effect="opacity", params={"amount": opacity}
    )


def ends_on(c: Clause, bench: Bench) -> bool:
    """The film opens or ends on a picture that fills it: "end on the logo for 3 seconds"."""
    found = _ENDS.match(c.own.strip(" ,.。"))
    if not found or _about_else(c) or _LAID.search(c.text) or c.says("fade"):
        return False
    if c.times.point is not None and c.times.point.kind == "point":
        return False
    if not (
        LOGO.search(c.own) or c.has(r"\b(?:photo|picture|image|still)\b|照片|图片|\.(?:png|jpe?g|webp)\b")
    ):
        return False
    files = [file for file in pictures(c, bench) if file.kind == "image"]
    if not files:
        return False
    bench.ensure_film()
    seconds = c.times.length or (c.times.range.a if c.times.range is not None else None) or _STILL
    verb = found["verb"] or found["zverb"]
    if verb.startswith(("open", "start", "begin", "开")):
        return bench.do("insert", media=files[0].id, at=0.0, duration=seconds)
    return bench.do("append", media=files[0].id, duration=seconds)


def written(c: Clause, bench: Bench) -> bool:
    """Words as a watermark: small in a corner the whole time, or large and faint over the picture."""
    if not _MARK.search(c.text) or not c.quotes or c.says("remove"):
        return False
    bench.ensure_film()
    across = c.has(r"\b(?:across|big|large|huge|diagonal\w*|middle|cent(?:er|re))\b|大|中|铺满|斜")
    opacity = opacity_of(c)
    where = span(c, bench)
    limits: dict[str, float] = {"start": 0.0, "end": bench.duration}
    if where.ranged and where.start is not None and where.end is not None and not where.whole:
        limits = dict(zip(("start", "end"), inside(where.start, where.end, bench), strict=True))
    shown = opacity if opacity is not None else 0.3 if across else 0.6
    return bench.do(
        "add_text",
        style="title",
        text=c.quotes[0],
        **limits,
        params={
            "position": "center" if across else corner(c.text) or "bottom-right",
            "size": 0.2 if across else 0.04,
            "color": f"#ffffff{round(255 * shown):02x}",
            "outline": 0,
            "shadow": 0,
            "animation": "none",
        },
    )


_CHANGED = re.compile(
    r"^(?:(?:also|then|and|have|let) )*(?:(?:the|our|my) (?:logo|watermark) (?:is|looks?|should)\b|make\b|move\b|shift\b|resize\b|shrink\b|enlarge\b|scale\b|double\b|halve\b|animate\b|rotate\b|spin\b|nudge\b|the logo'?s\b)"
)


def absent(c: Clause, bench: Bench) -> bool:
    """Raises `Declined` where a picture shall change that is not over the film."""
    if bench.overlays or not LOGO.search(c.own) or c.quotes or not _CHANGED.match(c.own):
        return False
    if c.has(
        r"\bmake (?:the |our |my )?(?:logo|watermark) (?:appear|show|come)|\bsmall (?:logo|watermark)\b"
    ):
        return False
    if files := pictures(c, bench):
        name = files[0].name or "logo"
        decline(
            "no_overlay",
            f"{name} is not in the film yet. Say “add the logo in the top right corner”, with a size if you like (“15% wide”).",
            f"{name} 还没有放进影片。可以先说“把logo放在右上角”，也可以说明大小（“宽15%”）。",
        )
    return False


RULES = tuple(map(Rule, (written, ends_on, faded, faint, resized, moved, retimed, absent)))
