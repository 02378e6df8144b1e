"""What is said of places by what is there: from these words to those, between two markers, one clip for
another, the half of what was just split, a file before this clip and one after that."""

from __future__ import annotations

import re
from itertools import pairwise

from workprint.base import seconds

from ..bench import Bench, Placed, ask
from ..catalogue import named
from ..clause import Clause
from ..targets import clips, clips_or_it, files
from .passes import made
from .placing import insert
from .rule import Rule

_GONE = re.compile(
    r"\b(?:cut|remove|delete|trim|drop|lose|take out|get rid|skip|chop|ditch)\b|剪|删|去掉|去除|不要|移除"
)
_KEPT = re.compile(r"\b(?:keep|only|leave)\b|保留|只留|只要")
_FROM_TO = re.compile(
    r"\b(?:from|between) ⟦\d+⟧ (?:up |all the way )?(?:to|until|till|through|and) ⟦\d+⟧|从\s*⟦\d+⟧\s*(?:一直)?(?:到|至)\s*⟦\d+⟧"
)
_ONE_SIDE = re.compile(
    r"\b(?:everything|all|anything|the rest|what(?:ever)? comes?)(?: that comes)? (?P<side>after|before) ⟦\d+⟧$"
)
_SHOWN = re.compile(
    r"\b(?:titles?|captions?|texts?|subtitles?|markers?|voice-?overs?)\b|标题|字幕|文字|标记|配音"
)


def words(c: Clause, bench: Bench) -> bool:
    """ "Remove the part from 'welcome' to 'the show'", "cut everything after 'last summer'": by what is said."""
    pair, side = _FROM_TO.search(c.text), _ONE_SIDE.search(c.text)
    gone, kept = _GONE.search(c.text), _KEPT.search(c.text)
    if not (pair or side) or not (gone or kept) or _SHOWN.search(c.text):
        return False
    texts = {p.name.strip().casefold(): p for p in reversed(bench.texts)}
    if pair and gone and all(quote.strip().casefold() in texts for quote in c.quotes):
        ends = [texts[quote.strip().casefold()] for quote in c.quotes]
        return bench.do("delete_range", start=min(p.start for p in ends), end=max(p.end for p in ends))
    shown = set(texts)
    names = {(m.name or "").casefold() for m in bench.timeline.markers} | {
        (f.name or "").casefold() for f in bench.timeline.media
    }
    if any(quote.strip().casefold() in shown | names for quote in c.quotes):
        return False
    params = {"phrases": [quote.strip(" .,!?。，！？") for quote in c.quotes]}
    where = "between" if pair else side["side"] if side else "at"
    how = {} if gone else {"mode": "keep"}
    return made(bench, "cut_words", {**params, "side": where, **how}, ("passages", "段落"))


_MARKERS = re.compile(
    r"\b(?:between|from)\b(?P<a>.+?)\b(?:and|to|until|till)\b(?P<b>.+)$|(?P<za>.+?)(?:和|到|至)(?P<zb>.+?)(?:之间)?(?:的|$)"
)


def markers(c: Clause, bench: Bench) -> bool:
    """ "Cut everything between the intro marker and the price marker"."""
    found = _MARKERS.search(c.text)
    about = c.has(r"\bmarkers?\b|标记")
    if (
        not found
        or not about
        or not bench.timeline.markers
        or not (_GONE.search(c.text) or _KEPT.search(c.text))
    ):
        return False
    at = [_marker(found[a] or found[b] or "", c, bench) for a, b in (("a", "za"), ("b", "zb"))]
    start, end = at
    if start is None or end is None or start == end:
        return False
    op = "delete_range" if _GONE.search(c.text) else "keep_range"
    return bench.do(op, start=min(start, end), end=max(start, end))


def _marker(text: str, c: Clause, bench: Bench) -> float | None:
    """The second at which the marker is that a text names."""
    text = re.sub(r"⟦(\d+)⟧", lambda m: c.all_quotes[int(m[1])].lower(), text)
    every = sorted(bench.timeline.markers, key=lambda m: m.range.start)
    for number, marker in enumerate(every, 1):
        name = marker.name.lower()
        numbered = re.search(rf"\bmarker {number}\b|\b{number} marker\b|标记{number}|第{number}个标记", text)
        if numbered or (name and re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text)):
            return float(seconds(marker.range.start, bench.timeline.rate))
    return None


_FOR = re.compile(
    r"^(?:please )?(?:replace|swap out|substitute) (?P<a>.+?) (?:with|by) (?P<b>.+)$|^(?:请|帮我)?(?:把|用)?(?P<za>.+?)(?:换成|替换(?:成|为))(?P<zb>.+)$"
)


def one_for_another(c: Clause, bench: Bench) -> bool:
    """ "Replace the intro with the outro", both on the film: whether the other moves or plays twice is asked."""
    found = _FOR.match(c.own.strip(" ,.。"))
    if (
        not found
        or c.quotes
        or c.any("music", "title", "caption", "transition")
        or c.has(r"\bbackground\b|背景")
    ):
        return False
    old = clips(c, bench, found["a"] or found["za"])
    new = clips(c, bench, found["b"] or found["zb"])
    film = bench.film
    unused = [
        f.id for f in files(Clause(found["b"] or found["zb"], c.all_quotes, c.lang), bench, bench.library)
    ]
    if unused or len(old) != 1 or len(new) != 1 or old == new or {*old, *new} - {p.id for p in film}:
        return False
    a, b = (next(p for p in film if p.id == i) for i in (old[0], new[0]))
    ask(
        f"“{b.name}” is in the film already. Should it move to where “{a.name}” is, which goes, or should the two change places?",
        f"“{b.name}”已经在影片里。要让它移到“{a.name}”的位置（“{a.name}”删掉），还是两段互换？",
        *_ways(a, b, film),
    )
    return True


def _ways(a: Placed, b: Placed, film: list[Placed]) -> tuple[tuple[str, str], ...]:
    first = film[0].id == a.id
    before = next((p.name for p, q in pairwise(film) if q.id == a.id), "")
    to = ("to the beginning", "移到开头") if first else (f"after {before}", f"移到{before}后面")
    return (
        (f"move {b.name} {to[0]} and delete {a.name}", f"把{b.name}{to[1]}，再删掉{a.name}"),
        (f"swap {a.name} and {b.name}", f"{a.name}和{b.name}互换"),
    )


_HALF = re.compile(
    r"^(?:and |then )?(?:delete|remove|drop|lose|cut|get rid of|throw away|toss|ditch|scrap|bin|discard|trash) (?:off |out |away )?(?:the |its )?(?P<en>first|1st|1|second|2nd|2|last|latter|other|left|right) (?:half|part|piece|bit|one)(?: of (?:it|that))?$|^(?:再|然后)?(?:把)?(?:删掉|去掉|删除|剪掉)?(?P<zh>前|后)(?:1|一)?半(?:段|部分)?(?:删掉|去掉|删除|剪掉)?$"
)


def half(c: Clause, bench: Bench) -> bool:
    """ "… and delete the second half", of what was split just before."""
    found = _HALF.match(c.own.strip(" ,.。"))
    last = bench.last_edit()
    if not found or last is None or last.op != "split":
        return False
    moment = float(last.params["at"])
    early = found["en"] in ("first", "1st", "1", "left") or found["zh"] == "前"
    ids = [p.id for p in bench.film if abs((p.end if early else p.start) - moment) < 0.05]
    return bool(ids) and bench.do("remove", ids=ids[:1])


_HALVES = re.compile(
    r"^(?:swap|switch|exchange|flip|reverse the order of)(?: around)? (?:the |its |those |these |both |2 )*(?:halves|parts|pieces|bits|of them|them)(?: around| over)?$|^(?:把)?(?:前后)?(?:这|那)?(?:2|两)(?:半|段|部分)(?:对调|互换|交换|调换)$"
)


def halves(c: Clause, bench: Bench) -> bool:
    """ "… and swap the two halves", of what was split just before."""
    last = bench.last_edit()
    if last is None or last.op != "split" or not _HALVES.match(c.own.strip(" ,.。")):
        return False
    if len(bench.film) == 2:
        return bench.do("swap_clips", a=bench.film[0].id, b=bench.film[1].id)
    moment = float(last.params["at"])
    late = [p.id for p in bench.film if p.start >= moment - 0.02]
    early = [p.id for p in bench.film if p.id not in late]
    return bench.do("reorder", order=[*late, *early])


_COPY = re.compile(
    r"\b(?:copy|duplicate|repeat|clone|play|put|show)\b.{0,30}\b(?:at|to|in) the (?P<en>start|beginning|front|end)\b|(?:复制|再放|重复)(?:一|1)?(?:份|遍|次)?(?:到|在)(?P<zh>开头|最前面?|结尾|最后)"
)


def copied(c: Clause, bench: Bench) -> bool:
    """ "Copy it at the beginning too": the same part of the same file once more."""
    found = _COPY.search(c.text)
    if (
        not found
        or c.quotes
        or not c.has(r"\b(?:copy|duplicate|repeat|clone|too|as well|again)\b|复制|再放|重复")
    ):
        return False
    ids = clips_or_it(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if one is None or one.media is None or one.id not in {p.id for p in bench.film} or one.clip.speed != 1:
        return False
    rate = bench.timeline.rate
    start = float(seconds(one.clip.source.start, rate))
    part = {"media": one.media, "start": start, "duration": one.end - one.start}
    if (found["en"] or found["zh"]) in ("end", "结尾", "最后"):
        return bench.do("append", **part)
    return bench.do("insert", at=0, **part)


_BESIDE = re.compile(r"\b(?:before|after|in front of|behind)\b")
_PUTS = re.compile(r"^(?:please )?(?:put|place|insert|add|show)\b")


def beside(c: Clause, bench: Bench) -> bool:
    """ "Put a.jpg for 3 s before the first clip and b.jpg after the last one": each in its own place."""
    pictures = [f for f in files(c, bench, bench.library) if f.kind != "audio" and f.name]
    if not bench.film or not _PUTS.search(c.own) or not _BESIDE.search(c.own) or c.quotes or not pictures:
        return False
    if c.any("music", "title", "caption", "transition", "logo") or c.has(r"\bover\b|\bcorner\b"):
        return False
    names = "|".join(re.escape((f.name or "").lower()) for f in pictures)
    pieces = re.split(rf"\s*(?:,|\band\b)+\s*(?=(?:put |place |insert |add |show )?(?:{names})\b)", c.own)
    told = [re.sub(r"^(?:please )?(?:put|place|insert|add|show) ", "", piece) for piece in pieces]
    if not all(_BESIDE.search(piece) and re.search(names, piece) for piece in told):
        return False
    return all(insert(Clause(f"insert {piece}", (), c.lang), bench) for piece in told)


_EDGE = re.compile(
    r"^(?:and |then )?(?P<edge>start|begin|open|end|finish|close)s?(?: it| off| the (?:video|film|movie))? (?:with|on) (?:the |my )?(?P<what>[^@⟦]+?)(?: for @(?P<t>[\d.]+)@)?$|^(?:以|用)(?P<zh>[^@⟦]+?)(?:作为?|来)?(?P<zh_edge>开头|开场|结尾|收尾|结束)$"
)
_NEXT = re.compile(
    r"^(?:and |then |followed by )?(?:the |my )?(?P<what>[a-z\d_.-]+(?: [a-z\d_.-]+)?)(?: after (?:that|it))?$"
)


def edge(c: Clause, bench: Bench) -> bool:
    """ "End with the outro", "start with intro.mp4, then the talk": a file goes in there, a clip moves there."""
    found = _EDGE.match(c.own.strip(" ,.。"))
    if found is None:
        return _after_it(c, bench)
    what = Clause(found["what"] or found["zh"], (), c.lang)
    first = (found["edge"] or found["zh_edge"]) in ("start", "begin", "open", "开头", "开场")
    ids = [i for i in clips(what, bench) if i in {p.id for p in bench.film}]
    new = [f for f in files(what, bench, bench.library) if f.kind != "audio"]
    if what.has(r"\bfade|\bcard\b|\bblack\b|\btitle\b|\blogo\b|淡|标题|黑"):
        return False
    if len(new) == 1 and not ids and bench.film:
        part = {"media": new[0].id, **({"duration": float(found["t"])} if found["t"] else {})}
        return bench.do("insert", at=0, **part) if first else bench.do("append", **part)
    if len(ids) != 1 or found["t"] or len(bench.film) < 2:
        return False
    index = 0 if first else len(bench.film) - 1
    if bench.film[index].id == ids[0]:
        return bench.chatted()
    return bench.do("move_clip", clip=ids[0], index=index)


def _after_it(c: Clause, bench: Bench) -> bool:
    """ "…, then the talk", where the talk follows what was just put first."""
    found = _NEXT.match(c.own.strip(" ,.。"))
    last = bench.steps[-1].edit.op if bench.steps else ""
    if not found or last not in ("insert", "move_clip") or len(bench.film) < 2:
        return False
    return tuple(clips(c, bench, found["what"])) == (bench.film[1].id,) and bench.chatted()


_JOIN = re.compile(r"\b(?:from|between) (?P<a>.+?) (?:to|and|into) (?P<b>.+)$|\b(?:in)?to (?P<into>.+)$")


def join(c: Clause, bench: Bench) -> bool:
    """ "Wipe from the beach to the street", "dissolve into the sunset": at that join and no other."""
    found, kinds = _JOIN.search(c.own), named(c.text, "transition")
    film = bench.film
    if (
        not found
        or not kinds
        or len(film) < 3
        or c.quotes
        or c.times.ranges
        or c.has(r"\beach\b|\bevery\b|\ball\b")
    ):
        return False
    held = [clips(c, bench, found[key]) for key in ("a", "b", "into") if found[key]]
    if any(len(ids) != 1 for ids in held):
        return False
    order = [p.id for p in film]
    if held[-1][0] not in order or held[0][0] not in order:
        return False
    second = order.index(held[-1][0])
    if second == 0 or (len(held) == 2 and order.index(held[0][0]) != second - 1):
        return False
    length = {"duration": c.times.length} if c.times.length else {}
    return bench.do("add_transitions", transition=kinds[0].op.name, clips=[order[second - 1]], **length)


EARLY = (Rule(markers),)
RULES = (
    *map(Rule, (words, one_for_another, half, halves, copied)),
    Rule(beside, sparing=True),
    *map(Rule, (edge, join)),
)
