"""Pictures over the film (logo, picture in picture), several pictures at once, slideshows."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips, files, missing_file, refers
from ..words import corner, corners
from .in_step import IN_STEP, do_in_step
from .rule import Rule

LOGO = re.compile(
    r"\blogo\b|\bwatermark\b|\bbadge\b|\bqr(?: ?code)?\b|\bicon\b|\bsticker\b|标志|水印|图标|商标|台标|二维码|角标|贴纸|徽标"
)
_PIP = re.compile(
    r"picture[- ]in[- ]picture|\bpip\b|\boverlay\b|\bsuperimpose\b|\bface ?cam\b|\binset\b|\bin (?:the |a )?(?:\w+[- ]){0,2}corner\b|\bon top of\b|\bover (?:the )?(?:video|film|clip|footage|picture)\b|\bsmall window\b|画中画|叠加|小窗|悬浮|叠在|盖在|角落|右上|左上|右下|左下|覆盖"
)


_PLACES = re.compile(
    r"\b(?:add|put|place|show|display|overlay|stick|slap|have|want|need|use|include|insert|again|another|also|too|over|on)\b|加|放|贴|显示|叠|盖"
)
_BARE_RANGE = r"\bfrom (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\b(?!\s*%)"
_QUARTERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_OVER = r"\bover @|\bfull ?screen\b|\bcover\b|\bwindow\b|全屏|铺满|盖[上住在]"


def pictures(c: Clause, bench: Bench) -> list[MediaFile]:
    """Which file is meant: by its name, by what it is called (logo, QR code, photo), or the only one."""
    named = [f for f in files(c, bench) if f.kind != "audio"]
    if named:
        return named
    unused = [f for f in bench.library if f.kind != "audio"]
    every = [f for f in bench.timeline.media if f.kind != "audio"]
    for words, names in (
        (r"\bqr\b|二维码", r"qr|二维码|code"),
        (
            r"logo|watermark|badge|brand|icon|标志|水印|商标|台标|角标|图标|徽标",
            r"logo|watermark|badge|icon|mark|标志|水印|商标|台标",
        ),
        (r"sticker|贴纸", r"sticker|贴纸"),
        (r"face ?cam|webcam|camera|摄像头|人像", r"cam|face|webcam|摄像"),
    ):
        if re.search(words, c.text):
            found = [f for f in every if re.search(names, (f.name or "").lower())]
            stills = [f for f in unused if f.kind == "image"]
            return found or (stills if len(stills) == 1 else [f for f in stills if f.video and f.video.alpha])
    stills = [f for f in unused if f.kind == "image"]
    if c.has(r"photo|picture|image|图片|照片|图") and stills:
        return stills[:1]
    return unused if len(unused) == 1 else []


def _overlay(c: Clause, bench: Bench) -> bool:
    """Put a picture or clip over the film, for a time, in a corner."""
    if c.quotes and c.any("title", "text", "caption", "lower_third", "subtitle"):
        return False
    if c.says("music") or c.says("transition") or (c.has(r"\boverwrite\b|覆盖") and not corner(c.text)):
        return False
    logo = LOGO.search(c.text)
    keyed = c.has(r"green ?screen|\bkey(?:ed)? (?:\w+ )*out\b|chroma|绿幕|蓝幕|抠")
    spare = [f for f in files(c, bench) if f.kind != "audio" and f in bench.library]
    wants = (
        logo
        or _PIP.search(c.text)
        or (spare and corner(c.text) in _QUARTERS)
        or ((keyed or c.has(_OVER)) and spare)
    )
    follows = c.has(r"after that|afterwards?|following that|那之后|之后") and any(
        s.edit.op == "overlay" for s in bench.steps
    )
    if not wants and not follows:
        return False
    if _change(c, bench) or _remove(c, bench):
        return True
    if not spare and (pair := _one_in_other(c, bench)):
        return pair
    if (
        not logo
        and not c.any("add")
        and not c.has(r"overlay|superimpose|叠|覆盖")
        and not follows
        and not spare
    ):
        return False
    found = pictures(c, bench)
    there = {p.media for p in bench.overlays}
    if found and logo and not _PLACES.search(c.text) and all(file.id in there for file in found):
        return False  # it is there: something else is asked of it
    if not found:
        if (
            not logo
            and not c.has(r"picture[- ]in[- ]picture|\bpip\b|\boverlay\b|画中画|叠加")
            and not c.has(r"\.\w{3,4}\b")
        ):
            return False
        name = missing_file(c, bench)
        if name:
            decline(
                "no_such_file",
                f"There is no file “{name}” in this session; add it first.",
                f"会话里没有文件“{name}”，请先添加。",
            )
        unused = [f for f in bench.library if f.kind != "audio"]
        if unused:
            ask(
                "Which file should lie over the film?",
                "要把哪个文件叠加在画面上？",
                *((f.name, f.name) for f in unused[:6]),
            )
        decline(
            "no_overlay_file",
            f"There is no {logo[0] if logo else 'picture'} file in this session. Add it (a png with transparency works best) and I'll place it.",
            f"会话里没有{logo[0] if logo else '可叠加的'}文件。请先添加（最好是带透明背景的 png），我再放上去。",
        )
    if not bench.film and len(found) > 1 and c.has(r"\bover\b|\bon top of\b|放在|叠在|盖在"):
        bench.do("append", media=found.pop(1).id)
    bench.ensure_film()
    found = [f for f in found if f in bench.library] or found
    ranges = [moment.range(bench.duration) for moment in c.times.ranges] or [
        (float(a), float(b)) for a, b in re.findall(_BARE_RANGE, c.text)
    ]
    several = ranges if len(ranges) == len(found) else []
    own = corners(c.text) if len(corners(c.text)) == len(found) > 1 else []
    for n, file in enumerate(found if own or c.has(r"\band\b|和") else found[:1]):
        given = several[n] if several else None
        shown = (
            dict(zip(("start", "end"), inside(*given, bench), strict=True)) if given else when(c, bench, file)
        )
        bench.do(
            "overlay",
            media=file.id,
            **shown,
            **({"corner": "full"} if keyed and not corner(c.text) else place(c, file, bool(logo)))
            | ({"corner": own[n]} if own else {}),
        )
        if keyed and bench.focus is not None:
            bench.do("add_effect", targets=list(bench.focus.ids), effect="chroma_key")
    return True


def place(c: Clause, file: MediaFile, logo: bool) -> dict[str, Any]:
    params: dict[str, Any] = {}
    where = corner(c.text) or (
        "center"
        if c.has(r"in the (?:middle|cent(?:er|re))|中间|正中")
        and (c.times.point is None or c.times.point.kind != "fraction" or bool(c.times.ranges))
        else None
    )
    small = file.kind == "image" or logo
    full = where == "full" or (
        where is None
        and bool(c.has(r"b-?roll|\bcover\b|盖[住上]|cover the (?:whole|video|screen)|全屏|铺满"))
    )
    params["corner"] = "full" if full else where or ("top-right" if small else "bottom-right")
    if full:
        return {"corner": "full"}
    a = c.amount
    share = width_of(c)
    if share is not None:
        params["width"] = share
    elif a.percent is not None and not c.has(r"opacity|opaque|transparen|透明"):
        params["width"] = a.percent / 100
    elif a.share is not None and c.has(r"\bsize[ds]?\b|尺寸|大小"):
        params["width"] = a.share
    elif c.has(r"\b(?:big|large|bigger|larger)\b|大(?:一)?(?:点|些|的)"):
        params["width"] = 0.2 if small else 0.4
    elif c.has(r"\b(?:small|tiny|smaller|little)\b|小(?:一)?(?:点|些)"):
        params["width"] = 0.06 if small else 0.2
    else:
        params["width"] = 0.1 if small else 0.28
    if (opacity := opacity_of(c)) is not None:
        params["opacity"] = opacity
    if c.has(r"with (?:its )?(?:sound|audio)|带(?:上)?声音|保留声音"):
        params["sound"] = True
    return params


def _one_in_other(c: Clause, bench: Bench) -> bool:
    """A clip of the film small over another one: "picture in picture: the street over the beach"."""
    ids = clips(c, bench) if c.has(r"picture[- ]in[- ]picture|\bpip\b|small window|画中画|小窗") else ()
    inner, outer = (bench.locate(ids[0]), bench.locate(ids[1])) if len(ids) == 2 else (None, None)
    file = bench.timeline.file(inner.media) if inner and inner.media else None
    if inner is None or outer is None or file is None:
        return False
    length = (
        min(outer.end - outer.start, float(file.duration))
        if file.kind == "video"
        else outer.end - outer.start
    )
    return bench.do(
        "overlay", media=file.id, start=outer.start, end=outer.start + length, **place(c, file, False)
    )


_SHARES = (
    (r"\bhalf\b|一半|半", 0.5),
    (r"\bquarter\b|[四4]分之[一1]", 0.25),
    (r"\bthird\b|[三3]分之[一1]", 0.333),
    (r"\bfifth\b|[五5]分之[一1]", 0.2),
)
_OF_WIDTH = r"(?:of the |the |画面|屏幕)?(?:width|wide|screen|frame|picture|canvas|宽|画面|屏幕)"


def width_of(c: Clause) -> float | None:
    """The width that a clause names, as a part of the canvas."""
    found = c.has(
        rf"(\d+(?:\.\d+)?)\s*%\s*(?:的)?{_OF_WIDTH}|(?:\bwidth|\bsize|宽度?|占(?:画面|屏幕)?(?:的)?|大小)\D{{0,6}}?(\d+(?:\.\d+)?)\s*%"
    )
    if found:
        return float(found[1] or found[2]) / 100
    for words, share in _SHARES:
        if c.has(
            rf"(?:{words})\s*(?:的)?{_OF_WIDTH}(?!之)|(?:宽度?|占)(?:为|是|画面|屏幕)?(?:的)?(?:{words})"
        ):
            return share
    return None


def opacity_of(c: Clause) -> float | None:
    """How opaque a clause says something should be, 0 to 1."""
    found = c.has(
        r"(\d+(?:\.\d+)?)\s*%\s*(?:的)?(opacity|opaque|transparen\w*|see-through|不透明|透明)|(opacity|transparency|不透明度?|透明度?)\D{0,5}?(\d+(?:\.\d+)?)\s*%"
    )
    if found:
        value, word = float(found[1] or found[4]) / 100, str(found[2] or found[3])
        return round(1 - value if word.startswith(("transparen", "see", "透明")) else value, 3)
    return 0.5 if c.has(r"opacity|opaque|transparen|see-through|\bfaint|透明|淡(?![入出])") else None


def when(c: Clause, bench: Bench, file: MediaFile) -> dict[str, Any]:
    named = [p for i in clips(c, bench) if (p := bench.locate(i)) is not None]
    if any(p.media == file.id for p in named) and c.times.range is None and c.times.point is None:
        below = next((p for p in named if p.media != file.id), None)
        start = below.start if below else 0.0
        return {
            "start": start,
            "end": min(_until(start, file, bench), below.end if below else bench.duration),
        }
    where = span(c, bench)
    earlier = [s for s in bench.steps if s.edit.op == "overlay"]
    if (
        (c.strong or c.has(r"after that|afterwards|那之后|之后"))
        and earlier
        and not where.ranged
        and where.point is None
    ):
        end = earlier[-1].edit.params.get("end")
        start = float(end) if end is not None else 0.0
        return {"start": start, "end": bench.duration}
    if where.ranged and where.start is not None and where.end is not None:
        start, end = inside(where.start, where.end, bench)
        return {
            "start": start,
            "end": end if c.times.range is not None else min(end, _until(start, file, bench)),
        }
    if where.point is not None:
        start = min(where.point, bench.duration)
        if where.point >= bench.duration - 0.01:
            start = max(0.0, bench.duration - (where.length or 3.0))
            return {"start": start, "end": bench.duration}
        return (
            {"start": start, "end": min(start + where.length, bench.duration)}
            if where.length
            else {"start": start, "end": _until(start, file, bench)}
        )
    if where.length:
        return {"start": 0, "end": min(where.length, bench.duration)}
    held = [p for p in bench.film if p.media != file.id and p.id in clips(c, bench)]
    if len(held) == 1 and c.has(r"\b(?:over|cover|on|onto|above)\b|叠|盖|上面"):
        return {"start": held[0].start, "end": min(held[0].end, _until(held[0].start, file, bench))}
    return {"start": 0, "end": _until(0.0, file, bench)}


def _until(start: float, file: MediaFile, bench: Bench) -> float:
    if file.kind == "image":
        return bench.duration
    return min(start + float(file.duration), bench.duration)


def mine(c: Clause, bench: Bench) -> list[Placed]:
    over = bench.overlays
    if not over:
        return []
    named = files(c, bench)
    found = [p for p in over if p.media in {f.id for f in named}]
    if found or any(f.name and f.name.lower() in c.text.lower() for f in named):
        return found  # of a file that is named and does not lie there nothing is meant
    if len(over) == 1:
        return over
    if LOGO.search(c.text):
        found = [
            p
            for p in over
            if p.media and (f := bench.timeline.file(p.media)) is not None and (f.kind == "image")
        ]
    focused = [p for p in over if bench.focus is not None and p.id in bench.focus.ids]
    return focused if focused and refers(c) else found


def _remove(c: Clause, bench: Bench) -> bool:
    if not c.says("remove") or c.has(r"\badd\b|加"):
        return False
    found = mine(c, bench)
    if not found:
        if LOGO.search(c.text):
            decline(
                "no_overlay",
                "There is no such picture over the film to remove.",
                "画面上没有这样的叠加内容可以移除。",
            )
        return False
    return bench.do("remove", ids=[p.id for p in found])


def _change(c: Clause, bench: Bench) -> bool:
    """Move or resize a picture that lies over the film."""
    found = mine(c, bench)
    if (
        not found
        or c.says("remove")
        or not c.has(
            r"move|bigger|smaller|larger|resize|size|opacity|transparen|make|change|shift|put (?:it|the logo)|移|挪|放到|放大|缩小|大一?点|小一?点|透明|改|换到"
        )
    ):
        return False
    if c.has(r"^add\b|\bclip\b") or (
        c.has("^put|^make")
        and pictures(c, bench)
        and not any(p.media == pictures(c, bench)[0].id for p in found)
    ):
        return False
    effect = next((e for e in found[0].clip.effects if e.op == "place"), None)
    now = dict(effect.params) if effect else {}
    params: dict[str, Any] = {}
    if where := corner(c.text):
        params["corner"] = where
    width = float(now.get("width") or 0.1)
    if c.amount.percent is not None and not c.has("opacity|transparen|透明"):
        params["width"] = (
            c.amount.percent / 100 if not c.amount.relative else width * (1 + c.amount.percent / 100)
        )
    elif c.has(r"bigger|larger|enlarge|\bbig\b|\blarge\b|too small|大一?点|大一?些|放大|太小"):
        params["width"] = min(1.0, width * 1.5)
    elif c.has(r"smaller|shrink|\bsmall\b|\btiny\b|too (?:big|large)|小一?点|小一?些|缩小|太大"):
        params["width"] = width * 0.67
    ids = [p.id for p in found]
    if c.has(r"opacity|transparen|see-through|faint|透明"):
        return bench.do(
            "add_effect", targets=ids, effect="opacity", params={"amount": (c.amount.percent or 50) / 100}
        )
    if not params:
        return False
    return bench.do(
        "set_effect" if effect else "add_effect",
        targets=ids,
        effect="place",
        params={k: round(v, 3) if isinstance(v, float) else v for k, v in params.items()},
    )


_CUT_TO = re.compile(
    r"\b(?:cut|switch|change|go) (?:over )?to (?:the )?(.+?) (?:from|between|at) @|(?:切(?:换)?到|换到|换成)(.+?)(?:的)?(?:画面|镜头|机位)?$"
)


def _cut_to(c: Clause, bench: Bench) -> bool:
    """Another camera's picture for a time, the sound going on: "cut to camB from 0:30 to 0:45"."""
    named = _CUT_TO.search(c.text)
    if not named or c.quotes or c.times.range is None or c.times.range.kind != "range":
        return False
    found = [f for f in files(c, bench) if f.kind == "video"]
    others = [f for f in bench.timeline.media if f.kind == "video" and f not in found]
    if len(found) != 1 or not others:
        return False
    if not bench.film:
        bench.do("append", media=others[0].id)
    where = span(c, bench)
    start, end = inside(where.start or 0.0, where.end or bench.duration, bench)
    where_to = {"media": found[0].id, "start": start, "end": end, "corner": "full"}
    if found[0].audio is not None and all(each.audio is not None for each in others):
        asked = IN_STEP.search(c.text) is not None
        return do_in_step(bench, "overlay", asked, {"media_start": start}, **where_to)
    bench.do("overlay", media_start=start, **where_to)
    bench.tell(
        f"There is no sound to line them up by: {found[0].name} shows what it has at the same time after its beginning.",
        f"没有可用于对齐的声音：{found[0].name} 取其开头之后同样时刻的画面。",
    )
    return True


RULES = (Rule(_cut_to), Rule(_overlay))
