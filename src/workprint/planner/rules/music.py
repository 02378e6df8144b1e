"""Music: adding it by mood or from a file, changing it, its level, fades and ducking."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import GeneratorRef

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips, files, missing_file, refers
from ..words import GENRES, MOOD_NAMES, mood
from .fading import fade_ends
from .levels import direction_of, ducked, has_gain, level, louder
from .rule import Rule
from .sound import BUT_MUSIC

_DUCK = re.compile(
    r"\bduck\w*\b|(?:lower|reduce|turn down|drop|dip|quiet\w*|soften|push down|bring down|fade).{0,30}\b(?:music|bgm|it|song|soundtrack)?.{0,12}\b(?:when|while|under|during|whenever|as|if|beneath|behind|below)\b.{0,24}\b(?:talk|speak|speech|voice|dialog|narrat|say|vocals?|i'?m)\w*|music (?:is )?(?:drown|overpower|cover|mask|too loud (?:under|when|while))\w*|(?:drown|overpower|cover|mask)\w*.{0,20}\b(?:voice|speech|me|speaker|dialogue|talking|words)|can'?t hear (?:me|my voice|the (?:voice|speaker|speech)|him|her|what).{0,24}\b(?:music|over)|(?:说话|讲话|人声|有人声|对白|说话的时候|口播)(?:时|的时候|的地方|处)?.{0,10}(?:压|降|小|低|避让|减弱)|音乐.{0,8}(?:盖|压)(?:住|过|了)(?:了)?(?:人声|说话|声音)?|避让|闪避|(?:不要|别|取消|不用)(?:再|把)?压低(?:背景)?(?:音乐|配乐)"
)
_VOICE_LOW = re.compile(
    r"(?:voice|speech|speaker|talking|dialogue)\b.{0,16}\b(?:too )?(?:quiet|low|small|weak|soft|faint)|(?:人声|说话|声音|人)(?:声)?(?:太|有点|比较)?(?:小|低|轻|弱)"
)
_QUIETER = r"\b(?:quieter|lower|not so loud)\b|小声|(?<!大)小(?:1|一)?[点些]|轻(?:1|一)?[点些]声?"
_OTHER = re.compile(
    r"\b(?:different|another|other|new|something else|alternative)\b|换(?:一)?(?:个|首|段|种)|别的|另(?:一|外)|其他"
)


def duck(c: Clause, bench: Bench) -> bool:
    """The music steps back under the voice; the voice is levelled where it is called too quiet."""
    if not _DUCK.search(c.text) or (not bench.music and not c.says("music") and has_gain(c) is not None):
        return False
    if not bench.music and not any(s.edit.op == "add_music" for s in bench.steps):
        decline(
            "no_music",
            "There is no music to duck. Say “add lo-fi music at 35%”; it ducks under speech by itself.",
            "还没有音乐可以压低。可以说“加 lo-fi 音乐 35%”，说话时会自动压低。",
        )
    if _VOICE_LOW.search(c.text):
        bench.do("set_loudness", target=-14)
    depth = c.amount.decibels
    if c.has(
        r"\b(?:don'?t|do not|no|without|stop|never|undo|remove|turn off)\b.{0,16}\bduck|(?:不要|别|取消|不用).{0,6}(?:压|闪避|避让)"
    ):
        depth = 0.0
    elif depth is None and (
        way := c.has(r"\b(?P<more>more|deeper|further|harder|stronger)\b|\bless\b|\bnot (?:so|as) much\b")
    ):
        depth = max(2.0, ducked(bench) + (5 if way["more"] else -5))
    bench.do("duck_music", **({"depth": abs(depth)} if depth is not None else {}))
    return True


def _remove(c: Clause, bench: Bench) -> bool:
    if not (
        c.says("music", "remove")
        or c.has(
            r"\bmusic off\b|\bturn off the music|\bno music\b|without (?:any )?music|不要(?:有)?音乐|没有音乐"
        )
    ) or c.has(r"\bcut the music (?:to|volume)|\badd\b|换成|vocals"):
        return False
    if c.has(r"\bturn (?:it |the \w+ )?(?:down|up)|降|压低|小(?:一)?点") or has_gain(c) is not None:
        return False
    where = span(c, bench)
    if not bench.music:
        decline(
            "no_music",
            "There is no music track to remove. Music that is part of a clip's own sound cannot be taken out; I can mute the clip (“remove the original sound”).",
            "没有音乐轨可以删除。片段原声里的音乐无法分离；可以静音该片段（“去掉原声”）。",
        )
    if where.ranged and where.start is not None and where.end is not None and not where.whole:
        start, end = inside(where.start, where.end, bench)
        if start > bench.music[0].start and end >= bench.duration - 0.02:
            return again(bench, bench.music[0].start, start)
        return bench.do("mute", track=bench.music[0].track.id, start=start, end=end)
    return bench.do("remove", ids=[p.id for p in bench.music])


def _fades(c: Clause, bench: Bench) -> bool:
    its = refers(c) and bench.focus is not None and bench.focus.kind == "music"
    if not (c.says("music") or its) or c.has(
        r"\badd\b.{0,16}(?:music|bgm)|加(?:一)?(?:个|段|点|首)?.{0,8}(?:音乐|配乐)"
    ):
        return False
    return fades(c, bench)


def fades(c: Clause, bench: Bench) -> bool:
    """The music that is there comes or goes slowly."""
    if not bench.music or not c.says("fade") or c.has("transition|转场"):
        return False
    into = c.has(r"fad\w+ (?:(?!out\b)\w+ ){0,3}in\b(?! (?:the )?(?:last|first|final|next))|淡入|渐入|渐强")
    out = c.has(r"fad\w+ (?:\w+ ){0,5}out|淡出|渐出|渐弱|fade (?:\w+ ){0,3}(?:at|towards?|down)")
    return fade_ends(c, bench, [p.id for p in bench.music], into is not None, out is not None, "sound_")


def _volume(c: Clause, bench: Bench) -> bool:
    """The level of music that is there."""
    if not bench.music or c.has(
        r"\badd\b|\bput\b.{0,12}music|\bchange\b.{0,20}\bto\b(?! @?\d)|加(?:一)?(?:个|段|点|首|上)|^加|添加|换成|配(?:上|个)"
    ):
        return False
    if mood(c.text) is not None and c.has(r"swap|replace|switch|change|instead|换|改"):
        return False
    if chosen(c, bench) and has_gain(c) is not None and not c.has(r"\bthe \S+ music\b|把"):
        return False
    gain, direction = has_gain(c), direction_of(c)
    share = c.amount.share
    if (
        share is not None
        and share < 0.5
        and gain is None
        and c.has(r"\b(?:to|at) (?:a|1) (?:quarter|third)|[到为成]\s*[三四34]分")
        and (share < level(bench) or direction >= 0)
    ):
        return bench.do("set_music", gain=round(share, 2))
    if (
        c.amount.share is not None
        and gain is None
        and c.has(r"volume|level|half|halved?|quarter|third|twice|doubl|loud|quiet|音量|一半|减半|分之|倍|声")
    ):
        return bench.do("set_music", gain=round(level(bench) * c.amount.share, 3))
    if c.amount.relative or (gain is None and c.amount.decibels is not None):
        return louder(c, bench, direction or 1)
    if gain is not None:
        return bench.do("set_music", gain=gain)
    return louder(c, bench, direction) if direction else False


def chosen(c: Clause, bench: Bench) -> dict[str, Any]:
    """Which music: a file of the session, or a mood."""
    sounds = [f for f in files(c, bench) if f.kind == "audio"]
    if c.has(r"\b(?:swap|replace|switch|change|instead of)\b|换|替") and mood(c.text) is not None:
        playing = {p.media for p in bench.music}
        sounds = [f for f in sounds if f.id not in playing]
    if not sounds:
        if name := missing_file(c, bench):
            decline(
                "no_such_file",
                f"There is no file “{name}” in this session; add it first.",
                f"会话里没有文件“{name}”，请先添加。",
            )
        if c.has(
            r"\b(?:my|our|the uploaded|uploaded|this|that|the) (?:song|music file|track|audio file|mp3)\b|(?:上传|我)的(?:音乐|歌|曲)"
        ):
            sounds = [f for f in bench.library if f.kind == "audio"]
    if sounds:
        return {"media": sounds[0].id}
    text = re.sub(
        r"\b(?:fade|faster|slower) (?:in|out)\b|\bsoft(?:ly|er)?\b (?:under|behind)|at (?:a )?(?:low|quiet)|quietly",
        " ",
        c.text,
    )
    found = mood(text)
    return {"mood": found} if found else {}


def _genre(c: Clause) -> None:
    if found := c.has(rf"(?<![a-z])(?:{GENRES})(?![a-z])"):
        options = tuple(MOOD_NAMES.values())
        ask(
            f"There is no {found[0]} music built in. Which of these would you like, or a file of your own?",
            f"内置音乐没有{found[0]}。想用下面哪一种，还是用自己的音乐文件？",
            *options,
        )


def _change(c: Clause, bench: Bench) -> bool:
    bare = not c.has(r"\b(?:add|put|lay|play)\b|加|配|放") and mood(c.text) is not None
    if not bench.music or not (bare or c.says("change") or _OTHER.search(c.text) or c.has(r"more|less|换")):
        return False
    if c.has(r"\badd\b(?!.{0,10}(?:different|another))|加(?:一)?(?:个|段|点|首)"):
        return False
    wanted = chosen(c, bench)
    if not wanted:
        _genre(c)
        if not _OTHER.search(c.text) and not c.says("change"):
            return False
        source = bench.music[0].clip.media
        if isinstance(source, GeneratorRef):
            return bench.do("set_music", seed=int(source.params.get("seed", 0)) + 1)
        ask("Which music should it be?", "换成哪种音乐？", *MOOD_NAMES.values())
    gain = has_gain(c)
    if gain is None and c.has(_QUIETER):
        gain = round(max(level(bench) - 0.15, level(bench) * 0.6), 2)
    return bench.do("set_music", **wanted, **({"gain": gain} if gain is not None else {}))


def _add(c: Clause, bench: Bench) -> bool:
    if c.has(r"\b(?:louder|quieter)\b") and not c.says("add"):
        return False
    bench.ensure_film()
    wanted = chosen(c, bench)
    if not wanted:
        _genre(c)
        if c.has(r"\b(?:by|from)\s+(?!the\b|@|my\b|a\b|\d)[a-z]+|(?:周杰伦|taylor|drake|beatles|泰勒)"):
            ask(
                "I have no recordings of artists: choose a mood, or add the file.",
                "没有歌手的录音可用：请选一种风格，或添加音乐文件。",
                *MOOD_NAMES.values(),
            )
    where = span(c, bench)
    params: dict[str, Any] = dict(wanted or {"mood": "lo-fi"})
    gain = has_gain(c)
    if gain is None and c.amount.share is not None and c.has(r"\bvolume\b|\blevel\b|\bas loud\b|音量"):
        gain = round(c.amount.share, 3)
    if gain is not None:
        params["gain"] = gain
    elif c.has(
        r"\b(?:quiet(?:ly)?|soft(?:ly)?|low|subtle|background level|under (?:the |my |his |her )?(?:voice|speech|talking|dialogue|narration|speaker|it))\b|轻(?:轻|声)|小声|低音量"
    ):
        params["gain"] = 0.2
    edge = c.times.range if c.says("fade") else None
    if edge is not None and edge.kind in ("head", "tail"):
        params["fade_in" if edge.kind == "head" else "fade_out"] = edge.a
    else:
        edge = None
    under = (
        clips(c, bench)
        if not where.ranged
        and where.point is None
        and not any(p.name.lower() in str(wanted) for p in bench.film)
        else ()
    )
    if where.ranged and where.start is not None and where.end is not None and edge is None:
        start, end = inside(where.start, where.end, bench)
        params |= (
            {"start": start}
            if c.times.range is None and c.has(r"\b(?:start|begin)\w* (?:at|from|with|on)|从.{1,8}开始")
            else {"start": start, "end": end}
        )
    elif under:
        held = [p for p in bench.film if p.id in under]
        params["start"], params["end"] = min(p.start for p in held), max(p.end for p in held)
    elif where.point is not None and 0 < where.point < bench.duration - 0.01:
        params["start"] = min(where.point, bench.duration)
    if where.length and not c.says("fade") and not where.ranged:
        params["end"] = min(params.get("start", 0.0) + where.length, bench.duration)
    if c.says("fade") and where.length:
        params.update(
            {"fade_in": where.length} if c.has("in|入") else {},
            **({"fade_out": where.length} if c.has("out|出") else {}),
        )
    if c.has(r"(?:no|without|don'?t) duck\w*|不(?:要)?(?:压低|避让)"):
        params["duck"] = False
    if media := params.get("media"):
        bench.need("beat", str(media))
    bench.do("add_music", **params)
    if not wanted:
        bench.tell(
            "You named no style, so it is lo-fi; upbeat, calm and cinematic are there too.",
            "没有指定风格，先用 lo-fi；也可以换成欢快、舒缓或电影感。",
        )
    return True


def _instead_of_sound(c: Clause) -> bool:
    """Whether a music file takes the place of the film's own sound."""
    bare = re.sub(r"[\w-]+\.(?:mp3|wav|m4a|aac)", " ", c.text)
    return (
        bool(re.search(r"replac|swap|instead|换|替|代", bare))
        and bool(re.search(r"\b(?:sound|audio)\b|原声|声音|音频|音轨", bare))
        and not re.search(r"music|bgm|soundtrack|音乐|配乐", bare)
    )


def music(c: Clause, bench: Bench) -> bool:
    """Everything about music."""
    if _instead_of_sound(c) or (c.says("mute") and BUT_MUSIC.search(c.text)):
        return False
    if duck(c, bench):
        return True
    if not c.says("music") or (c.has(r"\bbeats?\b(?!.{0,10}music)(?<!lo-fi beats)") and not c.says("add")):
        return False
    if c.has(r"background (?:noise|hum)") or (c.says("title") and c.quotes):
        return False
    if (
        c.has(r"\b(?:as|use|add|put)\b|当|作为|用|加|配")
        and not c.says("remove")
        and "media" in chosen(c, bench)
        and not _OTHER.search(c.text)
    ):
        return _add(c, bench)
    _needs_music(c, bench)
    for step in (_remove, _fades, _mute, _limits, _volume, _change):
        if step(c, bench):
            return True
    if c.says("remove") and not c.says("add"):
        return False
    if bench.music and not c.says("add") and not chosen(c, bench):
        return c.says("loop") and again(bench, bench.music[0].start, None)
    return _add(c, bench)


_PLACES = re.compile(r"\b(?:add|put|lay|use|insert|play|with|some|a|bring)\b|[加配放用插来铺换]|替")


def _needs_music(c: Clause, bench: Bench) -> None:
    """Raises `Declined` where a clause changes music that is not there: nothing is added for it."""
    if bench.music or _PLACES.search(c.text) or chosen(c, bench):
        return
    if not (
        c.says("fade")
        or c.any("mute", "unmute")
        or c.has(r"^(?:please )?(?:stop|end|finish|shorten|swap|change|replace|restart|delay|extend)\b")
        or (direction_of(c) and c.has(r"\b(?:the|my) |音乐|配乐"))
    ):
        return
    have = (
        ", ".join(dict.fromkeys([p.name for p in bench.film] or [f.name for f in bench.timeline.media]))
        or "–"
    )
    decline(
        "no_music",
        f"There is no music in the film to change; it has {have}. Say “add lo-fi music at 35%” to add some.",
        f"影片里没有音乐可以调整，只有 {have}。可以说“加 lo-fi 音乐 35%”。",
    )


def _limits(c: Clause, bench: Bench) -> bool:
    """Other limits for music that is there: "start the music at 0:10", "stop it at 0:40"."""
    if (
        not bench.music
        or not c.has(
            r"\b(?:start|begin|stop|end|finish|only|until|till|should (?:start|stop|end))\w*\b|从|开始|停|结束|只在|到.{0,6}为止"
        )
        or c.has(r"\badd\b|加")
    ):
        return False
    where = span(c, bench)
    now = bench.music[0]
    start, end = now.start, None
    stops = c.has(r"\b(?:stop|end|finish|until|till)|停|结束|为止") is not None
    parts = [p for p in bench.film if p.id in clips(c, bench)] if c.has(r"\bonly\b|\bjust\b|只") else []
    if parts and c.times.range is None:
        start, end = min(p.start for p in parts), max(p.end for p in parts)
    elif stops and where.ranged and c.times.range is None and (at := _when_one(c, bench)) is not None:
        end = at
    elif where.ranged and where.start is not None and where.end is not None:
        start, end = inside(where.start, where.end, bench)
    elif where.point is not None and stops:
        end = min(where.point, bench.duration)
    elif where.point is not None:
        start = min(where.point, bench.duration)
    else:
        return False
    return again(bench, start, end)


def _when_one(c: Clause, bench: Bench) -> float | None:
    """The moment a clip named starts, or ends where that is said: "stop the music when the outro starts"."""
    ids = clips(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if one is None:
        return None
    return one.end if c.has(r"\b(?:ends?|finish\w*|is over)$|结束(?:时|的时候)?$") else one.start


def again(bench: Bench, start: float, end: float | None, media_start: float | None = None) -> bool:
    """The music that is there, as loud as it is and with its fades, with other limits."""
    now = bench.music[0]
    source = now.clip.media
    what: dict[str, Any] = (
        {"mood": str(source.params.get("mood", "lo-fi")), "seed": int(source.params.get("seed", 0)) or None}
        if isinstance(source, GeneratorRef)
        else {"media": now.media}
    )
    if media_start is not None:
        what["media_start"] = media_start
    for name in ("fade_in", "fade_out"):
        length = next((e.params.get("duration") for e in now.clip.effects if e.op == f"sound_{name}"), None)
        what[name] = length if isinstance(length, (int, float)) else None
    return bench.do("add_music", **what, gain=level(bench), start=start, end=end)


def _mute(c: Clause, bench: Bench) -> bool:
    if not bench.music or not c.any("mute", "unmute"):
        return False
    where = span(c, bench)
    params: dict[str, Any] = {
        "track": bench.music[0].track.id,
        "mode": "unmute" if c.says("unmute") else "mute",
    }
    if where.ranged and where.start is not None and where.end is not None:
        params["start"], params["end"] = inside(where.start, where.end, bench)
    return bench.do("mute", **params)


RULES = (Rule(music),)
