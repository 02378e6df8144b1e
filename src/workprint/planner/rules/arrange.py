"""The order of clips, and putting new ones in: move, swap, reorder, insert, replace, split, markers."""

from __future__ import annotations

import re
from hashlib import sha256

from ..bench import Bench, Placed, ask, decline
from ..catalogue import named
from ..clause import Clause
from ..counting import by_number
from ..span import Span, at, span
from ..targets import by_name, clips, clips_or_it, files
from .placing import TO_START, insert, replace
from .rule import Rule
from .splitting import split

_TO_END = re.compile(
    r"\b(?:to|at|in|into) the (?:very )?(?:end|back|ending)\b|\blast$|\bend(?:s)? with\b|\bfinish with\b|(?:到|在)?(?:最)?(?:结尾|最后面?|末尾|片尾|后面|最末|尾部)(?!的|一段|1段|一个|1个)|作为结尾|放最后"
)
_BESIDE = re.compile(
    r"\b(right after|after|behind|following|before|in front of|ahead of)\b\s+(.+)$|(?:到|在)(.+?)(?:的)?(之后|后面|后边|以后|之前|前面|前边|以前|后|前)"
)
_PLACE = re.compile(
    r"\b(?:to|in|into|at) (?:position|place|slot|number|spot)\s*#?(\d+)|\b(?:to|in) the (first|second|third|fourth|fifth|last) (?:position|place|slot|spot)|(?:到|在)第(\d+)(?:个位置|位|个)"
)
_BETWEEN = re.compile(r"\b(?:in )?between (?P<what>.+)$")
_ORDER_WORDS = re.compile(
    r"\bshuffle\b|\bmix up\b|打乱|乱序|随机(?:排|播|顺序)|\border\b|\barrange\b|\breorder\b|\bsequence\b|\bsort\b|顺序|排序|排列|排成|次序|重排"
)


def _index(film: list[Placed], item: str) -> int:
    return next(n for n, p in enumerate(film) if p.id == item)


def _move(c: Clause, bench: Bench) -> bool:
    """Take clips elsewhere in the film."""
    if not (c.says("move") or c.has(r"\bfirst$|\blast$|start with|end with|开头|最后|前面|后面")) or c.quotes:
        return False
    if (
        c.has(r"bring .{0,12}back|put .{0,12}back")
        or c.any("music", "title", "caption", "logo", "transition", "effect", "lower_third")
        or c.has(r"\bcut\b|trim|fade|zoom|speed|volume|\bup\b$|down$|剪|删|去掉|不要|裁|切|淡|慢|快")
        or (c.times.range is not None and c.times.range.kind in ("head", "tail"))
    ):
        return False
    film = bench.film
    if len(film) < 2:
        return False
    if (between := _BETWEEN.search(c.text)) is not None:
        return _put_between(between, c, bench)
    beside = _BESIDE.search(c.text)
    head = c.text[: beside.start()] if beside else c.text
    ids = clips(c, bench, _TO_END.sub(" ", TO_START.sub(" ", _PLACE.sub(" ", head)))) or (
        clips_or_it(c, bench) if not beside else ()
    )
    if not ids and beside and bench.focus and bench.focus.kind == "clip":
        ids = bench.focus.ids
    if not ids:
        return False
    rest = [p for p in film if p.id not in ids]
    index = _destination(c, bench, film, rest, ids, beside)
    if index is None:
        return False
    if len(ids) > 1:
        order = [p.id for p in rest]
        moved = [p.id for p in film if p.id in ids]
        return bench.do("reorder", order=[*order[:index], *moved, *order[index:]])
    return bench.do("move_clip", clip=ids[0], index=index)


def _put_between(found: re.Match[str], c: Clause, bench: Bench) -> bool:
    """A clip between two others that are next to each other without it."""
    ids = clips(c, bench, c.text[: found.start()]) or clips_or_it(
        Clause(c.own[: found.start()], (), c.lang), bench
    )
    around = clips(c, bench, f"clips {found['what']}" if found["what"][:1].isdigit() else found["what"])
    rest = [p.id for p in bench.film if p.id not in ids]
    places = sorted(rest.index(i) for i in around if i in rest)
    if len(ids) != 1 or len(places) != 2 or places[1] - places[0] != 1:
        return False
    return bench.do("move_clip", clip=ids[0], index=places[1])


def _destination(
    c: Clause,
    bench: Bench,
    film: list[Placed],
    rest: list[Placed],
    ids: tuple[str, ...],
    beside: re.Match[str] | None,
) -> int | None:
    """The place among the other clips where the moved ones go."""
    if place := _PLACE.search(c.text):
        words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": len(film)}
        number = int(place[1] or place[3] or words[place[2]])
        if not 1 <= number <= len(film):
            decline(
                "no_such_place",
                f"There are {len(film)} clips, so there is no place {number}.",
                f"共有 {len(film)} 个片段，没有第{number}个位置。",
            )
        return number - 1
    if beside:
        word, what = (beside[1], beside[2]) if beside[2] else (beside[4], beside[3])
        anchors = by_number(what + ("段" if what[-1:].isdigit() else ""), film) or by_name(what, film, bench)
        anchors = [p for p in anchors if p.id not in ids]
        if anchors:
            after = word in (
                "right after",
                "after",
                "behind",
                "following",
                "之后",
                "后面",
                "后边",
                "以后",
                "后",
            )
            return rest.index(anchors[-1]) + (1 if after else 0)
    if TO_START.search(c.text):
        return 0
    if _TO_END.search(c.text):
        return len(rest)
    here = _index(film, ids[0])
    if c.has(r"\b(?:earlier|forward|up|left|sooner)\b|往前|提前|前移"):
        return max(0, here - 1)
    if c.has(r"\b(?:later|back|down|right)\b|往后|推后|后移"):
        return min(len(rest), here + 1)
    return None


def _swap(c: Clause, bench: Bench) -> bool:
    if not c.says("swap") or (
        c.any("music", "title", "transition", "sound") and (len(clips(c, bench)) or len(bench.film)) != 2
    ):
        return False
    if c.has(r"\bfor\b|\bwith\b.{0,20}\.(?:mp4|mov|png|jpg)|换成"):
        return False
    ids = clips(c, bench)
    film = bench.film
    if (
        len(ids) == 1
        and bench.focus
        and bench.focus.kind == "clip"
        and len(bench.focus.ids) == 1
        and bench.focus.ids != ids
    ):
        ids = (bench.focus.ids[0], ids[0])
    if not ids and len(film) == 2:
        ids = (film[0].id, film[1].id)
    if len(ids) != 2:
        if not film or not c.has(r"clip|shot|scene|order|段|片段|顺序|位置|them|it"):
            return False
        ask("Which two clips should change places?", "要对调哪两段？")
    bench.do("swap_clips", a=ids[0], b=ids[1])
    blends = named(c.text, "transition") if c.has(r"\bwith\b|[用带加]") else []
    return not blends or bench.do("add_transitions", transition=blends[0].op.name)


def shuffled(film: list[Placed]) -> list[str]:
    """Another order than the film's, the same each time for the same clips."""
    order = sorted((p.id for p in film), key=lambda item: sha256(item.encode()).digest())
    return order if order != [p.id for p in film] else [*order[1:], order[0]]


def _reorder(c: Clause, bench: Bench) -> bool:
    if not _ORDER_WORDS.search(c.text):
        return False
    if not bench.film and sum(f.kind != "audio" for f in bench.timeline.media) > 1:
        bench.ensure_film()
    film = bench.film
    if len(film) < 2:
        return False
    if c.has(r"\bshuffle\b|\brandom\w*|\bmix(?:ed)? up\b|打乱|随机|乱序"):
        return bench.do("reorder", order=shuffled(film))
    if c.has(r"\b(?:date|time|shot|chronolog\w*|recorded|taken|filmed)\b|时间|日期|拍摄|先后"):
        decline(
            "no_dates",
            "When a file was recorded is not kept, so clips cannot be sorted by it. I can sort by name (camera names count up), by length, or in the order you say.",
            "没有记录素材的拍摄时间，不能按时间排序。可以按文件名（相机文件名是递增的）、按时长，或按你说的顺序排。",
        )
    if c.has(r"revers|backward|倒|反"):
        return bench.do("reorder", order=[p.id for p in reversed(film)])
    if c.has(
        r"(?:longest|shortest) first|by (?:length|duration)|(?:longest|shortest) to (?:longest|shortest)|最[长短].{0,4}(?:先|前)|按(?:长度|时长)"
    ):
        down = not c.has(r"shortest (?:first|to)|最短.{0,4}(?:先|前)|从短")
        return bench.do(
            "reorder",
            order=[
                p.id for p in sorted(film, key=lambda p: (p.start - p.end) if down else (p.end - p.start))
            ],
        )
    if c.has(r"name|alphabet|filename|名称|文件名|字母"):
        return bench.do("reorder", order=[p.id for p in sorted(film, key=lambda p: p.name.lower())])
    numbers = re.findall(r"(?<![\w.@])\d+(?![\w.@])", re.sub(r"第", " ", c.text))
    if (
        len(numbers) >= 2
        and all(1 <= int(n) <= len(film) for n in numbers)
        and len(set(numbers)) == len(numbers)
    ):
        return bench.do("reorder", order=[film[int(n) - 1].id for n in numbers])
    named = by_name(c.text, film, bench)
    ids = list(dict.fromkeys(p.id for p in named))
    if len(ids) >= 2:
        return bench.do("reorder", order=ids)
    return ask("In which order should the clips play?", "片段按什么顺序排列？")


def _markers(c: Clause, bench: Bench) -> bool:
    if not c.says("marker") or c.says("remove") or c.has(r"highlighter|荧光"):
        return False
    where: Span = span(c, bench)
    if where.point is None and where.start is None and where.length is not None:
        where = Span(point=where.length)
    if where.point is None and where.start is None:
        ask("At which moment should the marker be?", "标记放在哪个时间点？")
    moments = [float(t) for t in re.findall(r"@([\d.]+)@", c.text)]
    start = where.point if where.point is not None else where.start or 0.0
    label = (
        c.quotes[0]
        if c.quotes
        else ("Chapter" if c.has("chapter|章节") else "Marker")
        if c.lang != "zh"
        else ("章节" if c.has("章节") else "标记")
    )
    kind = {"kind": "chapter"} if c.has(r"\bchapters?\b|章") else {}
    if len(moments) > 1 and not where.ranged:
        for n, moment in enumerate(moments):
            name = c.quotes[n] if len(c.quotes) == len(moments) else label
            bench.do("add_marker", label=name, start=at(moment, bench), **kind)
        return True
    end = {"end": where.end} if where.ranged else {}
    return bench.do("add_marker", label=label, start=at(start, bench), **end, **kind)


_LINKS = re.compile(
    r"\b(?:first|then|and|next|last|lastly|finally|the|clips?|shots?|followed by|after that|comes?|goes?|i|want|play|show|put|order|in|this|:|start with|begin with)\b|先|再|然后|接着|最后|放|是|段|的|片段|顺序|按|[,，:>\-→和\s]"
)


def _sequence(c: Clause, bench: Bench) -> bool:
    """All clips named one after another: "sunset first, then beach, then street"."""
    film = bench.film
    if len(film) < 3 or c.quotes or not c.has(r"first|then|followed by|先|再|然后|order|顺序|→|->"):
        return False
    rest, named = c.text, []
    for p in film:
        if p.name and p.name.lower() in rest:
            named.append((rest.find(p.name.lower()), p.id))
    if len(named) < 2 or len({i for _, i in named}) != len(named):
        return False
    for p in film:
        rest = rest.replace(p.name.lower(), " ")
    if _LINKS.sub("", rest).strip(" .。"):
        return False
    return bench.do("reorder", order=[i for _, i in sorted(named)])


def _slips(c: Clause, bench: Bench) -> bool:
    """Slip, slide and roll, by name."""
    op = (
        "slip"
        if c.has(r"\bslip\b|内滑|滑移")
        else "slide"
        if c.has(r"\bslide\b (?:the )?(?:clip|it|\w+ clip)|外滑")
        else "roll"
        if c.has(r"\broll\b (?:the )?(?:cut|edit|clip)|滚动|剪辑点")
        else ""
    )
    by = c.times.length
    if not op or by is None:
        return False
    ids = clips_or_it(c, bench)
    if op == "roll" and len(ids) == 2 and c.has(r"\bbetween\b|之间|中间"):
        ids = tuple(sorted(ids, key=lambda item: _index(bench.film, item)))[:1]
    if len(ids) != 1:
        ask("Which clip?", "哪一段？")
    back = c.has(r"back(?:wards?)?|earlier|left|-\s*@|往前|提前|向前|向左")
    return bench.do(op, clip=ids[0], by=-by if back else by)


def _rename(c: Clause, bench: Bench) -> bool:
    if not c.quotes or not c.has(r"\brename\b|\bcall\b|\bname\b|重命名|改名|命名|叫做?"):
        return False
    ids = clips(c, bench)
    if c.has(r"project|timeline|video|film|项目|工程|视频|影片") and not ids:
        return bench.do("rename", id="timeline", label=c.quotes[-1])
    return bench.do("rename", id=ids[0], label=c.quotes[-1]) if len(ids) == 1 else False


def _nest(c: Clause, bench: Bench) -> bool:
    if not c.has(
        r"\bnest\b|compound clip|group (?:the |these )?(?:clips|\w+ clips)|嵌套|复合片段|合成(?:一|1)个片段"
    ):
        return False
    ids = clips(c, bench) or tuple(p.id for p in bench.film)
    return bench.do("nest", clips=list(ids), **({"label": c.quotes[0]} if c.quotes else {}))


def _join(c: Clause, bench: Bench) -> bool:
    """Join all files of the session one after another."""
    if not c.has(
        r"\b(?:join|merge|combine|stitch|concatenate|string|put together|glue|splice)\b|\b(?:put|place|play|lay|line|show) (?:\S+ ){1,4}(?:(?:one|1) after (?:the other|another)|end to end|back to back|in a row)\b|首尾相[接连]|挨个(?:放|接)|合并|拼接|拼(?:到|在)?一起|连(?:接)?起来|接起来|合成(?:一|1)(?:个|条)|拼起来|串起来|合在一起"
    ) or c.any("music", "title"):
        return False
    blend = c.has(r"fade|dissolve|叠化|淡")
    if not bench.film:
        bench.ensure_film()
        return not blend or len(bench.film) < 2 or bench.do("add_transitions")
    unused = [f for f in bench.library if f.kind == "video"]
    named = files(c, bench, unused)
    if not (named or unused) and blend:
        return bench.do("add_transitions")
    if not (named or unused):
        if bench.steps:
            return True
        bench.tell("The clips already play one after another.", "片段已经是首尾相接的了。")
        return True
    for f in named or unused:
        bench.do("append", media=f.id)
    return True


MARKERS = (Rule(_markers),)
RULES = (
    Rule(_sequence, whole=True),
    *map(Rule, (_slips, _rename, _nest, _swap, _reorder, replace, split, insert, _move, _join)),
)
