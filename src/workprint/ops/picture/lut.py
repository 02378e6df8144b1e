"""LUT."""

import re
from pathlib import Path

from workprint.base import Fault, file_digest
from workprint.graph import File, Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb

HEAD = 65_536
"""Bytes in which a .cube file must have said its size."""


class LutMissing(Fault):
    code = "lut_missing"
    en = "The LUT file “{file}” is not there."
    zh = "找不到 LUT 文件“{file}”。"


class NotALut(Fault):
    code = "not_a_lut"
    en = "“{file}” is not a 3D LUT in the .cube format."
    zh = "“{file}”不是 .cube 格式的三维 LUT 文件。"


class Lut(VideoEffect):
    """Your own grade from a .cube file. It costs more than any built-in look.

    Errors: LutMissing, NotALut.
    """

    name = "lut"
    group = "look"
    title = {"en": "LUT", "zh": "LUT 调色"}
    say = {
        "en": ("lut", "apply the lut", "cube file", "use my lut", "3d lut"),
        "zh": ("lut", "套用lut", "加载lut", "cube文件", "lut调色"),
    }
    examples = {"en": "apply the lut film.cube to clip 1", "zh": "给第一段套用lut film.cube"}
    main = "file"

    file: str = Param(min_length=1, max_length=4096, en="File (.cube)", zh="文件（.cube）")

    def build(self, video: Video, context: Context) -> Video:
        path = Path(self.file)
        if not path.is_file():
            raise LutMissing(file=self.file)
        with path.open("rb") as lines:
            head = lines.read(HEAD)
        if path.suffix.lower() != ".cube" or not re.search(rb"^\s*LUT_3D_SIZE\s+\d+", head, re.MULTILINE):
            raise NotALut(file=self.file)
        return composed(rgb(video).filter("lut3d", file=File(str(path), file_digest(path))))
