"""A clause as the rules read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

from .amounts import Amount, amount
from .echo import echo
from .times import Times, times
from .words import pattern

_compiled = cache(re.compile)


class Clause:
    """One thing asked for. `text` is regular; `quotes` are the words put aside in the request."""

    def __init__(
        self,
        text: str,
        quotes: Sequence[str],
        lang: str,
        scope: str = "",
        asks: bool = False,
        number: int = 0,
        strong: bool = False,
        original: str = "",
    ) -> None:
        self.original = original
        self.alone = False
        self.remedied = False
        self.others: tuple[str, ...] = ()
        self.strong = strong
        self.own = text
        self.scope = scope
        self.text = f"{scope} {text}".strip() if scope else text
        self.all_quotes = tuple(quotes)
        self.lang = lang
        self.asks = asks
        self.number = number

    def says(self, *concepts: str) -> bool:
        """Whether all of these concepts are in it."""
        return all(pattern(name).search(self.text) for name in concepts)

    def any(self, *concepts: str) -> bool:
        """Whether one of these concepts is in it."""
        return any(pattern(name).search(self.text) for name in concepts)

    def has(self, expression: str) -> re.Match[str] | None:
        """The first match of an expression (English words are matched as written)."""
        return _compiled(expression).search(self.text)

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """The quoted words of this clause, in order."""
        return tuple(self.all_quotes[int(n)] for n in re.findall(r"⟦(\d+)⟧", self.text))

    @cached_property
    def times(self) -> Times:
        return times(self.text)

    @cached_property
    def amount(self) -> Amount:
        return amount(self.text)

    def readable(self) -> str:
        """The clause in the words of the request, where they can be found in it."""

        def back(match: re.Match[str]) -> str:
            quote = self.all_quotes[int(match[1])]
            return f"“{quote}”"

        text = re.sub(r"⟦(\d+)⟧", back, self.own)
        text = re.sub(r"\s*@([\d.]+)@\s*", lambda m: f" {_written(float(m[1]), self.lang)} ", text)
        text = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", text)).strip()
        text = re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", text) if self.lang == "zh" else text
        return self.original.strip() if self.alone else echo(text, self.original) or text


def _written(seconds: float, lang: str) -> str:
    unit = "秒" if lang == "zh" else " s"
    if seconds < 60:
        return f"{seconds:g}{unit}"
    whole, part = int(seconds), seconds - int(seconds)
    text = f"{whole // 60}:{whole % 60:02}"
    return text + (f"{part:.2f}".lstrip("0") if part else "")
