"""What every operation owes, whoever wrote it: parametrised over the registry."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from workprint.base import Curve, Range, samples
from workprint.ffmpeg import capabilities
from workprint.graph import INPUT, Audio, Graph, Pad, Video, source_filter
from workprint.jobs.cost import table
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Effect,
    Fact,
    FileRef,
    Gap,
    GeneratorRef,
    Marker,
    MediaFile,
    Timeline,
    Track,
    Transition,
    VideoStream,
)
from workprint.ops import (
    AudioEffect,
    AudioGenerator,
    BadParameter,
    Context,
    EditOp,
    Operation,
    TextGenerator,
    TransitionOp,
    VideoEffect,
    VideoGenerator,
    bind,
    registry,
)

OPS = list(registry().values())
RATE, FRAMES = Fraction(25), 12
CANVAS = Canvas(width=128, height=72)
SOURCES = ("testsrc", "testsrc2", "sine")
BUILDABLE = [op for op in OPS if not issubclass(op, (EditOp, TextGenerator))]


def named(ops: list[Any]) -> dict[str, Any]:
    return {"argvalues": ops, "ids": [op.name for op in ops]}


@pytest.mark.parametrize("op", **named(OPS))
def test_speaks_both_languages(op: type[Operation]) -> None:
    assert op.doc()
    assert op.group
    for text in (op.title, op.examples):
        assert set(text) == {"en", "zh"}
        assert all(text.values())
        assert any("\u4e00" <= c <= "\u9fff" for c in text["zh"])
    assert set(op.say) == {"en", "zh"}
    assert all(isinstance(phrases, tuple) and phrases for phrases in op.say.values())


@pytest.mark.parametrize("op", **named(OPS))
def test_parameters_are_described(op: type[Operation]) -> None:
    for name, field in op.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), f"{op.name}.{name} is not a Param"
        assert extra["en"], f"{op.name}.{name}"
        assert extra["zh"], f"{op.name}.{name}"
    if op.main:
        assert op.main in op.model_fields
    assert op.model_json_schema()["type"] == "object"


@pytest.mark.parametrize(
    "op", **named([op for op in OPS if not any(f.is_required() for f in op.model_fields.values())])
)
def test_parameters_round_trip(op: type[Operation]) -> None:
    first = op()
    assert op.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize("op", **named(OPS))
def test_unknown_parameters_are_refused(op: type[Operation]) -> None:
    with pytest.raises(BadParameter):
        bind(Operation, op.name, {"no_such_parameter": 1})


def test_phrases_belong_to_one_operation() -> None:
    """An effect's phrase that is another effect's too could never be understood."""
    owners: dict[tuple[str, str], list[str]] = {}
    for op in BUILDABLE:
        for lang, phrases in op.say.items():
            for phrase in phrases:
                owners.setdefault((lang, phrase.lower()), []).append(op.name)
    assert {key: found for key, found in owners.items() if len(found) > 1} == {}


def required(op: type[Operation], folder: Any) -> dict[str, Any]:
    """Values for parameters without a default."""
    path = folder / "grey.ppm"
    path.write_bytes(b"P6 4 4 255\n" + b"\x80" * 48)
    cube = folder / "flat.cube"
    corners = [f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1)]
    cube.write_text("LUT_3D_SIZE 2\n" + "\n".join(corners) + "\n")
    known = {"file": str(cube), "path": str(path), "text": "Hello", "color": "#336699", "image": "m1"}
    return {name: known[name] for name, field in op.model_fields.items() if field.is_required()}


def picture(name: str) -> Video:
    node = source_filter(name, "video", size="128x72", rate=RATE)
    return Video(node, 0, 128, 72, RATE, FRAMES).filter("trim", end_frame=FRAMES).filter("setsar", sar="1")


def hum() -> Audio:
    count = samples(FRAMES, RATE)
    node = source_filter("sine", "audio", frequency=300, sample_rate=48000)
    return Audio(node, 0, count).filter("aformat", sample_fmts="fltp", channel_layouts="stereo")


def built(op: Operation) -> Pad:
    inputs: dict[str, Pad] = {"voice": hum()} if isinstance(op, AudioEffect) and op.side_inputs else {}
    context = Context(RATE, CANVAS, FRAMES, inputs, still=lambda _: picture("testsrc"))
    if isinstance(op, VideoEffect):
        return op.build(picture("testsrc2"), context)
    if isinstance(op, AudioEffect):
        return op.build(hum(), context)
    if isinstance(op, TransitionOp):
        return op.build(picture("testsrc2"), picture("testsrc"), context)
    if isinstance(op, (VideoGenerator, AudioGenerator)):
        return op.build(context)
    raise AssertionError(op)


@pytest.mark.parametrize("op", **named(BUILDABLE))
def test_uses_what_ffmpeg_has(op: type[Operation], tmp_path: Any) -> None:
    graph = Graph((built(op(**required(op, tmp_path))),))
    used = {node.name for node in graph.walk()} - {INPUT}
    assert used <= capabilities().filters


@pytest.mark.parametrize("op", **named(BUILDABLE))
def test_what_its_filters_cost_is_known(op: type[Operation], tmp_path: Any) -> None:
    """Else `render --explain` cannot say what it costs; benchmarks/node_costs.py measures a filter."""
    nodes = list(Graph((built(op(**required(op, tmp_path))),)).walk())
    used = {(node.outputs[0], node.name) for node in nodes if node.name not in (INPUT, *SOURCES)}
    assert not [name for kind, name in used if name not in table()[kind]]


@pytest.mark.parametrize("op", **named(BUILDABLE))
def test_same_parameters_same_hash(op: type[Operation], tmp_path: Any) -> None:
    params = required(op, tmp_path)
    assert built(op(**params)).key == built(op(**params)).key


@pytest.mark.parametrize("op", **named([op for op in OPS if issubclass(op, (VideoEffect, AudioEffect))]))
def test_what_animates_reaches_the_graph(op: type[Operation], tmp_path: Any) -> None:
    params = required(op, tmp_path)
    steady = told(built(op(**params)))
    for name, field in op.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and extra["animates"]:
            low, high = limits(field)
            curve = Curve(((0, low, "linear"), (FRAMES - 1, high, "linear")), RATE)
            moving = op(**params).model_copy(update={name: curve})
            assert told(built(moving)) != steady, name


def told(pad: Pad) -> tuple[Any, ...]:
    """What a pad shows and where."""
    return (pad.key, pad.x, pad.y) if isinstance(pad, Video) else (pad.key,)


def limits(field: Any) -> tuple[float, float]:
    low, high = 0.0, 1.0
    for rule in field.metadata:
        low = getattr(rule, "ge", getattr(rule, "gt", low))
        high = getattr(rule, "le", getattr(rule, "lt", high))
    return float(low), float(high)


@cache
def situation() -> Any:
    """A session in which every example makes sense: three clips, a blend, an effect, words, music."""
    from workprint.planner import Situation

    picture, heard = VideoStream(width=1920, height=1080, duration=60), AudioStream(duration=Fraction(60))
    given = [{"kind": "captions", "name": "talk.srt", "hash": "0"}]
    talk = MediaFile(id="m1", name="talk.mp4", duration=Fraction(60), video=picture, audio=heard, metadata={"companions": given})  # fmt: skip
    others = [
        talk.model_copy(update={"id": f"m{i}", "name": name, "kind": kind, "video": video})
        for i, (name, kind, video) in enumerate(
            [
                ("clip2.mp4", "video", picture),
                ("logo.png", "image", picture),
                ("song.mp3", "audio", None),
                ("intro.mp4", "video", picture),
                ("clip3.mp4", "video", picture),
                ("outro.mp4", "video", picture),
            ],
            2,
        )
    ]
    items: list[Any] = [
        Clip(id=f"c{i}", name=name, media=FileRef(media="m1"), source=Range(start=i * 400, duration=360))
        for i, name in enumerate(("beach", "street", "sunset"), 1)
    ]
    effects = tuple(Effect(id=f"e{i}", op=op) for i, op in enumerate(("vignette", "blur", "warm"), 1))
    best = {"highlight": {"part": 1, "was": [0.0, 12.0], "text": "", "why": {}, "score": 1.0}}
    items[0] = items[0].model_copy(update={"effects": effects, "metadata": best})
    for n in (1, 2):
        grows = {"progress": ({"at": 60, "value": 0.0}, {"at": 75, "value": 1.0})}
        ring = Effect.model_validate({"id": f"r{n}", "op": "click_ring", "keyframes": grows})
        items[n] = items[n].model_copy(update={"effects": (ring,)})
    items.insert(1, Transition(id="x1", op="crossfade", in_offset=7, out_offset=7))
    title = Clip(
        id="t1c",
        media=GeneratorRef(op="title", params={"text": "Welcome"}),
        source=Range(start=0, duration=90),
        tie="start",
    )
    caption = title.model_copy(
        update={
            "id": "t2c",
            "media": GeneratorRef(op="caption", params={"text": "So we went", "times": []}),
            "tie": "content",
        }
    )
    cutaway = Clip(id="br", name="intro", media=FileRef(media="m5"), source=Range(start=0, duration=60),
                   muted=True, metadata={"broll": {"score": 0.9, "why": {"en": "it was asked for", "zh": "按要求换上"}}})  # fmt: skip
    music = Clip(id="mu", name="lo-fi", media=GeneratorRef(op="music", params={"mood": "lo-fi"}), source=Range(start=0, duration=1080), tie="length",
                 effects=(Effect(id="e9", op="volume", params={"gain": 0.5}),))  # fmt: skip
    said = {"voice_over": {"spoken": {"text": "Hello"}, "follows": False}}
    voice = Clip(id="vo", name="Hello", media=FileRef(media="m8"), source=Range(start=0, duration=60), tie="start", metadata=said)  # fmt: skip
    made = {"voice": {"asked": {"text": "Hello"}, "engine": "scripted", "draft": True, "language": "en", "words": []}}  # fmt: skip
    others.append(talk.model_copy(update={"id": "m8", "name": "vo 1.wav", "kind": "audio", "video": None, "metadata": made}))  # fmt: skip
    tracks = (
        Track(id="v1", kind="video", items=tuple(items)),
        Track(id="a2", kind="audio", role="voice", items=(voice,), metadata={"voice_over": True}),
        Track(id="v2", kind="video", items=(Gap(duration=60), cutaway)),
        Track(id="a1", kind="audio", role="music", items=(music,)),
        Track(id="t1", kind="text", items=(title,)),
        Track(id="t2", kind="text", role="captions", items=(caption,)),
    )
    facts = {
        "m1": [
            Fact(kind="silence", start=at, end=at + 1.5) for at in (14.0, 18.0, 22.0, 31.0, 44.0)
        ] + [Fact(kind="colour", start=0, end=60, value={"mean": [100, 110, 120], "low": [5, 6, 7], "high": [240, 241, 239], "luma": 108, "saturation": 0.3})]
    }  # fmt: skip
    markers = (Marker(id="k1", name="Intro", range=Range(start=30, duration=0)),)
    chosen = {"highlight": {"rate": "30", "kept": [[0, 360]], "refused": [], "tracks": [tracks[0].model_dump(mode="json")]}}  # fmt: skip
    timeline = Timeline(tracks=tracks, media=(talk, *others), markers=markers, metadata=chosen)
    return Situation(timeline=timeline, facts=facts)


WORDED_AS = {"loudness": "set_loudness", "volume": "set_volume", "mute_sound": "mute", "duck": "duck_music",
             "click_ring": "highlight_clicks", "cursor_halo": "highlight_cursor"}  # fmt: skip
"""Effects that people reach through an edit of their own."""


EXAMPLES = [(op, lang) for op in OPS for lang in ("en", "zh")]


@pytest.mark.parametrize(("op", "lang"), EXAMPLES, ids=[f"{op.name}-{lang}" for op, lang in EXAMPLES])
def test_example_plans_back(op: type[Operation], lang: str) -> None:
    from workprint.planner import plan

    found = plan(op.examples[lang], situation())
    used: set[str] = set()
    for edit in found.edits:
        used.add(edit.op)
        used.update(str(edit.params[key]) for key in ("effect", "transition", "style") if key in edit.params)
        used.update("music" for key in ("mood",) if key in edit.params)
        used.add(str(edit.params.get("media", "")))
    assert op.name in used or WORDED_AS.get(op.name) in used, (
        op.examples[lang],
        found.edits,
        found.refusals,
        found.questions,
    )
