"""Chords, scales and voicings, in semitones (60 is middle C)."""

from __future__ import annotations

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
PENTATONIC = (0, 2, 4, 7, 9)
MINOR_PENTATONIC = (0, 3, 5, 7, 10)

_KINDS = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "maj9": (0, 4, 7, 11, 14),
    "m7": (0, 3, 7, 10),
    "m9": (0, 3, 7, 10, 14),
    "13": (0, 4, 10, 14, 21),
    "sus": (0, 5, 7, 14),
}
_DEGREES = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}


def chord(symbol: str, minor: bool) -> tuple[int, tuple[int, ...]]:
    """The root above the key and the tones above that root of a Roman numeral: "ii9", "IVmaj9"."""
    numeral = symbol.rstrip("0123456789").removesuffix("maj").removesuffix("sus")
    kind = symbol[len(numeral) :]
    if numeral.islower():
        kind = "m" + kind
    scale = MINOR if minor else MAJOR
    return scale[_DEGREES[numeral.lower()]], _KINDS[kind]


def voiced(root: int, tones: tuple[int, ...], before: tuple[int, ...], centre: int) -> tuple[int, ...]:
    """The chord's upper tones near `centre`, moving as little as can be from the chord before.

    Chords of four tones and more leave their root to the bass.
    """
    classes = sorted({(root + tone) % 12 for tone in (tones[1:] if len(tones) > 3 else tones)})
    around = sum(before) / len(before) if before else centre
    goal = 0.6 * around + 0.4 * centre
    best: tuple[int, ...] = ()
    cost = float("inf")
    for turn in range(len(classes)):
        order = classes[turn:] + [pitch + 12 for pitch in classes[:turn]]
        base = sum(order) / len(order)
        octave = 12 * round((goal - base) / 12)
        notes = tuple(pitch + octave for pitch in order)
        moved = abs(base + octave - goal)
        if before:
            moved += sum(min(abs(note - old) for old in before) for note in notes) / len(notes)
        # Seconds at the bottom of a chord sound muddy.
        if notes[1] - notes[0] < 3:
            moved += 2
        if moved < cost:
            best, cost = notes, moved
    return best
