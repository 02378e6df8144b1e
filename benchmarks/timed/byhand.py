"""The same edits as one FFmpeg command, as somebody who knows FFmpeg well writes it: one decode of each
recording, `trim` and `atrim` in whole frames and samples per piece, `concat`, the same encoder settings.

Loudness is `loudnorm` in one pass, the cheaper way; Workprint measures first.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workprint.ffmpeg import binary, escape
from workprint.ffmpeg.run import input_args
from workprint.jobs.formats import FORMATS

from .edits import CONTRAST, LOUDNESS, MUSIC_GAIN, Cut, Edit, Source
from .footage import SAMPLE_RATE

CINEMATIC = (
    "curves=red='0/0 0.25/0.17 0.5/0.5 0.75/0.83 1/1':green='0/0.01 0.25/0.22 0.5/0.5 0.75/0.77 1/0.98':"
    "blue='0/0.05 0.25/0.27 0.5/0.49 0.75/0.69 1/0.9'"
)
"""The look of that name at full strength."""


def command(
    edit: Edit, sources: Sequence[Source], music: Path | None, font: Path, graph: Path, out: Path
) -> list[str]:
    """The whole command; its filters are written to the file `graph`."""
    used = sorted({cut.footage for cut in edit.cuts})
    inputs = [argument for each in used for argument in input_args(str(sources[each].path))]
    if edit.music and music:
        inputs += input_args(str(music))
    chains = _picture(edit, used, font) + _sound(edit, used)
    graph.write_text(";\n".join(chains), encoding="utf-8")
    mp4 = FORMATS["mp4"]
    assert mp4.video
    assert mp4.audio
    # `+faststart`, as Workprint writes it: a second pass over the file.
    return [
        binary(), "-v", "error", "-nostdin", "-y", *inputs, "-/filter_complex", str(graph),
        "-map", "[v]", "-map", "[a]", *mp4.video["standard"], *mp4.audio, "-movflags", "+faststart", str(out),
    ]  # fmt: skip


def _split(name: str, index: int, cuts: Sequence[Cut], conform: str) -> tuple[str, list[str]]:
    """One decode for all pieces of a recording: the split, and the label of each piece."""
    stream = f"[{index}:{name}]{conform}"
    labels = [f"[{name}{index}_{each}]" for each in range(len(cuts))]
    kind = "split" if name == "v" else "asplit"
    return f"{stream},{kind}={len(cuts)}{''.join(labels)}", labels


def _picture(edit: Edit, used: Sequence[int], font: Path) -> list[str]:
    chains, ends = [], {}
    for index, footage in enumerate(used):
        mine = [number for number, cut in enumerate(edit.cuts) if cut.footage == footage]
        split, labels = _split("v", index, [edit.cuts[number] for number in mine], f"fps={edit.rate}")
        chains.append(split)
        for label, number in zip(labels, mine, strict=True):
            first, last = _borrowed(edit, number)
            grade = f",eq=contrast={1 + CONTRAST},{CINEMATIC},format=yuv420p" if edit.graded else ""
            # `setpts` forgets the rate, which `xfade` wants to know.
            known = f",fps={edit.rate}" if edit.overlap else ""
            chains.append(
                f"{label}trim=start_frame={first}:end_frame={last},setpts=PTS-STARTPTS{known}{grade}[p{number}]"
            )
            ends[number] = last - first
    chains.append(
        _blended(edit, ends) if edit.overlap else f"{_all('p', edit)}concat=n={len(edit.cuts)}:v=1:a=0[film]"
    )
    chains.append(f"[film]{_title(edit, font)}format=yuv420p,setparams=colorspace=bt709:range=tv[v]")
    return chains


def _all(name: str, edit: Edit) -> str:
    return "".join(f"[{name}{number}]" for number in range(len(edit.cuts)))


def _borrowed(edit: Edit, number: int) -> tuple[int, int]:
    """A piece with what a crossfade needs of it beyond its cuts."""
    cut, half = edit.cuts[number], edit.overlap // 2
    first = cut.first - (half if number else 0)
    last = cut.last + (edit.overlap - half if number < len(edit.cuts) - 1 else 0)
    return first, last


def _blended(edit: Edit, lengths: dict[int, int]) -> str:
    """The pieces through one `xfade` after another."""
    chains, reached, label = [], lengths[0], "[p0]"
    for number in range(1, len(edit.cuts)):
        offset = (reached - edit.overlap) / edit.rate
        out = "[film]" if number == len(edit.cuts) - 1 else f"[x{number}]"
        chains.append(
            f"{label}[p{number}]xfade=transition=fade:duration={edit.overlap / edit.rate:.6f}:offset={offset:.6f}{out}"
        )
        reached, label = reached + lengths[number] - edit.overlap, out
    return ";\n".join(chains)


def _title(edit: Edit, font: Path) -> str:
    if not edit.title:
        return ""
    first, last = edit.title_at, edit.title_at + edit.title_frames
    text = f"drawtext=fontfile={escape(str(font))}:text={escape(edit.title)}:fontsize=h*0.11:fontcolor=white"
    place = "borderw=4:shadowx=6:shadowy=6:x=(w-tw)/2:y=(h-th)/2"
    return f"{text}:{place}:enable='between(n,{first},{last - 1})',"


def _sound(edit: Edit, used: Sequence[int]) -> list[str]:
    chains, per = [], SAMPLE_RATE // edit.rate
    conform = f"aresample={SAMPLE_RATE}:async=1:first_pts=0,aformat=channel_layouts=stereo:sample_fmts=fltp"
    lengths = {}
    for index, footage in enumerate(used):
        mine = [number for number, cut in enumerate(edit.cuts) if cut.footage == footage]
        split, labels = _split("a", index, [edit.cuts[number] for number in mine], conform)
        chains.append(split)
        for label, number in zip(labels, mine, strict=True):
            first, last = _borrowed(edit, number)
            chains.append(
                f"{label}atrim=start_sample={first * per}:end_sample={last * per},asetpts=PTS-STARTPTS[q{number}]"
            )
            lengths[number] = last - first
    if edit.overlap:
        label = "[q0]"
        for number in range(1, len(edit.cuts)):
            out = f"[y{number}]"
            chains.append(f"{label}[q{number}]acrossfade=ns={edit.overlap * per}:c1=qsin:c2=qsin{out}")
            label = out
    else:
        chains.append(f"{_all('q', edit)}concat=n={len(edit.cuts)}:v=0:a=1[said]")
        label = "[said]"
    return [*chains, *_mixed(edit, len(used), label)]


def _mixed(edit: Edit, music: int, label: str) -> list[str]:
    chains = []
    if edit.music:
        per = SAMPLE_RATE // edit.rate
        chains += [
            f"{label}asplit=2[voice][key]",
            f"[{music}:a]volume={MUSIC_GAIN},atrim=end_sample={edit.frames * per}[bgm]",
            "[bgm][key]sidechaincompress=threshold=0.02:ratio=4:attack=20:release=400[low]",
            "[voice][low]amix=inputs=2:normalize=0:duration=first[both]",
        ]
        label = "[both]"
    loud = f"loudnorm=I={LOUDNESS}:TP=-1:LRA=11," if edit.loudness else ""
    return [*chains, f"{label}{loud}aresample={SAMPLE_RATE}[a]"]
