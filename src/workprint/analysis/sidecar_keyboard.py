"""Cap's `keyboard.bin`: the keys of its `keyboard.json`, packed.

After its mark come, as bincode 2 packs them in its standard way, how many presses there are and of each the
key, its code, the time in milliseconds and whether it went down
(https://github.com/CapSoftware/Cap: crates/project/src/keyboard.rs; https://docs.rs/bincode: spec).
"""

from __future__ import annotations

import struct
from typing import Any

from .sidecar_json import MOST, Wrong

LONG = {251: "<H", 252: "<I", 253: "<Q"}
"""How a whole number is packed that is no single byte."""
LETTERS = 1024
"""Bytes of the longest text that is read."""


class _Bytes:
    """Bytes read from the front on."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        part = self.data[self.at : self.at + count]
        if len(part) < count:
            raise Wrong({"en": "it is cut short", "zh": "它不完整"})
        self.at += count
        return part

    def whole(self) -> int:
        first = self.take(1)[0]
        if first < min(LONG):
            return first
        if first not in LONG:
            raise _strange()
        (value,) = struct.unpack(LONG[first], self.take(struct.calcsize(LONG[first])))
        return int(value)

    def text(self) -> str:
        length = self.whole()
        if length > LETTERS:
            raise _strange()
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError as error:
            raise _strange() from error

    def press(self) -> dict[str, Any]:
        key, code = self.text(), self.text()
        (time,) = struct.unpack("<d", self.take(8))
        down = self.take(1)[0]
        if down > 1:
            raise _strange()
        return {"key": key, "keyCode": code, "timeMs": time, "down": down == 1}


def keyboard(data: bytes) -> dict[str, Any]:
    """The presses, as `keyboard.json` has them. Raises `Wrong`."""
    read = _Bytes(data)
    count = read.whole()
    if count > MOST:
        raise Wrong({"en": f"it has more than {MOST:,} events", "zh": f"事件数超过 {MOST:,}"})
    presses = [read.press() for _ in range(count)]
    if read.at != len(data):
        raise _strange()
    return {"presses": presses}


def _strange() -> Wrong:
    return Wrong({"en": "it is not packed as Cap packs its keys", "zh": "其打包方式与 Cap 的按键文件不同"})
