"""Probing: the traps that real files set, each with a file made for it."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import pytest

from workprint.analysis import (
    DamagedMedia,
    MediaTooLarge,
    NoSuchFile,
    UnsupportedMedia,
    probe,
)
from workprint.ffmpeg import run

PICTURE = ["-f", "lavfi", "-i", "testsrc=s=64x36:r=30:d=1"]
SOUND = ["-f", "lavfi", "-i", "sine=f=440:d=1:r=48000"]
X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def made(path: Path, *args: str) -> Path:
    run([*args, str(path)])
    return path


@pytest.mark.parametrize(
    ("rate", "container"),
    [("24000/1001", "mp4"), ("25", "webm"), ("30000/1001", "mkv"), ("60000/1001", "mov"), ("50", "avi")],
)
def test_rates_are_sane_and_ends_exact(tmp_path: Path, rate: str, container: str) -> None:
    codec = ["-c:v", "libvpx", "-deadline", "realtime"] if container == "webm" else X264
    path = made(
        tmp_path / f"a.{container}",
        "-f",
        "lavfi",
        "-i",
        f"testsrc=s=64x36:r={rate}",
        "-frames:v",
        "31",
        *codec,
    )
    video = probe(path).video
    assert video is not None
    assert video.rate == Fraction(rate)
    assert not video.variable
    assert abs(video.duration - 31 / Fraction(rate)) <= Fraction(1, 1000)
    assert (video.width, video.height) == (64, 36)


def test_picture_and_sound(tmp_path: Path) -> None:
    media = probe(made(tmp_path / "a.mp4", *PICTURE, *SOUND, *X264, "-c:a", "aac", "-ac", "1"), "m1")
    assert (media.id, media.kind, media.container, media.name) == ("m1", "video", "mp4", "a.mp4")
    assert media.duration == 1
    assert len(media.hash) == 64
    assert media.size == (tmp_path / "a.mp4").stat().st_size
    assert media.audio is not None
    assert (media.audio.channels, media.audio.sample_rate, media.audio.layout) == (1, 48000, "mono")
    assert media.audio.start == 0
    assert abs(media.audio.duration - 1) < Fraction(1, 100)
    assert not media.metadata


def test_variable_rate(tmp_path: Path) -> None:
    select = "select='if(lt(t,0.5),1,not(mod(n,3)))'"
    path = made(tmp_path / "a.mp4", *PICTURE, "-vf", select, "-fps_mode", "vfr", *X264)
    video = probe(path).video
    assert video is not None
    assert video.variable
    assert video.rate == 30


def test_rotation_gives_the_upright_size(tmp_path: Path) -> None:
    flat = made(tmp_path / "a.mp4", *PICTURE, *X264)
    turned = made(tmp_path / "b.mp4", "-display_rotation", "-90", "-i", str(flat), "-c", "copy")
    video = probe(turned).video
    assert video is not None
    assert (video.width, video.height, video.coded_width, video.rotation) == (36, 64, 64, 90)
    other = probe(made(tmp_path / "c.mp4", "-display_rotation", "180", "-i", str(flat), "-c", "copy")).video
    assert other is not None
    assert (other.width, other.height, other.rotation) == (64, 36, 180)


def test_pixel_aspect_gives_the_square_size(tmp_path: Path) -> None:
    video = probe(made(tmp_path / "a.mp4", *PICTURE, "-vf", "setsar=4/3", *X264)).video
    assert video is not None
    assert (video.width, video.height, video.pixel_aspect) == (85, 36, Fraction(4, 3))


def test_cover_art_is_no_picture(tmp_path: Path) -> None:
    cover = made(tmp_path / "c.png", "-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1")
    for name, codec in (("a.mp3", "libmp3lame"), ("a.m4a", "aac")):
        inputs = [*SOUND, "-i", str(cover), "-map", "0:a", "-map", "1:v"]
        path = made(tmp_path / name, *inputs, "-c:a", codec, "-c:v", "png", "-disposition:v", "attached_pic")
        media = probe(path)
        assert (media.kind, media.video) == ("audio", None)
        assert media.audio is not None
        assert media.audio.start == 0
        assert abs(media.duration - 1) < Fraction(3, 100)


def test_webm_without_a_duration(tmp_path: Path) -> None:
    codecs = ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"]
    path = made(tmp_path / "a.webm", *PICTURE, *SOUND, *codecs, "-live", "1")
    media = probe(path)
    assert abs(media.duration - 1) <= Fraction(1, 100)
    assert media.video is not None
    assert media.video.rate == 30


def test_sound_that_starts_late(tmp_path: Path) -> None:
    path = made(tmp_path / "a.mkv", *PICTURE, "-itsoffset", "0.4", *SOUND, *X264, "-c:a", "pcm_s16le")
    media = probe(path)
    assert media.audio is not None
    assert media.video is not None
    assert media.video.start == 0
    assert abs(media.audio.start - Fraction(2, 5)) <= Fraction(1, 1000)
    assert media.duration == 1


def test_sound_long_after_the_picture_counts(tmp_path: Path) -> None:
    long = ["-f", "lavfi", "-i", "sine=d=3:r=48000"]
    media = probe(made(tmp_path / "a.mkv", *PICTURE, *long, *X264, "-c:a", "pcm_s16le"))
    assert media.duration == 3


def test_a_clock_that_does_not_start_at_zero(tmp_path: Path) -> None:
    media = probe(made(tmp_path / "a.ts", *PICTURE, *SOUND, *X264, "-c:a", "aac"))
    assert media.video is not None
    assert media.video.start < Fraction(1, 10)
    assert abs(media.video.duration - 1) < Fraction(1, 100)


def test_without_sound(tmp_path: Path) -> None:
    assert probe(made(tmp_path / "a.mp4", *PICTURE, *X264)).audio is None


@pytest.mark.parametrize(("transfer", "hdr"), [("arib-std-b67", "hlg"), ("smpte2084", "pq"), ("bt709", "")])
def test_hdr_tags(tmp_path: Path, transfer: str, hdr: str) -> None:
    tags = f"setparams=color_trc={transfer}:color_primaries=bt2020:colorspace=bt2020nc:range=tv"
    codec = [
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p10le",
        "-x265-params",
        "log-level=none",
    ]
    video = probe(made(tmp_path / "a.mp4", *PICTURE, "-vf", f"format=yuv420p10le,{tags}", *codec)).video
    assert video is not None
    assert (video.hdr, video.color_transfer, video.color_space) == (hdr, transfer, "bt2020nc")
    assert (video.color_primaries, video.color_range) == ("bt2020", "tv")


def test_gif_is_video_and_one_frame_of_it_is_not(tmp_path: Path) -> None:
    media = probe(made(tmp_path / "a.gif", "-f", "lavfi", "-i", "testsrc=s=64x36:r=10:d=1"))
    assert media.kind == "video"
    assert media.duration == 1
    assert media.video is not None
    assert media.video.rate == 10
    single = probe(made(tmp_path / "b.gif", *PICTURE, "-frames:v", "1"))
    assert single.kind == "image"
    assert single.duration == 0


def test_animated_webp(tmp_path: Path) -> None:
    codec = ["-c:v", "libwebp_anim", "-loop", "0"]
    media = probe(made(tmp_path / "a.webp", "-f", "lavfi", "-i", "testsrc=s=64x36:r=10:d=1", *codec))
    assert (media.kind, media.container) == ("video", "webp")
    assert media.duration == 1
    assert media.video is not None
    assert media.video.rate == 10
    assert (media.video.width, media.video.height) == (64, 36)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.bmp", "a.tiff"])
def test_stills(tmp_path: Path, name: str) -> None:
    media = probe(made(tmp_path / name, *PICTURE, "-frames:v", "1"))
    assert media.kind == "image"
    assert media.duration == 0
    assert media.audio is None
    assert media.video is not None
    assert (media.video.width, media.video.height) == (64, 36)


def test_alpha(tmp_path: Path) -> None:
    see_through = ["-f", "lavfi", "-i", "color=red@0.5:s=64x36:d=0.3,format=yuva420p"]
    vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]
    for path in (made(tmp_path / "a.webm", *see_through, *vp9), made(tmp_path / "a.png", *see_through, "-frames:v", "1", "-pix_fmt", "rgba")):  # fmt: skip
        video = probe(path).video
        assert video is not None
        assert video.alpha


def test_interlaced(tmp_path: Path) -> None:
    codec = ["-c:v", "mpeg2video", "-flags", "+ildct+ilme"]
    video = probe(made(tmp_path / "a.mkv", *PICTURE, "-vf", "setfield=tff", *codec)).video
    assert video is not None
    assert video.interlaced


def test_a_file_that_breaks_off_is_given_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = made(
        tmp_path / "a.mp4",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=128x72:r=30:d=4",
        *X264,
        "-movflags",
        "+faststart",
    )
    data = whole.read_bytes()
    (tmp_path / "b.mp4").write_bytes(data[: len(data) // 2])
    media = probe(tmp_path / "b.mp4")
    assert 1 < media.duration < 3
    assert media.metadata["truncated"] == 4


def test_a_file_cut_before_its_index_is_damaged(tmp_path: Path) -> None:
    data = made(tmp_path / "a.mp4", *PICTURE, *X264).read_bytes()
    (tmp_path / "b.mp4").write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedMedia) as caught:
        probe(tmp_path / "b.mp4")
    assert "b.mp4" in caught.value.say("en")
    assert "已损坏" in caught.value.say("zh")


@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n",
        "ffconcat version 1.0\nfile 'secret.mp4'\n",
        "[playlist]\nFile1=http://example.com/a.mp3\n",
        "<?xml version='1.0'?><MPD></MPD>",
        "just some words",
    ],
)
def test_lists_dressed_as_recordings_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.mp4").write_text(content)
    with pytest.raises(UnsupportedMedia) as caught:
        probe(tmp_path / "a.mp4")
    assert caught.value.say("en").startswith("a.mp4 cannot be used")
    assert "无法使用" in caught.value.say("zh")


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = made(tmp_path / "a.wav", *SOUND)
    media = probe(path.rename(tmp_path / "http:%03d.mp4"))
    assert (media.kind, media.container) == ("audio", "wav")


def test_empty_and_missing(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    with pytest.raises(DamagedMedia):
        probe(tmp_path / "a.mp4")
    with pytest.raises(NoSuchFile):
        probe(tmp_path / "b.mp4")


def test_giant_pictures_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    png = bytearray(made(tmp_path / "a.png", *PICTURE, "-frames:v", "1").read_bytes())
    png[16:24] = struct.pack(">II", 60_000, 60_000)
    (tmp_path / "b.png").write_bytes(png)
    with pytest.raises((MediaTooLarge, DamagedMedia)):
        probe(tmp_path / "b.png")
