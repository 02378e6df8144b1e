"""What is known of voices by how their engines name them: whose they are, and their accent."""

from __future__ import annotations

import re

KOKORO = {"a": "american", "b": "british", "z": "mandarin", "f": "female", "m": "male"}
"""kokoro's voices begin with a letter for the accent and one for the sex: af_heart, bm_george, zf_xiaoxiao."""
_PIPER = {"en_GB": "british", "en_US": "american", "zh_CN": "mandarin"}
_PIPER_SEX = {
    "female": {"alba", "amy", "cori", "huayan", "jenny_dioco", "kathleen", "kristin", "lessac", "ljspeech"},
    "male": {"alan", "bryce", "danny", "joe", "john", "norman", "ryan"},
}
"""Published voices whose names do not say it."""
_SERVER = {
    "female": {"coral", "nova", "sage", "shimmer"},
    "male": {"ash", "echo", "onyx"},
    "deep": {"onyx"},
    "british": {"fable"},
}
"""OpenAI's voices, which servers of the same shape have too."""


def of_kokoro(name: str) -> tuple[str, ...]:
    """The traits of a voice of kokoro."""
    return tuple(KOKORO[letter] for letter in name[:2] if letter in KOKORO)


def of_piper(name: str) -> tuple[str, ...]:
    """The traits of a voice of piper, whose files are named en_GB-alan-medium."""
    place, _, rest = name.partition("-")
    speaker = rest.partition("-")[0]
    said = re.search(r"(?:^|_)(female|male)(?:_|$)", speaker)
    sex = said[1] if said else next((sex for sex, names in _PIPER_SEX.items() if speaker in names), "")
    return tuple(trait for trait in (_PIPER.get(place, ""), sex) if trait)


def of_server(name: str) -> tuple[str, ...]:
    """The traits of a server's voice, where its name is a known one."""
    return tuple(trait for trait, names in _SERVER.items() if name.lower() in names)
