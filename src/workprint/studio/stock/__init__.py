"""Stock footage: found and fetched from a provider, with whose it is and how it may be used."""

from .fetching import fetched
from .item import BadStockAnswer, Item, NoStockKey, StockDamaged, StockGone, StockTooLarge
from .providers import PROVIDERS, Provider, provider

__all__ = [
    "PROVIDERS",
    "BadStockAnswer",
    "Item",
    "NoStockKey",
    "Provider",
    "StockDamaged",
    "StockGone",
    "StockTooLarge",
    "fetched",
    "provider",
]
