"""Amounts: percentages, factors, decibels, and the words for a little and a lot."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*%")
_FACTOR = re.compile(
    r"(?<![a-z\d_@.])(\d+(?:\.\d+)?)\s*(?:x|×|倍速?|times(?: (?:as|the|faster|slower|speed|normal))?)(?![a-z\d])|(?<![a-z\d@])[x×]\s*(\d+(?:\.\d+)?)"
)
_DECIBEL = re.compile(r"([-+]?\s?\d+(?:\.\d+)?)\s*(?:db|decibels?|分贝)")
_DEGREES = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(?:°|degrees?|deg|度)")
_KELVIN = re.compile(r"(\d{4,5})\s*k\b")
_LUFS = re.compile(r"([-−–]?\s?\d+(?:\.\d+)?)\s*lufs")
_BARE = re.compile(
    r"(?<![a-z\d_@.:#⟦/-])([-+]?\d+(?:\.\d+)?)(?![a-z\d_@.:%⟧/]|st\b|nd\b|rd\b|th\b|\s*(?:clip|段|个|x\b|fps|%|db|倍|成|度|°|degrees?|times|[mg]b\b|帧|像素))"
)
_FRACTION = re.compile(
    r"\bhalf\b|\bhalved?\b|一半|减半|\bquarter\b|[四4]分之[一1]|\b(?:a|1) third\b|[三3]分之[一1]|\bdoubled?\b|\btwice\b|翻倍|翻一番|两倍|加倍|[大高响亮]一倍|\btripled?\b"
)
_CLIP_NUMBER = re.compile(
    r"\b(?:clips?|shots?|scenes?|photos?|pictures?|segments?|parts?|tracks?)\s*(?:number |no\.? ?|#)?\d+(?![\d.:%]|\s*(?:x\b|db\b|times|degrees|°))(?:\s*(?:,|and|&|,\s*and)\s*(?:clips? )?#?\d+(?![\d.:%]|\s*(?:x\b|db\b|times|degrees|°)))*|第\s*\d+(?:\s*(?:、|和|,|到|至|-)\s*第?\d+)*\s*(?:个|段|条|张|幕)"
)
_PART = re.compile(
    r"\b(?:first|second|1st|2nd|last|latter|final|other|back|front|opening|middle|closing) (?:half|third|quarter)\b|\bhalf (?:a|of|way)\b|\bhalfway\b|(?:前|后|中间|最后)(?:面)?(?:的)?(?:一半|半(?:段|部分|部|截|程)|[三四]分之一)"
)
_SLIGHT = re.compile(
    r"\ba (?:tiny|little) bit\b|\bslight(?:ly)?\b|\ba touch\b|\ba tad\b|\bsubtl[ey]\w*|\ba hint\b|\bsomewhat\b|\ba smidge\b|\ba notch\b|\bgentl[ey]\b|\bsoft(?:ly)?\b|\blight(?:ly)?\b|\bmild(?:ly)?\b|\btiny\b|\ba hair\b|\bbarely\b|稍微|稍稍|一点点|略微|微微|轻微|淡淡|些许|一丢丢|轻轻"
)
_MUCH = re.compile(
    r"\ba lot\b|\bmuch\b|\bway\b|\bstrong(?:ly)?\b|\bheav(?:y|ily)\b|\breally\b|\bvery\b|\bextreme(?:ly)?\b|\bsignificantly\b|\bintense(?:ly)?\b|\bhuge(?:ly)?\b|\bfar\b|\btons?\b|\bconsiderably\b|\bdramatic(?:ally)?\b|\bsuper\b|\bloads\b|(?<!别)(?<!不要)[强浓深粗](?:1|一)?[点些]|很多|多一些|大幅|明显|强烈|非常|特别|重一点|狠|得多|大大|超级|浓重|厉害|好多"
)
_MILD = re.compile(
    r"\bnot (?:too|so|very|overly|that) (?:strong|much|heavy|intense|bright|dark|obvious)|\bwithout overdoing|(?:别|不要|不)太(?:强|重|浓|过|明显|狠|多)"
)
_SHY = re.compile(r"\ba bit\b|\ba little\b|\bsome\b|一点|一些|点(?=$|[,，])|些(?=$|[,，])")


@dataclass(frozen=True)
class Amount:
    """How much: `percent` (35), `factor` (1.5), `decibels`, `degrees`, `number`, `share` (0.5 of half),
    and `degree`: -1 a little, 0 unsaid, 1 a lot (`slight`: less than a little). `relative` says "by", not "to"."""

    percent: float | None = None
    factor: float | None = None
    decibels: float | None = None
    degrees: float | None = None
    kelvin: float | None = None
    lufs: float | None = None
    share: float | None = None
    number: float | None = None
    degree: int = 0
    slight: bool = False
    relative: bool = False

    @property
    def stated(self) -> bool:
        """Whether there is any figure."""
        return any(
            v is not None
            for v in (
                self.percent,
                self.factor,
                self.decibels,
                self.share,
                self.number,
                self.degrees,
                self.kelvin,
            )
        )


def amount(text: str) -> Amount:
    """The amount that a clause names: no clip's number, no part of the film."""
    text = _PART.sub(" ", _CLIP_NUMBER.sub(" ", text))
    mild = bool(_MILD.search(text))
    degree = 1 if _MUCH.search(text) and not mild else -1 if _SLIGHT.search(text) or _SHY.search(text) else 0
    percent = _first(_PERCENT, text)
    by = re.search(
        r"\bby (?:about |around |another )?\d|[+]\s?\d|(?:大|小|高|低|响|亮|暗|快|慢)\s*\d+(?:\.\d+)?\s*%|(?:提高|增加|降低|减少|提升|加|减|调高|调低|放大|缩小|提亮|升高)(?:了)?\s*\d+(?:\.\d+)?\s*(?:%|db|分贝)|\d\s*% (?:louder|quieter|brighter|darker|more|less|faster|slower|bigger|smaller|larger|warmer|cooler|higher|lower)|\d+\s*db (?:louder|quieter|up|down)|\b(?:up|down) (?:by )?\d+\s*(?:db|%)",
        text,
    )
    return Amount(
        percent=percent,
        factor=_first(_FACTOR, text),
        decibels=_first(_DECIBEL, text),
        degrees=_first(_DEGREES, text),
        kelvin=_first(_KELVIN, text),
        lufs=_first(_LUFS, text),
        share=_share(text),
        number=_first(_BARE, text),
        degree=degree,
        slight=mild or bool(_SLIGHT.search(text)),
        relative=bool(by),
    )


def _first(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.search(text)
    if not found:
        return None
    written = next(group for group in found.groups() if group)
    return float(re.sub(r"\s", "", written).replace("−", "-").replace("–", "-"))


def _share(text: str) -> float | None:
    found = _FRACTION.search(text)
    if not found:
        return None
    word = found[0]
    if "hal" in word or "半" in word:
        return 0.5
    if "quarter" in word or "四分" in word:
        return 0.25
    if "trip" in word:
        return 3.0
    if "third" in word or "三分" in word:
        return 1 / 3
    return 2.0
