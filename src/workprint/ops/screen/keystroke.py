"""Keystroke."""

from workprint.ops.operation import Param
from workprint.ops.text.colors import ColorOrNone
from workprint.ops.text.lettering import Lettering
from workprint.ops.text.look import Animation
from workprint.ops.text.placing import Position


class Keystroke(Lettering):
    """Keys that are pressed, on a dark plate at the bottom of the picture, like the caps of a keyboard."""

    name = "keystroke"
    group = "screen"
    title = {"en": "Keystroke", "zh": "按键"}
    say = {"en": ("keystroke", "key press"), "zh": ("按键提示", "键帽")}
    examples = {
        "en": "add the keystroke “Ctrl + S” from 1 to 3 seconds",
        "zh": "第1秒到第3秒加按键提示“Ctrl + S”",
    }
    main = "size"

    position: Position = Param("bottom", en="Position", zh="位置")
    size: float = Param(0.045, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    bold: bool = Param(True, en="Bold", zh="粗体")
    box: ColorOrNone = Param("#14161a", en="Box", zh="底框")
    box_opacity: float = Param(0.85, ge=0, le=1, en="Box opacity", zh="底框不透明度")
    shadow: float = Param(0.0, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")
    animation: Animation = Param("pop", en="Animation", zh="动画")
    enter: float = Param(0.12, ge=0, le=5, en="Enter", zh="进入时长", unit="s")
