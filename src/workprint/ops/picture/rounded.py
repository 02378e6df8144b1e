"""Rounded frame."""

from workprint.graph import Video, source_filter
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, even, masked

COLOR_OR_NONE = r"^(#[0-9a-fA-F]{6}|none)$"


class Rounded(VideoEffect):
    """The picture with rounded corners, a little smaller, on a plain background; "none" leaves the
    background transparent, for a picture that lies over another."""

    name = "rounded"
    group = "frame"
    title = {"en": "Rounded frame", "zh": "圆角边框"}
    say = {
        "en": ("rounded corners", "round the corners", "rounded frame", "add padding", "padding around"),
        "zh": ("圆角边框", "圆角", "加圆角", "留边", "加边距", "圆角背景"),
    }
    examples = {"en": "give clip 1 rounded corners", "zh": "给第一段加圆角"}
    main = "radius"

    padding: float = Param(0.05, ge=0, le=0.4, en="Padding", zh="边距", unit="of the size")
    radius: float = Param(0.05, ge=0, le=0.5, en="Corner radius", zh="圆角半径", unit="of the shorter side")
    background: str = Param("#14161a", pattern=COLOR_OR_NONE, en="Background", zh="背景色")

    def build(self, video: Video, context: Context) -> Video:
        width, height = video.width, video.height
        inner = video.scaled(
            even(width * (1 - 2 * self.padding)), even(height * (1 - 2 * self.padding)), flags="bicubic"
        )
        x, y = (
            2 * round((whole - part) / 4) for whole, part in ((width, inner.width), (height, inner.height))
        )
        if self.background == "none":
            shown = self._cut(inner, x, y, width, height)
        else:
            shown = self._framed(inner, x, y, width, height)
        return shown.sized(width, height)

    def _cut(self, inner: Video, x: int, y: int, width: int, height: int) -> Video:
        cut = masked(inner, self._corners(inner, 0, 0, inner.width, inner.height, "0.5-ld(1)"))
        return cut.filter("pad", w=width, h=height, x=x, y=y, color="black@0")

    def _framed(self, inner: Video, x: int, y: int, width: int, height: int) -> Video:
        # The frame is one picture with a hole, laid over every frame: cheaper than masking each.
        frame = self._plain(inner, self.background, width, height, 1)
        hole = self._corners(inner, x, y, width, height, "0.5+ld(1)")
        padded = inner.filter("pad", w=width, h=height, x=x, y=y, color=self.background)
        if inner.alpha:
            back = self._plain(inner, self.background, width, height, inner.frames)
            padded = back.filter("overlay", padded)
        return padded.filter("overlay", frame.filter("alphamerge", hole)).opaque()

    def _corners(self, inner: Video, x: int, y: int, width: int, height: int, shape: str) -> Video:
        """One grey picture: `shape` from ld(1), the distance outwards from the rounded rectangle."""
        half_w, half_h = inner.width / 2, inner.height / 2
        radius = self.radius * min(inner.width, inner.height)
        across = f"st(2,abs(X+0.5-{x + half_w})-{half_w - radius:.3f})"
        down = f"st(3,abs(Y+0.5-{y + half_h})-{half_h - radius:.3f})"
        apart = f"st(1,hypot(max(ld(2),0),max(ld(3),0))+min(max(ld(2),ld(3)),0)-{radius:.3f})"
        grey = self._plain(inner, "black", width, height, 1).filter("format", pix_fmts="gray")
        return grey.filter("geq", lum=f"{across};{down};{apart};255*clip({shape},0,1)")

    def _plain(self, like: Video, color: str, width: int, height: int, count: int) -> Video:
        node = source_filter(
            "color", "video", like.node.origin, color=color, size=f"{width}x{height}", rate=like.rate
        )
        return composed(Video(node, 0, width, height, like.rate, count).filter("trim", end_frame=count))
