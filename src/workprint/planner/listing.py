"""Numbered lists of what was found in the words, and what is said about how far they can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.model import FileRef
from workprint.ops import Found, Heard, heard

from .bench import Bench
from .span import written
from .trust import DRAFT

MOST = 60
"""So many things are listed; how many more there are is said."""


def rows(found: Sequence[Found], bench: Bench, numbers: Sequence[int] = ()) -> str:
    """The list, a line each: number, time in the film, the words about it."""
    rate = float(bench.timeline.rate)
    chosen = [(n, each) for n, each in enumerate(found, 1) if not numbers or n in numbers]
    lines = [f"\n{n}. {written(each.start / rate)} {each.around}" for n, each in chosen[:MOST]]
    more = len(chosen) - MOST
    if more > 0:
        lines.append(bench.say(f"\n… and {more} more", f"\n……另有 {more} 处"))
    return "".join(lines) + "\n"


def media(bench: Bench) -> list[str]:
    """The names of the files of the film that can be heard."""
    found = {}
    for placed in bench.film:
        ref = placed.clip.media
        file = bench.timeline.file(ref.media) if isinstance(ref, FileRef) else None
        if file is not None and file.audio is not None:
            found[file.id] = file.name or file.id
    return list(found.values())


def draft(said: Heard, bench: Bench) -> str:
    """That the words are a draft; nothing where they are not."""
    return DRAFT[bench.lang] if said.draft else ""


def unsure(found: Sequence[Found], bench: Bench) -> str:
    """Why something is not certain though the words are no draft."""
    if any(each.last >= each.first and not each.sure for each in found):
        return bench.say(
            "When exactly these words are said is only estimated.", "这些词的具体时间只是估计的。"
        )
    return bench.say("Only the sound suggests them.", "这些只是凭声音判断的。")


def left_out(said: Heard, bench: Bench) -> str:
    """That engines leave hesitations out, where one wrote the words."""
    if not said.engines or said.given:
        return ""
    return bench.say(
        f"Most engines leave “um” and “uh” out of what they write ({', '.join(said.engines)}); a script that has them, or a verbatim engine, shows where they are.",
        f"大多数识别引擎（{', '.join(said.engines)}）不会写出“嗯”“呃”；带有这些词的脚本或逐字引擎才能找到它们。",
    )


def unheard(bench: Bench) -> str:
    """Why there are no words, and what would give some; nothing where there are."""
    said = heard(bench.timeline, bench.situation.facts)
    if said.words:
        return ""
    if not media(bench):
        return bench.say("There is no sound in the film, so nothing is said.", "影片没有声音，所以没有说话。")
    name = ", ".join(media(bench))
    if any(not language.startswith("en") for language in said.languages):
        spoken = ", ".join(said.languages)
        return bench.say(
            f"No words are known of {name}: no engine that is installed understands its language ({spoken}). Give the script along (a .txt or .srt beside the video), or an engine for it (“workprint doctor” lists them).",
            f"{name} 没有文字稿：已安装的引擎听不懂它的语言（{spoken}）。请把脚本（.txt 或 .srt）和视频一起给我，或安装相应的识别引擎（“workprint doctor”会列出）。",
        )
    return bench.say(
        f"No words were found in {name}: nobody speaks there, or the engine here did not understand them. If somebody does, give the script along (a .txt or .srt beside the video).",
        f"{name} 里没有找到说的话：没有人说话，或这里的引擎没有听懂。如果有人说话，请把脚本（.txt 或 .srt）和视频一起给我。",
    )
