"""Copied picture: every frame in its place, copies bit for bit, and no decoder complains."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footage import HEIGHT, WIDTH, Pixels, ffmpeg, frame, numbers, pictures
from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.ffmpeg.copying import (
    OWN_ID,
    Holding,
    NotCopied,
    Output,
    Part,
    Piece,
    copied_piece,
    copyable,
    divided,
    short,
    with_own_id,
)
from workprint.ffmpeg.nal import from_record
from workprint.ffmpeg.packets import PacketIndex, PacketsUnread, index_packets, packets
from workprint.ffmpeg.proof import How, NotProven, prove, windows
from workprint.ffmpeg.sequence import BT709, Colour, sequence
from workprint.ffmpeg.splice import splice
from workprint.ffmpeg.witness import proven_piece, vouched

RATE = Fraction(30)
TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
X264 = (
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "16",
    "-profile:v",
    "high",
    "-flags",
    "+cgop",
    *TAGS,
)
TAGGED = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"
OUTPUT = Output(WIDTH, HEIGHT, RATE, X264)
FRAMES = 150


def textured(number: int, seed: int = 0) -> Pixels:
    """A numbered frame with moving texture above and below its number, so that coding it costs."""
    picture = frame(number).copy()
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    wave = 110 + 50 * np.sin((x + 3 * number + 17 * seed) / 9) * np.cos((y - number) / 7)
    grain = np.random.default_rng(seed).integers(-12, 12, wave.shape)
    edge = (y < HEIGHT // 4) | (y >= HEIGHT * 3 // 4)
    picture[edge] = np.roll(wave + grain, number, 1)[edge].astype(np.uint8)
    return picture


def made(path: Path, *extra: str, frames: int = FRAMES, rate: str = "30", seed: int = 0) -> Path:
    """A textured clip, coded by x264 as `extra` says."""
    data = b"".join(textured(n, seed).tobytes() for n in range(frames))
    ffmpeg(
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", rate, "-i", "-",
        "-vf", f"{TAGGED},format=yuv420p",
        "-c:v", "libx264", "-preset", "faster", "-crf", "18", *extra, str(path), data=data,
    )  # fmt: skip
    return path


def x264(params: str, gop: int = 30) -> tuple[str, ...]:
    return ("-g", str(gop), "-x264-params", params)


SOURCES = {
    "every30.mp4": x264("scenecut=0"),
    "pyramid.mov": x264("scenecut=0:bframes=5:b-pyramid=normal:b-adapt=0:ref=5"),
    "irregular.mkv": x264("scenecut=0:keyint=250"),
    "main.mp4": ("-profile:v", "main", *x264("cabac=1:ref=1:bframes=2:b-adapt=0")),
    "cavlc.mp4": ("-profile:v", "high", *x264("cabac=0:ref=4:bframes=3:8x8dct=1")),
    "baseline.mov": ("-profile:v", "baseline", *x264("ref=2")),
    "slices.ts": x264("slices=4:bframes=3:aud=1:nal-hrd=vbr:vbv-maxrate=800:vbv-bufsize=800"),
    "plain.ts": x264("bframes=3:scenecut=0"),
    "weighted.mp4": (
        "-vf",
        f"eq=brightness='0.1*sin(n/8)':eval=frame,{TAGGED},format=yuv420p",
        *x264("weightp=2:weightb=1:bframes=4:ref=4:slices=3"),
    ),
    "short.mkv": x264("keyint=4:min-keyint=1:bframes=2:b-adapt=0", gop=4),
    "intra.mp4": x264("keyint=1", gop=1),
}
IRREGULAR = ("-force_key_frames", "expr:eq(n,7)+eq(n,8)+eq(n,40)+eq(n,41)+eq(n,90)+eq(n,133)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copying")


@pytest.fixture(scope="module")
def sources(folder: Path) -> dict[str, PacketIndex]:
    found = {}
    for name, options in SOURCES.items():
        extra = (*options, *IRREGULAR) if name.startswith("irregular") else options
        found[name] = index_packets(made(folder / name, *extra))
    return found


def strict(path: Path) -> None:
    """No decoder complains: FFmpeg's with one thread and with more."""
    for threads in ("1", "0"):
        ffmpeg("-xerror", "-err_detect", "explode", "-threads", threads, "-i", str(path), "-f", "null", "-")


def hashes(path: Path, *options: str) -> list[bytes]:
    text = ffmpeg(*options, "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framehash",
                  "-hash", "md5", "-")  # fmt: skip
    return [line.rsplit(b",", 1)[1].strip() for line in text.splitlines() if not line.startswith(b"#")]


def second_opinion(path: Path) -> list[bytes]:
    """The hash of every frame as a decoder of other descent gives it."""
    return hashes(path, "-c:v", "libopenh264")


def psnr(a: Pixels, b: Pixels) -> float:
    error = np.mean((a.astype(np.float64) - b.astype(np.float64)) ** 2)
    return 99.0 if error == 0 else float(10 * np.log10(255**2 / error))


def even(path: Path, rate: Fraction = RATE) -> None:
    """Times of frames are even, and those of decoding only grow and never pass those of showing."""
    with av.open(str(path)) as opened:
        seen: list[Any] = [(p.dts, p.pts, p.time_base) for p in opened.demux(video=0) if p.size]
    decoded = [(dts, pts) for dts, pts, _ in seen if path.suffix != ".mkv"]  # Matroska holds no such times
    assert all(a[0] < b[0] for a, b in pairwise(decoded))
    assert all(dts <= pts for dts, pts in decoded)
    base = seen[0][2]
    for n, pts in enumerate(sorted(pts for _, pts, _ in seen)):
        assert abs(pts * base - n / rate) <= base


def cut(source: PacketIndex, ranges: Sequence[tuple[int, int]], folder: Path, least: int = 1) -> list[Piece]:
    return [
        copied_piece(source, a, b, folder / f"piece-{n}.mkv", OUTPUT, least=least)
        for n, (a, b) in enumerate(ranges)
    ]


def film(pieces: Sequence[Piece], out: Path, rate: Fraction = RATE) -> Path:
    splice([(piece.path, piece.frames) for piece in pieces], None, out, rate, out.suffix[1:])
    return out


RANGES = [
    (7, 100),
    (0, FRAMES),
    (30, 60),
    (31, 50),
    (88, 89),
    (FRAMES - 1, FRAMES),
    (0, 1),
    (41, 133),
    (100, 149),
]


@pytest.mark.parametrize("name", SOURCES)
def test_every_kind_of_source_is_cut_to_the_frame(
    sources: dict[str, PacketIndex], name: str, tmp_path: Path
) -> None:
    source = sources[name]
    assert copyable(source, OUTPUT) is None
    pieces = cut(source, RANGES, tmp_path)
    originals = hashes(source.path)
    for piece, (start, end) in zip(pieces, RANGES, strict=True):
        assert numbers(piece.path) == list(range(start, end))
        shown, at = hashes(piece.path), 0
        for part in piece.parts:
            if part.kind == "copied":
                assert shown[at : at + part.frames] == originals[part.start : part.end]
            at += part.frames
        assert prove(piece, source, RATE, "whole").identical == piece.copied
    out = film(pieces, tmp_path / "film.mp4")
    strict(out)
    even(out)
    assert numbers(out) == [n for a, b in RANGES for n in range(a, b)]


@pytest.mark.parametrize("container", ["mp4", "mov", "mkv"])
def test_containers(sources: dict[str, PacketIndex], container: str, tmp_path: Path) -> None:
    out = film(cut(sources["pyramid.mov"], RANGES, tmp_path), tmp_path / f"film.{container}")
    strict(out)
    even(out)
    assert numbers(out) == [n for a, b in RANGES for n in range(a, b)]


def test_the_picture_does_not_jump_at_the_joins(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    """What is encoded again is as near to the source as what is copied can be told from it by eye."""
    source = sources["every30.mp4"]
    ranges = [(11, 131), (45, 112)]
    out = film(cut(source, ranges, tmp_path), tmp_path / "film.mp4")
    original, shown = pictures(source.path), pictures(out)
    wanted = [original[n] for a, b in ranges for n in range(a, b)]
    assert min(psnr(a, b) for a, b in zip(shown, wanted, strict=True)) > 35
    # Brightness is the step that an eye catches first.
    assert max(abs(float(a.mean()) - float(b.mean())) for a, b in zip(shown, wanted, strict=True)) < 0.5


@pytest.mark.parametrize("seed", range(6))
def test_random_cuts(sources: dict[str, PacketIndex], seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    source = sources[chance.choice(list(SOURCES))]
    ranges = []
    for _ in range(12):
        start = chance.randrange(FRAMES)
        ranges.append((start, min(FRAMES, start + chance.choice([1, 2, 3, 8, 40, 90]))))
    out = film(cut(source, ranges, tmp_path), tmp_path / chance.choice(["film.mp4", "film.mov", "film.mkv"]))
    strict(out)
    even(out)
    assert numbers(out) == [n for a, b in ranges for n in range(a, b)]


@pytest.mark.parametrize("name", SOURCES)
def test_another_decoder_sees_the_same(sources: dict[str, PacketIndex], name: str, tmp_path: Path) -> None:
    if "libopenh264" not in _decoders():
        pytest.skip("no second decoder here")
    out = film(cut(sources[name], [(7, 100), (31, 50), (30, 121), (5, 6)], tmp_path), tmp_path / "film.mp4")
    assert second_opinion(out) == hashes(out)


def _decoders() -> str:
    return ffmpeg("-hide_banner", "-decoders").decode()


def test_packets_are_reached_by_seeking(sources: dict[str, PacketIndex]) -> None:
    for source in sources.values():
        whole = list(packets(source, 0, source.frames))
        for first in source.groups[:: max(1, len(source.groups) // 4)]:
            last = min(source.frames, int(first) + 9)
            assert list(packets(source, int(first), last)) == whole[first:last]


def test_sets_say_the_same_and_keep_to_their_numbers(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    out = film(cut(sources["pyramid.mov"], [(7, 100)], tmp_path), tmp_path / "film.mp4")
    index = index_packets(out)
    assert set(index.sets.sequences) == {0, OWN_ID}
    read = [sequence(unit) for unit in index.sets.sequences.values()]
    assert len({(one.level, one.reorder, one.buffering, one.colour) for one in read}) == 1
    assert read[0].reorder == index.reorder == 2
    assert index.colour == BT709
    assert from_record(index.sets.record())[1] == 4


# What is copied, without coding anything.


def listed(shown: Sequence[int], fresh: Sequence[int]) -> PacketIndex:
    """An index of frames in a given order."""
    base = index_packets_like
    order = np.array(shown, np.int64)
    closed = np.ones(len(order) + 1, np.bool_)
    closed[1:] = np.maximum.accumulate(order) == np.arange(len(order))
    marks = np.zeros(len(order), np.bool_)
    marks[list(fresh)] = True
    return base(order, marks, closed)


def index_packets_like(
    shown: np.ndarray, fresh: np.ndarray, closed: np.ndarray
) -> PacketIndex:  # one place where a bare index is made
    from workprint.ffmpeg.nal import Sets

    return PacketIndex(
        path=Path("x.mp4"), stream=0, codec="h264", time_base=Fraction(1, 30), start=Fraction(0), pts=shown.copy(),
        sizes=np.ones(len(shown), np.int64), shown=shown, fresh=fresh, closed=closed, spare=~fresh, sets=Sets({}, {}),
        length_size=4, width=WIDTH, height=HEIGHT, pixel_format="yuv420p", profile="High", rotation=0,
        pixel_aspect=Fraction(1), interlaced=False, colour=BT709,
    )  # fmt: skip


def test_a_group_is_cut_only_where_its_order_is_closed() -> None:
    index = listed([0, 3, 1, 2, 6, 4, 5, 7, 10, 8, 9], [0, 7])
    assert divided(index, 0, 6, least=1) == (Part("copied", 0, 4), Part("encoded", 4, 6))
    assert divided(index, 0, 7, least=1) == (Part("copied", 0, 7),)
    assert divided(index, 2, 10, least=1) == (
        Part("encoded", 2, 7),
        Part("copied", 7, 8),
        Part("encoded", 8, 10),
    )
    assert divided(index, 1, 7, least=1) == (Part("encoded", 1, 7),)


def test_what_is_too_short_is_encoded_and_says_so() -> None:
    index = listed(range(20), [0, 10])
    found = divided(index, 3, 15)
    assert found == (Part("encoded", 3, 15),)
    reason = short(found)
    assert reason is not None
    assert reason.code == "short"
    assert short(divided(index, 0, 20)) is None


@given(st.data())
def test_parts_cover_the_range_and_copies_stand_alone(data: st.DataObject) -> None:
    shown: list[int] = []
    fresh: list[int] = []
    for _ in range(data.draw(st.integers(1, 5))):
        fresh.append(len(shown))
        shown.append(len(shown))
        for _ in range(data.draw(st.integers(0, 4))):
            count, base = data.draw(st.integers(1, 4)), len(shown)
            shown += [base + count - 1, *(base + n for n in range(count - 1))]
    index = listed(shown, fresh)
    start = data.draw(st.integers(0, len(shown) - 1))
    end = data.draw(st.integers(start + 1, len(shown)))
    found = divided(index, start, end, least=data.draw(st.integers(1, 6)))
    assert [f for part in found for f in range(part.start, part.end)] == list(range(start, end))
    for part in found:
        if part.kind == "copied":
            assert part.start in fresh
            assert sorted(shown[part.start : part.end]) == list(range(part.start, part.end))
    hows: list[How] = ["seams", "whole"]
    for how in hows:
        covered = [f for span in windows(found, how) for f in range(span.start, span.end)]
        assert len(set(covered)) == len(covered)
        assert 0 in covered
        assert end - start - 1 in covered


# What is refused.


def test_open_groups_are_never_cut_into(folder: Path, tmp_path: Path) -> None:
    """An open group needs the one before it: only from the first frame on can such a file be copied."""
    source = index_packets(made(folder / "open.mp4", *x264("open-gop=1:bframes=3:b-adapt=0:scenecut=0", 24)))
    assert list(source.groups) == [0]
    assert all(part.kind == "encoded" for part in divided(source, 20, FRAMES))
    pieces = cut(source, [(0, 61), (20, 120), (47, 52)], tmp_path)
    assert [piece.copied > 0 for piece in pieces] == [True, False, False]
    out = film(pieces, tmp_path / "film.mp4")
    strict(out)
    assert numbers(out) == [*range(61), *range(20, 120), *range(47, 52)]


@pytest.mark.parametrize(
    ("code", "options", "output"),
    [
        ("size", (), Output(640, 360, RATE, X264)),
        ("rate", (), Output(WIDTH, HEIGHT, Fraction(25), X264)),
        ("codec", (), Output(WIDTH, HEIGHT, RATE, X264, codec="hevc")),
        ("codec", ("-c:v", "mpeg4"), OUTPUT),
        ("format", ("-pix_fmt", "yuv422p"), OUTPUT),
        ("format", ("-pix_fmt", "yuv420p10le"), OUTPUT),
        ("pixels", ("-aspect", "4:3"), OUTPUT),
        ("interlaced", ("-flags", "+ildct", *x264("interlaced=1")), OUTPUT),
        ("colour", ("-vf", "setparams=colorspace=smpte170m,format=yuv420p"), OUTPUT),
        ("colour", ("-vf", "setparams=colorspace=bt709:color_trc=arib-std-b67,format=yuv420p"), OUTPUT),
        ("format", ("-vf", "scale=out_range=pc,format=yuvj420p"), OUTPUT),
        ("holding", x264("ref=6"), Output(WIDTH, HEIGHT, RATE, X264, holding=Holding(4, True))),
        ("numbers", x264(f"sps-id={OWN_ID}"), OUTPUT),
        ("rate", ("-vf", "setpts='if(lt(N,20),N,N+1)/(30*TB)'", "-fps_mode", "vfr"), OUTPUT),
    ],
)
def test_a_source_that_does_not_fit_is_refused(
    code: str, options: Sequence[str], output: Output, tmp_path: Path
) -> None:
    source = index_packets(made(tmp_path / "source.mp4", *options, frames=40))
    reason = copyable(source, output)
    assert reason is not None
    assert reason.code == code
    assert reason.text["en"]
    assert reason.text["zh"]
    with pytest.raises(NotCopied):
        copied_piece(source, 0, 10, tmp_path / "out.mkv", output)
    assert not (tmp_path / "out.mkv").exists()


def test_a_turned_picture_is_refused(folder: Path, sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    out = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", str(sources["every30.mp4"].path), "-c", "copy", str(out))
    reason = copyable(index_packets(out), OUTPUT)
    assert reason is not None
    assert reason.code == "rotated"


def test_silent_colours_count_as_the_films_only_in_high_pictures() -> None:
    from workprint.ffmpeg.copying import _same_colour

    assert _same_colour(Colour(), Output(1920, 1080, RATE, X264))
    assert not _same_colour(Colour(), Output(720, 480, RATE, X264))
    assert not _same_colour(Colour(full=True), Output(1920, 1080, RATE, X264))


def test_frames_that_the_source_lacks_are_refused(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    for start, end in ((-1, 5), (10, 10), (140, 151)):
        with pytest.raises(NotCopied) as caught:
            copied_piece(sources["every30.mp4"], start, end, tmp_path / "out.mkv", OUTPUT)
        assert caught.value.say("zh")


def test_broadcast_rates_fall_on_their_frames(folder: Path, tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    for name in ("ntsc.mp4", "ntsc.mkv", "ntsc.ts"):
        source = index_packets(made(folder / name, *x264("scenecut=0"), rate="30000/1001", frames=90))
        assert source.first(rate) == 0
        assert source.first(Fraction(30)) is None
        output = Output(WIDTH, HEIGHT, rate, X264)
        piece = copied_piece(source, 5, 80, tmp_path / "piece.mkv", output)
        out = film([piece], tmp_path / "film.mp4", rate)
        strict(out)
        even(out, rate)
        assert numbers(out) == list(range(5, 80))


def test_picture_that_starts_late_says_on_which_frame(
    sources: dict[str, PacketIndex], tmp_path: Path
) -> None:
    """Sound that starts before the picture moves the picture on the timeline."""
    out = tmp_path / "late.mkv"
    ffmpeg("-itsoffset", "0.5", "-i", str(sources["every30.mp4"].path), "-f", "lavfi", "-i", "anoisesrc=d=3",
           "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "pcm_s16le", str(out))  # fmt: skip
    assert index_packets(out).first(RATE) == 15


# What the proof finds.


def test_the_proof_finds_a_wrong_frame(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    source = sources["every30.mp4"]
    piece = copied_piece(source, 7, 100, tmp_path / "piece.mkv", OUTPUT)
    moved = tuple(Part(part.kind, part.start + 1, part.end + 1) for part in piece.parts)
    hows: list[How] = ["seams", "whole"]
    for how, copies in zip(hows, (8, piece.copied), strict=True):
        good = prove(piece, source, RATE, how)
        assert good.identical >= copies
        assert good.worst is not None
        assert good.worst > 35
        with pytest.raises(NotProven):
            prove(Piece(piece.path, piece.frames, moved), source, RATE, how)
        with pytest.raises(NotProven):
            prove(Piece(piece.path, piece.frames + 1, piece.parts), source, RATE, how)


def test_the_proof_finds_damage_anywhere(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    source = sources["every30.mp4"]
    piece = copied_piece(source, 7, 100, tmp_path / "piece.mkv", OUTPUT)
    data = bytearray(piece.path.read_bytes())
    broken = 0
    for at in range(len(data) // 4, len(data) - 200, len(data) // 9):
        hurt = bytearray(data)
        hurt[at : at + 40] = bytes(255 - byte for byte in hurt[at : at + 40])
        piece.path.write_bytes(hurt)
        try:
            prove(piece, source, RATE, "whole")
        except NotProven:
            broken += 1
    assert broken == len(range(len(data) // 4, len(data) - 200, len(data) // 9))


def test_a_poor_encode_is_not_proven(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    output = Output(WIDTH, HEIGHT, RATE, ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "51", *TAGS))
    piece = copied_piece(sources["every30.mp4"], 7, 100, tmp_path / "piece.mkv", output)
    with pytest.raises(NotProven, match="dB"):
        prove(piece, sources["every30.mp4"], RATE)


# What is joined.


def test_rendered_and_copied_pieces_join(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    rendered = tmp_path / "rendered.mkv"
    data = b"".join(textured(1000 + n).tobytes() for n in range(25))
    ffmpeg("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-pix_fmt",
           "yuv420p", *with_own_id(X264), str(rendered), data=data)  # fmt: skip
    pieces = [*cut(sources["cavlc.mp4"], [(7, 100)], tmp_path), Piece(rendered, 25, ())]
    pieces = [pieces[1], pieces[0], pieces[1], pieces[1]]
    sound = tmp_path / "sound.m4a"
    ffmpeg("-f", "lavfi", "-i", f"anoisesrc=d={168 / 30}", "-c:a", "aac", str(sound))
    out = tmp_path / "film.mp4"
    splice([(p.path, p.frames) for p in pieces], sound, out, RATE, "mp4", metadata={"title": "A film"})
    strict(out)
    even(out)
    later = list(range(1000, 1025))
    assert numbers(out) == [*later, *range(7, 100), *later, *later]
    with av.open(str(out)) as opened:
        assert opened.metadata["title"] == "A film"
        assert len(opened.streams.audio) == 1


MIXES = [
    ["main.mp4", "cavlc.mp4"],
    ["pyramid.mov", "slices.ts", "baseline.mov", "irregular.mkv"],
    ["cavlc.mp4", "weighted.mp4", "main.mp4", "baseline.mov", "plain.ts", "short.mkv"],
]


@pytest.mark.parametrize("names", MIXES, ids=lambda names: "+".join(names))
def test_sources_with_sets_of_one_number_share_a_film(
    sources: dict[str, PacketIndex], names: list[str], tmp_path: Path
) -> None:
    pieces: list[Piece] = []
    wanted: list[bytes | None] = []
    for name in [*names, *names]:
        made_in = tmp_path / f"{len(pieces)}"
        made_in.mkdir()
        pieces += cut(sources[name], [(7, 100), (3, 4)], made_in)
        for piece in pieces[-2:]:
            originals = hashes(piece.path)
            wanted += originals
    out = film(pieces, tmp_path / "film.mp4")
    strict(out)
    even(out)
    assert numbers(out) == [*range(7, 100), 3] * (2 * len(names))
    assert hashes(out) == wanted
    assert len(index_packets(out).sets.sequences) > len(names) // 2


def test_encoder_options_keep_what_they_had() -> None:
    assert with_own_id([], Holding(5, True))[1].endswith(f"sps-id={OWN_ID}:dpb-size=5")
    assert with_own_id([], Holding(1, True))[1].endswith("ref=1:dpb-size=1:b-pyramid=none:bframes=0")
    assert with_own_id(["-x264-params", "ref=2"]) == ["-x264-params", f"ref=2:sps-id={OWN_ID}"]
    assert with_own_id(["-crf", "20"]) == ["-crf", "20", "-x264-params", f"sps-id={OWN_ID}"]


@pytest.mark.parametrize("seed", range(8))
def test_damaged_sources_end_in_a_fault(sources: dict[str, PacketIndex], seed: int, tmp_path: Path) -> None:
    """Whatever bytes are hurt: a fault that can be told, or a piece that is proved right."""
    chance = random.Random(seed)
    source = sources[chance.choice(["every30.mp4", "short.mkv", "plain.ts", "cavlc.mp4"])]
    data = bytearray(source.path.read_bytes())
    for _ in range(chance.choice([1, 8, 200])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    hurt = tmp_path / source.path.name
    hurt.write_bytes(data[: chance.choice([len(data), len(data) * 2 // 3])])
    out = tmp_path / "piece.mkv"
    fault: Fault | None = None
    try:
        index = index_packets(hurt)
        piece = copied_piece(index, 3, min(index.frames, 90), out, OUTPUT, least=1)
        prove(piece, index, RATE, "whole")
    except Fault as found:
        fault = found
    if fault is None:
        strict(out)
    else:
        assert fault.say("en")
        assert fault.say("zh")
    assert {path.name for path in tmp_path.iterdir()} <= {hurt.name, out.name}


def test_cancelling_leaves_nothing(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    for act in (
        lambda: index_packets(sources["every30.mp4"].path, cancel),
        lambda: copied_piece(sources["every30.mp4"], 0, 90, tmp_path / "out.mkv", OUTPUT, cancel=cancel),
        lambda: copied_piece(sources["every30.mp4"], 7, 90, tmp_path / "out.mkv", OUTPUT, cancel=cancel),
    ):
        with pytest.raises(Cancelled):
            act()
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_changed_is_noticed(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    moved = tmp_path / "source.mp4"
    moved.write_bytes(sources["every30.mp4"].path.read_bytes())
    index = index_packets(moved)
    moved.write_bytes(sources["cavlc.mp4"].path.read_bytes())
    with pytest.raises(PacketsUnread):
        copied_piece(index, 0, 90, tmp_path / "out.mkv", OUTPUT)


# The proof at little cost.


@pytest.mark.parametrize("name", ["every30.mp4", "pyramid.mov", "slices.ts", "cavlc.mp4", "short.mkv"])
def test_a_piece_is_proved_by_its_packets(sources: dict[str, PacketIndex], name: str, tmp_path: Path) -> None:
    for start, end in RANGES:
        out = tmp_path / "piece.mkv"
        piece, proof = proven_piece(sources[name], start, end, out, OUTPUT, least=1)
        assert numbers(out) == list(range(start, end))
        assert (
            proof.identical
            == piece.copied
            == end - start - sum(part.frames for part in piece.parts if part.kind == "encoded")
        )
        assert (proof.worst is None) == (piece.copied == piece.frames)
        assert proof.decoded >= piece.frames - piece.copied + min(piece.copied, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["piece.mkv"]


def test_the_proof_by_packets_finds_what_is_wrong(sources: dict[str, PacketIndex], tmp_path: Path) -> None:
    source, witness = sources["every30.mp4"], tmp_path / "witness.mkv"
    piece = copied_piece(source, 7, 100, tmp_path / "piece.mkv", OUTPUT, witness=witness)
    assert vouched(piece, source, RATE, witness).identical == piece.copied
    head, copied, *_ = piece.parts
    moved = (head, Part("copied", copied.start + 30, copied.end + 30), *piece.parts[2:])
    for wrong, against, why in (
        (Piece(piece.path, piece.frames, moved), source, "differs from its source"),
        (Piece(piece.path, piece.frames + 1, piece.parts), source, "frames, not"),
        (piece, sources["cavlc.mp4"], "parameter sets"),
    ):
        with pytest.raises(NotProven, match=why):
            vouched(wrong, against, RATE, witness)
    with pytest.raises(NotProven, match="dB"):
        vouched(piece, source, RATE, witness, floor=200)
    hurt = bytearray(piece.path.read_bytes())
    index = index_packets(piece.path)
    for packet in (*packets(index, 3, 4), *packets(index, 60, 61)):
        at = hurt.index(packet) + len(packet) // 4
        kept = hurt[at : at + len(packet) // 2]
        hurt[at : at + len(kept)] = bytes(255 - byte for byte in kept)
        piece.path.write_bytes(hurt)
        with pytest.raises(NotProven):
            vouched(piece, source, RATE, witness)
        hurt[at : at + len(kept)] = kept


def steps(pictures: Pixels) -> list[float]:
    """How much brighter each frame is than the one before."""
    return np.diff(pictures.reshape(len(pictures), -1).mean(axis=1)).tolist()


def test_joins_cannot_be_seen(tmp_path: Path) -> None:
    """Of a picture that stands still, over every seam: no flash, no step, the same colours."""
    data = textured(8).tobytes() * 120
    source = tmp_path / "still.mp4"
    ffmpeg("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-vf",
           f"{TAGGED},format=yuv420p", "-c:v", "libx264", "-crf", "18", "-preset", "faster",
           *x264("scenecut=0:bframes=3"), str(source), data=data)  # fmt: skip
    out = film(cut(index_packets(source), [(11, 77), (38, 109)], tmp_path), tmp_path / "film.mp4")
    shown, original = pictures(out), pictures(source)
    assert max(abs(step) for step in steps(shown)) <= 1
    assert min(psnr(a, original[40]) for a in shown) > 35
    assert len({sequence(unit).colour for unit in index_packets(out).sets.sequences.values()}) == 1
