"""Music for a part of its time: louder in the intro, faded out under the last sentence; its tempo, its end
on a bar, and what it is played by."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import Fault
from workprint.model import Effect, GeneratorRef
from workprint.ops import heard, sentences
from workprint.ops.edits import beats_of

from ..bench import Bench, decline
from ..clause import Clause
from ..span import written
from ..targets import clips
from .levels import direction_of, has_gain
from .rule import Rule

_MUSIC = re.compile(r"\b(?:music|bgm|soundtrack|song|track)\b|音乐|配乐|背景音|曲")
_DRUMS = re.compile(r"\b(?:drums?|percussion|drum ?(?:beat|kit)s?)\b|鼓(?:点|声)?|打击乐")
_NONE = re.compile(
    r"\b(?:no|without|remove|take out|take|drop|lose|mute|cut|kill|minus|less)\b|不要|去掉|没有|别(?:有|加)|删|静音|无"
)
_TEMPO = re.compile(
    r"\bhow (?:fast|slow|quick) (?:is|are)\b|\b(?:what(?:'s| is)|tell me)\b.{0,16}\b(?:tempo|bpm)\b|\bhow many (?:bpm|beats)\b|(?:多少|几)(?:拍|bpm)|(?:节奏|速度|bpm)(?:是)?多少"
)
_BAR = re.compile(
    r"\b(?:end|finish|stop|close|resolve)\w*\b.{0,24}\b(?:on|at) (?:a|the|an?) (?:full |whole |last )?(?:bar|downbeat|beat|measure)|(?:结束|收|停)在?.{0,4}(?:小节|拍子?)(?:上|处|末)?|整小节(?:结束|收)"
)
_WITH_FILM = re.compile(
    r"\b(?:end|finish|stop)\w*\b.{0,12}\b(?:with|together with|when|as) (?:it\b|the (?:film|video|picture|movie)\b)|(?:和|跟|与)(?:视频|影片|画面)(?:一起|同时)(?:结束|停)"
)
_INTRO = re.compile(r"\b(?:intro|opening|beginning)\b|片头|开头|开场")
_OUTRO = re.compile(r"\b(?:outro|ending|closing)\b|片尾|结尾")
_EDGE = 5.0
"""Seconds of an intro or outro that no clip is called after."""
_STEP = 1.75
"""Louder by this factor where no level is said: 5 dB."""
_LAST = re.compile(r"\b(?:last|final|closing) (?:sentence|words?|line|thing)\b|最后(?:1|一)?(?:句|段话)")
_LONGEST = 30.0
"""Seconds of the longest fade."""


def drums(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: what music is played by cannot be chosen."""
    if not _DRUMS.search(c.text) or not _NONE.search(c.text) or c.quotes:
        return False
    decline(
        "missing_drums",
        "Single instruments cannot be taken out of music here. Calm and ambient music have no drums: “change the music to calm”.",
        "这里不能从音乐里去掉单个乐器。舒缓和氛围音乐没有鼓：“音乐换成舒缓的”。",
    )
    return None


def tempo(c: Clause, bench: Bench) -> bool:
    """How many beats a minute the music has."""
    if not _TEMPO.search(c.text) or not bench.music:
        return False
    try:
        found = beats_of(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code == "missing_facts":
            bench.need(str(fault.fields["kind"]), str(fault.fields["media"]))
            bench.tell("The beat of the music is found first.", "先找出音乐的节拍。")
            return True
        raise
    bench.tell(
        f"The music has {found.bpm:.0f} beats a minute (confidence {found.confidence:.0%}).",
        f"音乐每分钟 {found.bpm:.0f} 拍（置信度 {found.confidence:.0%}）。",
    )
    return True


def ends(c: Clause, bench: Bench) -> bool:
    """The music ends on a bar, or with the film."""
    bar = _BAR.search(c.text)
    if not bench.music or not (bar or _WITH_FILM.search(c.text)):
        return False
    first = bench.music[0]
    if bar and isinstance(first.clip.media, GeneratorRef):
        bench.tell("Music made here ends on a bar by itself.", "这里生成的音乐本来就在小节末结束。")
        return True
    what: dict[str, Any] = (
        {
            "mood": str(first.clip.media.params.get("mood", "lo-fi")),
            "seed": int(first.clip.media.params.get("seed", 0)),
        }
        if isinstance(first.clip.media, GeneratorRef)
        else {"media": first.media}
    )
    heard_beats(bench, first.media)
    return bench.do("add_music", **what, gain=_gain(first.clip.effects), start=first.start)


def heard_beats(bench: Bench, media: str | None) -> None:
    """Note that the beat of a file of music is wanted, so that it ends on a bar."""
    if media is not None:
        bench.need("beat", media)


def part(c: Clause, bench: Bench) -> bool:
    """Louder or quieter in a part of the film."""
    if (
        not bench.music
        or not _MUSIC.search(c.text)
        or c.says("fade")
        or c.has(
            r"\b(?:add|use|put|play|lay|start\w*|begin\w*|stop\w*|end\w*)\b|加(?!大)|用|配(?!乐)|放|当|开始|结束"
        )
    ):
        return False
    direction, gain = direction_of(c), has_gain(c)
    where = _where(c, bench) if direction or gain is not None else None
    if where is None:
        return False
    music = bench.music[0]
    old = _gain(music.clip.effects)
    decibels = c.amount.decibels
    if gain is None:
        factor = 10 ** (abs(decibels) / 20) if decibels is not None else _STEP
        gain = round(min(10.0, old * factor if direction > 0 else old / factor), 3)
    start, end = max(music.start, where[0]), min(music.end, where[1])
    if start >= end:
        return False
    return bench.do("set_music", gain=gain, start=round(start, 3), end=round(end, 3))


def _where(c: Clause, bench: Bench) -> tuple[float, float] | None:
    """The part of the film that a clause names."""
    if c.times.range is not None:
        return c.times.range.range(bench.duration)
    named = clips(c, bench)
    if named and len(named) < len(bench.film):
        held = [p for p in bench.film if p.id in named]
        return min(p.start for p in held), max(p.end for p in held)
    for words, span in (
        (_INTRO, (0.0, min(_EDGE, bench.duration))),
        (_OUTRO, (max(0.0, bench.duration - _EDGE), bench.duration)),
    ):
        if words.search(c.text):
            return span
    return None


def _gain(effects: tuple[Effect, ...]) -> float:
    return next((float(e.params.get("gain", 1)) for e in effects if e.op == "volume"), 1.0)


def under_last(c: Clause, bench: Bench) -> bool:
    """The music fades out from where the last sentence begins."""
    if not bench.music or not c.says("fade") or not _LAST.search(c.text):
        return False
    try:
        words = heard(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        bench.tell("What is said is written down first.", "先识别说的话。")
        return True
    rate = float(bench.timeline.rate)
    said = sentences(words.words, rate) if words is not None else ()
    if not said:
        decline(
            "nothing_said",
            "Nothing is said in the film: there is no last sentence.",
            "影片里没有人说话，没有最后一句。",
        )
    music, start = bench.music[0], said[-1].start / rate
    length = music.end - start
    if not 0 < length <= _LONGEST:
        decline(
            "too_long_a_fade",
            f"The last sentence begins at {written(start)}, {abs(length):.0f} s before the music ends. Say “end the music at {written(said[-1].end / rate)}” first.",
            f"最后一句从 {written(start)} 开始，离音乐结束还有 {abs(length):.0f} 秒。请先说“音乐在 {written(said[-1].end / rate)} 结束”。",
        )
    bench.tell(
        f"The last sentence begins at {written(start)}: “{said[-1].text}”.",
        f"最后一句从 {written(start)} 开始：“{said[-1].text}”。",
    )
    return bench.do(
        "add_effect",
        targets=[p.id for p in bench.music],
        effect="sound_fade_out",
        params={"duration": round(length, 3)},
    )


def parts(c: Clause, bench: Bench) -> bool:
    """All of it."""
    return any(step(c, bench) for step in (drums, tempo, ends, under_last, part))


RULES = (Rule(parts),)
