"""Punch in."""

from typing import Literal

from workprint.model import Clip, Effect, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faced import face_in, looked_for
from .faults import NothingToDo
from .film import film_of
from .targets import with_effects


class PunchIn(EditOp):
    """Show every second piece a little larger, so that cuts within one shot do not jump.

        [A 1x][A 1.12x][A 1x][A 1.12x]

    What stays where it is, is the face of the piece where it is known, else the middle of the picture;
    with "face" it is looked for. Errors: NothingToDo, MissingFacts.
    """

    name = "punch_in"
    group = "compose"
    title = {"en": "Punch in", "zh": "跳切推近"}
    say = {
        "en": ("punch in", "zoom in at every cut", "hide the jump cuts", "punch in on alternate clips"),
        "zh": ("跳切推近", "每个切点推近", "隐藏跳切"),
    }
    examples = {"en": "punch in at every cut", "zh": "每个切点推近一点"}
    main = "amount"

    amount: float = Param(1.12, gt=1, le=3, en="Amount", zh="倍数", unit="×")
    on: Literal["known face", "face", "middle"] = Param("known face", en="On", zh="对准")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        clips = [clip for _, clip in film.clips()]
        if len(clips) < 2:
            raise NothingToDo(en="There is no cut to hide.", zh="没有切点可以隐藏。")
        cleared = with_effects(
            timeline,
            [clip.id for clip in clips],
            lambda _, effects: tuple(e for e in effects if not e.metadata.get("punch_in")),
        )
        closer: list[str] = []
        last = clips[0]
        for clip in clips[1:]:
            if clip.media == last.media and last.id not in closer:
                closer.append(clip.id)
            last = clip
        if not closer:
            raise NothingToDo(en="No cut stays within one shot.", zh="没有同一镜头内的切点。")
        places = {clip.id: self.place(cleared, clip, facts) for clip in clips if clip.id in closer}
        ids = cleared.new_ids("e")
        return with_effects(
            cleared,
            closer,
            lambda clip, effects: (
                *effects,
                Effect(
                    id=next(ids),
                    op="zoom",
                    params={"amount": self.amount, **places[clip]},
                    metadata={"punch_in": True},
                ),
            ),
        )

    def place(self, timeline: Timeline, clip: Clip, facts: Facts) -> dict[str, float]:
        """The point of a clip that stays where it is; nothing for the middle."""
        if self.on == "middle":
            return {}
        if self.on == "face":
            looked_for(timeline, clip, facts)
        face = face_in(timeline, clip, facts)
        return {} if face is None else {"x": round(face[0], 3), "y": round(face[1], 3)}
