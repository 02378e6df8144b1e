"""What is asked of sound where there is none: told, never claimed to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workprint.model import Clip, FileRef, GeneratorRef, Timeline
from workprint.ops import AudioGenerator, registry

from .bench import Step, decline

_OF_SOUND = frozenset({"mute", "set_volume", "set_loudness"})


def check_sound(steps: Sequence[Step]) -> None:
    """Raises `Declined` where an edit of the sound reaches nothing that has any."""
    for step in steps:
        reached = list(_reached(step)) if _about_sound(step) else []
        if reached and not any(sounds(clip, step.before) for clip in reached):
            name = ", ".join(dict.fromkeys(_name(clip, step.before) for clip in reached[:6]))
            decline(
                "no_sound",
                f"There is no sound in {name}, so there is nothing to change about it.",
                f"{name} 没有声音，所以没有可以调整的。",
            )


def sounds(clip: Clip, timeline: Timeline) -> bool:
    """Whether a clip can be heard at all; a file that has not been looked into counts as heard."""
    if isinstance(clip.media, GeneratorRef):
        op = registry().get(clip.media.op)
        return op is not None and issubclass(op, AudioGenerator)
    file = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return file is None or not (file.kind == "image" or (file.video is not None and file.audio is None))


def _about_sound(step: Step) -> bool:
    effect = str(step.edit.params.get("effect", ""))
    return step.edit.op in _OF_SOUND or (
        step.edit.op == "add_effect" and getattr(registry().get(effect), "family", "") == "audio_effect"
    )


def _reached(step: Step) -> Iterator[Clip]:
    """The clips that an edit of the sound is on; of the whole timeline, all of its clips."""
    params, film = step.edit.params, step.before.film
    items = params.get("targets") or params.get("clips") or ([params["track"]] if params.get("track") else [])
    everything = step.edit.op == "set_loudness" or "timeline" in items
    for track in step.before.tracks:
        for _, clip in track.clips():
            if track.kind != "text" and (
                everything or clip.id in items or track.id in items or (not items and track is film)
            ):
                yield clip


def _name(clip: Clip, timeline: Timeline) -> str:
    file = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return clip.name or (file.name if file else "") or clip.id
