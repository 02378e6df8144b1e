"""More about the film's sound: noise in a part of it, the level of what was not named, a voice that is too
quiet beside the music; and what cannot be cleaned, said by name."""

from __future__ import annotations

import re

from ..bench import Bench, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips
from .levels import direction_of
from .rule import Rule
from .sound import NOISE, PICTURE_NOISE

_ROOM = re.compile(
    r"\becho(?:e?y|ing|es)\b|\b(?:too (?:much )?|so |very |really |kinda |bit )(?:reverb\w*|roomy|boxy|hollow|tinny)\b|\breverberant\b|\bde-?reverb\w*|\b(?:like|as if) (?:[\w']+ ){0,3}(?:recorded )?in an? (?:bathroom|cave|tunnel|hall|tin can|bucket)\b|(?:像在)(?:浴室|山洞|隧道|空房间)"
)
_HISS = re.compile(r"\bde-?ess\w*|\bsibilan\w*|\bharsh s(?:es|'s)?\b|齿音|咝声")
_LOWER = re.compile(
    r"^(?:and |then |but )*(?:(?:turn|bring|dial) (?:down|up)|lower|quieten|soften|reduce|raise|boost|lift|increase|turn|bring|make|keep) (?:down |up )?(?:the volume (?:of|on|for) )?(?:all )?(?:the )?(?:rest|others?|other (?:clips|ones|shots)|everything else)\b"
)
_VOICE = re.compile(
    r"\b(?:voice|speech|speaker|dialogue|narration|i|he|she|they)\b.{0,24}\b(?:too )?(?:quiet|low|soft|faint|weak)\b.{0,16}\b(?:compared|next|relative|than|vs|versus|against|over|under|beside|behind)\b.{0,24}\b(?:music|bgm|song|jingle|soundtrack|track|intro)\b|(?:人声|说话|声音)(?:比|跟|和)(?:音乐|配乐|背景).{0,8}(?:小|低|轻)"
)


def lacks(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: neither a room's echo nor sharp consonants can be taken out."""
    if c.quotes or c.has(r"^(?:please )?(?:add|make it|give)\b|加"):
        return False
    if _ROOM.search(c.text):
        decline(
            "missing_sound",
            "The echo of a room cannot be taken out in this release. “make the voice clearer” helps a little; noise reduction and loudness are there, too.",
            "当前版本不能去掉房间的回声。“人声清晰一点”会有些帮助；也可以降噪、统一响度。",
        )
    if _HISS.search(c.text):
        decline(
            "missing_sound",
            "Sharp s sounds cannot be softened on their own in this release. Less treble does some of it: “turn the treble down”.",
            "当前版本不能单独减弱齿音。降低高音会有些帮助：“高音降低一点”。",
        )
    return False


def noise_there(c: Clause, bench: Bench) -> bool:
    """Less noise in a part: "remove the wind noise between 1:00 and 1:30"."""
    if not NOISE.search(c.text) or PICTURE_NOISE.search(c.text) or c.quotes or c.says("add"):
        return False
    if c.times.range is None or c.times.range.kind not in ("range", "head", "tail"):
        return False
    bench.ensure_film()
    where = span(c, bench)
    if where.start is None or where.end is None:
        return False
    start, end = inside(where.start, where.end, bench)
    held = [p.id for p in bench.film if p.start < end and start < p.end]
    return bench.do("add_effect", effect="sound_denoise", targets=held, start=start, end=end)


def rest(c: Clause, bench: Bench) -> bool:
    """ "Mute the beach and lower the rest": the level of all clips that were not named before."""
    if not _LOWER.match(c.own) or not bench.steps or c.quotes or c.any("music", "title", "caption"):
        return False
    last = bench.steps[-1].edit
    if last.op not in ("mute", "set_volume"):
        return False
    named = last.params.get("clips") or last.params.get("targets") or ()
    others = [p.id for p in bench.film if p.id not in named]
    direction = direction_of(c)
    if not named or not others or not direction or clips(c, bench):
        return False
    a = c.amount
    if a.percent is not None and not a.relative:
        return bench.do("set_volume", targets=others, gain=a.percent / 100)
    if a.decibels is not None:
        by = 10 ** (direction * abs(a.decibels) / 20)
    elif a.percent is not None:
        by = max(0.0, 1 + direction * a.percent / 100)
    else:
        step = 2.0 if a.degree > 0 else 1.2 if a.slight else 1.4
        by = a.share if a.share is not None else step if direction > 0 else 1 / step
    return bench.do("set_volume", targets=others, by=round(by, 3))


_ALONE = re.compile(
    r"\b(?:only|just) (?:keep |leave |hear |play |have |want )?(?:the )?(?:sound|audio|voice) (?:of|from|on|in)\b|\b(?:keep|leave|play) (?:only |just )?(?:the )?(?:sound|audio) (?:of|from|on|in) (?:only )?.+\b(?:only|alone)$|\bkeep (?:only|just) (?:the )?(?:sound|audio) (?:of|from|on|in)\b|只(?:保留|留|要).{1,12}的(?:声音|原声)"
)
_SPEAKERS = re.compile(
    r"\b(?:between|of) (?:the )?(?:\d+ |both )?(?:speakers?|people|voices|hosts?|guests?)\b|\b(?:each|both) speakers?\b|(?:两个|2个|每个)(?:人|说话人)的(?:声音|音量)"
)
_ONE_SIDE = re.compile(
    r"\b(?:only|just)\b.{0,30}\b(?P<side>left|right)\b(?: (?:ear|side|speaker|channel))?|\b(?P<side2>left|right) (?:ear|channel|speaker) only\b|只有(?P<zh>[左右])(?:边|声道|耳)"
)


def alone(c: Clause, bench: Bench) -> bool:
    """ "Only keep the sound of the street clip": the others are muted."""
    if not _ALONE.search(c.text) or c.quotes or c.times.ranges:
        return False
    kept = clips(c, bench)
    others = [p.id for p in bench.film if p.id not in kept]
    return bool(kept) and bool(others) and bench.do("mute", clips=others)


def speakers(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: who speaks is not told apart."""
    if not _SPEAKERS.search(c.text) or not c.any("volume", "sound") or c.quotes:
        return False
    decline(
        "missing_speakers",
        "Who is speaking is not told apart in this release, so speakers cannot be levelled one by one. “normalise the loudness” evens out the whole; “0:10 to 0:25 6 dB louder” lifts a part.",
        "当前版本不区分说话人，不能分别调整每个人的音量。“统一响度”可以整体拉平；“0:10到0:25大声6分贝”可以提高一段。",
    )
    return False


def one_side(c: Clause, bench: Bench) -> bool:
    """Sound that comes from one side alone plays on both."""
    found = _ONE_SIDE.search(c.text)
    if not found or not c.any("sound", "volume") or not c.has(r"\b(?:hear|comes?|plays?|in|on|from)\b|只有"):
        return False
    if c.has(r"\b(?:pan|make|put|play it|move)\b|声像"):
        return False
    bench.ensure_film()
    side = found["side"] or found["side2"] or {"左": "left", "右": "right"}[found["zh"]]
    targets = list(clips(c, bench)) or [p.id for p in bench.film]
    return bench.do("add_effect", effect="mono", targets=targets, params={"of": side})


def voice_over(c: Clause, bench: Bench) -> bool:
    """The voice-over alone is silent in a part: "mute the voiceover between 5 and 10 seconds"."""
    if not c.any("mute", "unmute") or not c.has(r"\bvoice[- ]?overs?\b|\bnarrat(?:ion|or)\b|配音|旁白"):
        return False
    voices = [track for track in bench.timeline.tracks if track.role == "voice" and track.items]
    where = span(c, bench)
    if not voices or where.start is None or where.end is None or where.whole:
        return False
    start, end = inside(where.start, where.end, bench)
    mode = {"mode": "unmute"} if c.says("unmute") else {}
    for track in voices:
        bench.do("mute", track=track.id, start=start, end=end, **mode)
    return True


def beside_music(c: Clause, bench: Bench) -> bool:
    """A voice that is lost beside the music: it gets louder, and the music steps back."""
    if not _VOICE.search(c.text) or c.quotes:
        return False
    bench.ensure_film()
    bench.do("set_volume", targets=[p.id for p in bench.film], by=1.4)
    return not bench.music or bench.do("duck_music")


RULES = (
    Rule(alone, sparing=True),
    *map(Rule, (lacks, speakers, one_side, voice_over, noise_there, rest, beside_music)),
)
