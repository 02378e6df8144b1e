"""How loud: the level that a clause names, and what there is."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause

_COMPLAINT = re.compile(
    r"(?:\b(?:is|are|was|sounds?|seems?|gets?|got)|'s|'re)\b (?:(?:so|super|very|really|pretty|way|a bit|a little|kinda|kind of|quite|rather|still|crazy|insanely|painfully|just|now|too) )+(?:(?P<loud>loud|noisy)|quiet|faint)\b"
)
"""How loud something is said to be, which is to be put right."""


def has_gain(c: Clause) -> float | None:
    """The gain that a clause names as a percentage or a bare fraction."""
    a = c.amount
    if a.percent is not None and 0 <= a.percent <= 400:
        return a.percent / 100
    if a.number is not None and 0 < a.number < 1:
        return float(a.number)
    if (
        a.number is not None
        and 1 <= a.number <= 100
        and c.has(
            r"\b(?:volumes?|levels?)\b(?: (?:of|for|on) (?:the )?[\w.]+)?(?: (?:up|down|back))?(?: (?:to|at|is|be|of))?\s*[:=]?\s*\d+|\d+ (?:volume|level)|音量\D{0,8}\d|\b(?:music|bgm|soundtrack|voice|narration|it) (?:up |down )?(?:to|at) \d+(?!\s*(?:db|@|%))|音乐.{0,6}[到为成]\s*\d+(?!\s*(?:分贝|秒))"
        )
    ):
        return a.number / 100
    return None


def level(bench: Bench) -> float:
    """How loud the music is: its volume effect's gain."""
    for p in bench.music:
        for effect in (*p.clip.effects, *p.track.effects):
            if effect.op == "volume":
                return float(effect.params.get("gain", 1.0))
    return 1.0


def ducked(bench: Bench) -> float:
    """How far the music steps back under speech now, in decibels."""
    found = (e.params.get("depth", 10.0) for p in bench.music for e in p.track.effects if e.op == "duck")
    return float(next(found, 10.0))


def louder(c: Clause, bench: Bench, direction: int) -> bool:
    """Turn the music up or down by a step, or by what is said."""
    old = level(bench)
    a = c.amount
    if a.decibels is not None:
        new = old * 10 ** (direction * abs(a.decibels) / 20)
    elif a.percent is not None and a.relative:
        new = (
            old + direction * a.percent / 100 if a.percent < 100 else old * (1 + direction * a.percent / 100)
        )
    elif a.share is not None:
        new = old * a.share
    elif a.factor is not None:
        new = old * a.factor if direction > 0 else old / a.factor
    else:
        step = 0.3 if a.degree > 0 else 0.1 if a.slight or (a.degree < 0 and c.lang == "en") else 0.15
        new = old + direction * step
        if new <= 0.02:
            new = old * 0.6
    return bench.do("set_music", gain=round(min(max(new, 0.0), 4.0), 2))


def direction_of(c: Clause) -> int:
    """1 for louder, -1 for quieter, 0 unsaid."""
    if found := _COMPLAINT.search(c.text):
        return -1 if found["loud"] else 1
    if c.has(
        r"\bnot (?:so|that|as) loud|\btoo (?:loud|high|strong|much|noisy)|drown|overpower|太(?:大|响|吵|高)|吵|盖(?!住|上|在)|盖住(?=人声|说话|我|声音|了?$)|lower(?! third)|quiet(?!\s+enough)(?:er)?|turn(?:ed)? (?:\w+ ){0,4}down|down|softer|less loud|reduce|decrease|小(?:一)?(?:点|些|半)|小\s*\d|小到|调小|低到|调低|低\s*\d|小声|降|减|低(?!保真)(?:一)?(?:点|些)?|轻(?:一)?(?:点|些)|压"
    ) and not c.has(r"too (?:quiet|low|soft)|太(?:小|低|轻)|not loud enough"):
        return -1
    if c.has(
        r"loud|turn(?:ed)? (?:\w+ ){0,4}up|\bup\b|raise|increase|boost|more volume|too (?:quiet|low|soft|faint|weak)|can'?t hear|barely hear|hardly hear|hard to hear|higher|crank|amplify|大(?:一)?(?:点|些|声)|大声|响(?:一)?(?:点|些|亮)|提高|增|调高|调大|放大|翻|加大|太(?:小|低|轻|弱)|听不"
    ):
        return 1
    return 0
