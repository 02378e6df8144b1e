"""Things a clause names that there is nothing of: "the kitchen", 厨房, where the whole film would be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .bench import Bench, Step, decline
from .catalogue import named
from .clause import Clause
from .targets import ZH_NAMES, clips, refers
from .vocabulary import KNOWN
from .words import CONCEPTS, pattern

_WIDE = frozenset({"add_effect", "set_speed", "mute", "reverse", "set_volume", "auto_color", "remove_effect"})
_NOUN_EN = re.compile(r"\b(?:the|my|our)\s+(?!(?:\d|⟦|@))([a-z][a-z'-]{2,})")
_PLAIN_EN = re.compile(
    r"(?:raw|whole|entire|overall|rest|mood|tone|look|feel|room|camera|mic|microphone|person|people|things?|bits?|lot|way|times?|film|movie|work|job|pace|rhythm|tempo|viewers?|project|timeline|vlog|reel|skin|faces?|sky|shadows?|"
    r"highlights?|blacks?|whites?|midtones?|colou?rs?|light|lighting|exposure|balance|images?|pixels?|sides?|corners?|edges?|lens|horizon|frames?|footage|recording|dialogue|others?|same|original|current|new|old|final|full|screen|wind|hum|hiss|"
    r"echo|reverb|bass|treble|boring|quiet|loud|dark|bright|greens?|blues?|reds?|yellows?|oranges?)"
)
_SUBJECT_ZH = re.compile(
    r"^(?:请|先|再|然后|最后|也|就|那|并|另外)*(?:把|将|给|让|使)?(?P<who>[\u3400-\u9fff]{2,5}?)(?:的(?:声音|音量|画面|颜色)|那里|部分)?(?:也|都|要|再|就|全部?)*(?:静音|倒放|加速|减速|慢放|快放|变(?:成|为|得)?|调|改成|弄成|做成|提亮|压暗|黑白|加快|放慢|放大|模糊|旋转)"
)
_PLAIN_ZH = re.compile(
    r"[整全]|所有|每|它|这|那|开|头|尾|前|后|中间|结|最|第|慢|快|速|播放|亮|暗|色|光|影|饱和|对比|锐|温|调|清晰|天空|皮肤|人物?|脸|背景|肤|节奏|质感|氛围|感觉|效果|一|半|段|点|些|下|倍|个|请|帮|自动|统一|整体|左|右|上|底|顶|镜|机|屏|顺时针|逆时针|水平|垂直|黑|白|红|蓝|绿|黄"
)


def check_names(c: Clause, then: Bench, steps: Sequence[Step]) -> None:
    """Raises `Declined` where a clause names what there is nothing of, and its edits take the whole film."""
    film = then.film
    ids = {p.id for p in film}
    if len(film) < 2 or not any(_wide(step, ids) for step in steps) or refers(c) or clips(c, then):
        return
    name = next(_strangers(re.sub(r"⟦\d+⟧", " ", c.text)), None)
    if name is not None:
        have = ", ".join(dict.fromkeys(p.name for p in film[:12]))
        decline(
            "no_such_clip",
            f"There is no clip called “{name}”; the film has {have}.",
            f"没有叫“{name}”的片段；影片里有 {have}。",
        )


def _strangers(text: str) -> Iterator[str]:
    for found in _NOUN_EN.finditer(text):
        word = found[1].removesuffix("'s")
        known = word in KNOWN or word.rstrip("s") in KNOWN or _PLAIN_EN.fullmatch(word) is not None
        if not known and not named(word, "video_effect", "audio_effect", "transition"):
            yield word
    for names in ZH_NAMES.values():
        yield from (name for name in names if len(name) > 1 and name in text and not _said(name))
    subject = _SUBJECT_ZH.match(text)
    if subject is not None and not _PLAIN_ZH.search(subject["who"]) and not _said(subject["who"]):
        yield subject["who"]


def _wide(step: Step, film: set[str]) -> bool:
    params = step.edit.params
    if step.edit.op not in _WIDE or params.get("start") is not None or params.get("track") is not None:
        return False
    return set(params.get("targets") or params.get("clips") or film) >= film


def _said(word: str) -> bool:
    """Whether a word is of the language of editing."""
    return any(pattern(name).search(word) for name in CONCEPTS) or bool(
        named(word, "video_effect", "audio_effect", "transition")
    )
