"""Voice-overs: a text read aloud, changed, moved, replaced by a recording, taken out."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import seconds
from workprint.model import companions
from workprint.ops.edits import narrated, spoken_of

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..script_text import cues_in, unnumbered
from ..span import span, written
from ..targets import clips, files, files_out, missing_file
from ..voices import LANGUAGE, asks_language, can_speak
from .rule import Rule
from .voice_drafts import drafted
from .voice_manner import (
    captions,
    depth_asked,
    fit_of,
    fits,
    language,
    level,
    line_of,
    lines_of,
    manner,
    mute,
    needs_lines,
    pauses,
    sounding,
    step_back,
)

VOICE = re.compile(
    r"\bvoice[- ]?overs?\b|\bnarrat(?:e|es|ed|ion|or|ing)\b|\btext[- ]to[- ]speech\b|\btts\b|\bai voice\b|配(?:个|一下|段|上|一段)?音(?!乐)|旁白|画外音|解说(?!员)"
)
_READS = re.compile(
    r"\b(?:read|speak|say)\b.{0,30}\b(?:aloud|out(?: loud)?|over (?:it|the (?:video|film|picture)))\b|\b(?:read|speak) ⟦|\bread (?:the |my |this )?(?:script|text)\b|^(?:at @[\d.]+@,? )?say ⟦|朗读|念(?:出来|一遍|一下|这段|出)|读(?:出来|一遍|一下)|念 ?⟦"
)
_IT = re.compile(
    r"\b(?:read|speak|say|narrate) (?:it|that|this|them|the text|the lines)\b|\bspeak (?:(?:a (?:bit|little)|much|more) )?(?:slow|fast|quick)\w*|(?<!my )(?<!his )(?<!her )(?<!speaker's )(?<!host's )\b(?:deep\w*|different|another|other|female|male|woman'?s?|man'?s?|british|american|scottish|cantonese) (?:\w+ )?voice\b(?![- ]?over)|\b(?:change|switch) (?:the|its) voice\b|^(?:请|帮我|把(?:声音|音色|语音))?(?:换成|改成|用|换个?).{0,8}(?:女声|男声|童声|口音|声音|音色|嗓音)(?:吧|读|念|说)?$|^(?:念|读|说)(?:得)?(?:再)?(?:慢|快)|^语速|用.{1,6}(?:念|读|说)$"
)
"""What is said of the voice-over that is there without naming it."""
_ADDS = re.compile(
    r"\b(?:add|put|insert|lay|create|make|generate|give|record|use|with|have|need|want|start|begin|continue)\b|\bnarrate\b|\bread|\bspeak|\bsay|[加配念读做用来录生给]|朗读"
)
_REMOVES = re.compile(
    r"\b(?:remove|delete|drop|get rid of|take out|take off|lose|no more|without|turn off|clear|scrap)\b|去掉|删|不要|移除|去除|取消|关掉"
)
_REPLACES = re.compile(
    r"\breplac|\bswap\b|\binstead\b|\bexchange\b|\buse\b|替换|换成|代替|换掉|改用|[用把].{0,40}(?:作为|当作?|做)"
)
_ANEW = re.compile(
    r"\breplac|\binstead of\b|\bswap\b|\bre-?(?:do|write|word|place)\b|\bstart over\b|替换|换成|代替|换掉|重新|重配|改成|改为"
)
_MOVES = re.compile(
    r"\b(?:move|shift|start|begin|put|place|slide|push|delay)\w*\b|移|挪|放到|放在|开始|推迟|提前"
)
_ONE_GOES = re.compile(
    r"^(?:把)?(?:第\s*\d+|最后1?)句(?:话)?(?:都|给我)?(?:删|去掉|不要|拿掉)|^(?:remove|delete|drop|lose|cut) (?:the )?(?:(?:first|second|third|last) (?:line|sentence)|(?:line|sentence) \d+)$"
)
_LATER = re.compile(
    r"@([\d.]+)@ later\b|\b(?:delay|postpone)\w*\b[^@]*\bby @([\d.]+)@|(?:晚|迟|延后|推迟|推后|往后(?:挪|移|推|放)?)(?:个|了)?\s*@([\d.]+)@"
)
_EARLIER = re.compile(
    r"@([\d.]+)@ (?:earlier|sooner)\b|(?:早|提前|提早|往前(?:挪|移|推|放)?)(?:个|了)?\s*@([\d.]+)@"
)
_CHANGES = re.compile(r"\b(?:change|make|set|rewrite|reword|edit|update|correct|fix|should)\b|改|换|修改|变")
_THERE = r"(?:the |that |this )?(?:very )?(?:first|current|existing|other|one|voice[- ]?over|narration|it|that|what is there)\b(?! (?:line|sentence|clip|scene|shot))"
_BEFORE = re.compile(
    rf"\b(?:before|ahead of|in front of) {_THERE}|(?:配音|旁白|现有的|它|原来的)(?:的)?(?:前面|之前|前)(?!\d)"
)
_AFTER = re.compile(
    rf"\b(?:after|behind|following) {_THERE}|(?:配音|旁白|现有的|它|原来的)(?:的)?(?:后面|之后|后)(?!\d)"
)
_AHEAD = re.compile(r"\b(?:beginning|start|front|opening)\b|开头|最前|片头|开始")
_ELSE = re.compile(
    r"\b(?:music|bgm|duck\w*|song)\b|音乐|配乐|闪避|避让|\b(?:title|caption|subtitle)s?\b|字幕|标题"
)
_SAYS = re.compile(
    r"\bwhat(?:'s| does| is| do)\b.{0,30}\b(?:say|says|saying|said|read|text|words|lines)\b|\b(?:show|list|read me|give) .{0,20}\b(?:text|words|lines|script) of the\b|说(?:了)?(?:些)?(?:什么|啥)|(?:内容|文字|台词)(?:是什么|有哪些|给我)|念(?:了)?什么"
)
_LONG = re.compile(r"\bhow long\b|\blength of\b|多长|多久|时长(?:是)?(?:多少|几)?$")
_MOST = 4000
"""Characters of a request that are read."""


def voice(c: Clause, bench: Bench) -> bool:
    """Everything about voice-overs."""
    added = bool(bench.steps) and bench.steps[-1].edit.op == "add_voice_over"
    again = added and c.has(r"\bsay ⟦|说 ?⟦")
    if added and not c.quotes and not VOICE.search(c.text) and _depth_too(c, bench):
        return True
    if not VOICE.search(c.text) and not _READS.search(c.text) and not again:
        return False
    if captions(c, bench) or step_back(c, bench):
        return True
    if (
        _ELSE.search(files_out(c.text, bench))
        and not (c.quotes and _ADDS.search(c.text))
        and not c.has(r"\bas the|作为")
    ):
        return False
    if c.has(r"\b(?:export|render|undo|redo|download)\b|导出|渲染|撤销|重做|下载") and not c.quotes:
        return False
    ways = (pauses, _remove, _recorded, mute, level, _drafted, fits, _change, _add)
    return any(step(c, bench) for step in ways)


def meant(c: Clause, bench: Bench) -> bool:
    """Another voice, pace or language, where the voice-over is meant and not named; and its language where it is."""
    if not lines_of(bench) or c.quotes or c.has(r"\b(?:music|captions?|subtitles?|titles?)\b|音乐|字幕|标题"):
        return False
    if _ONE_GOES.search(c.text) and not bench.texts:
        return _remove(c, bench)
    if not (_IT.search(c.text) or (VOICE.search(c.text) and LANGUAGE.search(c.text))):
        return False
    if c.has(r"\badd\b|\banother voice[- ]?over\b|加(?!快|速)|再配"):
        return False
    language(c, bench)
    wanted = manner(c, bench, lines_of(bench))
    if wanted:
        return bench.do("set_voice_over", **wanted, **_by(bench))
    if not asks_language(c) or c.has(r"\b(?:remove|delete)\b|去掉|删"):
        return False
    bench.tell("The voice-over is in that language already.", "配音已经是这种语言。")
    return True


def asked(c: Clause, bench: Bench) -> bool:
    """What the voice-over says, and how long it is."""
    if not VOICE.search(c.text) or c.quotes or not (_SAYS.search(c.text) or _LONG.search(c.text)):
        return False
    needs_lines(bench)
    rate = bench.timeline.rate
    lines = [(float(seconds(at, rate)), float(seconds(at + clip.duration, rate)), spoken_of(clip).text) for at, clip in narrated(bench.timeline)]  # fmt: skip
    first, last = lines[0][0], max(end for _, end, _ in lines)
    rows = "".join(f"\n{n}. [{written(at)}–{written(end)}] {text}" for n, (at, end, text) in enumerate(lines, 1))  # fmt: skip
    spoken = sum(end - at for at, end, _ in lines)
    bench.tell(
        f"The voice-over is from {written(first)} to {written(last)}: {len(lines)} line{'s' if len(lines) > 1 else ''}, {spoken:.1f} s of speech.{rows}",
        f"配音从 {written(first)} 到 {written(last)}，共 {len(lines)} 句，{spoken:.1f} 秒。{rows}",
    )
    return True


def _depth_too(c: Clause, bench: Bench) -> bool:
    """ "Add a voiceover: …, and duck the original by 18 dB": the voice-over that was just planned, with that."""
    depth = depth_asked(c)
    if depth is None:
        return False
    last = bench.steps.pop()
    bench.timeline = last.before
    return bench.do(last.edit.op, **{**last.edit.params, "depth": depth})


def _drafted(c: Clause, bench: Bench) -> bool:
    """ "Draft a voice-over": a script is written and shown before anything is spoken."""
    if not c.has(
        r"\b(?:draft|write|suggest|propose)\b|起草|草稿|写(?:一)?(?:个|段|份)?.{0,4}(?:配音|旁白|解说|稿)|拟"
    ):
        return False
    bench.ensure_film()
    return drafted(c, bench)


def _remove(c: Clause, bench: Bench) -> bool:
    if not _REMOVES.search(c.text) or c.quotes or c.has(r"\badd\b|加"):
        return False
    needs_lines(bench)
    line = line_of(c, bench)
    return bench.do("remove_voice_over", **({"lines": [line]} if line else {}))


def _recorded(c: Clause, bench: Bench) -> bool:
    """A recording of the user's own as the voice-over, or in its place."""
    sounds = [file for file in files(c, bench) if file.kind == "audio" and "voice" not in file.metadata]
    if not sounds:
        if (name := missing_file(c, bench)) and not c.quotes:
            decline(
                "no_such_file",
                f"There is no file “{name}” in this session; add it first.",
                f"会话里没有文件“{name}”，请先添加。",
            )
        if not c.has(r"\b(?:my|own) (?:own )?(?:recording|voice)\b|我(?:自己)?(?:录|的录音)"):
            return False
        sounds = [f for f in bench.library if f.kind == "audio"]
        if len(sounds) != 1:
            ask("Which file is the recording? Name it.", "录音是哪个文件？请说出文件名。")
    if lines_of(bench) and _REPLACES.search(c.text):
        return bench.do("replace_voice_over", media=sounds[0].id)
    bench.ensure_film()
    return bench.do("add_voice_over", media=sounds[0].id, **_where(c, bench))


def _change(c: Clause, bench: Bench) -> bool:
    """Another pace, voice, place or wording of what is there."""
    lines = lines_of(bench)
    wanted = manner(c, bench, lines)
    line = line_of(c, bench)
    moved = _shifted(c, line, bench)
    if moved is None and _MOVES.search(c.text):
        moved = _where(c, bench).get("start")
    anew = bool(lines) and _ANEW.search(c.text) is not None
    if c.quotes and (line or anew or (_CHANGES.search(c.text) and not c.has(r"\badd\b|加"))):
        wanted["text"] = c.quotes[-1]
    adds = c.has(r"\badd\b|\banother voice[- ]?over\b|加|再配") and not c.has(r"加快|加速")
    if adds or not (wanted or moved is not None) or (c.quotes and "text" not in wanted):
        return False
    if not lines and c.has(r"\b(?:with|in|using|by) (?:a|the)\b|用.{0,6}(?:女|男)"):
        return False
    needs_lines(bench)
    if moved is not None:
        wanted["start"] = moved
    if "text" in wanted and line is None:
        return _spoken(
            c, bench, {"beside": "instead", **sounding(bench), **_what([wanted.pop("text")]), **wanted}
        )
    if "text" in wanted:
        can_speak(c, bench, wanted["text"])
    return bench.do("set_voice_over", **({"line": line} if line else {}), **wanted, **_by(bench))


def _shifted(c: Clause, line: int | None, bench: Bench) -> float | None:
    """Where a line, or all of them, begins when it comes so much earlier or later than now."""
    said = _LATER.search(c.text) or _EARLIER.search(c.text)
    there = narrated(bench.timeline)
    if said is None or not there or (line or 1) > len(there):
        return None
    by = float(next(filter(None, said.groups())))
    at = float(seconds(there[(line or 1) - 1][0], bench.timeline.rate))
    return round(max(0.0, at + by if _LATER.search(c.text) else at - by), 3)


def _by(bench: Bench) -> dict[str, str]:
    speaking = bench.situation.speaking
    return {"engine": speaking.engine} if speaking and speaking.engine else {}


def _where(c: Clause, bench: Bench) -> dict[str, float]:
    """Where the voice-over is to begin, if that is said."""
    where = span(c, bench)
    if where.whole:
        return {}
    if where.ranged and where.start is not None:
        return {"start": where.start}
    if where.point is not None:
        return {"start": where.point}
    named = clips(c, bench, re.sub(r"[这那下]面?1?段", " ", c.text))
    held = [p for p in bench.film if p.id in named]
    return {"start": min(p.start for p in held)} if held and len(held) < len(bench.film) else {}


def _place(c: Clause, bench: Bench) -> dict[str, Any]:
    """Where a new voice-over goes: at a time, or before or behind the one that is there."""
    there = narrated(bench.timeline)
    if there and _BEFORE.search(c.text):
        return {"beside": "before"}
    if there and _AFTER.search(c.text):
        return {}
    where: dict[str, Any] = dict(_where(c, bench))
    taken = there and where.get("start") == 0 and there[0][0] == 0
    return {"beside": "before"} if taken and _AHEAD.search(c.text) else where


def _as_there(bench: Bench) -> dict[str, Any]:
    """A second voice-over is spoken as the first one is."""
    if not lines_of(bench):
        return {}
    there = sounding(bench)
    return {key: there[key] for key in ("voice", "rate", "depth", "gain") if key in there}


def _add(c: Clause, bench: Bench) -> bool:
    if not _ADDS.search(c.text) and not c.quotes and len(c.text) > 24:
        return False
    if len(c.original) > _MOST:
        decline(
            "text_too_long",
            f"A request can have {_MOST} characters; this one has {len(c.original)}. Give the script as a file: “read script.txt as the voice-over”.",
            f"一次请求最多 {_MOST} 个字符，这条有 {len(c.original)} 个。请以文件给出文稿：“用 script.txt 配音”。",
        )
    bench.ensure_film()
    params: dict[str, Any] = {**_as_there(bench), **manner(c, bench, lines_of(bench)), **_place(c, bench)}
    if (fit := fit_of(c)) in ("ripple", "overlap"):
        params["fit"] = fit
    if (depth := depth_asked(c)) is not None:
        params["depth"] = depth
    if c.quotes:
        return _spoken(c, bench, {**_what(list(c.quotes)), **params})
    if (script := _script(c, bench)) is not None:
        can_speak(c, bench, "")
        return bench.do("add_voice_over", script=script, **params, **_by(bench))
    return drafted(c, bench)


def _spoken(c: Clause, bench: Bench, params: dict[str, Any]) -> bool:
    texts = [params["text"]] if "text" in params else [text for _, text in params["cues"]]
    can_speak(c, bench, "\n".join(texts))
    return bench.do("add_voice_over", **{**params, **_by(bench)})


def _what(quotes: list[str]) -> dict[str, Any]:
    """A text, or lines with times where each begins with one."""
    text = unnumbered("\n".join(quotes))
    cues = cues_in(text)
    return {"cues": cues} if cues else {"text": text}


def _script(c: Clause, bench: Bench) -> str | None:
    """The file given along that is to be read."""
    given = [each for media in bench.timeline.media for each in companions(media) if each.kind != "events"]
    named = [each.name for each in given if each.name.lower() in c.text]
    if named:
        return named[0]
    if found := c.has(r"[\w-]+(?:\.[\w-]+)*\.(?:txt|srt|vtt|md|docx?|pdf)\b"):
        decline(
            "no_such_file",
            f"There is no text “{found[0]}” in this session. Give it along with the request: a .txt, .srt or .vtt file.",
            f"会话里没有文稿“{found[0]}”。请随请求提供 .txt、.srt 或 .vtt 文件。",
        )
    if given and c.has(r"\b(?:script|subtitles?|srt|text file)\b|文稿|脚本|稿子|字幕文件|台词"):
        return given[-1].name
    return None


ASKED = (Rule(asked),)
MEANT = (Rule(meant),)
"""Asked before what this release lacks is looked for: a language is no translation here."""
RULES = (Rule(voice),)
