"""Links in answers: whole, so that they can be opened as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from .asking import base_of

LINKS = ("cdn_url", "outputUrl", "url")


def full(request: Request, told: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with its links by the address of the configuration, else by the one that the client has used."""
    base = base_of(request)

    def link(name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {inner: link(inner, each) for inner, each in value.items()}
        if isinstance(value, list):
            return [link(name, each) for each in value]
        plain = name in LINKS and isinstance(value, str) and value.startswith("/")
        return f"{base}{value}" if plain else value

    return {name: link(name, value) for name, value in told.items()}
