"""Two sets of tone curves as one: FFmpeg's interpolation done here, value by value."""

from __future__ import annotations

from dataclasses import replace

from workprint.graph import Node

COLOURS = ("red", "green", "blue")
TOP = 255


def composed_curves(node: Node) -> Node | None:
    """One `curves` filter for this one and the one right before it; None where there is none."""
    first = node.inputs[0].node
    if first.name == "format" and first.arg("pix_fmts") in ("gbrp", "gbrap"):
        first = first.inputs[0].node
    if first.name != "curves" or first.label or node.label:
        return None
    if any(name not in COLOURS for each in (first, node) for name, _ in each.args):
        return None
    args = []
    for colour in COLOURS:
        inner, outer = _table(first.arg(colour)), _table(node.arg(colour))
        args.append((colour, _points([outer[value] for value in inner])))
    return replace(node, args=tuple(args), inputs=first.inputs)


def _points(table: list[int]) -> str:
    """Curves that go through every value of a table. A little above each, for FFmpeg rounds down."""
    places = [(value + 0.01) / TOP for value in range(TOP)] + [1.0]
    heights = [min(1.0, (value + 0.5) / TOP) for value in table]
    return " ".join(f"{x:.6f}/{y:.6f}" for x, y in zip(places, heights, strict=True))


def _table(value: object) -> list[int]:
    """What FFmpeg makes of each value with a curve "x/y x/y …": a natural cubic spline, rounded down."""
    if value is None:
        return list(range(TOP + 1))
    points = [(float(x), float(y)) for x, y in (point.split("/") for point in str(value).split())]
    bends = _bends(points)
    table = [_held(points[0][1])] * (TOP + 1)
    for index in range(len(points) - 1):
        (x, y), (next_x, next_y) = points[index], points[index + 1]
        width = next_x - x
        bend, next_bend = bends[index], bends[index + 1]
        slope = (next_y - y) / width - width * bend / 2 - width * (next_bend - bend) / 6
        start = int(x * TOP)
        for place in range(start, int(next_x * TOP) + 1):
            at = (place - start) / TOP
            table[place] = _held(y + slope * at + bend / 2 * at**2 + (next_bend - bend) / (6 * width) * at**3)
    for place in range(int(points[-1][0] * TOP) + 1, TOP + 1):
        table[place] = _held(points[-1][1])
    return table


def _held(value: float) -> int:
    return max(0, min(TOP, int(value * TOP)))


def _bends(points: list[tuple[float, float]]) -> list[float]:
    """The second derivatives of the natural cubic spline through the points."""
    count = len(points)
    widths = [points[i + 1][0] - points[i][0] for i in range(count - 1)]
    steps = [(points[i + 1][1] - points[i][1]) / widths[i] for i in range(count - 1)]
    upper, right = [0.0] * count, [0.0] * count
    for i in range(1, count - 1):
        pivot = 2 * (widths[i - 1] + widths[i]) - widths[i - 1] * upper[i - 1]
        upper[i] = widths[i] / pivot
        right[i] = (6 * (steps[i] - steps[i - 1]) - widths[i - 1] * right[i - 1]) / pivot
    bends = [0.0] * count
    for i in range(count - 2, 0, -1):
        bends[i] = right[i] - upper[i] * bends[i + 1]
    return bends
