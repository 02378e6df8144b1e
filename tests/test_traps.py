"""Footage as it really comes: turned, stretched, HDR, late, mute, still, transparent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, heard, lag, noise, numbered, numbers
from workprint.analysis import probe
from workprint.base import Range
from workprint.jobs import RenderOptions, render
from workprint.model import Canvas, Clip, FileRef, GeneratorRef, MediaFile, Timeline, Track

FAST = RenderOptions(quality="high")


def rgb(path: Path, width: int, height: int) -> Any:
    raw = ffmpeg("-i", str(path), "-map", "0:v:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3).astype(int)


def film(media: MediaFile, frames: int, size: tuple[int, int] = (WIDTH, HEIGHT), **canvas: Any) -> Timeline:
    clip = Clip(id="c1", media=FileRef(media=media.id), source=Range(start=0, duration=frames))
    return Timeline(
        canvas=Canvas(width=size[0], height=size[1], **canvas),
        tracks=(Track(id="v1", kind="video", items=(clip,)),),
        media=(media,),
    )


def shown(
    path: Path, source: Path, frames: int, size: tuple[int, int] = (WIDTH, HEIGHT), **canvas: Any
) -> Any:
    media = probe(source, "m1")
    render(film(media, frames, size, **canvas), path, FAST)
    found = rgb(path, *size)
    assert len(found) == frames
    return found


def made(path: Path, *args: str, source: str = "") -> Path:
    ffmpeg("-f", "lavfi", "-i", source, *args, str(path))
    return path


RED_LEFT = "color=c=0x2040c0:s=128x72:r=30:d=1,drawbox=w=64:h=72:c=0xc02040:t=fill"
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "4", "-pix_fmt", "yuv420p")


def near(pixel: Any, wanted: Sequence[int], by: int = 14) -> bool:
    return bool(np.abs(np.asarray(pixel) - np.asarray(wanted)).max() <= by)


RED, BLUE = (0xC0, 0x20, 0x40), (0x20, 0x40, 0xC0)


def test_a_turned_phone_clip_stands_upright(tmp_path: Path) -> None:
    flat = made(tmp_path / "flat.mp4", *X264, source=RED_LEFT)
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", str(flat), "-c", "copy", str(turned))
    media = probe(turned, "m1")
    assert media.video is not None
    assert (media.video.width, media.video.height) == (72, 128)
    found = shown(tmp_path / "out.mp4", turned, 6, (72, 128))
    top, bottom = found[3, 20, 36], found[3, 108, 36]
    assert {near(top, RED), near(top, BLUE)} == {True, False}
    assert near(top, RED) != near(bottom, RED)


def test_stretched_pixels_are_made_square(tmp_path: Path) -> None:
    source = made(tmp_path / "sar.mp4", *X264, source=RED_LEFT + ",setsar=2/1")
    media = probe(source, "m1")
    assert media.video is not None
    assert (media.video.width, media.video.height) in ((256, 72), (128, 36))
    found = shown(tmp_path / "out.mp4", source, 3, (256, 72))
    assert near(found[1, 36, 100], RED)
    assert near(found[1, 36, 156], BLUE)


@pytest.mark.parametrize(
    ("fill", "corner"), [("bars", (0, 0, 0)), ("blur", None), ("crop", RED)], ids=["bars", "blur", "crop"]
)
def test_another_shape_fills_the_canvas(tmp_path: Path, fill: str, corner: Any) -> None:
    source = made(tmp_path / "wide.mp4", *X264, source=RED_LEFT)
    found = shown(tmp_path / "out.mp4", source, 3, (128, 128), fill=fill)
    if corner is None:
        assert found[1, 4, 10].sum() > 40
        assert found[1, 4, 10, 0] > found[1, 4, 10, 2]
    else:
        assert near(found[1, 4, 10], corner)
    assert near(found[1, 64, 30], RED)


@pytest.mark.parametrize(
    ("vf", "tags"),
    [
        ("scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", ("bt709", "tv")),
        ("scale=out_color_matrix=smpte170m:out_range=tv,format=yuv420p", ("smpte170m", "tv")),
        ("scale=out_color_matrix=bt709:out_range=pc,format=yuv420p", ("bt709", "pc")),
        ("scale=out_color_matrix=bt709:out_range=tv,format=yuv422p10le", ("bt709", "tv")),
        ("scale=out_color_matrix=bt709:out_range=tv,format=yuv444p", ("bt709", "tv")),
    ],
    ids=["bt709", "bt601", "full range", "10 bit 4:2:2", "4:4:4"],
)
def test_colours_survive_matrix_range_and_depth(tmp_path: Path, vf: str, tags: tuple[str, str]) -> None:
    path = tmp_path / "source.mkv"
    ffmpeg("-f", "lavfi", "-i", RED_LEFT.replace("color=", "color=") + ",format=gbrp", "-vf", vf,
           "-c:v", "ffv1", "-colorspace", tags[0], "-color_range", tags[1], str(path))  # fmt: skip
    found = shown(tmp_path / "out.mp4", path, 3, (128, 72))
    reference = rgb(path, 128, 72)
    for x in (20, 100):
        assert near(found[1, 36, x], reference[1, 36, x], 6)


@pytest.mark.parametrize(("transfer", "hdr"), [("arib-std-b67", "hlg"), ("smpte2084", "pq")])
def test_hdr_becomes_a_picture_of_usual_brightness(tmp_path: Path, transfer: str, hdr: str) -> None:
    path = tmp_path / "hdr.mp4"
    convert = f"zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t={transfer}:m=bt2020nc:p=bt2020:r=tv:npl=203,format=yuv420p10le"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=128x72:r=30:d=0.3,format=yuv420p,setparams=colorspace=bt709:range=tv",
           "-vf", convert, "-c:v", "libx265", "-x265-params", "log-level=none", "-colorspace", "bt2020nc",
           "-color_primaries", "bt2020", "-color_trc", transfer, "-color_range", "tv", str(path))  # fmt: skip
    media = probe(path, "m1")
    assert media.video is not None
    assert media.video.hdr == hdr
    found = shown(tmp_path / "out.mp4", path, 6, (128, 72))
    assert 50 < found.mean() < 200
    assert found.std() > 40


def test_sound_that_starts_late_stays_late(tmp_path: Path) -> None:
    video = numbered(tmp_path / "v.mov", 60, sound=False)
    noise(1.0).tofile(tmp_path / "n.f32")
    ffmpeg("-f", "f32le", "-ar", "48000", "-ac", "1", "-i", str(tmp_path / "n.f32"), str(tmp_path / "n.wav"))
    path = tmp_path / "late.mkv"
    ffmpeg("-i", video.uri, "-itsoffset", "0.5", "-i", str(tmp_path / "n.wav"), "-map", "0:v", "-map", "1:a",
           "-c", "copy", str(path))  # fmt: skip
    media = probe(path, "m1")
    render(film(media, 60), tmp_path / "out.mp4", FAST)
    sound = heard(tmp_path / "out.mp4")
    assert np.abs(sound[: 48000 // 2 - 1200]).max() < 0.01
    assert abs(lag(noise(1.0)[4800:33600], sound, 24000 + 4800)) <= 48
    assert numbers(tmp_path / "out.mp4") == list(range(60))


@pytest.mark.parametrize(
    ("rate", "layout", "codec", "suffix"),
    [
        ("44100", "mono", ("-c:a", "aac"), "m4a"),
        ("44100", "stereo", ("-c:a", "libmp3lame"), "mp3"),
        ("48000", "5.1", ("-c:a", "aac"), "m4a"),
        ("22050", "mono", ("-c:a", "pcm_s16le"), "wav"),
        ("48000", "stereo", ("-c:a", "libopus"), "ogg"),
    ],
    ids=["44.1 mono m4a", "mp3", "5.1", "22 kHz", "opus"],
)
def test_sound_of_any_rate_and_layout_is_in_place(
    tmp_path: Path, rate: str, layout: str, codec: tuple[str, str], suffix: str
) -> None:
    noise(2.0).tofile(tmp_path / "n.f32")
    path = tmp_path / f"sound.{suffix}"
    pan = ("-af", "pan=5.1|FC=c0") if layout == "5.1" else ("-ac", "1" if layout == "mono" else "2")
    ffmpeg("-f", "f32le", "-ar", "48000", "-ac", "1", "-i", str(tmp_path / "n.f32"), *pan, "-ar", rate, *codec,
           "-b:a", "192k", str(path))  # fmt: skip
    media = probe(path, "m1")
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=15, duration=30))
    timeline = Timeline(
        canvas=Canvas(width=64, height=64),
        tracks=(Track(id="a1", kind="audio", items=(clip,)),),
        media=(media,),
    )
    render(timeline, tmp_path / "out.wav", FAST)
    sound = heard(tmp_path / "out.wav")
    assert len(sound) == 48000
    found = lag(noise(2.0)[24000 + 4800 : 24000 + 43200], sound, 4800)
    assert abs(found) <= 48, "more than a millisecond off"


@pytest.mark.parametrize("rate", ["24000/1001", "25", "30000/1001", "50", "60"])
def test_every_rate_plays_at_its_own_pace(tmp_path: Path, rate: str) -> None:
    media = numbered(tmp_path / "a.mov", 80, Fraction(rate))
    path = Path(media.uri)
    probed = probe(path, "m1")
    assert probed.video is not None
    assert probed.video.rate == Fraction(rate)
    render(film(probed, 30), tmp_path / "out.mp4", FAST)
    found = numbers(tmp_path / "out.mp4")
    wanted = [float(n * Fraction(rate) / 30) for n in range(30)]
    assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 1


def test_a_photo_is_held(tmp_path: Path) -> None:
    path = tmp_path / "100%02d.png"
    data = np.tile(np.array([[RED, BLUE]], np.uint8), (36, 32, 1)).tobytes()
    ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "64x36", "-i", "-", "-frames:v", "1", "-update", "1",
           "-f", "image2", str(tmp_path / "photo.png"), data=data)  # fmt: skip
    (tmp_path / "photo.png").rename(path)
    found = shown(tmp_path / "out.mp4", path, 12, (64, 36))
    assert np.abs(found[0] - found[-1]).max() <= 6


@pytest.mark.parametrize("suffix", ["webm", "gif", "png", "webp"])
def test_transparency_shows_the_background(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"logo.{suffix}"
    codec = {"webm": ("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"), "gif": ("-vf", GIF_PALETTE), "png": ("-frames:v", "1"),
             "webp": ("-c:v", "libwebp", "-lossless", "1", "-frames:v", "1")}[suffix]  # fmt: skip
    source = (
        "color=c=black@0:s=64x64:r=10:d=1,format=rgba,drawbox=x=0:y=0:w=32:h=64:c=0xc02040:t=fill:replace=1"
    )
    ffmpeg("-f", "lavfi", "-i", source, *codec, str(path))
    media = probe(path, "m1")
    assert media.video is not None
    assert media.video.alpha
    found = shown(tmp_path / "out.mp4", path, 10, (64, 64), background="#20a040")
    assert near(found[5, 32, 12], RED, 24)
    assert near(found[5, 32, 52], (0x20, 0xA0, 0x40), 24)


GIF_PALETTE = "split[a][b];[a]palettegen=reserve_transparent=1[p];[b][p]paletteuse=alpha_threshold=128"


def test_odd_sizes_are_made_even(tmp_path: Path) -> None:
    path = tmp_path / "odd.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=101x57:r=30:d=0.3", "-c:v", "ffv1", str(path))
    assert shown(tmp_path / "out.mp4", path, 6, (102, 58)).std() > 30


def test_webm_without_a_duration(tmp_path: Path) -> None:
    whole = tmp_path / "whole.webm"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=30:d=1", "-c:v", "libvpx", "-f", "webm", str(whole))
    raw = ffmpeg("-i", str(whole), "-c", "copy", "-f", "webm", "-live", "1", "pipe:1")
    path = tmp_path / "live.webm"
    path.write_bytes(raw)
    media = probe(path, "m1")
    assert abs(media.duration - 1) < Fraction(1, 15)
    assert len(shown(tmp_path / "out.mp4", path, 30, (64, 36))) == 30


def test_a_cover_picture_is_not_a_film(tmp_path: Path) -> None:
    cover = made(tmp_path / "cover.png", "-frames:v", "1", source="color=c=red:s=64x64")
    path = tmp_path / "song.mp3"
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-i", str(cover), "-map", "0", "-map", "1", "-c:a", "libmp3lame",
           "-c:v", "png", "-disposition:v", "attached_pic", str(path))  # fmt: skip
    media = probe(path, "m1")
    assert media.kind == "audio"
    assert media.video is None


def test_interlaced_footage_is_woven_out(tmp_path: Path) -> None:
    path = tmp_path / "interlaced.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=128x72:r=60:d=1", "-vf", "interlace=scan=tff", "-c:v", "ffv1",
           "-field_order", "tt", str(path))  # fmt: skip
    found = shown(tmp_path / "out.mp4", path, 20, (128, 72)).mean(axis=3)
    combing = np.abs(found[:, 1:-1] * 2 - found[:, :-2] - found[:, 2:]).mean()
    raw = rgb(path, 128, 72).mean(axis=3)
    assert combing < np.abs(raw[:, 1:-1] * 2 - raw[:, :-2] - raw[:, 2:]).mean()


def test_an_image_card_shows_the_photo_on_its_ground(tmp_path: Path) -> None:
    made(tmp_path / "photo.png", "-frames:v", "1", source="color=c=0xc02040:s=40x40")
    media = probe(tmp_path / "photo.png", "m1")
    card = GeneratorRef(op="image", params={"image": "m1", "size": 0.5, "background": "#20a040"})
    clip = Clip(id="c1", media=card, source=Range(start=0, duration=8))
    timeline = film(media, 8, (128, 64)).with_track(Track(id="v1", kind="video", items=(clip,)))
    render(timeline, tmp_path / "out.mp4", FAST)
    found = rgb(tmp_path / "out.mp4", 128, 64)
    assert len(found) == 8
    for shown in (found[0], found[-1]):
        assert near(shown[32, 64], RED)
        assert near(shown[32, 40], (0x20, 0xA0, 0x40))
        assert near(shown[8, 64], (0x20, 0xA0, 0x40))


@pytest.mark.parametrize("suffix", ["ts", "mp4", "mkv"])
def test_pieces_from_far_inside_a_file_are_exact(tmp_path: Path, suffix: str) -> None:
    """Few keyframes and, in a transport stream, no index: a seek must not land beside the frame."""
    whole = numbered(tmp_path / "whole.mov", 700, gop=250)
    path = tmp_path / f"long.{suffix}"
    # Without sound: in a transport stream its priming would begin before the picture.
    ffmpeg("-i", whole.uri, "-c:v", "copy", "-an", str(path))
    media = probe(path, "m1")
    spans = [(600, 612), (390, 402), (0, 12), (660, 672)]
    clips = tuple(Clip(id=f"c{s}", media=FileRef(media="m1"), source=Range.between(s, e)) for s, e in spans)
    timeline = film(media, 10).with_track(Track(id="v1", kind="video", items=clips))
    render(timeline, tmp_path / "out.mp4", FAST)
    assert numbers(tmp_path / "out.mp4") == [n for s, e in spans for n in range(s, e)]


def test_a_still_stretch_of_variable_rate_is_entered_in_its_middle(tmp_path: Path) -> None:
    """One frame lasts six seconds; a piece that starts inside it shows that frame, not the next."""
    whole = numbered(tmp_path / "whole.mov", 400)
    path = tmp_path / "vfr.mkv"
    ffmpeg("-i", whole.uri, "-vf", "select='lt(n,60)+gt(n,240)'", "-fps_mode", "vfr", "-c:v", "libx264",
           "-preset", "ultrafast", "-crf", "12", "-g", "30", "-c:a", "copy", str(path))  # fmt: skip
    media = probe(path, "m1")
    assert media.video is not None
    assert media.video.variable
    spans = [(150, 160), (236, 246), (300, 305)]
    clips = tuple(Clip(id=f"c{s}", media=FileRef(media="m1"), source=Range.between(s, e)) for s, e in spans)
    timeline = film(media, 10).with_track(Track(id="v1", kind="video", items=clips))
    render(timeline, tmp_path / "out.mp4", FAST)
    wanted = [n if n < 60 or n > 240 else 59 for s, e in spans for n in range(s, e)]
    assert numbers(tmp_path / "out.mp4") == wanted
