"""Every time and length of a text as @seconds@."""

from __future__ import annotations

import re

_UNIT = r"(milliseconds?|millis|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|m(?![a-z])|frames?)"
_RANGE_UNIT = re.compile(
    rf"(?<![\d:.@])(?<!clip )(?<!shot )(?<!scene )(?<!photo )(?<!track )(?<!marker )(?<!chapter )(\d+(?:\.\d+)?)\s*(?:-|–|—|~|to|through|until|till|and)\s*(\d+(?:\.\d+)?)\s*-?{_UNIT}\b"
)
_RANGE_UNIT_ZH = re.compile(
    r"(?<![\d:.@])(\d+(?:\.\d+)?)\s*(?:-|–|—|~|到|至|和)\s*(?=第?(\d+(?:\.\d+)?)\s*(秒|分钟))"
)
_CLOCK = re.compile(
    r"(?<![\d@.])(?:(\d{1,2}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)(?![\d:])(?:\s*(?:s|seconds?|min(?:ute)?s?|秒))?(?!\s*(?:aspect|ratio|画幅|比例))"
)
_EN_TIME = re.compile(
    rf"(?<![\d@.:])(\d+(?:\.\d+)?)\s*-?\s*{_UNIT}(?![a-z])(?:\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*-?(seconds?|secs?|s)(?![a-z]))?"
)
_ZH_TIME = re.compile(
    r"(?<![\d@.:])(?:(\d+)\s*个?小时)?\s*(?:(\d+(?:\.\d+)?)\s*分(?!贝|之|辨|割|屏|段|成|开|离|享)钟?(半)?)?\s*(?:(\d+(?:\.\d+)?)\s*秒钟?|(?<=分)(\d+)(?=[处到开的之以前后那这左往起切停放加定]|$))?(?:(\d+)\s*毫秒)?"
)  # fmt: skip
_LAST_FOR = re.compile(
    r"\b((?:(?:make|let|have) (?:it|this|that|them|(?:the |my )?(?:\w+ )?\w+)|should|must|to|will) )last\s+(?=(?:about |around )?@)"
)
_SAID_BETWEEN = re.compile(
    r"从\s*第?(\s*@[\d.]+@\s*)(处|开始)?(?:一直)?(剪|删|切|裁|去)(掉|除)?(?:一直)?(?:到|至)\s*第?(\s*@[\d.]+@)"
)
"""从20秒剪到25秒: the verb between the bounds of what it takes."""


def times_as_seconds(text: str, rate: float = 30.0) -> str:
    """Write every time and length of a text as @seconds@."""
    text = re.sub(r"(\d)\s*[::]\s*(?=\d\d(?!\d))", r"\1:", text)
    text = _RANGE_UNIT.sub(r"\1 \3 to \2 \3", text)
    text = _RANGE_UNIT_ZH.sub(r"\1\3到", text)
    text = _CLOCK.sub(_clock, text)
    text = _EN_TIME.sub(lambda m: _english_time(m, rate), text)
    text = _LAST_FOR.sub(r"\1last for ", text)
    return _SAID_BETWEEN.sub(r"\3\4 从\1到\5", _ZH_TIME.sub(_chinese_time, text))


def _token(seconds: float) -> str:
    return f" @{round(seconds, 3):g}@ " if seconds < 1e5 else f" @{seconds:.0f}@ "


def _clock(match: re.Match[str]) -> str:
    if float(match[3]) >= 60 or match[0].strip() in ("9:16", "4:05", "16:09", "21:09"):
        return match[0]
    return _token(int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3]))


def _unit_seconds(unit: str, rate: float) -> float:
    if unit.startswith("milli") or unit == "ms":
        return 0.001
    return {"s": 1.0, "m": 60.0, "h": 3600.0, "f": 1.0 / rate}[unit[0]]


def _english_time(match: re.Match[str], rate: float) -> str:
    value = float(match[1]) * _unit_seconds(match[2], rate)
    if match[3]:
        finer = _unit_seconds(match[4], rate)
        if finer >= _unit_seconds(match[2], rate):
            return f"{_token(value)} and {_token(float(match[3]) * finer)}"
        value += float(match[3]) * finer
    return _token(value)


def _chinese_time(match: re.Match[str]) -> str:
    hours, minutes, half, secs, tail, millis = match.groups()
    if not any((hours, minutes, secs, millis)):
        return match[0]
    value = float(hours or 0) * 3600 + float(minutes or 0) * 60 + (30 if half else 0)
    return _token(value + float(secs or tail or 0) + float(millis or 0) / 1000)
