"""What was known by a file that is not given along any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workprint.model import Fact, Facts, Timeline, companions
from workprint.ops import SCREEN_KINDS

_WORDS = frozenset({"word", "transcript", "filler"})


def still_known(facts: Facts, before: Timeline, after: Timeline) -> Facts:
    """Facts without those that were read from files which `before` has and `after` has not."""
    left = {each.hash for media in after.media for each in companions(media)}
    dropped = {
        media.id: {each.name for each in companions(media) if each.hash not in left} for media in before.media
    }
    return {media: _without(known, dropped.get(media, ())) for media, known in facts.items()}


def _without(known: Sequence[Fact], names: Collection[str]) -> Sequence[Fact]:
    stale = {kind for fact in known for kind in _read(fact, names)}
    return [fact for fact in known if fact.kind not in stale] if stale else known


def _read(fact: Fact, names: Collection[str]) -> Collection[str]:
    """The kinds of facts that were read from one of these files, as far as this fact tells."""
    value = fact.value if isinstance(fact.value, dict) else {}
    if fact.kind == "screen" and set(str(value.get("file", "")).split(", ")) & set(names):
        return SCREEN_KINDS
    if fact.kind == "transcript" and value.get("name") in names:
        return _WORDS
    return (fact.kind,) if fact.kind in ("cue", "script") and fact.source in names else ()
