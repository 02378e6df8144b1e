"""Requests in both languages and the edits they become."""

from __future__ import annotations

import pytest

from planner_rows import Row, faults, planned, rows

TABLES = (
    "examples",
    "requests",
    "held_out",
    "held_out_2",
    "held_out_3",
    "held_out_4",
    "translated",
    "followups",
    "along",
    "amounts",
    "places",
    "several",
    "reviewed",
    "in_step",
    "plainly",
    "spoken",
    "scenes",
    "captions",
    "caption_parts",
    "screens",
    "faces",
    "faces_more",
    "beats",
    "music_more",
    "voice",
    "voice_more",
    "broll",
    "undoing",
    "best_parts",
    "covers",
    "spoken_more",
    "clicks",
    "mark_changes",
    "blind_en",
    "blind_zh",
    "cuts_more",
    "badges",
    "looks_said",
    "phone_zh",
    "sound_limits",
)


@pytest.mark.parametrize(
    "row", [row for table in TABLES for row in rows(table)], ids=lambda row: f"{row.where} {row.request}"
)
def test_row(row: Row) -> None:
    found = planned(row)
    assert not faults(row, found), found.reply
