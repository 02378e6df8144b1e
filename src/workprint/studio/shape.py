"""The rate and the canvas that suit the footage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from workprint.base import Text
from workprint.model import Canvas, MediaFile, Timeline, VideoStream
from workprint.planner import Plan

RATES = tuple(Fraction(rate) for rate in (24, 25, 30, 50, 60, "24000/1001", "30000/1001", "60000/1001"))
SQUARE = (Fraction(95, 100), Fraction(105, 100))
SEEN = Fraction(102, 100)
"""How much larger or smaller than it is footage may be shown, and how much may stay empty, before it is told."""


def standard_rate(rate: Fraction) -> Fraction:
    """The standard rate for footage of an average rate: the nearest one; faster footage halved until
    it is at most 60, slower footage a multiple of its own rate where there is one."""
    if rate <= 0:
        return Fraction(30)
    while rate > Fraction("60.5"):
        rate /= 2
    if rate < Fraction("23.5"):
        multiples = [
            each for each in (Fraction(30), Fraction(24), Fraction(25)) if (each / rate).denominator == 1
        ]
        return multiples[0] if multiples else Fraction(30)
    return min(RATES, key=lambda each: abs(each - rate))


def canvas_for(media: MediaFile) -> Canvas:
    """1920x1080 for wide footage, 1080x1920 for tall, 1080x1080 for square."""
    if media.video is None:
        return Canvas()
    shape = Fraction(media.video.width, media.video.height)
    if SQUARE[0] <= shape <= SQUARE[1]:
        return Canvas(width=1080, height=1080)
    return Canvas(width=1080, height=1920) if shape < 1 else Canvas(width=1920, height=1080)


def shaped(timeline: Timeline, media: Sequence[MediaFile]) -> Timeline:
    """An empty timeline with the rate and canvas of the first video, else of the first photo."""
    first = _first(media)
    if first is None or first.video is None:
        return timeline
    rate = standard_rate(first.video.rate) if first.kind == "video" else timeline.rate
    return timeline.model_copy(update={"rate": rate, "canvas": canvas_for(first)})


def shape_told(plan: Plan) -> tuple[Text, ...]:
    """What the user should know of a film that keeps the canvas its footage gave it: that it is not wide, or not
    as large as the footage. A size that is asked for needs no word."""
    first, canvas = _first(plan.timeline.media), plan.timeline.canvas
    if first is None or first.video is None or canvas != canvas_for(first):
        return ()
    if any({"height", "width"} & set(each.params) for each in plan.actions if each.action == "export"):
        return ()
    own, film = f"{first.video.width}x{first.video.height}", f"{canvas.width}x{canvas.height}"
    if canvas.width <= canvas.height:
        en, zh = ("portrait", "竖屏") if canvas.width < canvas.height else ("square", "方形")
        if own != film:
            en, zh = f"{en} ({own})", f"{zh}（{own}）"
        return (
            {
                "en": f"The footage is {en}, so the film is {film}. Ask for 16:9 to change that.",
                "zh": f"素材是{zh}，因此影片为 {film}。需要横屏请说“改成 16:9”。",
            },
        )
    how = _fitted(first.video, canvas)
    return () if how is None else ({
        "en": f"The footage is {own} and the film {film}, so it is {how['en']}. “Canvas {own}” keeps it as it is.",
        "zh": f"素材是 {own}，影片是 {film}，画面因此{how['zh']}。想保持原样，说“画布 {own}”。",
    },)  # fmt: skip


def _fitted(video: VideoStream, canvas: Canvas) -> Text | None:
    """How footage is shown that is larger or smaller than the film, or of another shape."""
    across, down = Fraction(canvas.width, video.width), Fraction(canvas.height, video.height)
    scale = min(across, down)
    edges = max(across, down) > scale * SEEN
    if 1 / SEEN < scale < SEEN:
        return {"en": "shown with edges beside it", "zh": "旁边会留边"} if edges else None
    size: Text = {"en": "enlarged", "zh": "会放大"} if scale > 1 else {"en": "made smaller", "zh": "会缩小"}
    return {"en": f"{size['en']}, with edges beside it", "zh": f"{size['zh']}，旁边留边"} if edges else size


def _first(media: Sequence[MediaFile]) -> MediaFile | None:
    videos = (each for each in media if each.kind == "video")
    return next(videos, None) or next((each for each in media if each.kind == "image"), None)
