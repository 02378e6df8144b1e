"""The catalogue's own phrases: how a clause names an effect or a transition, and how much of it.

Everything is read from the operations: a new effect is understood from its own file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from workprint.ops import Operation, registry

from .amounts import Amount, amount
from .bench import decline
from .words import color

_SIGNS: Mapping[str, tuple[str, str]] = {
    # what makes an amount go up or down, where the operation counts both ways
    "brightness": (r"too dark|太暗|不够亮|underexposed", r"darker|darken|\bdim\b|too bright|less bright|lower|reduc|decreas|turn down|bring down|down\b|调暗|暗一|变暗|压暗|太亮|降低|减|过亮|暗点|暗些"),
    "exposure": (r"plus|too dark|underexposed|欠曝|曝光不足|太暗", r"overexposed|too bright|less|lower|reduc|decreas|down\b|stops darker|minus|过曝|曝光过度|太亮|降低|减|暗"),
    "contrast": (r"flat|washed out|发灰|灰蒙蒙|太平|too little|not enough", r"less|lower|reduc|decreas|down\b|soften|too (?:much|high|contrasty|harsh|strong)|降低|低一?[点些]|减|弱|太(?:强|高|大)|柔"),
    "saturation": (r"dull|太淡|不够|too (?:pale|dull|grey|gray|little)", r"desaturat|less|lower|reduc|decreas|down\b|paler|too (?:much|colorful|colourful|saturated|vivid|high)|muted|淡|降低|减|低|太(?:艳|浓|高|鲜)"),
    "temperature": (r"less (?:blue|cool|cold)|too (?:blue|cold|cool)|偏蓝|太蓝|太冷|偏冷", r"cooler|colder|cool\b|cold\b|\bblue(?:r|ish)?\b|bluish|蓝色|too (?:yellow|orange|warm|red)|less (?:yellow|orange|warm|red)|冷|太黄|偏黄|太暖|偏暖|偏红|降低"),
    "tint": (r"too green|greenish|green cast|looks green|bit green|less green|偏绿|发绿|太绿", r"\bgreen\b|绿色|less (?:magenta|pink)|too (?:magenta|pink|purple)|magenta cast|偏洋红|偏品红|偏紫"),
    "highlights": (r"raise|boost|brighten|提高|提亮", r"down|lower|recover|reduc|blown|压|降"),
    "shadows": (r"lift|open|raise|brighten|提", r"deepen|crush|lower|darken|压|加深"),
}  # fmt: skip
_LESS = re.compile(
    r"\bless\b|\b(?:turn|bring|dial) (?:\w+ ){0,3}down\b|\blower\b|\bdecreas|\breduc|[低小弱少]一?[点些]|调[低小弱]"
)
_DOWN = re.compile(r"less|lower|reduc|decreas|down\b|weaker|降低|减|弱|小一点|少一点")


@dataclass(frozen=True)
class Named:
    """An operation that a text names, with the phrase and where it stands."""

    op: type[Operation]
    phrase: str
    start: int
    end: int


def plain(text: str) -> str:
    """Text as phrases are compared: American spelling, no articles."""
    text = text.lower().replace("colour", "color").replace("grey", "gray")
    text = re.sub(r"(stabil|normal|pixel|polar)is(e|ed|ing|ation)", r"\1iz\2", text)
    text = re.sub(r"\b(?:the|a|an|some|my|our|its|this|that)\b ?", "", text)
    return re.sub(r"\s+", " ", text)


@dataclass(frozen=True)
class _Phrase:
    """A phrase of the catalogue: what it begins with, to pass over most quickly, and its pattern."""

    head: str
    pattern: re.Pattern[str]
    op: type[Operation]


@cache
def _phrases(families: tuple[str, ...]) -> tuple[_Phrase, ...]:
    """Every phrase of these families once, the longest first."""
    owners: dict[str, type[Operation]] = {}
    for op in registry().values():
        if getattr(op, "family", "") in families:
            for lang in ("en", "zh"):
                for phrase in (*op.say.get(lang, ()), op.title.get(lang, ""), op.name.replace("_", " ")):
                    if len(words := plain(phrase).strip()) > 1:
                        owners.setdefault(words, op)
    ordered = sorted(owners, key=len, reverse=True)
    return tuple(
        _Phrase(re.split(r"[ -]", w)[0][:4].rstrip("e"), re.compile(_pattern(w)), owners[w]) for w in ordered
    )


def _pattern(words: str) -> str:
    if not words.isascii():
        return re.escape(words)
    body = r"[ -]?".join(re.escape(word) for word in re.split(r"[ -]", words))
    ending = r"(?:s|es|ed|d|ing)?" if len(words) > 3 and words[-1].isalpha() else ""
    if ending and words.endswith("e"):
        body, ending = body[:-1], r"(?:e|es|ed|ing)"
    return rf"(?<![a-z\d]){body}{ending}(?![a-z])"


def named(text: str, *families: str) -> list[Named]:
    """The operations of these families that a text names, the longest phrase first taken."""
    return list(_named(plain(text), families))


@lru_cache(512)
def _named(text: str, families: tuple[str, ...]) -> tuple[Named, ...]:
    found = [
        Named(phrase.op, match[0], *match.span())
        for phrase in _phrases(families)
        if phrase.head in text
        for match in phrase.pattern.finditer(text)
    ]
    best: dict[str, Named] = {}
    taken: list[Named] = []
    for item in sorted(found, key=lambda n: (n.start - n.end, n.start)):
        if not any(item.start < other.end and other.start < item.end for other in taken):
            taken.append(item)
            best.setdefault(item.op.name, item)
    return tuple(sorted(best.values(), key=lambda item: item.start))


@cache
def _bags() -> tuple[tuple[frozenset[str], type[Operation]], ...]:
    bags = []
    for op in registry().values():
        if getattr(op, "family", "") not in ("video_effect", "audio_effect"):
            continue
        for phrase in op.say.get("en", ()):
            words = frozenset(re.findall(r"[a-z]{3,}", plain(phrase)))
            if len(words) >= 2 and sum(map(len, words)) >= 9:
                bags.append((words, op))
    return tuple(sorted(bags, key=lambda bag: -len(bag[0])))


def scattered(text: str) -> type[Operation] | None:
    """The one effect whose phrase has all its words in a text, in whatever order."""
    words = set(re.findall(r"[a-z]{3,}", plain(text)))
    found = [(len(bag), op) for bag, op in _bags() if bag <= words]
    best = {op for size, op in found if size == found[0][0]}
    return best.pop() if len(best) == 1 else None


_DESTROYS = re.compile(r"\b(?:delete|remove|cut|trim|clear|replace|overwrite)\b|删|剪|去掉|裁|清|替换|覆盖")


def nearest(text: str, lang: str) -> str | None:
    """The catalogue's example that is most like a text, to be offered, never done."""
    for near, _, _ in process.extract(
        text, _examples(lang), scorer=fuzz.token_set_ratio, limit=5, score_cutoff=72
    ):
        verb = near.split()[0] if lang == "en" else ""
        known = lang == "zh" or any(fuzz.ratio(verb, word) >= 75 for word in text.split())
        if (
            known
            and fuzz.ratio(text, near) >= 50
            and not (_DESTROYS.search(near) and not _DESTROYS.search(text))
        ):
            return str(near)
    return None


@cache
def _examples(lang: str) -> tuple[str, ...]:
    return tuple(sorted({op.examples[lang] for op in registry().values() if lang in op.examples}))


def _bounds(op: type[Operation], param: str) -> tuple[float | None, float | None]:
    low: float | None = None
    high: float | None = None
    for rule in op.model_fields[param].metadata:
        low = getattr(rule, "ge", getattr(rule, "gt", low))
        high = getattr(rule, "le", getattr(rule, "lt", high))
    return low, high


_BIT = re.compile(r"(?<!'s )(?<!is )(?<!are )(?<!looks )\ba (?:bit|little)\b(?! too\b| of\b)")
_FULLY = re.compile(
    r"\b(?:completely|entirely|fully|to (?:the )?max(?:imum)?|all the way|as (?:much|strong) as possible)\b|完全|彻底|拉满|最大|最强"
)
_CUTS = re.compile(r"\s*(?:[,;、]|\band\b|\bbut\b|(?<![饱柔缓温])和)\s*")
_MOVES = re.compile(
    r"\b(?:more|less|higher|lower|increase|decrease|reduce|raise|boost|drop|up|down|\w+(?:er|en))\b|[高低增减提降强弱亮暗冷暖大小深浅]"
)
_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(?:%|x\b|倍)")


def about(text: str, item: Named, every: Sequence[Named]) -> str:
    """The words of a list that are about one of the things named in it: "a bit more contrast" of
    "warmer, a bit more contrast, less saturation"; a figure at the end and a verb at the start count
    for all that have none of their own."""
    pieces = [piece for piece in _CUTS.split(text) if piece]
    own = next((piece for piece in pieces if item.phrase in plain(piece)), "")
    if len(every) < 2 or not own or all(other.phrase in plain(own) for other in every):
        return text
    first, last = pieces[0], pieces[-1]
    figure = _FIGURE.search(last)
    found = amount(own)
    if not _MOVES.search(own) and not found.stated and (verb := _MOVES.search(first)):
        own = f"{verb[0]} {own}"
    if not found.stated and not found.degree and figure:
        own = f"{own} {figure[0]}"
    return own


def sign(op: str, text: str) -> int:
    """Whether an amount goes up (1) or down (-1); 0 where the text does not say."""
    up, down = _SIGNS.get(op, ("(?!)", _DOWN.pattern))
    text = plain(text)
    if re.search(up, text):
        return 1
    return -1 if re.search(down, text) or _LESS.search(text) else 0


def settings(op: type[Operation], text: str, amount: Amount, length: float | None = None) -> dict[str, Any]:
    """The parameters of an effect that a text asks for: the main one by the amount, choices and
    colours by their words. Empty where the defaults are meant."""
    params = _choices(op, text)
    main = op.main
    if not main or main not in op.model_fields:
        return params
    field = op.model_fields[main]
    if main == "duration":
        if length is not None:
            params[main] = length
        return params
    if isinstance(field.default, bool) or not isinstance(field.default, (int, float)):
        return params
    value = _value(op, main, float(field.default), text, amount)
    if value is not None:
        low, high = _bounds(op, main)
        if high is not None and value > high * 1.001 and amount.percent is not None:
            decline(
                "out_of_range",
                f"{amount.percent:g}% is too much for {op.title['en'].lower()}: at most {high:.0%}.",
                f"{op.title['zh']}最多 {high:.0%}，没有 {amount.percent:g}%。",
            )
        value = min(value, high) if high is not None else value
        params[main] = round(max(value, low) if low is not None else value, 3)
    return params


def _value(op: type[Operation], main: str, usual: float, text: str, amount: Amount) -> float | None:
    low, high = _bounds(op, main)
    direction = sign(op.name, text)
    scale = 1.7 if amount.degree > 0 else 0.6 if amount.slight or _BIT.search(text) else 1.0
    if op.name in ("rotate", "hue"):
        return _angle(op.name, text, amount)
    if op.name == "exposure" and (stops := _stops(text, amount)) is not None:
        return stops * (direction or 1)
    extra = op.model_fields[main].json_schema_extra
    if isinstance(extra, dict) and extra.get("unit") == "dB" and amount.decibels is not None:
        return abs(amount.decibels) * (direction or (1 if amount.decibels >= 0 else -1))
    if high is not None and low is not None and _FULLY.search(text):
        return (
            (low if low >= 0 or op.name == "contrast" else -high)
            if direction < 0
            else high
            if high <= 1
            else None
        )
    if op.name == "contrast" and (amount.factor or amount.share or 0) > 1:
        return (amount.factor or amount.share or 1) - 1
    if low is not None and low < 0:  # counts both ways from 0
        if amount.percent is not None:
            return abs(amount.percent) / 100 * (direction or (1 if amount.percent >= 0 else -1))
        if amount.number is not None and abs(amount.number) <= (high or 1):
            return abs(amount.number) * direction if direction else amount.number
        if amount.share is not None and amount.share < 1:
            return amount.share * (
                direction or (1 if re.search(r"increas|rais|boost|more|\bup\b|增|提|加|高", text) else -1)
            )
        if not direction and scale == 1.0:
            return None
        return abs(usual) * scale * (direction or (1 if usual > 0 else -1))
    if high is not None and high > 1:  # a factor: 1 changes nothing
        return _factor(usual, direction, scale, text, amount)
    if amount.percent is not None:
        return amount.percent / 100
    if amount.number is not None and 0 < amount.number <= (high or 1):
        return amount.number
    if amount.share is not None and amount.share < 1:
        return amount.share
    scale = 0.6 if amount.degree < 0 else scale
    if direction < 0 and scale == 1.0:
        scale = 0.6
    return None if scale == 1.0 else usual * scale


def _stops(text: str, amount: Amount) -> float | None:
    """Stops of exposure: half a stop, 1, 两档."""
    if re.search(r"half (?:a )?stop|半档", text):
        return 0.5
    if found := re.search(r"([一1两2三3])\s*档", text):
        return {"一": 1.0, "1": 1.0, "两": 2.0, "2": 2.0}.get(found[1], 3.0)
    return 1.0 if amount.number is None and re.search(r"\b(?:a|1) stop\b", text) else amount.number


def _factor(usual: float, direction: int, scale: float, text: str, amount: Amount) -> float | None:
    if amount.factor is not None:
        return amount.factor
    if amount.percent is not None:
        share = amount.percent / 100
        if re.search(r"\bto \d|\bat \d|调到|设为|设成|到\s*\d", text) or (
            amount.percent >= 100 and (not amount.relative or not re.search(r"\bby\b|增|提|加", text))
        ):
            return share
        return 1 - share if direction < 0 else 1 + share
    if amount.number is not None:
        return amount.number
    if amount.share is not None and amount.share < 1:
        return 1 + amount.share if direction > 0 else 1 - amount.share if direction < 0 else amount.share
    if direction == 0 and scale == 1.0:
        return None
    step = abs(usual - 1) * scale
    return 1 - step if direction < 0 else 1 + step


def _angle(op: str, text: str, amount: Amount) -> float | None:
    back = re.search(r"counter|anti-?clockwise|\bleft\b|逆时针|向左|往左|左转", text)
    over = re.search(r"upside down|(?:right|other) (?:side|way) up|180|倒了|倒过来|颠倒|上下颠|头朝下", text)
    if amount.degrees is None and op == "rotate" and over:
        return 180.0
    if amount.degrees is not None or (op == "rotate" and amount.number is not None):
        angle = amount.degrees if amount.degrees is not None else amount.number
        return -abs(angle or 0) if back else angle
    return -90.0 if back and op == "rotate" else None


_WORDS = {
    "horizontal": r"horizontal|left[ -](?:and[ -])?right|sideways|水平|左右",
    "vertical": r"vertical|upside|top[ -](?:and[ -]|to[ -])?bottom|垂直|上下",
    "left": r"\bleft|左",
    "right": r"\bright|右",
    "up": r"\bup|上",
    "down": r"\bdown|下",
    "white": r"white|白",
    "black": r"\bblack|黑",
    "blur": r"blur|模糊",
    "mosaic": r"mosaic|pixelat|马赛克",
    "top-right": r"top[ -]right|右上",
    "top-left": r"top[ -]left|左上",
    "bottom-right": r"bottom[ -]right|右下",
    "bottom-left": r"bottom[ -]left|左下",
}


def _choices(op: type[Operation], text: str) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for name, field in op.model_fields.items():
        options = getattr(field.annotation, "__args__", ())
        words = [option for option in options if isinstance(option, str)]
        chosen = next(
            (w for w in words if w in _WORDS and re.search(_WORDS[w], text) and w != field.default), None
        )
        if chosen:
            params[name] = chosen
        elif (
            name in ("color", "background")
            and not words
            and isinstance(field.default, str)
            and (found := color(text))
        ):
            params[name] = (
                found
                if op.name != "chroma_key"
                else {"#34c759": "#00ff00", "#0a84ff": "#0000ff"}.get(found, found)
            )
    return {name: value for name, value in params.items() if op.model_fields[name].default != value}
