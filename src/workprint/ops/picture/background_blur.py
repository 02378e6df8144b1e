"""Blurred fill."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import even


class BackgroundBlur(VideoEffect):
    """The whole picture over an enlarged, blurred copy of itself that fills the canvas: no black bars.

    Transparency is lost: nothing is left to show through."""

    name = "background_blur"
    group = "frame"
    title = {"en": "Blurred fill", "zh": "模糊填充"}
    say = {
        "en": (
            "blurred fill",
            "fill the bars with blur",
            "blurred bars",
            "blurry sides",
            "fill the black bars",
            "blurred copy behind",
        ),
        "zh": ("模糊填充", "黑边模糊填充", "模糊黑边", "填充黑边", "两边模糊", "背景模糊填充"),
    }
    examples = {"en": "fill the black bars of clip 1 with blur", "zh": "第一段用模糊填充黑边"}
    main = "strength"
    before_fit = True

    strength: float = Param(0.5, ge=0, le=1, en="Blur", zh="模糊强度")
    dim: float = Param(0.15, ge=0, le=1, en="Darkening", zh="压暗")

    def build(self, video: Video, context: Context) -> Video:
        width, height = context.canvas.width, context.canvas.height
        inside = min(width / video.width, height / video.height)
        front = video.scaled(
            min(width, even(video.width * inside)), min(height, even(video.height * inside)), flags="bicubic"
        )
        if (front.width, front.height) == (width, height):
            return front
        # A blur has no detail: made at a quarter of the size it looks the same and costs a tenth.
        cover = max(width / video.width, height / video.height) / 4
        small = video.scaled(even(video.width * cover + 1), even(video.height * cover + 1), flags="bilinear")
        small = small.filter("crop", w=even(width / 4), h=even(height / 4))
        small = small.filter("gblur", sigma=(0.004 + 0.03 * self.strength) * height / 4, steps=2)
        small = small.filter("lutyuv", y=f"minval+(val-minval)*{1 - 0.8 * self.dim:.4f}")
        back = small.scaled(width, height, flags="bilinear")
        # Below transparency the darkened copy shows: the result is whole.
        placed = back.filter("overlay", front, x=(width - front.width) // 2, y=(height - front.height) // 2)
        return placed.filter("format", pix_fmts="yuv420p").opaque().sized(width, height)
