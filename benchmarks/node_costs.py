"""Measures what each filter, decoder and encoder costs, and writes the table that `--explain` reckons with.

python benchmarks/node_costs.py [name …]      (without names: everything)

Pictures: CPU milliseconds per frame and megapixel, at 1080p. Sound: CPU milliseconds per second of stereo at
48 kHz. Each is the CPU time of FFmpeg with it minus that without it, one thread per filter. Written to
src/workprint/jobs/node_costs.json.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from workprint.ffmpeg import capabilities, measured, run
from workprint.jobs.formats import FORMATS
from workprint.synth import music

TABLE = Path(__file__).parents[1] / "src" / "workprint" / "jobs" / "node_costs.json"
SIZE = "1920x1080"
MEGAPIXELS = 1920 * 1080 / 1e6
SECONDS = 60
PICTURE = f"testsrc2=size={SIZE}:rate=30,trim=end_frame=1,noise=c0s=8,format=yuv420p,loop=-1:1,setpts=N/30/TB,fps=30"
SOUND = "anoisesrc=r=48000:a=0.2,aformat=sample_fmts=fltp:channel_layouts=stereo"
ONE = f"color=size={SIZE}:rate=30,format=yuv420p"

VIDEO: Mapping[str, str] = {
    # One picture in, one out.
    "blend": "split[a][b];[a][b]blend=c0_mode=screen:c0_opacity=0.5",
    "bwdif": "bwdif=mode=send_frame",
    "colorchannelmixer": "colorchannelmixer=rr=0.9:rg=0.1",
    "colorkey": "format=yuva420p,colorkey=green:0.3:0.1",
    "crop": "crop=1280:720:8:8",
    "curves": "curves=all='0/0.05 0.5/0.6 1/1'",
    "despill": "despill=type=green",
    "drawbox": "drawbox=0:0:1920:140:black:fill",
    "eq": "eq=contrast=1.1:saturation=1.2",
    "fade": "fade=in:0:100000",
    "fps": "fps=25",
    "gblur": "gblur=sigma=8",
    "geq": "geq=lum='lum(X,Y)*0.5'",
    "hflip": "hflip",
    "hqdn3d": "hqdn3d",
    "hue": "hue=s=1.2",
    "lut3d": "lut3d=file=LUT",
    "lutrgb": "lutrgb=r=val*0.9",
    "lutyuv": "lutyuv=y=val*0.9",
    "negate": "negate",
    "noise": "noise=c0s=20:c0f=t",
    "pad": "pad=2048:1152:64:36",
    "perspective": "perspective=x0=W*0.05:y0=H*0.05:x1=W*0.95:y1=H*0.05:x2=W*0.05:y2=H*0.95:x3=W*0.95:y3=H*0.95",
    "pixelize": "pixelize=w=32:h=32",
    "rotate": "rotate=0.1",
    "scale": "scale=1280:720:flags=bicubic",
    "format": "format=yuv444p",
    "format:rgb": "format=rgb24",
    "tonemap": "format=gbrpf32le,tonemap=hable",
    "transpose": "transpose=clock",
    "unsharp": "unsharp=5:5:1",
    "vflip": "vflip",
    "vidstabdetect": "vidstabdetect=result=MOTION",
    "vidstabtransform": "vidstabtransform=input=MOTION:smoothing=10:optzoom=1",
    "vignette": "vignette",
    "zscale": "setparams=range=tv:color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc,"
    "zscale=t=linear:npl=203,format=gbrpf32le",
    "ass": "ass=SCRIPT",
    "palettegen": "palettegen=stats_mode=diff",
    "blackdetect": "blackdetect=d=0:pix_th=0.05:pic_th=0.99",
    "freezedetect": "freezedetect=n=0.0005:d=2",
    "alphaextract": "format=yuva420p,alphaextract",
    "reverse": "reverse",
    # Two in, one out.
    "alphamerge": f"null[a];{ONE},format=gray[m];[a][m]alphamerge",
    "overlay": f"null[a];{ONE},scale=iw/2:-2,format=yuva420p,loop=-1:1[b];[a][b]overlay=format=auto",
    "paletteuse": "split[a][b];[b]palettegen[p];[a][p]paletteuse=dither=bayer",
    "xfade": "split[a][b];[a][b]xfade=transition=wipeleft:duration=60:offset=0",
    "xfade:fade": "split[a][b];[a][b]xfade=transition=fade:duration=60:offset=0",
    "xfade:dissolve": "split[a][b];[a][b]xfade=transition=dissolve:duration=60:offset=0",
}
"""A filter as it is used, in one chain. Those named in FREE cost nothing worth saying."""
LESS: Mapping[str, str] = {
    "alphaextract": "format=yuva420p", "alphamerge": f"null[a];{ONE},format=gray[m];[m]nullsink;[a]null",
    "colorkey": "format=yuva420p", "tonemap": "format=gbrpf32le", "paletteuse": "palettegen",
}  # fmt: skip
"""What is not the filter's own, where it needs something before it."""
MADE: Mapping[str, str] = {
    "color": f"color=size={SIZE}:rate=30,format=yuv420p",
    "gradients": f"gradients=size={SIZE}:rate=30:speed=0.01,format=yuv420p",
}
FREE = (
    "null", "anull", "settb", "asettb", "setpts", "asetpts", "setsar", "setparams", "sendcmd", "asendcmd", "split", "asplit", "concat",
    "tpad", "loop", "atrim", "anullsrc", "asetrate", "asetnsamples", "trim",
)  # fmt: skip
AUDIO: Mapping[str, str] = {
    "acompressor": "acompressor", "acrossfade": "asplit[a][b];[a]atrim=0:60[c];[c][b]acrossfade=d=20",
    "adeclick": "adeclick", "adelay": "adelay=200:all=1", "aecho": "aecho=0.8:0.7:60:0.4", "afade": "afade=d=60",
    "afftdn": "afftdn", "aformat": "aformat=sample_fmts=s16", "agate": "agate", "alimiter": "alimiter",
    "amix": "asplit[a][b];[a][b]amix", "apad": "apad=whole_len=1", "aresample": "aresample=44100",
    "areverse": "areverse", "asoftclip": "asoftclip", "atempo": "atempo=1.25", "bass": "bass=g=6",
    "ebur128": "ebur128=peak=true:framelog=quiet", "equalizer": "equalizer=f=1000:g=3", "highpass": "highpass=f=100",
    "highshelf": "highshelf=g=3", "loudnorm": "loudnorm=print_format=json", "lowpass": "lowpass=f=8000",
    "pan": "pan=stereo|c0=c1|c1=c0", "rubberband": "rubberband=pitch=1.2:pitchq=quality",
    "sidechaincompress": "asplit[a][b];[a][b]sidechaincompress", "treble": "treble=g=3", "volume": "volume=0.8",
}  # fmt: skip
HEARD: Mapping[str, str] = {"aevalsrc": "aevalsrc=exprs=0.2*sin(440*2*PI*t)|0:s=48000:c=stereo"}
DECODED: Mapping[str, tuple[str, ...]] = {
    "h264": ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20"),
    "hevc": ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "22", "-x265-params", "log-level=error"),
    "vp9": ("-c:v", "libvpx-vp9", "-crf", "31", "-b:v", "0", "-cpu-used", "8", "-deadline", "realtime"),
    "vp8": ("-c:v", "libvpx", "-crf", "20", "-b:v", "8M", "-cpu-used", "8", "-deadline", "realtime"),
    "av1": ("-c:v", "libsvtav1", "-preset", "12", "-crf", "32"),
    "mpeg4": ("-c:v", "mpeg4", "-q:v", "4"),
    "mpeg2video": ("-c:v", "mpeg2video", "-q:v", "4"),
    "mjpeg": ("-c:v", "mjpeg", "-q:v", "4"),
    "prores": ("-c:v", "prores_ks", "-profile:v", "2"),
    "png": ("-c:v", "png", "-pix_fmt", "rgb24"),
    "ffv1": ("-c:v", "ffv1"),
}
SPOKEN: Mapping[str, tuple[str, ...]] = {
    "aac": ("-c:a", "aac"), "mp3": ("-c:a", "libmp3lame"), "opus": ("-c:a", "libopus"),
    "flac": ("-c:a", "flac"), "pcm_s16le": ("-c:a", "pcm_s16le"), "vorbis": ("-c:a", "libvorbis"),
}  # fmt: skip
MOVING = f"testsrc2=size={SIZE}:rate=30,noise=c0s=1:c0f=t,format=yuv420p"
CODED = 45
"""Frames that an encoder is measured with."""
SCRIPT = """[Script Info]
PlayResX: 1920
PlayResY: 1080
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: a,Sans,110,&H00FFFFFF,5
[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.00,1:00:00.00,a,A title of some words
"""


def cpu(*args: str) -> float:
    with measured() as spent:
        run(["-filter_threads", "1", "-filter_complex_threads", "1", *args])
    return spent.seconds


def chain(source: str, steps: str, frames: int) -> float:
    script = f"{source},trim=end_frame={frames}" + (f",{steps}" if steps else "")
    return cpu(
        "-filter_complex", script, "-frames:v", str(frames), "-fps_mode", "passthrough", "-f", "null", "-"
    )


def per_frame(source: str, steps: str, less_source: str, less: str) -> float:
    """CPU seconds per frame, from as many frames as a second of CPU gives; the least of three each."""
    once = max(0.002, chain(source, steps, 8) / 8)
    frames = max(8, min(150, int(1.0 / once)))
    pairs = [(chain(source, steps, frames), chain(less_source, less, frames)) for _ in range(3)]
    return max(0.0, min(row[0] for row in pairs) - min(row[1] for row in pairs)) / frames


def picture(name: str, folder: Path) -> float:
    steps = VIDEO.get(name, "")
    for word, suffix in (("LUT", "cube"), ("MOTION", "trf"), ("SCRIPT", "ass")):
        steps = steps.replace(word, str(folder / f"a.{suffix}"))
    seconds = per_frame(MADE.get(name, PICTURE), steps, PICTURE, LESS.get(name, ""))
    return round(1000 * seconds / MEGAPIXELS, 3)


def heard(name: str) -> float:
    def taken(source: str, steps: str) -> float:
        script = f"{source},atrim=end={SECONDS}" + (f",{steps}" if steps else "")
        return cpu("-filter_complex", script, "-f", "null", "-")

    found = min(taken(HEARD.get(name, SOUND), AUDIO.get(name, "")) for _ in range(2))
    found -= min(taken(SOUND, "") for _ in range(2))
    return round(max(0.0, 1000 * found / SECONDS), 2)


def synthesised() -> float:
    """Music is computed, not filtered: milliseconds of CPU per second of it."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        music("lo-fi", 1, float(SECONDS), Path(folder) / "a.wav")
        return round(1000 * (time.process_time() - began) / SECONDS, 2)


def decoder(options: tuple[str, ...], folder: Path) -> float:
    made = folder / "made.mkv"
    run(["-f", "lavfi", "-i", MOVING, "-frames:v", "90", *options, str(made)])
    found = min(
        cpu("-threads", "1", "-i", str(made), "-fps_mode", "passthrough", "-f", "null", "-") for _ in range(2)
    )
    return round(1000 * found / 90 / MEGAPIXELS, 3)


def unfinished(folder: Path) -> float:
    """H.264 read to the last bit, but its pixels not finished: how rendered pieces are checked."""
    made = folder / "made.mkv"
    run(["-f", "lavfi", "-i", MOVING, "-frames:v", "90", *DECODED["h264"], str(made)])
    lean = ["-threads", "1", "-skip_loop_filter", "all", "-skip_idct", "all"]
    found = min(cpu(*lean, "-i", str(made), "-f", "null", "-") for _ in range(2))
    return round(1000 * found / 90 / MEGAPIXELS, 3)


def encoder(options: tuple[str, ...], folder: Path) -> float:
    """The cost over real movement: the source is decoded in the same run, which is taken off."""
    source = folder / "source.mkv"
    if not source.exists():
        run(["-f", "lavfi", "-i", MOVING, "-frames:v", str(CODED), "-c:v", "ffv1", str(source)])
    with_it = cpu("-i", str(source), *options, "-threads", "1", "-f", "null", "-")
    without = cpu("-i", str(source), "-fps_mode", "passthrough", "-f", "null", "-")
    return round(max(0.0, 1000 * (with_it - without) / CODED / MEGAPIXELS), 3)


def spoken(options: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Milliseconds per second of sound: coding it, and decoding it."""
    made = folder / "made.mka"
    plain = cpu("-f", "lavfi", "-i", SOUND, "-t", str(SECONDS), "-f", "null", "-")
    coded = cpu("-f", "lavfi", "-i", SOUND, "-t", str(SECONDS), *options, str(made))
    decoded = cpu("-i", str(made), "-f", "null", "-")
    return tuple(round(max(0.0, 1000 * each / SECONDS), 2) for each in (coded - plain, decoded))  # type: ignore[return-value]


def encoders() -> dict[str, tuple[str, ...]]:
    """The encoders that exports use, by a name of encoder, preset and quality."""
    from workprint.jobs.cost import encoder_name

    found = {}
    for each in FORMATS.values():
        for options in (each.video or {}).values():
            found[encoder_name(options)] = options
    return found


def prepared(folder: Path) -> None:
    cube = "\n".join(f"{r / 32} {g / 32} {b / 32}" for b in range(33) for g in range(33) for r in range(33))
    (folder / "a.cube").write_text(f"LUT_3D_SIZE 33\n{cube}\n")
    (folder / "a.ass").write_text(SCRIPT)
    run(
        [
            "-f",
            "lavfi",
            "-i",
            f"{PICTURE},vidstabdetect=result={folder / 'a.trf'}",
            "-frames:v",
            "130",
            "-f",
            "null",
            "-",
        ]
    )


def save(table: dict[str, dict[str, float]]) -> None:
    for each in FREE:
        table["video"][each] = table["audio"][each] = 0.0
    where = f"{capabilities().version}, {platform.machine()}, one thread"
    written = {"measured": where, **{key: dict(sorted(row.items())) for key, row in table.items()}}
    TABLE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    wanted = set(sys.argv[1:])
    table = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    table = {
        key: dict(table.get(key, {})) for key in ("video", "audio", "decode", "encode", "coded", "spoken")
    }

    def asked(name: str) -> bool:
        return not wanted or name in wanted

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        for each in filter(asked, [*VIDEO, *MADE]):
            table["video"][each] = picture(each, folder)
            print(each, table["video"][each], flush=True)
            save(table)
        for each in filter(asked, [*AUDIO, *HEARD]):
            table["audio"][each] = heard(each)
            save(table)
        if asked("music"):
            table["audio"]["music"] = synthesised()
            save(table)
        for each, options in DECODED.items():
            if asked(each):
                table["decode"][each] = decoder(options, folder)
                save(table)
        if asked("h264 unfinished"):
            table["decode"]["h264 unfinished"] = unfinished(folder)
            save(table)
        for each, options in encoders().items():
            if asked(each):
                table["encode"][each] = encoder(options, folder)
                save(table)
        for each, options in SPOKEN.items():
            if asked(each):
                table["coded"][each], table["spoken"][each] = spoken(options, folder)
                save(table)


if __name__ == "__main__":
    main()
