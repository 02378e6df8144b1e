"""Faults: what went wrong, by stable code and named fields; the sentence is made at the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class Fault(Exception):
    """Something a user can be told. Subclasses set `code` and one sentence per language.

    The sentences are `str.format` templates over the keyword fields given to the constructor.
    """

    code: ClassVar[str] = "fault"
    en: ClassVar[str] = "Something went wrong."
    zh: ClassVar[str] = "出错了。"

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.code, fields)

    def say(self, lang: str = "en") -> str:
        """The sentence for a person, in `lang` ("en" or "zh")."""
        template = self.zh if lang == "zh" else self.en
        return template.format(**self.fields)

    def to_json(self, lang: str = "en") -> dict[str, Any]:
        return {"code": self.code, "message": self.say(lang), **self.fields}

    def __str__(self) -> str:
        return self.say("en")


class Faults(Fault):
    """Several faults, reported together."""

    code = "faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(codes=[fault.code for fault in faults])

    def say(self, lang: str = "en") -> str:
        return "\n".join(fault.say(lang) for fault in self.faults)

    def to_json(self, lang: str = "en") -> dict[str, Any]:
        return {"code": self.code, "faults": [fault.to_json(lang) for fault in self.faults]}
