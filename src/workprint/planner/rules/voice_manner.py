"""How a voice-over that is there sounds: voice, pace, level, pauses, fitting, and what steps back under it."""

from __future__ import annotations

import math
import re
from typing import Any

from workprint.base import seconds
from workprint.ops.edits import begins, manner_of, narrated, spoken_of

from ..bench import Bench, decline
from ..clause import Clause
from ..voices import asks_language, can_speak, voice_named
from .captions import looks_of
from .levels import direction_of, has_gain

_SLOWER = re.compile(
    r"\bslow(?:er|ly|ed)?\b|less (?:fast|quick|rushed)|\btoo (?:fast|quick)|慢|太快|语速(?:降|放)"
)
FASTER = re.compile(
    r"\b(?:fast|quick)(?:er|ly)?\b|\bspeed (?:\w+ ){0,3}up\b|\btoo slow|more (?:lively|energetic)|快(?!进)|太慢|语速提"
)
_OTHER = re.compile(
    r"\b(?:another|different|other|new|change(?: the)?|switch(?: the)?) (?:speaker|voice\b(?![- ]?over))|换(?:一)?个?(?:声音|音色|人(?!物)|配音员|语音)|(?:声音|音色|嗓音)换|另一个(?:声音|音色)|(?:another|different) (?:voice\b(?![- ]?over)|speaker)"
)
_LINE = re.compile(
    r"\b(?:line|sentence|paragraph|part|cue) (?:no\.? ?|number )?(\d+)|第\s*(\d+)\s*(?:句|段|行|条)|\b(first|second|third|last) (?:(?:voice[- ]?over|narration) )?(?:line|sentence|paragraph|cue)|(最后)1?(?:句|段|行)"
)
_LOUD = re.compile(
    r"\b(?:loud|quiet)(?:er|ly)?\b|\bvolume\b|\bturn(?:ed)? (?:\w+ ){0,3}(?:up|down)\b|\bdecibels?\b|\d ?db\b|音量|大声|小声|响|轻一?点|[大小](?:1|一)?[点些]|声音(?:太|有点)?(?:大|小|调)"
)
_MUTES = re.compile(r"\b(?:un)?mut(?:e|ed|ing)\b|静音")
_DUCKS = re.compile(
    r"\bduck\w*\b|\bsteps? back\b|压低|避让|闪避|\b(?:lower|reduce|drop|turn (?:\w+ ){0,4}down|quiet(?:er|en)?|soften|mute|silence)\b(?=.*\b(?:original|film'?s?|video'?s?|clip'?s?|footage|everything|rest|other|natural|own)\b)|(?:原声|原音|其他声音|别的声音|其它声音|视频(?:的)?声音|背景声).{0,10}(?:降|小|轻|低|静音|减|关)|(?:降低|减小|调低|静音|关掉).{0,8}(?:原声|原音|其他声音|别的声音)"
)
_UNDER = re.compile(
    r"\b(?:under|while|when|whenever|during|beneath|behind|as)\b|时|的时候|期间|的地方|\bduck|压低|避让|闪避"
)
_NOT = re.compile(
    r"\b(?:don'?t|do not|no|without|never|stop|off|not)\b|不要|别(?!的)|不(?:用|需|必)?压|取消|关掉(?:避让|闪避)"
)
_PAUSES = re.compile(
    r"\bpauses?\b|\bwait\b|\bgaps?\b|\bbreath\w*|\bsilence between|停顿|停(?:一下|久|长|@)|间隔|间歇|[等隔]\s*@"
)
_BETWEEN = re.compile(
    r"\bbetween\b|\bafter (?:each|every)\b|\blonger\b|\bshorter\b|之间|每(?:1)?句|句间|久|长|短|间隔"
)
_FITS = (
    ("ripple", r"\bripple\b|(?:picture|video|film|image) (?:should )?waits?\b|(?:hold|wait|pause|freeze|let) the (?:picture|video|image|frame|film)|画面(?:等|停|定格)"),
    ("overlap", r"\boverlap|重叠|叠在一起"),
    ("stretch", r"\bfit(?:s|ted)?\b|\bsqueeze|match the (?:length|picture)|贴合|对齐画面|配合画面|适应(?:画面|时长)"),
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def lines_of(bench: Bench) -> list[str]:
    """The lines of the voice-over, by id."""
    return [clip.id for _, clip in narrated(bench.timeline)]


def needs_lines(bench: Bench) -> None:
    """Raises `Declined` where there is no voice-over."""
    if not lines_of(bench):
        decline(
            "no_voice_over",
            "There is no voice-over in this film. Say “add a voiceover that says: …”.",
            "影片里还没有配音。可以说“加个配音：……”。",
        )


def line_of(c: Clause, bench: Bench) -> int | None:
    """The line of the voice-over that a clause names, counted from 1."""
    found = _LINE.search(c.text)
    if not found:
        return None
    if found[1] or found[2]:
        return int(found[1] or found[2])
    if found[4] or found[3] == "last":
        return len(lines_of(bench))
    return {"first": 1, "second": 2, "third": 3}[found[3]]


def captions(c: Clause, bench: Bench) -> bool:
    """The words of the voice-over on screen, at the times at which they are spoken."""
    shown = c.says("caption") or c.has(
        r"\b(?:words?|text|lines)\b.{0,24}\bon[- ]?(?:the )?screen|显示.{0,6}(?:文字|内容|台词)|打(?:出|上)字"
    )
    if not shown or not lines_of(bench) or c.quotes or c.any("remove", "music"):
        return False
    params = looks_of(c.text, {}, bench)
    preset = params.pop("preset", None)
    return bench.do("caption_speech", clips=lines_of(bench), preset=preset, params=params or None)


def depth_asked(c: Clause) -> float | None:
    """By how many dB all else is to step back, where a clause says so; 0 for not at all."""
    text = re.sub(r"⟦\d+⟧", " ", c.text)
    if not _DUCKS.search(text) or re.search(r"\b(?:music|bgm|song)\b|音乐|配乐", text):
        return None
    if _NOT.search(text):
        return 0.0
    a = c.amount
    if a.decibels is not None:
        return min(36.0, abs(a.decibels))
    if _MUTES.search(text) or re.search(r"\bsilence\b|关掉", text):
        return 36.0
    if a.percent is not None:
        left = (100 - a.percent if a.relative or re.search(r"\bby\b|降低|减", text) else a.percent) / 100
        return min(36.0, round(-20 * math.log10(left), 1)) if 0 < left < 1 else 36.0
    if a.share is not None and 0 < a.share < 1:
        return round(-20 * math.log10(a.share), 1)
    return None if re.search(r"\bmore\b|\bless\b|再|更|少", text) else 10.0


def step_back(c: Clause, bench: Bench) -> bool:
    """What else sounds is lowered by so much under the voice-over."""
    if not lines_of(bench) or c.quotes or not _UNDER.search(c.text) or not _DUCKS.search(c.text):
        return False
    if c.has(r"\b(?:music|bgm|song)\b|音乐|配乐|\badd\b"):
        return False
    depth = depth_asked(c)
    if depth is None:
        now = manner_of(bench.timeline).depth
        depth = max(0.0, min(36.0, now + (-6 if c.has(r"\bless\b|少") else 6)))
    return bench.do("set_voice_over", depth=depth)


def pauses(c: Clause, bench: Bench) -> bool:
    """So many seconds between the lines, or behind one of them."""
    lines = narrated(bench.timeline)
    if not lines or c.quotes or not _PAUSES.search(c.text):
        return False
    told = re.search(r"@([\d.]+)@", c.text)
    now = manner_of(bench.timeline).pause or 0.7
    long = float(told[1]) if told else now / 1.5 if c.has(r"\bshort|短|少") else now * 1.5
    line = line_of(c, bench)
    if line is not None and not c.has(r"\b(?:each|every)\b|每"):
        if line >= len(lines):
            decline(
                "nothing_to_do",
                f"Nothing is spoken behind line {line}.",
                f"第 {line} 句后面没有配音。",
            )
        at, clip = lines[line - 1]
        end = float(seconds(at + clip.duration, bench.timeline.rate))
        return bench.do("set_voice_over", line=line + 1, start=round(end + long, 3))
    if not _BETWEEN.search(c.text):
        return False
    parts = [part for part in _SENTENCE.split(spoken_of(lines[0][1]).text) if part.strip()]
    if len(lines) == 1 and len(parts) > 1:
        return bench.do(
            "add_voice_over", text="\n".join(parts), beside="instead", pause=round(long, 2), **sounding(bench)
        )
    return bench.do("set_voice_over", pause=round(long, 2))


def fits(c: Clause, bench: Bench) -> bool:
    """By which rule the lines are fitted to the picture."""
    way = fit_of(c)
    if way is None or not lines_of(bench) or c.quotes or c.has(r"\badd\b|加(?!快|速)"):
        return False
    return bench.do("set_voice_over", fit=way)


def fit_of(c: Clause) -> str | None:
    """The rule that a clause names for lines that are longer than their room."""
    return next((way for way, words in _FITS if c.has(words)), None)


def mute(c: Clause, bench: Bench) -> bool:
    if not _MUTES.search(c.text) or not lines_of(bench) or c.has(r"\b(?:original|video'?s?)\b|原声|原音"):
        return False
    lines = lines_of(bench)
    track = next(p.track.id for t in bench.timeline.tracks for p in bench.placed(t) if p.id in lines)
    return bench.do("mute", track=track, mode="unmute" if c.says("unmute") else "mute")


def level(c: Clause, bench: Bench) -> bool:
    found = _LOUD.search(c.text) or (has_gain(c) is not None and not FASTER.search(c.text))
    if not found or c.quotes or c.has(r"\badd\b|加(?!快|速)") or _SLOWER.search(c.text):
        return False
    if not lines_of(bench):
        return False
    gain, decibels = has_gain(c), c.amount.decibels
    if gain is not None:
        return bench.do("set_volume", targets=lines_of(bench), gain=gain)
    direction = direction_of(c) or 1
    factor = 10 ** (direction * abs(decibels) / 20) if decibels is not None else 1.4**direction
    return bench.do("set_volume", targets=lines_of(bench), by=round(factor, 3))


def manner(c: Clause, bench: Bench, lines: list[str]) -> dict[str, Any]:
    """The voice and pace that a clause asks for."""
    found: dict[str, Any] = {}
    last = narrated(bench.timeline)[-1][1] if lines else None
    before = spoken_of(last) if last is not None else None
    name = voice_named(c, bench, before.voice if before else "", bool(_OTHER.search(c.text)))
    if name is not None:
        found["voice"] = name
    slower, faster = _SLOWER.search(c.text), FASTER.search(c.text)
    if slower or faster:
        a = c.amount
        by = a.factor if a.factor else 1 + (a.percent or 15) / 100
        old = before.rate if before else 1.0
        new = old / by if slower and not c.has(r"too slow|太慢") else old * by
        found["rate"] = round(min(max(new, 0.5), 2.0), 2)
    return found


def sounding(bench: Bench) -> dict[str, Any]:
    """The voice, pace and place of the voice-over there is, for one that comes instead."""
    now, first = manner_of(bench.timeline), spoken_of(narrated(bench.timeline)[0][1])
    kept: dict[str, Any] = {"voice": first.voice, "engine": first.engine}
    if first.rate != 1:
        kept["rate"] = first.rate
    return {
        **{key: value for key, value in kept.items() if value},
        "depth": now.depth,
        "gain": now.gain,
        "start": round(begins(bench.timeline), 3),
    }


def language(c: Clause, bench: Bench) -> None:
    """Raises `Declined` where the voice-over is wanted in a language that nobody here speaks, or that its
    text is not in."""
    if asks_language(c) and lines_of(bench) and not c.quotes:
        texts = "\n".join(spoken_of(clip).text for _, clip in narrated(bench.timeline))
        can_speak(c, bench, texts)
