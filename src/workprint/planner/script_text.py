"""The text of a voice-over as it is shown and answered: numbered lines with their times.

A draft is a question; the answer finds it again in the reply before: "say it", "change 2 to …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .normalise import chinese_number
from .plan import Turn
from .span import written

ASKS = re.compile(r"What should the voice-over say\?|配音要说什么？")
_DRAFT = re.compile(r"Draft of the voice-over|配音草稿")
_SHOWN = re.compile(r"^\s*(\d+)\. \[([\d:.]+)\] (.+?)\s*$", re.M)
_CUE = re.compile(
    r"^(?:\d+[.)、]\s*)?(?:\[(?P<a>[\d:.]+)\]|(?P<b>\d+:\d\d(?:\.\d+)?)|(?P<c>\d+(?:\.\d+)?)\s*(?:s|sec|seconds?|秒))\s*[-–—:：]?\s*(?P<text>\S.*)$"
)
_NUMBER = re.compile(r"^\s*\d+\s*[.)、]\s*")
_YES = re.compile(
    r"(?:(?:yes|yeah|yep|ok(?:ay)?|sure|great|perfect|fine|good)[,. !]*)*(?:(?:go(?: ahead)?|do it|(?:say|speak|read|record|use) (?:it|that|this|them|all)(?: now| out| aloud)?|(?:that|it|this)(?:'s| is| sounds| looks) (?:good|fine|great|ok(?:ay)?|perfect|it)|sounds good|looks good|please)[,. !]*)*"
)
_YES_ZH = re.compile(
    r"(?:就这样|就这么(?:说|念|配)|可以|好的?|行|没问题|确定|是的?|对|嗯|(?:开始)?(?:念|说|配|读)(?:吧|出来)|开始配音|照这个(?:念|配|说)|ok|配音吧|吧|了|[,，。!！ ])+"
)
_MANNER = re.compile(
    r"(?:(?:and|but|,|please|use|with|in|try|make it|say it|read it|speak|speak it|it) ?|(?:an? |the )?(?:fe)?male voice|(?:an? |the )?(?:man|woman)(?:'s)? voice|(?:an? )?(?:deep(?:er)?|british|american|different) voice|(?:(?:a (?:bit|little)|much|slightly) )?(?:faster|slower)|[.! ])+"
)
"""How a draft shall be spoken, which says that it shall be."""
_MANNER_ZH = re.compile(
    r"(?:(?:换|改|用|要|来)(?:成|为|用)?(?:一)?个?|(?:男|女|童)(?:声|音|生)|(?:语速|说话|念得?|声音|音调)(?:要|再|稍微|放|调)*(?:快|慢)(?:一?点|些)?|[,，、。吧儿的和念配来 ])+"
)
_CHANGE = re.compile(
    r"(?:please |and |then )?(?:change|make|set|rewrite|replace|edit)\s+(?:line |number |no\.? ?|sentence |the )?(?P<n>\d+|first|second|third|last)(?: line| one| sentence)?\s*(?:to say|to read|to|with|into|:|：|=|say)\s*[:：]?\s*(?P<text>.+)",
    re.I | re.S,
)
_CHANGE_ZH = re.compile(
    r"(?:请|把|将)*第?\s*(?P<n>[\d一二三四五六七八九十两]+)\s*(?:句|条|行|段)?\s*(?:改成|改为|换成|改|换)\s*[:：]?\s*(?P<text>.+)",
    re.S,
)
_DROP = re.compile(
    r"(?:please )?(?:drop|remove|delete|skip|leave out|without|cut)\s+(?:lines? |number |sentences? |the )?(?P<n>\d+(?:\s*(?:,|and|&)\s*\d+)*|first|second|third|last)(?: line| one| sentence)?[.! ]*",
    re.I,
)
_DROP_ZH = re.compile(
    r"(?:请|把|将)*(?:删掉?|去掉|不要|删除)?第?\s*(?P<n>[\d一二三四五六七八九十两]+(?:[、,，和]第?[\d一二三四五六七八九十两]+)*)\s*(?:句|条|行|段)?\s*(?:不要|删掉?|删除|去掉)?[了。 ]*"
)
_THEN = re.compile(
    r"[,，;；.。]?\s*(?:and (?:then )?|then )?(?:say|speak|read) it[.! ]*$|[,，;；。]?\s*(?:然后|再|其[他余](?:的)?)*(?:(?:就这样|就这么|照这样|照着|开始)(?:念|配|说|读)?(?:吧|出来)?|(?:念|配|读)吧)[。！ ]*$",
    re.I,
)
_PLACES = {"first": 1, "second": 2, "third": 3}

Cues = list[tuple[float, str]]


_FIRST_OF = re.compile(r"\s*[,，;；。]\s*(?:and then |and |then |然后|再)?|\s+and\s+")
_SPEAKS = re.compile(r"\b(?:say|speak|read|record)\b|念|说|配|读")


def cues_in(text: str) -> Cues:
    """Lines with times, where every line begins with one ("0:05 Click here"); else nothing."""
    found = [_CUE.match(line.strip()) for line in text.split("\n") if line.strip()]
    cues = [(_moment(each), each["text"].strip()) for each in found if each is not None]
    return cues if len(cues) == len(found) else []


def unnumbered(text: str) -> str:
    """A text without the numbers of its lines, where all have one."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(_NUMBER.match(line) for line in lines):
        return "\n".join(_NUMBER.sub("", line) for line in lines)
    return text


def shown(lines: Cues, lang: str, source: str = "") -> str:
    """A draft as it is shown, with the question."""
    rows = "\n".join(f"{n}. [{written(at)}] {text}" for n, (at, text) in enumerate(lines, 1))
    if lang == "zh":
        made = f"（{source}）" if source else ""
        return f"配音草稿{made}：\n{rows}\n要这样念吗？说“就这样”开始配音，“第2句改成……”可以修改，“删掉第2句”可以去掉。"
    made = f", {source}" if source else ""
    return f"Draft of the voice-over{made}:\n{rows}\nShall it be spoken like that? “Say it”, “change 2 to …” and “drop 2” are answers."


def draft_answer(request: str, reply: str) -> str | None:
    """The answer to a draft as a request that stands alone; None where it is none."""
    lines = [(_clock(at), text) for _, at, text in _SHOWN.findall(reply)]
    said = request.strip()
    if not lines or not _DRAFT.search(reply) or not said:
        return None
    zh = "配音草稿" in reply
    if _YES.fullmatch(said.lower()) or _YES_ZH.fullmatch(said.lower()):
        return _request(lines, zh, speak=True)
    so = _MANNER.fullmatch(said.lower()) or _MANNER_ZH.fullmatch(said)
    if so is not None and re.search(r"voice|faster|slower|[男女童快慢]", said.lower()):
        return _spoken_so(lines, zh, said.lower())
    rest = _THEN.sub("", said)
    changed = _changed(rest, lines)
    if changed is not None:
        return _request(changed, zh, speak=rest != said)
    joint = _FIRST_OF.search(said)
    head, more = (said[: joint.start()], said[joint.end() :]) if joint else (said, "")
    if more and _SPEAKS.search(head.lower()) and (_YES.fullmatch(head.lower()) or _YES_ZH.fullmatch(head)):
        return f"{_request(lines, zh, speak=True)}{'；' if zh else '; '}{more}"
    return None


def open_replies(history: Sequence[Turn]) -> Iterator[str]:
    """What the last turns said, as long as nothing was changed since: a draft shown in one may be answered."""
    for turn in reversed(history):
        yield turn.reply
        if turn.edits:
            return


def _changed(said: str, lines: Cues) -> Cues | None:
    change = _CHANGE.fullmatch(said) or _CHANGE_ZH.fullmatch(said)
    if change is not None:
        n = _place(change["n"], len(lines))
        text = change["text"].strip().strip("“”\"「」'")
        if 1 <= n <= len(lines) and text:
            return [*lines[: n - 1], (lines[n - 1][0], text), *lines[n:]]
        return None
    drop = _DROP.fullmatch(said) or (_DROP_ZH.fullmatch(said) if re.search(r"删|去掉|不要", said) else None)
    if drop is None:
        return None
    gone = {
        _place(n, len(lines))
        for n in re.findall(r"\d+|[一二三四五六七八九十两]+|[a-z]{4,}", drop["n"].lower())
    }
    kept = [line for n, line in enumerate(lines, 1) if n not in gone]
    return kept if kept and len(kept) < len(lines) else None


def _request(lines: Cues, zh: bool, speak: bool) -> str:
    rows = "\n".join(f"[{written(at)}] {re.sub('[「」]', '', text)}" for at, text in lines)
    if zh:
        return f"加配音「{rows}」" if speak else f"起草配音「{rows}」"
    return f"add a voiceover 「{rows}」" if speak else f"draft a voiceover 「{rows}」"


def _spoken_so(lines: Cues, zh: bool, said: str) -> str:
    """A request to speak the lines in the voice and at the pace that are said."""
    voice = re.search(r"[男女童](?=[声音生])|((?:fe)?male|(?:wo)?man|deep|british|american|different)", said)
    pace = re.search(r"[快慢]|(faster|slower)", said)
    request = _request(lines, zh, speak=True)
    if zh:
        head = f"用{voice[0]}声" if voice else ""
        return f"{head}{request}" + (f"，语速{pace[0]}一点" if pace else "")
    kind = f" with a {voice[0]} voice" if voice else ""
    return f"{request}{kind}" + (f", {pace[0]}" if pace and voice else f", speak {pace[0]}" if pace else "")


def _place(said: str, count: int) -> int:
    if said.isdigit():
        return int(said)
    return count if said == "last" else _PLACES.get(said) or int(chinese_number(said) or 0)


def _moment(match: re.Match[str]) -> float:
    return float(match["c"]) if match["c"] else _clock(match["a"] or match["b"])


def _clock(text: str) -> float:
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return total
