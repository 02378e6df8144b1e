"""Fonts are read by several threads at once: pieces of a film are lowered side by side."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from workprint.ops.text.fonts import Font

LETTERS = "ABCDEFGHabcdefghÄÖÜß0123456789"
WAYS = ("extent", "advance", "has", "height")


@pytest.fixture
def switching() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def measured(font: Font, way: str) -> list[object]:
    if way == "height":
        return [font.height]
    return [getattr(font, way)(letter) for letter in LETTERS]


@pytest.mark.usefixtures("switching")
def test_what_threads_read_together_is_what_one_reads() -> None:
    alone = {way: measured(Font("Noto Sans", "NotoSans-Regular.ttf"), way) for way in WAYS}
    for _ in range(6):
        font, start = Font("Noto Sans", "NotoSans-Regular.ttf"), threading.Barrier(len(WAYS))

        def read(way: str, font: Font = font, start: threading.Barrier = start) -> list[object]:
            start.wait(60)
            return measured(font, way)

        with ThreadPoolExecutor(len(WAYS)) as pool:
            assert dict(zip(WAYS, pool.map(read, WAYS), strict=True)) == alone
