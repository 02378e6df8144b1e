"""Where music lies: under one clip, all but one, from a title or a clip on, up to a moment, and from which
moment of its file."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, Placed, decline
from ..clause import Clause
from ..span import inside
from ..targets import clips, files, files_out, style_of
from .levels import has_gain, level
from .music import again, chosen, fades
from .rule import Rule

_MUSIC = re.compile(r"\b(?:music|bgm|soundtrack|song|tunes?|track)\b|音乐|配乐|歌|曲")
_BUT = re.compile(
    r"\b(?:but )?(?:not|except(?: for)?|excluding|without|but)(?: (?:under|over|in|on|during|for|from))? (?P<what>(?:the |my )?.+)$|除了?(?P<zh>.+?)(?:以外|之外|外)"
)
_UNDER = re.compile(r"\b(?:under(?:neath)?|beneath|behind|below)\b|垫|衬|下面")
_SOURCE = re.compile(
    r"\bskip(?:ping)? (?:the )?(?:first|initial) @(?P<skip>[\d.]+)@(?: of| from| in)? (?:the |my )?(?:music|song|track|tune|bgm|soundtrack|\S+\.(?:mp3|wav|m4a|aac))|"
    r"\b(?:start|begin|play|use|take)\w*\b.{0,24}\b(?:music|song|track|tune|bgm|soundtrack|it)\b.{0,10}\bfrom (?:its )?@(?P<from>[\d.]+)@(?! (?:to|until|till|in the (?:film|video)|of the (?:film|video)))|"
    r"@(?P<into>[\d.]+)@ into (?:the |my )?(?:music|song|track|tune)|(?:歌|音乐|曲子?)从(?:它的|歌曲|自身)?第?\s*@(?P<zh>[\d.]+)@\s*(?:处)?(?:开始)?(?:放|播|唱)|跳过(?:歌曲?|音乐|曲子?)的?(?:前|开头)\s*@(?P<zskip>[\d.]+)@"
)
_CUT_AT = re.compile(
    r"^(?:also |then |please )*(?:cut|stop|end|kill|drop|lose|finish)(?: off| out)? (?:the |my )?(?:background )?(?:music|song|bgm|soundtrack|track)(?: off| out)? (?:at|from|after|by) @([\d.]+)@(?: on| onwards?)?$|^音乐(?:到|在)第?\s*@([\d.]+)@\s*(?:就|时|处)?(?:停|切|断|结束)"
)
_STARTS = re.compile(
    r"\b(?:after|once|when|as soon as|until|before)\b (?:the |my )?(?P<kind>titles?|captions?|lower thirds?|texts?)\b(?P<how>.*)$|(?P<zkind>标题|字幕|文字|人名条)(?P<zhow>之后|以后|后|结束后|消失后|出现(?:时|后)?|开始时)"
)
_ONSET = re.compile(
    r"\b(?:start|begin|kick in|come in|drop|enter)\w*\b.{0,16}\b(?:when|once|as|with|after)\b (?:the |my )?(?P<what>.+?)(?: (?P<edge>starts?|begins?|comes? (?:on|in)|appears?|is over|ends?|finish\w*))?$"
)
_BACK = re.compile(
    r"^(?:and |then |and then )*(?:it(?:'s| goes| should go)? )?back (?:up |down )?to (\d+)\s*%?(?: (?:after(?:wards)?|again|after that))*$"
)
_KINDS = {"title": "title", "标题": "title", "caption": "caption", "字幕": "caption", "lower": "lower_third", "人名条": "lower_third"}  # fmt: skip


def _which(c: Clause, bench: Bench) -> dict[str, Any]:
    """The music that a clause asks for: by its file or mood, with its level."""
    gain = has_gain(c)
    found = chosen(c, bench) or {"mood": "lo-fi"}
    return {**found, "gain": gain} if gain is not None else found


def under(c: Clause, bench: Bench) -> bool:
    """A sound file laid under some of the clips: "put tone.wav under clip b only"."""
    found = [f for f in files(c, bench) if f.kind == "audio"]
    if len(found) != 1 or not _UNDER.search(c.text) or c.times.ranges or c.quotes or _BUT.search(c.text):
        return False
    held = _held(files_out(c.text, bench), c, bench)
    if not held:
        return False
    gain = has_gain(c)
    limits = {"start": min(p.start for p in held), "end": max(p.end for p in held)}
    return bench.do("add_music", media=found[0].id, **limits, **({"gain": gain} if gain is not None else {}))


def _held(text: str, c: Clause, bench: Bench) -> list[Placed]:
    """The clips that a part of a clause names, where they are not all."""
    ids = clips(c, bench, text)
    held = [p for p in bench.film if p.id in ids]
    return held if len(held) < len(bench.film) else []


def all_but(c: Clause, bench: Bench) -> bool:
    """Music everywhere but under some clips: it stops before them, begins after them, or is silent there."""
    found = _BUT.search(c.text)
    if (
        not found
        or not _MUSIC.search(c.text)
        or c.quotes
        or not c.has(r"\b(?:add|put|lay|play|use|have|want|keep|music|bgm)\b|[加配放铺]")
    ):
        return False
    bench.ensure_film()
    if not (held := _held(found["what"] or found["zh"], c, bench)):
        return False
    start, end = min(p.start for p in held), max(p.end for p in held)
    adds = c.has(r"\b(?:add|put|lay|use|play)\b|[加配放铺]") is not None or not bench.music
    if start <= 0.02:
        limits: dict[str, float] = {"start": end}
    elif end >= bench.duration - 0.02:
        limits = {"start": 0.0, "end": start}
    else:
        if adds:
            bench.do("add_music", **_which(c, bench))
        return bench.do("set_music", gain=0.0, start=start, end=end)
    if adds:
        return bench.do("add_music", **_which(c, bench), **limits)
    return again(bench, limits["start"], limits.get("end"))


def from_source(c: Clause, bench: Bench) -> bool:
    """From another moment of its file: "skip the first 20 seconds of the song"."""
    found = _SOURCE.search(c.text)
    if not found or c.quotes:
        return False
    own = [f for f in files(c, bench) if f.kind == "audio"]
    begin = float(next(group for group in found.groups() if group))
    if bench.music and bench.music[0].media and (not own or own[0].id == bench.music[0].media):
        now = bench.music[0]
        end = None if now.end >= bench.duration - 0.02 else now.end
        return again(bench, now.start, end, begin)
    if not own or bench.music:
        return False
    bench.ensure_film()
    return bench.do("add_music", media=own[0].id, media_start=begin)


def cut_at(c: Clause, bench: Bench) -> bool:
    """The music stops: "cut the music at 30 seconds"."""
    found = _CUT_AT.match(c.own.strip(" ,.。"))
    if not found or not bench.music:
        return False
    now = bench.music[0]
    return again(bench, now.start, inside(now.start, float(found[1] or found[2]), bench)[1])


def onset(c: Clause, bench: Bench) -> bool:
    """The music comes in with or after a title or a clip: "bring the music in after the title"."""
    if not _MUSIC.search(c.text) or c.quotes or c.times.ranges or c.says("remove") or c.says("fade"):
        return False
    at = _of_text(c, bench)
    if at is None:
        at = _of_clip(c, bench)
    if at is None or not 0 <= at < bench.duration:
        return False
    if bench.music and not (c.says("add") and chosen(c, bench)):
        return again(bench, at, None)
    bench.ensure_film()
    return bench.do("add_music", **_which(c, bench), start=at)


def _of_text(c: Clause, bench: Bench) -> float | None:
    found = _STARTS.search(c.text)
    if not found or not c.has(
        r"\b(?:start|begin|bring|come|kick|add|put|play|enter|fade|wait|hold|drop|have|music)\w*\b|[加放进来开]"
    ):
        return None
    kind = (found["kind"] or found["zkind"] or "").split(" ")[0].rstrip("s")
    shown = [p for p in bench.texts if style_of(p) == _KINDS.get(kind, style_of(p))]
    if not shown:
        decline(
            "no_such_text",
            "There is no such text in the film for the music to wait for. Say a time: “start the music at 0:04”.",
            "影片里没有这样的文字可以对应。请说时间：“音乐从第4秒开始”。",
        )
    starts = re.search(r"\b(?:start|begin|appear|come|show)|出现|开始", found["how"] or found["zhow"] or "")
    word = found[0].split(" ")[0]
    return shown[0].start if starts and word in ("when", "once", "as") else shown[0].end


def _of_clip(c: Clause, bench: Bench) -> float | None:
    found = _ONSET.search(c.text)
    held = _held(found["what"], c, bench) if found else []
    if not found or not held:
        return None
    over = found["edge"] and re.match(r"is over|end|finish", found["edge"])
    after = re.search(r"\bafter\b", found[0]) and not found["edge"]
    return max(p.end for p in held) if over or after else min(p.start for p in held)


_FADES_ON = re.compile(
    r"^(?:and |then |with (?:a )?)*(?:nice |slow |long |gentle |quick )?fad(?:e|es|ing)\b(?!.*\b(?:film|video|picture|black|white|clips?|title|logo|voice|sound|everything|between)\b)|^(?:并|再|然后)*(?:淡[入出]|渐[入出强弱])"
)


_OFF_AT = re.compile(
    r"\b(?:switch|turn|shut|cut|fade)\w*\b.{0,24}\b(?:off|out)\b.{0,8}\b(?:at|when|once|as|before|by)\b (?:the |my )?(?P<what>.+?)(?: (?:starts?|begins?|comes? (?:on|in)))?$"
)
_LONGEST = 30.0
"""Seconds of the longest fade."""


def off_at(c: Clause, bench: Bench) -> bool:
    """The music is gone, or fades away, from where a clip starts: "fade it out when the outro begins"."""
    found = _OFF_AT.search(c.text)
    if not found or not bench.music or not _MUSIC.search(c.text) or c.quotes or c.times.ranges:
        return False
    held = _held(found["what"], c, bench)
    now = bench.music[0]
    at = min((p.start for p in held), default=0.0)
    if not now.start < at < now.end:
        return False
    if not c.says("fade"):
        return again(bench, now.start, at)
    length = round(min(now.end - at, _LONGEST), 3)
    ids = [p.id for p in bench.music]
    return bench.do("add_effect", targets=ids, effect="sound_fade_out", params={"duration": length})


def fades_on(c: Clause, bench: Bench) -> bool:
    """Fades said right after the music that they are of: "add calm music, fade out over the last 3 seconds"."""
    last = bench.steps[-1].edit if bench.steps else None
    if (
        last is None
        or last.op not in ("add_music", "set_music")
        or not _FADES_ON.match(c.own)
        or _MUSIC.search(c.own)
    ):
        return False
    return fades(c, bench)


def back_again(c: Clause, bench: Bench) -> bool:
    """The level elsewhere, said once more: "20% while the demo plays, then back up to 50"."""
    found = _BACK.match(c.own.strip(" ,."))
    last = bench.steps[-1].edit if bench.steps else None
    if not found or last is None or last.op != "set_music" or "start" not in last.params:
        return False
    if abs(level(bench) - float(found[1]) / 100) < 0.011:
        return bench.chatted()
    return False


RULES = (
    Rule(off_at, sparing=True),
    *map(Rule, (under, all_but, from_source, cut_at, onset, fades_on, back_again)),
)
