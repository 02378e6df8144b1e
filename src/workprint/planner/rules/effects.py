"""Effects and looks, by the catalogue's own phrases, in any amount, on clips, ranges or all."""

from __future__ import annotations

import re
from typing import Any

from workprint.ops import registry

from ..bench import Bench, decline
from ..catalogue import Named, about, named, plain, scattered, settings
from ..clause import Clause
from ..span import inside, span
from ..targets import clips_or_it, refers
from .colours import reset_colours
from .parameters import COMPARED, FROM_TO, parameters, present
from .rule import Rule

_AWAY = re.compile(
    r"^(?:but )?no (?!black bars|edges)|^(?:also |then )?(?:remove|delete|take off|get rid of|turn off|drop|lose|clear|disable|undo|no more|without|strip)\b|^(?:also |then )?take (?!a\b|\d|@)(?:the |that |this |my )?(?:[a-z]+ ){1,4}?(?:off|away)\b|^(?:also |then )?(?:turn|switch) (?:the |that |this |my )?(?:[a-z]+ ){1,4}?off\b|^(?:把)?.{0,8}(?:去掉|删掉|删除|移除|取消|关掉|关闭|不要)"
)
_CLEANING = {"black_and_white", "denoise", "stabilise", "crop", "chroma_key"}


def _where(c: Clause, bench: Bench, ids: tuple[str, ...]) -> dict[str, Any]:
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    where = span(c, bench, one)
    if (
        where.ranged
        and where.start is not None
        and where.end is not None
        and not (ids and c.times.range is None)
    ):
        start, end = inside(where.start, where.end, bench)
        return {"start": start, "end": end}
    if (
        where.point is not None
        and c.times.point is not None
        and c.times.point.kind in ("point", "start", "end")
        and not (
            c.times.point.kind == "start"
            and c.has(r"\btop[ -](?:left|right)\b|\b(?:at|in|on) (?:the )?top\b")
        )
        and not c.says("fade")
    ):
        brief = c.times.point.kind != "point" or c.has(r"\bzoom|\bpunch|放大|推近")
        length = where.length or (3.0 if brief and not c.has(r"\bfrom\b|after|从|起|之后") else None)
        if length is None:
            under = next((p.end for p in bench.film if p.start <= where.point < p.end), bench.duration)
            end = bench.duration if c.has(r"from|after|start|从|起|之后") else under
            return {"start": where.point, "end": end} if where.point < end else {}
        if where.point >= bench.duration:
            return {"start": max(0.0, bench.duration - length), "end": bench.duration}
        start, end = inside(where.point, min(where.point + length, bench.duration), bench)
        return {"start": start, "end": end}
    return {}


def _remove(c: Clause, bench: Bench) -> bool:
    """Take an effect off where it is."""
    found = named(c.text, "video_effect", "audio_effect")
    present = {effect.op for _, effect in bench.effects()}
    everything = c.has(
        r"\b(?:all (?:the )?)?(?:effects?|filters?|looks?)\b|(?:所有|全部)?(?:的)?(?:特效|效果|滤镜)"
    )
    if (
        not _AWAY.search(c.text)
        or not (found or everything)
        or (c.amount.stated and c.has(r"\b(?:to|by) \d|[到至]\s*\d"))
    ):
        return False
    ids = clips_or_it(c, bench)
    last = bench.focus.edit if bench.focus is not None else None
    if (
        not found
        and last is not None
        and last.op == "add_effect"
        and c.has(
            r"\b(?:that|this|the) (?:effect|filter|look)\b(?!s)|(?:这|那|刚才)(?:个|的)?(?:特效|效果|滤镜)"
        )
    ):
        return bench.do(
            "remove_effect",
            targets=list(last.params.get("targets") or [p.id for p in bench.film]),
            effect=last.params["effect"],
        )
    ops = [n.op.name for n in found if n.op.name in present]
    if not found and everything:
        ops = sorted(
            present
            & {name for name, op in registry().items() if getattr(op, "family", "") == "video_effect"}
            - {"place"}
        )
    if not ops and everything and not found and c.has(r"\b(?:effects?|filters?)\b|特效|效果|滤镜"):
        on = bench.locate(ids[0]) if len(ids) == 1 else None
        decline(
            "no_such_effect",
            f"There are no effects on {on.name if on else 'the film'} to remove.",
            f"{on.name if on else '影片'}上没有效果可以去掉。",
        )
    if not ops:
        names = "、".join(
            str(n.op.title.get(c.lang if c.lang == "zh" else "en", n.op.name)) for n in found[:2]
        )
        if names and not c.has(
            r"noise|grain|shak|bars|噪|抖|颗粒|黑边|background|colou?r|色|green ?screen|绿幕|蓝幕"
        ):
            decline(
                "no_such_effect",
                f"There is no {names.lower()} there to remove.",
                f"那里没有{names}可以去掉。",
            )
        return False
    for op in dict.fromkeys(ops):
        targets = [
            owner for owner, effect in bench.effects() if effect.op == op and (not ids or owner in ids)
        ]
        if targets:
            bench.do("remove_effect", targets=list(dict.fromkeys(targets)), effect=op)
    return bool(bench.steps)


def _chosen(c: Clause) -> list[Named]:
    found = [n for n in named(c.text, "video_effect") if n.op.name != "place"]
    if (
        not found
        and "ken_burns" in registry()
        and c.has(
            r"\bpan(?:ning)?\b.{0,16}\b(?:slow\w*|across|over|left to right|right to left)|\bslow\w* pan|镜头(?:缓慢)?(?:平移|移动)|缓慢平移"
        )
    ):
        return [Named(registry()["ken_burns"], "pan", 0, 0)]
    if not found and c.has(r"\bpunch(?:es|ing)?[- ]in\b") and "zoom" in registry():
        return [Named(registry()["zoom"], "punch in", 0, 0)]
    if (
        not found
        and c.has(r"[裁剪切].{0,4}[左右上下][边侧面方]?的?(?:一?半|[13]/[23])")
        and "crop" in registry()
    ):
        return [Named(registry()["crop"], "裁", 0, 0)]
    if not found and c.has(r"颠倒|头朝下|倒过来|上下倒") and "rotate" in registry():
        return [Named(registry()["rotate"], "颠倒", 0, 0)]
    if (
        c.has(r"\bsky\b|天空")
        and c.has(r"bright|dark|blown|overexposed|亮|暗|曝")
        and "highlights" in registry()
    ):
        return [Named(registry()["highlights"], "sky", 0, 0)]
    if not found:
        return []
    specific = [
        n
        for n in found
        if not any(
            o is not n and o.start <= n.start and n.end <= o.end and len(o.phrase) > len(n.phrase)
            for o in found
        )
    ]
    names = {n.op.name for n in specific}
    if "zoom" in names and c.has(rf"slow(?:ly)?\b|gradual|zoom(?:ing)? out|缓慢|慢慢|渐渐|拉远|{FROM_TO}"):
        ken = registry().get("ken_burns")
        return [Named(ken, "slowly", 0, 0)] if ken else specific
    if "letterbox" in names and not c.has(
        r"cinematic.{0,20}\b(?:with|and|plus)\b.{0,20}(?:letterbox|bars)|(?:letterbox|bars).{0,12}\band\b.{0,20}cinematic|电影(?:感|风|色调).{0,6}(?:和|加|配|,|、).{0,8}(?:黑边|宽银幕|遮幅)"
    ):
        specific = [n for n in specific if n.op.name != "cinematic"]
    if _BLURRY.search(c.text):
        specific = [n for n in specific if n.op.name not in ("blur", "sharpen")] + [
            Named(registry()["sharpen"], "blurry", 0, 0)
        ]
    if "mosaic" in names:
        specific = [n for n in specific if n.op.name != "blur"]
    elif "blur" in names and c.has(
        r"top|bottom|left|right|corner|area|region|face|plate|strip|角|区域|底部|顶部|[左右]手?(?:边|侧|半|面|方)|[上下](?:边|方|面|半)|脸|车牌"
    ):
        mosaic = registry().get("mosaic")
        specific = [Named(mosaic, "blur", 0, 0) if n.op.name == "blur" and mosaic else n for n in specific]
    if "brightness" in names and "exposure" in names:
        specific = [n for n in specific if n.op.name != "brightness"]
    if "tint" in names and c.has(r"yellow|blue|orange|\bwarm|\bcold|黄|蓝") and "temperature" in registry():
        specific = [
            Named(registry()["temperature"], n.phrase, n.start, n.end) if n.op.name == "tint" else n
            for n in specific
        ]
    if "temperature" in names or c.has(r"\b(?:warmer|cooler|colder)\b|(?:暖|冷)(?:一)?(?:点|些)"):
        specific = [n for n in specific if n.op.name not in ("warm", "cool")] or specific
    specific = [n for n in specific if not _kind_of_film(n, specific, c.text)]
    if names & {"cinematic", "vintage", "sepia", "vivid", "warm", "cool"}:
        specific = [n for n in specific if n.op.name != "glow"]
    return specific


def _kind_of_film(item: Named, every: list[Named], text: str) -> bool:
    """Whether a look only says what another one just before it is of: the film of "a vintage film look"."""
    return re.match(r"film|movie", item.phrase) is not None and any(
        other is not item and not plain(text)[other.end : item.start].strip(" -")
        for other in every
        if other.end <= item.start
    )


_BLURRY = re.compile(
    r"(?<!make )(?<!want )\b(?:is|are|'s|looks?|seems?|too|so|very|really|pretty|kinda|kind of|bit|little)\b(?: \w+){0,2} (?:blurry|out of focus|soft)\b(?! (?:background|edges|look|light|glow))"
)
"""A complaint about a picture that is not sharp."""
_TOO = r"\bzoom(?:s|ing)?(?:-ins?)? (?:is|are|feels?|looks?|seems?)\b.{0,12}\btoo\b|(?:放大|缩放|推近)(?:得|的)?太"
"""A complaint about zooms that there are."""


def effects(c: Clause, bench: Bench) -> bool:
    """Add or change the effects that the clause names."""
    if reset_colours(c, bench) or _remove(c, bench):
        return True
    found = _chosen(c)
    if c.says("transition") or not found:
        return _plain_words(c, bench) if not found else False
    names = {n.op.name for n in found}
    if names == {"zoom"} and not c.has(r"zoom|punch|closer|enlarge|magnif|放大|推|拉近|特写"):
        return False
    if (
        names == {"zoom"}
        and c.has(_TOO)
        and not any(e.op in ("zoom", "zoom_to", "ken_burns") for _, e in bench.effects())
    ):
        decline("no_such_effect", "There is no zoom in the film to change.", "影片里没有放大可以调整。")
    if names == {"crop"} and (c.times.ranges or c.has(r"\d\s*:\s*\d")):
        return False
    cleans = c.has(r"noise|grain|shak|jitter|噪|抖|颗粒|background|colou?r|edges|corner|边|去色")
    if _AWAY.search(c.text) and not cleans and not names & _CLEANING and not c.amount.stated:
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench) or _as_before(found, c, bench)
    over = bench.focus if bench.focus is not None and bench.focus.kind == "overlay" else None
    if not ids and over is not None and c.number and (c.lang == "zh" or refers(c)):
        ids = over.ids
    if not ids and c.has(r"logo|overlay|watermark|标志|水印") and bench.overlays:
        ids = tuple(p.id for p in bench.overlays)
    where = _where(c, bench, ids)
    for item in found:
        own = about(c.text, item, found)
        on = () if "everywhere" in own else ids
        params = parameters(item, own, c, bench, on)
        if params is None:
            return False
        there = present(item.op.name, on, bench) is not None
        if (
            there
            and params
            and not where
            and c.has(r"\b(?:change|adjust|set|update|modify)\b|改|调整|调到|设")
        ):
            bench.do(
                "set_effect",
                effect=item.op.name,
                targets=[o for o, e in bench.effects() if e.op == item.op.name and (not on or o in on)],
                params=params,
            )
            continue
        bench.do(
            "add_effect",
            effect=item.op.name,
            targets=list(on),
            **({"params": params} if params else {}),
            **where,
        )
        if item.op.name == "stabilise":
            bench.tell("Steadying crops the edges a little.", "防抖会略微裁掉画面边缘。")
    return True


def _as_before(found: list[Named], c: Clause, bench: Bench) -> tuple[str, ...]:
    """Where the last edit put the same effect, if this only says more or less of it."""
    last = bench.focus.edit if bench.focus is not None else None
    if last is None or last.op != "add_effect" or not COMPARED.search(c.text) or c.says("whole"):
        return ()
    if last.params.get("effect") not in {n.op.name for n in found}:
        return ()
    return tuple(i for i in last.params.get("targets", ()) if bench.locate(i))


_ADJECTIVES = (
    (
        r"(?:太|有点|偏|发)蓝|\b(?:too|so|very|a (?:bit|little|tad)(?: too)?|looks?) blu(?:e|eish|ish)\b",
        "temperature",
        1,
    ),
    (
        r"(?:太|有点|偏|发)黄|\b(?:too|so|very|a (?:bit|little|tad)(?: too)?|looks?) (?:yellow|yellowish|orange)\b",
        "temperature",
        -1,
    ),
    (
        r"(?:太|有点|很|比较|偏)(?:黑|暗)|看不清|光线(?:不足|太暗)|暗(?:了|淡)|\b(?:so|very|really|pretty|kind of|a bit|quite) dark\b|\b(?:poorly|under) ?lit\b|more light\b|light it up",
        "brightness",
        1,
    ),
    (
        r"刺眼|(?:太|有点|很)(?:亮|白)|\b(?:so|very|really|pretty|a bit|quite) bright\b|blown out",
        "brightness",
        -1,
    ),
    (r"亮(?:一)?(?:点|些|度)|\bbright\b", "brightness", 1),
    (r"暗(?:一)?(?:点|些)", "brightness", -1),
    (
        r"(?:颜色|色彩)(?:太)?(?:淡|灰|暗淡)|\b(?:dull|gr[ae]y(?:ish)?|lifeless|faded) colou?rs?\b|colou?rs? (?:is|are|look) (?:\w+ )?(?:dull|flat|washed|faded|pale)|more colou?r(?:s|ful)?\b",
        "saturation",
        1,
    ),
    (
        r"(?:颜色|色彩)(?:太|有点)(?:艳|浓|重)|colou?rs? (?:is|are|look) (?:\w+ )?(?:too much|too strong|oversaturated)|oversaturated",
        "saturation",
        -1,
    ),
    (r"\b(?:too|looks?) (?:blurry|soft)\b|不(?:够)?清(?:晰|楚)|有点糊|太糊", "sharpen", 1),
    (r"\bshak(?:y|es|ing)|\bwobbl\w*|jitter\w*|晃|抖(?!音|动)|稳定", "stabilise", 1),
)


def _plain_words(c: Clause, bench: Bench) -> bool:
    """What people say of a picture without naming an effect."""
    if c.any("title", "text", "music", "sound", "caption", "logo"):
        return False
    for words, op_name, direction in _ADJECTIVES:
        if not c.has(words) or op_name not in registry():
            continue
        op = registry()[op_name]
        ids = clips_or_it(c, bench)
        bench.ensure_film()
        usual = op.model_fields[op.main].default
        scale = 1.7 if c.amount.degree > 0 else 0.6 if c.amount.slight else 1.0
        if op_name == "saturation":
            value = 1 + direction * abs(usual - 1) * scale
        elif op_name == "brightness":
            value = direction * (
                c.amount.percent / 100 if c.amount.percent is not None else abs(usual) * scale
            )
        else:
            value = usual * scale
        bench.do(
            "add_effect",
            effect=op_name,
            targets=list(ids),
            params={op.main: round(value, 3)},
            **_where(c, bench, ids),
        )
        if op_name == "stabilise":
            bench.tell("Steadying crops the edges a little.", "防抖会略微裁掉画面边缘。")
        return True
    return False


def loose(c: Clause, bench: Bench) -> bool:
    """A phrase of the catalogue in other order: "make my voice deeper" for "deeper voice"."""
    op = scattered(c.text) if c.lang == "en" and not c.says("remove") and not c.asks else None
    if op is None:
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    params = settings(op, c.text, c.amount, c.times.length)
    if op.name == "pitch" and c.has(r"deep|low"):
        params[op.main] = -2.0
    return bench.do(
        "add_effect",
        effect=op.name,
        targets=list(ids),
        **({"params": params} if params else {}),
        **_where(c, bench, ids),
    )


NAMED = (Rule(effects),)
LOOSE = (Rule(loose),)
