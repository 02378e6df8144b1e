"""Pexels and Pixabay, as their public interfaces are documented. Each is off until a key is set."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

import httpx

from workprint.base import Text

from .item import BadStockAnswer, Item, Kind, NoStockKey, StockGone, StockTooLarge

TIMES = httpx.Timeout(30, connect=10)
PATIENCE = 60.0
"""Seconds for a whole answer, however it trickles in."""
ANSWER = 8 << 20
"""Bytes of an answer: 80 finds take a tenth of that."""
WIDEST = 1920
"""Pixels of the widest file taken, where there is one that is no wider: a film seldom needs more."""
_ANSWER: Text = {"en": "its answer", "zh": "它的应答"}


class Provider(Protocol):
    """Somewhere that footage can be searched."""

    @property
    def name(self) -> str: ...

    def search(self, words: str, kind: Kind = "video", count: int = 10) -> list[Item]:
        """What fits best first. Raises `NoStockKey`, `StockGone`, `BadStockAnswer`."""
        ...


def _asked(name: str, address: str, params: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
    """The answer of a provider as JSON. Raises `StockGone`, `StockTooLarge`, `BadStockAnswer`."""
    try:
        with (
            httpx.Client(timeout=TIMES, trust_env=False) as client,
            client.stream("GET", address, params=dict(params), headers=dict(headers)) as answer,
        ):
            status, body = answer.status_code, _body(name, answer)
    except httpx.HTTPError as error:
        raise StockGone(name=name, reason=type(error).__name__) from error
    if status in (401, 403) or (status == 400 and b"key" in body[:200].lower()):
        raise StockGone(name=name, reason=f"HTTP {status}: key")
    if status != 200:
        raise StockGone(name=name, reason=f"HTTP {status}")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadStockAnswer(name=name, reason="JSON") from error


def _body(name: str, answer: httpx.Response) -> bytes:
    """What an answer says, if it is no more and takes no longer than an answer may."""
    until, body = monotonic() + PATIENCE, bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > ANSWER:
            raise StockTooLarge(what=_ANSWER, name=name, most=ANSWER >> 20)
        if monotonic() > until:
            raise StockGone(name=name, reason=f"> {PATIENCE:.0f} s")
    return bytes(body)


def _fitting(files: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the sizes of one video the widest that is no wider than needed; else the smallest."""
    files = sorted((each for each in files if each.get("width")), key=lambda each: int(each["width"]))
    small = [each for each in files if int(each["width"]) <= WIDEST]
    return small[-1] if small else files[0]


@dataclass(frozen=True)
class Pexels:
    """https://www.pexels.com/api/documentation"""

    key: str
    address: str = "https://api.pexels.com"
    name: str = "Pexels"

    def search(self, words: str, kind: Kind = "video", count: int = 10) -> list[Item]:
        place = "/videos/search" if kind == "video" else "/v1/search"
        found = _asked(
            self.name, self.address + place, {"query": words, "per_page": count}, {"Authorization": self.key}
        )
        return list(_read(self.name, found, "videos" if kind == "video" else "photos", self._item, words))

    def _item(self, each: dict[str, Any], words: str) -> Item:
        video = "video_files" in each
        file = _fitting(each["video_files"]) if video else each
        user = each.get("user") or {}
        return Item(
            provider="pexels", id=str(each["id"]), kind="video" if video else "photo",
            width=int(file["width"]), height=int(file["height"]), duration=float(each.get("duration") or 0),
            address=str(file["link"] if video else each["src"]["large2x"]), page=str(each["url"]),
            author=str(user.get("name") or each.get("photographer") or ""),
            author_page=str(user.get("url") or each.get("photographer_url") or ""),
            licence="Pexels License (https://www.pexels.com/license/)",
            tags=_tags(each.get("alt") or _slug(str(each["url"])), words),
        )  # fmt: skip


@dataclass(frozen=True)
class Pixabay:
    """https://pixabay.com/api/docs/"""

    key: str
    address: str = "https://pixabay.com"
    name: str = "Pixabay"

    def search(self, words: str, kind: Kind = "video", count: int = 10) -> list[Item]:
        place = "/api/videos/" if kind == "video" else "/api/"
        # It gives no fewer than three.
        asked = {"key": self.key, "q": words, "per_page": max(3, count), "safesearch": "true"}
        found = _asked(self.name, self.address + place, asked, {})
        return list(_read(self.name, found, "hits", self._item, words))[:count]

    def _item(self, each: dict[str, Any], words: str) -> Item:
        video = "videos" in each
        file = _fitting(list(each["videos"].values())) if video else {}
        user = str(each.get("user") or "")
        return Item(
            provider="pixabay", id=str(each["id"]), kind="video" if video else "photo",
            width=int(file["width"] if video else each["imageWidth"]),
            height=int(file["height"] if video else each["imageHeight"]),
            duration=float(each.get("duration") or 0),
            address=str(file["url"] if video else each["largeImageURL"]), page=str(each["pageURL"]),
            author=user, author_page=f"https://pixabay.com/users/{user}-{each.get('user_id', '')}/",
            licence="Pixabay Content License (https://pixabay.com/service/license-summary/)",
            tags=_tags(str(each.get("tags") or ""), words),
        )  # fmt: skip


def _read(name: str, found: Any, key: str, item: Any, words: str) -> Iterator[Item]:
    if not isinstance(found, dict) or not isinstance(found.get(key), list):
        raise BadStockAnswer(name=name, reason=key)
    for each in found[key]:
        try:
            yield item(each, words)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise BadStockAnswer(name=name, reason=f"{type(error).__name__}: {error}") from error


def _tags(said: str, words: str) -> tuple[str, ...]:
    """What was searched for, and what the provider says of it."""
    parts = [part.strip() for part in said.replace(";", ",").split(",")]
    return tuple(dict.fromkeys(part for part in (words, *parts) if part))[:12]


def _slug(page: str) -> str:
    """What a page is called in its address: .../video/a-cup-of-coffee-123/"""
    return " ".join(part for part in page.rstrip("/").rpartition("/")[2].split("-") if not part.isdigit())


@dataclass(frozen=True)
class _Offer:
    made: Any
    page: str
    variable: str


PROVIDERS = {
    "pexels": _Offer(Pexels, "https://www.pexels.com/api/", "WORKPRINT_PEXELS_KEY"),
    "pixabay": _Offer(Pixabay, "https://pixabay.com/api/docs/", "WORKPRINT_PIXABAY_KEY"),
}


def provider(name: str = "", environment: Mapping[str, str] = os.environ) -> Provider:
    """The provider of that name; without one, the first that has a key. `WORKPRINT_PEXELS_URL` and
    `WORKPRINT_PIXABAY_URL` say where it is, where it is not at its own address. Raises `NoStockKey`."""
    keyed = [each for each, offer in PROVIDERS.items() if environment.get(offer.variable)]
    chosen = name or (keyed[0] if keyed else "pexels")
    offer = PROVIDERS[chosen]
    key = environment.get(offer.variable, "")
    if not key:
        raise NoStockKey(name=chosen.capitalize(), page=offer.page, variable=offer.variable)
    address = environment.get(offer.variable.replace("_KEY", "_URL"), "")
    made: Provider = offer.made(key, **({"address": address.rstrip("/")} if address else {}))
    return made
