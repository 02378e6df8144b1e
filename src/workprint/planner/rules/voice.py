"""Voice-overs: a text read aloud, changed, moved, replaced by a recording, taken out."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import companions
from workprint.ops.edits import narrated, spoken_of

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..script_text import cues_in, unnumbered
from ..span import span
from ..targets import clips, files, files_out, missing_file
from ..voices import can_speak, voice_named
from .captions import looks_of
from .levels import direction_of, has_gain
from .rule import Rule
from .voice_drafts import drafted

VOICE = re.compile(
    r"\bvoice[- ]?overs?\b|\bnarrat(?:e|es|ed|ion|or|ing)\b|\btext[- ]to[- ]speech\b|\btts\b|\bai voice\b|配(?:个|一下|段|上|一段)?音(?!乐)|旁白|画外音|解说(?!员)"
)
_READS = re.compile(
    r"\b(?:read|speak|say)\b.{0,30}\b(?:aloud|out(?: loud)?|over (?:it|the (?:video|film|picture)))\b|\b(?:read|speak) ⟦|\bread (?:the |my |this )?(?:script|text)\b|^(?:at @[\d.]+@,? )?say ⟦|朗读|念(?:出来|一遍|一下|这段|出)|读(?:出来|一遍|一下)|念 ?⟦"
)
_ADDS = re.compile(
    r"\b(?:add|put|insert|lay|create|make|generate|give|record|use|with|have|need|want|start|begin|continue)\b|\bnarrate\b|\bread|\bspeak|\bsay|[加配念读做用来录生给]|朗读"
)
_REMOVES = re.compile(
    r"\b(?:remove|delete|drop|get rid of|take out|take off|lose|no more|without|turn off|clear|scrap)\b|去掉|删|不要|移除|去除|取消|关掉"
)
_REPLACES = re.compile(
    r"\breplac|\bswap\b|\binstead\b|\bexchange\b|\buse\b|替换|换成|代替|换掉|改用|[用把].{0,40}(?:作为|当作?|做)"
)
_MOVES = re.compile(
    r"\b(?:move|shift|start|begin|put|place|slide|push|delay)\w*\b|移|挪|放到|放在|开始|推迟|提前"
)
_SLOWER = re.compile(
    r"\bslow(?:er|ly|ed)?\b|less (?:fast|quick|rushed)|\btoo (?:fast|quick)|慢|太快|语速(?:降|放)"
)
_FASTER = re.compile(
    r"\b(?:fast|quick)(?:er|ly)?\b|\bspeed (?:\w+ ){0,3}up\b|\btoo slow|more (?:lively|energetic)|快(?!进)|太慢|语速提"
)
_OTHER = re.compile(
    r"\b(?:another|different|other|new|change(?: the)?|switch(?: the)?) (?:speaker|voice\b(?![- ]?over))|换(?:一)?个?(?:声音|音色|人(?!物)|配音员|语音)|(?:声音|音色|嗓音)换|另一个(?:声音|音色)|(?:another|different) (?:voice\b(?![- ]?over)|speaker)"
)
_LINE = re.compile(
    r"\b(?:line|sentence|paragraph|part|cue) (?:no\.? ?|number )?(\d+)|第\s*(\d+)\s*(?:句|段|行|条)|\b(first|second|third|last) (?:line|sentence|paragraph|cue)|(最后)1?(?:句|段|行)"
)
_CHANGES = re.compile(r"\b(?:change|make|set|rewrite|reword|edit|update|correct|fix|should)\b|改|换|修改|变")
_LOUD = re.compile(
    r"\b(?:loud|quiet)(?:er|ly)?\b|\bvolume\b|\bturn(?:ed)? (?:\w+ ){0,3}(?:up|down)\b|\bdecibels?\b|\d ?db\b|音量|大声|小声|响|轻一?点|声音(?:大|小|调)"
)
_MUTES = re.compile(r"\b(?:un)?mut(?:e|ed|ing)\b|静音")
_ELSE = re.compile(
    r"\b(?:music|bgm|duck\w*|song)\b|音乐|配乐|闪避|避让|\b(?:title|caption|subtitle)s?\b|字幕|标题"
)
_MOST = 4000
"""Characters of a request that are read."""


def voice(c: Clause, bench: Bench) -> bool:
    """Everything about voice-overs."""
    again = bool(bench.steps) and bench.steps[-1].edit.op == "add_voice_over" and c.has(r"\bsay ⟦|说 ?⟦")
    if not VOICE.search(c.text) and not _READS.search(c.text) and not again:
        return False
    if _captions(c, bench):
        return True
    if (
        _ELSE.search(files_out(c.text, bench))
        and not (c.quotes and _ADDS.search(c.text))
        and not c.has(r"\bas the|作为")
    ):
        return False
    if c.has(r"\b(?:export|render|undo|redo|download)\b|导出|渲染|撤销|重做|下载") and not c.quotes:
        return False
    return any(
        step(c, bench) for step in (_remove, _recorded, _mute, _level, drafted_if_asked, _change, _add)
    )


def _captions(c: Clause, bench: Bench) -> bool:
    """The words of the voice-over on screen, at the times at which they are spoken."""
    if not c.says("caption") or not _lines(bench) or c.quotes or c.any("remove", "music"):
        return False
    params = looks_of(c.text, {}, bench)
    preset = params.pop("preset", None)
    return bench.do("caption_speech", clips=_lines(bench), preset=preset, params=params or None)


def drafted_if_asked(c: Clause, bench: Bench) -> bool:
    """ "Draft a voice-over": a script is written and shown before anything is spoken."""
    if not c.has(
        r"\b(?:draft|write|suggest|propose)\b|起草|草稿|写(?:一)?(?:个|段|份)?.{0,4}(?:配音|旁白|解说|稿)|拟"
    ):
        return False
    bench.ensure_film()
    return drafted(c, bench, wanted=True)


def _lines(bench: Bench) -> list[str]:
    return [clip.id for _, clip in narrated(bench.timeline)]


def _none(bench: Bench) -> None:
    if not _lines(bench):
        decline(
            "no_voice_over",
            "There is no voice-over in this film. Say “add a voiceover that says: …”.",
            "影片里还没有配音。可以说“加个配音：……”。",
        )


def _line(c: Clause, bench: Bench) -> int | None:
    """The line of the voice-over that a clause names, counted from 1."""
    found = _LINE.search(c.text)
    if not found:
        return None
    if found[1] or found[2]:
        return int(found[1] or found[2])
    if found[4] or found[3] == "last":
        return len(_lines(bench))
    return {"first": 1, "second": 2, "third": 3}[found[3]]


def _remove(c: Clause, bench: Bench) -> bool:
    if not _REMOVES.search(c.text) or c.quotes or c.has(r"\badd\b|加"):
        return False
    _none(bench)
    line = _line(c, bench)
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
    if _lines(bench) and _REPLACES.search(c.text):
        return bench.do("replace_voice_over", media=sounds[0].id)
    bench.ensure_film()
    return bench.do("add_voice_over", media=sounds[0].id, **_where(c, bench))


def _mute(c: Clause, bench: Bench) -> bool:
    if not _MUTES.search(c.text) or not _lines(bench):
        return False
    track = next(p.track.id for t in bench.timeline.tracks for p in bench.placed(t) if p.id in _lines(bench))
    return bench.do("mute", track=track, mode="unmute" if c.says("unmute") else "mute")


def _level(c: Clause, bench: Bench) -> bool:
    level = _LOUD.search(c.text) or (has_gain(c) is not None and not _FASTER.search(c.text))
    if not level or c.quotes or c.has(r"\badd\b|加(?!快|速)") or _SLOWER.search(c.text):
        return False
    if not _lines(bench):
        return False
    gain, decibels = has_gain(c), c.amount.decibels
    if gain is not None:
        return bench.do("set_volume", targets=_lines(bench), gain=gain)
    direction = direction_of(c) or 1
    factor = 10 ** (direction * abs(decibels) / 20) if decibels is not None else 1.4**direction
    return bench.do("set_volume", targets=_lines(bench), by=round(factor, 3))


def _change(c: Clause, bench: Bench) -> bool:
    """Another pace, voice, place or wording of what is there."""
    wanted = _manner(c, bench, _lines(bench))
    line = _line(c, bench)
    moved = _where(c, bench).get("start") if _MOVES.search(c.text) else None
    if c.quotes and (line or (_CHANGES.search(c.text) and not c.has(r"\badd\b|加"))):
        wanted["text"] = c.quotes[-1]
    adds = c.has(r"\badd\b|\banother voice[- ]?over\b|加|再配") and not c.has(r"加快|加速")
    if adds or not (wanted or moved is not None) or (c.quotes and "text" not in wanted):
        return False
    if not _lines(bench) and c.has(r"\b(?:with|in|using|by) (?:a|the)\b|用.{0,6}(?:女|男)"):
        return False
    _none(bench)
    if moved is not None:
        wanted["start"] = moved
    if "text" in wanted and line is None and len(_lines(bench)) > 1:
        start = narrated(bench.timeline)[0][0] / bench.timeline.rate
        bench.do("remove_voice_over")
        return _spoken(c, bench, {"text": wanted.pop("text"), "start": float(start), **wanted})
    if line is None and "text" in wanted:
        line = 1
    return bench.do("set_voice_over", **({"line": line} if line else {}), **wanted, **_by(bench))


def _manner(c: Clause, bench: Bench, lines: list[str]) -> dict[str, Any]:
    """The voice and pace that a clause asks for."""
    found: dict[str, Any] = {}
    last = narrated(bench.timeline)[-1][1] if lines else None
    before = spoken_of(last) if last is not None else None
    name = voice_named(c, bench, before.voice if before else "", bool(_OTHER.search(c.text)))
    if name is not None:
        found["voice"] = name
    slower, faster = _SLOWER.search(c.text), _FASTER.search(c.text)
    if slower or faster:
        a = c.amount
        by = a.factor if a.factor else 1 + (a.percent or 15) / 100
        old = before.rate if before else 1.0
        new = old / by if slower and not c.has(r"too slow|太慢") else old * by
        found["rate"] = round(min(max(new, 0.5), 2.0), 2)
    return found


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
    params: dict[str, Any] = {**_manner(c, bench, []), **_where(c, bench)}
    if c.has(
        r"picture waits?|hold the picture|\bripple\b|(?:wait|pause) the (?:picture|video)|画面(?:等|停|定格)"
    ):
        params["fit"] = "ripple"
    elif c.has(r"\boverlap|重叠"):
        params["fit"] = "overlap"
    if c.quotes:
        return _spoken(c, bench, {**_what(list(c.quotes)), **params})
    if (script := _script(c, bench)) is not None:
        can_speak(c, bench, "")
        return bench.do("add_voice_over", script=script, **params, **_by(bench))
    return drafted(c, bench)


def _spoken(c: Clause, bench: Bench, params: dict[str, Any]) -> bool:
    texts = [params["text"]] if "text" in params else [text for _, text in params["cues"]]
    can_speak(c, bench, "\n".join(texts))
    return bench.do("add_voice_over", **params, **_by(bench))


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


RULES = (Rule(voice),)
