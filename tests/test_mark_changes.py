"""Single rings, zooms and covers: moved, resized, taken away, and kept away; colours that stand out."""

from __future__ import annotations

import numpy as np
import pytest

from test_screen_edits import click, clicks, clip, edited, film, starts
from workprint.analysis.screen_ground import Ground
from workprint.base import Fault
from workprint.model import Timeline
from workprint.ops import mark_groups, marks, taken_away
from workprint.ops.screen.ring_colors import LEAST, USUAL, contrast, standing_out

FACTS = clicks(click(1, 0.2, 0.3), click(5, 0.8, 0.6), click(15, 0.9, 0.9))
APART = clicks(click(1, 0.2, 0.3), click(7, 0.8, 0.6), click(15, 0.9, 0.9))
"""Clicks so far apart that each has a zoom of its own."""


def made(op: str) -> Timeline:
    facts = APART if op == "zoom_to_clicks" else FACTS
    return edited(film(clip(0, 10), clip(10, 20, "c2")), facts, op)


def times(timeline: Timeline, kind: str) -> list[float]:
    return [float(marker.range.start / 30) for marker in timeline.markers if marker.kind == kind]


def test_what_was_taken_away_stays_away_until_it_is_called_back() -> None:
    less = edited(made("highlight_clicks"), FACTS, "highlight_clicks", off=True, moments=(5,))
    cut = edited(less, {}, "delete_range", start=2, end=4)
    again = edited(cut, FACTS, "highlight_clicks", color="red")
    assert starts(again) == [1, 13]
    assert times(again, "no ring") == [3]
    assert starts(edited(again, FACTS, "highlight_clicks", again=True)) == [1, 3, 13]
    assert starts(edited(again, FACTS, "highlight_clicks", moments=(3,))) == [1, 3, 13]


def test_a_zoom_taken_away_stays_away_and_all_taken_away_are_forgotten() -> None:
    less = edited(made("zoom_to_clicks"), APART, "zoom_to_clicks", off=True, moments=(7.5,))
    again = edited(less, APART, "zoom_to_clicks", amount=2)
    assert starts(again, "zoom_to") == pytest.approx([0.7, 14.7], abs=0.02)
    none = edited(again, APART, "zoom_to_clicks", off=True)
    assert not taken_away(none, "zoom_to")
    assert len(mark_groups(edited(none, APART, "zoom_to_clicks"), "zoom_to")) == 3


def test_one_ring_goes_to_another_clip_with_its_marker() -> None:
    after = edited(made("highlight_clicks"), {}, "change_marks", kind="ring", numbers=(1,), to=12)
    rings = [(mark.clip.id, mark.span.start / 30) for mark in marks(after, "click_ring")]
    assert rings == [("c1", 5), ("c2", 12), ("c2", 15)]
    assert times(after, "click") == [5, 12, 15]
    assert starts(edited(after, {}, "change_marks", kind="ring", numbers=(2,), off=True)) == [5, 15]


def test_a_zoom_that_is_moved_over_a_join_is_on_both_clips() -> None:
    after = edited(made("zoom_to_clicks"), {}, "change_marks", kind="zoom", numbers=(1,), to=9)
    assert [mark.clip.id for mark in mark_groups(after, "zoom_to")[1].marks] == ["c1", "c2"]
    assert times(after, "zoom")[1] == 9


def test_sizes_and_places_change_for_the_one_that_is_named() -> None:
    rung = edited(made("highlight_clicks"), {}, "change_marks", kind="ring", numbers=(2,), scale=2, x=0.5)
    sizes = [(m.effect.params.get("size"), m.effect.params["x"]) for m in marks(rung, "click_ring")]
    assert sizes == [(None, 0.2), (0.09, 0.5), (None, 0.9)]
    zoomed = edited(made("zoom_to_clicks"), {}, "change_marks", kind="zoom", moments=(7.5,), scale=0.5)
    assert [g.marks[0].effect.params["amount"] for g in mark_groups(zoomed, "zoom_to")] == [1.8, 1.4, 1.8]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"kind": "ring", "numbers": (7,)}, "no_such_mark"),
        ({"kind": "cover", "off": True}, "no_such_mark"),
        ({"kind": "ring", "numbers": (1,), "to": 50}, "nothing_to_do"),
        ({"kind": "ring", "numbers": (1,)}, "nothing_to_do"),
    ],
)
def test_what_cannot_be_changed_is_said(params: dict[str, object], code: str) -> None:
    with pytest.raises(Fault) as told:
        edited(made("highlight_clicks"), {}, "change_marks", **params)
    assert told.value.code == code


@pytest.mark.parametrize("ground", [0.0, 0.2, 0.4, 0.8, 0.97, 1.0])
def test_a_ring_stands_out_from_what_is_behind_it(ground: float) -> None:
    color = standing_out(ground)
    assert contrast(color, ground) >= LEAST
    assert (color == USUAL) == (contrast(USUAL, ground) >= LEAST)


def test_the_colour_of_a_ring_is_that_of_its_place_unless_one_is_named() -> None:
    places = ({"x": 0.5, "y": 0.5, "ground": ground} for ground in (0.97, 0.1))
    found = [click(at).model_copy(update={"value": place}) for at, place in zip((1, 5), places, strict=True)]
    after = edited(film(clip(0, 20)), clicks(*found), "highlight_clicks")
    assert [m.effect.params["color"] for m in marks(after, "click_ring")] == ["#d70015", USUAL]
    named = edited(film(clip(0, 20)), clicks(*found), "highlight_clicks", color="#00ff00")
    assert {m.effect.params["color"] for m in marks(named, "click_ring")} == {"#00ff00"}


def test_how_bright_it_is_around_a_place_is_known_at_each_moment() -> None:
    dark = np.full((150, 240), 20, np.uint8)
    light = dark.copy()
    light[:, 120:] = 240
    ground = Ground()
    assert len(list(ground.noted([dark] * 6 + [light] * 6))) == 12
    assert ground.around(1, 0.9, 0.5) == pytest.approx(20 / 255, abs=0.01)
    assert ground.around(11, 0.9, 0.5) == pytest.approx(240 / 255, abs=0.01)
    assert ground.around(11, 0.1, 0.5) == pytest.approx(20 / 255, abs=0.01)
