"""The film's own sound: muting, levels, loudness, cleaning, replacing."""

from __future__ import annotations

import re
from typing import Any

from workprint.ops import registry

from ..bench import Bench, ask, decline
from ..catalogue import named, settings
from ..clause import Clause
from ..facts import has_speech
from ..span import inside, span
from ..targets import clips, clips_or_it, files, files_out
from .levels import direction_of, has_gain
from .rule import Rule

NOISE = re.compile(
    r"\b(?:background|wind|room|mic|audio|ambient|street|traffic|fan|static|white|electrical|constant|annoying) ?(?:noises?|hiss|hum|buzz(?:ing)?|static)\b|\b(?:hiss(?:ing)?|hum(?:ming)?|buzz(?:ing)?|rumble|static)\b|\bnois[ey]\b.{0,12}\b(?:audio|sound|mic|background)|\bde-?noise (?:the )?(?:audio|sound|voice|it|mic)|\bnoise (?:reduction|removal|cancell?ing|suppression|gate)|\b(?:reduce|remove|clean|suppress|cancel|get rid of|kill|cut|less) (?:the |up |out |all |some |any )*(?:background )?noise|clean (?:up )?(?:the |my )?(?:audio|sound|voice|mic)|audio (?:cleanup|clean)|too much noise|噪音|噪声|杂音|底噪|风声|嗡嗡|电流声|环境音|(?<!画面)(?<!视频)降噪|去噪(?!点)"
)
PICTURE_NOISE = re.compile(r"picture|video noise|grain|image|visual|footage noise|画面|视频噪|噪点|颗粒")
_LOUDNESS = re.compile(
    r"\b(?:equally|evenly) loud\b|\bmake (?:them|it|everything|all of them|the (?:volumes?|levels?|clips?)|all (?:the |my )?(?:clips|volumes|levels))(?: all| both)? (?:even|consistent|the same (?:volume|level|loudness)|as loud as each other)\b|\bnormali[sz]e\w*|\bloudness\b|\blufs\b|\beven out\b.{0,20}\b(?:volume|audio|sound|levels?|loudness)|\b(?:consistent|even|same|equal(?:i[sz]e)?|level|balance|fix|match) (?:out |the |all |up )*(?:audio |sound )?(?:volumes?|levels?|loudness|audio|sound)|\b(?:volume|audio|sound|levels?) (?:is |are )?(?:consistent|even|uneven|all over|inconsistent|balanced)|\beven (?:it|them|this|that|things) out\b|(?:youtube|broadcast|podcast|standard) (?:loudness|level|volume)|响度|(?:音量|声音|人声|响度)(?:大小)?(?:都|全)?(?:统一|拉平|拉齐|调平|调匀|找平|均衡|标准化|不均|忽大忽小|一致|平衡|忽高忽低)|(?:统一|均衡|平衡|标准化|拉平|拉齐|调平|调匀)(?:一下)?(?:所有|各段|全部|整体)?(?:的)?(?:音量|声音|音频)|忽大忽小|标准化"
)
_CLARITY = re.compile(
    r"\bsound(?:s|ing)? (?:like|more|as if)\b.{0,30}\b(?:podcast\w*|radio|studio|pro(?:fessional)?|broadcast\w*)\b|\b(?:clear(?:er)?|clarity|crisp(?:er)?|intelligib\w+|enhance|improve|better|muffled|muddy|boomy|boost|present|richer|warm(?:er)?|professional)\b.{0,20}\b(?:voice|speech|dialogue|vocals?|audio|sound|talking|narration)\b|\b(?:voice|speech|dialogue|vocals?|audio|sound|speaker)\b.{0,20}\b(?:warm(?:er)?|fuller|richer|clear(?:er)?|clarity|crisp(?:er)?|enhance|muffled|muddy|hard to understand|better|radio|professional)|(?:人声|说话|声音|语音|口播).{0,6}(?:清晰|清楚|清亮|增强|浑浊|闷|发闷|含糊|美化|优化)|(?:增强|美化|优化|突出|提升)(?:一下)?(?:人声|说话|语音|音质|声音)"
)
_CLICKS = re.compile(
    r"\bde-?click|\b(?:clicks?|clicking|pops?|popping|crackl\w*|plosives?|mouth (?:noises?|clicks?))\b.{0,20}\b(?:audio|sound|cuts?|joins?|mic|remove|out)?|(?:爆音|咔哒|爆破音|喷麦|口水音)"
)
_REPLACE = re.compile(
    r"replace|swap|instead|use .{0,30}(?:as the|for the) (?:audio|sound)|替换|换成|代替|取代"
)
_DETACH = re.compile(
    r"detach|separate|extract|split off|unlink|分离|提取|拆(?:出|开)(?:声音|音频)|音画分离|剥离"
)
_HEARD = re.compile(
    r"volume|loud|quiet|sound|audio|voice|speech|vocal|\bdb\b|decibel|音量|声|响|音频|分贝|听|说话|轻一?[点些]"
)
_NOT_THIS = re.compile(r"\btitle|subtitle|caption|transition|speed|playback|标题|字幕|转场|速度|倍速")


def _replace(c: Clause, bench: Bench) -> bool:
    if not c.says("sound") or not _REPLACE.search(c.text):
        return False
    found = [f for f in files(c, bench) if f.audio is not None] or [
        f for f in bench.library if f.kind == "audio"
    ]
    if not found:
        ask(
            "Which file should replace the sound? Add it or name it.",
            "用哪个文件替换声音？请添加或说出文件名。",
        )
    ids = [p for p in clips(c, bench, files_out(c.text, bench)) if bench.locate(p)]
    if ids and len(ids) < len(bench.film):
        decline(
            "sound_of_one",
            f"The sound can be replaced for the whole film, not for one clip: say “replace the sound with {found[0].name}”, or mute the clip.",
            f"只能替换整个影片的声音，不能只换一段：可以说“用 {found[0].name} 替换声音”，或把这一段静音。",
        )
    gain = has_gain(c)
    return bench.do("replace_sound", media=found[0].id, **({"gain": gain} if gain is not None else {}))


def _add_sound_file(c: Clause, bench: Bench) -> bool:
    """A named sound file that is not music: laid at a moment on its own track."""
    found = [f for f in files(c, bench) if f.kind == "audio"]
    under = c.has(r"\bunder(?:neath)?\b|\bbeneath\b|\bbehind\b|垫|衬")
    if not found or not (c.says("add") or under) or c.says("music"):
        return False
    where = span(c, bench)
    bench.ensure_film()
    if (
        where.point is None
        and (under or where.start is None)
        and (under or not c.says("sound"))
        and not c.has(r"voice-?over|narrat|配音|旁白")
    ):
        gain = has_gain(c)
        return bench.do("add_music", media=found[0].id, **({"gain": gain} if gain is not None else {}))
    start = where.point if where.point is not None else where.start or 0.0
    end = where.end if where.ranged else (start + where.length if where.length else None)
    room = min(float(found[0].duration), max(bench.duration - start, 0.1))
    bench.do("insert", media=found[0].id, at=start, duration=min(room, end - start) if end else room)
    gain = has_gain(c)
    return gain is None or bench.do(
        "set_volume", targets=list(bench.focus.ids if bench.focus else ()), gain=gain
    )


def _detach(c: Clause, bench: Bench) -> bool:
    if not c.says("sound") or not _DETACH.search(c.text):
        return False
    bench.ensure_film()
    ids = clips(c, bench)
    return bench.do("detach_sound", **({"clips": ids} if ids else {}))


BUT_MUSIC = re.compile(
    r"\b(?:everything|all(?: (?:the )?(?:sounds?|audio))?|anything|all else)\b.{0,12}\b(?:but|except(?: for)?|besides|other than|apart from)\b (?:the )?(?:music|bgm|soundtrack|song)|\bonly (?:the )?(?:music|bgm)\b|除了(?:背景)?音乐|只(?:留|保留|要)(?:背景)?音乐"
)


def _all_but_music(bench: Bench) -> bool:
    """Silence all that is heard except the music."""
    music = {p.track.id for p in bench.music}
    if not music:
        decline("no_music", "There is no music to keep.", "没有音乐可以保留。")
    others = [t.id for t in bench.timeline.tracks if t.kind == "audio" and t.id not in music and t.items]
    for track in others:
        bench.do("mute", track=track, mode="mute")
    return bench.do("mute", clips=[p.id for p in bench.film])


def _mute(c: Clause, bench: Bench) -> bool:
    on = c.says("unmute")
    gone = (
        c.says("remove", "sound")
        and not c.amount.stated
        and not c.has(r"\bin half\b")
        and not NOISE.search(c.text)
        and c.has(
            r"\b(?:original|natural|camera|source|ambient|all|the|its|it'?s|clip'?s?|video'?s?|any|my|of)?\s*(?:audio|sound|sounds|voice|volume)\b(?! (?:effects?|level))|原声|声音|音频|人声|音轨"
        )
    )
    if not on and not c.says("mute") and not gone:
        return False
    if c.has(r"\b(?:clip|part|scene|section)s? (?:with|without|where)\b|effect|fade|淡"):
        return False
    bench.ensure_film()
    if not on and BUT_MUSIC.search(c.text):
        return _all_but_music(bench)
    ids = (
        clips_or_it(c, bench)
        if c.has(r"clip|it|this|that|them|those|these|both|段|片段|它") or clips(c, bench)
        else ()
    )
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    where = span(c, bench, one)
    params: dict[str, Any] = {"mode": "unmute"} if on else {}
    if (
        where.ranged
        and where.start is not None
        and where.end is not None
        and not (ids and c.times.range is None)
    ):
        params["start"], params["end"] = inside(where.start, where.end, bench)
    elif ids and set(ids) != {p.id for p in bench.film}:
        params["clips"] = ids
    track = next(
        (
            t
            for t in bench.timeline.tracks
            if t.kind == "audio"
            and re.search(rf"(?<![a-z]){re.escape(t.name.lower() or t.id.lower())}(?![a-z\d])", c.text)
        ),
        None,
    )
    if track is not None:
        params["track"] = track.id
    elif (
        "start" not in params
        and "clips" not in params
        and c.has(r"\beverything\b|\ball (?:the )?(?:sound|audio)\b|(?:全部|所有)(?:的)?声音")
        and bench.music
        and not c.says("original")
    ):
        for other in dict.fromkeys(p.track.id for p in bench.music):
            bench.do("mute", track=other, **params)
    elif "start" not in params and "clips" not in params:
        params["clips"] = [p.id for p in bench.film]
    return bench.do("mute", **params)


def _clean(c: Clause, bench: Bench) -> bool:
    """Noise, clicks and clarity: the sound effects that clean."""
    effect = ""
    if (c.has(r"^(?:please )?de-?noise(?: (?:it|this|everything))?$") and has_speech(bench)) or (
        NOISE.search(c.text) and not PICTURE_NOISE.search(c.text)
    ):
        effect = "sound_denoise"
    elif _CLARITY.search(c.text) and not c.says("music"):
        effect = "voice_clarity"
    elif (
        _CLICKS.search(c.text)
        and c.any("sound", "remove")
        and not c.has(r"mouse|鼠标|button|\b(?:add|play|put|insert|with)\b|加|配|放")
    ):
        effect = "de_click"
    if not effect or effect not in registry():
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    params = settings(registry()[effect], c.text, c.amount)
    return bench.do(
        "add_effect",
        effect=effect,
        targets=ids or [p.id for p in bench.film],
        **({"params": params} if params else {}),
    )


def _loudness(c: Clause, bench: Bench) -> bool:
    if not _LOUDNESS.search(c.text) or (c.says("music") and not c.has(r"lufs|normali")):
        return False
    bench.ensure_film()
    target = c.amount.lufs
    if target is None and c.amount.number is not None and 5 <= abs(c.amount.number) <= 40:
        target = c.amount.number
    if target is None and c.has("podcast"):
        target = -16.0
    if target is None and c.has("broadcast|广播|电视"):
        target = -23.0
    return bench.do("set_loudness", target=-abs(target) if target else -14)


def _fade(c: Clause, bench: Bench) -> bool:
    if not c.says("fade", "sound") or c.says("transition"):
        return False
    bench.ensure_film()
    ids = clips(c, bench)
    into, out = c.has(r"\bin\b|淡入|渐入|渐强"), c.has(r"\bout\b|淡出|渐出|渐弱|\bend\b|结尾")
    film = bench.film
    edge = c.times.range.a if c.times.range is not None and c.times.range.kind in ("head", "tail") else None
    length = c.times.length or edge
    params = {"params": {"duration": length}} if length else {}
    if into or not out:
        bench.do("add_effect", targets=ids or [film[0].id], effect="sound_fade_in", **params)
    if out or not into:
        bench.do("add_effect", targets=ids or [film[-1].id], effect="sound_fade_out", **params)
    return True


def _volume(c: Clause, bench: Bench) -> bool:
    """Louder and quieter, of clips, of the voice, of all."""
    heard = bool(bench.steps) and bench.steps[-1].edit.op in ("mute", "set_volume")
    if not c.says("volume") and not (
        (c.says("sound") or heard) and (has_gain(c) is not None or direction_of(c))
    ):
        return False
    if c.says("music") or _NOT_THIS.search(c.text):
        return False
    if not _HEARD.search(c.text) and named(c.text, "video_effect"):
        return False
    gain, direction = has_gain(c), direction_of(c)
    ids = clips_or_it(c, bench)
    if (
        not ids
        and bench.focus is not None
        and bench.focus.kind == "music"
        and bench.music
        and not c.has(r"\b(?:sound|audio|voice|clips?|video|original)\b|原声|人声|声音|音频|视频|段")
    ):
        return False
    if gain is None and not direction and c.amount.decibels is None and c.amount.share is None:
        return False
    bench.ensure_film()
    targets = list(ids) or [p.id for p in bench.film]
    where = span(c, bench)
    if not ids and not where.ranged and c.times.point is not None and c.times.point.kind in ("start", "end"):
        late = c.times.point.kind == "end"
        ask(
            "For how long? Say the time.",
            "多长一段？请说出时间。",
            ("the last 5 seconds 40% louder", "最后5秒大声40%")
            if late
            else ("the first 5 seconds 40% louder", "前5秒大声40%"),
        )
    factor = _factor(c, direction or 1)
    if (
        where.ranged
        and where.start is not None
        and where.end is not None
        and not (ids and c.times.range is None)
    ):
        start, end = inside(where.start, where.end, bench)
        value = gain if gain is not None and not c.amount.relative else factor
        return bench.do(
            "add_effect",
            effect="volume",
            targets=list(ids),
            params={"gain": round(value, 3)},
            start=start,
            end=end,
        )
    if gain is not None and not c.amount.relative:
        return bench.do("set_volume", targets=targets, gain=gain)
    return bench.do("set_volume", targets=targets, by=round(factor, 3))


def _factor(c: Clause, direction: int) -> float:
    a = c.amount
    if a.decibels is not None:
        return (
            float(10 ** (direction * abs(a.decibels) / 20))
            if a.decibels > 0
            else float(10 ** (a.decibels / 20))
        )
    if a.percent is not None:
        return max(0.0, 1 + direction * a.percent / 100)
    if a.share is not None:
        return a.share if a.share > 1 or not c.has(r"louder|more|raise|提高|增") else 1 + a.share
    if a.factor is not None:
        more = a.factor + 1 if a.factor == 1 else a.factor  # 提高一倍 is twice as much
        return more if direction > 0 else 1 / more
    step = 2.0 if a.degree > 0 else 1.2 if a.slight else 1.4
    return step if direction > 0 else 1 / step


def _pitch(c: Clause, bench: Bench) -> bool:
    """Sound effects of the catalogue other than those above: pan, pitch and what comes later."""
    known = {"volume", "loudness", "duck", "mute_sound", "sound_fade_in", "sound_fade_out"}
    if c.has(
        r"\b(?:keep|preserv|maintain)\w*\b.{0,14}\bpitch|保留.{0,3}音调|保持.{0,3}音调|音调不变|\bspeed|速"
    ) and not c.has(r"\b(?:raise|lower|higher|deeper)\b|升|降调"):
        return False
    found = [
        n
        for n in named(
            re.sub(
                "(?<=声音)(?=调)|(?<=[升提调]高)(?=音)", " ", re.sub(r"[向往]([左右])偏", r"偏\1", c.text)
            ),
            "audio_effect",
        )
        if n.op.name not in known and not (n.op.name == "sound_denoise" and PICTURE_NOISE.search(c.text))
    ]
    if (
        not found
        and "pitch" in registry()
        and c.has(r"(?:voice|sound)\b.{0,12}\bdeeper|deeper (?:voice|sound)|低沉|浑厚|更沉")
    ):
        bench.ensure_film()
        return bench.do(
            "add_effect",
            effect="pitch",
            targets=list(clips_or_it(c, bench)) or [p.id for p in bench.film],
            params={"semitones": -2.0},
        )
    if not found or c.says("remove"):
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    if not ids and c.says("music"):
        ids = tuple(p.id for p in bench.music)
    for item in found[:1]:
        params = settings(item.op, c.text, c.amount)
        if item.op.name == "pan" and c.has(
            r"slow|across|camera|画面|镜头|\bleft to right\b|\bright to left\b|\bpan (?:up|down|over)\b|从左到右|从右到左"
        ):
            return False
        if item.op.name == "pan" and (not params or c.has(r"\bleft|左")):
            side = -1 if c.has(r"\bleft|左") else 1 if c.has(r"\bright|右") else None
            if side is None:
                ask("Pan to which side?", "声像偏向哪一边？", ("left", "左"), ("right", "右"))
            params = {item.op.main: side * (c.amount.percent or 100) / 100}
        steps = c.has(r"(\d+(?:\.\d+)?)\s*(?:semitones?|half[- ]?(?:tones?|steps?)|个?半音)")
        if item.op.name == "pitch" and (steps or c.amount.number is not None):
            params = {
                item.op.main: float(steps[1] if steps else c.amount.number or 0)
                * (12 if c.has(r"octave|八度") else 1)
                * (-1 if c.has("lower|down|deeper|降|低") else 1)
            }
        bench.do(
            "add_effect",
            effect=item.op.name,
            targets=ids or [p.id for p in bench.film],
            **({"params": params} if params else {}),
        )
    return True


_ECHO = r"\b(?:reverb|echo)\b|混响|回[声音]"
_HAS_ECHO = r"\b(?:too much|there(?:'s| is)(?: an?| too much| some)?|has an?|get rid of the) (?:reverb|echo)\b|(?:有|太多|处理).{0,3}(?:回[声音]|混响)|(?:回[声音]|混响)(?:太|有点)?(?:大|重|多|严重)"


def _no_sound(c: Clause, bench: Bench) -> bool:
    gone = c.says("remove") or c.has(r"reduc|less|clean|减|少|消|降")
    if (
        c.has(
            r"\b(?:auto-?tune|remove (?:the )?vocals?|isolate (?:the )?(?:voice|vocals?)|instrumental version)\b|去人声|人声分离|修音"
        )
        or (gone and c.has(_ECHO))
        or c.has(_HAS_ECHO)
    ):
        decline(
            "missing_sound",
            "Separating voices, taking out echo and auto-tune are not in this release. There is noise reduction, voice clarity, loudness, volume, fades, pan and pitch.",
            "当前版本没有人声分离、去回声和修音。可以降噪、增强人声、统一响度、调音量、淡入淡出、声像和变调。",
        )
    return False


RULES = tuple(
    map(
        Rule,
        (_no_sound, _replace, _detach, _clean, _loudness, _fade, _pitch, _mute, _volume, _add_sound_file),
    )
)
