"""Crossfade."""

from ._xfade import Xfade


class Crossfade(Xfade):
    """The outgoing picture dissolves into the incoming one."""

    name = "crossfade"
    group = "transition"
    title = {"en": "Crossfade", "zh": "叠化"}
    say = {
        "en": (
            "crossfade",
            "cross fade",
            "crossfades",
            "dissolve",
            "cross dissolve",
            "dissolves",
            "fade transition",
            "fade transitions",
            "fades between clips",
            "fade between clips",
            "smooth transition",
            "smooth transitions",
        ),
        "zh": (
            "叠化",
            "交叉淡化",
            "溶解",
            "淡入淡出转场",
            "淡入淡出过渡",
            "交叉溶解",
            "淡化转场",
            "渐变转场",
        ),
    }
    examples = {"en": "add a crossfade between clips", "zh": "片段之间加叠化"}
    kind = "fade"
