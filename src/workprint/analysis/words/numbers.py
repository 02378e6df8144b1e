"""Numbers as English says them."""

from __future__ import annotations

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ODD = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LARGEST = 10**15


def spelled(number: int, year: bool = True) -> list[str]:
    """The words of a number; one of four digits as a year is said, if it may be one. From 10^15 on its
    digits."""
    if number >= LARGEST:
        return [ONES[int(digit)] for digit in str(number)]
    if year and (1100 <= number < 2000 or 2010 <= number < 2100):
        early, late = divmod(number, 100)
        rest = ["hundred"] if late == 0 else ["oh", ONES[late]] if late < 10 else _below(late)
        return [*_below(early), *rest]
    return _below(number)


def ordinal(number: int) -> list[str]:
    """The words of "21st"."""
    *head, last = spelled(number, year=False)
    if last in _ODD:
        return [*head, _ODD[last]]
    return [*head, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"]


def _below(number: int) -> list[str]:
    if number < 20:
        return [ONES[number]]
    if number < 100:
        tens, ones = divmod(number, 10)
        return [TENS[tens], *([ONES[ones]] if ones else [])]
    size, name = next(each for each in SCALES if number >= each[0])
    many, rest = divmod(number, size)
    return [*_below(many), name, *(_below(rest) if rest else [])]
