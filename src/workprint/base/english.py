"""Whether a word is an English one."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def pronouncing_dictionary() -> Path:
    """The English dictionary that comes with the embedded recogniser: a word a line, with its sounds."""
    found = find_spec("pocketsphinx")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("pocketsphinx")
    home = Path(next(iter(found.submodule_search_locations)))
    return home / "model" / "en-us" / "cmudict-en-us.dict"


@cache
def _dictionary() -> bytes:
    return b"\n" + pronouncing_dictionary().read_bytes()


def is_english(word: str) -> bool:
    """Whether an English dictionary of 130,000 words, names among them, has a word (in small letters)."""
    return f"\n{word} ".encode() in _dictionary()
