"""What is known of the footage that planning asks about."""

from __future__ import annotations

from workprint.model import of_kind

from .bench import Bench


def has_sound(bench: Bench) -> bool:
    """Whether any clip of the film has sound."""
    return any(
        (file := bench.timeline.file(p.media)) is not None and file.audio is not None
        for p in bench.film
        if p.media
    )


def has_speech(bench: Bench) -> bool:
    """Whether speech is known to be in a file of the film."""
    for p in bench.film:
        if p.media is None:
            continue
        if of_kind(bench.situation.facts, p.media, "speech") or of_kind(
            bench.situation.facts, p.media, "silence"
        ):
            return True
        file = bench.timeline.file(p.media)
        if file is not None and file.metadata.get("speech"):
            return True
    return False
