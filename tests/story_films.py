"""Films with known words and shots, for the tests of scenes, chapters, highlights and summaries."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from workprint.base import Range
from workprint.model import AudioStream, Clip, Fact, FileRef, MediaFile, Timeline, Track, VideoStream

RATE = Fraction(30)

TALK = """Hello everyone and welcome back to the show. Today I want to talk about how we started our small coffee company in Berlin. We bought one roasting machine and rented a tiny kitchen. The roasting machine broke on the very first day, so we learned to repair it ourselves. Coffee beans from Ethiopia were the first ones we roasted. People in the neighbourhood smelled the coffee and came in.
Now let me talk about pricing. We charge twelve euros for a bag of coffee. The price has to cover the beans, the rent and the salaries. If you lower the price you cannot pay farmers fairly. Pricing is the hardest decision we make every year. Most customers accept the price when you explain it.
The team is what makes the company work. We hired three people last summer, and two of them had never roasted before. Training the team takes about six months. Our team meets every Monday to taste and discuss. I think a good team forgives your mistakes.
So what comes next? We are opening a second shop in Hamburg in spring. The Hamburg shop will have a school where anyone can learn roasting. Thanks for listening and see you next week."""
"""Four topics, one to a line."""

ZH_TALK = """大家好，欢迎收看。今天我想说说咖啡店是怎么开起来的。我们买了一台烘豆机。第一批咖啡豆来自云南。
然后说一下价格。一袋咖啡卖六十块钱。价格要包括豆子和房租。定价是每年最难的决定。
团队才是公司的根本。去年夏天我们招了三个人。培训团队大概要半年时间。"""


def words(text: str, start: float = 0.5, second: float = 0.0) -> tuple[list[Fact], float]:
    """Words as they would be spoken, by letters, with a breath after each sentence and a longer one after
    each line; and when they end. Chinese is told by characters. `second`: seconds for a word, all alike."""
    found: list[Fact] = []
    at = start
    for line in text.splitlines():
        for token in _tokens(line):
            length = second or (0.2 if token[0] >= "\u3400" else 0.12 + 0.04 * len(token))
            value = {"text": token}
            found.append(Fact(kind="word", start=round(at, 3), end=round(at + length, 3), value=value))
            at += (
                length + (0.0 if token[0] >= "\u3400" else 0.06) + (0.35 if token[-1] in ".?!。？！" else 0.0)
            )
        at += 1.0
    return found, at


def _tokens(line: str) -> list[str]:
    tokens: list[str] = []
    for part in line.split():
        if part[0] < "\u3400":
            tokens.append(part)
            continue
        for character in part:
            if character in "，。？！、" and tokens:
                tokens[-1] += character
            else:
                tokens.append(character)
    return tokens


def heard(facts: Sequence[Fact], end: float, lang: str = "en", draft: bool = False) -> list[Fact]:
    """The words with the fact that says who wrote them."""
    value = {"language": lang, "engine": "test", "draft": draft, "script": False}
    edges = [0.0, *(edge for fact in facts for edge in (fact.start, fact.end)), end]
    pauses = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 0.2]
    return [
        Fact(kind="transcript", start=0, end=end, value=value),
        *facts,
        *(Fact(kind="silence", start=a, end=b, value={"quiet": True}) for a, b in pauses),
    ]


def shots(*starts: float, end: float) -> list[Fact]:
    """Shots that begin at these seconds."""
    edges = [*starts, end]
    return [
        Fact(kind="scene", start=a, end=b, value={"by": "cut" if n else "start", "index": n})
        for n, (a, b) in enumerate(pairwise(edges))
    ]


def looks(
    end: float, people: int = 0, amount: float = 0.3, mean: Sequence[float] = (0.2, 0.3, 0.6)
) -> list[Fact]:
    """What is seen: so many faces, so much movement, a colour."""
    colour = {"mean": list(mean), "luma": sum(mean) / 3, "saturation": 0.5}
    face = {"x": 0.4, "y": 0.2, "w": 0.1, "h": 0.2}
    return [
        Fact(kind="motion", start=0, end=end, value={"amount": amount}),
        Fact(kind="faces", start=0, end=end, value={"people": people}),
        Fact(kind="colour", start=0, end=end, value=colour),
        *(Fact(kind="face", start=n * 0.5, end=n * 0.5 + 0.5, value={**face, "id": who}) for n in range(int(end * 2)) for who in range(people)),
    ]  # fmt: skip


def film(*files: tuple[str, float], **clip: Any) -> Timeline:
    """Whole files one after another; their ids are m1, m2, …, those of the clips c1, c2, …"""
    media = tuple(
        MediaFile(
            id=f"m{n}",
            name=name,
            duration=Fraction(str(length)),
            video=VideoStream(width=1920, height=1080, duration=Fraction(str(length))),
            audio=AudioStream(duration=Fraction(str(length))),
        )
        for n, (name, length) in enumerate(files, 1)
    )
    clips = tuple(
        Clip(
            id=f"c{n}",
            media=FileRef(media=each.id),
            source=Range(start=0, duration=int(each.duration * RATE)),
            **clip,
        )
        for n, each in enumerate(media, 1)
    )
    return Timeline(rate=RATE, tracks=(Track(id="v1", kind="video", items=clips),), media=media)


def talk(text: str = TALK, lang: str = "en", draft: bool = False) -> tuple[Timeline, dict[str, list[Fact]]]:
    """A talk in one shot."""
    said, end = words(text)
    length = float(int(end) + 1)
    return film(("interview.mp4", length)), {"m1": [*shots(0, end=length), *heard(said, length, lang, draft)]}
