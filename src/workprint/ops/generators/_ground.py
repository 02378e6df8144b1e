"""Plain and graded grounds."""

from workprint.graph import Video, source_filter
from workprint.ops.operation import Context
from workprint.ops.text.colors import rgba

_ENDS = {"down": (0, 0, 0, 1), "right": (0, 0, 1, 0), "diagonal": (0, 0, 1, 1), "radial": (0.5, 0.5, 1, 1)}


def _hex(color: str) -> str:
    red, green, blue, _ = rgba(color)
    return f"0x{red:02x}{green:02x}{blue:02x}"


def _video(context: Context, name: str, **args: str | int | float) -> Video:
    width, height = context.canvas.width, context.canvas.height
    node = source_filter(name, "video", context.origin, size=f"{width}x{height}", rate=context.rate, **args)
    endless = Video(node, width=width, height=height, rate=context.rate, frames=context.frames)
    return (
        endless.filter("trim", end_frame=context.frames)
        .filter("format", pix_fmts="rgb24")
        .filter("setsar", sar="1")
    )


def plain(color: str, context: Context) -> Video:
    """One colour, all over."""
    return _video(context, "color", color=_hex(color))


def graded(first: str, last: str, towards: str, motion: float, context: Context) -> Video:
    """From one colour to another: "down", "right", "diagonal" or "radial" (from the centre).

    `motion` from 0 to 1 is how fast it turns.
    """
    width, height = context.canvas.width - 1, context.canvas.height - 1
    x0, y0, x1, y1 = _ENDS[towards]
    return _video(
        context,
        "gradients",
        c0=_hex(first),
        c1=_hex(last),
        n=2,
        x0=int(x0 * width),
        y0=int(y0 * height),
        x1=int(x1 * width),
        y1=int(y1 * height),
        type="radial" if towards == "radial" else "linear",
        speed=0.03 * motion,
        seed=1,
    )
