"""A find, and what can go wrong with finding."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Literal

from workprint.base import Fault

Kind = Literal["video", "photo"]


class NoStockKey(Fault):
    code = "no_stock_key"
    en = "{name} is off until it has a key of yours: get one at {page} and set {variable}."
    zh = "{name} 需要你自己的密钥才能使用：请到 {page} 获取，并设置环境变量 {variable}。"


class StockGone(Fault):
    code = "stock_unreachable"
    en = "{name} could not be asked ({reason})."
    zh = "无法访问 {name}（{reason}）。"


class BadStockAnswer(Fault):
    code = "bad_stock_answer"
    en = "{name} answered in a way that is not understood ({reason})."
    zh = "{name} 的应答无法理解（{reason}）。"


class StockDamaged(Fault):
    code = "stock_damaged"
    en = "“{what}” could not be fetched from {name}: {reason}."
    zh = "无法从 {name} 取得“{what}”：{reason}。"


class StockTooLarge(Fault):
    """`what` is a text in both languages, `most` in MB."""

    code = "stock_too_large"
    en = "{what[en]} from {name} is larger than {most} MB, which is the most that is taken. Nothing was kept."
    zh = "来自 {name} 的{what[zh]}超过了 {most} MB 的上限，没有保留任何内容。"


@dataclass(frozen=True)
class Item:
    """A video or photo of a provider. `address` is where it is fetched, `page` where people look at it;
    `duration` in seconds, 0 for a photo; `tags` say what it shows."""

    provider: str
    id: str
    kind: Kind
    width: int
    height: int
    duration: float
    address: str
    page: str
    author: str
    author_page: str
    licence: str
    tags: tuple[str, ...]

    @property
    def name(self) -> str:
        """A file's name that says what it shows and where it is from."""
        words = re.sub(r"[^\w]+", "-", " ".join(self.tags[:3]).lower()).strip("-") or self.kind
        own = re.sub(r"[^\w-]", "", self.id)[:40]
        return f"{words[:60]}-{self.provider}-{own}.{'mp4' if self.kind == 'video' else 'jpg'}"

    @property
    def credit(self) -> dict[str, object]:
        """Whose it is and how it may be used, as it is kept with the file."""
        told = asdict(self)
        return {name: told[name] for name in ("provider", "id", "page", "author", "author_page", "licence")}
