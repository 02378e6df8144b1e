"""Duck the music."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .score import music_tracks
from .targets import put, with_effects


class DuckMusic(EditOp):
    """The music steps back while someone speaks. 0 takes the ducking off.

        voice  ___####____##____
        music  ~~~____~~~~__~~~~

    Errors: NoMusic.
    """

    name = "duck_music"
    group = "music"
    title = {"en": "Duck the music", "zh": "说话时压低音乐"}
    say = {
        "en": ("duck the music", "lower the music under speech", "music too loud under speech"),
        "zh": ("说话时压低音乐", "人声时压低音乐", "音乐避让", "把音乐压下去"),
    }
    examples = {"en": "lower the music when someone speaks", "zh": "说话时把音乐压下去"}
    main = "depth"

    depth: float = Param(10, ge=0, le=36, en="Depth", zh="压低", unit="dB")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        ids = [track.id for track in music_tracks(timeline)]
        if self.depth:
            return put(timeline, ids, "duck", {"depth": self.depth})
        return with_effects(timeline, ids, lambda _, effects: tuple(e for e in effects if e.op != "duck"))
