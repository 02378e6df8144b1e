"""Several pictures at once: where each lies, and laying them on film and tracks."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

from workprint.base import Range
from workprint.model import Clip, Timeline, Track

from .film import PICTURE_TRACK, appended, clip_of, film_of, fresh, rebuilt, recast, taken
from .timemap import placed
from .track_surgery import Strip, settle


def boxes(layout: str, count: int) -> list[dict[str, float | str]]:
    """Where each picture lies, as fractions of the canvas."""
    columns = {"side_by_side": count, "stacked": 1}.get(layout, ceil(sqrt(count)))
    rows = -(-count // columns)
    return [
        {
            "x": round(index % columns / columns, 6),
            "y": round(index // columns / rows, 6),
            "width": round(1 / columns, 6),
            "height": round(1 / rows, 6),
            "fit": "crop",
        }
        for index in range(count)
    ]


def spread(timeline: Timeline, cells: Sequence[Clip]) -> Timeline:
    """The first cell on the film, the others on tracks over it.

    Clips of the film that are cells give way to the first one, where the first of them lay; cells
    that are all new come after the film.
    """
    used = {cell.id for cell in cells}
    film = timeline.film
    if film is None or not any(clip.id in used for _, clip in film.clips()):
        after = appended(timeline, cells[0])
        start = clip_of(after, cells[0].id)[1]
    else:
        after, start = in_row(timeline, film, cells[0], used)
    base = film_of(after).id
    for cell in cells[1:]:
        after = placed(after, cell, start, PICTURE_TRACK, above=base)
    return settle(timeline, after)


def in_row(timeline: Timeline, film: Track, cell: Clip, used: set[str]) -> tuple[Timeline, int]:
    """The film with the first used clip turned into the cell and the other used ones gone."""
    strip, parts, start, done = Strip(film.items), [], 0, False
    for at, item in film.placed():
        span = Range(start=at, duration=item.duration)
        if item.id not in used:
            parts.append(taken(strip, span) if item.duration else fresh(item))
        elif not done:
            done, start = True, sum(each.duration for part in parts for each in part.items)
            parts.append(recast([cell], Range(start=at, duration=min(item.duration, cell.duration))))
    return rebuilt(timeline, parts), start
