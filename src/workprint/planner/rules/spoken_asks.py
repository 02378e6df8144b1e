"""Questions about what is said: the transcript, what is said about something, how many times. Answered from
the facts, nothing changed."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.ops import CutFillers, CutWords, Found, Heard, corrected, corrections, heard, sentences
from workprint.ops import written as text_of

from ..bench import Bench
from ..clause import Clause
from ..listing import draft, rows, unheard
from ..span import written
from .rule import Rule
from .saying import ABOUT, SAID, search_of
from .spoken import FILLERS, filler_params

MOST = 6000
"""Characters of a transcript that one reply reads out."""

_TRANSCRIPT = re.compile(
    r"\b(?:read|show|give|print|tell|display|see|get|what(?:'s| is))\b.{0,30}\b(?:transcript|words (?:that are )?spoken|what (?:is|was|i|he|she|they|we) (?:said|say|says))\b|^(?:the )?(?:full |whole )?transcript$|^transcri(?:be|pt) (?:it|this|that|everything|(?:the|this|my) (?:video|film|audio|clip|interview|talk|recording))$|"
    r"(?:读|念|看|给我|显示|列出|打印|输出)(?:一下|出|给我听|我)?.{0,12}(?:文字稿|逐字稿|台词|说的话|说的内容|转写|讲稿)|^(?:文字稿|逐字稿)|(?:文字稿|逐字稿|台词)(?:是什么|给我|内容)"
)
_WHAT = re.compile(
    r"\bwhat (?:do|did|does|am|is|are|was|were) (?:i|he|she|they|we|the (?:speaker|host|guest|man|woman|video|film)|someone|people) (?:say|saying|said|talk|talking|mention|tell)\w*|\bwhat(?:'s| is| was| gets) (?:being )?(?:said|spoken|talked about)|(?:说|讲|聊|谈)(?:了)?(?:些)?(?:什么|啥)|说的是什么|讲的什么"
)
_WHERE = re.compile(
    r"\b(?:where|when|find|do (?:i|we|they)|have (?:i|we)|does (?:he|she|anyone)|did (?:i|we|he|she|they))\b|在哪|哪里|什么时候|找(?:到|出|一下)|有没有(?:说|讲|提)"
)
_SHOWN = re.compile(
    r"\b(?:titles?|captions?|subtitles?|texts?|logo|card|srt|vtt|file|screen|you)\b|标题|字幕|屏幕|文件|你(?:说|讲)"
)
"""What is read on screen, or a file of it, or what the assistant said: not asked of the sound."""
_MANY = re.compile(r"\bhow (?:many|often|much)\b|多少|几(?:次|个|处|遍)|\bcount\b")


def transcript(c: Clause, bench: Bench) -> bool:
    """The words of the film, or of a part of it."""
    asked = _TRANSCRIPT.search(c.text)
    if _SHOWN.search(c.text):
        return False
    if not (asked or (_WHAT.search(c.text) and (c.times.ranges or c.times.point or not c.quotes))):
        return False
    if (
        not asked
        and not (c.times.ranges or c.times.point)
        and not c.has(r"\b(?:video|film|clip|say|said)\b|说|讲")
    ):
        return False
    said = said_or_needed(bench)
    if said is None:
        return True
    start, end = _span(c, bench)
    rate = float(bench.timeline.rate)
    chosen = [word for word in said.words if start <= (word.start + word.end) / 2 / rate < end]
    lines, left = [], MOST
    for sentence in sentences(chosen, rate):
        lines.append(
            f"\n{written(sentence.start / rate)} {corrected(sentence.text, corrections(bench.timeline))}"
        )
        left -= len(sentence.text)
        if left < 0:
            on = sentence.end / rate
            lines.append(
                bench.say(
                    f"\n… Ask for the rest from {written(on)}.", f"\n……后面的请从 {written(on)} 起再问。"
                )
            )
            break
    note = draft(said, bench)
    if not chosen:
        nothing = unheard(bench) or bench.say(
            f"Nothing is said from {written(start)} to {written(end)}.",
            f"{written(start)} 到 {written(end)} 没有人说话。",
        )
        bench.tell(nothing, nothing)
        return True
    body = "".join(lines)
    bench.tell(f"{note}{body}".strip(), f"{note}{body}".strip())
    return True


def _span(c: Clause, bench: Bench) -> tuple[float, float]:
    """The seconds asked about: all of the film, a range, or the sentences about a moment."""
    if c.times.ranges:
        found = c.times.ranges[0].range(bench.duration)
        if found:
            return found
    point = c.times.point
    if point is not None and (moment := getattr(point, "a", None)) is not None:
        return _about(float(moment), bench)
    return 0.0, bench.duration + 1


def _about(moment: float, bench: Bench) -> tuple[float, float]:
    """The sentence at a moment, with the next one."""
    rate = float(bench.timeline.rate)
    said = heard(bench.timeline, bench.situation.facts)
    rows_ = sentences(said.words, rate)
    here = next((n for n, s in enumerate(rows_) if s.end / rate >= moment), None)
    if here is None:
        return moment, moment + 5
    last = rows_[min(here + 1, len(rows_) - 1)]
    return rows_[here].start / rate, last.end / rate + 0.01


def said_or_needed(bench: Bench) -> Heard | None:
    """What is said; None, and noted as needed, where it is not known yet."""
    bench.ensure_film()
    try:
        return heard(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        bench.tell("The words have to be recognised first.", "要先识别说的话。")
        return None


def about(c: Clause, bench: Bench) -> bool:
    """What is said about something, and where: "what do I say about pricing?"."""
    words, subject = SAID.search(c.text), ABOUT.search(c.text)
    asks = _WHAT.search(c.text) or (
        _WHERE.search(c.text) and (c.asks or c.has(r"^(?:find|where|when)|找|在哪|哪里|什么时候|有没有"))
    )
    if not c.quotes or not (words or subject) or not asks or _MANY.search(c.text):
        return False
    if c.has(
        r"\b(?:cut|remove|delete|mute|keep|trim|drop|speed|slow|add|put|zoom|title|caption)\b|剪|删|去掉|静音|保留|加|只留"
    ):
        return False
    if said_or_needed(bench) is None:
        return True
    edit = CutWords(**search_of(c))
    found = edit.found(bench.timeline, bench.situation.facts)
    near = (
        []
        if found or not edit.subject
        else edit.model_copy(update={"near": True}).found(bench.timeline, bench.situation.facts)
    )
    _tell(bench, edit, found, near)
    return True


def _tell(bench: Bench, edit: CutWords, found: list[Found], near: list[Found]) -> None:
    note = unheard(bench) or draft(heard(bench.timeline, bench.situation.facts), bench)
    if found:
        bench.tell(
            f"{edit.asked('en')[:1].upper()}{edit.asked('en')[1:]}, {len(found)} place{'s' if len(found) != 1 else ''}:{rows(found, bench)}{note}".strip(),
            f"{edit.asked('zh')}，{len(found)} 处：{rows(found, bench)}{note}".strip(),
        )
    elif near:
        bench.tell(
            f"Nobody speaks of {edit.asked('en')} in so many words; the nearest:{rows(near, bench)}{note}".strip(),
            f"没有明确说到{edit.asked('zh')}；最接近的：{rows(near, bench)}{note}".strip(),
        )
    else:
        bench.tell(
            f"{edit.asked('en')[:1].upper()}{edit.asked('en')[1:]}: nothing of it is said. {note}".strip(),
            f"没有说到{edit.asked('zh')}。{note}",
        )


def many(c: Clause, bench: Bench) -> bool:
    """ "How many ums?", "how often do I say basically?"."""
    if not _MANY.search(c.text) or not (FILLERS.search(c.text) or (c.quotes and SAID.search(c.text))):
        return False
    if said_or_needed(bench) is None:
        return True
    by_phrase = bool(c.quotes) and not FILLERS.search(c.text)
    facts = bench.situation.facts
    found = (
        CutWords(phrases=c.quotes).found(bench.timeline, facts)
        if by_phrase
        else CutFillers(words=filler_params(c).get("words", ())).found(bench.timeline, facts)
    )
    note = unheard(bench) or draft(heard(bench.timeline, bench.situation.facts), bench)
    sure = sum(each.sure for each in found)
    counted = _counted(found)
    if by_phrase:
        said = text_of(list(c.quotes))
        bench.tell(
            f"“{said}” is said {len(found)} time{'s' if len(found) != 1 else ''}. {note}".strip(),
            f"“{said}”说了 {len(found)} 次。{note}",
        )
        return True
    unsure = f", {len(found) - sure} of them not certain" if sure < len(found) else ""
    unsure_zh = f"（其中 {len(found) - sure} 处不确定）" if sure < len(found) else ""
    bench.tell(
        f"{len(found)} filler{'s' if len(found) != 1 else ''}{f' ({counted})' if counted else ''}{unsure}. {note}".strip(),
        f"语气词共 {len(found)} 处{f'（{counted}）' if counted else ''}{unsure_zh}。{note}",
    )
    return True


def _counted(found: list[Found]) -> str:
    """How often each is said, the most frequent first: "um 5, like 2"."""
    counts: dict[str, int] = {}
    for each in found:
        name = each.text.casefold()
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts.items(), key=lambda row: -row[1])
    return ", ".join(f"{name} {count}" for name, count in order[:12])


RULES = (Rule(many), Rule(about), Rule(transcript))
