"""Encoders in hardware: seen, proved, used for a whole film or not at all, and never silently lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from footage import HEIGHT, WIDTH, numbered, numbers
from hardware import Machine, forget_program, nodes, pretend
from workprint.analysis import probe
from workprint.base import Range
from workprint.compile import lower_picture
from workprint.ffmpeg import (
    FAMILIES,
    FFmpegFailed,
    Found,
    binary,
    capabilities,
    command,
    detected,
    encoders,
    hardware_named,
    trial,
    tried,
)
from workprint.ffmpeg.binary import encoders_listed
from workprint.jobs import RenderFailed, RenderOptions, Report, proofs, render
from workprint.jobs.encoding import Encoder, Encoding
from workprint.model import Canvas, Clip, FileRef, MediaFile, Timeline, Track
from workprint.studio.checkup import checkup

PIECE = 30
PIECES = 2
LISTED = """Encoders:
 V..... = Video
 ------
 V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
 V....D h264_nvenc           NVIDIA NVENC H.264 encoder (codec h264)
 V..... h264_qsv             H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (Intel Quick Sync Video acceleration) (codec h264)
 V....D h264_vaapi           H.264/AVC (VAAPI) (codec h264)
 V....D h264_amf             AMD AMF H.264 Encoder (codec h264)
 V....D h264_videotoolbox    VideoToolbox H.264 Encoder (codec h264)
 A....D aac                  AAC (Advanced Audio Coding)
"""
FOR_ALL = "-g 250 -bf 0 -flags +cgop -profile:v high -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"
ASKED = {
    ("nvenc", "draft"): "-preset p1 -tune hq -rc vbr -cq 28 -b:v 0 -spatial-aq 1 -forced-idr 1",
    ("nvenc", "standard"): "-preset p4 -tune hq -rc vbr -cq 20 -b:v 0 -spatial-aq 1 -forced-idr 1",
    ("nvenc", "high"): "-preset p6 -tune hq -rc vbr -cq 17 -b:v 0 -spatial-aq 1 -forced-idr 1",
    ("qsv", "draft"): "-preset veryfast -global_quality 28 -look_ahead 0 -idr_interval 0",
    ("qsv", "standard"): "-preset medium -global_quality 20 -look_ahead 0 -idr_interval 0",
    ("qsv", "high"): "-preset slow -global_quality 17 -look_ahead 0 -idr_interval 0",
    ("vaapi", "draft"): "-rc_mode CQP -qp 28 -coder cabac -idr_interval 0",
    ("vaapi", "standard"): "-rc_mode CQP -qp 20 -coder cabac -idr_interval 0",
    ("vaapi", "high"): "-rc_mode CQP -qp 17 -coder cabac -idr_interval 0",
    ("amf", "draft"): "-usage transcoding -quality speed -rc cqp -qp_i 26 -qp_p 28 -max_b_frames 0 -forced_idr 1",
    ("amf", "standard"): "-usage transcoding -quality balanced -rc cqp -qp_i 18 -qp_p 20 -max_b_frames 0 -forced_idr 1",
    ("amf", "high"): "-usage transcoding -quality quality -rc cqp -qp_i 15 -qp_p 17 -max_b_frames 0 -forced_idr 1",
    ("videotoolbox", "draft"): "-q:v 45 -coder cabac -realtime 0 -allow_sw 0",
    ("videotoolbox", "standard"): "-q:v 65 -coder cabac -realtime 0 -allow_sw 0",
    ("videotoolbox", "high"): "-q:v 75 -coder cabac -realtime 0 -allow_sw 0",
}  # fmt: skip
FED = {
    "nvenc": ("", ["setparams"]),
    "qsv": ("-qsv_device /dev/dri/renderD128", ["setparams", "format"]),
    "vaapi": ("-vaapi_device /dev/dri/renderD128", ["setparams", "format", "hwupload"]),
    "amf": ("", ["setparams", "format"]),
    "videotoolbox": ("", ["setparams", "format"]),
}


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with pytest.MonkeyPatch.context() as patch:
        yield pretend(tmp_path_factory.mktemp("machine"), patch)
    forget_program()


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", 150, 10, sound=False)


@pytest.fixture
def film(media: MediaFile) -> Timeline:
    return of_clips(media, 90, 3)


def of_clips(media: MediaFile, *starts: int, length: int = PIECE) -> Timeline:
    """Clips that begin at these frames of the footage; each is a piece."""
    clips = tuple(
        Clip(id=f"c{start}", media=FileRef(media=media.id), source=Range(start=start, duration=length))
        for start in starts
    )
    return Timeline(
        rate=Fraction(10),
        canvas=Canvas(width=WIDTH, height=HEIGHT),
        tracks=(Track(id="v1", kind="video", items=clips),),
        media=(media,),
    )


SHOWN = [*range(90, 120), *range(3, 33)]


def made(film: Timeline, out: Path, encoder: Encoder = "nvenc", cache: Path | None = None) -> Report:
    """A film that has every frame where it belongs, whoever encoded it."""
    report = render(film, out, RenderOptions(encoder=encoder, cache=cache, workers=4, copying="never"))
    assert report.passed, report.findings
    assert numbers(out) == SHOWN
    return report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


class TestSeen:
    @pytest.mark.parametrize(
        ("name", "system", "node", "vendor", "listed", "missing"),
        [
            ("nvenc", "linux", "nvidia0", "", LISTED, ""),
            ("nvenc", "linux", "dxg", "", LISTED, ""),
            ("nvenc", "linux", "dri/renderD128", encoders.NVIDIA, LISTED, "no NVIDIA card"),
            ("nvenc", "linux", "nvidia0", "", LISTED.replace("h264_nvenc", "none"), "no encoder h264_nvenc"),
            ("nvenc", "darwin", "nvidia0", "", LISTED, "only on Linux"),
            ("qsv", "linux", "dri/renderD128", encoders.INTEL, LISTED, ""),
            ("qsv", "linux", "dri/renderD128", encoders.AMD, LISTED, "no Intel graphics"),
            ("vaapi", "linux", "dri/renderD129", encoders.INTEL, LISTED, ""),
            ("vaapi", "linux", "dri/renderD129", encoders.AMD, LISTED, ""),
            ("vaapi", "linux", "dri/renderD128", encoders.NVIDIA, LISTED, "no Intel or AMD graphics"),
            ("vaapi", "linux", "null", "", LISTED, "no Intel or AMD graphics"),
            ("amf", "linux", "dri/renderD128", encoders.AMD, LISTED, ""),
            ("amf", "linux", "dri/renderD128", encoders.INTEL, LISTED, "no AMD graphics"),
            ("videotoolbox", "darwin", "null", "", LISTED, ""),
            ("videotoolbox", "linux", "null", "", LISTED, "only on macOS"),
        ],
    )
    def test_devices_and_encoders(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, system: str, node: str, vendor: str,
        listed: str, missing: str,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(encoders, "ROOT", tmp_path)
        nodes(tmp_path, node, vendor=vendor)
        found = detected(hardware_named(name), encoders_listed(listed), system)
        if missing:
            assert found.missing is not None
            assert missing in found.missing["en"]
            assert found.missing["zh"] != found.missing["en"]
        else:
            assert found.missing is None
            assert found.identity
            assert found.device == str(tmp_path / "dev" / node) or system == "darwin"

    def test_the_first_device_of_the_right_maker(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(encoders, "ROOT", tmp_path)
        nodes(tmp_path, "dri/renderD128", vendor=encoders.NVIDIA)
        nodes(tmp_path, "dri/renderD129", vendor=encoders.AMD)
        nodes(tmp_path, "dri/renderD130", vendor=encoders.INTEL)
        devices = {
            name: Path(detected(hardware_named(name), encoders_listed(LISTED), "linux").device).name
            for name in ("qsv", "vaapi", "amf")
        }
        assert devices == {"qsv": "renderD130", "vaapi": "renderD129", "amf": "renderD129"}

    def test_a_device_that_may_not_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encoders, "ROOT", tmp_path)
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        nodes(tmp_path, "dri/renderD128", vendor=encoders.INTEL)
        missing = detected(hardware_named("vaapi"), encoders_listed(LISTED), "linux").missing
        assert missing is not None
        assert "render" in missing["en"]

    def test_another_driver_is_another_encoder(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nvenc = hardware_named("nvenc")
        before = detected(nvenc).identity
        assert detected(nvenc).identity == before
        machine.driver("NVRM version: 580.2")
        after = detected(nvenc).identity
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
        assert len({before, after, detected(nvenc).identity}) == 3

    def test_names_in_the_listing_of_the_program_at_hand(self) -> None:
        assert encoders_listed(LISTED) == {"libx264", "aac", *(each.encoder for each in FAMILIES)}
        assert "=" not in capabilities().encoders


class TestAsked:
    @pytest.mark.parametrize(("name", "quality"), ASKED)
    def test_options(self, name: str, quality: str) -> None:
        hardware = hardware_named(name)
        wanted = f"-c:v {hardware.encoder} {ASKED[name, quality]} {FOR_ALL}"
        assert " ".join(hardware.options[quality]) == wanted

    def test_all_are_here(self) -> None:
        assert set(ASKED) == {(each.name, quality) for each in FAMILIES for quality in each.options}
        assert set(FED) == {each.name for each in FAMILIES}

    @pytest.mark.parametrize("name", FED)
    def test_head_and_end_of_the_graph(self, name: str, film: Timeline, tmp_path: Path) -> None:
        encoding = Encoding(Found(hardware_named(name), device="/dev/dri/renderD128"))
        lowered = encoding.fed(lower_picture(film, Range(start=0, duration=3)))
        command(lowered.graph, [["out"]], tmp_path)
        script = next(tmp_path.glob("*.graph")).read_text()
        head, filters = FED[name]
        assert " ".join(encoding.head) == head
        names = re.findall(r"\](\w+)@", script)
        assert names[-len(filters) :] == filters
        assert ("pix_fmts=nv12" in script) == (filters[-1] != "setparams")

    @pytest.mark.parametrize("hardware", FAMILIES, ids=lambda each: each.name)
    def test_every_option_and_value_is_known_to_the_program(self, hardware: encoders.Hardware) -> None:
        if hardware.encoder not in capabilities().encoders:
            assert hardware.name == "videotoolbox", "only Apple's programs have this one"
            given = set(hardware.options["high"][2::2]) - set(encoders._GROUPS) - set(encoders._TAGS)
            assert given == {"-q:v", "-coder", "-realtime", "-allow_sw"}
            return
        told = _help(f"encoder={hardware.encoder}")
        shared = _help("full")
        for options in hardware.options.values():
            for name, value in zip(options[2::2], options[3::2], strict=True):
                bare = name.lstrip("-").partition(":")[0]
                kind = re.search(rf"^  -{re.escape(bare)} +<(\w+)>(.*(?:\n     \S.*)*)", told, re.M)
                if kind is None:
                    assert re.search(rf"^ *-{re.escape(bare)}[ :<]", shared, re.M), name
                elif not re.fullmatch(r"-?[\d.]+", value):
                    assert re.search(rf"^     {re.escape(value)} ", kind[2], re.M), (name, value)

    def test_options_for_devices_are_known_to_the_program(self) -> None:
        shared = _help("full")
        for hardware in FAMILIES:
            assert all(f"\n{name} <" in shared for name in hardware.head[::2])


def _help(topic: str) -> str:
    return subprocess.run([binary(), "-hide_banner", "-h", topic], capture_output=True, text=True).stdout


class TestProved:
    @pytest.mark.parametrize(
        ("name", "said"), [("nvenc", "libcuda"), ("amf", "libamfrt"), ("vaapi", "evice")]
    )
    def test_what_is_not_there_fails_and_says_why(self, tmp_path: Path, name: str, said: str) -> None:
        found = Found(hardware_named(name), device="/dev/dri/renderD999", identity="none")
        result = tried(found, "standard", tmp_path)
        assert not result.works
        assert said in result.reason["en"]

    def test_what_works_is_proved_once(self, machine: Machine, tmp_path: Path) -> None:
        nvenc = hardware_named("nvenc")
        assert tried(detected(nvenc), "standard", tmp_path).works
        assert len(machine.runs) == 2
        assert tried(detected(nvenc), "standard", tmp_path, again=True).works
        assert len(machine.runs) == 2
        machine.driver("NVRM version: 580.2")
        assert tried(detected(nvenc), "standard", tmp_path).works
        assert len(machine.runs) == 4

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (("dies",), "EncodePicture failed"),
            (("-profile:v", "main"), "profile Main"),
            (("-bf", "2"), "order of showing"),
            (("-bsf:v", "h264_metadata=transfer_characteristics=6"), "not tagged BT.709"),
            (("-frames:v", "6"), "6 frames instead of 12"),
            (("-crf", "51"), "dB"),
            (("-g", "5"), ""),
        ],
    )
    def test_what_is_wrong_with_an_encoder_is_seen(
        self, machine: Machine, tmp_path: Path, change: tuple[str, ...], why: str
    ) -> None:
        machine.after(0, *change)
        result = tried(detected(hardware_named("nvenc")), "standard", tmp_path)
        assert result.works == (not why), result.reason
        assert why in result.reason["en"]
        assert bool(result.reason["zh"]) == bool(why)

    def test_a_wrong_frame_is_seen(
        self, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = trial._encoding
        monkeypatch.setattr(
            trial,
            "_encoding",
            lambda *args: [
                part.replace("start_frame=12:end_frame=24", "start_frame=13:end_frame=25")
                for part in real(*args)
            ],
        )
        assert "dB" in tried(detected(hardware_named("nvenc")), "standard", tmp_path).reason["en"]

    def test_a_failure_is_believed_for_a_while(
        self, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = detected(hardware_named("nvenc"))
        machine.after(0, "dies")
        assert not tried(found, "draft", tmp_path).works
        (machine.folder / "change").unlink()
        assert not tried(found, "draft", tmp_path).works
        later = trial.time() + trial.FAILED_FOR + 1
        with monkeypatch.context() as patch:
            patch.setattr(trial, "time", lambda: later)
            assert tried(found, "draft", tmp_path).works
        assert tried(found, "draft", tmp_path).works

    def test_what_is_known_can_be_broken_or_gone(self, machine: Machine, tmp_path: Path) -> None:
        found = detected(hardware_named("nvenc"))
        assert tried(found, "standard", tmp_path).works
        for known in tmp_path.glob("*.json"):
            known.write_text("{")
        assert tried(found, "standard", tmp_path).works
        assert len(machine.runs) == 4


class TestUsed:
    def test_a_film_by_hardware(self, machine: Machine, film: Timeline, tmp_path: Path) -> None:
        report = made(film, tmp_path / "out.mp4", cache=tmp_path / "cache")
        assert (report.encoder, report.findings) == ("nvenc", ())
        assert len(machine.runs) == 2 + PIECES
        again = made(film, tmp_path / "again.mp4", cache=tmp_path / "cache")
        assert (again.rendered, again.encoder, len(machine.runs)) == (0, "nvenc", 2 + PIECES)
        assert json.loads((tmp_path / "out.mp4.report.json").read_text())["encoder"] == "nvenc"

    def test_hardware_gets_no_more_work_at_once_than_it_takes(
        self, machine: Machine, media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = sys.modules["workprint.jobs.render"]
        real, at_once, counts = module.run, 0, []
        lock = threading.Lock()
        both = threading.Barrier(hardware_named("nvenc").sessions, timeout=60)

        def counted(args: list[str], **more: Any) -> str:
            nonlocal at_once
            if "h264_nvenc" not in args:
                return str(real(args, **more))
            with lock:
                at_once += 1
            both.wait()
            counts.append(at_once)
            said = str(real(args, **more))
            with lock:
                at_once -= 1
            return said

        monkeypatch.setattr(module, "run", counted)
        timeline = of_clips(media, 90, 3, 60, 35, length=60)
        report = render(
            timeline,
            tmp_path / "out.mp4",
            RenderOptions(encoder="nvenc", workers=4, check=False, copying="never"),
        )
        assert (report.encoder, len(counts), max(counts)) == ("nvenc", 4, 2)

    def test_auto_takes_what_is_proved(self, machine: Machine, film: Timeline, tmp_path: Path) -> None:
        assert made(film, tmp_path / "out.mp4", "auto").encoder == "nvenc"

    def test_software_unless_asked(self, machine: Machine, film: Timeline, tmp_path: Path) -> None:
        assert RenderOptions().encoder == "software"
        assert made(film, tmp_path / "out.mp4", "software").encoder == "software"
        assert machine.runs == []

    def test_pieces_of_two_encoders_or_drivers_have_two_keys(
        self, machine: Machine, film: Timeline, tmp_path: Path
    ) -> None:
        cache, total = tmp_path / "cache", film.duration
        assert made(film, tmp_path / "a.mp4", "software", cache).rendered == total
        assert made(film, tmp_path / "b.mp4", "nvenc", cache).rendered == total
        machine.driver("NVRM version: 580.2")
        assert made(film, tmp_path / "c.mp4", "nvenc", cache).rendered == total
        assert made(film, tmp_path / "d.mp4", "software", cache).rendered == 0
        assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "d.mp4").read_bytes()

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (("dies",), "EncodePicture failed"),
            (("-frames:v", "20"), "20 frames instead of 30"),
        ],
    )
    def test_where_it_fails_midway_the_whole_film_is_software(
        self, machine: Machine, film: Timeline, tmp_path: Path, change: tuple[str, ...], why: str
    ) -> None:
        machine.after(2 + 1, *change)
        cache = tmp_path / "cache"
        report = made(film, tmp_path / "out.mp4", "nvenc", cache)
        assert (report.encoder, report.rendered, codes(report)) == (
            "software",
            film.duration,
            ["encoder_failed"],
        )
        text = report.findings[0].text
        assert why in text["en"]
        assert "软件" in text["zh"]
        software = made(film, tmp_path / "software.mp4", "software", cache)
        assert software.rendered == 0
        assert (tmp_path / "out.mp4").read_bytes() == (tmp_path / "software.mp4").read_bytes()
        told = json.loads((tmp_path / "out.mp4.report.json").read_text())
        assert told["findings"][0]["text"]["en"] == text["en"]
        assert not list(proofs().glob("*.json")), "it is proved anew before it is used again"

    @pytest.mark.parametrize("encoder", ["nvenc", "auto"])
    def test_what_fails_its_test_is_not_used(
        self, machine: Machine, film: Timeline, tmp_path: Path, encoder: Encoder
    ) -> None:
        machine.after(0, "dies")
        report = made(film, tmp_path / "out.mp4", encoder)
        assert (report.encoder, codes(report), len(machine.runs)) == ("software", ["encoder_unused"], 1)
        assert "EncodePicture failed" in report.findings[0].text["en"]

    @pytest.mark.parametrize(("encoder", "told"), [("vaapi", ["encoder_unused"]), ("auto", [])])
    def test_what_is_not_there_is_said_where_it_was_named(
        self,
        film: Timeline,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        encoder: Encoder,
        told: list[str],
    ) -> None:
        monkeypatch.setattr(encoders, "ROOT", tmp_path)
        report = made(film, tmp_path / "out.mp4", encoder)
        assert (report.encoder, codes(report)) == ("software", told)

    def test_hardware_is_not_for_every_format(self, machine: Machine, film: Timeline, tmp_path: Path) -> None:
        options = RenderOptions(encoder="nvenc", quality="draft")
        report = render(film, tmp_path / "out.webm", options)
        assert (report.encoder, machine.runs, codes(report)) == ("software", [], ["encoder_unused"])
        assert "does not write webm" in report.findings[0].text["en"]
        quiet = replace(options, encoder="auto", check=False)
        assert render(film, tmp_path / "auto.webm", quiet).findings == ()

    def test_what_lies_beside_copied_picture_is_software(self, machine: Machine, tmp_path: Path) -> None:
        tags = (
            "-vf",
            "format=yuv420p,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv",
        )
        source = numbered(tmp_path / "long.mov", 150, 10, gop=10, sound=False, extra=tags)
        media = probe(Path(source.uri), "long")
        film = of_clips(media, 3, length=140)
        report = render(film, tmp_path / "out.mp4", RenderOptions(encoder="nvenc", copying="exact"))
        assert (report.encoder, machine.runs, codes(report)) == ("software", [], ["encoder_unused"])
        assert report.copied > 100
        assert "copied" in report.findings[0].text["en"]

    def test_a_fault_of_the_film_is_no_fault_of_the_encoder(
        self, machine: Machine, film: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: object, **more: object) -> None:
            raise FFmpegFailed(reason="the filter broke", origin="c90", where="", exit=1)

        monkeypatch.setattr(sys.modules["workprint.jobs.render"], "run", broken)
        with pytest.raises(RenderFailed, match="the filter broke"):
            render(film, tmp_path / "out.mp4", RenderOptions(encoder="nvenc"))
        assert not (tmp_path / "out.mp4").exists()


class TestTold:
    def test_the_doctor_says_what_is_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encoders, "ROOT", tmp_path)
        parts = {part.name: part for part in checkup(tmp_path)}
        for hardware in FAMILIES:
            part = parts[f"encoder {hardware.name}"]
            assert (part.present, part.needed) == (False, False)
            assert part.told("en") != part.told("zh")
        assert "/dev/nvidia0" in parts["encoder nvenc"].told("en")

    def test_the_doctor_says_what_is_proved_and_what_failed(self, machine: Machine, tmp_path: Path) -> None:
        def nvenc() -> str:
            part = next(part for part in checkup(tmp_path) if part.name == "encoder nvenc")
            return f"{part.present} {part.told('en')} {part.told('zh')}"

        machine.after(0, "dies")
        assert re.match("False .*failed its test: .*EncodePicture.*未通过测试", nvenc())
        (machine.folder / "change").unlink()
        assert re.match("True .*proved.*已通过验证", nvenc())
