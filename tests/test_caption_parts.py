"""Captions of a part of the film: taken away, looked after, earlier or later."""

from __future__ import annotations

from typing import Any

import pytest

from test_caption_frames import backdrop, facts, looks
from test_captions import clip, cues, edit, film, shown
from workprint.base import Fault
from workprint.model import Timeline


def captioned(**params: Any) -> Timeline:
    return edit(film(clip("c1", "a", 0, 420)), "caption_speech", **params)


def test_nothing_is_on_screen_where_captions_were_taken_away() -> None:
    before = captioned()
    first, last, _ = cues(before)[1]
    start, end = (first + 10) / 25, (last - 10) / 25
    after = edit(before, "remove_captions", start=start, end=end)
    assert all(b <= round(start * 25) or a >= round(end * 25) for a, b, _ in cues(after))
    words = [word for word, *_ in shown(before)]
    left = [word for word, *_ in shown(after)]
    assert 0 < len(left) < len(words)
    gone = [w for w, a, b in shown(before) if start <= (a + b) / 2 / 25 < end]
    assert len(words) - len(left) == len(gone)
    with pytest.raises(Fault) as fault:
        edit(after, "remove_captions", start=start, end=end)
    assert fault.value.code == "nothing_to_do"


def test_later_captions_stay_later_through_a_cut() -> None:
    before = captioned()
    late = edit(before, "shift_captions", by=0.4)
    assert [(a + 10, b + 10) for a, b, _ in cues(before)][:-1] == [(a, b) for a, b, _ in cues(late)][:-1]
    cut = {"start": 0, "end": cues(before)[0][1] / 25 + 0.6}
    one, two = edit(before, "delete_range", **cut), edit(late, "delete_range", **cut)
    assert [a + 10 for a, _, _ in cues(one)] == [a for a, _, _ in cues(two)]
    assert cues(edit(late, "shift_captions", by=-0.4))[:-1] == cues(before)[:-1]


def test_only_the_captions_of_a_range_change_their_look() -> None:
    before = captioned()
    first, last, _ = cues(before)[1]
    after = edit(
        before, "style_captions", params={"color": "red"}, start=first / 25 + 0.1, end=last / 25 - 0.1
    )
    assert [each.get("color") for each in looks(after)].count("red") == 1
    assert [each[:2] for each in cues(after)] == [each[:2] for each in cues(before)]


def test_captions_are_made_readable_once() -> None:
    seen = facts(backdrop(0.9, 1), *facts_of_nobody())
    after = edit(captioned(), "settle_captions", seen)
    assert {each["outline"] for each in looks(after)} == {0.085}
    with pytest.raises(Fault) as fault:
        edit(after, "settle_captions", seen)
    assert fault.value.code == "nothing_to_do"
    with pytest.raises(Fault) as fault:
        edit(captioned(), "settle_captions", facts())
    assert fault.value.code == "missing_facts"


def facts_of_nobody() -> list[Any]:
    return [backdrop(0, 0).model_copy(update={"kind": "faces", "value": {"people": 0}})]


def test_a_caption_that_lingers_into_a_part_is_cut_short() -> None:
    before = captioned()
    first, last, text = cues(before)[0]
    after = edit(before, "remove_captions", start=(last - 2) / 25, end=last / 25)
    assert cues(after)[0] == (first, last - 2, text)
