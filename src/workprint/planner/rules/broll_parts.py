"""B-roll that is there: less of it, shorter or longer pieces, only some of them; and its sound, which it has not."""

from __future__ import annotations

import re

from workprint.base import Fault

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..span import span
from .broll_more import laid, meant
from .rule import Rule

_BROLL = r"(?:b[- ]?rolls?|cut ?aways?)"
_IT = re.compile(rf"\b{_BROLL}\b|空镜(?:头)?|b ?卷")
_LESS = re.compile(
    rf"\b(?:less|fewer|not so much|not as much|reduce|cut (?:back|down) on|half)\b.{{0,16}}\b{_BROLL}\b|\btoo (?:much|many)\b.{{0,12}}\b{_BROLL}\b|少(?:一)?(?:点|些|用|放)?.{{0,4}}(?:空镜|b ?卷)|(?:空镜|b ?卷)(?:头)?.{{0,4}}(?:太多|少(?:一)?(?:点|些))"
)
_SHORTER = re.compile(r"\bshorter\b|\bshorten\b|\btoo long\b|\btrim\b|短(?:一)?(?:点|些)|缩短|太长")
_LONGER = re.compile(
    r"\blonger\b|\blengthen\b|\bextend\b|\btoo (?:short|quick|brief)\b|长(?:一)?(?:点|些)|加长|延长|太短"
)
_ASKS = re.compile(
    r"\b(?:add|use|put|lay|insert|pieces?|clips?) \d|^(?:please )?(?:add|insert|put|lay|place|use)\b|加(?!长)|插|配"
)
_SOUND = re.compile(
    r"\bmute\b|\bsilence\b|\b(?:no|without|remove|turn off|kill|lower|turn down|quieter)\b.{0,20}\b(?:sound|audio|noise|volume)\b|\b(?:sound|audio|volume|loud|quiet|louder|quieter)\b|静音|声音|音量|消音"
)
_BOTHERS = re.compile(
    rf"\b{_BROLL}\b.{{0,16}}\b(?:hid(?:es?|ing)|cover(?:s|ing)|block(?:s|ing)|distract\w*|doesn'?t (?:fit|match|work)|(?:is|are|looks?) (?:\w+ )?(?:wrong|annoying))\b|(?:空镜|b ?卷)(?:头)?.{{0,4}}(?:挡住了?|遮住了?|不(?:合适|搭|配))"
)
_ONLY = re.compile(
    r"^(?:and |but |so )?(?:please )?(?:keep|leave (?:just|only)|just|only) (?:just |only |keep |leave )*(?:the )?(?P<en>.+?)(?: (?:ones?|1|shots?|clips?|b-?rolls?|pieces?|cutaways?))?$|^(?:只|仅)(?:留|要|保留)(?:下)?(?P<zh>.+?)(?:那|的)?(?:个|段|条)?(?:空镜)?$"
)
_BY = re.compile(r"\bby @|@[\d.]+@ (?:shorter|longer)\b|(?:缩短|延长|加长|短|长)了?\s*@")
_SHORTER_BY, _LONGER_BY = 0.7, 1.4
_SHORTEST = 0.5


def _none(bench: Bench) -> None:
    decline(
        "no_such_b_roll",
        "There is no b-roll in the film, so nothing was changed. “add b-roll” lays some where it fits.",
        "影片里没有空镜，所以没有改动。说“加空镜”可以按内容配上。",
    )


def _called(words: str, pieces: list[Placed]) -> list[Placed]:
    """The pieces whose file has one of these words in its name."""
    said = set(re.findall(r"[a-z]{3,}|[\u3400-\u9fff]{2,}", words))
    return [p for p in pieces if said & set(re.findall(r"[a-z]{3,}|[\u3400-\u9fff]{2,}", p.name.lower()))]


def _only(c: Clause, bench: Bench) -> bool:
    """ "Keep only the coffee one": the others go."""
    found, last = _ONLY.match(c.own.strip(" ,.。")), bench.last_edit()
    just = bool(bench.steps) and bench.steps[-1].edit.op == "remove"
    about = _IT.search(c.text) or just or (last is not None and last.op in ("add_broll", "swap_broll"))
    if found is None or not about or c.quotes or c.times.lengths:
        return False
    before = bench.steps[-1].before if just else bench.timeline
    now, bench.timeline = bench.timeline, before
    pieces = laid(bench)
    kept = _called(found["en"] or found["zh"], pieces)
    if not kept:
        bench.timeline = now
        return False
    if just:
        bench.steps.pop()
    others = [p.id for p in pieces if p not in kept]
    return bench.do("remove", ids=others) if others else bench.chatted()


def _less(bench: Bench, pieces: list[Placed]) -> bool:
    """Every second piece goes, the first stays."""
    if len(pieces) == 1:
        ask(
            "There is one piece of b-roll. Should it go, or be shorter?",
            "只有一段空镜。要去掉，还是缩短？",
            ("remove the b-roll", "去掉空镜"),
            ("make the b-roll shorter", "空镜短一点"),
        )
    return bench.do("remove", ids=[p.id for p in pieces[1::2]])


def _length(c: Clause, bench: Bench, pieces: list[Placed], factor: float) -> bool:
    """Each piece, or those named, shorter or longer; none into the next or beyond the film."""
    asked, by = c.times.length, _BY.search(c.text) is not None
    sign, done, full = (1 if factor > 1 else -1), len(bench.steps), None
    for piece in _called(c.text, pieces) or meant(c, pieces):
        after = [p.start for p in pieces if p.start > piece.start]
        most = min([*after, bench.duration]) - piece.start
        length = piece.end - piece.start
        wanted = length * factor if asked is None else length + sign * asked if by else asked
        try:
            bench.do("set_duration", clip=piece.id, duration=round(min(max(wanted, _SHORTEST), most), 2))
        except Fault as fault:
            full = fault
    if full is not None and len(bench.steps) == done:
        raise full
    return True


_TALKS = r"(?:talk|say|speak|mention|discuss|explain|bring up|refer)"
_AWAY_TO = (
    re.compile(
        rf"^(?:please )?cut (?:away |over )?to (?:the |my )?(?P<what>.+?) (?:while|when|where|as|whenever)\b.{{0,40}}\b{_TALKS}"
    ),
    re.compile(
        rf"^(?:when(?:ever)?|where(?:ver)?|every time|each time) (?:i|he|she|we|they)(?:'m|'s|'re)? {_TALKS}.{{0,40}}?\b(?:show|use|cut to|put(?: on| up)?|play|insert)\b (?P<what>.+)"
    ),
)
_AT = re.compile(
    r"^(?:please )?(?:cut|switch|jump|go|flash) (?:away |over )?to (?:the |my )?(?P<what>.+?) (?:at|from|for) @"
)


def _shown(said: str, bench: Bench) -> list[str]:
    """The pictures that are not on the film and have a word of what was said in their name."""
    words = set(re.findall(r"[a-z]{3,}", said)) - {"mp4", "mov", "jpg", "png", "clip", "shot", "footage"}
    unused = [f for f in bench.library if f.video is not None and f.name]
    return [f.id for f in unused if words & set(re.findall(r"[a-z]{3,}", (f.name or "").lower()))]


def away_to(c: Clause, bench: Bench) -> bool:
    """ "Cut away to the coffee while I talk about espresso": laid over those words, nothing is cut."""
    found = next(filter(None, (words.search(c.text) for words in _AWAY_TO)), None)
    named = _shown(found["what"], bench) if found else []
    if not named:
        return False
    bench.ensure_film()
    return bench.do("add_broll", media=named, over="words", most=1)


def away_at(c: Clause, bench: Bench) -> bool:
    """ "Cut to the city shot at 0:12 for 3 seconds": laid over that time, nothing is cut."""
    found, on_film = _AT.search(c.text), {p.media for p in bench.film}
    named = [m for m in _shown(found["what"], bench) if m not in on_film] if found else []
    if len(named) != 1 or c.quotes or not bench.film:
        return False
    where = span(c, bench)
    start = where.start if where.ranged else where.point
    if start is None:
        return False
    end = where.end if where.ranged and where.end else min(start + (where.length or 3.0), bench.duration)
    file = bench.timeline.file(named[0])
    if where.ranged and file is not None and file.kind == "video" and file.duration >= end:
        return False  # another camera's picture of the same time
    return bench.do(
        "add_broll", media=named, over="range", start=start, end=end, length=max(0.5, end - start), most=1
    )


def parts(c: Clause, bench: Bench) -> bool:
    """What is said of the b-roll that lies on the film, or does not."""
    if _only(c, bench):
        return True
    if not _IT.search(c.text) or c.quotes or c.times.ranges:
        return False
    less, sound, bothers = _LESS.search(c.text), _SOUND.search(c.text), _BOTHERS.search(c.text)
    factor = _SHORTER_BY if _SHORTER.search(c.text) else _LONGER_BY if _LONGER.search(c.text) else 0.0
    if not (less or sound or factor or bothers) or (_ASKS.search(c.own) and not less):
        return False
    pieces = laid(bench)
    if not pieces:
        _none(bench)
    if less:
        return _less(bench, pieces)
    if factor:
        return _length(c, bench, pieces, factor)
    if sound:
        bench.tell(
            "B-roll lies over the film without its own sound already: what is heard is the film's.",
            "空镜本来就没有自己的声音，听到的是影片原来的声音。",
        )
        return True
    ask(
        "Should the b-roll go, all of it or one piece, or be shorter?",
        "空镜要全部去掉、去掉某一段，还是缩短？",
        *((f"remove b-roll {n}", f"去掉第{n}段空镜") for n, p in enumerate(pieces[:3], 1)),
        ("less b-roll", "少一点空镜"),
        ("make the b-roll shorter", "空镜短一点"),
    )
    return True


RULES = (Rule(away_to, sparing=True), Rule(away_at), Rule(parts, counts=True))
