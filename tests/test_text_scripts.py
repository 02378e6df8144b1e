"""Other scripts, and text that looks like commands."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from text_rendering import bounds, changed, drawn, events, still
from workprint.ops.text.breaking import atoms, balanced, clusters, joined
from workprint.ops.text.fonts import pieces
from workprint.ops.text.layout import Run, set_block

LOOK: dict[str, Any] = {"size": 0.25, "shadow": 0, "outline": 0}


@pytest.mark.parametrize(
    "characters",
    [
        "你好世界",
        "あいカキ",
        "안녕하세",
        "ابتج",
        "אבגד",
        "कखगघ",
        "กขคง",
        "অআইঈ",
        "அஆஇஈ",
        "😀🎉👍🚀",
        "✓★☂",
        "ЖЯΩξễ",
    ],
)
def test_each_character_has_its_own_shape(characters: str) -> None:
    """A missing glyph would be the same box each time."""
    frames = [still("title", text=character, **LOOK) for character in characters]
    for frame in frames:
        assert changed(frame).sum() > 40
    for one, other in combinations(frames, 2):
        assert (changed(one) != changed(other)).sum() > 40


def test_arabic_is_joined_and_runs_right_to_left() -> None:
    joined_up = still("title", text="بببب", **LOOK)
    apart = still("title", text="ب\u200cب\u200cب\u200cب", **LOOK)
    assert changed(joined_up).sum() < changed(apart).sum()
    # The one letter with ink above the line, alif, is first: at the right.
    columns = np.nonzero(changed(still("title", text="اببب", **LOOK))[:75])[1]
    whole = np.nonzero(changed(still("title", text="اببب", **LOOK)))[1]
    assert columns.mean() > whole.mean()


def test_hebrew_sentence_starts_at_the_right() -> None:
    frame = still("title", text="!לללל", **LOOK)
    left, _, right, _ = bounds(frame)
    assert right - left > 0.1
    end = still("title", text="לללל!", **LOOK)
    assert (changed(frame) != changed(end)).sum() > 40


def test_emoji_of_several_characters_are_one() -> None:
    for emoji in ("👍🏽", "👨\u200d👩\u200d👧", "🇫🇷", "❤\ufe0f"):
        left, _, right, _ = bounds(still("title", text=emoji, **LOOK))
        assert right - left < 0.25
        assert len(clusters(emoji)) == 1


def test_fonts_are_chosen_by_character() -> None:
    def families(text: str) -> list[str]:
        return [piece.font.family for piece in pieces(text)]

    assert families("Hi 你好!") == ["Noto Sans", "Noto Sans CJK SC", "Noto Sans"]
    assert families("“你好”") == ["Noto Sans CJK SC"]
    assert families("“Hi”") == ["Noto Sans"]
    assert families("ok 👍🏽 ok") == ["Noto Sans", "Noto Emoji", "Noto Sans"]
    assert pieces("你", bold=True)[0].font.file == "NotoSansCJKsc-Bold.otf"


ODD = [
    r"{\b1}bold{\b0}",
    r"a\Nb\nc\hd",
    r"{\pos(0,0)}{\an7}corner",
    "\"quotes\" and 'single', 100%: [a];b=c,d",
    r"\{escaped\} {}{",
    "}{}{\\p1}m 0 0 l 100 0 100 100{\\p0}",
    r"C:\temp\new\\",
    "Dialogue: 0,0:00:00.00,9:00:00.00,Default,,0,0,0,,more",
    "a,b,,c",
    "\\",
]


@pytest.mark.parametrize("text", ODD)
def test_text_is_drawn_as_written(text: str) -> None:
    """Each character adds the width that its font says, so none was taken for a command."""
    canvas_em = 0.045
    frame = still("title", text=text, position="center", size=canvas_em, shadow=0, outline=0, bold=False)
    left, top, right, bottom = bounds(frame)
    block = set_block([Run(text)], canvas_em * 180, 288, 162)
    assert (right - left) * 320 == pytest.approx(block.width, abs=max(3.0, 0.04 * block.width))
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.02)
    assert (bottom - top) * 180 < block.height + 4


@pytest.mark.parametrize("text", ["one\ntwo", "one\r\ntwo", "one\u2028two", "one\n[Events]\nDialogue: 0,two"])
def test_newlines_break_lines_of_text_and_not_of_the_script(text: str) -> None:
    found = events("title", {"text": text}, Fraction(0), Fraction(1))
    assert all(line.startswith("Dialogue: 0,0:00:0") for line in found)
    assert all(len(line.splitlines()) == 1 for line in found)
    assert changed(drawn(found, 10)[8]).any()


def test_typewriter_keeps_commands_harmless() -> None:
    typed = events("title", {"text": r"{\b1}x\N", "animation": "typewriter"}, Fraction(0), Fraction(1))
    at_rest = still("title", text=r"{\b1}x\N")
    assert np.abs(drawn(typed, 22)[20] - at_rest).max() < 40


def lines_of(text: str, width: float) -> list[str]:
    return [line.text for line in set_block([Run(text)], 1.0, width, 1000.0).lines]


def test_lines_are_balanced() -> None:
    lines = lines_of("The quick brown fox jumps over the lazy dog again and again", 22)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 8


CHINESE = "他说：“今天的天气真好，我们一起去公园散步吧！”（笑）于是大家都出发了。"


@pytest.mark.parametrize("width", [5, 6, 7, 8, 9, 10, 12, 14])
def test_no_bad_mark_begins_or_ends_a_chinese_line(width: float) -> None:
    for line in lines_of(CHINESE, width):
        assert line[0] not in "，。！？：；”）、"
        assert line[-1] not in "“（"


def test_two_chinese_lines_part_at_a_mark() -> None:
    assert lines_of("这是一段用来测试的中文字幕，它应该在合适的地方换行。", 40)[0].endswith("，")


def test_words_are_not_broken_unless_they_must() -> None:
    for width in (4, 6, 9, 12):
        assert " ".join(lines_of("Hello extraordinary world", width)) == "Hello extraordinary world"
    assert "".join(lines_of("W" * 200, 20)) == "W" * 200


def test_lines_hold_all_the_text() -> None:
    text = "Mixed 中文 and English, 一起 with 123 numbers"
    cut = [atoms(text, len, 99.0)]
    for count in range(1, 8):
        assert " ".join("".join(map(joined, balanced(cut, count, 99.0))).split()).replace(
            " ", ""
        ) == text.replace(" ", "")
