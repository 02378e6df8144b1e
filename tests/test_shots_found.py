"""The detector of shots on drawn films, of which the truth is known; `benchmarks/scenes.py` does many."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from made_films import HEIGHT, TUNED, WIDTH, make, texture
from workprint.analysis import analyse, probe
from workprint.analysis.scene import Differences, _between_fades, _placed, _relit, changes, thumbnail

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scenes import matched


@pytest.mark.parametrize("seed", [5, 9])
def test_changes_are_found_and_what_only_looks_like_one_is_not(seed: int, tmp_path: Path) -> None:
    """Cuts, dissolves and fades among flashes, whip pans, titles and lamps that are switched."""
    made = make(tmp_path / "film.mp4", seed, TUNED)
    facts = analyse(made.path, probe(made.path, "m1"), ["scene"])
    pairs, false = matched(made, [(f.start, f.value["by"]) for f in facts if f.value["by"] != "start"])
    assert made.traps
    assert not false
    assert [truth for truth, how in pairs if not how] == []
    assert all(truth.kind == how for truth, how in pairs if truth.kind != "fade")


def picture(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    wide = texture(np.random.default_rng(seed), WIDTH, HEIGHT)
    return thumbnail((wide[:72:2, :128:2] * 255).astype(np.uint8))


def test_light_that_changes_and_things_that_come_in_are_no_dissolve() -> None:
    one, other = picture(1), picture(2)
    titled = one.copy()
    titled[3:5, 3:12] = 1
    assert _relit(one, one * 0.4)
    assert not _relit(one, other)
    assert _placed(titled - one)
    assert not _placed(other - one)


def test_empty_pictures_are_a_fade_where_they_come_slowly_and_a_flash_where_they_do_not() -> None:
    lags = np.full((40, 9), 0.05, np.float32)
    slowly = [0.2] * 12 + [0.15, 0.1, 0.05, 0.03, 0.01, 0.0, 0.01, 0.03, 0.1] + [0.2] * 19
    assert _between_fades(slowly, lags) == [17]
    flash = [0.2] * 16 + [0.0] * 3 + [0.2] * 21
    assert _between_fades(flash, lags) == []


def drawn(moves: int, begins: float, mixes: bool) -> list[tuple[float, str]]:
    """What is found in 4 s of two pictures that both move `moves` pixels a frame; from `begins` on one
    becomes the other in 0.8 s, or the first goes on."""
    rng = np.random.default_rng(7)
    wide = [texture(rng, WIDTH * 4, HEIGHT, 24) for _ in range(2)]
    seen = Differences(Fraction(25))
    for n in range(100):
        one, two = (each[:72:2, n * moves : n * moves + 128 : 2] for each in wide)
        share = min(1.0, max(0.0, (n / 25 - begins) / 0.8)) if mixes else 0.0
        seen.add(((one * (1 - share) + two * share) * 255).astype(np.uint8))
    seen.finish()
    assert len(seen.mixes) == 100
    return [(change.frame / 25, change.by) for change in changes(seen)]


@pytest.mark.parametrize(("begins", "moves"), [(0.4, 0), (2.8, 0), (1.6, 1)])
def test_dissolves_are_found_at_the_ends_of_a_film_and_where_both_pictures_move(
    begins: float, moves: int
) -> None:
    ((at, how),) = drawn(moves, begins, mixes=True)
    assert how == "dissolve"
    assert begins <= at <= begins + 0.8


@pytest.mark.parametrize("moves", [1, 2, 4])
def test_a_pan_is_no_dissolve(moves: int) -> None:
    assert drawn(moves, 0, mixes=False) == []
