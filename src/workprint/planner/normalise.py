"""A request made regular: quoted words put aside, polite phrases dropped, number words made digits,
typing errors mended and every time written as @seconds@."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from workprint.base import is_english

from .clock_words import times_as_seconds
from .payloads import put_aside
from .said_en import meant, plain_figures
from .said_zh import breathed, plainly
from .vocabulary import COMMON, KNOWN

CJK = re.compile(r"[\u3400-\u9fff]")

_AT = "\ue000"
"""Stands for an @ until what is meant as words is put aside: outside of it, @ marks times."""

_POLITE = re.compile(
    r"^(?:(?:hey|hi|hello|ok(?:ay)?|so|alright|right|well|um|uh|now|and|also|then|oh|yes|yeah|sure|great|thanks|thank you|cool|nice|perfect|but)\b[\s,!.]*)+|"
    r"\b(?:please|pls|plz|kindly|thanks(?: a lot| so much)?|thank you(?: so much| very much)?|thx|cheers|if (?:you can|possible|you don'?t mind)|for me|just(?! the (?:first|last|middle|opening|final|part|bit|\d))|maybe|actually|basically|quickly|real quick|simply)\b(?:,\s*)?|"
    r"(?<!what )(?<!how )(?<!which )(?<!else )\b(?:can|could|would|will|may) you (?:please |kindly |also |just |maybe )*(?!see|hear|tell)|"
    r"\b(?:i'?d like (?:you )?to(?! (?:see|know))|i would like (?:you )?to|i want (?:you )?to|i need (?:you )?to|i wanna|we need to|we want to|you should|let'?s|i'?d love to|help me(?: to)?|would you mind|is it possible to|are you able to|could we|can we|(?<!where )(?<!how )(?<!what )can i(?: get you to)?|go ahead and|try to|make sure (?:to|that)|feel free to)\b"
)
_POLITE_ZH = re.compile(
    r"请你?|麻烦你?|帮(?:我|忙)(?:把)?|能不能|可不可以|可以(?:帮我)?(?=.+吗)|能否|我(?:想要?|要|希望|需要)(?!的)(?:你)?|拜托|劳驾|谢谢你?|多谢|辛苦了?|(?<=.)(?<!这样)(?<!那样)(?<!这)(?:就行|就好|就可以|就成|就够|即可)了?(?=$|[,，。!！?？])|(?<=.)(?:吧|呗|啦|哦|噢|呀|哈|嘛|好吗|可以吗|行吗|好不好|行不行)(?=$|[,，。!！?？])|你好|您好|^给我(?!的)|^顺便|稍微(?=.*(?:一点|一些|点))|直接|那就|嗯+(?=[,，])|那(?=把)"
)

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_EN_NUMBERS = {**{word: n for n, word in enumerate(_UNITS)}, **_TENS}
_EN_WORD = "|".join(sorted(_EN_NUMBERS, key=len, reverse=True))
_EN_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[- ]({'|'.join(_UNITS[1:10])})|({_EN_WORD}))( hundred)?\b(?![- ]?way)"
)
_ONE_KEPT = re.compile(
    r"(?:the|this|that|last|first|second|third|other|new|next|another|each|every|which|any|no|middle|fourth|fifth|final|longest|shortest|whole|different|better|red|blue|\w+er|\w+est|upbeat|calm|chill|happy) $"
)

_ONE_NAMED = re.compile(
    r"\b(?:the|my|that|an?) (?!(?:clip|scene|shot|track|part|cam|camera|photo|step|chapter|take|version|level|volume)\b)[a-z]+ $"
)
_ONE_ALONE = re.compile(r"$|[,.;]| (?:[a-z]+er|more|less|should|is|too|and|as well)\b")
"""What "one" stands for a thing between: "the street one colder"."""

_ZH_DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2, "〇": 0, "俩": 2}
_ZH_NUMBER = re.compile(
    r"(第|百分之|倒数第|前|后|最后|开头|结尾|慢|快|放大|加速|减速|到|至|乘|各|取|留)?([零〇一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)(?=(个半|秒|分钟?(?!之)|小时|段|个|条|倍|成(?!为)|帧|张|次|号|毫秒|遍|拍(?![摄照片])|分贝|层|句|像素|路|格|宫|声道|和第|、第|到第|$|步|[Kk]))?"
)

_BARE_RANGE = re.compile(r"\bfrom (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)(?=$|[,.;] |[,.;]$)")
_NO_SECONDS = re.compile(
    r"zoom|scale|volume|music|speed|size|opacity|fps|exposure|bright|contrast|percent|clips?\b|scenes?\b|photos?\b|%|pad|height|width"
)
"""Words beside which "from 10 to 20" counts no seconds."""
_MEANT = {
    "w/o": "without", "w/": "with ", " n ": " and ", " 'n' ": " and ", " rm ": " remove ", " del ": " delete ", " b4 ": " before ",
    " vid ": " video ", " secs ": " seconds ",
}  # fmt: skip
_SHORTHAND = re.compile("|".join(re.escape(short) for short in _MEANT))
"""What is typed in haste, where it stands alone."""


@dataclass(frozen=True)
class Request:
    """A request made regular. `quotes` are the words put aside; ⟦0⟧ in the text is the first."""

    original: str
    text: str
    quotes: tuple[str, ...]
    lang: str
    notes: tuple[str, ...] = field(default=())


_SHOWN = re.compile(
    r"(?<![^,.;] )\b((?:the|my|that) (?:[\w'-]+ ){0,2}(?:e-?mail(?: address)?|password|phone number|card number|api key|token|(?:ring|zoom|circle|cover|halo)s?))(?: (?:is|are|was) (?:still )?(?:visible|showing|shown|seen|readable|wrong|off|bad|misplaced|in the wrong place))( [^,.;]*)?(?:, (?:so |please )?| so | - )((?:hide|blur(?: out)?|cover|mask|pixelate|censor|delete|remove|drop)) (?:it|that|them)\b"
)
_UNWANTED = re.compile(
    r"\b(?:i|we) (?:really )?(?:don'?t|do not) (?:need|want) ((?:the|any|those|these|that|my) (?:[\w-]+ ){0,2}[\w-]+?)(?: anymore| any more| at all)?(?=$|[,.;]| and\b)"
)
"""What is not wanted: "I don't need the zooms"."""
_SHOWN_ZH = re.compile(
    r"((?:我的)?(?:邮箱|电子邮件|密码|手机号|电话|银行卡号|卡号|密钥)|第[\d一二三四五六七八九十]+个(?:红?圈|缩放|放大|打码|光圈))(?:都|还|全|还是|被)*(?:露(?:了)?出来了?|露了|拍到了?|录进去了?|看得见|看得到|看得清|能看见|能看到|不对|错了|位置不对|有问题)[,，]?\s*(?:把它?|帮我|给我|给它)*(删掉|删除|去掉|遮住|遮|隐藏|模糊|打个?码|打上?码|糊掉|挡住|挡|盖住)(?:它|一下|掉)?(?=$|[,，。;])"
)
"""What is wrong with something, and then what to do with it: "the fifth ring is wrong, delete it"."""


def normalise(
    request: str,
    names: Iterable[str] = (),
    lang: str = "",
    rate: float = 30.0,
    shown: Sequence[str] = (),
) -> Request:
    """Make a request regular. `names` are the names of the session's clips and files, kept as they are;
    `shown` are the texts on screen, which need no quotation marks."""
    kept_at = re.sub(r"[@＠]", _AT, re.sub(r"[⟦⟧\x00-\x08\ue000]", " ", request[:4000]))
    text, quotes = put_aside(kept_at.strip(), shown)
    text, quotes = text.replace(_AT, " "), [quote.replace(_AT, "@") for quote in quotes]
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    language = detect(text, lang)
    text = re.sub(r"^(rm|del)(?= )", lambda m: _MEANT[f" {m[0]} "].strip(), text)
    text = re.sub(r"(?<=[\u3400-\u9fff])(?=\d*[a-z])|(?<=[a-z])(?=[\u3400-\u9fff])", " ", text)
    text = re.sub(r",?\s*\b(?:i\.\s?e\.|e\.\s?g\.),?\s*", " meaning ", re.sub(r"\s+", " ", text))
    kept = tuple(sorted({name.lower() for name in names if name}, key=len, reverse=True))
    text = meant(_mend(_SHORTHAND.sub(lambda m: _MEANT[m[0]], text), kept))
    text = _POLITE.sub(" ", text)
    text = _POLITE_ZH.sub("", breathed(text, kept) if CJK.search(text) else text)
    text = _SHOWN_ZH.sub(r"\2\1", _SHOWN.sub(r"\3 \1\2", text))
    text = plainly(text, kept) if CJK.search(text) else text
    text = _UNWANTED.sub(r"remove \1", text)
    text = _numbers(text, kept)
    text = re.sub(
        r"(⟦\d+⟧ (?:from |between )?)(\d+) (to|till|until|and|-) (\d+)(?=$|[,.]| (?:and|then|in|at)\b)",
        r"\1\2 s \3 \4 s",
        text,
    )
    if not _NO_SECONDS.search(text) and len(re.findall(r"\bfrom \d", text)) == 1:
        text = _BARE_RANGE.sub(r"from \1 s to \2 s", text)
    text = plain_figures(text)
    text = times_as_seconds(text, rate)
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return Request(original=request, text=text, quotes=tuple(quotes), lang=language)


def detect(text: str, fallback: str = "") -> str:
    """The language of a text: "zh" where it holds Chinese characters, "en" where Latin words, else
    the fallback."""
    bare = re.sub(r"⟦\d+⟧", "", text)
    if CJK.search(bare):
        return "zh"
    if re.search(r"[a-z]{2}", bare, re.I):
        return fallback if fallback == "zh" and len(re.findall(r"[a-z]+", bare)) < 2 else "en"
    return fallback or "en"


def _mend(text: str, names: Sequence[str]) -> str:
    """Correct typing errors of English words that the vocabulary nearly has."""
    named = {word for name in names for word in re.findall(r"[a-z]+", name)}

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        if word in TYPOS:
            return TYPOS[word]
        if len(word) < 4 or word in KNOWN or word in COMMON or word in named:
            return word
        if len(word) < 5 or _inflected(word):
            return word
        near = process.extractOne(
            word,
            KNOWN_BY_LETTER.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < 8 else 2,
        )
        return str(near[0]) if near and not is_english(word) else word

    return re.sub(r"(?<![\w.@/⟦-])[a-z]{2,}(?![\w@/]|\.\w|['’]t\b)", mended, text)


def _inflected(word: str) -> bool:
    """Whether a word is a form of one that is known: finished, mixes, quietly."""
    for ending in ("s", "es", "ed", "d", "ing", "er", "r", "est", "ly", "ers", "able", "ment", "ness"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if stem in KNOWN or stem in COMMON or stem + "e" in KNOWN or stem + "e" in COMMON:
                return True
            if len(stem) > 3 and stem[-1] == stem[-2] and (stem[:-1] in KNOWN or stem[:-1] in COMMON):
                return True
            if stem.endswith("i") and (stem[:-1] + "y" in KNOWN or stem[:-1] + "y" in COMMON):
                return True
    return False


KNOWN_BY_LETTER = {
    letter: tuple(sorted(word for word in KNOWN if word[0] == letter and len(word) > 3))
    for letter in "abcdefghijklmnopqrstuvwxyz"
}
TYPOS = {
    "tilte": "title", "titel": "title", "musci": "music", "vido": "video", "vdeo": "video", "clp": "clip",
    "adn": "and", "teh": "the", "delte": "delete", "delet": "delete", "dlete": "delete", "trun": "turn", "mkae": "make", "trasition": "transition", "tha": "the", "em": "them",
    "remvoe": "remove", "exprot": "export", "exort": "export", "muet": "mute", "loude": "louder",
    "dont": "don't", "doesnt": "doesn't", "sped": "speed", "spedd": "speed", "thw": "the", "wiht": "with", "begining": "beginning",
    "sences": "scenes", "sielnces": "silences", "sielnce": "silence", "scilence": "silence", "silense": "silence",
    "pasues": "pauses", "puases": "pauses", "backround": "background", "bakground": "background",
}  # fmt: skip


def _numbers(text: str, names: Sequence[str]) -> str:
    """Write number words as digits."""
    text = re.sub(r"\b(?:a|1|one) minute and a half\b", "90 seconds", text)
    text = re.sub(r"\ba (?:full|whole|good) (second|minute)\b", r"1 \1", text)
    text = re.sub(r"\b(first|last|final|opening) minute and a half\b", r"\1 90 seconds", text)
    text = re.sub(r"\b(?:a|1|one) second and a half\b", "1.5 seconds", text)
    text = re.sub(r"\b(first|last|final|opening) half (?:a )?minute\b", r"\1 30 seconds", text)
    text = re.sub(
        r"\b(first|last|final|opening) (minute|second|hour)\b(?! (?:clip|one|shot))", r"\1 1 \2", text
    )
    text = re.sub(
        r"\bseconds? (\d+(?:\.\d+)?) (?:to|-|through|until) (\d+(?:\.\d+)?)\b",
        r"\1 seconds to \2 seconds",
        text,
    )
    text = re.sub(
        r"\b(\d+) (?:minutes?|mins?) (\d{1,2})(?=$|[,.]| (?:and|to|then)\b)", r"\1 minutes \2 seconds", text
    )
    text = re.sub(
        r"\b(\d+) hours?(?: and)? (\d+) min(?:ute)?s?\b",
        lambda m: f"{int(m[1]) * 60 + int(m[2])} minutes",
        text,
    )
    text = re.sub(r"\bhalf an? hour\b", "30 minutes", text)
    text = re.sub(r"(?<![\w'])'?em\b", "them", text)
    text = re.sub(r"\b(?:half a |half-a-)minute\b", "30 seconds", text)
    text = re.sub(r"\b(?:half a |a half[- ]|half[- ])second\b", "0.5 seconds", text)
    text = re.sub(r"\ba (?:couple(?: of)?) (seconds?|secs?|minutes?|clips?)", r"2 \1", text)
    text = re.sub(r"\b(first|last|final|opening) couple(?: of)? (seconds?|secs?|minutes?)", r"\1 2 \2", text)
    text = re.sub(r"\b(?:a few) (seconds|secs)", r"3 \1", text)
    held = [span for name in names for span in _named_at(name, text)]
    text = _EN_NUMBER.sub(
        lambda m: m[0] if any(a <= m.start() and m.end() <= b for a, b in held) else _english(m, text), text
    )
    text = re.sub(r"\b(\d+) and a half\b", r"\1.5", text)
    text = re.sub(r"\b(\d+) and a quarter\b", r"\1.25", text)
    text = re.sub(r"\b(\d+) point (\d+)\b", r"\1.\2", text)
    text = re.sub(r"\b(?:a|an) (second|minute|hour)\b(?! (?:clip|one|video))", r"1 \1", text)
    text = re.sub(
        r"\b(\d+) (?:minutes?|mins?) (\d{1,2})(?=$|[,.]| (?:and|to|then|until|till)\b)",
        r"\1 minutes \2 seconds",
        text,
    )
    text = re.sub(
        r"\b((?:cut|delete|remove|keep|trim)\b(?: \w+){0,3} (?:from |between ))(\d+(?:\.\d+)?) (?:to|and|until) (\d+(?:\.\d+)?)(?=$|[,.;]| (?:and|then|please)\b)",
        r"\1\2 seconds to \3 seconds",
        text,
    )
    text = re.sub(
        r"(\d ?(?:s|secs?|seconds?)\b[^.;]{0,60}?\b(?:first|last|opening|final) \d+(?:\.\d+)?)(?= (?:of|off|from)\b| ?(?:$|[,.;]))",
        r"\1 seconds",
        text,
    )
    text = re.sub(
        r"\b(first|last) (\d+(?:\.\d+)?) and (?:the )?(first|last|final) (\d+(?:\.\d+)?) ?(s|secs?|seconds?|min(?:ute)?s?)\b",
        r"\1 \2 \5 and the \3 \4 \5",
        text,
    )
    if not re.search(r"\d ?(?:s|secs?|seconds?)\b", text):
        text = re.sub(
            r"\b(the (?:first|last)) (\d)(?=$|[,;]|\.(?!\d)| (?:and|then|to|with|together|around|over|are|up|down|by)\b(?! (?:the )?(?:first |last |final )?\d+(?!\.?\d*\s?(?:x\b|%))))",
            r"\1 \2 clips",
            text,
        )
    text = re.sub(r"一分为(?=[二2两])", "对半分成", text)
    text = re.sub(
        r"\b(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)(?= (?:and|&) \d+(?:\.\d+)?\s*(?:-|–|to)\s*\d+(?:\.\d+)? ?s(?:ec(?:ond)?s?)?\b)",
        r"\1 s to \2 s",
        text,
    )
    text = text.replace("半秒", "0.5秒").replace("半分钟", "30秒").replace("半小时", "30分钟")
    text = re.sub(
        r"(?<![第零一二三四五六七八九十百\d])第?([一二三四五六七八九])(?:、|和)?([一二三四五六七八九])(?=(?:个)?(?:段|片段)(?!落))",
        r"第\1段、第\2段",
        text,
    ).replace("段段", "段")
    text = _ZH_NUMBER.sub(_chinese, text)
    text = re.sub(
        r"\b(reverse|mute|unmute|delete|remove|brighten|darken|blur|sharpen|flip|leave) (\d)(?=$|,| and\b| then\b)",
        r"\1 clip \2",
        text,
    )
    text = re.sub(r"\b(between|on|to|in) (\d+) and (\d+)(?=$|,| and\b| with\b)", r"\1 clips \2 and \3", text)
    text = re.sub(r"(\d+)\s*个半(?!音)", r"\1.5", text)
    text = re.sub(r"(\d+)倍半", r"\1.5倍", text)
    text = re.sub(r"(\d+)\s*秒半", r"\1.5秒", text)
    text = re.sub(r"百分之(\d+(?:\.\d+)?)", r"\1%", text)
    text = re.sub(r"(\d+)\s*(?:percent|per cent|pct|个百分点)\b", r"\1%", text)
    return re.sub(r"(?<!\d)(\d)成(?![功为品])", r"\g<1>0%", text)


def _named_at(name: str, text: str) -> list[tuple[int, int]]:
    """Where a file or clip is named whose name is more than a number: "one.mp4", "part two"."""
    if re.fullmatch(r"[a-z]+", name):
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _english(match: re.Match[str], text: str) -> str:
    if match[1]:
        return str(_TENS[match[1]] + _EN_NUMBERS[match[2]])
    word = match[3]
    before, behind = text[: match.start()], text[match.end() :]
    if word == "one" and (
        _ONE_KEPT.search(before) or (_ONE_NAMED.search(before) and _ONE_ALONE.match(behind))
    ):
        return match[0]
    return str(_EN_NUMBERS[word] * (100 if match[4] else 1))


def _chinese(match: re.Match[str]) -> str:
    head, number, unit = match[1] or "", match[2], match[3]
    if unit is None and head not in ("第", "倒数第", "百分之", "乘"):
        return match[0]
    if unit == "" and head == "":
        return match[0]
    value = chinese_number(number)
    return match[0] if value is None else f"{head}{value}"


def chinese_number(text: str) -> str | None:
    """The value of a Chinese numeral ("二十五" is "25", "一点五" is "1.5"), or None."""
    whole, _, part = text.partition("点")
    total, current = 0, 0
    for char in whole:
        if char in "十百千":
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            current = 0
        else:
            current = _ZH_DIGITS[char] if not (current and total == 0) else current * 10 + _ZH_DIGITS[char]
    total += current
    if part:
        return f"{total}.{''.join(str(_ZH_DIGITS[c]) for c in part)}"
    return str(total) if whole else None
