"""Sentences whose plain words would be taken for another edit: what was said wrong and until when, a cut that is
spoken of, a clip down to its middle, back to normal after a range, as it was before."""

from __future__ import annotations

import re

from workprint.base import Fault

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..targets import clips, files, style_of
from ..words import corner
from .in_step import do_in_step, one_event
from .rule import Rule
from .spoken_asks import said_or_needed

_BIT = re.compile(
    r"\bat @(?P<a>[\d.]+)@.{0,30}\b(?:cut|delete|remove|take|drop|edit)\b.{0,6}\b(?:that|it|this)\b(?: (?:bit|part|section|piece))?(?: out)? (?:up )?(?:to|until|till) @(?P<b>[\d.]+)@$|在?\s*@(?P<za>[\d.]+)@.{0,20}(?:剪|删|去)掉?到\s*第?@(?P<zb>[\d.]+)@$"
)


def bit(c: Clause, bench: Bench) -> bool:
    """ "I said the wrong year at 1:10, cut that bit out up to 1:25"."""
    found = _BIT.search(c.text.strip(" ,.。"))
    if not found or c.quotes:
        return False
    start, end = float(found["a"] or found["za"]), float(found["b"] or found["zb"])
    bench.ensure_film()
    return start < end <= bench.duration + 0.01 and bench.do("delete_range", start=start, end=end)


_CUT_AT = re.compile(
    r"^(?:the|that|this|your|my) (?:cut|edit|join|jump) (?:at|around|near) @[\d.]+@ (?:is|was|looks?|sounds?|feels?)\b|^@[\d.]+@\s*(?:处|那里)?的?(?:剪切|剪辑点|切点)(?:不对|太|有点)"
)


def cut_at(c: Clause, bench: Bench) -> bool:
    """ "That cut at 0:08 is wrong": nothing is cut for it."""
    if not _CUT_AT.search(c.own) or c.quotes:
        return False
    ask(
        "What should happen to that cut: all of the last change taken back, more room at the cuts, or a transition over it?",
        "这个剪切点怎么处理：撤销上一步、剪切处多留一点，还是加转场？",
        ("undo", "撤销"),
        ("loosen the cuts", "松一点"),
        ("add crossfades", "加叠化转场"),
    )
    return True


_DOWN_TO = re.compile(
    r"\b(?:cut|trim|shorten|reduce|get|bring)\b.{0,40}\b(?:down )?to (?:just |only )?(?:its|the|his|her) (?P<which>middle|first|last) @(?P<t>[\d.]+)@$"
)


def down_to(c: Clause, bench: Bench) -> bool:
    """ "Cut the beach down to its middle 6 seconds": that is what stays."""
    found = _DOWN_TO.search(c.own.strip(" ,."))
    if not found or c.quotes or c.any("music", "title", "caption"):
        return False
    bench.ensure_film()
    ids, length = clips(c, bench), float(found["t"])
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    start, end = (one.start, one.end) if one else (0.0, bench.duration)
    gone = end - start - length
    if gone <= 0.01 or len(ids) > 1:
        return False
    head = {"middle": gone / 2, "first": 0.0, "last": gone}[found["which"]]
    if one is None:
        return bench.do("keep_range", start=head, end=head + length)
    return bench.do("trim", clip=one.id, head=round(head, 3) or None, tail=round(gone - head, 3) or None)


_BLACK = re.compile(
    r"^(?:and |then )?(?:dissolve|fade|go|blend) (?:it |out |everything )?(?:out )?to (?P<color>black|white)(?: at the (?:very )?end)?$"
)


def to_black(c: Clause, bench: Bench) -> bool:
    """ "Dissolve to black": the end of the film, no join."""
    found = _BLACK.match(c.own.strip(" ,."))
    if not found or ("dissolve" not in c.own and "blend" not in c.own):
        return False
    return bench.do("fade_ends", fade_in=0, fade_out=c.times.length or 1.0, color=found["color"])


_MESSAGE = re.compile(
    r"^(?:(?:add|put|show) )?(?:an? |the )?(?:final |closing |opening )?(?:message|texts?|title|note|line|caption)(?: saying)? (?:at|in|on) the (?:very )?(?P<where>end|start|beginning)\s*:\s*(?P<said>[^⟦]+)$"
)


def message(c: Clause, bench: Bench) -> bool:
    """ "Message at the end: thanks for watching": words that are put up, not those that are there moved."""
    found = _MESSAGE.match(c.own.strip())
    if not found:
        return False
    bench.ensure_film()
    said = c.original.partition(":")[2].strip() if c.alone else found["said"].strip()
    start = max(0.0, bench.duration - 3.0) if found["where"] == "end" else 0.0
    return bench.do("add_text", style="title", text=said, start=round(start, 3), duration=3.0)


_LOOK_OF = re.compile(
    r"\b(?:copy|give|use|apply|match)\b.{0,24}\b(?:look|effects?|filters?|grade|colou?rs?)\b (?:of|from|on) (?:the )?(?P<what>[^@⟦]+?) (?:to|on|for|onto) (?:the )?(?P<to>others?|rest|other clips|all(?: the)?(?: others?| clips)?|everything(?: else)?|[^@⟦]+)$"
)


def look_of(c: Clause, bench: Bench) -> bool:
    """ "Copy the look of the beach to the others": its effects on the picture, again on those."""
    found = _LOOK_OF.search(c.own.strip(" ,."))
    ids = clips(c, bench, found["what"]) if found else ()
    if not found or len(ids) != 1 or ids[0] not in {p.id for p in bench.film}:
        return False
    others = [i for i in clips(c, bench, found["to"]) if i != ids[0]]
    others = others or [p.id for p in bench.film if p.id != ids[0]]
    one = bench.locate(ids[0])
    effects = [e for e in (one.clip.effects if one else ()) if not e.op.startswith(("sound", "volume"))]
    if not effects:
        decline(
            "no_look",
            f"“{one.name if one else ids[0]}” has no effects on its picture, so there is no look to copy. Nothing was changed.",
            f"“{one.name if one else ids[0]}”没有画面效果，没有可以复制的风格，没有改动。",
        )
    for effect in effects:
        bench.do("add_effect", effect=effect.op, targets=others, params=dict(effect.params))
    return True


_BACK = re.compile(
    r"^(?:and |then )*(?:(?:go|zoom|come|return|snap|get|pull|ease)(?: it)? (?:back )?(?:out )?(?:again )?)(?:to (?:normal|full(?: size| screen| frame)?|the (?:full|whole|normal) \w+|100 ?%))?(?: again)?(?: after(?: that)?)?$|^(?:and |then )*back (?:out|to (?:normal|full(?: size| screen| frame)?))$|^(?:然后|再)*(?:恢复|回到|变回)(?:正常|原来|全屏|原样|原大小)(?:大小)?$"
)


def back(c: Clause, bench: Bench) -> bool:
    """ "…, then go back to normal", of a change that ends by itself."""
    last = bench.steps[-1].edit if bench.steps else None
    if last is None or not _BACK.match(c.own.strip(" ,.。")) or last.params.get("end") is None:
        return False
    return last.op in ("add_effect", "set_speed", "set_music") and bench.chatted()


_AS_BEFORE = re.compile(
    r"^(?:no,? )?(?:make it |put it |set it )?(?:back to )?(?:the )?(?:same|original|previous|old) (?:volume|level|loudness) (?:as |like |it was |it had )*before$|^(?:音量)?(?:恢复|回到|调回)(?:成|到)?(?:之前|以前|原来)的?音量$"
)


def as_before(c: Clause, bench: Bench) -> bool:
    """ "Same volume as before": the change of it is taken back, where it was one."""
    last = bench.last_edit()
    if not _AS_BEFORE.match(c.own.strip(" ,.。")) or bench.steps:
        return False
    if last is not None and last.op in ("set_music", "set_volume", "set_loudness", "duck_music"):
        return bench.act("undo", steps=1)
    ask(
        "The volume was not changed last. How loud should it be?",
        "上一步没有改音量。要调到多大？",
        ("50%", "50%"),
    )
    return True


_RATE = re.compile(
    r"\bwords (?:per|a) minute\b|\bwpm\b|\bhow fast (?:do|am|is|does) (?:i|he|she|they|we|the speaker)\b.{0,8}\b(?:talk|speak)\w*|\bhow many words\b(?! .{0,20}(?:caption|title|line))|语速|每分钟(?:说)?多少(?:个)?字|(?:说了|一共)多少(?:个)?(?:字|词)",
    re.IGNORECASE,
)


def rate_of_speech(c: Clause, bench: Bench) -> bool:
    """ "How many words do I say per minute?"."""
    if not _RATE.search(f"{c.text} {c.original}") or not (c.asks or c.says("question")):
        return False
    found = said_or_needed(bench)
    if found is None:
        return True
    said, minutes = found.words, bench.duration / 60
    per = len(said) / minutes if minutes else 0.0
    bench.tell(
        f"{len(said)} words are said in the film: {per:.0f} a minute over its whole length.",
        f"片中说了 {len(said)} 个词，按全长算每分钟 {per:.0f} 个。",
    )
    return True


_TITLE_AT = re.compile(
    r"^(?:please )?(?:put|move|show|have|start) (?:the |my )?title(?: card)? (?:to )?(?:right )?(?P<how>after|during|over|on|at|with) (?:the )?(?P<what>[^@⟦]+?)(?: instead(?: of .+)?)?$"
)


def title_at(c: Clause, bench: Bench) -> bool:
    """ "Put the title after the intro instead of at the start"."""
    found = _TITLE_AT.match(c.own.strip(" ,."))
    titles = [p for p in bench.texts if style_of(p) == "title"]
    if not found or len(titles) != 1:
        return False
    ids = clips(c, bench, found["what"])
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if one is None or one.id not in {p.id for p in bench.film}:
        return False
    start = one.end if found["how"] == "after" else one.start
    return start < bench.duration and bench.do("set_text", id=titles[0].id, start=round(start, 3))


_NO_CAPTIONS = re.compile(
    r"^(?:please )?(?:no|hide|remove|drop|turn off|without|don'?t show)(?: any| the)? (?:captions?|subtitles?)(?: off)? (?:in|during|on|over|for|while) (?:the )?(?P<what>[^@⟦]+?)(?: clip)?$"
)


def no_captions(c: Clause, bench: Bench) -> bool:
    """ "No captions in the intro"."""
    found = _NO_CAPTIONS.match(c.own.strip(" ,."))
    ids = clips(c, bench, found["what"]) if found else ()
    one = bench.locate(ids[0]) if len(ids) == 1 and len(bench.film) > 1 else None
    if one is None:
        return False
    there = [p for p in bench.texts if style_of(p) == "caption" and p.start < one.end and p.end > one.start]
    if not there:
        bench.tell(f"There are no captions over “{one.name}”.", f"“{one.name}”上没有字幕。")
        return True
    try:
        return bench.do("remove_captions", start=one.start, end=one.end)
    except Fault as fault:
        if fault.code != "nothing_to_do":
            raise
    return bench.do("remove", ids=[p.id for p in there])  # written by hand, not from what is said


_PARTS = re.compile(
    r"\b(first|last) @?([\d.]+)@?(?: seconds?)? of (?:the )?([^@⟦,]+?)(?=,| and (?:the )?(?:first|last)\b|$)"
)


def parts(c: Clause, bench: Bench) -> bool:
    """ "Keep only the first 10 seconds of the beach and the last 5 of the sunset": nothing else stays."""
    if not re.match(r"(?:please )?(?:just |only )?(?:keep|use)\b", c.text) or c.quotes:
        return False
    said = _PARTS.findall(c.text.strip(" ,."))
    if len(said) < 2 or len(re.findall(r"\b(?:first|last) @?\d", c.text)) != len(said):
        return False
    spans = []
    for which, length, name in said:
        ids = clips(c, bench, name)
        one = bench.locate(ids[0]) if len(ids) == 1 else None
        if one is None:
            return False
        n = min(float(length), one.end - one.start)
        spans.append((one.start, one.start + n) if which == "first" else (one.end - n, one.end))
    return bench.do("keep_ranges", ranges=[list(span) for span in sorted(spans)])


_CORNERED = re.compile(
    r"\bshow (?P<a>\S+) (?:in )?full(?: |-)?screen with (?P<b>\S+) (?:\w+ )?(?:in|at|on) (?:a|the) (?P<corner>(?:\w+[- ]){0,3}corner)$"
)


def cornered(c: Clause, bench: Bench) -> bool:
    """ "Show camA full screen with camB in a corner": one is the film, the other lies over it."""
    found = _CORNERED.search(c.own.strip(" ,."))
    if not found or bench.film:
        return False
    big, small = (files(Clause(found[key], (), c.lang), bench) for key in ("a", "b"))
    if len(big) != 1 or len(small) != 1:
        return False
    bench.do("append", media=big[0].id)
    where = corner(found["corner"]) or "bottom-right"
    over = {"media": small[0].id, "start": 0, "end": bench.duration, "corner": where, "width": 0.25}
    if one_event(c, bench, [big[0].id, small[0].id]):
        return do_in_step(bench, "overlay", False, {}, **over)
    return bench.do("overlay", **over)


_SOUND_OF = re.compile(
    r"^(?:use|take|keep|play) (?:only )?the (?:sound|audio) (?:from|of) (?:the )?(?P<what>\S+)$"
)


def sound_of(c: Clause, bench: Bench) -> bool:
    """ "Use the sound from camB": under the other camera's picture, lined up with it by sound."""
    found = _SOUND_OF.match(c.own.strip(" ,."))
    named = files(Clause(found["what"], (), c.lang), bench) if found else []
    if (
        len(named) != 1
        or named[0].kind != "video"
        or sum(f.kind == "video" for f in bench.timeline.media) < 2
    ):
        return False
    others = [f for f in bench.timeline.media if f.kind == "video" and f != named[0]]
    if not bench.film:
        bench.do("append", media=others[0].id)
    return bench.do("replace_sound", media=named[0].id, by_sound=True)


WHOLE = (Rule(bit, whole=True), Rule(parts, whole=True, sparing=True))
_PLAIN = tuple(
    map(
        Rule,
        (
            back,
            cornered,
            sound_of,
            cut_at,
            down_to,
            to_black,
            message,
            as_before,
            rate_of_speech,
            title_at,
            no_captions,
        ),
    )
)
FIRST = (*_PLAIN, Rule(look_of, sparing=True))
