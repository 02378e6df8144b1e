"""The moods music can have: data that the composer and the mixer read."""

from __future__ import annotations

from dataclasses import dataclass, field

from workprint.base import Fault, Text


class NoSuchMood(Fault):
    code = "no_such_mood"
    en = "There is no music in the mood “{mood}”; there is: {have}."
    zh = "没有“{mood}”风格的音乐，可选：{have}。"


@dataclass(frozen=True)
class Part:
    """An instrument in a mood: which voice plays, how loud, where, how much of it goes to the room.

    `level` is linear; `pan` -1 to 1; `room` is the share sent to the reverb; `shift` semitones.
    """

    voice: str
    level: float
    pan: float = 0.0
    room: float = 0.2
    shift: int = 0


@dataclass(frozen=True)
class Mood:
    """How a kind of music goes.

    `tempo` is the range of beats a minute a seed chooses from; `progressions` are chords in Roman
    numerals, one a bar. `drums`, `comping`, `bassline` and `arpeggio` are rows of sixteenth notes of
    one bar, "9" loudest, "." nothing. `swing` is where the off-beat eighth falls in its beat (0.5 is
    straight), `loose` how far players miss the grid (seconds), `pump` how deep the kick ducks the
    rest, `room` the reverb (seconds), `brightness` a low-pass (Hz), `keys` the roots to choose from.
    """

    name: str
    title: Text
    say: dict[str, tuple[str, ...]]
    tempo: tuple[int, int]
    minor: bool
    progressions: tuple[tuple[str, ...], ...]
    parts: dict[str, Part]
    drums: tuple[dict[str, str], ...] = ()
    swing: float = 0.5
    comping: tuple[str, ...] = ("9...............",)
    bassline: tuple[str, ...] = ("9...............",)
    arpeggio: tuple[str, ...] = ()
    melody_notes: tuple[int, int] = (3, 6)
    pump: float = 0.0
    room: float = 1.6
    vinyl: float = 0.0
    brightness: float = 16000.0
    loose: float = 0.004
    keys: tuple[int, ...] = field(default=(0, 2, 3, 5, 7, 9, 10))


_LOFI = Mood(
    name="lo-fi",
    title={"en": "Lo-fi", "zh": "低保真"},
    say={
        "en": ("lo-fi", "lofi", "lo fi", "chill", "chillhop", "laid back", "study"),
        "zh": ("低保真", "lofi", "lo-fi", "慵懒", "学习音乐", "放松的节拍"),
    },
    tempo=(72, 84),
    minor=False,
    progressions=(
        ("ii9", "V13", "Imaj9", "vi9"),
        ("Imaj9", "iii7", "vi9", "IVmaj9"),
        ("IVmaj9", "iii7", "ii9", "Imaj9"),
        ("vi9", "IVmaj9", "Imaj9", "V13"),
    ),
    parts={
        "chords": Part("electric_piano", 0.24, -0.12, 0.30),
        "bass": Part("round_bass", 0.36, 0.0, 0.02),
        "melody": Part("soft_bell", 0.18, 0.22, 0.45),
        "pad": Part("warm_pad", 0.07, 0.0, 0.5),
        "kick": Part("soft_kick", 0.65, 0.0, 0.03),
        "snare": Part("rim_snare", 0.65, 0.05, 0.18),
        "hat": Part("soft_hat", 0.4, 0.2, 0.06),
    },
    drums=(
        {"kick": "9......4..8.....", "snare": "....9.......9...", "hat": "7.5.7.5.7.5.7.53"},
        {"kick": "9..5......8..4..", "snare": "....9.......9..2", "hat": "7.5.7.5.7.537.5."},
        {"kick": "9.........8.4...", "snare": "....9..2....9...", "hat": "6.6.7.5.6.6.7.5."},
    ),
    swing=0.59,
    comping=("9.....6.........", "9.........5.....", "9..5......6....."),
    bassline=("9.....5...7.....", "9.........6..5..", "9......6..7....."),
    melody_notes=(3, 5),
    pump=0.35,
    room=1.3,
    vinyl=0.010,
    brightness=6500.0,
    loose=0.009,
)

_UPBEAT = Mood(
    name="upbeat",
    title={"en": "Upbeat", "zh": "欢快"},
    say={
        "en": ("upbeat", "happy", "cheerful", "energetic", "fun", "pop", "dance"),
        "zh": ("欢快", "轻快", "活泼", "动感", "快乐", "有活力", "节奏感强"),
    },
    tempo=(112, 124),
    minor=False,
    progressions=(
        ("I", "V", "vi", "IV"),
        ("vi", "IV", "I", "V"),
        ("I", "IV", "vi", "V"),
        ("IV", "I", "V", "vi"),
    ),
    parts={
        "chords": Part("bright_pluck", 0.20, -0.2, 0.22),
        "pad": Part("warm_pad", 0.10, 0.0, 0.35),
        "bass": Part("synth_bass", 0.26, 0.0, 0.02),
        "arpeggio": Part("mallet", 0.13, 0.35, 0.30, 12),
        "melody": Part("lead", 0.15, 0.05, 0.30),
        "kick": Part("punch_kick", 0.55, 0.0, 0.02),
        "snare": Part("clap", 0.6, 0.0, 0.16),
        "hat": Part("bright_hat", 0.18, 0.15, 0.04),
        "crash": Part("crash", 0.26, -0.1, 0.25),
    },
    drums=(
        {"kick": "9...9...9...9...", "snare": "....9.......9...", "hat": "..8...8...8...85"},
        {"kick": "9...9...9..69...", "snare": "....9.......9...", "hat": "3.8.3.8.3.8.3.83"},
    ),
    comping=("9..7..7...9..7..", "9.....7.9.....7.", "..9...9...9...9."),
    bassline=("9.7.9.7.9.7.9.7.", "..9...9...9...96", "9..9..9.9..9..9."),
    arpeggio=("9.7.8.7.9.7.8.7.", "9..7..8..7..9.7."),
    melody_notes=(4, 7),
    pump=0.55,
    room=1.2,
    loose=0.002,
)

_CALM = Mood(
    name="calm",
    title={"en": "Calm", "zh": "平静"},
    say={
        "en": ("calm", "relaxing", "peaceful", "gentle", "soft", "quiet", "soothing", "piano"),
        "zh": ("平静", "舒缓", "安静", "柔和", "放松", "宁静", "温柔", "钢琴"),
    },
    tempo=(62, 74),
    minor=False,
    progressions=(
        ("Imaj9", "vi9", "IVmaj9", "Vsus"),
        ("IVmaj9", "Imaj9", "vi9", "Vsus"),
        ("Imaj9", "iii7", "IVmaj9", "Vsus"),
        ("vi9", "IVmaj9", "Imaj9", "Imaj9"),
    ),
    parts={
        "arpeggio": Part("piano", 0.24, -0.15, 0.42),
        "chords": Part("piano", 0.16, 0.0, 0.42),
        "pad": Part("warm_pad", 0.12, 0.0, 0.6),
        "bass": Part("round_bass", 0.22, 0.0, 0.10),
        "melody": Part("piano", 0.31, 0.15, 0.50),
    },
    comping=("7...............",),
    bassline=("8...............", "8.......5......."),
    arpeggio=("8.5.6.5.7.5.6.5.", "8.5.6.5.7...6.5.", "8...5.6.7...5.6."),
    melody_notes=(2, 4),
    room=2.6,
    brightness=9000.0,
    loose=0.010,
)

_CINEMATIC = Mood(
    name="cinematic",
    title={"en": "Cinematic", "zh": "电影感"},
    say={
        "en": ("cinematic", "epic", "dramatic", "trailer", "inspiring", "orchestral"),
        "zh": ("电影感", "史诗", "大气", "震撼", "戏剧性", "预告片", "恢弘", "磅礴"),
    },
    tempo=(84, 96),
    minor=True,
    progressions=(
        ("i", "VI", "III", "VII"),
        ("i", "iv", "VI", "VII"),
        ("VI", "VII", "i", "i"),
        ("i", "III", "VII", "VI"),
    ),
    parts={
        "pad": Part("strings", 0.2, 0.0, 0.5),
        "chords": Part("brass", 0.13, 0.1, 0.45),
        "arpeggio": Part("spiccato", 0.48, -0.25, 0.35),
        "bass": Part("low_strings", 0.47, 0.0, 0.25),
        "melody": Part("horn", 0.16, 0.12, 0.55),
        "kick": Part("taiko", 0.62, 0.0, 0.35),
        "snare": Part("low_tom", 0.61, -0.15, 0.35),
        "crash": Part("crash", 0.35, 0.1, 0.5),
    },
    drums=(
        {"kick": "9.....6.8.......", "snare": "..........4.5.6."},
        {"kick": "9.....6.8..6....", "snare": "....4.....5...67"},
        {"kick": "9...6...8...6...", "snare": "..3...3...4.4.5."},
    ),
    comping=("9...............", "9.......8......."),
    bassline=("9.......7.......", "9...............", "9.......7...6..."),
    arpeggio=("9.657.659.657.65", "9.6.7.6.9.6.7.6.", "9667966796679667"),
    melody_notes=(2, 4),
    room=3.0,
    loose=0.003,
)

_CORPORATE = Mood(
    name="corporate",
    title={"en": "Corporate", "zh": "商务"},
    say={
        "en": ("corporate", "business", "technology", "tech", "presentation", "motivational", "commercial"),
        "zh": ("商务", "企业", "科技感", "科技", "宣传片", "励志", "商业"),
    },
    tempo=(100, 112),
    minor=False,
    progressions=(
        ("I", "V", "vi", "IV"),
        ("IV", "I", "V", "vi"),
        ("I", "vi", "IV", "V"),
    ),
    parts={
        "chords": Part("piano", 0.20, 0.0, 0.30),
        "arpeggio": Part("muted_string", 0.25, -0.28, 0.22),
        "pad": Part("warm_pad", 0.11, 0.0, 0.45),
        "bass": Part("round_bass", 0.22, 0.0, 0.03),
        "melody": Part("mallet", 0.32, 0.25, 0.35),
        "kick": Part("soft_kick", 0.55, 0.0, 0.02),
        "snare": Part("clap", 0.37, 0.0, 0.16),
        "hat": Part("soft_hat", 0.18, 0.2, 0.05),
    },
    drums=(
        {"kick": "9.......8.......", "snare": "....9.......9...", "hat": "5.7.5.7.5.7.5.7."},
        {"kick": "9.......8.6.....", "snare": "....9.......9...", "hat": "5.7.5.7.5.7.5.75"},
    ),
    comping=("9.......6.......", "9...............", "9.....6.8......."),
    bassline=("9.......7.......", "9.....6.8...6..."),
    arpeggio=("9.7.7.7.8.7.7.7.", "9.7.8.7.9.7.8.7."),
    melody_notes=(3, 5),
    pump=0.25,
    room=1.6,
    loose=0.003,
)

_AMBIENT = Mood(
    name="ambient",
    title={"en": "Ambient", "zh": "氛围"},
    say={
        "en": ("ambient", "atmospheric", "dreamy", "meditation", "space", "ethereal"),
        "zh": ("氛围", "空灵", "冥想", "梦幻", "太空感", "飘渺"),
    },
    tempo=(56, 64),
    minor=False,
    progressions=(
        ("Imaj9", "IVmaj9", "vi9", "IVmaj9"),
        ("IVmaj9", "Imaj9", "ii9", "Imaj9"),
        ("vi9", "iii7", "IVmaj9", "Imaj9"),
    ),
    parts={
        "pad": Part("warm_pad", 0.30, 0.0, 0.7),
        "chords": Part("strings", 0.08, 0.0, 0.7),
        "bass": Part("low_strings", 0.25, 0.0, 0.4),
        "melody": Part("soft_bell", 0.22, 0.2, 0.8),
        "arpeggio": Part("soft_bell", 0.14, -0.35, 0.8, 12),
    },
    comping=("7...............",),
    bassline=("7...............",),
    arpeggio=("7.....5.....6...", "7.........5....."),
    melody_notes=(1, 3),
    room=4.0,
    brightness=8000.0,
    loose=0.015,
)

_MOODS = {mood.name: mood for mood in (_LOFI, _UPBEAT, _CALM, _CINEMATIC, _CORPORATE, _AMBIENT)}


def moods() -> dict[str, Mood]:
    """Every mood by name, with its titles and the phrases that mean it."""
    return dict(_MOODS)


def mood_called(name: str) -> Mood:
    """The mood of that name. Raises `NoSuchMood`."""
    if name not in _MOODS:
        raise NoSuchMood(mood=name, have=", ".join(_MOODS))
    return _MOODS[name]
