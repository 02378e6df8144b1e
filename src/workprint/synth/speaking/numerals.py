"""Numbers as Chinese reads them: 25 is 二十五, 2026年 is 二零二六年, 15% is 百分之十五."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "亿", "万亿")
_LONG = 9
"""From so many digits on a number is read digit by digit, as a telephone number is."""

NUMBER = re.compile(r"(?P<sign>-)?(?P<whole>\d+)(?:\.(?P<part>\d+))?(?P<share>%)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def read(text: str, after: str = "") -> str:
    """A numeral in words; `after` is what follows it in the text."""
    text = _GROUPED.sub("", text)
    if clock := _CLOCK.fullmatch(text):
        return _time(int(clock[1]), clock[2])
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    whole = match["whole"]
    year = len(whole) == 4 and after.startswith("年")
    said = digits(whole) if year or len(whole) >= _LONG or _coded(whole) else integer(int(whole))
    if match["part"]:
        said += "点" + digits(match["part"])
    if match["share"]:
        said = "百分之" + said
    if not year and said == "二" and after[:1] in tuple("个位次种条张台件只页步遍倍") and not match["share"]:
        said = "两"
    return ("负" if match["sign"] else "") + said


def digits(text: str) -> str:
    """Digit by digit: 110 is 一一零."""
    return "".join(_DIGITS[int(digit)] for digit in text)


def integer(number: int) -> str:
    """A whole number in words: 10086 is 一万零八十六."""
    if number == 0:
        return _DIGITS[0]
    groups = []
    while number:
        groups.append(number % 10_000)
        number //= 10_000
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if said and group < 1000:
            said += _DIGITS[0]
        said += _group(group) + _LARGE[place]
    return said[1:] if said.startswith("一十") else said


def _group(number: int) -> str:
    said, owed = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (_DIGITS[0] if owed and said else "") + _DIGITS[digit] + _SMALL[place]
            owed = False
        else:
            owed = True
    return said


def _coded(whole: str) -> bool:
    """Whether a number is a code: it begins with a zero."""
    return len(whole) > 1 and whole[0] == "0"


def _time(hour: int, minute: str) -> str:
    said = integer(hour) + "点"
    if minute == "00":
        return said + "整"
    return said + ("零" if minute[0] == "0" else "") + integer(int(minute)) + "分"
