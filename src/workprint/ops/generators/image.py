"""Image."""

from typing import Literal

from workprint.base import Fault
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoGenerator
from workprint.ops.text.colors import Color

from ._ground import plain


class NoLibrary(Fault):
    code = "no_library"
    en = "The image “{media}” can only be shown inside a timeline that has it in its library."
    zh = "图片“{media}”只能在素材库中含有它的时间线里显示。"


class Image(VideoGenerator):
    """A photo of the library, or the first frame of a film, held still on a plain ground: whole
    ("inside") or filling the canvas ("crop"), as large as `size` says."""

    name = "image"
    group = "generator"
    title = {"en": "Image", "zh": "图片"}
    say = {
        "en": ("image card", "still image", "picture card", "image on a background"),
        "zh": ("图片卡", "静态图片", "图片垫底色"),
    }
    examples = {"en": "add an image card of logo.png for 3 seconds", "zh": "用 logo.png 加3秒图片卡"}
    main = "size"

    image: str = Param(en="Image (media)", zh="图片（素材）")
    fit: Literal["inside", "crop"] = Param("inside", en="Fit", zh="适配")
    size: float = Param(1.0, gt=0, le=1, en="Size", zh="大小", unit="of the canvas")
    background: Color = Param("black", en="Background", zh="背景色")

    def build(self, context: Context) -> Video:
        if context.still is None:
            raise NoLibrary(media=self.image)
        photo = context.still(self.image)
        canvas = context.canvas
        sides = canvas.width * self.size / photo.width, canvas.height * self.size / photo.height
        scale = max(sides) if self.fit == "crop" else min(sides)
        width, height = (max(2, 2 * round(side * scale / 2)) for side in (photo.width, photo.height))
        shown = photo.scaled(width, height, flags="bicubic")
        ground = plain(self.background, context)
        x, y = (canvas.width - width) // 4 * 2, (canvas.height - height) // 4 * 2
        return ground.filter("overlay", shown, x=x, y=y, eof_action="repeat")
